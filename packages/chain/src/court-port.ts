/**
 * What the courts can be asked and told: cases, panels, the auditors' roll and the beacon. A part of `ChainReader` and
 * `ChainWriter`, under `court`. Times are Unix seconds as bigints; money is base units of MILL unless a token is named.
 */
import type { Address, Amount, Hash, Order, Quote, Receipt, Signature, Verdict } from '@millrace/protocol'
import type { CaseEvent } from './case-event.ts'
import type { CallOptions, Tx, WatchOptions } from './chain-port.ts'

/** Where a case stands, in the order of the contract's codes. */
export const caseStates = ['none', 'open', 'convicted', 'settled', 'dismissed'] as const
export type CaseState = (typeof caseStates)[number]

export type Case = {
  readonly state: CaseState
  readonly judge: Address
  readonly operator: Address
  readonly node: Address
  readonly reporter: Address
  /** Receipt epoch that the case is about. */
  readonly epoch: bigint
  /** When anyone may end it, if it is open. */
  readonly deadline: bigint
}

/** What a conviction holds. `refundPool` parts are known once it is settled. */
export type Pot = {
  readonly slashed: Amount
  readonly costs: Amount
  readonly claimedProven: Amount
  readonly claimedUnproven: Amount
  readonly poolProven: Amount
  readonly poolUnproven: Amount
  readonly claimsFrom: bigint
  readonly claimsUntil: bigint
  readonly again: boolean
  readonly assessed: boolean
  readonly underDeclared: boolean
}

/** Phases of a trial, in the order of the contract's codes. */
export const trialPhases = ['none', 'drawing', 'sitting', 'appealable', 'concluded'] as const
export type TrialPhase = (typeof trialPhases)[number]

export type Trial = {
  readonly phase: TrialPhase
  readonly receiptHash: Hash
  readonly build: Hash
  readonly operator: Address
  readonly reporter: Address
  /** The accused node's, eight bytes; all zero where none was declared. */
  readonly subnet: Hash
  readonly exactness: number
  /** 1, or 2 on appeal. */
  readonly round: number
  /** The first panel's decision: a code of `verdictOutcomes`, 0 while it has none. */
  readonly first: number
  readonly appellant: Address | undefined
  readonly appealUntil: bigint
}

export type Seat = { readonly auditor: Address; readonly outcome: number; readonly commitment: Hash }

export type Sitting = {
  readonly seed: Hash
  readonly openedAt: bigint
  readonly beaconRound: bigint
  readonly commitUntil: bigint
  readonly revealUntil: bigint
  readonly slots: number
  readonly probes: number
  readonly size: number
  readonly needed: number
  readonly wanted: number
  /** Index of the first seat that now sits: those before it were replaced or heard. */
  readonly from: number
  readonly redrawn: boolean
  readonly seats: readonly Seat[]
}

export type Auditor = {
  readonly operator: Address
  readonly subnet: Hash
  readonly classes: number
  readonly buildCount: number
  readonly missedInARow: number
  readonly joinedAt: bigint
  /** 0 while it stays. */
  readonly leaveRequestedAt: bigint
  readonly busyUntil: bigint
  readonly slot: number
}

export type AuditorRecord = {
  readonly verdicts: number
  readonly dissents: number
  readonly unable: number
  readonly missed: number
  readonly overturned: number
}

/** An omitted receipt that somebody asks after. */
export type OmissionChallenge = {
  readonly receiptHash: Hash
  readonly operator: Address
  readonly node: Address
  readonly reporter: Address
  readonly epoch: bigint
  readonly answerUntil: bigint
}

/** Money on a channel that an operator must account for, in base units of `token`. */
export type GhostingMatter = {
  readonly payer: Address
  readonly operator: Address
  readonly token: Address
  /** Whose signature ties an order to the channel. */
  readonly signer: Address
  readonly channelId: Hash
  readonly channelEpoch: bigint
  readonly chargedAt: bigint
  readonly answerUntil: bigint
  readonly redeemed: Amount
  /** What the lease could cost: no more is charged. */
  readonly lossMax: Amount
  /** What the payer grants was earned, the charged lease's fee included, and in how many items. */
  readonly granted: Amount
  readonly items: number
  /** What the operator showed, and in how many items. */
  readonly covered: Amount
  readonly shown: number
  /** Base units of MILL. */
  readonly bond: Amount
}

/** What a payer states of an opening of its channel when it charges ghosting. */
export type GhostingGranted = {
  /** What it grants was earned, in base units of the settlement token; the charged lease's fee comes on top. */
  readonly amount: Amount
  /** In how many receipts above zero and fees. One that the operator can show beyond them disproves the statement. */
  readonly items: number
}

/** What cases cost, from the contracts. */
export type CourtFees = {
  readonly panelFee: Amount
  readonly panelBond: Amount
  readonly appealBond: Amount
  readonly omissionBond: Amount
  readonly ghostingBond: Amount
  /** What a charge of ghosting puts up besides, for each item that it grants. */
  readonly ghostingItemBond: Amount
  readonly auditorStake: Amount
  readonly beaconDeposit: Amount
}

