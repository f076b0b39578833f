/**
 * Grows a book, updates it, matches orders of every kind, and runs a plain full scan of the same offers beside.
 *
 * Three kinds of time, so that a busy machine can be told apart: by the clock, as a buyer would wait, in the first pass over the
 * orders; the least of several passes, which other processes disturbed least; and processor time, which is exact for sums only.
 * Between two matches of one order come all others, so its leaves are no warmer in a later pass than in the first.
 */
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  type BookEntry,
  createOfferBook,
  explainMatch,
  explainNoMatch,
  type MatchOrder,
  type MatchResult,
  matchOffers,
  type OfferBook,
} from '@millrace/matching'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import {
  type NodeNews,
  type PlainNode,
  type PlainOffer,
  plainNodeOf,
  plainOfferOf,
  plainScan,
  toldToBoth,
} from './plain-scan.ts'
import {
  createRandom,
  hashOf,
  type MarketNode,
  marketNodes,
  marketOffer,
  nowSeconds,
  type Random,
  tellOfNodes,
} from './synthetic-market.ts'
import { type OrderKind, orderKinds, orderOf, pickKind } from './synthetic-orders.ts'

export type MatchingBenchOptions = {
  readonly seed: number
  readonly sizes: readonly number[]
  readonly updates: number
  readonly orders: number
  readonly warmUpOrders: number
  /** Times that each order is matched. */
  readonly passes: number
  /** Orders that the full scan answers, too; its answers must be the same. */
  readonly scanOrders: number
}
type Sample = {
  readonly kind: OrderKind
  readonly outcome: MatchResult['outcome']
  /** By the clock, in the first pass. */
  readonly ms: number
  /** The least of all passes. */
  readonly leastMs: number
}
export type SizeResult = {
  readonly offers: number
  readonly insertsPerSecond: number
  readonly updatesPerSecond: number
  /** Updates per second of processor time. */
  readonly updatesPerCpuSecond: number
  /** Processor time of a match, mean over all passes, in milliseconds. */
  readonly matchCpuMs: number
  /** With what the book takes of the heap. */
  readonly bytesPerOffer: number
  /** What the book says of itself. */
  readonly bookBytesPerOffer: number
  readonly samples: readonly Sample[]
  readonly scanMs: readonly number[]
  readonly answers: readonly string[]
}

const nowMs = nowSeconds * 1_000
const token = { symbol: 'tUSD', decimals: 6 }

/** Runs the bench and prints it. Returns the results, for tests. @throws {Error} when matcher and scan differ. */
export async function runMatchingBench(options: MatchingBenchOptions): Promise<readonly SizeResult[]> {
  const results: SizeResult[] = []
  for (const size of options.sizes) results.push(await measure(size, options))
  print(results)
  const figures = Object.fromEntries(results.flatMap(figuresOf))
  printReport({ bench: 'matching', seed: options.seed, result: results.map(({ answers }) => answers), figures })
  return results
}

async function measure(size: number, options: MatchingBenchOptions): Promise<SizeResult> {
  const random = createRandom(options.seed)
  const nodes = marketNodes(random, Math.max(1, Math.round(size / 4)))
  const before = await heldBytes()
  const book = createOfferBook({ offersMax: size, hashSeed: options.seed })
  const serials = new Float64Array(size * 2)
  const insertsPerSecond = fill(book, size, nodes, serials, random)
  tellOfNodes(createRandom(options.seed), book, nodes)
  const bookBytesPerOffer = book.bytes / size
  const bytesPerOffer = bookBytesPerOffer + Math.max(0, (await heldBytes()) - before) / size
  // The same news again, this time to the scan as well, which so costs no memory while the book's is counted.
  const states = new Map<string, PlainNode>()
  const news = toldToBoth(book, states)
  tellOfNodes(createRandom(options.seed), news, nodes)
  const updates = update(book, news, serials, options.updates, random)
  const orders = Array.from({ length: options.orders }, () => order(random))
  for (let i = 0; i < options.warmUpOrders; i++) answer(book, order(random).order, i)
  const answers = orders.map(() => '')
  const passes = Array.from({ length: options.passes }, () => pass(book, orders, answers))
  const [first] = passes
  const samples = orders.map(({ kind }, i): Sample => {
    const times = passes.map(({ ms }) => ms[i] as number)
    const outcome = answers[i]?.startsWith('none') ? 'no-match' : 'matched'
    return { kind, outcome, ms: first?.ms[i] as number, leastMs: Math.min(...times) }
  })
  const scanMs = scanBeside(book, states, serials, orders.slice(0, options.scanOrders))
  return {
    offers: book.size,
    insertsPerSecond,
    ...updates,
    matchCpuMs: passes.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / (passes.length * orders.length),
    bytesPerOffer,
    bookBytesPerOffer,
    samples,
    scanMs,
    answers,
  }
}

type KindOfOrder = { readonly kind: OrderKind; readonly order: MatchOrder }

