/** One run: the answer as it streams, and, when it ended, the checked result with its receipt. */
import type { TokenInfo } from '@millrace/chain'
import type {
  Address,
  Amount,
  Finish,
  Hash,
  ModelContent,
  PeerEndpoint,
  Prices,
  ReceiptBundle,
  WorkResponse,
} from '@millrace/protocol'
import type { Choice } from './choose-offer.ts'

export type RunChunk = {
  readonly text: string
  /** Output tokens it accounts for. */
  readonly units: number
}

export type RunResult = {
  readonly response: WorkResponse
  readonly finish: Finish
  /** Input tokens. */
  readonly inputUnits: number
  /** Output tokens. */
  readonly outputUnits: number
  /** What it cost, in base units; as the receipt says. */
  readonly amount: Amount
  /** The receipt with all that is needed to check it offline. Every check has held. */
  readonly bundle: ReceiptBundle
  /** Whether this is the stored answer to an earlier request with the same idempotency key: nothing was charged again. */
  readonly replayed: boolean
}

/** Resolved once the first output (or the end) has come: from then on there is no other provider to move on to. */
export type Run = {
  /** Identifier under which the receipt is kept; known before it ends. */
  readonly receiptId: Hash
  readonly leaseId: Hash
  readonly sequence: bigint
  readonly model: ModelContent
  readonly provider: { readonly operator: Address; readonly node: Address; readonly endpoint: PeerEndpoint }
  readonly prices: Prices
  readonly token: TokenInfo
  /** Why this provider and not another. */
  readonly why: Choice
  /**
   * The text as it comes; one reader. Breaking out of the loop cancels the run. Ends when the answer ended and its receipt
   * held; throws what `result` rejects with. Empty for embeddings and replayed answers' chunks come as one.
   */
  readonly chunks: AsyncIterable<RunChunk>
  /** Settles whether or not `chunks` is read. Rejections need not be handled when `chunks` is read. */
  readonly result: Promise<RunResult>
}
