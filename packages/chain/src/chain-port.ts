/**
 * What a chain can be asked and told, in our nouns. Addresses and hashes are lower case; amounts are base units.
 *
 * Every call takes a signal; on abort it rejects with the signal's reason. Aborting a write stops the waiting, not the
 * transaction: once sent, it may still be mined.
 */
import type { Address, Amount, Channel, Domain, Hash, MillraceError, Signature, Signer } from '@millrace/protocol'
import type { CourtReader, CourtWriter } from './court-port.ts'
import type { Deployment, TokenInfo } from './deployment.ts'
import type { EscrowEvent, SkipReason } from './escrow-event.ts'

export type CallOptions = { readonly signal: AbortSignal }

export type WatchOptions = {
  /** Only events of this operator's channels and balance. */
  readonly operator?: Address
  /** Only events of this payer's channels and balance. */
  readonly payer?: Address
  readonly fromBlock: bigint
  /** Milliseconds between looks at the head. */
  readonly pollMs: number
  /** Blocks that must stand on top of one before its events are reported; 0 reports at once. */
  readonly confirmations: number
  /** Told of each failed look at the chain; the watch goes on by itself. */
  readonly onTrouble?: (error: MillraceError) => void
  readonly signal: AbortSignal
}

/** What the Registry knows of an operator. */
export type OperatorRecord = {
  readonly metadataHash: Hash
  readonly attestationRoot: Hash
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string
  readonly nodeCount: number
}

export type Stake = { readonly bonded: Amount; readonly unbonding: Amount; readonly reserved: Amount }

/** What a node charged in an epoch in one settlement token, in base units. */
export type ReceiptTotal = { readonly token: Address; readonly amount: Amount }

/** What was posted for an epoch of a node. `postedAt` is in Unix seconds. */
export type ReceiptRoot = { readonly root: Hash; readonly count: number; readonly postedAt: bigint }

/** A block; `timestamp` is in Unix seconds. */
export type BlockFacts = {
  readonly number: bigint
  readonly timestamp: bigint
  /** Of its proposers, known to nobody before it (`prevrandao`). */
  readonly randomness: Hash
  /** Blocks that stand on it. */
  readonly confirmations: bigint
}

/** Reads chain state. All methods reject with a ChainError of a stable code when the chain does not answer. */
export type ChainReader = {
  readonly deployment: Deployment
  readonly domain: Domain
  /** The EIP-712 domain separator of {@link ChainReader.domain}. */
  readonly separator: Uint8Array
  channel(payer: Address, operator: Address, token: Address, options: CallOptions): Promise<Channel>
  /** Returns an account's free balance in the Escrow, without what its channels hold. */
  escrowBalance(token: Address, account: Address, options: CallOptions): Promise<Amount>
  /** Returns an account's own balance of a token, outside the Escrow. */
  tokenBalance(token: Address, account: Address, options: CallOptions): Promise<Amount>
  /** Returns an account's balance of the chain's own coin, in wei. */
  nativeBalance(account: Address, options: CallOptions): Promise<bigint>
  operatorOf(node: Address, options: CallOptions): Promise<Address | undefined>
  /** Returns an operator's record, undefined when it is not registered. */
  operatorInfo(operator: Address, options: CallOptions): Promise<OperatorRecord | undefined>
  stakeOf(operator: Address, options: CallOptions): Promise<Stake>
  /** Cases, panels, the auditors' roll and the beacon. */
  readonly court: CourtReader
  /** Returns the root that was posted for an epoch of a node, undefined where none was. */
  receiptRoot(node: Address, epoch: bigint, options: CallOptions): Promise<ReceiptRoot | undefined>
  /** Returns whether a receipt is in the tree that was posted for an epoch of a node. @param receiptHash - its digest. */
  isReceiptPosted(
    node: Address,
    epoch: bigint,
    receiptHash: Hash,
    proof: readonly Hash[],
    options: CallOptions,
  ): Promise<boolean>
  tokenInfo(token: Address, options: CallOptions): Promise<TokenInfo>
  blockNumber(options: CallOptions): Promise<bigint>
  /** Returns the head's timestamp, in Unix seconds: the clock that close delays run on. */
  blockTimestamp(options: CallOptions): Promise<bigint>
  /** Returns the first block later than a time in Unix seconds, undefined while there is none. */
  blockAfter(time: bigint, options: CallOptions): Promise<BlockFacts | undefined>
  /** Yields the Escrow's events in order until the signal aborts, which ends the iteration without an error. */
  watchEscrow(options: WatchOptions): AsyncIterable<EscrowEvent>
}

