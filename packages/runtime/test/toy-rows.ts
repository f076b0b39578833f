/**
 * A row context without a model: logits of a row are a function of the tokens up to it, and every use that real rows would not
 * survive throws. Rows computed in another way than canonical ones come out slightly different, as they do in llama.cpp.
 */
import { orderTokens, type TopLogits } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import type { RowContext, RowReader, Rows } from '../src/llama/row-context.ts'

export const toyVocabularySize = 24
/** Ends an answer. */
export const toyEnd = 2 as Token

export type ToyRows = RowContext & {
  /** Every batch, in order. */
  readonly batches: readonly Rows[]
}

/** Returns a context whose logits depend on `salt`. @param rowsMax - rows of one batch. */
export function createToyRows(salt: number, rowsMax = 32): ToyRows {
  const batches: Rows[] = []
  /** By sequence: the tokens that have cells, and how each was computed. */
  const held = new Map<number, { tokens: Token[]; kinds: string[] }>()
  return {
    rowsMax,
    vocabularySize: toyVocabularySize,
    batches,
    async compute(rows, read) {
      const { sequence, from, tokens, logitsFrom } = rows
      const cells = held.get(sequence) ?? { tokens: [], kinds: [] }
      if (tokens.length < 1 || tokens.length > rowsMax) throw new RangeError(`${tokens.length} rows`)
      if (from > cells.tokens.length) throw new RangeError(`Row ${from} after ${cells.tokens.length} cells`)
      batches.push(rows)
      const isCanonical = tokens.length % 8 === 0 && (logitsFrom === 0 || logitsFrom === tokens.length)
      cells.tokens.splice(from, Number.POSITIVE_INFINITY, ...tokens)
      cells.kinds.splice(from, Number.POSITIVE_INFINITY, ...tokens.map(() => (isCanonical ? 'block' : 'plain')))
      held.set(sequence, cells)
      return read(readerOf(cells, { salt, from, logitsFrom, rowCount: tokens.length }))
    },
    dispose: async () => undefined,
  }
}

function readerOf(
  cells: { readonly tokens: readonly Token[]; readonly kinds: readonly string[] },
  batch: { readonly salt: number; readonly from: number; readonly logitsFrom: number; readonly rowCount: number },
): RowReader {
  const logitsOf = (row: number): Float32Array => {
    if (row < batch.logitsFrom || row >= batch.rowCount) throw new RangeError(`Row ${row} has no logits.`)
    const end = batch.from + row + 1
    const isCanonical = cells.kinds.slice(0, end).every((kind) => kind === 'block')
    return toyLogits(batch.salt, cells.tokens.slice(0, end), isCanonical ? 0 : 0.3)
  }
  const all = (row: number): TopLogits => {
    const logits = logitsOf(row)
    return { ids: Int32Array.from(logits.keys()), logits }
  }
  return {
    top: async (row) => orderTokens(all(row)),
    wide: async (row) => orderTokens(all(row)),
    of: async (row, ids) => ({ ids, logits: Float32Array.from(ids, (id) => logitsOf(row)[id] as number) }),
    all: async (row) => logitsOf(row),
  }
}

/** Returns logits in steps of one eighth, so that ties happen. */
function toyLogits(salt: number, tokens: readonly number[], noise: number): Float32Array {
  let state = salt
  for (const token of tokens) state = Math.imul(state ^ (token + 1), 0x9e3779b1) >>> 0
  return Float32Array.from({ length: toyVocabularySize }, (_, id) => {
    const word = Math.imul(state ^ (id * 0x85ebca6b), 0xc2b2ae35) >>> 0
    const logit = Math.floor((word / 2 ** 32) * 48) / 8
    return logit + noise * ((word & 0xff) / 256 - 0.5)
  })
}
