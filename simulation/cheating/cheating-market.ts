/**
 * A market of honest and cheating providers under one policy: jobs arrive, receipts are committed at the end of an epoch, audits are
 * chosen after it, verdicts come later, stake is slashed. Decided by the functions of `economics`; no models run, detection
 * is an input. Virtual time in epochs, all randomness from a seed.
 *
 * Invariants: a provider is slashed at most once and leaves; what is lost is refunded, paid to the reporter or burned.
 */
import { auditRate, type EconomicParameters, slashOf, slashSplit } from '@millrace/economics'
import type { VerificationPolicy } from '@millrace/protocol'
import { createEventQueue } from '../event-queue.ts'
import type { Random } from '../random.ts'
import { canTake, createProvider, doesCheat, type Provider, type ProviderInit, type Receipt } from './provider.ts'

/** Tolerant mode: evidence that convicts, and the most that one request adds, in nats. */
export const natsToConvict = 13.8
export const natsPerRequestMax = 2.35
/** What an honest request takes off, in nats; evidence is never below 0, so no credit can be saved up. */
const natsHonest = 0.5

export type CheatingMarketInit = {
  readonly policy: VerificationPolicy
  readonly mode: 'canonical' | 'tolerant'
  readonly providers: readonly ProviderInit[]
  readonly price: bigint
  readonly epochs: number
  /** On average, over the whole market. */
  readonly jobsPerEpoch: number
  readonly tokensMin: number
  readonly tokensMax: number
  /** Share of auditors that cover for a cheat, ppm. */
  readonly colludingPpm: number
  /** Epochs from the end of an epoch to the verdicts about it. */
  readonly verdictEpochs: number
  /** Share of buyers that show their text when a provider is suspect, ppm. */
  readonly shownPpm: number
  readonly parameters: EconomicParameters
}

type Event =
  | { readonly name: 'job' }
  | { readonly name: 'epoch ends'; readonly epoch: number }
  | { readonly name: 'verdicts'; readonly chosen: readonly Receipt[]; readonly epoch: number }

/** Plays the market out and returns its providers, with their accounts. */
export function runCheatingMarket(init: CheatingMarketInit, random: Random): readonly Provider[] {
  const providers = init.providers.map(createProvider)
  const queue = createEventQueue<Event>()
  const jobs = random.fork('jobs')
  queue.plan(jobs.exponential(1 / init.jobsPerEpoch), { name: 'job' })
  for (let epoch = 0; epoch < init.epochs; epoch++) queue.plan(epoch + 1, { name: 'epoch ends', epoch })
  // Once no cheat can cheat any more, nothing more is learnt; a market without cheats is played to its end.
  const isOpen = (epoch: number): boolean =>
    init.providers.every(({ cheat }) => cheat === undefined) ||
    providers.some((each) => each.cheat !== undefined && each.isActive && !isGone(init, each, epoch))
  for (let next = queue.next(); next !== undefined && isOpen(Math.floor(next.at)); next = queue.next()) {
    const { at, event } = next
    if (event.name === 'job') {
      serve(init, providers, Math.floor(at), random)
      const then = at + jobs.exponential(1 / init.jobsPerEpoch)
      if (then < init.epochs) queue.plan(then, event)
    } else if (event.name === 'epoch ends') {
      const chosen = chooseAudits(init, providers, event.epoch, random)
      queue.plan(at + init.verdictEpochs, { name: 'verdicts', chosen, epoch: event.epoch })
    } else {
      for (const receipt of event.chosen) audit(init, receipt, random)
      for (const provider of providers) settle(provider, event.epoch)
    }
  }
  return providers
}

/** One job: to one provider, or to as many as the policy wants replicas; they are compared at once. */
function serve(init: CheatingMarketInit, providers: readonly Provider[], epoch: number, random: Random): void {
  const { policy, price, parameters } = init
  const [agree, of] = policy.name === 'replicas' ? [policy.agree, policy.of] : [1, 1]
  const able = providers.filter((provider) => !hasLeft(init, provider, epoch) && canTake(provider, price, parameters))
  if (able.length < of) return
  const drawn = Array.from({ length: of }, () => able.splice(random.integer(able.length), 1)).flat()
  const colluders = drawn.filter(({ strategy }) => strategy?.name === 'colludes').length
  const tokens = init.tokensMin + random.integer(init.tokensMax - init.tokensMin + 1)
  const receipts = drawn.map((provider): Receipt => {
    const rate = (orderedRate(init, provider) * parameters.canarySharePpm) / 1e12
    const isCanary = random.next() < rate
    const isCheated = doesCheat(provider, { epoch, isCanary, colluders, agree }, random)
    const receipt = { provider, epoch, price, tokens, isCheated, isCanary, isAudited: false }
    provider.unsettled.push(receipt)
    provider.open += price
    provider.account.jobs++
    if (!isCheated) return receipt
    provider.account.cheatedJobs++
    provider.account.cheatedTokens += tokens
    provider.account.gained += (price * BigInt(provider.cheat?.gainPpm ?? 0)) / 1_000_000n
    return receipt
  })
  if (of > 1) judgeDissent(init, receipts, agree, random)
}

