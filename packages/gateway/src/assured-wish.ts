/**
 * How an answer is to be verified: as the request says, else by the gateway's own policy wherever somebody offers answers that
 * an auditor can compare with anything.
 */
import { exactnessClasses, offerTerms, type Workload } from '@millrace/protocol'
import { type Ask, assuranceOf } from '@millrace/sdk'
import type { CatalogModel } from './catalog.ts'
import type { GatewayVerification } from './route-parts.ts'
import { invalidHeader, type Wish } from './wish-headers.ts'

/** A wish of which nothing more is to be decided. */
export type AssuredWish = Wish & Pick<Ask, 'exactnessMin'>

/** What of it concerns the offers that may serve it. */
export type AssuredNeeds = {
  /** Code of the least class. */
  readonly exactnessMin: number
  readonly assurance: ReturnType<typeof assuranceOf>
}

/**
 * Returns the wish with its policy. Cost: linear in the model's offers.
 *
 * @throws {RequestError} `HEADER_INVALID` where opaque answers are to be audited.
 */
export function assuredWish(
  wish: Wish,
  model: Pick<CatalogModel, 'offers'>,
  workload: Workload,
  { policy: usual }: Pick<GatewayVerification, 'policy'>,
): AssuredWish {
  const isComparable = wish.exactness !== 'opaque'
  if (wish.policy?.name === 'sampled' && !isComparable) throw invalidHeader('millrace-exactness')
  const policy = wish.policy ?? (isComparable && hasComparable(wish, model, workload) ? usual : undefined)
  if (policy === undefined || policy.name === 'trust') return wish
  return { ...wish, policy, exactnessMin: 'tolerant' }
}

/** Returns what the wish asks of offers. */
export function assuredNeeds({ exactness, exactnessMin, policy }: AssuredWish): AssuredNeeds {
  const least = [exactness, exactnessMin].map((name) => exactnessClasses[name ?? 'opaque'])
  return { exactnessMin: Math.max(...least), assurance: assuranceOf({ exactness, policy }) }
}

function hasComparable(
  { terms = 'posted' }: Wish,
  { offers }: Pick<CatalogModel, 'offers'>,
  workload: Workload,
): boolean {
  return offers.some(
    (offer) =>
      offer.workload === workload &&
      offer.offer.terms === offerTerms[terms] &&
      offer.offer.exactness >= exactnessClasses.tolerant,
  )
}
