/**
 * The contexts of one model in memory. Plain decoding shares one with a sequence for each slot, where jobs share batches; so does a
 * drafting model, whose bits show in no answer. Canonical rows have a context for each slot: a batch there is one sequence's. All but
 * the plain one are made when first needed. Batches of all of them take turns.
 */
import type { LlamaModel } from 'node-llama-cpp'
import { canonicalRows } from './canonical-tokens.ts'
import type { LlamaBackend } from './llama-backend.ts'
import { pieceRowsCpu, pieceRowsGpu } from './read-rows.ts'
import { createRowContext, createRowGate, type RowContext } from './row-context.ts'

/**
 * Rows of a canonical block. Blocks of 16 cost hardly more than blocks of 8 and far less than two of them; with 32 a buyer would wait
 * long for the first words, and gains nothing (figures in ADR 0022).
 */
export const blockRowsMax = 2 * canonicalRows

export type ModelContexts = {
  /** Sequence n is slot n's. */
  readonly plain: RowContext
  /** Sequence 0 is the slot's. */
  canonical(slot: number): Promise<RowContext>
  /** Sequence n is slot n's; undefined without a drafting model. */
  draft(): Promise<RowContext> | undefined
  dispose(): Promise<void>
}

export type ModelContextsInit = {
  readonly model: LlamaModel
  readonly contextTokensMax: number
  readonly slots: number
  readonly draftPath: string | undefined
}

/** Returns the contexts, the plain one made. Aborting stops the loading of a drafting model. */
export async function openContexts(
  { llama, threads }: LlamaBackend,
  { model, contextTokensMax, slots, draftPath }: ModelContextsInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<ModelContexts> {
  const gate = createRowGate()
  const rowsMax = llama.gpu === false ? pieceRowsCpu : pieceRowsGpu
  const made: RowContext[] = []
  const open = async (of: LlamaModel, sequences: number, contextSize: number): Promise<RowContext> => {
    const context = await of.createContext({
      contextSize,
      sequences,
      batchSize: rowsMax,
      threads,
      // changes bits: off, whatever the library's default is
      flashAttention: false,
      // or cells that a rolled-back row would need might be gone
      swaFullCache: true,
      failedCreationRemedy: false,
    })
    const rows = createRowContext({ context, model: of, rowsMax, gate })
    made.push(rows)
    return rows
  }
  const drafting =
    draftPath === undefined ? undefined : await llama.loadModel({ modelPath: draftPath, loadSignal: signal })
  if (drafting !== undefined) requireSameVocabulary(model, drafting)
  const plain = await open(model, slots, contextTokensMax)
  // the last block may reach past the last position that a token can have
  const blocksEnd = contextTokensMax + blockRowsMax
  const canonical = new Map<number, Promise<RowContext>>()
  const drafts = new Map<'all', Promise<RowContext>>()
  return {
    plain,
    canonical: (slot) => memoized(canonical, slot, () => open(model, 1, blocksEnd)),
    draft: () => (drafting === undefined ? undefined : memoized(drafts, 'all', () => open(drafting, slots, blocksEnd))),
    async dispose() {
      for (const rows of made) await rows.dispose()
      await drafting?.dispose()
    },
  }
}

/** Returns the key's context; one that could not be made is tried again the next time. */
function memoized<Key>(
  contexts: Map<Key, Promise<RowContext>>,
  key: Key,
  open: () => Promise<RowContext>,
): Promise<RowContext> {
  const made =
    contexts.get(key) ??
    open().catch((error: unknown) => {
      contexts.delete(key)
      throw error
    })
  contexts.set(key, made)
  return made
}

function requireSameVocabulary(model: LlamaModel, drafting: LlamaModel): void {
  const [own, other] = [model, drafting].map(({ fileInfo }) => fileInfo.metadata.tokenizer?.ggml?.tokens ?? [])
  const same = own !== undefined && own.length === other?.length && own.every((token, id) => token === other[id])
  if (!same) throw new Error('The drafting model has another vocabulary')
}
