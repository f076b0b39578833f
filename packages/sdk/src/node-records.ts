/** What this buyer has seen of each node, decaying, kept in its store, and told to the matcher. */
import { createReputationRecord, type ReputationRecord, recordOutcome } from '@millrace/matching'
import type { Address } from '@millrace/protocol'
import type { BuyerLog } from './buyer.ts'
import { describeError } from './buyer-error.ts'
import type { BuyerStore } from './buyer-store.ts'
import type { HeldOffers } from './held-offers.ts'

/** Nodes whose record is held; those heard of least recently go first. */
export const nodeRecordsMax = 100_000
/** Milliseconds for which outcomes are gathered into one commit: a crash forgets that much. */
export const nodeRecordsGatheredMs = 1_000

export type NodeRecords = {
  record(node: Address, outcome: 'good' | 'bad'): void
  /** Whether anything was seen of the node. */
  has(node: Address): boolean
  /** Tells the matcher what is known of a node that is new to it. */
  announce(node: Address): void
  /** Keeps what was gathered. */
  flush(): void
}

type Components = {
  readonly store: BuyerStore
  readonly now: () => number
  readonly log: BuyerLog
  readonly held: () => HeldOffers
}

export function createNodeRecords({ store, now, log, held }: Components): NodeRecords {
  const records = new Map<Address, ReputationRecord>()
  const changed = new Set<Address>()
  let timer: NodeJS.Timeout | undefined
  for (const { node, ...record } of store.nodeRecords()) records.set(node, record)

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const due = [...changed].flatMap((node) => {
      const record = records.get(node)
      return record === undefined ? [] : [{ node, ...record }]
    })
    changed.clear()
    try {
      store.saveNodeRecords(due)
    } catch (error) {
      // Records steer, they do not pay: without them the buyer goes on.
      log({ event: 'node-records-unsaved', reason: describeError(error) })
    }
  }

  return {
    record(node, outcome) {
      const record = recordOutcome(records.get(node) ?? createReputationRecord(now()), outcome, now())
      records.delete(node)
      records.set(node, record)
      for (const [oldest] of records) {
        if (records.size <= nodeRecordsMax) break
        records.delete(oldest)
      }
      if (held().hasNode(node)) held().matching.setReputation(node, record)
      changed.add(node)
      timer ??= setTimeout(flush, nodeRecordsGatheredMs).unref()
    },
    has: (node) => records.has(node),
    announce(node) {
      const record = records.get(node)
      if (record !== undefined) held().matching.setReputation(node, record)
    },
    flush,
  }
}
