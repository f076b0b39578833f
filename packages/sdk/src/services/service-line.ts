/** A line to something of a task at its provider, opened and answered. */
import { createLine, type Line, type LineBudget } from '@millrace/p2p'
import { encodeFrame, isMillraceError, type OpeningFrame, type PeerStream } from '@millrace/protocol'
import { ignore } from '../abortable.ts'
import {
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderUnreachableError,
} from '../buyer-error.ts'
import { decodeFrame, type ProviderLink } from '../provider-link.ts'
import { TaskConnectionResetError, TaskEndedError, TaskPortClosedError } from './service-error.ts'
import { serviceLimits } from './service-limits.ts'

type LineOpening = Extract<OpeningFrame, { type: 'connect' | 'exec' }>

/**
 * Opens the line. On abort it is reset and the call rejects with the signal's reason.
 *
 * @throws {TaskPortClosedError} {@link TaskEndedError} {@link ProviderError}
 */
export async function openServiceLine(
  link: ProviderLink,
  budget: LineBudget,
  opening: LineOpening,
  { signal }: { readonly signal: AbortSignal },
): Promise<Line> {
  signal.throwIfAborted()
  if (!link.isConnected) throw new ProviderLostError(link.node)
  const stream = link.openStream()
  const frames = stream.frames[Symbol.asyncIterator]()
  const timeout = AbortSignal.timeout(serviceLimits.answerMsMax)
  const either = AbortSignal.any([signal, timeout])
  const onAbort = () => stream.reset()
  either.addEventListener('abort', onAbort, { once: true })
  try {
    Promise.resolve(stream.send(encodeFrame(opening))).catch(ignore)
    const answer = await answerOf(link, stream, frames)
    const expected = opening.type === 'connect' ? 'connected' : 'started'
    if (answer.type === 'error') throw refusalOf(link, opening, answer)
    if (answer.type !== expected) throw new ProviderMisbehavedError(link.node, `it sent ${answer.type} on a line.`)
    either.throwIfAborted()
    return createLine({ stream, frames, budget })
  } catch (error) {
    stream.reset()
    signal.throwIfAborted()
    if (!timeout.aborted) throw error
    throw new ProviderUnreachableError(link.node, `no answer of the task within ${serviceLimits.answerMsMax} ms.`)
  } finally {
    either.removeEventListener('abort', onAbort)
  }
}

async function answerOf({ node }: ProviderLink, stream: PeerStream, frames: AsyncIterator<Uint8Array>) {
  try {
    const first = await frames.next()
    if (first.done !== true) return decodeFrame(node, first.value)
  } catch (cause) {
    if (cause instanceof ProviderMisbehavedError) throw cause
    throw new ProviderLostError(node, cause)
  }
  stream.reset()
  throw new ProviderLostError(node)
}

function refusalOf(
  { node }: ProviderLink,
  opening: LineOpening,
  refusal: { readonly code: string; readonly message: string; readonly hint: string; readonly retryable: boolean },
): Error {
  if (refusal.code === 'TASK_NOT_RUNNING') return new TaskEndedError()
  if (refusal.code === 'TASK_PORT_CLOSED' && opening.type === 'connect') {
    return new TaskPortClosedError(node, opening.port)
  }
  return new ProviderRefusedError(node, refusal)
}

/** Returns what a line that broke means to whoever uses it. */
export function lineError({ node }: ProviderLink, error: unknown): Error {
  if (error instanceof TaskEndedError) return error
  if (!isMillraceError(error)) return new ProviderLostError(node, error)
  if (error.code === 'PEER_STREAM_RESET') return new TaskConnectionResetError(node, error)
  if (error.code === 'PEER_PROTOCOL_VIOLATION' || error.code === 'PROTOCOL_MALFORMED') {
    return new ProviderMisbehavedError(node, error.message, error)
  }
  return new ProviderLostError(node, error)
}
