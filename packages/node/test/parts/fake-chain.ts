/** An Escrow in memory behind the chain's ports: the contract's rules for channels and redemption, no transactions. */
import {
  type ChainWriter,
  type EscrowEvent,
  type RedemptionRequest,
  type RedemptionResult,
  recoverSigner,
  type SkipReason,
} from '@millrace/chain'
import {
  type Address,
  type Amount,
  type Channel,
  channelIdOf,
  digest,
  domainSeparator,
  type Hash,
  MillraceError,
  parseAddress,
  voucherType,
  zeroAddress,
  zeroHash,
} from '@millrace/protocol'
import { createFakeCourt, type FakeCourt } from './fake-court.ts'

export type FakeChain = {
  readonly writer: ChainWriter
  readonly operator: Address
  readonly token: Address
  open(payer: Address, signer: Address, deposit: Amount): void
  topUp(payer: Address, amount: Amount): void
  startClose(payer: Address, closesAt: bigint): void
  finishClose(payer: Address): void
  channelOf(payer: Address): Channel
  /** Free balances in Escrow; everybody else has plenty. */
  readonly balances: Map<Address, Amount>
  readonly paidOut: { total: Amount }
  /** Fails every call while set. */
  outage: boolean
  /** Tells no events while set: only reads show what happened. */
  silence: boolean
  readonly redemptions: (readonly RedemptionRequest[])[]
  readonly reads: { count: number; balances: number }
  /** Nodes of the operator in the Registry. */
  readonly nodes: { count: number }
  readonly postedRoots: Posted[]
  readonly court: FakeCourt
  /** Of the operator, in base units of MILL, and what 10^18 of the token are worth in them. */
  readonly stake: { bonded: Amount; rate: bigint }
}

type Posted = Parameters<ChainWriter['postReceiptRoot']>[0]

/** Length of a receipt epoch. */
export const receiptEpochSeconds = 3_600

const empty: Channel = { state: 'none', signer: zeroAddress, epoch: 0n, deposit: 0n, redeemed: 0n, closesAt: 0n }

