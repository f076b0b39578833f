/** An entry as the words that the book keeps of it, and back. */
import { type BookEntry, regionIndexOf, uint32Max } from './book-entry.ts'
import {
  type BookIndex,
  errorColumn,
  idColumn,
  idOf,
  sequenceColumn,
  sequenceOf,
  slotColumn,
  slotsColumn,
  subnetColumn,
} from './book-index.ts'
import {
  attested,
  context,
  decode,
  expires,
  from,
  gpuMemory,
  handle,
  height,
  inputHigh,
  inputLow,
  kind,
  leafShift,
  market,
  marketOf,
  measured,
  modelsMax,
  node,
  none,
  operator,
  outputHigh,
  outputLow,
  place,
  prefill,
  queue,
  reputation,
  unavailableFlag,
  until,
  withdrawnFlag,
  x,
  y,
  z,
} from './offer-rows.ts'

/** Numbers that stand for the names of an entry. */
export type EntryNumbers = {
  readonly handle: number
  readonly node: number
  readonly operator: number
  readonly model: number
}

/** Writes the row of an entry, a word per column, with what is known of its node. */
export function fillRow(index: BookIndex, row: Uint32Array, entry: BookEntry, numbers: EntryNumbers): void {
  const state = index.nodes.state(numbers.node)
  const put = (column: number, value: number): void => {
    row[column >> leafShift] = value
  }
  putWide(row, inputLow, inputHigh, entry.inputPrice)
  putWide(row, outputLow, outputHigh, entry.outputPrice)
  put(x, microseconds(entry.coordinate?.x ?? 0))
  put(y, microseconds(entry.coordinate?.y ?? 0))
  put(z, microseconds(entry.coordinate?.z ?? 0))
  put(height, entry.coordinate === undefined ? none : microseconds(entry.coordinate.heightMs))
  put(measured, state.measured)
  put(gpuMemory, entry.gpuMemoryMib)
  put(context, entry.contextTokensMax)
  put(prefill, saturated(entry.rates.prefillTokensPerSecond))
  put(decode, saturated(entry.rates.decodeTokensPerSecond))
  put(queue, saturated(entry.rates.queueMs))
  put(reputation, state.reputation)
  put(from, saturated(entry.availableFrom))
  put(until, saturated(entry.availableUntil))
  put(expires, saturated(entry.expiresAt))
  put(kind, regionIndexOf(entry.country) | (entry.resourceClass << 8) | (entry.terms << 16) | (entry.exactness << 24))
  put(attested, entry.attestations)
  const flags = (entry.slots === 0 ? withdrawnFlag : 0) | (state.isUnavailable ? unavailableFlag : 0)
  put(place, entry.country | flags)
  put(market, marketOf(entry.workload, numbers.model))
  put(operator, numbers.operator)
  put(node, numbers.node)
  put(handle, numbers.handle)
}

/** Writes the rest of an entry, whose id is the one that was sought last. */
export function fillRecord(index: BookIndex, handle: number, entry: BookEntry, slot: number): void {
  const { records, soughtId } = index
  for (let word = 0; word < 8; word++) records.set(handle, idColumn + word, soughtId[word] as number)
  records.set(handle, slotColumn, slot)
  records.set(handle, sequenceColumn, Number(entry.sequence & 0xffff_ffffn))
  records.set(handle, sequenceColumn + 1, Number(entry.sequence >> 32n))
  records.set(handle, subnetColumn, entry.subnet)
  records.set(handle, slotsColumn, saturated(entry.slots))
  records.set(handle, errorColumn, entry.coordinate === undefined ? 0 : Math.round(entry.coordinate.error * 1e6))
}

/** Returns the entry of an offer. */
export function entryOf(index: BookIndex, offer: number): BookEntry {
  const word = (column: number): number => index.rowWord(offer, column)
  const [what, deal] = [word(kind), word(market)]
  return {
    id: idOf(index, offer),
    node: index.nodes.names.text(word(node)),
    operator: index.operators.text(word(operator)),
    modelRoot: index.models.text(deal % modelsMax),
    workload: Math.floor(deal / modelsMax),
    terms: (what >>> 16) & 255,
    resourceClass: (what >>> 8) & 255,
    gpuMemoryMib: word(gpuMemory),
    country: word(place) & 0xffff,
    attestations: word(attested),
    inputPrice: wide(word(inputLow), word(inputHigh)),
    outputPrice: wide(word(outputLow), word(outputHigh)),
    contextTokensMax: word(context),
    slots: index.records.get(offer, slotsColumn),
    exactness: what >>> 24,
    subnet: index.records.get(offer, subnetColumn),
    ...(word(height) === none ? {} : { coordinate: coordinateOf(index, offer) }),
    rates: {
      prefillTokensPerSecond: word(prefill),
      decodeTokensPerSecond: word(decode),
      queueMs: word(queue),
    },
    sequence: sequenceOf(index, offer),
    availableFrom: word(from),
    availableUntil: word(until),
    expiresAt: word(expires),
  }
}

function coordinateOf(index: BookIndex, offer: number): NonNullable<BookEntry['coordinate']> {
  const word = (column: number): number => index.rowWord(offer, column)
  return {
    x: (word(x) | 0) / 1_000,
    y: (word(y) | 0) / 1_000,
    z: (word(z) | 0) / 1_000,
    heightMs: word(height) / 1_000,
    error: index.records.get(offer, errorColumn) / 1_000_000,
  }
}

function putWide(row: Uint32Array, low: number, high: number, value: bigint): void {
  row[low >> leafShift] = Number(value & 0xffff_ffffn)
  row[high >> leafShift] = Number(value >> 32n)
}

function wide(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low)
}

/** Signed microseconds; a typed array keeps their low 32 bits. */
function microseconds(ms: number): number {
  return Math.round(ms * 1_000)
}

function saturated(value: number): number {
  return Math.min(Math.round(value), uint32Max)
}
