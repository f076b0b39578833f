/** Turns the process into a context and runs the program: the one place that reads the clock and the randomness. */
import { randomBytes } from 'node:crypto'
import { type ChildMessage, type Context, isParentMessage } from './context.ts'
import { readEnvironment } from './environment.ts'
import { exitStatuses, exitStatusOf } from './exit-status.ts'
import { runProgram } from './program.ts'
import { tellError } from './tell-error.ts'

/** Runs the command line of the process and sets its exit status. A second SIGINT ends the process at once. */
export async function start(process: NodeJS.Process, variables: NodeJS.ProcessEnv): Promise<void> {
  const { stdin, stdout, stderr } = process
  // Who reads our output may leave at any time, as `millrace offers | head -1` does.
  for (const stream of [stdout, stderr]) stream.on('error', (error) => leave(process, error))
  const args = process.argv.slice(2)
  let context: Context
  try {
    context = {
      environment: readEnvironment(variables, { cwd: process.cwd(), isTerminal: stdout.isTTY === true }),
      streams: { in: stdin, out: stdout, err: stderr },
      now: Date.now,
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      signal: shutdownSignal(process),
      parent: parentOf(process),
    }
  } catch (error) {
    tellError(stderr, error, args.includes('--json'))
    process.exitCode = exitStatusOf(error)
    return
  }
  process.exitCode = await runProgram(args, context)
  if (process.connected) process.disconnect()
}

/** The listeners stay: libraries end a process whose signal they find nobody else listening to. */
function shutdownSignal(process: NodeJS.Process): AbortSignal {
  const shutdown = new AbortController()
  const end = (why: string) => () => shutdown.abort(new DOMException(why, 'AbortError'))
  process.on('SIGINT', () => {
    // Ctrl-C in a terminal reaches a child beside its parent's own word: only the parent hurries it.
    if (shutdown.signal.aborted && process.send === undefined) process.exit(exitStatuses.interrupted)
    end('interrupted')()
  })
  process.on('SIGTERM', end('terminated'))
  // A forked child ends with its parent, however the parent ended.
  process.once('disconnect', end('the parent process ended'))
  return shutdown.signal
}

function parentOf(process: NodeJS.Process): Context['parent'] {
  if (process.send === undefined) return undefined
  const permitted = new Promise<void>((resolve) =>
    process.on('message', (message) => {
      if (isParentMessage(message)) resolve()
    }),
  )
  return { tell: (message: ChildMessage) => process.send?.(message), permitted }
}

function leave(process: NodeJS.Process, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitStatuses.ok)
}
