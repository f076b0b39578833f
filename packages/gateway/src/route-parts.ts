/** What the endpoints are made of, and who is asking. */
import type { VerificationPolicy } from '@millrace/protocol'
import type { Buyer } from '@millrace/sdk'
import type { FastifyRequest } from 'fastify'
import type { Catalog } from './catalog.ts'
import type { ExchangeParts } from './exchange.ts'
import type { Caller, KeyRing } from './key-ring.ts'

/** `audits` where it audits what it bought. */
export type GatewayBuyer = Pick<Buyer, 'run' | 'offers'> & Partial<Pick<Buyer, 'audits' | 'proofOf' | 'receipts'>>

export type RouteParts = {
  readonly buyer: GatewayBuyer
  readonly catalog: Catalog
  readonly exchangeParts: ExchangeParts
  readonly keys: KeyRing
  readonly state: { readonly closing: boolean }
  readonly allowAnonymous: boolean
  readonly startedAt: number
  readonly verification: GatewayVerification
}

export type GatewayVerification = {
  /** How sure to be where a request says nothing and somebody offers answers that can be compared. */
  readonly policy: VerificationPolicy
  /** What `sampled` means, parts per million. */
  readonly sampledRatePpm: number
}

/** Returns who asks. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new Error('A route under /v1 was reached without authentication.')
  return request.caller
}
