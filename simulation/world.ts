/**
 * Who is in the simulated market: providers of four kinds of machine in eighteen places, and the jobs of a day.
 *
 * Shares, speeds and prices are assumptions in the range of what public GPU marketplaces list; what the bench compares is
 * how matchers do in the same world, not the world. Money is in millionths of a dollar.
 */
import { coreRoundTripMs, type Place, placeOf } from './places.ts'
import type { Random } from './random.ts'

export type ModelPlan = {
  readonly name: string
  /** GiB of GPU memory it needs; 0 runs on a processor. */
  readonly memoryGib: number
  /** Output tokens a second, as a share of what the machine does with the smallest. */
  readonly speed: number
  readonly priceFactor: number
  /** Share of the jobs. */
  readonly weight: number
}

export const models: readonly ModelPlan[] = [
  { name: 'mini', memoryGib: 0, speed: 1.6, priceFactor: 0.3, weight: 10 },
  { name: 'small', memoryGib: 12, speed: 1, priceFactor: 1, weight: 35 },
  { name: 'medium', memoryGib: 24, speed: 0.6, priceFactor: 1.8, weight: 25 },
  { name: 'large', memoryGib: 48, speed: 0.4, priceFactor: 3, weight: 15 },
  { name: 'huge', memoryGib: 80, speed: 0.3, priceFactor: 5, weight: 15 },
]

type MachineKind = {
  readonly name: string
  readonly weight: number
  readonly memoryGib: number
  readonly decodeTokensPerSecond: number
  readonly prefillTokensPerSecond: number
  readonly slots: number
  /** Millionths of a dollar per million output tokens of the small model. */
  readonly price: number
  /** Share that is only there at nights and weekends. */
  readonly nightShare: number
  readonly hoursBetweenFailures: number
  /** Machines one operator has, on average. */
  readonly fleet: number
}

const machineKinds: readonly MachineKind[] = [
  {
    name: 'processor',
    weight: 10,
    memoryGib: 0,
    decodeTokensPerSecond: 15,
    prefillTokensPerSecond: 80,
    slots: 1,
    price: 300_000,
    nightShare: 0.3,
    hoursBetweenFailures: 200,
    fleet: 1,
  },
  {
    name: 'gaming',
    weight: 45,
    memoryGib: 24,
    decodeTokensPerSecond: 60,
    prefillTokensPerSecond: 3_000,
    slots: 1,
    price: 300_000,
    nightShare: 0.6,
    hoursBetweenFailures: 100,
    fleet: 1,
  },
  {
    name: 'workstation',
    weight: 20,
    memoryGib: 48,
    decodeTokensPerSecond: 70,
    prefillTokensPerSecond: 5_000,
    slots: 2,
    price: 380_000,
    nightShare: 0.3,
    hoursBetweenFailures: 300,
    fleet: 3,
  },
  {
    name: 'data centre',
    weight: 25,
    memoryGib: 80,
    decodeTokensPerSecond: 90,
    prefillTokensPerSecond: 12_000,
    slots: 4,
    price: 480_000,
    nightShare: 0,
    hoursBetweenFailures: 2_000,
    fleet: 25,
  },
]

/** Share of machines that fail many times a day, and how often. */
const flakyShare = 0.05
const flakyHoursBetweenFailures = 1.5
/** A last mile, in milliseconds of round trip: median and spread. */
const lastMileMs = 8
const lastMileSigma = 0.7

/** Buyers pay at most this many times the median first price of a model. */
export const priceCapFactor = 3

export type Provider = {
  readonly index: number
  readonly operator: number
  readonly place: Place
  readonly lastMileMs: number
  readonly model: number
  readonly memoryGib: number
  readonly slots: number
  readonly decodeTokensPerSecond: number
  readonly prefillTokensPerSecond: number
  /** What it first asks for a million output tokens. */
  readonly price: number
  readonly nightsOnly: boolean
  readonly hoursBetweenFailures: number
}

export type Buyer = { readonly place: Place; readonly lastMileMs: number }

export type Job = {
  readonly index: number
  /** Virtual milliseconds. */
  readonly at: number
  readonly buyer: number
  readonly model: number
  readonly inputUnits: number
  readonly outputUnits: number
  /** What a second less of waiting is worth to the buyer. */
  readonly latencyPricePerSecond: number
}

export type World = {
  readonly providers: readonly Provider[]
  readonly buyers: readonly Buyer[]
  /** By time. */
  readonly jobs: readonly Job[]
}

export type WorldSize = {
  readonly providers: number
  readonly buyers: number
  readonly jobs: number
  /** Virtual hours over which the jobs come. */
  readonly hours: number
}

