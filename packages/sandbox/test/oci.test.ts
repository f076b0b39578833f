/** The OCI sandbox with tasks and images that mean well: what they get, what comes back; and what is left when all goes wrong. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findOciGroups } from '../src/oci/oci-groups.ts'
import { ociLeftoversOf } from '../src/oci/oci-leftovers.ts'
import { createOciSandbox } from '../src/oci/oci-sandbox.ts'
import type { TaskResult, TaskSandbox, TaskSpec } from '../src/task/task.ts'
import { ociMissing } from './support/oci.ts'
import { perlImage } from './support/test-image.ts'
import { startTestRegistry, type TestRegistry } from './support/test-registry.ts'
import { testSpec } from './support/test-spec.ts'

const missing = await ociMissing()
const never = () => new AbortController().signal

test('without its programs, the sandbox says what is missing and how to get it', async () => {
  await expect(createOciSandbox({}, { folder: '/nowhere', programFolders: ['/nowhere'] })).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    message: 'This machine cannot run tasks in a sandbox: it has no podman in /nowhere.',
    hint: 'To get it: apt-get install --no-install-recommends podman runc catatonit',
  })
})

if (missing !== undefined) test.skip(`tasks in containers: ${missing}`, () => undefined)
else describe('tasks in containers', describeTasks)

/** Of /dev/net/tun: opening it is harmless, and no runtime gives it by itself. */
const cardNumbers = ['10', '200']

