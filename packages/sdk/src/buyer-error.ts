/** The errors a buyer meets. A provider's own words are quoted, cleaned and cut; its code never becomes ours. */
import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  type Amount,
  formatAmount,
  isMillraceError,
  MillraceError,
  type MillraceErrorInit,
} from '@millrace/protocol'

/** Longest piece of a provider's text that an error repeats, in characters. */
export const quotedTextCharsMax = 300

/** Returns hostile text as one plain line: no control or formatting characters, cut to {@link quotedTextCharsMax}. */
export function plainLine(text: string): string {
  const line = text
    .slice(0, quotedTextCharsMax * 2)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  return line.length > quotedTextCharsMax ? `${line.slice(0, quotedTextCharsMax)}…` : line
}

/** Returns one line on any thrown value. */
export function describeError(error: unknown): string {
  if (isMillraceError(error)) return `${error.code}: ${plainLine(error.message)}`
  return error instanceof Error ? plainLine(error.message) : 'an unknown error'
}

/** Returns the error's stable code, or INTERNAL. */
export function codeOfError(error: unknown): string {
  return isMillraceError(error) ? error.code : 'INTERNAL'
}

/** An error that says which provider it is about. */
export class ProviderError extends MillraceError {
  override readonly name: string = 'ProviderError'
  readonly node: Address

  constructor(node: Address, init: MillraceErrorInit) {
    super(init)
    this.node = node
  }
}

/** The provider answered with an error frame. */
export class ProviderRefusedError extends ProviderError {
  override readonly name = 'ProviderRefusedError'
  /** The code the provider sent: a peer's claim, not one of our own codes. */
  readonly providerCode: string
  readonly providerHint: string

  constructor(node: Address, refusal: { code: string; message: string; hint: string; retryable: boolean }) {
    const hint = plainLine(refusal.hint)
    super(node, {
      code: 'PROVIDER_REFUSED',
      message: `The provider ${node} refused with ${refusal.code}: ${plainLine(refusal.message)}`,
      hint: hint === '' ? 'Ask another provider.' : hint,
      retryable: refusal.retryable,
    })
    this.providerCode = refusal.code
    this.providerHint = hint
  }
}

export class ProviderUnreachableError extends ProviderError {
  override readonly name = 'ProviderUnreachableError'

  constructor(node: Address, why: string, cause?: unknown) {
    super(node, {
      code: 'PROVIDER_UNREACHABLE',
      message: `The provider ${node} could not be reached: ${why}`,
      hint: 'Check that the provider is up and that its address is right; another provider may serve meanwhile.',
      retryable: true,
      cause,
    })
  }
}

/** The connection ended while something was under way. */
export class ProviderLostError extends ProviderError {
  override readonly name = 'ProviderLostError'

  constructor(node: Address, cause?: unknown) {
    super(node, {
      code: 'PROVIDER_LOST',
      message: `The connection to the provider ${node} ended before its answer did.`,
      hint: 'Ask again; with the same idempotency key an answer that was finished is not paid twice.',
      retryable: true,
      cause,
    })
  }
}

export class ProviderStalledError extends ProviderError {
  override readonly name = 'ProviderStalledError'

  constructor(node: Address, silenceMs: number) {
    super(node, {
      code: 'PROVIDER_STALLED',
      message: `The provider ${node} sent nothing for ${silenceMs} ms. The run was cancelled.`,
      hint: 'Ask again; another provider may be faster.',
      retryable: true,
    })
  }
}

/** The provider broke the protocol. It is not used for a while. */
export class ProviderMisbehavedError extends ProviderError {
  override readonly name = 'ProviderMisbehavedError'

  constructor(node: Address, what: string, cause?: unknown) {
    super(node, {
      code: 'PROVIDER_MISBEHAVED',
      message: `The provider ${node} broke the protocol: ${what}`,
      hint: 'Ask again: the provider is not used for a while.',
      retryable: true,
      cause,
    })
  }
}

/** The provider asked for more than what it delivered costs. Nothing of the excess was paid. */
export class OverchargedError extends ProviderError {
  override readonly name = 'OverchargedError'

  constructor(node: Address, what: string) {
    super(node, {
      code: 'OVERCHARGED',
      message: `The provider ${node} charged too much: ${what}`,
      hint: 'The excess was not paid and the lease is closed. Ask again: the provider is not used for a while.',
      retryable: true,
    })
  }
}

/** The receipt does not say what happened. */
export class ReceiptMismatchError extends ProviderError {
  override readonly name = 'ReceiptMismatchError'

  constructor(node: Address, failed: string) {
    super(node, {
      code: 'RECEIPT_MISMATCH',
      message: `The receipt of the provider ${node} does not hold: ${failed}`,
      hint: 'Do not rely on this answer. Ask again: the provider is not used for a while.',
      retryable: true,
    })
  }
}

export class QuoteRefusedError extends ProviderError {
  override readonly name = 'QuoteRefusedError'

  constructor(node: Address, what: string) {
    super(node, {
      code: 'QUOTE_REFUSED',
      message: `The quote of the provider ${node} is not acceptable: ${what}`,
      hint: 'Ask again for offers and a quote, or ask another provider.',
      retryable: true,
    })
  }
}

/** So many asks wait for leases of one provider that this one never got a place. */
export class LeasesCrowdedError extends ProviderError {
  override readonly name = 'LeasesCrowdedError'

