/** A bundle as audits keep it: what the schedule, the draw and the ledger need of it, beside its text. */
import {
  bundleReceiptId,
  bytesToHex,
  digest,
  exactnessClasses,
  parseHash,
  policyOf,
  type ReceiptBundle,
  receiptBundleToJson,
  receiptEpochOf,
  receiptType,
  workloads,
} from '@millrace/protocol'
import type { NewReceipt } from './audit-book.ts'
import type { AuditChain } from './audit-chain.ts'
import type { SampledAuditLimits } from './audit-limits.ts'

/** Returns the receipt as it is kept; undefined where its policy is another, or nobody could compare it with anything. */
export function newReceipt(
  bundle: ReceiptBundle,
  { separator, deployment }: Pick<AuditChain, 'separator' | 'deployment'>,
  { evidenceMs, caseMs }: Pick<SampledAuditLimits, 'evidenceMs' | 'caseMs'>,
): NewReceipt | undefined {
  const { receipt, order } = bundle
  const policy = policyOf(order)
  if (policy.name !== 'sampled' || receipt.workload === workloads.audit) return undefined
  if (receipt.exactness === exactnessClasses.opaque) return undefined
  const text = JSON.stringify(receiptBundleToJson(bundle))
  const { node, operator, exactness, build, amount } = receipt
  return {
    bundle: text,
    row: {
      receipt: {
        receiptHash: parseHash(bytesToHex(digest(separator, receiptType, receipt))),
        node,
        epoch: Number(receiptEpochOf(receipt, BigInt(deployment.receiptEpochSeconds))),
        ratePpm: policy.ratePpm,
        deadlineMs: Number(receipt.finishedAt) * 1_000 + evidenceMs - caseMs,
      },
      ...{ receiptId: bundleReceiptId(bundle), operator, exactness, build, amount, chars: text.length },
      units: receipt.inputUnits + receipt.outputUnits,
    },
  }
}