/** Colluders give the same wrong result, other cheats each its own. Who is not in the accepted group is computed again. */
function judgeDissent(init: CheatingMarketInit, receipts: readonly Receipt[], agree: number, random: Random): void {
  const groups = Map.groupBy(receipts, ({ isCheated, provider }) => {
    if (!isCheated) return 'right'
    return provider.strategy?.name === 'colludes' ? 'agreed' : provider
  })
  const largest = [...groups.values()].reduce((one, other) => (other.length > one.length ? other : one))
  const accepted = largest.length >= agree ? largest : []
  for (const receipt of receipts) if (!accepted.includes(receipt)) audit(init, receipt, random)
}

/** Canaries, and of the other runs those that a beacon chooses after the receipts are committed. */
function chooseAudits(
  init: CheatingMarketInit,
  providers: readonly Provider[],
  epoch: number,
  random: Random,
): readonly Receipt[] {
  const { canarySharePpm } = init.parameters
  return providers.flatMap((provider) => {
    const rate = (orderedRate(init, provider) * (1_000_000 - canarySharePpm)) / 1e12
    return provider.unsettled.filter((receipt) => receipt.epoch === epoch && (receipt.isCanary || random.next() < rate))
  })
}

function orderedRate({ policy, parameters }: CheatingMarketInit, { cleanAudits }: Provider): number {
  switch (policy.name) {
    case 'trust':
    case 'attested':
      return 0
    case 'sampled':
      return auditRate(policy.ratePpm, cleanAudits, parameters)
    case 'replicas':
      return parameters.auditFloorPpm
    case 'exact':
      return 1_000_000
  }
}

function audit(init: CheatingMarketInit, receipt: Receipt, random: Random): void {
  const { provider, isCheated, tokens } = receipt
  if (!provider.isActive || receipt.isAudited) return
  receipt.isAudited = true
  provider.account.audits++
  const isCovered = isCheated && random.next() * 1e6 < init.colludingPpm
  if (!isCheated || isCovered) {
    provider.cleanAudits++
    provider.evidence = Math.max(0, provider.evidence - natsHonest)
    return
  }
  const { mismatchPpm = 0, natsPerToken = 0 } = provider.cheat ?? {}
  if (init.mode === 'canonical') {
    if (random.next() < 1 - (1 - mismatchPpm / 1e6) ** tokens) convict(init, receipt)
    return
  }
  provider.evidence += Math.min(natsPerRequestMax, natsPerToken * tokens)
  if (provider.evidence >= natsToConvict) convict(init, receipt)
  else if (provider.evidence >= natsPerRequestMax) auditAll(init, provider, random)
}

/** A suspect is audited in full: whatever is unsettled and whose buyer shows it. */
function auditAll(init: CheatingMarketInit, provider: Provider, random: Random): void {
  for (const receipt of provider.unsettled) {
    if (!receipt.isAudited && random.next() * 1e6 < init.shownPpm) audit(init, receipt, random)
  }
}

function convict({ parameters }: CheatingMarketInit, { provider, epoch }: Receipt): void {
  const { account } = provider
  const exposure = provider.unsettled
    .filter((receipt) => receipt.epoch === epoch)
    .reduce((sum, { price }) => sum + price, 0n)
  const slash = slashOf(provider.stake, exposure, parameters.slash)
  provider.stake -= slash
  provider.isActive = false
  account.lost = slash
  account.refunded = slashSplit(slash, { proven: exposure }, parameters.slash).refundProven
  account.conviction = { jobs: account.cheatedJobs, tokens: account.cheatedTokens, gained: account.gained }
}

function settle(provider: Provider, epoch: number): void {
  provider.unsettled = provider.unsettled.filter((receipt) => receipt.epoch > epoch)
  provider.open = provider.unsettled.reduce((sum, receipt) => sum + receipt.price, 0n)
}

/** Whether it has left or stopped, and no verdict about it can come any more. */
function isGone(init: CheatingMarketInit, provider: Provider, epoch: number): boolean {
  const { strategy, account, unsettled } = provider
  const hasStopped = strategy?.name === 'stops in time' && account.cheatedJobs >= strategy.jobs
  return (hasStopped || hasLeft(init, provider, epoch)) && !unsettled.some(({ isCheated }) => isCheated)
}

/** Who hits and runs is gone before the first verdict about it. */
function hasLeft({ verdictEpochs }: CheatingMarketInit, { strategy }: Provider, epoch: number): boolean {
  return strategy?.name === 'hit and run' && epoch > strategy.honestEpochs + verdictEpochs
}
