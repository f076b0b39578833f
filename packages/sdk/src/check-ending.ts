/** Checks how a run ended: its own receipt, or, for a retry, the receipt of the earlier run whose answer it repeats. */
import {
  type Amount,
  checkReceiptBundle,
  type Domain,
  exactnessClasses,
  type Receipt,
  type ReceiptBundle,
  type RecoverSigner,
  type Signature,
  type WorkRequest,
  type WorkResponse,
} from '@millrace/protocol'
import { OverchargedError, ReceiptMismatchError } from './buyer-error.ts'
import type { BuyerStore, LeaseRecord } from './buyer-store.ts'
import type { Lease } from './lease.ts'
import { isOvercharge, type ObservedRun, receiptFault } from './verify-receipt.ts'

/** A checked end: the receipt with all that proves it. */
export type Ending = { readonly bundle: ReceiptBundle; readonly lease: LeaseRecord }

export type SignedReceipt = { readonly receipt: Receipt; readonly signature: Signature }

type Chain = { readonly domain: Domain; readonly separator: Uint8Array }

/**
 * Returns the ending of a run that this buyer has seen from its start.
 *
 * @param counted - base units that the buyer counted.
 * @throws {OverchargedError} when the receipt asks for more than was delivered. @throws {ReceiptMismatchError}
 */
export function checkOwnEnding(
  { chain, recover }: { chain: Chain; recover: RecoverSigner },
  { lease, request, observed, counted }: { lease: Lease; request: WorkRequest; observed: ObservedRun; counted: Amount },
  signed: SignedReceipt,
  response: WorkResponse,
): Ending {
  const { node } = lease.quote
  const known = lease.checkedBeacon
  const fault = receiptFault(lease, observed, signed, { separator: chain.separator, recover, known })
  if (fault !== undefined) {
    if (!isOvercharge(signed.receipt, observed, lease.quote)) throw new ReceiptMismatchError(node, fault)
    throw new OverchargedError(node, `its receipt does not hold: ${fault}`)
  }
  const { build } = lease.offer.details
  if (
    build !== undefined &&
    signed.receipt.exactness === exactnessClasses.replayable &&
    signed.receipt.build !== build
  ) {
    throw new ReceiptMismatchError(node, 'it names another build than its offer.')
  }
  if (signed.receipt.amount !== counted) {
    throw new ReceiptMismatchError(node, `it says ${signed.receipt.amount} base units, but ${counted} were counted.`)
  }
  lease.checkedBeacon = { sequence: signed.receipt.sequence, beacon: signed.receipt.beacon }
  const record = { ...lease, model: lease.offer.model }
  return { lease: record, bundle: bundleOf(chain, record, request, signed, response) }
}

/**
 * Returns the ending of an earlier run, perhaps of before a restart, that a retry was answered with.
 *
 * @throws {ReceiptMismatchError} when the lease is not of this buyer and this node, or any check of the bundle fails.
 */
export function checkReplayedEnding(
  { chain, recover, store }: { chain: Chain; recover: RecoverSigner; store: BuyerStore },
  { lease, request }: { lease: Lease; request: WorkRequest },
  signed: SignedReceipt,
  response: WorkResponse,
): Ending {
  const { node } = lease.quote
  const record = store.lease(signed.receipt.leaseId)
  if (record === undefined) throw new ReceiptMismatchError(node, 'it is for a lease that this buyer never opened.')
  if (record.quote.node !== node) throw new ReceiptMismatchError(node, 'it is of another node.')
  const bundle = bundleOf(chain, record, request, signed, response)
  const failed = checkReceiptBundle(bundle, recover).find(({ holds }) => !holds)
  if (failed !== undefined) throw new ReceiptMismatchError(node, `${failed.name}: ${failed.detail}.`)
  return { lease: record, bundle }
}

function bundleOf(
  { domain }: Chain,
  { model, quote, quoteSignature, order, orderSignature }: LeaseRecord,
  request: WorkRequest,
  { receipt, signature }: SignedReceipt,
  response: WorkResponse,
): ReceiptBundle {
  const lease = { model, quote, quoteSignature, order, orderSignature }
  return { domain, ...lease, request, response, receipt, receiptSignature: signature }
}
