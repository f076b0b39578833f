/**
 * The most likely tokens of a position, in the one order everything here uses: float32 logit descending, ties to the lower
 * id. −0 equals 0. −∞ stands for a token that is never chosen; NaN and +∞ are no logits.
 */
import { MillraceError } from '@millrace/protocol'
import { assertRange } from './rules.ts'

/** Ids and logits of equal length; logit descending, ties to the lower id. */
export type TopLogits = { readonly ids: Int32Array; readonly logits: Float32Array }

/** Ids take the low 21 bits of a sort key, the logit the 32 above: a float64 holds 53. */
const idsPerKey = 2 ** 21

/**
 * Returns the tokens of finite logit in order, at most `count`. Cost: a sort of the vocabulary, 5 ms for 32,000.
 *
 * @throws {LogitsInvalidError} for NaN, +∞, and where no logit is finite.
 */
export function sortLogits(logits: Float32Array, count: number = logits.length): TopLogits {
  greatestLogit(logits)
  // Adding 0 turns −0 into 0, so equal logits have equal bits.
  const bits = new Uint32Array(logits.map((logit) => logit + 0).buffer)
  const keys = new Float64Array(logits.length)
  let finite = 0
  for (let id = 0; id < bits.length; id += 1) {
    if (logits[id] === Number.NEGATIVE_INFINITY) continue
    const word = bits[id] as number
    keys[finite] = (word >= 0x8000_0000 ? word : 0x7fff_ffff - word) * idsPerKey + id
    finite += 1
  }
  const sorted = keys.subarray(0, finite).sort().subarray(0, count)
  const ids = new Int32Array(sorted.length)
  for (let index = 0; index < ids.length; index += 1) ids[index] = (sorted[index] as number) % idsPerKey
  return { ids, logits: logitsAt(logits, ids) }
}

/** Returns the logits of ids. */
function logitsAt(logits: Float32Array, ids: Int32Array): Float32Array {
  const found = new Float32Array(ids.length)
  for (let index = 0; index < ids.length; index += 1) found[index] = logits[ids[index] as number] as number
  return found
}

/** Returns tokens that were read in any order in the one order, −∞ last. */
export function orderTokens(tokens: TopLogits): TopLogits {
  const idAt = (index: number) => tokens.ids[index] as number
  const logitAt = (index: number) => tokens.logits[index] as number
  const order = [...tokens.ids.keys()].sort((a, b) => {
    if (logitAt(a) === logitAt(b)) return idAt(a) - idAt(b)
    return logitAt(a) > logitAt(b) ? -1 : 1
  })
  return { ids: Int32Array.from(order, idAt), logits: Float32Array.from(order, logitAt) }
}

/**
 * Returns the greatest logit.
 *
 * @throws {LogitsInvalidError} for NaN, +∞, and where no logit is finite.
 */
export function greatestLogit(logits: Float32Array): number {
  let greatest = Number.NEGATIVE_INFINITY
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] as number
    // The comparison fails for NaN too.
    if (!(logit < Number.POSITIVE_INFINITY)) throw new LogitsInvalidError(`${logit} at index ${index}`)
    if (logit > greatest) greatest = logit
  }
  if (greatest === Number.NEGATIVE_INFINITY) throw new LogitsInvalidError('no finite logit')
  return greatest
}

/**
 * Checks the form and order of top logits.
 *
 * @returns how many are finite, at least 1.
 * @throws {LogitsInvalidError} as {@link greatestLogit}; a RangeError for ids out of range, out of order or twice.
 */
export function checkTopLogits({ ids, logits }: TopLogits, vocabularySize: number): number {
  assertRange(ids.length === logits.length, 'ids', `${logits.length} long`, ids.length)
  greatestLogit(logits)
  let finite = 0
  for (let index = 0; index < ids.length; index += 1) {
    const [id, logit] = [ids[index] as number, logits[index] as number]
    const [idBefore, logitBefore] = [ids[index - 1] ?? -1, logits[index - 1] ?? Number.POSITIVE_INFINITY]
    const ordered = logitBefore > logit || (logitBefore === logit && idBefore < id)
    if (id < 0 || id >= vocabularySize || !ordered) {
      throw new RangeError(
        `Expected an id under ${vocabularySize} and logits descending, ties to the lower id; got logit ${logit} of id ${id} after ${logitBefore} of id ${idBefore}.`,
      )
    }
    if (logit > Number.NEGATIVE_INFINITY) finite += 1
  }
  return finite
}

/**
 * Checks that logits read beside the top ones are those of the wanted ids, and that none should stand among the top ones.
 *
 * @throws {LogitsInvalidError} for NaN and +∞; a RangeError for a wanted id that is missing and a logit that is too great.
 */
export function checkOtherLogits(other: TopLogits, wanted: Int32Array, top: TopLogits): void {
  assertRange(other.ids.length === other.logits.length, 'other ids', `${other.logits.length} long`, other.ids.length)
  const [given, among] = [new Set(other.ids), new Set(top.ids)]
  const last = top.logits.at(-1) ?? Number.NEGATIVE_INFINITY
  for (const id of wanted) if (!given.has(id)) throw new RangeError(`Expected the logit of id ${id} too.`)
  for (let index = 0; index < other.ids.length; index += 1) {
    const [id, logit] = [other.ids[index] as number, other.logits[index] as number]
    if (!(logit < Number.POSITIVE_INFINITY)) throw new LogitsInvalidError(`${logit} of id ${id}`)
    if (logit > last && !among.has(id)) {
      throw new RangeError(`Expected logits of at most ${last} beside the top ones; got ${logit} of id ${id}.`)
    }
  }
}

export class LogitsInvalidError extends MillraceError {
  override readonly name = 'LogitsInvalidError'

  constructor(got: string) {
    super({
      code: 'LOGITS_INVALID',
      message: `Expected logits that are finite or −∞, at least one of them finite; got ${got}.`,
      hint: 'The model file or the inference library is damaged: verify the file’s hash and run the library’s tests.',
      retryable: false,
    })
  }
}
