/**
 * Asks each peer once per connection who it is, as the connection opens, and lets others wait for that answer.
 *
 * libp2p asks by itself too, but tells nobody when it fails, and a peer answers only one such question at a time: a second one
 * beside it is refused. So there is one asker, and whoever wants to know joins it.
 *
 * @see https://github.com/libp2p/specs/tree/master/identify
 */
import type { Identify } from '@libp2p/identify'
import type { Connection, IdentifyResult, Libp2p } from '@libp2p/interface'
import type { TransportLog } from '../transport-log.ts'

/**
 * Resolves with what the peer says over this connection: the answer to come, the one it gave, or, where that failed, the one to
 * a new question. On abort the promise rejects with the signal's reason; the question goes on.
 *
 * @throws what libp2p throws where the peer does not answer.
 */
export type AskIdentity = (connection: Connection, options: { readonly signal: AbortSignal }) => Promise<IdentifyResult>

/** @param init.waitMsMax - how long a peer has to answer, in ms. */
export function createAskIdentity(
  libp2p: Libp2p<{ readonly identify: Identify }>,
  { waitMsMax, log }: { readonly waitMsMax: number; readonly log: TransportLog | undefined },
): AskIdentity {
  const answers = new WeakMap<Connection, Promise<IdentifyResult>>()

  function ask(connection: Connection): Promise<IdentifyResult> {
    const known = answers.get(connection)
    if (known !== undefined) return known
    const answer = libp2p.services.identify.identify(connection, { signal: AbortSignal.timeout(waitMsMax) })
    answers.set(connection, answer)
    answer.catch(() => answers.delete(connection))
    return answer
  }

  libp2p.addEventListener('connection:open', ({ detail: connection }) => {
    ask(connection).catch((error: unknown) => log?.debug({ error }, 'A peer did not say who it is.'))
  })
  return (connection, { signal }) => orAborted(ask(connection), signal)
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
