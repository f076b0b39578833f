/**
 * Tries several ways to the same peer, staggered: the next one starts when the one before has failed or has taken a while
 * (Happy Eyeballs, RFC 8305 section 5). The first that succeeds wins, the others are aborted, and one that succeeds too
 * late is given up.
 */
import { isMillraceError } from '@millrace/protocol'
import { PeerUnreachableError } from './peer-error.ts'

/** Ways that are tried for one dial. */
export const dialAttemptsMax = 8
/** Wait before the next way is tried beside the one under way, in ms: the connection attempt delay of RFC 8305. */
export const dialStaggerMs = 250

export type DialAttempt<T> = {
  /** What an error names it by. */
  readonly where: string
  start(signal: AbortSignal): Promise<T>
  /** Lets go of a result that came too late. */
  discard(result: T): void
}

/**
 * Returns the first result.
 *
 * @param attempts - in order of preference; those past {@link dialAttemptsMax} are left out.
 * @throws the error of the only attempt; or the first error when all of them are final; or else
 *   {@link PeerUnreachableError} with the reason of each. The signal's reason on abort.
 */
export async function raceDials<T>(
  attempts: readonly DialAttempt<T>[],
  { signal, staggerMs = dialStaggerMs }: { readonly signal: AbortSignal; readonly staggerMs?: number },
): Promise<T> {
  signal.throwIfAborted()
  const lost = new AbortController()
  const abort = (): void => lost.abort(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await run(attempts.slice(0, dialAttemptsMax), lost, staggerMs)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
    lost.abort(new Error('another way was quicker'))
  }
}

function run<T>(attempts: readonly DialAttempt<T>[], lost: AbortController, staggerMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const failures: Failure[] = []
  let won = false
  let started = 0
  let timer: NodeJS.Timeout | undefined
  const startNext = (): void => {
    clearTimeout(timer)
    const attempt = attempts[started]
    if (won || lost.signal.aborted || attempt === undefined) return
    started++
    timer = setTimeout(startNext, staggerMs)
    attempt.start(lost.signal).then(
      (result) => {
        clearTimeout(timer)
        if (won || lost.signal.aborted) attempt.discard(result)
        else resolve(result)
        won = true
      },
      (error: unknown) => {
        failures.push({ where: attempt.where, error })
        if (failures.length === attempts.length) reject(failureOf(failures))
        else startNext()
      },
    )
  }
  lost.signal.addEventListener('abort', () => {
    clearTimeout(timer)
    reject(lost.signal.reason)
  })
  startNext()
  if (attempts.length === 0) reject(new TypeError('There is no way to try.'))
  return promise
}

type Failure = { readonly where: string; readonly error: unknown }

function failureOf(failures: readonly Failure[]): unknown {
  const [first] = failures
  if (failures.length === 1 || failures.every(({ error }) => isMillraceError(error) && !error.retryable))
    return first?.error
  const reasons = failures.map(({ where, error }) => `${where}: ${reasonOf(error)}`)
  const errors = failures.map(({ error }) => error)
  return new PeerUnreachableError('the peer', new AggregateError(errors, reasons.join('; ')))
}

function reasonOf(error: unknown): string {
  if (isMillraceError(error)) return error.code
  return error instanceof Error ? error.message : String(error)
}
