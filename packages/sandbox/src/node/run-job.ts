/**
 * Runs one job in a process of its own, and returns what it computed. The process is killed at a deadline, on abort and at the
 * end; nothing of it is left behind.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { ModuleRefusedError } from '../module/module-error.ts'
import { HostFaultError } from '../run/host-fault.ts'
import type { ProgramOutcome } from '../run/program.ts'
import type { FromChild, ToChild } from './child-messages.ts'
import { createMemoryBound, type MemoryBound, type MemoryBoundKind } from './memory-bound.ts'
import { SandboxCompileRefusedError, SandboxDeadlineError } from './sandbox-error.ts'
import { childWordsCharsMax, type SandboxLimits } from './sandbox-limits.ts'
import { limitRefusedStatus, memoryBytesOf, startChild } from './start-child.ts'

export type JobResult = {
  /** Of the rewritten module that ran. */
  readonly hash: string
  readonly outcomes: readonly ProgramOutcome[]
  /** What held the memory of the process. */
  readonly memoryBound: MemoryBoundKind
}

/**
 * @throws {ModuleRefusedError} when the program may not be run anywhere.
 * @throws {HostFaultError} when this machine failed.
 * @throws {SandboxDeadlineError} {@link SandboxCompileRefusedError} when it took too long. Aborting rejects with the signal's reason.
 */
export async function runJob(
  job: ToChild,
  { limits, signal }: { readonly limits: SandboxLimits; readonly signal: AbortSignal },
): Promise<JobResult> {
  signal.throwIfAborted()
  const bytes = memoryBytesOf(job.memoryPagesMax, limits)
  const bound = createMemoryBound(bytes)
  const child = startChild(bytes)
  const exited = once(child, 'close')
  const watch = watchChild(child, bound, limits)
  const onAbort = () => watch.fail(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    return { ...(await watch.result(job)), memoryBound: bound.kind }
  } finally {
    signal.removeEventListener('abort', onAbort)
    watch.stop()
    child.kill('SIGKILL')
    await exited
    bound.remove()
  }
}

function watchChild(child: ChildProcess, bound: MemoryBound, limits: SandboxLimits) {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<JobResult, 'memoryBound'>>()
  const outcomes: ProgramOutcome[] = []
  let hash = ''
  let words = ''
  let timer: NodeJS.Timeout | undefined
  let expected: ToChild | undefined

  const within = (ms: number, error: () => Error) => {
    clearTimeout(timer)
    timer = setTimeout(() => reject(error()), ms)
  }
  const onMessage = (message: FromChild): void => {
    switch (message.type) {
      case 'up':
        within(limits.compileMsMax, () => new SandboxCompileRefusedError(limits.compileMsMax))
        if (child.pid !== undefined) bound.hold(child.pid)
        if (expected !== undefined) child.send(expected)
        return
      case 'ready':
        within(limits.jobMsMax, () => new SandboxDeadlineError(limits.jobMsMax))
        hash = message.hash
        return
      case 'outcome':
        outcomes.push(message.outcome)
        if (outcomes.length === expected?.inputs.length) resolve({ hash, outcomes })
        return
      case 'refused':
        reject(new ModuleRefusedError(message.code, message.offset, message.problem))
        return
      case 'fault':
        reject(new HostFaultError(message.fault, message.problem))
    }
  }

  child.on('message', (message) => onMessage(message as FromChild))
  child.on('error', (cause) => reject(new HostFaultError('other', 'its process could not be started', cause)))
  child.on('exit', (status, signal) => reject(endOf(status, signal, bound, words)))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(0, childWordsCharsMax)
  })
  within(limits.startMsMax, () => new HostFaultError('other', `its process did not start in ${limits.startMsMax} ms`))

  return {
    /** Returns what the job comes to. */
    result(job: ToChild) {
      expected = job
      return promise
    },
    fail: reject,
    stop: () => clearTimeout(timer),
  }
}

/** Why a process ended before its job did. */
function endOf(status: number | null, signal: string | null, bound: MemoryBound, words: string): HostFaultError {
  if (status === limitRefusedStatus) return new HostFaultError('other', 'the limits of its process could not be set')
  if (bound.wasReached()) return new HostFaultError('memory', 'its process used more memory than it may')
  const how = signal === null ? `with status ${status}` : `by ${signal}`
  const last = words.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  return new HostFaultError('other', `its process ended ${how}${last === '' ? '' : ` (${last})`}`)
}
