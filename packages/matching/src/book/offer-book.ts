/**
 * The offer book: every offer a buyer has heard of and believes, kept for matching a million of them in well under a
 * millisecond. An offer is for a deal, (node, model, workload, terms); one with a higher sequence replaces it.
 *
 * All of it is flat memory: rows in price-ordered leaves (leaf-store.ts), hash indices by id and deal, an expiry wheel, a list
 * per node. Nothing of an entry is kept as a JavaScript object, so a million offers give the garbage collector nothing to do.
 *
 * Invariants: a call that throws has changed nothing. Neither the order of calls nor the layout that came of it can be seen from
 * the outside. All offers are priced in one token: keep a book per token.
 */
import type { Address, Hash } from '@millrace/protocol'
import { type Reputation, reputationLowerBound } from '../reputation.ts'
import { type BookEntry, checkBookEntry } from './book-entry.ts'
import {
  type BookIndex,
  createBookIndex,
  nextOfNodeColumn,
  previousOfNodeColumn,
  sequenceOf,
  slotColumn,
  toMillionths,
} from './book-index.ts'
import { entryOf, fillRecord, fillRow } from './entry-rows.ts'
import { BookNodesFullError } from './node-table.ts'
import {
  expires,
  leafShift,
  market,
  marketOf,
  measured,
  modelsMax,
  node,
  none,
  operator,
  place,
  reputation,
  rowColumns,
  unavailableFlag,
} from './offer-rows.ts'

/** Most offers a book can be made for: each may be of its own model, and that many models have numbers. */
export const bookOffersMax = modelsMax

export type OfferBook = {
  /** Offers held, withdrawn and not yet expired ones included. */
  readonly size: number
  /** Memory held, in bytes. */
  readonly bytes: number
  /**
   * Adds an offer, or replaces that of the same deal when its sequence is higher.
   *
   * @returns `stale` when the sequence is not higher, `full` when there is no room for another deal; neither changes anything.
   * @throws {BookEntryError} for a value out of its range. @throws {RangeError} for an id or address that is not hex of its
   * length, or an id that another deal has.
   */
  upsert(entry: BookEntry): 'added' | 'replaced' | 'stale' | 'full'
  /** Removes an offer. Returns whether it was there. */
  remove(id: Hash): boolean
  /** Removes all offers of a node; what is known of the node stays. Returns how many there were. Cost: O(offers of the node). */
  removeNode(node: Address): number
  /**
   * Removes what has expired, and ends what kept nodes out of matches until then. Returns how many offers left. Cost: O(what ends,
   * and nodes kept out).
   *
   * @param nowSeconds - Unix seconds; an earlier one than before does nothing.
   */
  expire(nowSeconds: number): number
  /** Sets the record of a node. Cost: O(offers of the node), like the next two. @throws {BookNodesFullError} */
  setReputation(node: Address, record: Reputation): void
  /** Sets the round trip that we measured, which overrides the estimate, or forgets it. @throws {BookNodesFullError} */
  setRoundTrip(node: Address, roundTripMs: number | undefined): void
  /** Keeps a node out of matches until then. @param until - Unix milliseconds; 0 ends it. @throws {BookNodesFullError} */
  setUnavailable(node: Address, until: number, reason: string): void
  /** Returns why and until when a node is kept out, or undefined when it is not. */
  unavailability(node: Address, nowMs: number): { readonly until: number; readonly reason: string } | undefined
  /** Returns the offer of an id. Coordinates come back to the microsecond. */
  entry(id: Hash): BookEntry | undefined
}

const indexes = new WeakMap<OfferBook, BookIndex>()

/**
 * Returns an empty book.
 *
 * @param init.offersMax - most offers it may hold, up to {@link bookOffersMax}.
 * @param init.hashSeed - 32 random bits, so that nobody can make offers that crowd one place of the hash indices. It changes
 * no result.
 *
 * @example
 * const book = createOfferBook({ offersMax: 100_000 })
 * book.upsert(entry) // 'added'
 */
