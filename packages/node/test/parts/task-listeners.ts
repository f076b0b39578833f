/** What a stand-in task answers on its ports, and the programs that run beside it, in this process. */
import { once } from 'node:events'
import { type Duplex, duplexPair, PassThrough } from 'node:stream'
import { type ExecSpec, type RunningExec, type RunningTask, TaskPortClosedError } from '@millrace/sandbox'

export type TaskListeners = {
  /** By port: what becomes of a connection. */
  readonly ports: Map<number, (socket: Duplex) => void>
  /** In place of connections and programs: what the machine fails with. */
  broken: Error | undefined
  /** Open, of all tasks. */
  readonly open: Set<Duplex>
  readonly programs: Set<RunningExec>
}

export function createTaskListeners(): TaskListeners {
  return { ports: new Map(), broken: undefined, open: new Set(), programs: new Set() }
}

/** Returns how one task is reached until it ends. */
export function reachFake(
  listeners: TaskListeners,
  environment: Readonly<Record<string, string>>,
  ended: Promise<unknown>,
): Required<Pick<RunningTask, 'connect' | 'exec'>> {
  return {
    async connect(port, { signal }) {
      if (listeners.broken !== undefined) throw listeners.broken
      const listener = listeners.ports.get(port)
      if (listener === undefined) throw new TaskPortClosedError(port)
      const [near, far] = duplexPair({ highWaterMark: 65_536 })
      for (const socket of [near, far]) socket.on('error', () => socket.destroy())
      listeners.open.add(near)
      near.once('close', () => {
        listeners.open.delete(near)
        far.destroy()
      })
      far.once('close', () => {
        if (!far.readableEnded || !far.writableFinished) near.destroy(new Error('reset'))
      })
      const end = () => near.destroy(new Error('the task has ended'))
      ended.then(end, end)
      signal.addEventListener('abort', () => near.destroy())
      listener(far)
      return near
    },
    async exec(spec, { signal }) {
      if (listeners.broken !== undefined) throw listeners.broken
      const program = runFake(spec, environment)
      listeners.programs.add(program)
      void program.result.then(() => listeners.programs.delete(program))
      ended.then(program.end, program.end)
      signal.addEventListener('abort', program.end)
      return program
    },
  }
}

/** `cat`: what it hears. `env NAME`: a variable. `size`: each size of its terminal. `exit N`. `yes`: for ever. */
function runFake({ command, environment, terminal }: ExecSpec, own: Readonly<Record<string, string>>): RunningExec {
  const [program = '', argument = ''] = command
  const stdin = new PassThrough()
  const out = new PassThrough()
  const result = Promise.withResolvers<{ exitCode?: number; signal?: string }>()
  const exit = (exitCode: number) => {
    out.end()
    result.resolve({ exitCode })
  }
  const end = () => {
    out.destroy()
    stdin.destroy()
    result.resolve({ signal: 'SIGKILL' })
  }
  if (program === 'cat') stdin.pipe(out)
  if (program === 'cat') out.once('finish', () => exit(0))
  if (program === 'env') out.write({ ...own, ...environment }[argument] ?? '')
  if (program === 'env' || program === 'exit') exit(program === 'exit' ? Number(argument) : 0)
  if (program === 'size') out.write(`${terminal?.columns}x${terminal?.rows}\n`)
  if (program === 'yes') void sayForEver(out)
  return {
    stdin,
    output: outputOf(out),
    resize: (columns, rows) => out.write(`${columns}x${rows}\n`),
    result: result.promise,
    end,
  }
}

async function sayForEver(out: PassThrough): Promise<void> {
  while (!out.destroyed) {
    if (!out.write(Buffer.alloc(16_384, 'y\n'))) await Promise.race([once(out, 'drain'), once(out, 'close')])
  }
}

async function* outputOf(out: PassThrough): AsyncGenerator<{ stream: 'stdout'; bytes: Uint8Array }, void, void> {
  try {
    for await (const bytes of out) yield { stream: 'stdout', bytes: bytes as Uint8Array }
  } catch (error) {
    // Ended from outside.
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}
