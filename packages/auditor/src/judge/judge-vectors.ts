/**
 * Judges embeddings: under `replayable` by their bits, on the build that made them; under `tolerant` by their cosine distances, which
 * only count in a sequential test.
 */
import type { EmbedRequest, ReceiptBundle, VectorResponse } from '@millrace/protocol'
import type { VectorReading } from '@millrace/runtime'
import { vectorMargin } from '@millrace/verification'
import { type Finding, purposeHash } from './finding.ts'
import type { JudgeComponents, JudgeOptions } from './judge-components.ts'
import { requireBuild, runtimeFor } from './judge-runtime.ts'
import { tolerantFinding } from './tolerant-finding.ts'

export async function judgeVectors(
  components: JudgeComponents,
  { receipt }: ReceiptBundle,
  work: {
    readonly request: EmbedRequest
    readonly response: VectorResponse
    readonly exactness: 'tolerant' | 'replayable'
  },
  options: JudgeOptions,
): Promise<Finding> {
  const { request, response, exactness } = work
  const runtime = runtimeFor(components, receipt, { kind: 'embed', exactness })
  if ('outcome' in runtime) return runtime
  const vectors = response.vectors.map(vectorOf)
  const { model: _model, nonce: _nonce, ...job } = request
  const reading = await runtime.audit(
    receipt.modelRoot,
    { kind: 'vectors', request: job, claimed: { vectors } },
    options,
  )
  if (reading.kind !== 'vectors') throw new TypeError('A reading of vectors was asked for')
  const build = requireBuild(reading, receipt, exactness)
  if (typeof build !== 'string') return build
  if (exactness === 'replayable') return replayed(vectors, reading, receipt.inputUnits)
  if (vectors.length !== reading.replayed.length) return wrongCount(vectors, reading)
  const margins = vectors.map((vector, index) => vectorMargin(vector, reading.replayed[index] as Float32Array))
  return tolerantFinding(components, {
    kind: 'vectors',
    modelRoot: receipt.modelRoot,
    reference: build,
    temperature: 0,
    margins,
  })
}

function replayed(claimed: readonly Float32Array[], reading: VectorReading, inputUnits: bigint): Finding {
  const { replayed: mine, isEqual, inputTokens } = reading
  if (claimed.length !== mine.length) return wrongCount(claimed, reading)
  const different = mine.flatMap((vector, index) =>
    haveSameBits(vector, claimed[index] as Float32Array) ? [] : [index],
  )
  const found = { checked: mine.length, mismatches: different.length, read: readOf(mine) }
  const [firstMismatch] = different
  if (firstMismatch !== undefined) {
    const reason = `Vector ${firstMismatch} is not what this model computes; ${different.length} of ${mine.length} differ.`
    return { outcome: 'cheated', reason, ...found, firstMismatch }
  }
  if (!isEqual) throw new TypeError('Vectors of equal bits were found different')
  if (inputUnits > BigInt(inputTokens)) {
    const reason = `The receipt counts ${inputUnits} input tokens; the texts have ${inputTokens}.`
    return { outcome: 'cheated', reason, ...found }
  }
  return { outcome: 'honest', reason: `All ${mine.length} vectors are what this model computes.`, ...found }
}

/** What the buyer was charged for and did not get shows without any arithmetic. */
function wrongCount(claimed: readonly Float32Array[], { replayed: mine }: VectorReading): Finding {
  const reason = `${mine.length} texts were to be embedded, and there are ${claimed.length} vectors.`
  const mismatches = Math.max(mine.length, claimed.length)
  const firstMismatch = Math.min(mine.length, claimed.length)
  return { outcome: 'cheated', reason, checked: mine.length, mismatches, firstMismatch, read: readOf(mine) }
}

function readOf(vectors: readonly Float32Array[]) {
  return purposeHash('audit-reading', Buffer.concat(vectors.map(bytesOf)))
}

/** Little-endian float32; bytes that are none give a vector that equals no other. */
function vectorOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length % 4 !== 0) return new Float32Array()
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
}

function haveSameBits(one: Float32Array, other: Float32Array): boolean {
  return bytesOf(one).equals(bytesOf(other))
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
