/** Tasks as jobs of a real Slurm cluster: what they get, how they end, and what happens when nodes, or this process, do not live on. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { slurmLimits } from '../src/slurm/slurm-limits.ts'
import { createSlurmRest } from '../src/slurm/slurm-rest.ts'
import { createSlurmSandbox, type SlurmSandbox } from '../src/slurm/slurm-sandbox.ts'
import type { TaskResult, TaskSpec } from '../src/task/task.ts'
import { slurmMissing, startCluster, type TestCluster } from './support/slurm-cluster.ts'
import { testSpec } from './support/test-spec.ts'

const missing = slurmMissing()
// Every task waits for a scheduler; on a busy machine for long.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })
const never = () => new AbortController().signal

test('where nothing answers, it is said what to start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-slurm-none-'))
  const starting = createSlurmSandbox({}, { address: `unix:${folder}/none`, folder })
  await expect(starting).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    hint: expect.stringContaining('start slurmrestd'),
  })
  await expect(createSlurmSandbox({}, { address: 'ftp://x', folder })).rejects.toThrow(RangeError)
  rmSync(folder, { recursive: true })
})

if (missing !== undefined) test.skip(`tasks in Slurm: ${missing}`, () => undefined)
else describe('tasks in Slurm', describeTasks)

function describeTasks() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-slurm-tasks-'))
  let cluster: TestCluster
  let sandbox: SlurmSandbox

  beforeAll(async () => {
    cluster = await startCluster()
    sandbox = await createSlurmSandbox(
      {},
      {
        address: cluster.socket,
        folder: cluster.folder,
        limits: { capacityMs: 200, stateMs: 500, lookMs: { min: 25, max: 100 } },
      },
    )
  })
  afterAll(async () => {
    await sandbox?.close()
    expect(cluster.leftBehind()).toEqual([])
    await cluster.close()
    rmSync(base, { recursive: true, force: true })
  })

  const sh = (script: string, change: Partial<TaskSpec> = {}) =>
    testSpec({
      command: ['/bin/sh', '-c', script],
      ...change,
      limits: { ...testSpec({}).limits, cpus: 1, ...change.limits },
    })
  async function run(spec: TaskSpec, from = sandbox): Promise<TaskResult & { readonly log: string }> {
    let log = ''
    const onLog = ({ text }: { readonly text: string }) => {
      log += text
    }
    const task = await from.start(spec, { signal: never(), onLog })
    return { ...(await task.result), log }
  }
  async function startReady(spec: TaskSpec, signal = never(), from = sandbox) {
    const ready = Promise.withResolvers<void>()
    let log = ''
    const onLog = ({ text }: { readonly text: string }) => {
      log += text
      if (log.includes('READY')) ready.resolve()
    }
    const task = await from.start(spec, { signal, onLog })
    await ready.promise
    return { ...task, log: () => log }
  }

  test('the cluster is one sandbox with a place for each of its tasks, and holds every family', () => {
    expect(Object.values(sandbox.capabilities.isolation)).not.toContain(false)
    expect(sandbox.load()).toEqual({ tasks: 0, tasksMax: 2 })
    expect(sandbox.capacity()).toMatchObject({ nodes: 2, nodesAway: 0, cpus: 2, memoryBytes: 2 * 2 ** 30, gpus: 0 })
    expect(sandbox.capabilities.limitsMax).toMatchObject({ cpus: 1 })
  })

  test('a task has its inputs, variables and secrets, shows its log while it runs, and its outputs come back', async () => {
    mkdirSync(join(base, 'tree/sub'), { recursive: true })
    writeFileSync(join(base, 'tree/sub/a'), 'A')
    writeFileSync(join(base, 'file'), 'input', { mode: 0o600 })
    const script =
      'cat in/deep/file in/tree/sub/a > out/copy; mkdir out/d; echo "$PLAIN $KEY" > out/d/words; ' +
      'trap "echo bad > /dev/stderr; echo good > /dev/stdout; exit 3" TERM; echo "$KEY READY"; while :; do sleep 0.05; done'
    const task = await startReady(
      sh(script, {
        inputs: [
          { path: 'deep/file', source: join(base, 'file') },
          { path: 'tree', source: join(base, 'tree') },
        ],
        environment: { PLAIN: 'plain words' },
        secrets: { KEY: 'secret words' },
        outputs: ['copy', 'd', 'never-made'],
      }),
    )
    // Its log was seen before its end. What others of the cluster can see of it:
    const own = join(cluster.folder, 'tasks', task.id)
    expect(readdirSync(own)).not.toContain('arguments')
    const texts = readdirSync(own, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^std/.test(entry.name))
      .map(({ name }) => readFileSync(join(own, name), 'utf8'))
    expect(texts.join('\n')).not.toContain('secret words')
    const record = await (await fetchJobs()).text()
    expect(record).toContain(`millrace-task-${task.id}`)
    expect(record).not.toMatch(/secret|plain words|echo/)
    task.signal('SIGTERM')
    const result = await task.result
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 3, signal: undefined, refusal: undefined })
    expect(task.log().split('\n').sort()).toEqual(['', '*** READY', 'bad', 'good'])
    expect(result.outputs.map(({ path, file }) => [path, readFileSync(file, 'utf8')])).toEqual([
      ['copy', 'inputA'],
      ['d/words', 'plain words secret words\n'],
    ])
    expect(existsSync(own)).toBe(false)
  })

  test.each<[string, Partial<TaskSpec>, Partial<TaskResult>]>([
    ['a signal', { command: ['/bin/sh', '-c', 'kill -SEGV $$'] }, { outcome: 'signalled', signal: 'SIGSEGV' }],
    ['a program that is not there', { command: ['/no/such'] }, { outcome: 'exited', exitCode: 127 }],
    [
      'words that a shell would read',
      { command: ['/usr/bin/test', "it's $HOME\n", '=', "it's $HOME\n"] },
      { exitCode: 0 },
    ],
  ])('%s is told', async (_what, change, expected) => {
    expect(await run(sh('', change))).toMatchObject(expected)
  })

  test('limits end it, what it left comes back, and what it used is what its node counted', async () => {
    const { limits } = sh('')
    const spun = await run(
      sh('echo part > out/x; while :; do :; done', { outputs: ['x'], limits: { ...limits, wallMsMax: 1_500 } }),
    )
    expect(spun).toMatchObject({ outcome: 'wall-time-exceeded', outputs: [{ path: 'x', bytes: 5 }] })
    expect(spun.usage.wallMs).toBeGreaterThanOrEqual(1_500)
    expect(spun.usage.cpuMs).toBeGreaterThan(0)
    expect(spun.usage.cpuMs).toBeLessThanOrEqual(spun.usage.wallMs * 1.2 + 200)
    expect(spun.usage.diskBytes).toBeGreaterThan(0)
    const eaten = await run(
      sh('x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done', { limits: { ...limits, memoryBytesMax: 16 << 20 } }),
    )
    expect(eaten.outcome).toBe('memory-exceeded')
    const noisy = await run(sh('while :; do echo more and more; done', { limits: { ...limits, logBytesMax: 10_000 } }))
    expect([noisy.outcome, noisy.log.length]).toEqual(['log-exceeded', 10_000])
  })

  test('aborting cancels, SIGKILL ends all', async () => {
    const controller = new AbortController()
    const task = await startReady(sh('trap "" TERM; echo READY; sleep 1000'), controller.signal)
    controller.abort()
    expect(await task.result).toMatchObject({ outcome: 'cancelled', outputs: [] })
    await expect(sandbox.start(sh(':'), { signal: controller.signal })).rejects.toThrow('aborted')
    const killed = await startReady(sh('trap "" TERM; echo x > out/x; echo READY; sleep 1000', { outputs: ['x'] }))
    killed.signal('SIGKILL')
    expect(await killed.result).toMatchObject({ outcome: 'signalled', signal: 'SIGKILL', outputs: [{ path: 'x' }] })
  })

  test('by a token over HTTP, in a partition of its own; a cluster that is full is busy', async () => {
    const { url, token, folder } = cluster
    const init = { address: url, token, folder }
    await using other = await createSlurmSandbox({}, { ...init, partition: 'other' })
    expect(other.load()).toEqual({ tasks: 0, tasksMax: 1 })
    expect(await run(sh('exit 4'), other)).toMatchObject({ outcome: 'exited', exitCode: 4 })
    await using hasty = await createSlurmSandbox({}, { ...init, limits: { queueMsMax: 500 } })
    const tasks = [await startReady(sh('echo READY; sleep 1000')), await startReady(sh('echo READY; sleep 1000'))]
    await expect(sandbox.start(sh(':'), { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_BUSY' })
    await expect(hasty.start(sh(':'), { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_BUSY' })
    for (const task of tasks) task.signal('SIGKILL')
    await Promise.all(tasks.map(({ result }) => result))
    const wrong = createSlurmSandbox({}, { ...init, token: () => ({ user: 'daemon', token: 'x.y.z' }) })
    await expect(wrong).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' })
    await expect(createSlurmSandbox({}, { ...init, partition: 'none' })).rejects.toMatchObject({
      message: expect.stringContaining('no partition none'),
    })
    const slot = { cpus: 1, memoryBytesMax: 2 ** 30, diskBytesMax: 1 }
    await expect(createSlurmSandbox({}, { ...init, slot })).rejects.toMatchObject({
      message: expect.stringContaining('holds one task'),
    })
    await expect(createSlurmSandbox({}, { ...init, folder: base })).rejects.toMatchObject({
      message: expect.stringContaining('is not that of the user'),
    })
  })

  test('what a killed process left running is ended by the next one', async () => {
    const script = fileURLToPath(new URL('./support/orphaned-slurm-task.ts', import.meta.url))
    const child = spawn(process.execPath, [script, cluster.socket, cluster.folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
    expect(cluster.leftBehind().length).toBeGreaterThan(2)
    await using _next = await createSlurmSandbox({}, { address: cluster.socket, folder: cluster.folder })
    expect(cluster.leftBehind()).toEqual([])
  })

  test('a node that dies is a fault of the host, its place is gone, and comes back with it', async () => {
    const task = await startReady(sh('echo READY; sleep 1000'))
    const failed = expect(task.result).rejects.toMatchObject({
      code: 'SANDBOX_HOST_FAULT',
      message: expect.stringContaining('NODE_FAIL'),
    })
    const rest = createSlurmRest({ address: cluster.socket }, slurmLimits)
    const node = (await rest.jobs(never())).find(({ name }) => name.endsWith(task.id))?.node ?? ''
    expect(cluster.nodes).toContain(node)
    await cluster.killNode(node)
    await failed
    expect(sandbox.load()).toEqual({ tasks: 0, tasksMax: 1 })
    cluster.startNode(node)
    while (sandbox.load().tasksMax < 2) await sleep(50)
    expect(await run(sh('exit 0'))).toMatchObject({ exitCode: 0 })
  })

  test('where Slurm does not bound jobs, that is said, and nothing is placed', async () => {
    await cluster.loosen()
    while (sandbox.load().tasksMax < 2) await sleep(50)
    const task = sandbox.start(sh('echo ran > /dev/stderr'), { signal: never() })
    await expect(task.then(({ result }) => result)).rejects.toMatchObject({
      code: 'SANDBOX_HOST_FAULT',
      message: expect.stringContaining('does not hold memory, cpu'),
    })
    await using loose = await createSlurmSandbox({}, { address: cluster.socket, folder: cluster.folder })
    const { isolation, unheld } = loose.capabilities
    expect(Object.entries(isolation).flatMap(([family, isHeld]) => (isHeld ? [] : [family]))).toEqual(['memory', 'cpu'])
    expect(unheld[0]?.why).toContain('ConstrainRAMSpace=yes')
    await expect(loose.start(sh(':'), { signal: never() })).rejects.toMatchObject({
      code: 'SANDBOX_UNSUITED',
      unmet: ['isolation of memory', 'isolation of cpu'],
    })
  })

  function fetchJobs(): Promise<Response> {
    const { user, token } = cluster.token()
    const headers = { 'X-SLURM-USER-NAME': user, 'X-SLURM-USER-TOKEN': token }
    return fetch(`${cluster.url}/slurm/v0.0.38/jobs`, { headers })
  }
}
