/**
 * What each verification policy adds to the price of an order, item by item, so that a buyer pays for exactly that.
 *
 * Units: base units of the order's token, each item rounded up; shares of the order's price in ppm (`VerificationCosts`).
 * Not in here: what the exactness class itself costs the provider (it is in its price), and disputes, which the loser pays.
 */
import type { VerificationPolicy } from '@millrace/protocol'
import { ceilDiv, ppmOne } from './chance.ts'
import type { EconomicParameters } from './parameters.ts'

const secondsPerYear = 31_536_000n

export type PolicyCostItem = {
  readonly name: 'canaries' | 'audits' | 'replicas' | 'proof' | 'checks' | 'enclave' | 'receipts' | 'stake'
  /** Base units. */
  readonly amount: bigint
  /** Of the order's price, hundredths of a percent, rounded up. */
  readonly bps: number
  /** For people: what is bought. */
  readonly why: string
}

export type PolicyCost = {
  readonly total: bigint
  readonly bps: number
  readonly items: readonly PolicyCostItem[]
}

/**
 * Returns what the policy adds to an order.
 *
 * @param price - of the order without verification, base units, at least 0.
 *
 * @example
 * policyCost({ name: 'sampled', ratePpm: 20_000 }, 1_000_000n, defaultParameters).bps // 215: 2.2 %
 */
export function policyCost(policy: VerificationPolicy, price: bigint, parameters: EconomicParameters): PolicyCost {
  if (price < 0n) throw new RangeError(`a price is at least 0, not ${price}`)
  const items = sharesOf(policy, parameters)
    .filter(({ share }) => share > 0n)
    .map(({ name, share, why }) => {
      const amount = ceilDiv(price * share, shareOne)
      return { name, amount, bps: Number(ceilDiv(share * 10_000n, shareOne)), why }
    })
  const total = items.reduce((sum, { amount }) => sum + amount, 0n)
  return { total, bps: price === 0n ? 0 : Number(ceilDiv(total * 10_000n, price)), items }
}

/** Shares are in parts of 10^12: products of two rates. */
const shareOne = 10n ** 12n

type Share = { readonly name: PolicyCostItem['name']; readonly share: bigint; readonly why: string }

function sharesOf(policy: VerificationPolicy, parameters: EconomicParameters): readonly Share[] {
  const { costs } = parameters
  switch (policy.name) {
    case 'trust':
      return []
    case 'sampled':
      return [...auditShares(policy.ratePpm, parameters), ...backingShares(parameters)]
    case 'replicas':
      return [
        {
          name: 'replicas',
          share: BigInt(policy.of - 1) * shareOne,
          why: `${policy.of} providers compute it, ${policy.agree} must agree`,
        },
        ...auditShares(parameters.auditFloorPpm, parameters),
        ...backingShares(parameters),
      ]
    case 'exact':
      return [
        { name: 'proof', share: ppmShare(costs.exactOverheadPpm), why: 'commitments to every product' },
        { name: 'checks', share: ppmShare(costs.exactCheckPpm), why: 'every run is checked' },
        ...backingShares(parameters),
      ]
    case 'attested':
      return [
        { name: 'enclave', share: ppmShare(costs.attestedOverheadPpm), why: 'it runs inside an enclave' },
        ...backingShares(parameters),
      ]
  }
}

function auditShares(ratePpm: number, { canarySharePpm, costs }: EconomicParameters): readonly Share[] {
  const perAudit = (BigInt(costs.auditPpm) * BigInt(ppmOne + costs.auditorMarginPpm)) / BigInt(ppmOne)
  return [
    {
      name: 'canaries',
      share: BigInt(ratePpm) * BigInt(canarySharePpm),
      why: `${toPercent((ratePpm * canarySharePpm) / ppmOne)} of jobs are canaries, paid like any other`,
    },
    {
      name: 'audits',
      share: BigInt(ratePpm) * perAudit,
      why: `${toPercent(ratePpm)} of jobs are computed again by auditors`,
    },
  ]
}

/** What stands behind a receipt: its root on the chain, and stake that is bound until it is settled. */
function backingShares({ costs, exposureCapBps, exposureWindowSeconds }: EconomicParameters): readonly Share[] {
  const bound = BigInt(costs.capitalPpmPerYear) * BigInt(exposureWindowSeconds) * 10_000n * 1_000_000n
  return [
    { name: 'receipts', share: ppmShare(costs.commitPpm), why: 'receipts are committed on the chain' },
    {
      name: 'stake',
      share: ceilDiv(bound, secondsPerYear * BigInt(exposureCapBps)),
      why: `stake of ${10_000 / exposureCapBps} times the price is bound for ${exposureWindowSeconds / 3_600} h`,
    },
  ]
}

function ppmShare(ppm: number): bigint {
  return BigInt(ppm) * 1_000_000n
}

function toPercent(ppm: number): string {
  return `${Number((ppm / 10_000).toFixed(3))} %`
}
