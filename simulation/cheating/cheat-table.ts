/**
 * The table of cheats and policies: how long a cheat lasts, what it gained before and what it lost, on average over many markets.
 *
 * Prices are the highest that the stake covers against the worst of the cheats (`orderPriceMax`), so every row is as good for the
 * cheat as the rules let it be. Where the worst cheat cannot be told apart, there is no such price, and the row says so.
 */
import { auditPowerPpm, type EconomicParameters, orderPriceMax } from '@millrace/economics'
import type { VerificationPolicy } from '@millrace/protocol'
import { meanOf, quantileOf } from '../figures.ts'
import { createRandom } from '../random.ts'
import { natsPerRequestMax, natsToConvict, runCheatingMarket } from './cheating-market.ts'
import type { Cheat, Strategy } from './cheats.ts'
import type { ProviderInit } from './provider.ts'

export type CheatTableInit = {
  readonly seed: number
  readonly markets: number
  /** Of each provider; sybils share one. Base units. */
  readonly stake: bigint
  readonly honestProviders: number
  readonly epochs: number
  readonly jobsPerEpoch: number
  readonly tokensMin: number
  readonly tokensMax: number
  readonly verdictEpochs: number
  /** Of auditors and, as `colludes`, of providers, ppm. */
  readonly colludingPpm: number
  readonly shownPpm: number
  /** Record that every provider starts with; 0 for new identities. */
  readonly cleanAudits: number
  readonly parameters: EconomicParameters
}

export const defaultTableInit: Omit<CheatTableInit, 'parameters'> = {
  seed: 1,
  markets: 100,
  stake: 1_000_000_000n,
  honestProviders: 8,
  epochs: 40,
  // Enough for the exposure cap to bind while a verdict is under way.
  jobsPerEpoch: 4_000,
  tokensMin: 100,
  tokensMax: 300,
  verdictEpochs: 2,
  colludingPpm: 200_000,
  shownPpm: 500_000,
  cleanAudits: 2_500,
}

export type PolicyCase = {
  readonly policy: VerificationPolicy
  readonly mode: 'canonical' | 'tolerant'
}

export type CheatRow = PolicyCase & {
  readonly cheat: string
  readonly strategy: Strategy['name']
  /** Of a job, base units; 0 where no price is covered, and nothing was played. */
  readonly price: bigint
  /** Share of the markets in which it was convicted. */
  readonly convicted: number
  /** Medians over those convicted. */
  readonly jobsToConviction: number
  readonly tokensToConviction: number
  /** Means over all markets, as shares of the stake. */
  readonly gained: number
  readonly lost: number
  readonly net: number
  /** Standard error of the net. */
  readonly netError: number
}

/** Returns one row: a cheat that goes about it in one way, under one policy. */
export function cheatRow(
  init: CheatTableInit,
  { cheat, strategy, price, ...under }: PolicyCase & { cheat: Cheat; strategy: Strategy; price: bigint },
): CheatRow {
  const row = { ...under, cheat: cheat.name, strategy: strategy.name, price }
  const none = { convicted: 0, jobsToConviction: Number.NaN, tokensToConviction: Number.NaN }
  if (price === 0n) return { ...row, ...none, gained: 0, lost: 0, net: 0, netError: 0 }
  const random = createRandom(init.seed)
  const outcomes = Array.from({ length: init.markets }, (_, market) => {
    const providers = providersOf(init, cheat, strategy)
    const played = runCheatingMarket({ ...init, ...under, price, providers }, random.fork(`market ${market}`))
    const cheats = played.filter((provider) => provider.cheat !== undefined)
    const share = (amount: (account: (typeof cheats)[number]['account']) => bigint): number =>
      Number(cheats.reduce((sum, { account }) => sum + amount(account), 0n)) /
      Number(init.stake * BigInt(stakesOf(init, strategy)))
    const convictions = cheats.flatMap(({ account }) => account.conviction ?? [])
    return {
      gained: share(({ gained }) => gained),
      lost: share(({ lost }) => lost),
      convictions,
      cheats: cheats.length,
    }
  })
  const convictions = outcomes.flatMap((outcome) => outcome.convictions)
  const nets = outcomes.map(({ gained, lost }) => gained - lost)
  const net = meanOf(nets)
  return {
    ...row,
    convicted: convictions.length / outcomes.reduce((sum, { cheats }) => sum + cheats, 0),
    jobsToConviction: quantileOf(
      convictions.map(({ jobs }) => jobs),
      0.5,
    ),
    tokensToConviction: quantileOf(
      convictions.map(({ tokens }) => tokens),
      0.5,
    ),
    gained: meanOf(outcomes.map(({ gained }) => gained)),
    lost: meanOf(outcomes.map(({ lost }) => lost)),
    net,
    netError: Math.sqrt(meanOf(nets.map((value) => (value - net) ** 2)) / Math.max(1, nets.length - 1)),
  }
}

