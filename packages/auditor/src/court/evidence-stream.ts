/**
 * The evidence of a case on its way from the reporter to those who judge it. The text of a case is somebody's prompt: it is shown to
 * nobody but the auditors that the chain has drawn for that case, each proven by the key it enrolled with.
 */
import {
  type Address,
  decodeOpening,
  decodeProviderFrame,
  encodeFrame,
  type Hash,
  isMillraceError,
  MalformedError,
  type PeerEndpoint,
  type PeerTransport,
  protocolVersion,
  type StreamHandler,
} from '@millrace/protocol'
import { EvidenceBusyError, EvidenceMissingError, EvidenceRefusedError } from '../auditor-error.ts'

export type ServeEvidence = (
  caseId: Hash,
  remote: Address,
  options: { readonly signal: AbortSignal },
) => Promise<string>

/** Milliseconds that serving one peer may take, and the bytes that its question may have. */
const serveMsMax = 30_000
const questionBytesMax = 1_024

/** Returns the case's bundle as text, whatever it says. @throws {EvidenceMissingError} Aborting rejects with the signal's reason. */
export async function fetchEvidence(
  transport: Pick<PeerTransport, 'dial'>,
  reporter: PeerEndpoint,
  caseId: Hash,
  { signal }: { readonly signal: AbortSignal },
): Promise<string> {
  try {
    const connection = await transport.dial(reporter, { signal })
    const stream = connection.openStream()
    const onAbort = () => stream.reset()
    signal.addEventListener('abort', onAbort)
    try {
      await stream.send(encodeFrame({ v: protocolVersion, type: 'evidence', caseId }))
      stream.end()
      for await (const frame of stream.frames) {
        const answer = decodeProviderFrame(frame)
        if (answer.type === 'evidence') return answer.bundle
        throw new EvidenceMissingError(
          caseId,
          answer.type === 'error' ? `refused with ${answer.code}` : 'no evidence came',
        )
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      stream.reset()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof EvidenceMissingError || !isMillraceError(error)) throw error
    throw new EvidenceMissingError(caseId, `asking for it failed with ${error.code}`, error)
  }
  throw new EvidenceMissingError(caseId, 'the reporter said nothing')
}

/** Returns a guard that lets panel members of own cases through, a bounded number at a time. */
export function createEvidenceDesk(
  {
    evidenceOf,
    isOnPanel,
  }: {
    readonly evidenceOf: (caseId: Hash) => string | undefined
    /** By the chain. */
    readonly isOnPanel: (caseId: Hash, auditor: Address, options: { readonly signal: AbortSignal }) => Promise<boolean>
  },
  servedMax: number,
): ServeEvidence {
  let serving = 0
  return async (caseId, remote, { signal }) => {
    const bundle = evidenceOf(caseId)
    if (bundle === undefined) throw new EvidenceRefusedError()
    if (serving >= servedMax) throw new EvidenceBusyError(servedMax)
    serving += 1
    try {
      if (!(await isOnPanel(caseId, remote, { signal }))) throw new EvidenceRefusedError()
      return bundle
    } finally {
      serving -= 1
    }
  }
}

/** Returns a handler of streams that open with `evidence`, for a listener that serves nothing else. */
export function evidenceHandler(serve: ServeEvidence): StreamHandler {
  return async (stream, { remote }) => {
    const patience = AbortSignal.timeout(serveMsMax)
    const onLate = () => stream.reset()
    patience.addEventListener('abort', onLate)
    try {
      const first = await stream.frames[Symbol.asyncIterator]().next()
      if (first.done === true) return
      if (first.value.length > questionBytesMax) {
        throw new MalformedError('frame', `at most ${questionBytesMax} bytes`, first.value.length)
      }
      const opening = decodeOpening(first.value)
      if (opening.type !== 'evidence') throw new EvidenceRefusedError()
      const bundle = await serve(opening.caseId, remote, { signal: patience })
      await stream.send(encodeFrame({ type: 'evidence', bundle }))
    } catch (error) {
      if (!isMillraceError(error)) throw error
      const { code, message, hint, retryable } = error
      await stream.send(encodeFrame({ type: 'error', code, message, hint, retryable }))
    } finally {
      patience.removeEventListener('abort', onLate)
    }
  }
}
