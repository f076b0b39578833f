/**
 * The whole market in one process under a virtual clock: jobs look for providers, providers fail, close for the day and
 * change their prices, and what was delivered before a failure is paid and continued elsewhere.
 *
 * Invariants: every job ends once, answered or unserved; every output unit of an answered job was delivered once; what
 * buyers paid is what providers got, to the base unit. Money is in whole millionths of a dollar.
 */
import { type Coordinate, nextPostedPrice } from '@millrace/matching'
import { createEventQueue } from './event-queue.ts'
import { candidatesMax, type MarketMatcher } from './market-matcher.ts'
import type { OpenSpan } from './open-hours.ts'
import type { Random } from './random.ts'
import { type Job, type Provider, roundTripMs, type World } from './world.ts'

/** Jobs that wait at one provider, for each of its slots. */
const queuedPerSlotMax = 4
/** A provider that is down is known to be down after this long. */
const dialMs = 3_000
const unreachableMs = 60_000
/** A stream that stands still is known to be dead after this long. */
export const stallMs = 5_000
/** A job that all named providers refused looks again after this long, one for which nobody was named after that long. */
const refusedMs = 1_000
const nobodyMs = 10_000
/** Looks of one job in all; it is unserved after the last. */
const looksMax = 1_000
/** A provider that refused a job is not named for it for this long. */
const refusalMs = 60_000
const repairMinutes = 20
const priceEpochMs = 300_000
/** An offer lives this long; it is announced anew at half of it. */
const offerLifetimeMs = 600_000
/** A change of the queue is announced at most this often, and is heard this much later. */
const announceSpacingMs = 2_000
const gossipMs = 100
const priceRule = { target: 0.6, changeMax: 0.125 }
/** A million input units cost this share of a million output units. */
export const inputPriceShare = 0.25

export type ProviderAccount = { readonly revenue: number; readonly busyMs: number; readonly openSlotMs: number }

export type JobAccount = {
  readonly job: Job
  readonly paid: number
  /** Virtual milliseconds from the order; undefined for a job that nobody served. */
  readonly firstTokenMs?: number
  readonly endMs?: number
  /** Providers that worked on it. */
  readonly parts: number
  readonly delivered: number
}

export type MarketOutcome = { readonly jobs: readonly JobAccount[]; readonly providers: readonly ProviderAccount[] }

export type MarketInit = {
  readonly random: Random
  readonly matcher: MarketMatcher
  /** When each provider is open, in order. */
  readonly openSpans: readonly (readonly OpenSpan[])[]
  /** Where each buyer believes to be. */
  readonly coordinates: readonly Coordinate[]
  /** What is paid at most for a million output units, by model. */
  readonly outputPriceMax: readonly number[]
}

type Seeker = {
  readonly job: Job
  delivered: number
  paid: number
  parts: number
  looks: number
  firstTokenMs: number | undefined
  candidates: readonly number[]
  refusedBy: Set<number>
  refusedSince: number
}

type Running = {
  readonly seeker: Seeker
  readonly price: number
  readonly startedAt: number
  readonly writesFrom: number
}

type Seller = {
  readonly provider: Provider
  readonly running: Set<Running>
  readonly queue: Seeker[]
  price: bigint
  floor: bigint
  ceiling: bigint
  isUp: boolean
  openUntil: number
  sequence: number
  heardAt: number
  announcePlanned: boolean
  revenue: number
  busyMs: number
  openSlotMs: number
  countedAt: number
  epochBusyMs: number
  epochSlotMs: number
}

type Event =
  | { readonly type: 'look'; readonly seeker: Seeker }
  | { readonly type: 'ask'; readonly seeker: Seeker; readonly from: number }
  | { readonly type: 'end'; readonly seller: Seller; readonly running: Running }
  | { readonly type: 'fail' | 'repair' | 'close' | 'price' | 'announce'; readonly seller: Seller }
  | { readonly type: 'open'; readonly seller: Seller; readonly span: OpenSpan }

