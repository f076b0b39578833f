/**
 * `millrace services` for real: two provider processes with bubblewrap on the local network, a service in one of them, and its host
 * killed. Skipped where bubblewrap or root is missing.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Running, removeHome, run, start, startNetwork, temporaryHome, untilNoneLeft } from './support/millrace.ts'
import { runHere } from './support/run-here.ts'

const example = resolve(import.meta.dirname, '../../../examples/service')
const isMissing = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined
const canRun = !['bwrap'].some(isMissing) && process.getuid?.() === 0

describe.skipIf(!canRun)('a service (skipped without bubblewrap and root)', () => {
  let home = ''
  let up: Running
  let service: Running
  let url = ''
  const providers = new Map<string, Running>()
  const folder = () => join(home, 'hello.service')
  const manifest = () => join(home, 'example', 'service.yaml')

  beforeAll(async () => {
    home = await temporaryHome()
    cpSync(example, join(home, 'example'), { recursive: true })
    const text = readFileSync(manifest(), 'utf8')
    // A slow machine is not a sick service.
    const patient = 'interval: 10s, timeout: 10s, failures: 3, grace: 2m'
    writeFileSync(manifest(), text.replace('instances: 2', 'instances: 1').replace(/interval: .*failures: 3/, patient))
    ;({ up } = await startNetwork(home))
    await Promise.all(['one', 'two'].map(provide))
    service = start(['services', 'run', manifest(), '--out', folder(), '--max-cost', '2'], { home })
    await service.shows('is well')
    url = /http:\/\/127\.0\.0\.1:\d+\//.exec(service.output())?.[0] ?? ''
  }, 300_000)

  afterAll(async () => {
    for (const running of [service, ...providers.values(), up]) running?.process.kill('SIGINT')
    await untilNoneLeft(home)
    await removeHome(home)
  }, 120_000)

  async function provide(name: string): Promise<void> {
    const terms = [
      '--port',
      '0',
      '--peer-port',
      '0',
      '--tasks',
      '0.02',
      '--task-shell',
      '--task-slots',
      '2',
      '--task-cpus',
      '1',
    ]
    const running = start(['provide', '--name', name, ...terms], { home })
    providers.set(name, running)
    await running.shows('Ctrl-C withdraws the offers')
  }

  async function status() {
    const { stdout } = await runHere(['services', 'status', folder(), '--json'], { home })
    return JSON.parse(stdout) as { instances: { node: string; state: string; revision: number; start: number }[] }
  }

  async function said(): Promise<string> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) })
    return `${answer.status} ${await answer.text()}`
  }

  test('answers at its address, shows what it does, and what it wrote', async () => {
    expect(await said()).toMatch(/^200 hello from process \d+\n$/)
    expect((await status()).instances).toMatchObject([{ slot: 0, state: 'healthy', revision: 0 }])
    expect((await runHere(['services', 'status', folder()], { home })).stdout).toContain('healthy')
    const logs = await runHere(['services', 'logs', folder()], { home })
    expect(logs.stdout).toContain('listening')
  }, 120_000)

  test('a program runs beside it, within the same sandbox, and its status is told', async () => {
    const listed = await run(['services', 'shell', folder(), '--', 'ls', '/work/in'], { home })
    expect(listed).toMatchObject({ status: 0, stdout: 'serve.pl\n' })
    const failed = await run(['services', 'shell', folder(), '--', 'sh', '-c', 'cat; exit 3'], { home, input: 'typed' })
    expect(failed).toMatchObject({ stdout: 'typed', stderr: expect.stringContaining('status 3') })
  }, 120_000)

  test('another process does not run it at the same time, and an update keeps its ports', async () => {
    const second = await run(['services', 'run', manifest(), '--out', folder()], { home })
    expect(second).toMatchObject({ stderr: expect.stringContaining('JOB_FOLDER_BUSY') })
    const changed = join(home, 'example', 'other.yaml')
    writeFileSync(changed, readFileSync(manifest(), 'utf8').replaceAll('8000', '9000'))
    const refused = await runHere(['services', 'update', folder(), changed], { home })
    expect(refused.stderr).toContain('SERVICE_REFUSED')
  }, 120_000)

  test('its host is killed: it is back elsewhere, at the same address', async () => {
    const before = (await status()).instances[0]?.node ?? ''
    const host = [...providers.values()].find((provider) => provider.output().toLowerCase().includes(before))
    host?.process.kill('SIGKILL')
    await host?.ended
    let answer = ''
    while (!answer.startsWith('200')) {
      answer = await said()
      await delay(100)
    }
    const after = (await status()).instances.filter(({ state }) => state === 'healthy')
    expect(after).toHaveLength(1)
    expect(after[0]?.node).not.toBe(before)
    expect(service.output()).toContain('lost')
  }, 180_000)

  test('stopped, it ends its instances and says what it cost', async () => {
    expect(await runHere(['services', 'stop', folder()], { home })).toMatchObject({ status: 0 })
    const ended = await service.ended
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('ended (it was stopped); it cost') })
    expect(await runHere(['services', 'status', folder()], { home })).toMatchObject({
      stderr: expect.stringContaining('SERVICE_NOT_RUNNING'),
    })
  }, 120_000)
})