function describeTasks() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-oci-'))
  const folder = join(base, 'sandbox')
  let registry: TestRegistry
  let sandbox: TaskSandbox
  let leftBehind: () => readonly string[]
  let image: TaskSpec['image']

  beforeAll(async () => {
    registry = await startTestRegistry()
    const Env = ['FROM_IMAGE=image', 'PLAIN=image', 'PATH=/usr/bin:/bin', 'NO NAME=x', 'nothing']
    image = { kind: 'oci', reference: registry.add('perl', perlImage({ Env, User: 'root', WorkingDir: '/usr' })) }
    chmodSync(base, 0o755)
    mkdirSync(join(base, 'devices'))
    execFileSync('mknod', ['-m', '0666', join(base, 'card0'), 'c', ...cardNumbers])
    writeFileSync(join(base, 'devices/card.yaml'), cardDescription(base))
    sandbox = await createOciSandbox(
      {},
      { folder, registries: [`http://${registry.name}`], deviceFolders: [join(base, 'devices')] },
    )
    leftBehind = await ociLeftoversOf(folder)
  })
  afterAll(async () => {
    await sandbox.close()
    await registry[Symbol.asyncDispose]()
    expect(leftBehind()).toEqual([])
    rmSync(base, { recursive: true, force: true })
  })

  const sh = (script: string, change: Partial<TaskSpec> = {}) =>
    testSpec({ command: ['/bin/sh', '-c', script], image, ...change })
  async function run(spec: TaskSpec): Promise<TaskResult & { readonly log: string }> {
    let log = ''
    const onLog = ({ text }: { readonly text: string }) => {
      log += text
    }
    const task = await sandbox.start(spec, { signal: never(), onLog })
    return { ...(await task.result), log }
  }

  test('a task reads its inputs, has its variables and those of its image, and its outputs come back', async () => {
    mkdirSync(join(base, 'tree/sub'), { recursive: true })
    writeFileSync(join(base, 'tree/sub/a'), 'A')
    writeFileSync(join(base, 'file'), 'input')
    const result = await run(
      sh(
        'cat in/deep/file in/tree/sub/a > out/copy; mkdir out/d; echo "$PLAIN $KEY $FROM_IMAGE" > out/d/words; echo "$HOME $(pwd) $(id -un)"; echo bad > /dev/stderr; echo good > /dev/stdout',
        {
          inputs: [
            { path: 'deep/file', source: join(base, 'file') },
            { path: 'tree', source: join(base, 'tree') },
          ],
          environment: { PLAIN: 'plain words' },
          secrets: { KEY: 'secret words' },
          outputs: ['copy', 'd', 'never-made'],
        },
      ),
    )
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, signal: undefined, refusal: undefined })
    expect(result.log.split('\n').sort()).toEqual(['', '/tmp /work task', 'bad', 'good'])
    const texts = result.outputs.map(({ path, file }) => [path, readFileSync(file, 'utf8')])
    expect(texts).toEqual([
      ['copy', 'inputA'],
      ['d/words', 'plain words secret words image\n'],
    ])
    expect(result.usage.memoryBytesPeak).toBeGreaterThan(100_000)
    expect(result.usage.cpuMs).toBeGreaterThan(0)
    expect(result.usage.diskBytes).toBeGreaterThanOrEqual(8_192)
  })

  test.each<[string, readonly string[], Partial<TaskResult>]>([
    ['a status', ['/bin/sh', '-c', 'exit 7'], { outcome: 'exited', exitCode: 7 }],
    ['a signal', ['/bin/sh', '-c', 'kill -SEGV $$'], { outcome: 'signalled', exitCode: undefined, signal: 'SIGSEGV' }],
    ['a program that is not there', ['/no/such/program'], { outcome: 'exited', exitCode: 127 }],
  ])('%s is told', async (_what, command, expected) => {
    expect(await run(testSpec({ command, image }))).toMatchObject(expected)
  })

  test('the least a task can be given is a result, too, and no fault of the machine', async () => {
    const { limits } = testSpec({})
    const least = Object.fromEntries(Object.keys(limits).map((name) => [name, name === 'openFilesMax' ? 32 : 1]))
    for (const [name, value] of Object.entries(least).filter(([name]) => name !== 'wallMsMax' && name !== 'cpus')) {
      const result = await run(sh('echo x', { limits: { ...limits, [name]: value } }))
      expect([name, result.outcome]).toEqual([name, expect.stringMatching(/^(exited|.*-exceeded)$/)])
    }
    const outcomes = ['wall-time-exceeded', 'memory-exceeded', 'cpu-time-exceeded']
    expect(outcomes).toContain((await run(sh('echo x', { limits: least as typeof limits }))).outcome)
  })

  test('outputs are there even when a limit ended it', async () => {
    const result = await run(sh('echo part > out/x; while :; do echo more and more; done', { outputs: ['x'] }))
    expect(result).toMatchObject({ outcome: 'log-exceeded', outputs: [{ path: 'x', bytes: 5 }] })
    expect(result.log.length).toBe(testSpec({}).limits.logBytesMax)
  })

  test('SIGTERM reaches the program, SIGKILL ends all', async () => {
    const terminated = await startReady(
      sh('trap "echo bye > out/x; exit 3" TERM; echo READY; while :; do sleep 0.01; done', { outputs: ['x'] }),
    )
    terminated.signal('SIGTERM')
    expect(await terminated.result).toMatchObject({ outcome: 'exited', exitCode: 3, outputs: [{ bytes: 4 }] })
    const killed = await startReady(sh('trap "" TERM; echo READY; sleep 1000'))
    killed.signal('SIGTERM')
    killed.signal('SIGKILL')
    expect(await killed.result).toMatchObject({ outcome: 'signalled', signal: 'SIGKILL' })
  })

  test('aborting cancels, also while the image is fetched', async () => {
    const controller = new AbortController()
    const task = await startReady(sh('echo READY; sleep 1000'), controller.signal)
    controller.abort()
    expect(await task.result).toMatchObject({ outcome: 'cancelled', outputs: [] })
    const early = new AbortController()
    const digest = `sha256:${'7'.repeat(64)}`
    const asked = Promise.withResolvers<void>()
    registry.answer(`/v2/stalled/manifests/${digest}`, () => asked.resolve())
    const stalled = { kind: 'oci', reference: `${registry.name}/stalled@${digest}` } as const
    const starting = sandbox.start(testSpec({ image: stalled }), { signal: early.signal })
    await asked.promise
    early.abort(new Error('no longer wanted'))
    await expect(starting).rejects.toThrow('no longer wanted')
    while (readdirSync(join(folder, 'pulls')).length > 0) await sleep(5)
    expect(sandbox.load().tasks).toBe(0)
  })

  test('a card is given to one task at a time, with what its description says', async () => {
    expect(sandbox.capabilities.gpusMax).toBe(1)
    const script = `use Fcntl; print sysopen(my $f, "/dev/card0", O_RDWR) ? "opened" : "$!", " ", $ENV{CARD} // "-", " ",
      -e "/usr/lib/driver/card.so" ? "driver" : "-", " ", -d "/sys/class" ? "sys" : "-", "\n"`
    const card = testSpec({ command: ['/usr/bin/perl', '-e', script], image, gpus: 1 })
    expect((await run({ ...card, gpus: 0 })).log).toBe('No such file or directory - - -\n')
    const holder = await startReady({ ...card, command: ['/bin/sh', '-c', 'echo READY; sleep 1000'] })
    await expect(run(card)).rejects.toMatchObject({ code: 'SANDBOX_BUSY' })
    holder.signal('SIGKILL')
    await holder.result
    expect((await run(card)).log).toBe('opened 0 driver sys\n')
    await expect(run({ ...card, gpus: 2 })).rejects.toMatchObject({ code: 'SANDBOX_UNSUITED' })
  })

  test('nothing runs on when the process that started it is killed, and the next one sweeps up', async () => {
    const script = fileURLToPath(new URL('./support/orphaned-container.ts', import.meta.url))
    const own = join(base, 'orphaned')
    const reference = image.kind === 'oci' ? image.reference : ''
    const args = [script, own, `http://${registry.name}`, reference]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    const name = `millrace-oci-${child.pid}-`
    const tree = await findOciGroups()
    const groups = () => (tree?.list() ?? []).filter((group) => group.startsWith(name))
    const folders = () => readdirSync(join(own, 'tasks'))
    expect([groups().length, folders().length]).toEqual([1, 1])
    const processes = tree?.open(groups()[0] ?? '').processes() ?? []
    expect(processes.length).toBeGreaterThan(0)
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
    while (processes.some((pid) => isRunning(pid))) await sleep(5)
    await using _next = await createOciSandbox({}, { folder: own, deviceFolders: [] })
    expect([groups(), folders(), readdirSync(join(own, 'images')).length]).toEqual([[], [], 1])
  })

  test('closing ends what runs, and nothing is taken any more', async () => {
    const task = await startReady(sh('echo READY; sleep 1000'))
    await sandbox.close()
    expect(await task.result).toMatchObject({ outcome: 'cancelled' })
    await expect(run(sh(':'))).rejects.toMatchObject({ code: 'SANDBOX_CLOSED' })
  })

  async function startReady(spec: TaskSpec, signal = never()) {
    const ready = Promise.withResolvers<void>()
    const task = await sandbox.start(spec, { signal, onLog: ({ text }) => text.includes('READY') && ready.resolve() })
    await ready.promise
    return task
  }
}

function cardDescription(base: string): string {
  const driver = join(base, 'card.so')
  const device = join(base, 'card0')
  writeFileSync(driver, 'driver')
  return `
cdiVersion: "0.5.0"
kind: example.com/gpu
containerEdits:
  mounts:
    - { hostPath: ${driver}, containerPath: /usr/lib/driver/card.so, options: [ro, nosuid, nodev, bind] }
devices:
  - name: "0"
    containerEdits: { env: [CARD=0], deviceNodes: [{ path: /dev/card0, hostPath: ${device} }] }
  - name: GPU-0001
    containerEdits: { env: [CARD=serial], deviceNodes: [{ path: /dev/card0, hostPath: ${device} }] }
  - name: all
    containerEdits: { env: [CARD=all], deviceNodes: [{ path: /dev/card0, hostPath: ${device} }] }
`
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