export type BeaconTimes = {
  readonly commitsFrom: bigint
  readonly revealsFrom: bigint
  /** From then on nothing is revealed, and the round waits for the block that decides it. */
  readonly revealsUntil: bigint
  readonly finishFrom: bigint
  /** From then on a round that nobody finished has lapsed. */
  readonly finishUntil: bigint
}

/** What the court was made with, in seconds. */
export type CourtTimes = {
  /** Age up to which a receipt is evidence. */
  readonly evidenceSeconds: number
  /** How long buyers claim refunds. */
  readonly claimSeconds: number
  /** How long after its end an epoch can be posted. */
  readonly postingSeconds: number
  /** How long an operator has to answer, the longest of all judges. */
  readonly answerSeconds: number
}

/** A receipt of a convicted epoch. `proof` leads into the node's posted root; [] where there is none to show. */
export type RefundClaim = {
  readonly receipt: Receipt
  readonly signature: Signature
  readonly proof: readonly Hash[]
}

/** A receipt that accounts for money on a channel, and the order that ties it to the channel. */
export type GhostingCover = {
  readonly order: Order
  readonly orderSignature: Signature
  readonly receipt: Receipt
  readonly proof: readonly Hash[]
}

export type WatchCasesOptions = Omit<WatchOptions, 'operator' | 'payer'> & {
  /** Ends after this block, to list what has happened; without it, with the signal. */
  readonly untilBlock?: bigint
}

export type CourtReader = {
  /** Returns a case, undefined where there is none. */
  caseOf(caseId: Hash, options: CallOptions): Promise<Case | undefined>
  potOf(caseId: Hash, options: CallOptions): Promise<Pot>
  bondOf(caseId: Hash, account: Address, options: CallOptions): Promise<Amount>
  /** Returns what a payer has claimed and not yet taken, in base units of MILL. */
  claimOf(caseId: Hash, payer: Address, options: CallOptions): Promise<{ proven: Amount; unproven: Amount }>
  /** Returns what the courthouse owes an account, to be withdrawn. */
  owedTo(account: Address, options: CallOptions): Promise<Amount>
  fees(options: CallOptions): Promise<CourtFees>
  times(options: CallOptions): Promise<CourtTimes>
  /** Returns what 10^18 base units of a token are worth in base units of MILL; 0 where it has no rate: no stake covers it. */
  rateOf(token: Address, options: CallOptions): Promise<bigint>
  /** Returns what was asked after an omission, undefined where nothing was. */
  omissionOf(caseId: Hash, options: CallOptions): Promise<OmissionChallenge | undefined>
  /** Returns what an operator must account for, undefined where nothing is. */
  ghostingOf(caseId: Hash, options: CallOptions): Promise<GhostingMatter | undefined>
  /** Returns what is charged now and neither accounted for nor made good, in base units of the settlement token. */
  ghostingCharged(caseId: Hash, options: CallOptions): Promise<Amount>
  /** Returns what operators gave back to a payer and it has not yet taken, in base units of the token. */
  givenBackTo(payer: Address, token: Address, options: CallOptions): Promise<Amount>
  /** Returns what an operator took on a channel since it was opened last, which opening that was; it stays when it is closed. */
  incomeOf(
    payer: Address,
    operator: Address,
    token: Address,
    options: CallOptions,
  ): Promise<{ readonly epoch: bigint; readonly redeemed: Amount }>
  /** Returns a panel's trial, undefined where there is none. */
  trialOf(caseId: Hash, options: CallOptions): Promise<Trial | undefined>
  sittingOf(caseId: Hash, round: number, options: CallOptions): Promise<Sitting>
  isAcquitted(receiptHash: Hash, options: CallOptions): Promise<boolean>
  /** Returns an enrolled auditor, undefined where the key is on no roll. */
  auditorOf(auditor: Address, options: CallOptions): Promise<Auditor | undefined>
  auditorRecord(auditor: Address, options: CallOptions): Promise<AuditorRecord>
  /** Returns since when an auditor lists a build, 0 where it does not. */
  buildSince(auditor: Address, build: Hash, options: CallOptions): Promise<bigint>
  /** Returns the row of auditors; undefined stands for an empty slot. Cost: one call a slot. */
  auditorSlots(options: CallOptions): Promise<readonly (Address | undefined)[]>
  /** Returns the network that a node's operator declared, eight bytes, undefined where none was. */
  subnetOf(node: Address, options: CallOptions): Promise<Hash | undefined>
  beaconRoundAt(time: bigint, options: CallOptions): Promise<bigint>
  beaconTimes(round: bigint, options: CallOptions): Promise<BeaconTimes>
  /** Returns a round's output, undefined while it is not finished. */
  beaconOutput(round: bigint, options: CallOptions): Promise<{ output: Hash; blockOnly: boolean } | undefined>
  isStakeLocked(operator: Address, options: CallOptions): Promise<boolean>
  /** Returns when the time to post an epoch is over. */
  postingDeadline(epoch: bigint, options: CallOptions): Promise<bigint>
  /** Yields what happens in all cases, in order, until the signal aborts, which ends the iteration without an error. */
  watchCases(options: WatchCasesOptions): AsyncIterable<CaseEvent>
}