  constructor(node: Address) {
    super(node, {
      code: 'LEASES_CROWDED',
      message: `Every lease with the provider ${node} was full of other runs.`,
      hint: 'Try again shortly, or raise leaseAmountMax.',
      retryable: true,
    })
  }
}

export class InsufficientBalanceError extends MillraceError {
  override readonly name = 'InsufficientBalanceError'
  /** Base units that are missing in the Escrow balance. */
  readonly missing: Amount
  readonly token: TokenInfo

  constructor(token: TokenInfo, balance: Amount, needed: Amount) {
    const missing = needed - balance
    super({
      code: 'INSUFFICIENT_BALANCE',
      message: `The payment needs ${formatAmount(needed, token)} in the Escrow balance, which holds ${formatAmount(balance, token)}: ${formatAmount(missing, token)} are missing.`,
      hint: `Deposit at least that much: millrace deposit ${formatAmount(missing, { ...token, symbol: '' })}`,
      retryable: false,
    })
    this.missing = missing
    this.token = token
  }
}

export class ChannelClosingError extends MillraceError {
  override readonly name = 'ChannelClosingError'

  constructor(operator: Address, closesAt: bigint) {
    super({
      code: 'CHANNEL_CLOSING',
      message: `The channel to ${operator} is closing; it can be opened again after Unix second ${closesAt}.`,
      hint: 'Wait for the delay to pass, or ask another provider.',
      retryable: true,
    })
  }
}

/** So many runs draw on one channel that each top-up was used up by others. */
export class ChannelCrowdedError extends MillraceError {
  override readonly name = 'ChannelCrowdedError'

  constructor(operator: Address) {
    super({
      code: 'CHANNEL_CROWDED',
      message: `The channel to ${operator} was topped up, but other runs used that up.`,
      hint: 'Try again shortly, or raise channelDeposit.',
      retryable: true,
    })
  }
}

export class ChannelSignerMismatchError extends MillraceError {
  override readonly name = 'ChannelSignerMismatchError'

  constructor(operator: Address, expected: Address, got: Address) {
    super({
      code: 'CHANNEL_SIGNER_MISMATCH',
      message: `The channel to ${operator} takes vouchers of ${got}, but this buyer signs as ${expected}.`,
      hint: 'Use the session key that opened the channel, or close the channel and open it again.',
      retryable: false,
    })
  }
}

/** What the provider says of a channel contradicts what this buyer signed or the chain says. */
export class ChannelDisputedError extends ProviderError {
  override readonly name = 'ChannelDisputedError'

  constructor(node: Address, what: string) {
    super(node, {
      code: 'CHANNEL_DISPUTED',
      message: `The provider ${node} and this buyer disagree on their channel: ${what}`,
      hint: 'Nothing more is paid to it. Close the channel, or ask the operator to look into it.',
      retryable: false,
    })
  }
}

export class AskInvalidError extends MillraceError {
  override readonly name = 'AskInvalidError'

  constructor(problem: string, cause?: unknown) {
    super({
      code: 'ASK_INVALID',
      message: `The ask cannot be sent: ${problem}`,
      hint: 'Correct the named field.',
      retryable: false,
      cause,
    })
  }
}

export class IdempotencyKeyReusedError extends MillraceError {
  override readonly name = 'IdempotencyKeyReusedError'

  constructor() {
    super({
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'This idempotency key was used for another ask.',
      hint: 'Use a new key for every new ask, and the same one only to retry.',
      retryable: false,
    })
  }
}

/** Two tries with one key at a time would each run and pay. */
export class IdempotencyInProgressError extends MillraceError {
  override readonly name = 'IdempotencyInProgressError'

  constructor() {
    super({
      code: 'IDEMPOTENCY_IN_PROGRESS',
      message: 'An ask with this idempotency key is under way.',
      hint: 'Wait for it to end, then retry with the same key.',
      retryable: true,
    })
  }
}

export class BuyerStoreError extends MillraceError {
  override readonly name = 'BuyerStoreError'

  constructor(what: string, cause: unknown) {
    super({
      code: 'BUYER_STORE_FAILED',
      message: `The buyer's store failed: ${what}`,
      hint: 'Check the disk and the permissions of the store file. Nothing is signed that cannot be kept.',
      retryable: false,
      cause,
    })
  }
}

/** A later build wrote the store. */
export class BuyerStoreTooNewError extends MillraceError {
  override readonly name = 'BuyerStoreTooNewError'

  constructor(version: unknown, known: number) {
    super({
      code: 'BUYER_STORE_TOO_NEW',
      message: `The buyer's store has version ${String(version)}, but this build knows versions 1 to ${known}.`,
      hint: 'Use the build that wrote it, or a later one.',
      retryable: false,
    })
  }
}

/** Two buyers on one store would sign against each other. */
export class BuyerStoreInUseError extends MillraceError {
  override readonly name = 'BuyerStoreInUseError'

  constructor(cause: unknown) {
    super({
      code: 'BUYER_STORE_IN_USE',
      message: 'Another process has the buyer’s store open.',
      hint: 'Stop the other gateway or buyer of this account, or give this one a store and a session key of its own.',
      retryable: true,
      cause,
    })
  }
}

export class BuyerClosedError extends MillraceError {
  override readonly name = 'BuyerClosedError'

  constructor() {
    super({
      code: 'BUYER_CLOSED',
      message: 'The buyer is closed and takes no more asks.',
      hint: 'Create a new buyer.',
      retryable: false,
    })
  }
}