export function createFakeChain(init: { operator: Address; node: Address; chainId?: number }): FakeChain {
  const token = address('70')
  const escrow = address('e5')
  const domain = { chainId: init.chainId ?? 31_337, verifyingContract: escrow }
  const separator = domainSeparator(domain)
  const channels = new Map<Hash, Channel>()
  const watchers = new Set<(event: EscrowEvent) => void>()
  const paidOut = { total: 0n }
  const balances = new Map<Address, Amount>()
  const reads = { count: 0, balances: 0 }
  const nodes = { count: 1 }
  const stake = { bonded: 10n ** 30n, rate: 10n ** 30n }
  const postedRoots: Posted[] = []
  const redemptions: (readonly RedemptionRequest[])[] = []
  let block = 1n
  let outage = false
  let silence = false

  const idOf = (payer: Address) => channelIdOf(payer, init.operator, token)
  const channelOf = (payer: Address) => channels.get(idOf(payer)) ?? empty
  const put = (payer: Address, channel: Channel, event: object) => {
    channels.set(idOf(payer), channel)
    block++
    const key = { channelId: idOf(payer), payer, operator: init.operator, token, blockNumber: block }
    for (const watcher of silence ? [] : watchers) watcher({ ...key, ...event } as unknown as EscrowEvent)
  }
  const requireUp = () => {
    if (outage) {
      throw new MillraceError({ code: 'CHAIN_UNREACHABLE', message: 'No answer.', hint: 'Wait.', retryable: true })
    }
  }
  const skipReason = (request: RedemptionRequest): SkipReason | undefined => {
    const channel = channelOf(request.payer)
    if (channel.state === 'none') return 'not-open'
    if (request.amount <= channel.redeemed || channel.redeemed === channel.deposit) return 'stale'
    const voucher = { channelId: idOf(request.payer), epoch: channel.epoch, amount: request.amount }
    const signer = recoverSigner(digest(separator, voucherType, voucher), request.signature)
    return signer === channel.signer ? undefined : 'signature-invalid'
  }
  const redeemOne = (request: RedemptionRequest): RedemptionResult => {
    const reason = skipReason(request)
    if (reason !== undefined) return { payer: request.payer, outcome: 'skipped', reason }
    const channel = channelOf(request.payer)
    const redeemed = least(request.amount, channel.deposit)
    const paid = redeemed - channel.redeemed
    paidOut.total += paid
    put(request.payer, { ...channel, redeemed }, { type: 'ChannelRedeemed', redeemed, paid })
    return { payer: request.payer, outcome: 'redeemed', paid, redeemed }
  }

  const court = createFakeCourt({
    ...{ operator: init.operator, separator, epochSeconds: receiptEpochSeconds, requireUp },
    rootOf: (epoch) => postedRoots.find((posted) => posted.epoch === epoch)?.root,
  })
  const used: Partial<ChainWriter> = {
    court: { ...court.court, rateOf: async () => stake.rate },
    deployment: {
      chainId: domain.chainId,
      escrow,
      registry: address('01'),
      stakeVault: address('02'),
      receipts: address('03'),
      millToken: address('04'),
      tokens: [{ address: token, symbol: 'TUSD', decimals: 6 }],
      closeDelaySeconds: 3_600,
      courthouse: address('05'),
      beacon: address('06'),
      auditorRoll: address('07'),
      judges: { equivocation: address('08'), omission: address('09'), ghosting: address('0a'), panel: address('0b') },
      receiptEpochSeconds,
      deployedAtBlock: 0,
    },
    domain,
    separator,
    account: init.operator,
    async channel(payer, operator, asked) {
      reads.count++
      requireUp()
      return operator === init.operator && asked === token ? channelOf(payer) : empty
    },
    async escrowBalance(_token, account) {
      reads.balances++
      requireUp()
      return balances.get(account) ?? 10n ** 15n
    },
    async stakeOf() {
      requireUp()
      return { bonded: stake.bonded, unbonding: 0n, reserved: 0n }
    },
    async operatorOf(node) {
      requireUp()
      return node === init.node ? init.operator : undefined
    },
    async operatorInfo() {
      requireUp()
      return { metadataHash: zeroHash, attestationRoot: zeroHash, jurisdiction: 'ZZ', nodeCount: nodes.count }
    },
    async blockNumber() {
      requireUp()
      return block
    },
    async *watchEscrow({ signal }) {
      const queue: EscrowEvent[] = []
      let wake = Promise.withResolvers<void>()
      const watcher = (event: EscrowEvent) => {
        queue.push(event)
        wake.resolve()
      }
      watchers.add(watcher)
      signal.addEventListener('abort', () => wake.resolve())
      while (!signal.aborted) {
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) yield event
        await wake.promise
        wake = Promise.withResolvers()
      }
      watchers.delete(watcher)
    },
    async redeem(_operator, _token, requests) {
      requireUp()
      redemptions.push(requests)
      const results = requests.map(redeemOne)
      const paid = results.reduce((sum, result) => sum + (result.outcome === 'redeemed' ? result.paid : 0n), 0n)
      const hash = `0x${redemptions.length.toString(16).padStart(64, '0')}` as Hash
      return { hash, blockNumber: block, gasUsed: 60_000n, paid, results }
    },
    async receiptRoot(_operator, epoch) {
      requireUp()
      const posted = postedRoots.find((candidate) => candidate.epoch === epoch)
      return posted && { ...posted, postedAt: 0n }
    },
    async postReceiptRoot(posting) {
      requireUp()
      postedRoots.push(posting)
      return { hash: `0x${'ab'.repeat(32)}` as Hash, blockNumber: block, gasUsed: 1n }
    },
  }

  return {
    writer: used as ChainWriter,
    operator: init.operator,
    token,
    paidOut,
    redemptions,
    reads,
    nodes,
    postedRoots,
    court,
    stake,
    channelOf,
    balances,
    get silence() {
      return silence
    },
    set silence(value) {
      silence = value
    },
    get outage() {
      return outage
    },
    set outage(value) {
      outage = value
    },
    open(payer, signer, deposit) {
      const { epoch } = channelOf(payer)
      const channel: Channel = { state: 'open', signer, epoch: epoch + 1n, deposit, redeemed: 0n, closesAt: 0n }
      put(payer, channel, { type: 'ChannelOpened', signer, epoch: channel.epoch, deposit })
    },
    topUp(payer, amount) {
      const channel = channelOf(payer)
      const deposit = channel.deposit + amount
      put(payer, { ...channel, deposit }, { type: 'ChannelToppedUp', amount, deposit })
    },
    startClose(payer, closesAt) {
      put(payer, { ...channelOf(payer), state: 'closing', closesAt }, { type: 'ChannelCloseStarted', closesAt })
    },
    finishClose(payer) {
      const { epoch, redeemed, deposit } = channelOf(payer)
      const refunded = deposit - redeemed
      put(payer, { ...empty, epoch }, { type: 'ChannelClosed', reason: 'after-delay', redeemed, refunded })
    },
  }
}

function address(byte: string): Address {
  return parseAddress(`0x${byte.repeat(20)}`)
}

function least(a: bigint, b: bigint): bigint {
  return [a, b].sort((x, y) => (x < y ? -1 : 1))[0] ?? a
}
