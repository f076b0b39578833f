/**
 * Exact control over which rows of which sequence llama.cpp computes in one batch, and the logits of each row.
 *
 * This is the one file that knows the private side of node-llama-cpp (`_ctx`, the addon's sampler), whose public side batches as
 * it likes: bits depend on how many rows share a batch. It knows version 3.22.1, which `llama-backend.ts` checks; the test beside
 * it holds it to a public path of the library.
 *
 * Invariants: one batch at a time per gate; a sequence's cells from `from` on are dropped before its rows are computed, so
 * positions and cells stay in one order and nothing of an earlier job can be attended to; rows of several sequences share a batch
 * only in a context that has several. Sampled here is nothing: the addon's sampler is only used to read logits, since it is the
 * fast way to have the greatest ones (0.05 ms against 5 ms for all 32,000).
 */

import { orderTokens, type TopLogits, topLogitsCount } from '@millrace/verification'
import type { LlamaContext, LlamaModel, Token } from 'node-llama-cpp'

/** Where the top ones do not tell which token wins: eight times as many are read in thrice the time. */
export const wideLogitsCount = 8 * topLogitsCount

/** Reads logits of the rows just computed. Valid until the callback it was given to returns. */
export type RowReader = {
  /** The first tokens of the order, about {@link topLogitsCount}, never ending inside a tie. Cost: 0.05 ms. */
  top(row: number): Promise<TopLogits>
  /** The same, about {@link wideLogitsCount} of them. Cost: 0.3 ms. */
  wide(row: number): Promise<TopLogits>
  /** Of these tokens, in no order. Cost: 0.1 ms and 0.007 ms for each id, at a vocabulary of 32,000. */
  of(row: number, ids: Int32Array): Promise<TopLogits>
  /** [vocabularySize]. Cost: 5 ms at a vocabulary of 32,000. */
  all(row: number): Promise<Float32Array>
}

export type Rows = {
  readonly sequence: number
  /** Position of the first row. */
  readonly from: number
  /** 1 to `rowsMax`. */
  readonly tokens: readonly Token[]
  /** Rows from this one on give logits, which changes how the last layer is computed; `tokens.length` for none. */
  readonly logitsFrom: number
}

export type RowContext = {
  /** Rows of one batch. */
  readonly rowsMax: number
  readonly vocabularySize: number
  /**
   * Drops what the sequence holds from `rows.from` on, computes the rows, and returns what `read` makes of their logits, by index in
   * `rows.tokens`. Calls are served in their order.
   */
  compute<T>(rows: Rows, read: (reader: RowReader) => Promise<T>): Promise<T>
  /** Releases the context and what reads its logits, once nothing is computed any more. */
  dispose(): Promise<void>
}

export type RowContextInit = {
  readonly context: LlamaContext
  readonly model: LlamaModel
  readonly rowsMax: number
  readonly gate: RowGate
}

/** Lets one batch of many contexts through at a time, in order: threads of two would fight for the same cores. */
export type RowGate = { pass<T>(work: () => Promise<T>): Promise<T> }

type AddonSampler = { applyConfig(config: object): void; dispose(): void }
type LogitsFilter = readonly [ids: readonly number[], max: boolean, min: boolean, selected: boolean, top: number]
type AddonContext = {
  initBatch(rows: number): void
  addToBatch(sequence: number, from: number, tokens: Uint32Array, logitRows: Uint32Array): Uint32Array
  decodeBatch(): Promise<void>
  removeTokenCellsFromSequence(sequence: number, from: number, to: number): boolean
  sampleToken(
    batchRow: number,
    sampler: AddonSampler,
    probabilities: false,
    confidence: false,
    logits: true | LogitsFilter,
  ): Promise<readonly [token: number, probabilities: undefined, confidence: undefined, logits: readonly number[]]>
}
type PrivateContext = { readonly _ctx: AddonContext }
type PrivateModel = {
  readonly _model: object
  readonly _llama: { readonly _bindings: { readonly AddonSampler: new (model: object) => AddonSampler } }
}

type Pending = {
  readonly rows: Rows
  readonly read: (reader: RowReader) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (reason: unknown) => void
}

/** Returns the gate that all contexts of one machine's llama.cpp share. */
export function createRowGate(): RowGate {
  let last: Promise<unknown> = Promise.resolve()
  return {
    pass(work) {
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    },
  }
}

/** Returns control over a context that nothing else computes on; it owns the context, whose finalizer would end it else. */
export function createRowContext({ context, model, rowsMax, gate }: RowContextInit): RowContext {
  const addon = (context as unknown as PrivateContext)._ctx
  const vocabularySize = model.fileInfo.metadata.tokenizer?.ggml?.tokens?.length ?? 0
  const { readerOf, dispose } = createReaders(addon, model, vocabularySize)
  const queue: Pending[] = []
  let serving = false
  let closed = false

  const serve = async (): Promise<void> => {
    serving = true
    while (queue.length > 0) {
      await gate.pass(() => computeBatch(addon, takeBatch(queue, rowsMax), readerOf))
      // whoever goes on with another row gets the chance to share the next batch
      await new Promise(setImmediate)
    }
    serving = false
  }

  return {
    rowsMax,
    vocabularySize,
    async compute(rows, read) {
      if (closed) throw new Error('The context is closed')
      if (rows.tokens.length < 1 || rows.tokens.length > rowsMax) {
        throw new RangeError(`Expected 1 to ${rowsMax} rows, got ${rows.tokens.length}.`)
      }
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof read>>>()
      queue.push({ rows, read, resolve, reject })
      if (!serving) void serve()
      return promise
    },
    async dispose() {
      closed = true
      await gate.pass(async () => {
        dispose()
        await context.dispose()
      })
    },
  }
}

