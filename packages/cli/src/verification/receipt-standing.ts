/** Where a receipt stands before the court: in which epoch, whether its node committed to that epoch, and what a conviction gives back. */
import { type ChainReader, courtTermsDefault } from '@millrace/chain'
import {
  type Amount,
  bytesToHex,
  digest,
  domainSeparator,
  type Hash,
  type ReceiptBundle,
  receiptEpochOf,
  receiptType,
} from '@millrace/protocol'
import { casesOfReceipt, type KnownCase } from '../cases/read-cases.ts'

export type ReceiptStanding = {
  readonly receiptHash: Hash
  readonly epoch: bigint
  /** Unix seconds. */
  readonly epochFrom: bigint
  readonly epochUntil: bigint
  /** What the node posted for the epoch; undefined where it posted nothing so far. */
  readonly root: { readonly root: Hash; readonly count: number; readonly postedAt: bigint } | undefined
  /** When posting is over, in Unix seconds. */
  readonly postingUntil: bigint
  readonly cases: readonly KnownCase[]
  /** Bonded stake of the operator, base units of MILL. */
  readonly stake: Amount
  /** The least that a conviction slashes, base units of MILL, by the usual terms. */
  readonly slashLeast: Amount
  /** Of that at most this goes to the buyers of the epoch, base units of MILL. */
  readonly refundsMost: Amount
}

/** Returns the digest that cases and roots name a receipt by. */
export function receiptHashOf({ domain, receipt }: Pick<ReceiptBundle, 'domain' | 'receipt'>): Hash {
  return bytesToHex(digest(domainSeparator(domain), receiptType, receipt)) as Hash
}

/** Returns where the receipt stands on its chain. */
export async function receiptStanding(
  reader: ChainReader,
  bundle: ReceiptBundle,
  { signal }: { signal: AbortSignal },
): Promise<ReceiptStanding> {
  const { receipt } = bundle
  const seconds = BigInt(reader.deployment.receiptEpochSeconds)
  const epoch = receiptEpochOf(receipt, seconds)
  const receiptHash = receiptHashOf(bundle)
  const [root, postingUntil, cases, { bonded }] = await Promise.all([
    reader.receiptRoot(receipt.node, epoch, { signal }),
    reader.court.postingDeadline(epoch, { signal }),
    casesOfReceipt(reader, { hash: receiptHash, node: receipt.node, epoch }, { signal }),
    reader.stakeOf(receipt.operator, { signal }),
  ])
  const { slashFloorBps, refundShareMaxBps } = courtTermsDefault
  const slashLeast = (bonded * BigInt(slashFloorBps)) / 10_000n
  return {
    ...{ receiptHash, epoch, root, postingUntil, cases, stake: bonded, slashLeast },
    epochFrom: epoch * seconds,
    epochUntil: (epoch + 1n) * seconds,
    refundsMost: (slashLeast * BigInt(refundShareMaxBps)) / 10_000n,
  }
}
