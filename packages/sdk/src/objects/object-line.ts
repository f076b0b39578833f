/** A stream to a provider on which an object moves, with a bound on its silence. */
import { encodeFrame, type OpeningFrame, type PeerStream, type ProviderFrame } from '@millrace/protocol'
import { ignore } from '../abortable.ts'
import { ProviderLostError, ProviderStalledError } from '../buyer-error.ts'
import { decodeFrame, type ProviderLink } from '../provider-link.ts'
import { taskLimits } from '../tasks/task-limits.ts'

export type ObjectLine = Disposable & {
  send(frame: Uint8Array): Promise<void> | undefined
  /** Returns the next frame as it came, undefined at the end. @throws {ProviderLostError} {@link ProviderStalledError} */
  next(): Promise<Uint8Array | undefined>
  decode(frame: Uint8Array): ProviderFrame
  reset(): void
}

/** Opens the stream, which is reset on abort and when the line is disposed of. @throws {ProviderUnreachableError} */
export async function openObjectLine(
  link: ProviderLink,
  opening: OpeningFrame,
  { signal }: { readonly signal: AbortSignal },
): Promise<ObjectLine> {
  await link.connect({ signal })
  const stream = link.openStream()
  const onAbort = () => stream.reset()
  signal.addEventListener('abort', onAbort, { once: true })
  const reset = () => {
    signal.removeEventListener('abort', onAbort)
    stream.reset()
  }
  const frames = stream.frames[Symbol.asyncIterator]()
  Promise.resolve(stream.send(encodeFrame(opening))).catch(ignore)
  return {
    send: (frame) => stream.send(frame),
    next: () => nextFrame(link, stream, frames, signal),
    decode: (frame) => decodeFrame(link.node, frame),
    reset,
    [Symbol.dispose]: reset,
  }
}

async function nextFrame(
  { node }: ProviderLink,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  let isSilent = false
  const timer = setTimeout(() => {
    isSilent = true
    stream.reset()
  }, taskLimits.objectSilenceMsMax)
  try {
    const next = await frames.next()
    return next.done === true ? undefined : next.value
  } catch (cause) {
    signal.throwIfAborted()
    throw isSilent ? new ProviderStalledError(node, taskLimits.objectSilenceMsMax) : new ProviderLostError(node, cause)
  } finally {
    clearTimeout(timer)
  }
}
