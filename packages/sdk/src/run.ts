/** One run: the answer as it streams, and, when it ended, the checked result with the receipts of all who served it. */
import type { TokenInfo } from '@millrace/chain'
import type {
  Address,
  Amount,
  ExactnessClass,
  Finish,
  Hash,
  ModelContent,
  PeerEndpoint,
  Prices,
  ReceiptBundle,
  VerificationPolicy,
  WorkResponse,
} from '@millrace/protocol'
import type { Choice } from './choice.ts'

export type RunChunk = {
  readonly text: string
  /** Output tokens it accounts for. */
  readonly units: number
}

/** Why a part did not end the answer. The code is one of ours, never a provider's own. */
export type PartFailure = { readonly code: string; readonly message: string }

/** What one provider did for an answer. Live while it serves; final once the run's result has settled. */
export type RunPart = {
  readonly node: Address
  readonly operator: Address
  /** Identifier under which its receipt is kept. */
  readonly receiptId: Hash
  /** Input tokens that it counted and that were accepted. */
  readonly inputUnits: number
  /** Output tokens that came from it, whether or not they reached the reader. */
  readonly outputUnits: number
  /** What it is owed, in base units. */
  readonly amount: Amount
  /** Whether it was paid for before: a stored answer, or a part of an earlier try with the same idempotency key. */
  readonly replayed: boolean
  /** Its receipt with all that proves it. Missing where the provider was lost before it came. */
  readonly bundle?: ReceiptBundle
  readonly failure?: PartFailure
}

export type RunResult = {
  /** The whole answer, whoever served which part. */
  readonly response: WorkResponse
  readonly finish: Finish
  /** Input tokens of the ask, as the first provider counted them. */
  readonly inputUnits: number
  /** Output tokens that reached the reader. */
  readonly outputUnits: number
  /** What all parts cost, in base units. */
  readonly amount: Amount
  /** What of that was not paid by an earlier try, in base units. */
  readonly charged: Amount
  /**
   * The receipt of the last part, with all that is needed to check it offline; every check has held. Missing where all that
   * was asked for had come when the last provider was lost, or the run was cancelled between two parts.
   */
  readonly bundle: ReceiptBundle | undefined
  /** Whether this is the stored answer to an earlier request with the same idempotency key: nothing was charged again. */
  readonly replayed: boolean
  /** In the order they began; the loser of a hedge included. */
  readonly parts: readonly RunPart[]
}

/** Resolved once the first output (or the end) has come. What fails later is continued elsewhere, in the same `chunks`. */
export type Run = {
  /** Identifier under which the first part's receipt is kept; known before it ends. */
  readonly receiptId: Hash
  readonly leaseId: Hash
  readonly sequence: bigint
  readonly model: ModelContent
  /** Who delivered first; `parts` has the others. */
  readonly provider: { readonly operator: Address; readonly node: Address; readonly endpoint: PeerEndpoint }
  readonly prices: Prices
  /** How comparable the answer is, by the quote. */
  readonly exactness: ExactnessClass
  /** What the lease says of checking it. */
  readonly policy: VerificationPolicy
  readonly token: TokenInfo
  /** Why this provider and not another. */
  readonly why: Choice
  /** Grows as providers take over. */
  readonly parts: readonly RunPart[]
  /**
   * The text as it comes; one reader. Breaking out of the loop cancels the run. Ends when the answer ended and its receipt
   * held; throws what `result` rejects with. Empty for embeddings and replayed answers' chunks come as one.
   */
  readonly chunks: AsyncIterable<RunChunk>
  /** Settles whether or not `chunks` is read. Rejections need not be handled when `chunks` is read. */
  readonly result: Promise<RunResult>
}
