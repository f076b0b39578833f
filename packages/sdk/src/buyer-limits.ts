/** Every maximum of a buyer, by name. Each can be changed when the buyer is created, for tests and unusual links. */

export const buyerLimits = {
  /** Milliseconds to connect and prove identities. Covers a far, busy peer; a dead one delays the first offers by this. */
  dialMsMax: 5_000,
  /** Milliseconds for an answer that needs no work: offers, quote, lease, channel, receipt. */
  answerMsMax: 10_000,
  /** Milliseconds of silence before the first output: a long prompt on a slow machine, queued. */
  firstFrameMsMax: 120_000,
  /** Milliseconds of silence of work that says nothing until it is done: a batch, an audit. */
  wholeWorkMsMax: 600_000,
  /** Milliseconds of silence between outputs. */
  frameSilenceMsMax: 30_000,
  /** Milliseconds a cancelled run waits for its receipt. */
  cancelMsMax: 5_000,
  /** Milliseconds between looks at who is silent. */
  stallTickMs: 250,
  /** Milliseconds after which offers are asked for again, in the background. */
  offersFreshMs: 30_000,
  /** Milliseconds that the first look at offers waits for slower providers once one has answered. */
  offersGraceMs: 500,
  /** Milliseconds that a look at the offers waits for the registry's word on those that were heard. */
  heardGraceMs: 2_000,
  /** Milliseconds that the registry's word on a node is believed. */
  operatorFreshMs: 600_000,
  /** Milliseconds that it is believed not to know a node. */
  strangerFreshMs: 60_000,
  /** Offers held, of all providers: about 2 KB each. */
  offersHeldMax: 20_000,
  /** Milliseconds after which the link to a provider that was only heard of is closed when no ask has gone there; far longer than any run. */
  linkIdleMs: 3_600_000,
  /** Milliseconds without a connection after which the offers of a provider that was only heard of are forgotten. */
  forgetUnreachableMs: 600_000,
  /** Milliseconds a provider that overcharged or lied is not used. */
  suspendMs: 600_000,
  /** Milliseconds that a provider is left alone once it has refused, or ended early, more than twice in a row; doubles up to the next. */
  declinedMs: 500,
  declinedMsMax: 60_000,
  /** Milliseconds of the first wait after a failed dial; doubles up to the next. */
  redialMs: 250,
  redialMsMax: 5_000,
  /** Milliseconds a lease lasts; below the longest that nodes grant. */
  leaseMs: 600_000,
  /** Milliseconds that a lease lasts at most, for long tasks: a minute below what nodes grant, since clocks differ. */
  leaseMsMax: 86_340_000,
  /** Milliseconds before a lease's end from which nothing new starts under it. */
  leaseMarginMs: 15_000,
  /** Runs at a time under one lease; the node's own limit is higher. */
  runsPerLeaseMax: 100,
  /** Milliseconds for one transaction or one look at the chain. */
  chainMsMax: 60_000,
  /** Milliseconds after a failed background top-up before the next, so that an empty balance is not asked for at each run. */
  topUpSpacingMs: 10_000,
  /** Providers tried for one ask, whatever part of the answer they serve: at 30 % churn, one in 400 asks meets five dead ones. */
  attemptsMax: 5,
  /** Providers that may refuse one ask besides: that costs nothing, and a crowd that offers and refuses must not end asks. */
  declinesMax: 16,
  /** Times that a stream goes on at the provider that was lost, where no other will do. */
  resumesMax: 2,
  /** Milliseconds that a stream waits for its only provider to be reached again: longer than a change of network. */
  reconnectMsMax: 15_000,
  /** Milliseconds from the first output on in which a rate is not judged yet. */
  paceGraceMs: 2_000,
  /** Milliseconds that closing waits for the last vouchers to be acknowledged. */
  closeMsMax: 2_000,
} as const

export type BuyerLimits = { readonly [Name in keyof typeof buyerLimits]: number }