export function createOfferBook(init: { readonly offersMax: number; readonly hashSeed?: number }): OfferBook {
  if (!Number.isInteger(init.offersMax) || init.offersMax < 1 || init.offersMax > bookOffersMax) {
    throw new RangeError(`offersMax: expected 1 to ${bookOffersMax}, got ${init.offersMax}`)
  }
  const index = createBookIndex(init.offersMax, (init.hashSeed ?? 0) >>> 0)
  const row = new Uint32Array(rowColumns)

  function upsert(entry: BookEntry): 'added' | 'replaced' | 'stale' | 'full' {
    checkBookEntry(entry)
    const holder = index.findId(entry.id)
    const operatorFound = index.operators.find(entry.operator)
    const [nodeFound, model] = [index.nodes.names.find(entry.node), index.models.find(entry.modelRoot)]
    const isKnown = nodeFound !== -1 && model !== -1
    const held = isKnown ? index.findDeal(nodeFound, marketOf(entry.workload, model), entry.terms) : -1
    if (held !== -1 && entry.sequence <= sequenceOf(index, held)) return 'stale'
    if (holder !== -1) throw new RangeError(`the id ${entry.id} is that of another offer`)
    if (held !== -1) {
      replaceOffer(index, row, held, entry, operatorFound)
      return 'replaced'
    }
    if (index.size >= index.offersMax) return 'full'
    const node = index.nodes.add(entry.node)
    if (node === -1) return 'full'
    addOffer(index, row, node, entry)
    return 'added'
  }

  function expire(nowSeconds: number): number {
    const before = index.size
    const now = Math.min(Math.max(Math.floor(nowSeconds), 0), none)
    index.wheel.advance(now, (offer) => dropOffer(index, offer))
    for (const number of index.nodes.unavailableOver(now * 1_000)) setUnavailableUntil(number, 0, '')
    return before - index.size
  }

  function removeNode(address: Address): number {
    const number = index.nodes.names.find(address)
    if (number === -1) return 0
    const offers = offersOf(index, number)
    for (const offer of offers) removeOffer(index, offer)
    return offers.length
  }

  function known(address: Address): number {
    const number = index.nodes.add(address)
    if (number === -1) throw new BookNodesFullError(index.offersMax * 2)
    return number
  }

  /** Sets a column of all rows of a node, which is forgotten when nothing is known of it any more. */
  function spread(number: number, column: number, value: (word: number) => number): void {
    for (const offer of offersOf(index, number)) {
      index.leaves.setColumn(index.records.get(offer, slotColumn), column, value(index.rowWord(offer, column)))
    }
    index.nodes.settle(number)
  }

  function setUnavailableUntil(number: number, until: number, reason: string): void {
    index.nodes.setUnavailable(number, until, reason)
    spread(number, place, (word) => (until === 0 ? word & ~unavailableFlag : word | unavailableFlag))
  }

  const book: OfferBook = {
    get size() {
      return index.size
    },
    get bytes() {
      return bytesOf(index)
    },
    upsert,
    remove(id) {
      const offer = index.findId(id)
      if (offer !== -1) removeOffer(index, offer)
      return offer !== -1
    },
    removeNode,
    expire,
    setReputation(address, record) {
      const millionths = toMillionths(reputationLowerBound(record))
      const number = known(address)
      index.nodes.setReputation(number, millionths)
      spread(number, reputation, () => millionths)
    },
    setRoundTrip(address, roundTripMs) {
      if (roundTripMs !== undefined && !(roundTripMs >= 0 && roundTripMs < none / 1_000)) {
        throw new RangeError(`roundTripMs: expected 0 or more, got ${roundTripMs}`)
      }
      const us = roundTripMs === undefined ? none : Math.round(roundTripMs * 1_000)
      const number = known(address)
      index.nodes.setMeasured(number, us)
      spread(number, measured, () => us)
    },
    setUnavailable(address, until, reason) {
      if (!Number.isSafeInteger(until) || until < 0) throw new RangeError(`until: expected Unix ms, got ${until}`)
      setUnavailableUntil(known(address), until, reason)
    },
    unavailability(address, nowMs) {
      const number = index.nodes.names.find(address)
      const until = number === -1 ? 0 : index.nodes.unavailableUntil(number)
      return until > nowMs ? { until, reason: index.nodes.reason(number) } : undefined
    },
    entry(id) {
      const offer = index.findId(id)
      return offer === -1 ? undefined : entryOf(index, offer)
    },
  }
  indexes.set(book, index)
  return book
}

/** Returns the insides of a book, for the matcher. @throws {TypeError} for what {@link createOfferBook} did not return. */
export function indexOf(book: OfferBook): BookIndex {
  const index = indexes.get(book)
  if (index === undefined) throw new TypeError('expected a book of createOfferBook')
  return index
}

