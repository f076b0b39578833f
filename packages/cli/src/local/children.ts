/**
 * The processes of the local network: the same `millrace provide` and `millrace gateway` that anyone runs, forked so that
 * they report when they are ready and end when this process ends, however it ends.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MillraceError } from '@millrace/protocol'
import type { ChildMessage, ParentMessage } from '../context.ts'

/** How long a child may take until it is ready: a cold disk reads a gigabyte of weights. */
export const childReadyMsMax = 120_000
/** How long a child may take to finish what it is doing before it is killed. */
export const childStopMsMax = 8_000
/** Characters of a child's output kept to explain its death. */
export const childOutputCharsMax = 4_000

export type Child = {
  readonly name: string
  readonly ready: Promise<ChildMessage>
  /** Lets the child go on to what needs the chain. */
  permit(): void
  /** Resolves with the exit code when the process ends. */
  readonly ended: Promise<number | null>
  stop(): Promise<void>
}

/** Starts a child; what it prints goes to a file of its name, started anew each time. `ready` rejects when it dies first, says it failed, or takes too long. */
export function startChild(
  name: string,
  args: readonly string[],
  options: { readonly logDir: string; readonly signal: AbortSignal },
): Child {
  mkdirSync(options.logDir, { recursive: true, mode: 0o700 })
  const log = createWriteStream(join(options.logDir, `${name.replaceAll(' ', '-')}.log`), { mode: 0o600 })
  const process = fork(new URL('../main.ts', import.meta.url), args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let output = ''
  const keep = (data: Buffer): void => {
    log.write(data)
    output = (output + data.toString('utf8')).slice(-childOutputCharsMax)
  }
  process.stdout?.on('data', keep)
  process.stderr?.on('data', keep)
  const ended = new Promise<number | null>((resolve) => process.once('exit', (code) => resolve(code)))
  void ended.then(() => log.end())
  const ready = waitUntilReady(name, process, () => output, options.signal)
  ready.catch(() => undefined)
  const go: ParentMessage = { type: 'go' }
  return {
    name,
    ready,
    ended,
    permit: () => process.connected && process.send(go),
    stop: () => stopChild(process, ended),
  }
}

function waitUntilReady(
  name: string,
  process: ChildProcess,
  output: () => string,
  signal: AbortSignal,
): Promise<ChildMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new ChildFailedError(name, `was not ready after ${childReadyMsMax / 1000} s`, output())),
      childReadyMsMax,
    )
    const onAbort = (): void => reject(signal.reason)
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    process.once('exit', (code) => {
      settle()
      reject(new ChildFailedError(name, `ended with exit status ${code}`, output()))
    })
    process.once('error', (cause) => {
      settle()
      reject(new ChildFailedError(name, `could not be started: ${cause.message}`, ''))
    })
    process.once('message', (message) => {
      settle()
      const said = message as ChildMessage
      if (said.type === 'failed') reject(new ChildFailedError(name, `could not start: ${said.message}`, said.hint))
      else resolve(said)
    })
  })
}

async function stopChild(process: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  process.kill('SIGTERM')
  const timer = setTimeout(() => process.kill('SIGKILL'), childStopMsMax)
  await ended
  clearTimeout(timer)
}

/** A process of the local network could not do its work. */
export class ChildFailedError extends MillraceError {
  override readonly name = 'ChildFailedError'

  constructor(child: string, what: string, output: string) {
    super({
      code: 'LOCAL_PROCESS_FAILED',
      message: `The ${child} ${what.replace(/\.$/, '')}.`,
      hint: output.trim() === '' ? 'Run the command again.' : output.trim().replaceAll('\n', '\n  '),
      retryable: true,
    })
  }
}
