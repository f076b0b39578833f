/** The golden path for one ask: who will do, and then the relay of those who serve it. */
import type { Ask, RunOptions } from './ask.ts'
import type { BuyerStore } from './buyer-store.ts'
import type { Chooser } from './choose-match.ts'
import { createIdempotencyLog, type IdempotencyEntry } from './idempotency-log.ts'
import { sizeOf } from './plan-work.ts'
import { startRelay } from './relay.ts'
import type { RelayComponents, Selection, Wanted } from './relay-components.ts'
import type { Run } from './run.ts'

type Components = Omit<RelayComponents, 'choose'> & {
  readonly store: BuyerStore
  readonly chooser: Chooser
}

/** Returns the function that runs asks. */
export function createAskRunner(components: Components): (ask: Ask, options: RunOptions) => Promise<Run> {
  const { store, now, chooser } = components
  const idempotency = createIdempotencyLog(store, now)

  return async function run(ask, { signal, idempotencyKey }) {
    signal.throwIfAborted()
    const entry = idempotencyKey === undefined ? undefined : idempotency.open(idempotencyKey, ask)
    try {
      const size = sizeOf(ask)
      const choose = (wanted: Wanted, options: { signal: AbortSignal }) => select(ask, entry, wanted, options)
      const first = await choose({ size, amountMax: ask.amountMax, excluded: new Set() }, { signal })
      return await startRelay({ ...components, choose }, { ask, size, signal, entry }, first).started
    } catch (error) {
      entry?.release()
      throw error
    }
  }

  /** An answer that was paid is where it is; an earlier try without one only says where to look first. */
  function select(
    ask: Ask,
    entry: IdempotencyEntry | undefined,
    wanted: Wanted,
    options: { signal: AbortSignal },
  ): Promise<Selection> {
    const known = entry?.record
    const provider = known?.isAnswered === true ? known.node : ask.provider
    return chooser(ask, { ...wanted, provider, preferred: known?.node }, options)
  }
}