/**
 * Returns the highest price that the stake of one identity covers against each of the cheats; 0 where there is none.
 *
 * In tolerant mode a conviction takes the evidence of several audits, and the price is as many times lower: going on until convicted
 * then loses. What a cheat gains that stops before stays below what so few jobs are worth.
 */
export function coveredPrice(
  init: CheatTableInit,
  under: PolicyCase,
  cheats: readonly Cheat[],
  identities = 1,
): bigint {
  const prices = cheats.map(({ gainPpm, mismatchPpm, natsPerToken }) => {
    const nats = Math.min(natsPerRequestMax, natsPerToken * init.tokensMin)
    if (under.mode === 'tolerant' && nats === 0) return 0n
    const audits = under.mode === 'tolerant' ? Math.ceil(natsToConvict / nats) : 1
    const powerPpm = under.mode === 'tolerant' ? 1_000_000 : auditPowerPpm(mismatchPpm, init.tokensMin)
    const { policy } = under
    const { colludingPpm, parameters } = init
    const stake = init.stake / BigInt(identities)
    return orderPriceMax({ policy, gainPpm, powerPpm, colludingPpm, stake }, parameters) / BigInt(audits)
  })
  return prices.sort((one, other) => (one < other ? -1 : 1))[0] ?? 0n
}

/** Returns the rows as a table in Markdown; money in percent of the stake. */
export function formatCheatTable(rows: readonly CheatRow[]): string {
  const head = [
    '| cheat | strategy | policy | convicted | jobs to conviction | tokens | gained before | lost | net |',
    '|---|---|---|---|---|---|---|---|---|',
  ]
  return [...head, ...rows.map(formatRow)].join('\n')
}

function formatRow(row: CheatRow): string {
  const policy = `${policyText(row.policy)}, ${row.mode}`
  const cells = [row.cheat, row.strategy, policy]
  if (row.price === 0n)
    return `| ${[...cells, 'no price is covered: nothing convicts', '', '', '', '', ''].join(' | ')} |`
  const count = (value: number): string => (Number.isNaN(value) ? 'never' : value.toFixed(0))
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`
  const found = [count(row.jobsToConviction), count(row.tokensToConviction)]
  const money = [percent(row.gained), percent(row.lost), `${percent(row.net)} ± ${percent(1.96 * row.netError)}`]
  return `| ${[...cells, percent(row.convicted), ...found, ...money].join(' | ')} |`
}

function policyText(policy: VerificationPolicy): string {
  if (policy.name === 'sampled') return `sampled ${policy.ratePpm / 10_000} %`
  return policy.name === 'replicas' ? `replicas ${policy.agree} of ${policy.of}` : policy.name
}

function providersOf(init: CheatTableInit, cheat: Cheat, strategy: Strategy): readonly ProviderInit[] {
  const { stake, cleanAudits } = init
  const honest = Array.from({ length: init.honestProviders }, (): ProviderInit => ({ stake, cleanAudits }))
  const names = strategy.name === 'sybils' ? strategy.identities : stakesOf(init, strategy)
  const own = strategy.name === 'sybils' ? stake / BigInt(names) : stake
  const cheats = Array.from({ length: names }, (): ProviderInit => ({ stake: own, cleanAudits, cheat, strategy }))
  return [...honest, ...cheats]
}

/** Whole stakes behind the cheats: colluders are several providers, each with its own. */
function stakesOf({ honestProviders, colludingPpm }: CheatTableInit, strategy: Strategy): number {
  if (strategy.name !== 'colludes') return 1
  return Math.max(2, Math.round((honestProviders * colludingPpm) / (1_000_000 - colludingPpm)))
}
