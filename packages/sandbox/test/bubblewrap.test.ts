/** The bubblewrap sandbox with tasks that mean well: what they get, what comes back, how they end; and what is left when all goes wrong. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leftoversOf } from '../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../src/bubblewrap/bubblewrap-sandbox.ts'
import { findCgroupTree } from '../src/cgroup/cgroup-tree.ts'
import type { TaskResult, TaskSandbox, TaskSpec } from '../src/task/task.ts'
import { bubblewrapMissing } from './support/bubblewrap.ts'
import { testSpec } from './support/test-spec.ts'

const missing = await bubblewrapMissing()
const never = () => new AbortController().signal

test('without its program, the sandbox says what is missing and how to get it', async () => {
  await expect(createBubblewrapSandbox({}, { folder: '/nowhere', programFolders: ['/nowhere'] })).rejects.toMatchObject(
    {
      code: 'SANDBOX_UNAVAILABLE',
      message: 'This machine cannot run tasks in a sandbox: it has no bwrap in /nowhere.',
      hint: 'To get it: apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora)',
    },
  )
})

if (missing !== undefined) test.skip(`tasks in bubblewrap: ${missing}`, () => undefined)
else describe('tasks in bubblewrap', describeTasks)

function describeTasks() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-tasks-'))
  const folder = join(base, 'sandbox')
  let sandbox: TaskSandbox
  let leftBehind: () => readonly string[]

  beforeAll(async () => {
    sandbox = await createBubblewrapSandbox({}, { folder })
    leftBehind = await leftoversOf(folder)
  })
  afterAll(async () => {
    await sandbox.close()
    expect(leftBehind()).toEqual([])
    rmSync(base, { recursive: true, force: true })
  })

  const sh = (script: string, change: Partial<TaskSpec> = {}) =>
    testSpec({ command: ['/bin/sh', '-c', script], ...change })
  async function run(spec: TaskSpec): Promise<TaskResult & { readonly log: string }> {
    let log = ''
    const onLog = ({ text }: { readonly text: string }) => {
      log += text
    }
    const task = await sandbox.start(spec, { signal: never(), onLog })
    return { ...(await task.result), log }
  }

  test('a task reads its inputs, has its variables, and its outputs come back', async () => {
    mkdirSync(join(base, 'tree/sub'), { recursive: true })
    writeFileSync(join(base, 'tree/sub/a'), 'A')
    writeFileSync(join(base, 'file'), 'input')
    const result = await run(
      sh(
        'cat in/deep/file in/tree/sub/a > out/copy; mkdir out/d; echo "$PLAIN $KEY" > out/d/words; echo "$HOME $(pwd) $(id -un)"; echo bad > /dev/stderr; echo good > /dev/stdout',
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
      ['d/words', 'plain words secret words\n'],
    ])
    expect(result.usage.memoryBytesPeak).toBeGreaterThan(100_000)
    expect(result.usage.cpuMs).toBeGreaterThan(0)
    expect(result.usage.diskBytes).toBeGreaterThanOrEqual(8_192)
  })

  test.each<[string, string, Partial<TaskResult>]>([
    ['a status', 'exit 7', { outcome: 'exited', exitCode: 7 }],
    ['a signal', 'kill -SEGV $$', { outcome: 'signalled', exitCode: undefined, signal: 'SIGSEGV' }],
    ['a program that is not there', 'exec /no/such', { outcome: 'exited', exitCode: 127 }],
  ])('%s is told', async (_what, script, expected) => {
    expect(await run(sh(script))).toMatchObject(expected)
  })

  test('a command that cannot be run is the task’s failure, and its log says so', async () => {
    const result = await run(testSpec({ command: ['/no/such/program'] }))
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 127 })
    expect(result.log).toContain('/no/such/program')
  })

  test('the least a task can be given is a result, too, and no fault of the machine', async () => {
    const { limits } = testSpec({})
    const least = Object.fromEntries(Object.keys(limits).map((name) => [name, name === 'openFilesMax' ? 32 : 1]))
    const outcomes = ['wall-time-exceeded', 'memory-exceeded', 'cpu-time-exceeded']
    expect(outcomes).toContain((await run(sh('echo x', { limits: least as typeof limits }))).outcome)
    for (const [name, value] of Object.entries(least).filter(([name]) => name !== 'wallMsMax')) {
      const result = await run(sh('echo x', { limits: { ...limits, [name]: value } }))
      expect([name, result.outcome]).toEqual([name, expect.stringMatching(/^(exited|.*-exceeded)$/)])
    }
  })

  test('outputs are there even when a limit ended it', async () => {
    const result = await run(sh('echo part > out/x; while :; do echo more and more; done', { outputs: ['x'] }))
    expect(result).toMatchObject({ outcome: 'log-exceeded', outputs: [{ path: 'x', bytes: 5 }] })
    expect(result.log.length).toBe(testSpec({}).limits.logBytesMax)
  })

  test('a large disk is a file system in a file, with its bytes and files', async () => {
    const { limits } = testSpec({})
    const diskBytesMax = Math.min(300 << 20, sandbox.capabilities.limitsMax.diskBytesMax)
    const result = await run(
      sh('echo big > out/x; df -T /tmp | tail -1; df -i --output=itotal /tmp | tail -1', {
        outputs: ['x'],
        limits: { ...limits, diskBytesMax },
      }),
    )
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, outputs: [{ path: 'x', bytes: 4 }] })
    if (diskBytesMax > 256 << 20) expect(result.log).toContain('ext4')
  })

  test('an unpacked root is its system', async () => {
    const root = join(base, 'root')
    mkdirSync(join(root, 'bin'), { recursive: true })
    mkdirSync(join(root, 'etc'))
    writeFileSync(join(root, 'etc/name'), 'a root of its own')
    symlinkSync('bin', join(root, 'sbin'))
    copyProgram('/bin/sh', root)
    const spec = sh('read name < /etc/name; echo "$name"; echo /*; echo no > /etc/name', {
      command: ['/sbin/sh', '-c', 'read name < /etc/name; echo "$name"; echo /*; echo no > /etc/name'],
      image: { kind: 'directory', path: root },
    })
    const result = await run(spec)
    expect(result.log).toMatch(
      /^a root of its own\n\/bin \/dev \/etc( \/lib\w*)* \/proc \/sbin \/tmp( \/usr)? \/work\n/,
    )
    expect(result.log).toContain('Read-only file system')
    const image = { kind: 'directory', path: join(base, 'none') } as const
    await expect(run(testSpec({ image }))).rejects.toMatchObject({ code: 'TASK_REFUSED', field: 'image' })
  })

  test('an input that its user may not read is refused', async () => {
    const source = join(base, 'private')
    writeFileSync(source, 'x')
    chmodSync(source, 0o600)
    await expect(run(testSpec({ inputs: [{ path: 'x', source }] }))).rejects.toMatchObject({
      field: 'inputs[0].source',
    })
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

  test('aborting cancels', async () => {
    const controller = new AbortController()
    const task = await startReady(sh('echo READY; sleep 1000'), controller.signal)
    controller.abort()
    expect(await task.result).toMatchObject({ outcome: 'cancelled', outputs: [] })
    await expect(sandbox.start(testSpec({}), { signal: controller.signal })).rejects.toThrow('aborted')
    const early = new AbortController()
    const starting = sandbox.start(sh('sleep 1000'), { signal: early.signal })
    early.abort()
    expect(await (await starting).result).toMatchObject({ outcome: 'cancelled' })
  })

  test('tasks at the same time are bounded; closing ends them', async () => {
    const small = await createBubblewrapSandbox({}, { folder, tasksMax: 1 })
    const task = await small.start(sh('sleep 1000'), { signal: never() })
    await expect(small.start(sh(':'), { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_BUSY' })
    expect(small.load()).toEqual({ tasks: 1, tasksMax: 1 })
    await small.close()
    expect(await task.result).toMatchObject({ outcome: 'cancelled' })
    expect(small.load()).toEqual({ tasks: 0, tasksMax: 1 })
    await expect(small.start(sh(':'), { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_CLOSED' })
    await small.close()
  })

  test('what this process was started with is not handed on', async () => {
    const hidden = join(base, 'hidden')
    writeFileSync(hidden, 'hidden')
    const script = fileURLToPath(new URL('./support/inherited-task.ts', import.meta.url))
    const stdio = ['ignore', 'pipe', 'inherit', ...Array(37).fill('ignore'), openSync(hidden, 'r')] as const
    const child = spawn(process.execPath, [script, join(base, 'inherited')], { stdio: [...stdio] })
    let shown = ''
    child.stdout?.on('data', (text) => {
      shown += String(text)
    })
    await once(child, 'close')
    expect(shown.split('\n').filter((line) => line.startsWith('40 '))).toEqual(['40 /dev/null'])
    expect(shown).not.toContain('hidden')
  })

  test('nothing runs on when the process that started it is killed, and the next one sweeps up', async () => {
    const script = fileURLToPath(new URL('./support/orphaned-task.ts', import.meta.url))
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    const name = `millrace-task-${child.pid}-`
    const groups = async () => ((await findCgroupTree())?.list() ?? []).filter((group) => group.startsWith(name))
    const folders = () => readdirSync(join(folder, 'tasks')).filter((id) => id.startsWith(`${child.pid}-`))
    expect([(await groups()).length, folders().length]).toEqual([1, 1])
    const processes = readFileSync(`/sys/fs/cgroup/pids/${(await groups())[0]}/cgroup.procs`, 'utf8')
      .trim()
      .split('\n')
    expect(processes.length).toBeGreaterThan(2)
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
    while (processes.some((pid) => isRunning(pid))) await sleep(5)
    await using _next = await createBubblewrapSandbox({}, { folder })
    expect([await groups(), folders()]).toEqual([[], []])
  })

  async function startReady(spec: TaskSpec, signal = never()) {
    const ready = Promise.withResolvers<void>()
    const task = await sandbox.start(spec, { signal, onLog: ({ text }) => text.includes('READY') && ready.resolve() })
    await ready.promise
    return task
  }
}

function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

/** Copies a program with the libraries that it is linked to. */
function copyProgram(path: string, root: string): void {
  const copy = (source: string) => {
    mkdirSync(join(root, source, '..'), { recursive: true })
    copyFileSync(source, join(root, source))
  }
  copy(path)
  const maps = readFileSync('/proc/self/maps', 'utf8')
  for (const library of new Set(maps.match(/\/\S*\/(libc\.so\.6|ld-linux\S*)$/gm))) copy(library)
  const loader = process.arch === 'arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2'
  copy(loader)
}
