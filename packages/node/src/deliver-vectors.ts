/** Runs an embedding: computed first, because only then its size is known, and handed over once it is within credit. */
import {
  type EmbedRequest,
  encodeFrame,
  type Finish,
  frameBytesMax,
  type Hash,
  type PeerStream,
  type VectorResponse,
} from '@millrace/protocol'
import type { ActiveRun } from './active-run.ts'
import { awaitCredit } from './await-credit.ts'
import type { NodeContext } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'
import { buildOf } from './run-mode.ts'
import { sendPaced } from './send-paced.ts'
import { undelivered } from './undelivered.ts'

/** Room in the last frame for receipt and framing. */
const envelopeBytes = 16 * 1024

/** Returns the vectors, charged. @throws a typed error when they cannot be handed over; then nothing is charged. */
export async function deliverVectors(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  request: EmbedRequest,
): Promise<{ readonly response: VectorResponse; readonly finish: Finish; readonly build?: Hash }> {
  const { signal } = run.abort
  const job = { kind: 'embed' as const, inputs: request.inputs }
  const result = await context.runtime.embed(run.lease.quote.modelRoot, job, { signal })
  // Only a model that was loaded knows.
  const build = buildOf(context, run)
  const vectors = result.vectors.map(toBase64)
  const bytes = vectors.reduce((sum, vector) => sum + vector.length + 3, envelopeBytes)
  if (bytes > frameBytesMax) {
    throw new RefusalError('REQUEST_TOO_LARGE', `The vectors take ${bytes} bytes; an answer holds ${frameBytesMax}.`)
  }
  await sendPaced(context, stream, encodeFrame({ type: 'accepted', inputUnits: result.inputTokens }))
  const verdict = await awaitCredit(context, run, { inputUnits: BigInt(result.inputTokens), outputUnits: 0n })
  if (verdict === 'lagged') run.entry.wasted++
  if (verdict !== 'charged') throw undelivered(verdict, signal)
  const response: VectorResponse = { kind: 'vectors', vectors }
  return build === undefined ? { response, finish: 'stop' } : { response, finish: 'stop', build }
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
}