/** Runs the market until the last job has ended. Cost: some microseconds an event. */
export function runMarket(world: World, init: MarketInit): MarketOutcome {
  const { random, matcher } = init
  const events = createEventQueue<Event>()
  const accounts: JobAccount[] = []
  let left = world.jobs.length
  const sellers = world.providers.map((provider) => sellerOf(provider))

  for (const job of world.jobs) {
    events.plan(job.at, { type: 'look', seeker: seekerOf(job) })
  }
  for (const seller of sellers) {
    for (const span of init.openSpans[seller.provider.index] ?? [])
      events.plan(span.from, { type: 'open', seller, span })
    events.plan(random.next() * priceEpochMs, { type: 'price', seller })
    planFailure(seller, 0)
  }
  while (left > 0) {
    const planned = events.next()
    if (planned === undefined) throw new RangeError(`${left} jobs never ended`)
    handle(planned.event, planned.at)
  }
  return {
    jobs: accounts,
    providers: sellers.map(({ revenue, busyMs, openSlotMs }) => ({ revenue, busyMs, openSlotMs })),
  }

  function handle(event: Event, at: number): void {
    if (event.type === 'look') look(event.seeker, at)
    else if (event.type === 'ask') ask(event.seeker, event.from, at)
    else move(event, at)
  }

  function move(event: Exclude<Event, { type: 'look' | 'ask' }>, at: number): void {
    const { seller } = event
    count(seller, at)
    if (event.type === 'end') end(seller, event.running, at)
    else if (event.type === 'fail') fail(seller, at)
    else if (event.type === 'repair') repair(seller, at)
    else if (event.type === 'open') open(seller, event.span, at)
    else if (event.type === 'close') close(seller, at)
    else if (event.type === 'price') reprice(seller, at)
    else announce(seller, at)
  }

  function look(seeker: Seeker, at: number): void {
    const { job, delivered } = seeker
    if (seeker.looks++ >= looksMax) {
      settle(seeker, undefined)
      return
    }
    if (at - seeker.refusedSince >= refusalMs) {
      seeker.refusedBy = new Set()
      seeker.refusedSince = at
    }
    const demand = {
      job,
      refusedBy: seeker.refusedBy,
      inputUnits: job.inputUnits + delivered,
      outputUnits: job.outputUnits - delivered,
      outputPriceMax: init.outputPriceMax[job.model] ?? 0,
      coordinate: coordinateOf(job),
    }
    seeker.candidates = matcher.choose(demand, at).slice(0, candidatesMax)
    tryNext(seeker, 0, at)
  }

  function tryNext(seeker: Seeker, from: number, at: number): void {
    const seller = sellers[seeker.candidates[from] ?? -1]
    if (seller === undefined) events.plan(at + (from === 0 ? nobodyMs : refusedMs), { type: 'look', seeker })
    else events.plan(at + tripMs(seeker, seller) / 2, { type: 'ask', seeker, from })
  }

  function ask(seeker: Seeker, from: number, at: number): void {
    const seller = sellers[seeker.candidates[from] ?? -1]
    if (seller === undefined) throw new RangeError('a candidate was asked that is none')
    const { provider } = seller
    count(seller, at)
    if (!seller.isUp || at >= seller.openUntil) {
      matcher.unreachable(provider.index, at + unreachableMs)
      tryNext(seeker, from + 1, at + dialMs)
      return
    }
    if (seller.running.size < provider.slots) start(seller, seeker, at)
    else if (seller.queue.length < provider.slots * queuedPerSlotMax) seller.queue.push(seeker)
    else {
      seeker.refusedBy.add(provider.index)
      tryNext(seeker, from + 1, at + tripMs(seeker, seller) / 2)
    }
    announceSoon(seller, at)
  }

  function start(seller: Seller, seeker: Seeker, at: number): void {
    const { provider } = seller
    const { job, delivered } = seeker
    const writesFrom = at + ((job.inputUnits + delivered) * 1_000) / provider.prefillTokensPerSecond
    const running = { seeker, price: Number(seller.price), startedAt: at, writesFrom }
    seller.running.add(running)
    seeker.parts++
    seeker.firstTokenMs ??= writesFrom + tripMs(seeker, seller) / 2 - job.at
    const writingMs = ((job.outputUnits - delivered) * 1_000) / provider.decodeTokensPerSecond
    events.plan(writesFrom + writingMs, { type: 'end', seller, running })
  }

  function end(seller: Seller, running: Running, at: number): void {
    if (!seller.running.delete(running)) return
    const { seeker } = running
    pay(seller, running, seeker.job.outputUnits - seeker.delivered, at)
    matcher.outcome(seller.provider.index, true, at)
    settle(seeker, at + tripMs(seeker, seller) / 2 - seeker.job.at)
    const next = seller.queue.shift()
    if (next !== undefined) start(seller, next, at)
    announceSoon(seller, at)
  }

  /** Pays for what was read and written under this provider. */
  function pay(seller: Seller, { seeker, price, writesFrom }: Running, outputUnits: number, at: number): void {
    const read = at < writesFrom ? 0 : seeker.job.inputUnits + seeker.delivered
    const amount = Math.ceil((price * outputUnits + price * inputPriceShare * read) / 1e6)
    seeker.delivered += outputUnits
    seeker.paid += amount
    seller.revenue += amount
  }

  /** Takes every job from a provider; each goes on elsewhere after `delayMs`. */
  function dropAll(seller: Seller, at: number, delayMs: number): void {
    const { decodeTokensPerSecond } = seller.provider
    for (const running of seller.running) {
      const { seeker } = running
      const written = Math.floor(Math.max(0, ((at - running.writesFrom) * decodeTokensPerSecond) / 1_000))
      if (at < running.writesFrom && seeker.delivered === 0) seeker.firstTokenMs = undefined
      pay(seller, running, Math.min(written, seeker.job.outputUnits - seeker.delivered), at)
      events.plan(at + delayMs, { type: 'look', seeker })
    }
    seller.running.clear()
    for (const seeker of seller.queue.splice(0)) events.plan(at + delayMs, { type: 'look', seeker })
  }

  function fail(seller: Seller, at: number): void {
    if (seller.running.size > 0) matcher.outcome(seller.provider.index, false, at)
    dropAll(seller, at, stallMs)
    seller.isUp = false
    events.plan(at + random.exponential(repairMinutes * 60_000), { type: 'repair', seller })
  }

  function repair(seller: Seller, at: number): void {
    seller.isUp = true
    planFailure(seller, at)
    announceSoon(seller, at)
  }

  function planFailure(seller: Seller, at: number): void {
    const mean = seller.provider.hoursBetweenFailures * 3_600_000
    events.plan(at + random.exponential(mean), { type: 'fail', seller })
  }

  function open(seller: Seller, span: OpenSpan, at: number): void {
    seller.openUntil = span.to
    if (Number.isFinite(span.to)) events.plan(span.to, { type: 'close', seller })
    announceSoon(seller, at)
  }

  /** What runs was told in good time: it goes on elsewhere without a gap. */
  function close(seller: Seller, at: number): void {
    dropAll(seller, at, 0)
  }

  function reprice(seller: Seller, at: number): void {
    const utilisation = seller.epochSlotMs === 0 ? priceRule.target : seller.epochBusyMs / seller.epochSlotMs
    const { floor, ceiling } = seller
    const before = seller.price
    seller.price = nextPostedPrice(before, { ...priceRule, utilisation: Math.min(1, utilisation), floor, ceiling })
    seller.epochBusyMs = 0
    seller.epochSlotMs = 0
    const isOld = at - seller.heardAt >= offerLifetimeMs / 2
    if (seller.price !== before || isOld) announceSoon(seller, at)
    events.plan(at + priceEpochMs, { type: 'price', seller })
  }

  function announceSoon(seller: Seller, at: number): void {
    if (seller.announcePlanned) return
    seller.announcePlanned = true
    events.plan(Math.max(at, seller.heardAt + announceSpacingMs) + gossipMs, { type: 'announce', seller })
  }

  function announce(seller: Seller, at: number): void {
    seller.announcePlanned = false
    if (!seller.isUp || at >= seller.openUntil) return
    seller.heardAt = at
    matcher.heard({
      provider: seller.provider.index,
      sequence: ++seller.sequence,
      outputPrice: Number(seller.price),
      inputPrice: Math.ceil(Number(seller.price) * inputPriceShare),
      queueMs: queueMs(seller, at),
      availableUntil: seller.openUntil,
      expiresAt: at + offerLifetimeMs,
    })
  }

  function settle(seeker: Seeker, endMs: number | undefined): void {
    const { job, paid, parts, delivered, firstTokenMs } = seeker
    left--
    const isServed = endMs !== undefined && firstTokenMs !== undefined
    accounts.push({ job, paid, parts, delivered, ...(isServed ? { endMs, firstTokenMs } : {}) })
  }

  function tripMs({ job }: Seeker, { provider }: Seller): number {
    const buyer = world.buyers[job.buyer]
    if (buyer === undefined) throw new RangeError(`there is no buyer ${job.buyer}`)
    return roundTripMs(buyer, provider)
  }

  function coordinateOf({ buyer }: Job): Coordinate {
    const coordinate = init.coordinates[buyer]
    if (coordinate === undefined) throw new RangeError(`buyer ${buyer} has no coordinate`)
    return coordinate
  }
}