/** Takes from the queue what fits one batch; of each sequence what comes first, alone. */
function takeBatch(queue: Pending[], rowsMax: number): Pending[] {
  const batch: Pending[] = []
  const sequences = new Set<number>()
  let room = rowsMax
  for (const pending of [...queue]) {
    const { sequence, tokens } = pending.rows
    const isFirst = !sequences.has(sequence)
    sequences.add(sequence)
    if (!isFirst || tokens.length > room) continue
    room -= tokens.length
    batch.push(pending)
    queue.splice(queue.indexOf(pending), 1)
  }
  return batch
}

async function computeBatch(
  addon: AddonContext,
  batch: readonly Pending[],
  readerOf: (batchRows: Uint32Array, logitsFrom: number) => RowReader,
): Promise<void> {
  const readers: RowReader[] = []
  try {
    addon.initBatch(batch.reduce((total, { rows }) => total + rows.tokens.length, 0))
    for (const { rows } of batch) {
      const { sequence, from, tokens, logitsFrom } = rows
      if (!addon.removeTokenCellsFromSequence(sequence, from, -1)) {
        throw new Error(`The context cannot drop the cells of sequence ${sequence} from position ${from} on`)
      }
      const wanted = Uint32Array.from({ length: tokens.length - logitsFrom }, (_, index) => logitsFrom + index)
      readers.push(readerOf(addon.addToBatch(sequence, from, Uint32Array.from(tokens), wanted), logitsFrom))
    }
    await addon.decodeBatch()
  } catch (error) {
    for (const { reject } of batch) reject(error)
    return
  }
  for (const [index, { read, resolve, reject }] of batch.entries()) {
    // one after the other: they share the addon's samplers
    await read(readers[index] as RowReader).then(resolve as (value: unknown) => void, reject)
  }
}

function createReaders(addon: AddonContext, model: LlamaModel, vocabularySize: number) {
  const { _model, _llama } = model as unknown as PrivateModel
  const { AddonSampler } = _llama._bindings
  const samplerOf = (count: number): AddonSampler => {
    const sampler = new AddonSampler(_model)
    // one more than wanted shows whether the last is tied; every setting is given, or a default would cut the list
    sampler.applyConfig({ temperature: 1, topK: count + 1, topP: 1, minP: 0, seed: 0 })
    return sampler
  }
  const topSampler = samplerOf(topLogitsCount)
  const wideSampler = samplerOf(wideLogitsCount)
  const wholeSampler = new AddonSampler(_model)
  wholeSampler.applyConfig({ temperature: 0 })

  const readerOf = (batchRows: Uint32Array, logitsFrom: number): RowReader => {
    const read = async (row: number, sampler: AddonSampler, logits: true | LogitsFilter): Promise<TopLogits> => {
      const batchRow = batchRows[row - logitsFrom]
      if (batchRow === undefined) throw new RangeError(`Row ${row} has no logits.`)
      const [, , , pairs] = await addon.sampleToken(batchRow, sampler, false, false, logits)
      const count = pairs.length / 2
      return {
        ids: Int32Array.from({ length: count }, (_, index) => pairs[index * 2] as number),
        logits: Float32Array.from({ length: count }, (_, index) => pairs[index * 2 + 1] as number),
      }
    }
    const all = async (row: number): Promise<Float32Array> => {
      const { ids, logits } = await read(row, wholeSampler, true)
      const byId = new Float32Array(vocabularySize)
      for (const [index, id] of ids.entries()) byId[id] = logits[index] as number
      return byId
    }
    const first = async (row: number, sampler: AddonSampler, count: number): Promise<TopLogits> => {
      const tokens = untied(orderTokens(await read(row, sampler, true)), count)
      return tokens.ids.length > 0 ? tokens : firstOf(await all(row), count)
    }
    return {
      top: (row) => first(row, topSampler, topLogitsCount),
      wide: (row) => first(row, wideSampler, wideLogitsCount),
      of: (row, ids) => read(row, wholeSampler, [[...ids], false, false, false, 0]),
      all,
    }
  }
  const dispose = (): void => {
    topSampler.dispose()
    wideSampler.dispose()
    wholeSampler.dispose()
  }
  return { readerOf, dispose }
}

/** Drops the last token and all that are tied with it, which may hide others of the tie. */
function untied({ ids, logits }: TopLogits, count: number): TopLogits {
  const end = ids.length > count ? logits.indexOf(logits.at(-1) as number) : ids.length
  return { ids: ids.subarray(0, end), logits: logits.subarray(0, end) }
}

function firstOf(logits: Float32Array, count: number): TopLogits {
  const ordered = orderTokens({ ids: Int32Array.from(logits.keys()), logits })
  return { ids: ordered.ids.subarray(0, count), logits: ordered.logits.subarray(0, count) }
}