/** Matches all orders once. Keeps the answers, which must be those of the pass before. */
function pass(
  book: OfferBook,
  orders: readonly KindOfOrder[],
  answers: string[],
): { readonly ms: Float64Array; readonly cpuMs: number } {
  const ms = new Float64Array(orders.length)
  const results: MatchResult[] = []
  const before = cpuMs()
  for (const [seed, { order }] of orders.entries()) {
    const start = performance.now()
    const { result } = answer(book, order, seed)
    ms[seed] = performance.now() - start
    results.push(result)
  }
  const spent = cpuMs() - before
  for (const [i, result] of results.entries()) {
    const summary = summaryOf(result)
    if (answers[i] !== '' && answers[i] !== summary) throw new Error(`order ${i}: first ${answers[i]}, then ${summary}`)
    answers[i] = summary
  }
  return { ms, cpuMs: spent }
}

/** Returns the processor time of this thread, in milliseconds: collectors and compilers in threads of their own left out. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function order(random: Random): KindOfOrder {
  const kind = pickKind(random)
  return { kind, order: orderOf(kind, random) }
}

/** Matches and puts the answer in words: what is timed. */
function answer(book: OfferBook, order: MatchOrder, seed: number): { result: MatchResult; lines: readonly string[] } {
  const result = matchOffers(book, order, { nowMs, seed })
  const lines =
    result.outcome === 'matched'
      ? result.matches.slice(0, 1).flatMap((match) => explainMatch(match, token))
      : explainNoMatch(result, token)
  return { result, lines }
}

function summaryOf(result: MatchResult): string {
  if (result.outcome === 'matched') return result.matches.map(({ id, score }) => `${id} ${score}`).join(' ')
  const changes = result.relaxation?.changes.map(({ constraint, to }) => `${constraint} ${String(to)}`)
  return `none of ${result.considered}: ${changes?.join(', ') ?? ''} ${result.relaxation?.offers ?? 0}`
}

/** Adds offers until the book has as many as wanted. Returns additions per second, the making of offers left out. */
function fill(
  book: OfferBook,
  size: number,
  nodes: readonly MarketNode[],
  serials: Float64Array,
  random: Random,
): number {
  let [ms, serial] = [0, 0]
  while (book.size < size) {
    const batch: BookEntry[] = []
    while (batch.length < Math.min(10_000, size - book.size)) {
      const node = nodes[Math.floor(random() * nodes.length)] as MarketNode
      serial++
      batch.push(marketOffer(random, node, serial))
    }
    const start = performance.now()
    for (const entry of batch) book.upsert(entry)
    ms += performance.now() - start
  }
  // Live serials are those whose id is in the book; a deal may have been replaced on the way.
  let live = 0
  for (let i = 1; i <= serial; i++) if (book.entry(hashOf(i)) !== undefined) serials[live++] = i
  return (size * 1_000) / ms
}

/** Of ten updates, seven move a price, one withdraws an offer, one brings one back, one is about a node. */
function update(
  book: OfferBook,
  news: NodeNews,
  serials: Float64Array,
  updates: number,
  random: Random,
): Pick<SizeResult, 'updatesPerSecond' | 'updatesPerCpuSecond'> {
  const steps: (() => void)[] = []
  const touched = new Set<number>()
  for (let i = 0; i < updates; i++) {
    const at = Math.floor(random() * book.size)
    if (touched.has(at)) continue
    touched.add(at)
    const entry = book.entry(hashOf(serials[at] as number))
    if (entry === undefined) continue
    const factor = 1 + 0.25 * (random() - 0.5)
    const serial = 1e8 + i
    const outputPrice = BigInt(Math.round(Number(entry.outputPrice) * factor))
    const changed = { ...entry, id: hashOf(serial), sequence: entry.sequence + 1_000_000_000n, outputPrice }
    const dice = random()
    if (dice < 0.9) serials[at] = serial
    if (dice < 0.7) steps.push(() => book.upsert(changed))
    else if (dice < 0.8) steps.push(() => book.upsert({ ...changed, slots: 0 }))
    else if (dice < 0.9) steps.push(() => book.remove(entry.id) && book.upsert(changed))
    else steps.push(() => news.setReputation(entry.node, { good: Math.round(100 * random()), bad: 1 }))
  }
  const [start, before] = [performance.now(), cpuMs()]
  for (const step of steps) step()
  return {
    updatesPerSecond: (steps.length * 1_000) / (performance.now() - start),
    updatesPerCpuSecond: (steps.length * 1_000) / (cpuMs() - before),
  }
}

function scanBeside(
  book: OfferBook,
  states: Map<string, PlainNode>,
  serials: Float64Array,
  orders: readonly { readonly order: MatchOrder }[],
): readonly number[] {
  const offers: PlainOffer[] = []
  for (let i = 0; i < book.size; i++) {
    const entry = book.entry(hashOf(serials[i] as number))
    if (entry === undefined) throw new Error(`offer ${i} is lost`)
    offers.push(plainOfferOf(entry, plainNodeOf(states, entry.node)))
  }
  return orders.map(({ order }, seed) => {
    const start = performance.now()
    const scores = plainScan(offers, order, nowMs)
    const ms = performance.now() - start
    expectSame(matchOffers(book, order, { nowMs, seed }), scores, order)
    return ms
  })
}

