/** A book beside a plain map that takes the same calls: what the book must hold. */
import type { Address } from '@millrace/protocol'
import type { BookEntry } from '../../src/book/book-entry.ts'
import { createOfferBook, type OfferBook } from '../../src/book/offer-book.ts'
import { millionthsOf, newcomer, type ScanBook, type ScanNode, scanOfferOf } from './full-scan.ts'
import { addressOf, type MarketShape, nowSeconds, type Random, randomEntry } from './random-market.ts'

export type ModelBook = {
  readonly book: OfferBook
  readonly entries: Map<string, BookEntry>
  readonly nodes: Map<Address, ScanNode>
  readonly records: Map<Address, { readonly good: number; readonly bad: number }>
}

export function createModelBook(offersMax: number, hashSeed: number): ModelBook {
  const book = createOfferBook({ offersMax, hashSeed })
  return { book, entries: new Map(), nodes: new Map(), records: new Map() }
}

export function scanBookOf({ entries, nodes }: ModelBook): ScanBook {
  return { offers: [...entries.values()].map(scanOfferOf), nodes }
}

const dealOf = ({ node, modelRoot, workload, terms }: BookEntry): string => `${node} ${modelRoot} ${workload} ${terms}`

/** Upserts on both sides. Returns what the book said and what it should have said. */
export function upsertBoth({ book, entries }: ModelBook, entry: BookEntry, offersMax: number): [string, string] {
  const held = entries.get(dealOf(entry))
  let expected = 'added'
  if (held !== undefined) expected = entry.sequence > held.sequence ? 'replaced' : 'stale'
  else if (entries.size >= offersMax) expected = 'full'
  if (expected === 'added' || expected === 'replaced') entries.set(dealOf(entry), entry)
  return [book.upsert(entry), expected]
}

/** Does something at random to both sides. Returns what the book said and what it should have said. */
export function stepBoth(model: ModelBook, random: Random, serial: number, shape: MarketShape): [unknown, unknown] {
  const { book, entries, nodes } = model
  const node = addressOf(random.below(shape.nodes) + 1)
  const known = nodes.get(node) ?? newcomer
  const dice = random.below(1_000)
  if (dice < 600) return upsertBoth(model, randomEntry(random, serial, shape), Number.POSITIVE_INFINITY)
  if (dice < 800) {
    const entry = random.pick([...entries.values()])
    if (entry === undefined) return [book.size, 0]
    return upsertBoth(
      model,
      { ...randomEntry(random, serial, shape), ...keysOf(entry), sequence: (entry.sequence + 1n) & 0xffffn },
      Number.POSITIVE_INFINITY,
    )
  }
  if (dice < 900) {
    const entry = random.pick([...entries.values()])
    if (entry === undefined) return [book.size, 0]
    entries.delete(dealOf(entry))
    return [book.remove(entry.id), true]
  }
  if (dice < 905) return [book.removeNode(node), removeWhere(entries, (entry) => entry.node === node)]
  if (dice < 906) {
    const now = nowSeconds + random.pick([-50, -50, -50, -50, 0, 63, 64, 65])
    const clock = expireClock(model, now)
    for (const [out, state] of nodes) {
      if (state.unavailableUntil <= now * 1_000) nodes.set(out, { ...state, unavailableUntil: 0 })
    }
    return [book.expire(now), removeWhere(entries, (entry) => entry.expiresAt <= clock)]
  }
  if (dice < 940) {
    const record = { good: random.pick([0, 3, 100]), bad: random.pick([0, 0, 5]) }
    nodes.set(node, { ...known, reputation: millionthsOf(record) })
    model.records.set(node, record)
    return [book.setReputation(node, record), undefined]
  }
  if (dice < 970) {
    const roundTripMs = random.pick([undefined, 0, 5, 40.123, 400])
    const { roundTripMs: _forgotten, ...rest } = known
    nodes.set(node, roundTripMs === undefined ? rest : { ...rest, roundTripMs })
    return [book.setRoundTrip(node, roundTripMs), undefined]
  }
  const until = random.pick([0, nowSeconds * 1_000, nowSeconds * 1_000 + 1, nowSeconds * 1_000 + 90_000])
  nodes.set(node, { ...known, unavailableUntil: until })
  return [book.setUnavailable(node, until, 'silent'), undefined]
}

const clocks = new WeakMap<ModelBook, number>()

/** The wheel never turns back. */
function expireClock(model: ModelBook, now: number): number {
  const clock = Math.max(clocks.get(model) ?? 0, now)
  clocks.set(model, clock)
  return clock
}

function keysOf({ node, modelRoot, workload, terms }: BookEntry): Partial<BookEntry> {
  return { node, modelRoot, workload, terms }
}

function removeWhere(entries: Map<string, BookEntry>, isRemoved: (entry: BookEntry) => boolean): number {
  const before = entries.size
  for (const [key, entry] of entries) if (isRemoved(entry)) entries.delete(key)
  return before - entries.size
}
