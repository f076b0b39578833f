/** What a buyer asks for, in the words of the golden path: a model by name or root, the work, and what it may cost. */
import type {
  Address,
  Amount,
  AttestationKind,
  BatchRequest,
  ExactnessClass,
  OfferTerms,
  Prices,
  RegionName,
  VerificationPolicy,
} from '@millrace/protocol'

export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

export type GenerationParameters = {
  /** Output tokens at most. Without it: 1024, or what the context has room for. */
  readonly maxTokens?: number
  /** From 0 to 2; 1 without it. */
  readonly temperature?: number
  /** Above 0, at most 1; 1 without it. */
  readonly topP?: number
  /** At least 1; all tokens without it. */
  readonly topK?: number
  /** From 0 to 1: least probability of a token, as a share of the likeliest one's; 0 without it. */
  readonly minP?: number
  /** From 0 to 2^32 − 1. */
  readonly seed?: number
  readonly stop?: readonly string[]
}

type ReadonlyFields<T, K extends keyof T> = {
  readonly [F in K]: T[F] extends readonly (infer I)[] | undefined ? readonly I[] | Extract<T[F], undefined> : T[F]
}

export type Work =
  | ({ readonly kind: 'chat'; readonly messages: readonly ChatMessage[] } & GenerationParameters)
  | ({ readonly kind: 'completion'; readonly prompt: string } & GenerationParameters)
  | { readonly kind: 'embed'; readonly inputs: readonly string[] }
  /** As requests carry it; `batchWork` makes it from bytes. */
  | ({ readonly kind: 'batch' } & ReadonlyFields<
      BatchRequest,
      'program' | 'inputs' | 'args' | 'gasMax' | 'memoryPagesMax' | 'entropy'
    >)
  /** `bundle`: JSON of the receipt bundle to be checked. */
  | { readonly kind: 'audit'; readonly bundle: string }

/** Where and on what terms an ask may be served. What an ask leaves out, the buyer's own needs say. */
export type Needs = {
  /** Only in one of these regions. What a node says of where it is, is a claim. */
  readonly regions?: readonly RegionName[]
  /** Only in one of these countries: ISO 3166-1 numeric codes. */
  readonly countries?: readonly number[]
  /** Milliseconds, measured or estimated. */
  readonly roundTripMsMax?: number
  /** Milliseconds until the first output, expected from the provider's own rates. */
  readonly firstTokenMsMax?: number
  /** Base units that it is worth to have the answer a second earlier. */
  readonly latencyPricePerSecond?: bigint
  /** `spot` is cheaper and may be given back on notice; `posted` without it. */
  readonly terms?: OfferTerms
  /** All of them. */
  readonly attestations?: readonly AttestationKind[]
  /** Success rate that the provider exceeds with probability 0.95, by this buyer's own record; 0 to 1. */
  readonly reputationMin?: number
  /** What no two providers of one ask may share: of hedged ones it is always the operator. */
  readonly distinct?: { readonly operator?: boolean; readonly subnet?: boolean; readonly region?: boolean }
  readonly gpuMemoryMibMin?: number
  /** Base units per million tokens that an offer may post. */
  readonly inputPriceMax?: bigint
  readonly outputPriceMax?: bigint
  readonly exactnessMin?: ExactnessClass
  /** How the answers are to be produced; as the provider makes them without it. */
  readonly exactness?: ExactnessClass
  /** How sure to be, and what is paid for it; `trust` without it. */
  readonly policy?: VerificationPolicy
  /**
   * Auditors that must list the build of answers bought as `sampled` and `replayable`, of operators and subnets apart from each other
   * and the provider; `auditorsMinDefault` without it. 0: none, and then sampling promises no more than that receipts are kept.
   */
  readonly auditorsMin?: number
  /** Most that is paid, per million tokens; bids go lower and rise to it. Without it the posted price is paid. */
  readonly negotiate?: { readonly inputPriceMax: Prices['inputPrice']; readonly outputPriceMax: Prices['outputPrice'] }
}

export type Ask = Work &
  Needs & {
    /** The model's name or its root. */
    readonly model: string
    /** Base units this one run may cost at most. `maxTokens` is lowered where it could cost more. */
    readonly amountMax?: Amount
    /** Only this operator or node. */
    readonly provider?: Address
    /** Milliseconds one provider may take for its part, from the request to the end; then another goes on, if one can. */
    readonly deadlineMs?: number
    /** Output tokens a second, from the first one on, below which another goes on, if one can. */
    readonly tokensPerSecondMin?: number
    /** Asks a second operator when the first output is late; `off` without it. The first to deliver is heard. */
    readonly hedge?: Hedge
  }

/** `afterMs`: milliseconds to wait for the first output; without it, what 95 in 100 runs of the model took so far. */
export type Hedge = 'off' | { readonly afterMs?: number }

/** Options of a call that does work. */
export type RunOptions = {
  readonly signal: AbortSignal
  /** A retry with the same key and the same ask returns the same answer and is paid once. 1 to 128 characters. */
  readonly idempotencyKey?: string
}