/** A mined transaction. */
export type Tx = { readonly hash: Hash; readonly blockNumber: bigint; readonly gasUsed: bigint }

export type RedemptionRequest = { readonly payer: Address; readonly amount: Amount; readonly signature: Signature }

export type RedemptionResult =
  | { readonly payer: Address; readonly outcome: 'redeemed'; readonly paid: Amount; readonly redeemed: Amount }
  | { readonly payer: Address; readonly outcome: 'skipped'; readonly reason: SkipReason }

/** Writes as one account. Its transactions are sent one after another, in the order of the calls. */
export type ChainWriter = ChainReader & {
  readonly account: Address
  readonly court: CourtWriter
  /** Moves tokens into the account's Escrow balance, approving exactly what is missing. */
  deposit(token: Address, amount: Amount, options: CallOptions): Promise<Tx>
  withdraw(token: Address, amount: Amount, to: Address, options: CallOptions): Promise<Tx>
  openChannel(
    channel: { operator: Address; token: Address; deposit: Amount; signer: Address },
    options: CallOptions,
  ): Promise<Tx>
  topUp(operator: Address, token: Address, amount: Amount, options: CallOptions): Promise<Tx>
  /** Redeems vouchers of many payers' channels to one operator. `results` stand in the order of `redemptions`. */
  redeem(
    operator: Address,
    token: Address,
    redemptions: readonly RedemptionRequest[],
    options: CallOptions,
  ): Promise<Tx & { readonly paid: Amount; readonly results: readonly RedemptionResult[] }>
  startClose(operator: Address, token: Address, options: CallOptions): Promise<Tx & { readonly closesAt: bigint }>
  finishClose(payer: Address, operator: Address, token: Address, options: CallOptions): Promise<Tx>
  closeCooperatively(
    close: {
      payer: Address
      operator: Address
      token: Address
      amount: Amount
      /** The session signer's voucher for `amount`; not needed when `amount` is already redeemed. */
      voucherSignature?: Signature
      /** The operator's `ChannelClose`. */
      operatorSignature: Signature
    },
    options: CallOptions,
  ): Promise<Tx>
  closeByOperator(payer: Address, token: Address, options: CallOptions): Promise<Tx>
  registerOperator(operator: { metadataHash: Hash; jurisdiction: string }, options: CallOptions): Promise<Tx>
  /** Binds a node key to this operator, with the node's consent. */
  addNode(nodeSigner: Signer, options: CallOptions): Promise<Tx>
  removeNode(node: Address, options: CallOptions): Promise<Tx>
  stake(amount: Amount, options: CallOptions): Promise<Tx>
  requestUnstake(amount: Amount, options: CallOptions): Promise<Tx & { readonly maturesAt: bigint }>
  withdrawStake(options: CallOptions): Promise<Tx & { readonly amount: Amount }>
  /** Mints play money on local and test networks. */
  mintTestDollars(to: Address, amount: Amount, options: CallOptions): Promise<Tx>
  transferToken(token: Address, to: Address, amount: Amount, options: CallOptions): Promise<Tx>
  /** Sends the chain's own coin. @param amount - wei. */
  transferNative(to: Address, amount: bigint, options: CallOptions): Promise<Tx>
  /**
   * Posts the root of a node's epoch, as the node or as its operator: once, from the epoch's end to its deadline.
   *
   * @param posting.totals - what its receipts charged, tokens rising, at most four.
   */
  postReceiptRoot(
    posting: { node: Address; epoch: bigint; root: Hash; count: number; totals: readonly ReceiptTotal[] },
    options: CallOptions,
  ): Promise<Tx>
}