function seekerOf(job: Job): Seeker {
  return {
    job,
    delivered: 0,
    paid: 0,
    parts: 0,
    looks: 0,
    firstTokenMs: undefined,
    candidates: [],
    refusedBy: new Set(),
    refusedSince: job.at,
  }
}

function sellerOf(provider: Provider): Seller {
  const price = BigInt(Math.max(1, Math.round(provider.price)))
  return {
    provider,
    running: new Set(),
    queue: [],
    price,
    floor: price / 2n,
    ceiling: price * 4n,
    isUp: true,
    openUntil: Number.NEGATIVE_INFINITY,
    sequence: 0,
    heardAt: Number.NEGATIVE_INFINITY,
    announcePlanned: false,
    revenue: 0,
    busyMs: 0,
    openSlotMs: 0,
    countedAt: 0,
    epochBusyMs: 0,
    epochSlotMs: 0,
  }
}

/** Counts the time since the last event of this provider. */
function count(seller: Seller, at: number): void {
  const isOpen = seller.isUp && seller.countedAt < seller.openUntil
  const elapsed = Math.min(at, seller.openUntil) - seller.countedAt
  seller.countedAt = at
  if (!isOpen || elapsed <= 0) return
  const { slots } = seller.provider
  const busy = seller.running.size * elapsed
  seller.busyMs += busy
  seller.openSlotMs += slots * elapsed
  seller.epochBusyMs += busy
  seller.epochSlotMs += slots * elapsed
}

/** Returns how long a job that comes now would wait: work ahead of it over the slots. */
function queueMs({ provider, running, queue }: Seller, at: number): number {
  if (running.size < provider.slots) return 0
  const { decodeTokensPerSecond, prefillTokensPerSecond, slots } = provider
  const workMs = ({ job, delivered }: Seeker): number =>
    ((job.inputUnits + delivered) / prefillTokensPerSecond + (job.outputUnits - delivered) / decodeTokensPerSecond) *
    1_000
  const leftMs = [...running].map((each) => Math.max(0, each.startedAt + workMs(each.seeker) - at))
  return Math.ceil(Math.min(...leftMs) + queue.reduce((sum, seeker) => sum + workMs(seeker), 0) / slots)
}
