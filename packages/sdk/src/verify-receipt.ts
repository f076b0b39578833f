/**
 * Checks the receipt of one run under a lease whose own signatures were checked when it was opened. Together the two are
 * every check of `checkReceiptBundle`; a test holds them equal.
 *
 * Cost: one signature recovery and one hash of the receipt; the hashes of request and response are passed in.
 */
import {
  type Amount,
  type CheckedBeacon,
  charge,
  digest,
  exactnessClasses,
  finishes,
  type Hash,
  isBeaconOf,
  type Receipt,
  type RecoverSigner,
  receiptType,
  type Signature,
  type TaskRequest,
  taskOutputUnitsWithin,
  workloads,
  zeroHash,
} from '@millrace/protocol'
import type { LeaseRecord } from './buyer-store.ts'

/** What the buyer saw of the run. */
export type ObservedRun = {
  readonly sequence: bigint
  readonly kind: keyof typeof workloads
  readonly requestHash: Hash
  /** Hash of what was received. */
  readonly responseHash: Hash
  readonly inputUnits: number
  readonly outputUnits: number
  /** Of a task: its request, which says how much can be held in a time. */
  readonly task?: TaskRequest | undefined
  /** What the node committed to before it told the response; undefined where nothing was sealed. */
  readonly seal?: Hash | undefined
  /** Between when it ran by the buyer's clock, Unix milliseconds; undefined where the buyer did not see it run. */
  readonly during?: { readonly from: number; readonly until: number } | undefined
}

/**
 * Milliseconds that a node's clock may differ from the buyer's. Courts take no evidence of receipts that are older than a day or
 * dated ahead (`Courthouse.evidenceSeconds`), so a receipt with another date would be one that nobody can use.
 */
export const clockDifferenceMsMax = 3_600_000

/** Returns what does not hold, as the end of a sentence; undefined when the receipt is good. */
export function receiptFault(
  { leaseId, quote, order }: Pick<LeaseRecord, 'leaseId' | 'quote' | 'order'>,
  run: ObservedRun,
  { receipt, signature }: { receipt: Receipt; signature: Signature },
  { separator, recover, known }: { separator: Uint8Array; recover: RecoverSigner; known?: CheckedBeacon | undefined },
): string | undefined {
  if (receipt.leaseId !== leaseId) return 'it is for another lease.'
  if (receipt.sequence !== run.sequence) return 'it is for another run.'
  if (receipt.payer !== quote.payer || receipt.operator !== quote.operator || receipt.node !== quote.node) {
    return 'it names other parties.'
  }
  if (receipt.modelRoot !== quote.modelRoot) return 'it names another model.'
  if (receipt.token !== quote.token) return 'it names another token.'
  if (receipt.exactness !== quote.exactness) return 'it names another exactness.'
  if (!isBeaconOf(quote.beacon, receipt.sequence, receipt.beacon, known))
    return 'its beacon is not of the chain of its quote.'
  if (receipt.workload !== workloads[run.kind] || receipt.workload !== quote.workload)
    return 'it names another workload.'
  const isText = run.kind === 'chat' || run.kind === 'completion'
  if (isText && receipt.exactness === exactnessClasses.replayable && receipt.build === zeroHash)
    return 'it names no build that could replay it.'
  if (receipt.requestHash !== run.requestHash) return 'it is for another request.'
  if (receipt.responseHash !== run.responseHash) return 'it is for another response.'
  if (receipt.startedAt > receipt.finishedAt) return 'it ended before it started.'
  if (!isDatedWithin(receipt, run)) return 'it ended at another time than the run.'
  if (!Object.values(finishes).some((code) => code === receipt.finish)) return 'its finish is not known.'
  if (run.task !== undefined && receipt.outputUnits > BigInt(taskOutputUnitsWithin(receipt, run.task)))
    return 'it counts more than there was time for between its dates.'
  if (run.seal !== undefined && receipt.evidenceRoot !== run.seal) return 'it does not hold the seal.'
  const units = unitsFault(receipt, run)
  if (units !== undefined) return units
  if (receipt.amount !== chargeOf(quote, receipt)) return 'its amount is not price times units.'
  if (receipt.amount > order.amountMax) return 'its amount is above the order.'
  if (recover(digest(separator, receiptType, receipt), signature) !== quote.node) return 'the node did not sign it.'
  return undefined
}

/** Returns whether the receipt asks for more than was delivered. */
export function isOvercharge(receipt: Receipt, run: ObservedRun, prices: LeaseRecord['quote']): boolean {
  return (
    receipt.inputUnits > BigInt(run.inputUnits) ||
    receipt.outputUnits > BigInt(run.outputUnits) ||
    receipt.amount > chargeOf(prices, { inputUnits: BigInt(run.inputUnits), outputUnits: BigInt(run.outputUnits) })
  )
}

function isDatedWithin({ finishedAt }: Receipt, { during }: ObservedRun): boolean {
  if (during === undefined) return true
  const at = Number(finishedAt) * 1_000
  return at >= during.from - clockDifferenceMsMax && at <= during.until + clockDifferenceMsMax
}

function unitsFault(receipt: Receipt, run: ObservedRun): string | undefined {
  if (receipt.inputUnits !== BigInt(run.inputUnits)) {
    return `it claims ${receipt.inputUnits} input units, but ${run.inputUnits} were accepted.`
  }
  if (receipt.outputUnits !== BigInt(run.outputUnits)) {
    return `it claims ${receipt.outputUnits} output units, but ${run.outputUnits} were delivered.`
  }
  return undefined
}

function chargeOf(quote: LeaseRecord['quote'], units: { inputUnits: bigint; outputUnits: bigint }): Amount {
  return charge(quote, units)
}
