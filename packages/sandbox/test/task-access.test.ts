/** Connections to the ports of a task and programs beside it, in bubblewrap: what passes, what is bounded, what is left. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leftoversOf } from '../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../src/bubblewrap/bubblewrap-sandbox.ts'
import { helperUser } from '../src/bubblewrap/task-users.ts'
import type { ExecResult, ExecSpec, RunningTask, TaskSandbox, TaskSpec } from '../src/task/task.ts'
import { bubblewrapMissing } from './support/bubblewrap.ts'
import { listeningTask } from './support/listening-task.ts'
import { testSpec } from './support/test-spec.ts'

const missing = await bubblewrapMissing()
const never = () => new AbortController().signal

if (missing !== undefined) test.skip(`ports of tasks in bubblewrap: ${missing}`, () => undefined)
else describe('a running task', describeAccess)

function describeAccess() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-access-'))
  const folder = join(base, 'sandbox')
  let sandbox: TaskSandbox
  let leftBehind: () => readonly string[]
  let task: RunningTask

  beforeAll(async () => {
    sandbox = await createBubblewrapSandbox({}, { folder })
    leftBehind = await leftoversOf(folder)
    task = await startReady(listeningTask({ environment: { PLAIN: 'plain' }, secrets: { KEY: 'hidden words' } }))
  })
  afterAll(async () => {
    await sandbox.close()
    expect(leftBehind()).toEqual([])
    rmSync(base, { recursive: true, force: true })
  })

  async function startReady(spec: TaskSpec): Promise<RunningTask> {
    const ready = Promise.withResolvers<void>()
    const onLog = (chunk: { readonly text: string }) => chunk.text.includes('READY') && ready.resolve()
    const started = await sandbox.start(spec, { signal: never(), onLog })
    await Promise.race([ready.promise, started.result])
    return started
  }
  const connect = async (port: number, signal = never(), to = task) => {
    if (to.connect === undefined) throw new TypeError('It has ports.')
    return to.connect(port, { signal })
  }
  const exec = async (spec: Partial<ExecSpec>, signal = never(), to = task) => {
    if (to.exec === undefined) throw new TypeError('This machine has perl.')
    return to.exec({ command: ['true'], environment: {}, ...spec }, { signal })
  }
  const sh = async (script: string, spec: Partial<ExecSpec> = {}, to = task) => {
    const running = await exec({ command: ['/bin/sh', '-c', script], ...spec }, never(), to)
    const said = { stdout: '', stderr: '' }
    for await (const { stream, bytes } of running.output) said[stream] += Buffer.from(bytes).toString('utf8')
    return { ...said, ...(await running.result) }
  }

  describe('is reached by its ports', () => {
    test.each([8001, 8004])('each side ends what it says and still hears the other: %d', async (port) => {
      const connection = await connect(port)
      connection.end('x'.repeat(300_000))
      expect(await text(connection)).toBe('hello\nheard 300000\n')
    })

    test('who has nothing more to say still hears', async () => {
      const connection = await connect(8007)
      expect(await text(connection)).toBe('bye\n')
      connection.end('x'.repeat(3_000_000))
      expect((await sh('until cat /tmp/heard 2>/dev/null; do sleep 0.02; done; rm /tmp/heard')).stdout).toBe('3000000')
    })

    test('what listens later is reached later', async () => {
      await expect(connect(8005)).rejects.toMatchObject({ code: 'TASK_PORT_CLOSED', port: 8005, retryable: true })
      await sh('touch /tmp/late')
      let connection = await connect(8005).catch(() => undefined)
      while (connection === undefined) connection = await connect(8005).catch(() => sleep(20, undefined))
      connection.end()
      expect(await text(connection)).toBe('hello\nheard 0\n')
    })

    test('who reads slowly is waited for', async () => {
      const connection = await connect(8002)
      let bytes = 0
      for await (const piece of connection) bytes += (piece as Buffer).length
      expect(bytes).toBe(64 << 20)
      connection.end()
      const slow = await connect(8002)
      await once(slow, 'readable')
      await sh('sleep 0.3')
      // As much as the kernel and this stream hold, and no more.
      expect(slow.readableLength).toBeLessThan(2 << 20)
      slow.destroy()
    })

    test('who hears nothing is not told for ever', async () => {
      const connection = await connect(8003)
      let told = 0
      while (connection.write(Buffer.alloc(65_536)) && told < 64 << 20) told += 65_536
      await sh('sleep 0.3')
      expect(connection.writableNeedDrain || connection.writableLength > 0).toBe(true)
      connection.destroy()
    })

    test('only by those it named, and so many at a time', async () => {
      await expect(connect(22)).rejects.toMatchObject({ code: 'TASK_REFUSED' })
      await expect(connect(8006)).rejects.toMatchObject({ code: 'TASK_PORT_CLOSED' })
      const many = await Promise.all(Array.from({ length: 256 }, () => connect(8003)))
      await expect(connect(8003)).rejects.toMatchObject({ code: 'TASK_BUSY' })
      const gone = Promise.all(many.map((connection) => once(connection, 'close')))
      for (const connection of many) connection.destroy()
      await gone
      const connection = await connect(8001)
      connection.end()
      expect(await text(connection)).toContain('heard 0')
    })

    test('aborting ends an attempt, and a connection', async () => {
      await expect(connect(8001, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
      const controller = new AbortController()
      const connection = await connect(8003, controller.signal)
      const closed = once(connection, 'close')
      controller.abort()
      await closed
    })

    test('through a process without rights, that is started anew when it is gone', async () => {
      const [carrier] = carriers()
      const status = readFileSync(`/proc/${carrier}/status`, 'utf8')
      const user = helperUser()
      expect(/^Uid:.*/m.exec(status)?.[0]).toBe(`Uid:\t${[user, user, user, user].join('\t')}`)
      for (const right of ['CapEff', 'CapPrm', 'CapInh', 'CapAmb'])
        expect(status).toMatch(`${right}:\t0000000000000000`)
      expect(status).toMatch(/NoNewPrivs:\t1/)
      const before = await connect(8001)
      process.kill(Number(carrier), 'SIGKILL')
      while (carriers().includes(carrier ?? '')) await sleep(5)
      const after = await connect(8001)
      for (const connection of [before, after]) {
        connection.end('abc')
        expect(await text(connection)).toBe('hello\nheard 3\n')
      }
    })

    test('never after its end; and nothing is left', async () => {
      const other = await startReady(listeningTask())
      const [open, running] = [await connect(8003, never(), other), await exec({ command: ['cat'] }, never(), other)]
      open.on('error', () => undefined)
      const closed = once(open, 'close')
      other.signal('SIGKILL')
      expect(await other.result).toMatchObject({ outcome: 'signalled' })
      await closed
      expect([137, 'SIGKILL']).toContain(howEnded(await running.result))
      await expect(connect(8001, never(), other)).rejects.toMatchObject({ code: 'TASK_NOT_RUNNING' })
      await expect(exec({}, never(), other)).rejects.toMatchObject({ code: 'TASK_NOT_RUNNING' })
      expect(leftBehind().filter((what) => what.includes('folder'))).toHaveLength(1)
    })

    test('whatever nobody reads holds up no end', async () => {
      const before = sandbox.load().tasks
      const other = await startReady(listeningTask())
      const zeros = await exec({ command: ['cat', '/dev/zero'] }, never(), other)
      const left = await exec({ command: ['cat', '/dev/zero'] }, never(), other)
      // The second has a reader that leaves.
      for await (const _ of left.output) break
      await left.result
      while (!(await sh('ps -eo args=', {}, other)).stdout.includes('cat /dev/zero')) await sleep(5)
      other.signal('SIGKILL')
      expect(await other.result).toMatchObject({ outcome: 'signalled' })
      expect([137, 'SIGKILL']).toContain(howEnded(await zeros.result))
      expect(sandbox.load().tasks).toBe(before)
    })

    test('a task without ports has no way in', async () => {
      const closed = await sandbox.start(testSpec({}), { signal: never() })
      expect(closed.connect).toBeUndefined()
      await closed.result
    })
  })

  describe('has programs beside it', () => {
    test('that see what it sees, and say how they end', async () => {
      const { stdout, ...rest } = await sh(
        'echo "$PLAIN $KEY $MORE $(id -un) $(pwd) $(hostname)"; echo x > out/beside; ls /tmp; ps -o args= 2 | cut -c1-13; echo bad > /dev/stderr; exit 7',
        { environment: { MORE: 'more' } },
      )
      expect(stdout).toBe('plain hidden words more task /work task\nlate\n/usr/bin/perl\n')
      expect(rest).toEqual({ stderr: 'bad\n', exitCode: 7 })
      expect(await sh('kill -SEGV $$')).toMatchObject({ exitCode: 139 })
      expect(await sh('', { command: ['/no/such'] })).toMatchObject({ exitCode: 127 })
      await expect(exec({ command: [] })).rejects.toMatchObject({ code: 'TASK_REFUSED' })
    })

    test('that are told things, and wait for who reads slowly', async () => {
      const cat = await exec({ command: ['cat'] })
      const sent = Buffer.alloc(4 << 20, 'abc')
      cat.stdin.write(sent)
      const held = async () => {
        const before = cat.stdin.writableLength
        await sh('sleep 0.2')
        return before === cat.stdin.writableLength
      }
      while (!(await held())) await sleep(1)
      expect(cat.stdin.writableLength).toBeGreaterThan(1 << 20)
      cat.stdin.end()
      const pieces: Uint8Array[] = []
      for await (const { bytes } of cat.output) pieces.push(bytes)
      expect(Buffer.concat(pieces).equals(sent)).toBe(true)
      expect(await cat.result).toEqual({ exitCode: 0 })
    })

    test('that sit at a terminal of some size', async () => {
      const shell = await exec({ command: ['/bin/bash', '--norc'], terminal: { columns: 91, rows: 33 } })
      let shown = ''
      const reading = (async () => {
        for await (const { bytes } of shell.output) shown += Buffer.from(bytes).toString('utf8')
      })()
      const until = async (words: string) => {
        while (!shown.includes(words)) await sleep(5)
      }
      shell.stdin.write('stty size; test -t 0 && echo "term $TERM"; echo to > /dev/tty\n')
      await until('33 91')
      await until('term xterm-256color')
      shell.resize?.(120, 40)
      while (!shown.includes('40 120')) {
        shell.stdin.write('stty size\n')
        await sleep(50)
      }
      expect(() => shell.resize?.(0, 40)).toThrow('terminal')
      shell.stdin.write('sleep 4321\n')
      while (!(await sh('ps -eo args=')).stdout.includes('sleep 4321')) await sleep(5)
      // Ctrl-C.
      shell.stdin.write('\x03')
      while ((await sh('ps -eo args=')).stdout.includes('sleep 4321')) await sleep(5)
      shell.stdin.write('echo sto""pped; exit 5\n')
      await reading
      expect(await shell.result).toEqual({ exitCode: 5 })
      expect(shown).toContain('stopped')
      const typed = await exec({ command: ['cat'], terminal: { columns: 80, rows: 24 } })
      typed.stdin.end('line\n')
      for await (const { stream } of typed.output) expect(stream).toBe('stdout')
      expect(await typed.result).toEqual({ exitCode: 0 })
    })

    test('so many at a time, and ended when asked', async () => {
      const many = await Promise.all(Array.from({ length: 8 }, () => exec({ command: ['sleep', '4323'] })))
      await expect(exec({})).rejects.toMatchObject({ code: 'TASK_BUSY' })
      for (const running of many) running.end()
      expect(await Promise.all(many.map(({ result }) => result))).toEqual(Array(8).fill({ signal: 'SIGKILL' }))
      const controller = new AbortController()
      const script = 'trap "" TERM HUP; sleep 4322 & sleep 4322'
      const cancelled = await exec({ command: ['/bin/sh', '-c', script] }, controller.signal)
      while (!(await sh('ps -eo args=')).stdout.includes('sleep 4322')) await sleep(5)
      controller.abort()
      expect(await cancelled.result).toEqual({ signal: 'SIGKILL' })
      expect((await sh('ps -eo args=')).stdout).not.toMatch(/sleep 43\d\d/)
    })
  })

  test('nothing runs on when the process that started it is killed, and the next one sweeps up', async () => {
    const script = fileURLToPath(new URL('./support/orphaned-service.ts', import.meta.url))
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    const below = descendants(String(child.pid))
    expect(below.length).toBeGreaterThan(6)
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
    while (below.some((pid) => isRunning(pid))) await sleep(5)
    await using _next = await createBubblewrapSandbox({}, { folder })
    expect(readdirSync(join(folder, 'tasks')).filter((id) => id.startsWith(`${child.pid}-`))).toEqual([])
    expect(groupsOf(child.pid)).toEqual([])
  })
}

/** A program that ends with its task is told by whichever is noticed first. */
function howEnded({ exitCode, signal }: ExecResult): number | string | undefined {
  return signal ?? exitCode
}

/** Processes of this one that open connections. */
function carriers(): readonly string[] {
  return descendants(String(process.pid)).filter((pid) => readIfThere(`/proc/${pid}/cmdline`).includes('port-carrier'))
}

function descendants(pid: string): readonly string[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  const children = threads.flatMap((thread) =>
    readIfThere(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean),
  )
  return children.flatMap((child) => [child, ...(isRunning(child) ? descendants(child) : [])])
}

function groupsOf(pid: number | undefined): readonly string[] {
  const root = '/sys/fs/cgroup'
  const all = readdirSync(root).flatMap((name) => [name, ...namesIn(join(root, name))])
  return all.filter((name) => name.startsWith(`millrace-task-${pid}-`))
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}

function isRunning(pid: string): boolean {
  const status = readIfThere(`/proc/${pid}/status`)
  return status !== '' && !/^State:\s+[ZX]/m.test(status)
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
