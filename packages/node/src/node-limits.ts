/** Every maximum of a node, by name. Each can be lowered or raised when the node is created. */
import { frameBytesMax } from '@millrace/protocol'

export const nodeLimits = {
  /** Bytes of the frame that carries a request. Far below the transport's frame, so that parsing stays cheap. */
  requestBytesMax: 2 * 1024 * 1024,
  /** Bytes of the frame that carries a batch or an audit, at a node that lists such work: what a frame holds. */
  wholeRequestBytesMax: frameBytesMax,
  /** Bytes of any other frame from a buyer. */
  controlFrameBytesMax: 16 * 1024,
  /** Wait for the first frame of a stream. */
  openingWaitMsMax: 10_000,
  /** Wait for a voucher before a run is ended as lagging. */
  voucherWaitMsMax: 5_000,
  /** How long a chunk may wait for the next ones to travel with; the first of a run never does. */
  chunkGatherMs: 4,
  /** Wait for a buyer that reads too slowly before its stream is reset. */
  sendStallMsMax: 30_000,
  /** Life of a signed offer; it is signed anew at half of it. */
  offerLifetimeMs: 600_000,
  /** Offers of the past that quotes may still name or be told have expired. */
  offersKeptMax: 1_024,
  /** Least time between two changes of an offer, but for its withdrawal and return. */
  offerSpacingMs: 5_000,
  /** Time between two looks at prices, windows, reservations and what the offers say. */
  marketTickMs: 1_000,
  /** How long an offer that a dearer one replaced is still quoted: it takes time to travel. */
  offerHonouredMs: 30_000,
  /** Length of a price epoch: prices move at most once in it. */
  priceEpochMs: 60_000,
  /** Life of a quote and of its reservation. */
  quoteLifetimeMs: 60_000,
  /** Quotes alive at a time, used ones included. */
  quotesMax: 8_192,
  /** Unused quotes one peer may hold. */
  quotesPerPeerMax: 64,
  /** Payers whose asks and unused quotes are remembered. */
  quotePayersMax: 10_000,
  /** Quotes one payer may ask for at once after a pause, and in a second in the long run. */
  askBurstMax: 64,
  asksPerSecondMax: 16,
  /** Unused quotes one payer may hold, however many sessions it has. */
  quotesPerPayerMax: 256,
  /** Balances remembered, and read from the chain at a time. */
  balancesMax: 8_192,
  balanceReadsMax: 16,
  /** Ages at which a balance is read again: when it does not cover an ask, and in any case. */
  balanceViewMsMin: 1_000,
  balanceViewMsMax: 10_000,
  /** Ages of what is known of the operator's stake: it is read again from the first on, and nothing is promised on it from the second. */
  stakeViewMsMin: 30_000,
  stakeViewMsMax: 600_000,
  /** Wait for the voucher that covers a reservation's fee before the slots are free again. */
  feeWaitMsMax: 10_000,
  /** Leases alive at a time. */
  leasesMax: 16_384,
  /** Leases one payer may hold at a time. */
  leasesPerPayerMax: 64,
  /** Longest life of a lease. */
  leaseLifetimeSecondsMax: 86_400,
  /** Channels held in memory. */
  channelsMax: 16_384,
  /** Age at which a run re-reads its channel from the chain. */
  channelViewMsMax: 30_000,
  /** How long a channel that is gone with an unredeemed voucher is still looked at: the look may have been at a fork. */
  goneWatchMsMax: 600_000,
  /** Least time between two reads of one channel. */
  channelReadSpacingMs: 200,
  /** Channel reads under way at a time. */
  channelReadsMax: 64,
  /** Runs at a time, those waiting for the runtime included. */
  runsMax: 1_024,
  /** Runs at a time under one lease. What a payer may owe unpaid is bounded besides, see `unprovenIncrementsMax`. */
  runsPerLeaseMax: 128,
  /** Runs at a time on one channel. */
  runsPerChannelMax: 512,
  /** Time in which whole work may fail or be cancelled for nothing: a refused program takes less, and its author corrects it. */
  freeWorkMsMax: 2_000,
  /** Sealed runs at a time: each holds its result, a frame at most, until its buyer wants to see it. */
  sealedRunsMax: 64,
  /** Wait of a sealed result for its buyer: the other replicas may be slower machines. */
  revealWaitMsMax: 600_000,
  /** Notice that runs get when the node closes; what still runs is then ended with a receipt. */
  closeWaitMsMax: 10_000,
  /** Wait, when the node closes, for the vouchers of the last runs. */
  lastVoucherMsMax: 1_000,
  /** Channels whose view the redeemer renews in one look. */
  viewsPerTickMax: 32,
  /** Vouchers redeemed in one transaction. */
  redemptionsPerBatchMax: 100,
  /** Time between two looks at what is due for redemption. */
  redeemTickMs: 2_000,
  /** First wait after a failed redemption; doubles up to the next. */
  redeemBackoffMs: 1_000,
  redeemBackoffMsMax: 300_000,
  /** Time between two looks at the chain's head for channel events. */
  watchPollMs: 1_000,
  /** Time between two looks at whether an epoch's root is to be posted. */
  receiptRootTickMs: 30_000,
  /** Receipts of one epoch, beyond which no run begins in it: hashing more takes a thread more than a few tens of seconds. */
  receiptsPerRootMax: 262_144,
  /** Time between two looks at whether a case is to be answered. */
  courtTickMs: 10_000,
  /** Time between two attempts to answer a case. */
  courtRetryMs: 60_000,
  /** Time before the end of a case in which money is given back that nothing accounts for: until then other nodes may. */
  giveBackMs: 6 * 3_600_000,
  /** Channels, settlements and cases that a status shows. */
  statusRowsMax: 1_000,
  /** Time between two removals of what the file need not keep. */
  pruneTickMs: 60_000,
} as const

export type NodeLimits = { readonly [Name in keyof typeof nodeLimits]: number }
