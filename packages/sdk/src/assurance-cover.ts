/**
 * Whether what a policy promises can be kept at a provider, looked up on the chain before any money moves: that the court knows what
 * the token is worth, that the operator's stake covers the order, and, where answers are to be replayed, that enough auditors list
 * the build that the offer names. A provider could name a build that nobody has, and `sampled` would be worth no more than `trust`.
 *
 * An auditor counts as the court would count it (`isEligible`), and no two of one operator or subnet do.
 */
import type { ChainReader } from '@millrace/chain'
import { coveredOrderMax, stakeInToken } from '@millrace/economics'
import {
  type Address,
  type Amount,
  exactnessClasses,
  type Hash,
  policies,
  policyOf,
  zeroHash,
} from '@millrace/protocol'
import { type EnrolledAuditor, isEligible, noSubnet } from '@millrace/verification'
import type { Assurance } from './assurance.ts'
import { QuoteRefusedError } from './buyer-error.ts'
import { AuditorsTooFewError, TokenUncoveredError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'

/** How long what was read is believed, in ms: rolls and stakes move in hours. */
export const coverFreshMs = 300_000
/** Auditors of the roll that are looked at for one build; who counts more finds its own. */
export const auditorsLookedAtMax = 256
/** Answers of the chain that are remembered. */
export const coverAnswersMax = 1_024

/** A {@link ChainReader} satisfies it. */
export type CoverChain = Pick<ChainReader, 'stakeOf' | 'blockTimestamp'> & {
  readonly court: Pick<
    ChainReader['court'],
    'rateOf' | 'auditorSlots' | 'auditorOf' | 'buildSince' | 'subnetOf' | 'fees'
  >
}

type Options = { readonly signal: AbortSignal }

export type AssuranceCover = {
  /** @throws {TokenUncoveredError} @throws {AuditorsTooFewError} where the offer's policy would promise what cannot be kept. */
  require(offer: ProviderOffer, options: Options): Promise<void>
  /**
   * Returns the most that an order may come to, in base units; undefined where stake does not bound it.
   *
   * @throws {QuoteRefusedError} where it covers no order at all.
   */
  orderMax(offer: ProviderOffer, options: Options): Promise<Amount | undefined>
}

/** @param payer - the buyer's account, which may be an operator itself. @param token - the settlement token. */
export function createAssuranceCover(
  { chain, now }: { readonly chain: CoverChain; readonly now: () => number },
  { payer, token }: { readonly payer: Address; readonly token: Address },
): AssuranceCover {
  const answers = new Map<string, { readonly value: Promise<unknown>; readonly readAt: number }>()

  /** Reads once for a while, however many ask. */
  function once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = answers.get(name)
    if (known !== undefined && now() - known.readAt < coverFreshMs) return known.value as Promise<T>
    const value = read()
    answers.delete(name)
    answers.set(name, { value, readAt: now() })
    for (const oldest of answers.keys()) {
      if (answers.size <= coverAnswersMax) break
      answers.delete(oldest)
    }
    value.catch(() => answers.delete(name))
    return value
  }

  const rate = (options: Options) => once('rate', () => chain.court.rateOf(token, options))

  async function listing(build: Hash, options: Options): Promise<readonly EnrolledAuditor[]> {
    const { court } = chain
    const slots = await once('slots', () => court.auditorSlots(options))
    const { auditorStake } = await once('fees', () => court.fees(options))
    const found: EnrolledAuditor[] = []
    for (const auditor of slots.filter((slot) => slot !== undefined).slice(0, auditorsLookedAtMax)) {
      const since = await court.buildSince(auditor, build, options)
      const known = since === 0n ? undefined : await court.auditorOf(auditor, options)
      if (known === undefined) continue
      const { bonded } = await once(`stake ${known.operator}`, () => chain.stakeOf(known.operator, options))
      found.push({
        ...{ auditor, operator: known.operator, subnet: known.subnet, classes: known.classes },
        ...{ joinedAt: Number(known.joinedAt), leaveRequestedAt: Number(known.leaveRequestedAt) },
        ...{ missedInARow: known.missedInARow, isBonded: bonded >= auditorStake },
        builds: [{ build, since: Number(since) }],
      })
    }
    return found
  }

  /** Returns how many that share nothing could judge the node's answers. */
  async function judgesOf({ node, operator, details: { build } }: ProviderOffer, options: Options): Promise<number> {
    if (build === undefined) return 0
    const [listed, subnet, timestamp] = await Promise.all([
      once(`build ${build}`, () => listing(build, options)),
      once(`subnet ${node}`, () => chain.court.subnetOf(node, options)),
      chain.blockTimestamp(options),
    ])
    const query = {
      ...{ seed: zeroHash, firstProbe: 0n, probesMax: 0n, slots: 0, wanted: 0, taken: [] },
      ...{ openedAt: Number(timestamp), exactness: exactnessClasses.replayable, build },
      ...{ accused: operator, accusedSubnet: subnet ?? noSubnet, reporter: payer },
    }
    const counted: EnrolledAuditor[] = []
    for (const one of listed) {
      const isTwin = counted.some((other) => other.operator === one.operator || other.subnet === one.subnet)
      if (!isTwin && one.auditor !== node && isEligible(one, query)) counted.push(one)
    }
    return counted.length
  }

  return {
    async require(offer, options) {
      const { assurance } = offer
      if (assurance === undefined || !promisesStake(assurance)) return
      if ((await rate(options)) === 0n) throw new TokenUncoveredError(token)
      const { auditorsMin } = assurance
      if (auditorsMin === 0 || !isReplayed(assurance)) return
      const found = await judgesOf(offer, options)
      if (found < auditorsMin)
        throw new AuditorsTooFewError(offer.node, { found, wanted: auditorsMin, build: offer.details.build })
    },
    async orderMax({ node, operator, offer, assurance }, options) {
      if (assurance === undefined || !isBounded(assurance, offer.exactness)) return undefined
      const policy = policyOf(assurance)
      if (policy.name !== 'sampled') return undefined
      const value = await rate(options)
      if (value === 0n) throw new TokenUncoveredError(token)
      const { bonded } = await once(`stake ${operator}`, () => chain.stakeOf(operator, options))
      const most = coveredOrderMax(stakeInToken(bonded, value), policy.ratePpm)
      if (most < 1n) throw new QuoteRefusedError(node, 'the stake of its operator covers no order under this policy.')
      return most
    },
  }
}

/** Whether the policy says that a cheat loses stake. */
function promisesStake({ policy }: Assurance): boolean {
  return policy === policies.sampled || policy === policies.replicas
}

/** Unasked, answers are made as what can only be compared within a tolerance, whatever the offer could do. */
function isReplayed({ policy, exactness }: Assurance): boolean {
  return policy === policies.sampled && exactness === exactnessClasses.replayable
}

/** Whether one wrong answer convicts. */
function isBounded(assurance: Assurance, offered: number): boolean {
  const { policy, exactness = offered } = assurance
  return isReplayed(assurance) || (policy === policies.sampled && exactness === exactnessClasses.exact)
}