function addOffer(index: BookIndex, row: Uint32Array, nodeNumber: number, entry: BookEntry): void {
  const handle = index.handles.free.pop() ?? index.handles.made++
  const [model, operator] = [index.models.acquire(entry.modelRoot), index.operators.acquire(entry.operator)]
  fillRow(index, row, entry, { handle, node: nodeNumber, operator, model })
  index.records.reserve(handle)
  fillRecord(index, handle, entry, index.leaves.insert(row))
  index.enlistId(handle)
  index.enlistDeal(handle)
  index.wheel.add(handle, row[expires >> leafShift] as number)
  const next = index.nodes.head(nodeNumber)
  index.records.set(handle, nextOfNodeColumn, next)
  index.records.set(handle, previousOfNodeColumn, 0)
  if (next !== 0) index.records.set(next - 1, previousOfNodeColumn, handle + 1)
  index.nodes.setHead(nodeNumber, handle + 1)
  count(index, row[market >> leafShift] as number, 1)
}

/** @param operatorFound - number of the entry's operator, or -1. */
function replaceOffer(
  index: BookIndex,
  row: Uint32Array,
  handle: number,
  entry: BookEntry,
  operatorFound: number,
): void {
  const [formerOperator, formerExpires] = [index.rowWord(handle, operator), index.rowWord(handle, expires)]
  const isSameOperator = operatorFound === formerOperator
  const numbers = {
    handle,
    node: index.rowWord(handle, node),
    operator: isSameOperator ? formerOperator : index.operators.acquire(entry.operator),
    model: index.rowWord(handle, market) % modelsMax,
  }
  fillRow(index, row, entry, numbers)
  index.delistId(handle)
  fillRecord(index, handle, entry, index.leaves.replace(index.records.get(handle, slotColumn), row))
  index.enlistId(handle)
  const itsExpires = row[expires >> leafShift] as number
  if (itsExpires !== formerExpires) {
    index.wheel.remove(handle)
    index.wheel.add(handle, itsExpires)
  }
  if (!isSameOperator) index.operators.release(formerOperator)
}

function removeOffer(index: BookIndex, handle: number): void {
  index.wheel.remove(handle)
  dropOffer(index, handle)
}

/** Removes an offer that the wheel has let go. */
function dropOffer(index: BookIndex, handle: number): void {
  const { records, nodes } = index
  const [deal, nodeNumber] = [index.rowWord(handle, market), index.rowWord(handle, node)]
  index.delistId(handle)
  index.delistDeal(handle)
  index.operators.release(index.rowWord(handle, operator))
  index.models.release(deal % modelsMax)
  const next = records.get(handle, nextOfNodeColumn)
  const previous = records.get(handle, previousOfNodeColumn)
  if (next !== 0) records.set(next - 1, previousOfNodeColumn, previous)
  if (previous !== 0) records.set(previous - 1, nextOfNodeColumn, next)
  else nodes.setHead(nodeNumber, next)
  index.leaves.remove(records.get(handle, slotColumn))
  index.handles.free.push(handle)
  count(index, deal, -1)
  nodes.settle(nodeNumber)
}

function count(index: BookIndex, deal: number, change: 1 | -1): void {
  const workload = Math.floor(deal / modelsMax)
  const left = (index.marketCounts.get(deal) ?? 0) + change
  if (left === 0) index.marketCounts.delete(deal)
  else index.marketCounts.set(deal, left)
  index.workloadCounts[workload] = (index.workloadCounts[workload] as number) + change
  index.size += change
}

function offersOf(index: BookIndex, nodeNumber: number): readonly number[] {
  const offers: number[] = []
  for (let next = index.nodes.head(nodeNumber); next !== 0; next = index.records.get(next - 1, nextOfNodeColumn)) {
    offers.push(next - 1)
  }
  return offers
}

/** Bytes of a map's entry, about: two words and its share of the table. */
const mapEntryBytes = 40

function bytesOf(index: BookIndex): number {
  const names = index.nodes.bytes + index.operators.bytes + index.models.bytes
  const lists = index.handles.free.length * 8 + index.marketCounts.size * mapEntryBytes
  const tables = index.leaves.bytes + index.records.bytes + index.wheel.bytes + index.indexBytes
  return tables + names + lists + index.workloadCounts.byteLength
}