/** Returns the world of a seed. */
export function createWorld(random: Random, size: WorldSize): World {
  const buyers = createBuyers(random.fork('buyers'), size.buyers)
  return {
    providers: createProviders(random.fork('providers'), size.providers),
    buyers,
    jobs: createJobs(random.fork('jobs'), size, buyers),
  }
}

/** Returns the true round trip between a buyer and a provider, in milliseconds. */
export function roundTripMs(buyer: Buyer, provider: Provider): number {
  return coreRoundTripMs(buyer.place, provider.place) + buyer.lastMileMs + provider.lastMileMs
}

function createProviders(random: Random, count: number): Provider[] {
  let operator = 0
  let leftInFleet = 0
  let fleetPlace = placeOf(random, 'providers')
  return Array.from({ length: count }, (_, index) => {
    const kind = random.weighted(machineKinds)
    const isFleet = kind.fleet > 1 && leftInFleet > 0
    if (isFleet) leftInFleet--
    else {
      operator++
      leftInFleet = kind.fleet > 1 ? Math.floor(random.exponential(kind.fleet)) : 0
      fleetPlace = placeOf(random, 'providers')
    }
    const fitting = models.map((model, at) => ({ ...model, at })).filter(({ memoryGib }) => fits(kind, memoryGib))
    const model = random.weighted(fitting)
    const speed = random.logNormal(1, 0.25)
    return {
      index,
      operator,
      place: fleetPlace,
      lastMileMs: random.logNormal(lastMileMs, lastMileSigma) / (kind.nightShare === 0 ? 8 : 1),
      model: model.at,
      memoryGib: kind.memoryGib,
      slots: kind.slots,
      decodeTokensPerSecond: kind.decodeTokensPerSecond * model.speed * speed,
      prefillTokensPerSecond: kind.prefillTokensPerSecond * model.speed * speed,
      price: random.logNormal(kind.price * model.priceFactor, 0.35),
      nightsOnly: random.next() < kind.nightShare,
      hoursBetweenFailures: random.next() < flakyShare ? flakyHoursBetweenFailures : kind.hoursBetweenFailures,
    }
  })
}

/** A processor runs the model that needs no card; a card also those below it, down to a quarter of its memory. */
function fits(kind: MachineKind, memoryGib: number): boolean {
  if (kind.memoryGib === 0) return memoryGib === 0
  return memoryGib <= kind.memoryGib && memoryGib * 4 >= kind.memoryGib
}

function createBuyers(random: Random, count: number): Buyer[] {
  return Array.from({ length: count }, () => ({
    place: placeOf(random, 'buyers'),
    lastMileMs: random.logNormal(lastMileMs, lastMileSigma),
  }))
}

/** Half of the jobs are a person or an agent that waits; half are long and can wait. */
const interactive = { inputMedian: 1_200, outputMedian: 400, sigma: 0.8, latencyPricePerSecond: 1_000 }
const patient = { inputMedian: 4_000, outputMedian: 220_000, sigma: 0.8, latencyPricePerSecond: 5 }
const inputUnitsMost = 30_000

function createJobs(random: Random, size: WorldSize, buyers: readonly Buyer[]): Job[] {
  const jobs = Array.from({ length: size.jobs }, () => {
    const buyer = random.integer(size.buyers)
    const kind = random.next() < 0.5 ? interactive : patient
    const zone = buyers[buyer]?.place.timeZone ?? 'UTC'
    return {
      at: arrivalMs(random, size.hours, zone),
      buyer,
      model: models.indexOf(random.weighted(models)),
      inputUnits: Math.min(inputUnitsMost, Math.ceil(random.logNormal(kind.inputMedian, kind.sigma))),
      outputUnits: Math.ceil(random.logNormal(kind.outputMedian, kind.sigma)),
      latencyPricePerSecond: kind.latencyPricePerSecond,
    }
  })
  return jobs.sort((a, b) => a.at - b.at).map((job, index) => ({ ...job, index }))
}

/** Twice as much is asked for in the afternoon as at night: drawn anew where a second draw says so. */
function arrivalMs(random: Random, hours: number, timeZone: string): number {
  for (;;) {
    const at = random.next() * hours * 3_600_000
    const hour = (at / 3_600_000 + utcOffsetHours(timeZone)) % 24
    const share = 0.75 - 0.25 * Math.cos(((hour - 3) / 24) * 2 * Math.PI)
    if (random.next() < share) return Math.floor(at)
  }
}

/** The virtual day begins at midnight UTC on a Wednesday in winter. */
export const dayStartMs = Date.UTC(2026, 0, 14)

const offsets = new Map<string, number>()

function utcOffsetHours(timeZone: string): number {
  const known = offsets.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(dayStartMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d+):(\d+)/.exec(name)
  const offset = match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) + Number(match[3]) / 60)
  offsets.set(timeZone, offset + 24)
  return offset + 24
}
