/**
 * Everything a node refuses a peer, as a table: the code that goes over the wire, the hint, and whether the same may
 * succeed later. What a runtime refuses has codes of its own and passes through.
 */
import { MillraceError } from '@millrace/protocol'

export const refusals = {
  FRAME_UNEXPECTED: ['Send only the frames that the stream is for.', false],
  REQUEST_TOO_LARGE: ['Shorten the request, or split it into several.', false],
  STREAM_IDLE: ['Send the first frame as soon as the stream is open.', true],
  OFFER_UNKNOWN: ['Ask the node for its offers and quote one of them.', false],
  OFFER_EXPIRED: ['Ask the node for its offers again.', false],
  OFFER_REPLACED: ['Ask the node for its offers again: the price has changed.', false],
  OFFER_WITHDRAWN: ['Ask another provider, or this one within its hours.', true],
  PAYER_UNPROVEN: ["Send the payer's signed PayerProof for this session with the ask.", false],
  BALANCE_TOO_LOW: ['Deposit more in Escrow, use the quotes already held, or ask for less.', true],
  BALANCE_UNREADABLE: ['Try again shortly, or ask another provider.', true],
  BID_REFUSED: ["Bid more, or ask without a bid for the offer's price.", false],
  RESERVATION_UNAVAILABLE: ['Ask for a quote without a reservation, or another provider.', false],
  RESERVATION_REFUSED: ['Ask for another time or for fewer slots.', false],
  RESERVATION_UNPAID: ['Send a voucher that covers the fee, then try again.', true],
  RESERVATION_NOT_DUE: ['Run within the time that was reserved.', true],
  RESERVATION_UNKNOWN: ['Cancel only a lease with reserved slots.', false],
  RESERVATION_STARTED: ['A reservation can be cancelled before it starts.', false],
  QUOTE_AMOUNT_INVALID: ['Ask for at least one base unit.', false],
  QUOTES_BUSY: ['Use the quotes already held, or try again when one has expired.', true],
  QUOTE_UNKNOWN: ['Ask for a new quote from this node.', false],
  QUOTE_EXPIRED: ['Ask for a new quote and order within its life.', false],
  QUOTE_USED: ['A quote is good for one order: ask for a new one.', false],
  ORDER_SIGNER_NOT_PEER: ['Order over a connection made with the key that signs the order.', false],
  ORDER_SIGNATURE_INVALID: ['Sign the order for this chain and this Escrow with the key it names as signer.', false],
  ORDER_MISMATCH: ['Copy payer, operator, node and channel from the quote.', false],
  ORDER_AMOUNT_INVALID: ['Order from one base unit up to what the quote allows.', false],
  ORDER_EXPIRY_INVALID: ['Choose an expiry in the future and within the longest life of a lease.', false],
  EXACTNESS_NOT_SERVED: ['Ask for less, or choose an offer of that exactness.', false],
  POLICY_NOT_SERVED: ['Order with policy trust and parameter 0.', false],
  STAKE_RATE_UNSET: ['Order with policy trust, or pay in a token that the court knows a rate of.', false],
  STAKE_TOO_LOW: ['Order with policy trust or a higher rate, or from a provider with more stake.', false],
  STAKE_EXHAUSTED: ['Ask another provider, this one in the next epoch, or order with policy trust.', true],
  STAKE_UNREADABLE: ['Try again shortly, or ask another provider.', true],
  SAMPLING_NOT_SERVED: ['Leave out topK and minP, or choose an offer of class tolerant or better.', false],
  CHANNEL_NOT_OPEN: ['Open the channel to this operator first, and wait until it is mined.', true],
  CHANNEL_CLOSING: ['Wait until the channel is closed, and open a new one.', false],
  CHANNEL_EPOCH_WRONG: ['Read the channel from the chain and name its epoch.', false],
  CHANNEL_SIGNER_WRONG: ['Sign with the session key the channel was opened with.', false],
  CHANNEL_EXHAUSTED: ['Top up the channel.', false],
  CHANNEL_UNKNOWN: ['Open a lease on the channel first.', false],
  CHANNEL_UNREADABLE: ['Try again shortly, or ask another provider.', true],
  LEASES_BUSY: ['Use the leases already open, or ask another provider.', true],
  LEASE_UNKNOWN: ['Open a lease with this node first.', false],
  LEASE_FOREIGN: ['Use leases over connections of the key that signed their order.', false],
  LEASE_RUNS_USED: ['Ask for a new quote and open a new lease.', true],
  LEASE_EXPIRED: ['Open a new lease.', false],
  LEASE_TOO_SHORT: ['Open a new lease that lasts until the task must have ended.', false],
  LEASE_CLOSED: ['Open a new lease.', false],
  LEASE_IN_ARREARS: ['Send a voucher for all that is owed, then try again.', true],
  LEASE_EXHAUSTED: ['Open a new lease with a higher amount.', false],
  SEQUENCE_STALE: ['Use a sequence above every one used under the lease.', false],
  REQUEST_NOT_LEASED: ['Ask for the model and the kind of work that the lease is for.', false],
  IDEMPOTENCY_KEY_REUSED: ['Use a new key for a new request.', false],
  IDEMPOTENCY_IN_PROGRESS: ['Wait for the first run with this key to end.', true],
  NODE_BUSY: ['Try again shortly, or ask another provider.', true],
  RUN_PREEMPTED: ['Nothing was delivered and nothing is charged: ask another provider.', true],
  NODE_CLOSING: ['Ask another provider.', true],
  SEAL_NOT_REVEALED: ['The work was done and is charged. Ask for its receipt, and reveal in time.', false],
  RUN_CANCELLED: ['Nothing was delivered and nothing is charged.', true],
  PAYMENT_REQUIRED: ['Send a voucher for what is owed and what the run came to as soon as it is accepted.', true],
  VOUCHER_SIGNATURE_INVALID: ["Sign vouchers for this chain and Escrow with the channel's session key.", false],
  VOUCHER_EPOCH_WRONG: ["Sign vouchers for the channel's present epoch.", false],
  VOUCHER_STALE: ['Vouchers are cumulative: sign more than the last one.', false],
  VOUCHER_OVER_DEPOSIT: ['Top up the channel before promising more than it holds.', false],
  TASK_NOT_HELD: ['Ask a provider whose sandbox holds it, or ask for less.', false],
  TASK_TOO_LARGE: ['Ask for less, or ask a larger provider.', false],
  TASK_INPUT_MISSING: ['Put every input under the lease, with all files of trees, before the run.', true],
  TASK_NOT_RUNNING: ['Name the lease and sequence of a task of your own that runs.', false],
  TASK_PORT_UNKNOWN: ['Name the port in the request of the task.', false],
  TASK_UNREACHABLE: ['Ask a provider whose sandbox lets tasks be reached.', false],
  TASK_BUSY: ['End some of the connections or programs of this task first.', true],
  SECRETS_UNREADABLE: ['Ask for the sealing key again, and seal to it.', true],
  OBJECTS_UNAVAILABLE: ['Ask a provider that runs tasks with inputs and outputs.', false],
  OBJECTS_BUSY: ['Wait for other transfers to end.', true],
  OBJECTS_TOO_MANY: ['Put fewer or smaller objects, or open another lease.', false],
  OBJECT_UNKNOWN: ['Fetch the outputs of your own tasks, within the time that they are kept.', false],
  EVIDENCE_UNAVAILABLE: ['Ask the reporter that the case’s locator names.', false],
  BULK_UNAVAILABLE: ['Ask another provider that holds the same content.', false],
  RECEIPT_UNKNOWN: ['Only the payer of a run may ask for its receipt, and only as long as it is kept.', false],
  INTERNAL: ["Try again, or ask another provider; the reason stands in the provider's log.", true],
} as const satisfies { readonly [code: string]: readonly [hint: string, retryable: boolean] }

export type RefusalCode = keyof typeof refusals

/** Something a peer asked that the node does not do; nothing has changed by it. */
export class RefusalError extends MillraceError {
  override readonly name = 'RefusalError'

  /** @param message - what was expected and what came; seen by the peer. */
  constructor(code: RefusalCode, message: string) {
    const [hint, retryable] = refusals[code]
    super({ code, message, hint, retryable })
  }
}