/** The same, with transactions. Bonds are approved exactly. Steps that anyone may take are marked so in the contracts. */
export type CourtWriter = CourtReader & {
  /** @param subnet - eight bytes. */
  setNodeSubnet(node: Address, subnet: Hash, options: CallOptions): Promise<Tx>
  /** @param roll.classes - bit n is set when it can judge exactness class n. */
  joinRoll(roll: { auditor: Address; classes: number }, options: CallOptions): Promise<Tx>
  setBuild(listing: { auditor: Address; build: Hash; listed: boolean }, options: CallOptions): Promise<Tx>
  requestLeaveRoll(auditor: Address, options: CallOptions): Promise<Tx>
  finishLeaveRoll(auditor: Address, options: CallOptions): Promise<Tx>
  resumeAuditor(auditor: Address, options: CallOptions): Promise<Tx>

  /** @param commitment - `beaconCommitment` of the round, this account and a secret. */
  commitBeacon(commitment: Hash, options: CallOptions): Promise<Tx & { readonly round: bigint }>
  revealBeacon(round: bigint, secret: Hash, options: CallOptions): Promise<Tx>
  /** Records a round's output, by the headers of the block that closed it and of the one before. By anyone. */
  finishBeacon(
    round: bigint,
    options: CallOptions,
  ): Promise<Tx & { readonly output: Hash; readonly blockOnly: boolean }>
  withdrawBeacon(options: CallOptions): Promise<Tx & { readonly amount: Amount }>

  prosecuteEquivocation(
    evidence: { first: Receipt; firstSignature: Signature; second: Receipt; secondSignature: Signature },
    options: CallOptions,
  ): Promise<Tx & { readonly caseId: Hash; readonly slashed: Amount }>
  challengeOmission(
    challenge: { receipt: Receipt; signature: Signature },
    options: CallOptions,
  ): Promise<Tx & { readonly caseId: Hash; readonly answerUntil: bigint }>
  answerOmission(caseId: Hash, proof: readonly Hash[], options: CallOptions): Promise<Tx>
  concludeOmission(caseId: Hash, options: CallOptions): Promise<Tx>
  chargeGhosting(
    charge: { quote: Quote; quoteSignature: Signature; order: Order; granted: GhostingGranted },
    options: CallOptions,
  ): Promise<Tx & { readonly caseId: Hash; readonly answerUntil: bigint }>
  accountForGhosting(caseId: Hash, covers: readonly GhostingCover[], options: CallOptions): Promise<Tx>
  accountForFee(
    caseId: Hash,
    fee: { quote: Quote; order: Order; orderSignature: Signature },
    options: CallOptions,
  ): Promise<Tx>
  /** Gives back what is charged and not accounted for, approving exactly that. */
  giveBackGhosting(caseId: Hash, options: CallOptions): Promise<Tx & { readonly amount: Amount }>
  concludeGhosting(caseId: Hash, options: CallOptions): Promise<Tx>
  withdrawGivenBack(token: Address, options: CallOptions): Promise<Tx & { readonly amount: Amount }>

  openPanelCase(
    accusation: { receipt: Receipt; signature: Signature; locatorHash: Hash },
    options: CallOptions,
  ): Promise<Tx & { readonly caseId: Hash; readonly beaconRound: bigint }>
  /** Draws auditors, as many probes as one call takes; returns those drawn. */
  drawPanel(caseId: Hash, options: CallOptions): Promise<Tx & { readonly drawn: readonly Address[] }>
  commitVerdict(caseId: Hash, commitment: Hash, options: CallOptions): Promise<Tx>
  revealVerdict(verdict: Verdict, signature: Signature, options: CallOptions): Promise<Tx>
  tallyPanel(caseId: Hash, options: CallOptions): Promise<Tx>
  appealPanel(caseId: Hash, options: CallOptions): Promise<Tx>
  concludePanel(caseId: Hash, options: CallOptions): Promise<Tx>

  /** Without claims it only sizes the slash, once the epoch's totals are final. */
  claimRefunds(caseId: Hash, claims: readonly RefundClaim[], options: CallOptions): Promise<Tx>
  settleCase(caseId: Hash, options: CallOptions): Promise<Tx & { readonly refunds: Amount; readonly burned: Amount }>
  takeRefund(caseId: Hash, payer: Address, options: CallOptions): Promise<Tx & { readonly amount: Amount }>
  releaseBond(caseId: Hash, account: Address, options: CallOptions): Promise<Tx>
  expireCase(caseId: Hash, options: CallOptions): Promise<Tx>
  /** Pays this account all that the courthouse owes it. */
  withdrawOwed(to: Address, options: CallOptions): Promise<Tx & { readonly amount: Amount }>
}