function expectSame(result: MatchResult, scores: readonly number[], order: MatchOrder): void {
  const found = result.outcome === 'matched' ? result.matches.map(({ score }) => Number(score)) : []
  const isEnough = scores.length >= (order.distinct === undefined ? 1 : order.count)
  const expected = isEnough ? scores : []
  if (found.join() !== expected.join()) throw new Error(`the scan found ${expected}, the matcher ${found}`)
}

/**
 * Returns the heap held after a collection, in bytes. Buffers are left out: the book counts its own exactly, while the process
 * may free those of the size before at any time.
 */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 3; i++) {
    collect()
    await setImmediate()
  }
  return process.memoryUsage().heapUsed
}

const quantiles = [0.5, 0.99, 0.999] as const

function print(results: readonly SizeResult[]): void {
  const us = (ms: number | undefined): string => ((ms ?? Number.NaN) * 1_000).toFixed(0)
  printTable(
    ['offers', 'updates/s', 'per CPU s', 'bytes/offer', 'matches/s', 'per CPU s', 'scan p50 µs', 'scans/s'],
    results.map((result) => {
      const scans = sorted(result.scanMs)
      return [
        String(result.offers),
        result.updatesPerSecond.toFixed(0),
        result.updatesPerCpuSecond.toFixed(0),
        result.bytesPerOffer.toFixed(0),
        perSecond(result.samples.map(({ ms }) => ms)).toFixed(0),
        (1_000 / result.matchCpuMs).toFixed(0),
        us(quantileOf(scans, 0.5)),
        perSecond(scans).toFixed(1),
      ]
    }),
  )
  process.stdout.write('\nTime of a match, in µs, by the clock and the least of all passes:\n')
  printTable(
    ['offers', 'p50', 'p99', 'p99.9', 'least p50', 'least p99', 'least p99.9', 'mean CPU'],
    results.map(({ offers, samples, matchCpuMs }) => {
      const times = [sorted(samples.map(({ ms }) => ms)), sorted(samples.map(({ leastMs }) => leastMs))]
      const figures = times.flatMap((all) => quantiles.map((quantile) => us(quantileOf(all, quantile))))
      return [String(offers), ...figures, us(matchCpuMs)]
    }),
  )
  for (const { offers, samples } of results) printKinds(offers, samples, us)
}

function printKinds(offers: number, samples: readonly Sample[], us: (ms: number | undefined) => string): void {
  process.stdout.write(
    `\nBy kind of order, at ${offers} offers, in µs, the least of all passes but where it says clock:\n`,
  )
  printTable(
    ['kind', 'orders', 'unmatched', 'mean', 'p50', 'p99', 'most', 'p99 clock'],
    Object.keys(orderKinds).map((kind) => {
      const ofKind = samples.filter((sample) => sample.kind === kind)
      const least = sorted(ofKind.map(({ leastMs }) => leastMs))
      const clock = sorted(ofKind.map(({ ms }) => ms))
      const unmatched = ofKind.filter(({ outcome }) => outcome === 'no-match').length
      const figures = [1_000 / perSecond(least), ...[0.5, 0.99, 1].map((quantile) => quantileOf(least, quantile))]
      return [kind, String(ofKind.length), String(unmatched), ...[...figures, quantileOf(clock, 0.99)].map(us)]
    }),
  )
}

function figuresOf(result: SizeResult): [string, number][] {
  const all = sorted(result.samples.map(({ ms }) => ms))
  const least = sorted(result.samples.map(({ leastMs }) => leastMs))
  const scans = sorted(result.scanMs)
  const round = (value: number): number => Math.round(value * 10) / 10
  const figures = {
    insertsPerSecond: Math.round(result.insertsPerSecond),
    updatesPerSecond: Math.round(result.updatesPerSecond),
    updatesPerCpuSecond: Math.round(result.updatesPerCpuSecond),
    bytesPerOffer: round(result.bytesPerOffer),
    bookBytesPerOffer: round(result.bookBytesPerOffer),
    matchesPerSecond: Math.round(perSecond(all)),
    matchesPerCpuSecond: Math.round(1_000 / result.matchCpuMs),
    p50Us: round(quantileOf(all, 0.5) * 1_000),
    p99Us: round(quantileOf(all, 0.99) * 1_000),
    p999Us: round(quantileOf(all, 0.999) * 1_000),
    leastP50Us: round(quantileOf(least, 0.5) * 1_000),
    leastP99Us: round(quantileOf(least, 0.99) * 1_000),
    leastP999Us: round(quantileOf(least, 0.999) * 1_000),
    cpuUs: round(result.matchCpuMs * 1_000),
    scansPerSecond: round(perSecond(scans)),
  }
  return Object.entries(figures).map(([name, value]) => [`${result.offers}_${name}`, value])
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}

function perSecond(ms: readonly number[]): number {
  return (ms.length * 1_000) / ms.reduce((sum, value) => sum + value, 0)
}
