/** The chain port without a chain: balances and channels as the Escrow keeps them, and a count of every call. */
import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  type Amount,
  type Channel,
  type Domain,
  domainSeparator,
  type Hash,
  type Hex,
  zeroAddress,
  zeroHash,
} from '@millrace/protocol'
import type { BuyerChain } from '../../src/index.ts'

export const testToken: TokenInfo = { address: `0x${'d0'.repeat(20)}` as Address, symbol: 'USDm', decimals: 6 }
export const testDomain: Domain = { chainId: 31_337, verifyingContract: `0x${'e5'.repeat(20)}` as Address }
const closeDelaySeconds = 3_600
const noFees = {
  ...{ panelFee: 0n, panelBond: 0n, appealBond: 0n },
  ...{ omissionBond: 0n, ghostingBond: 0n, ghostingItemBond: 0n, beaconDeposit: 0n },
}

export type MemoryChain = BuyerChain & {
  balance: Amount
  readonly channels: Map<Address, Channel>
  readonly operators: Map<Address, Address>
  /** On the roll, each listing builds. */
  readonly auditors: {
    readonly key: Address
    readonly operator: Address
    readonly subnet: Hex
    readonly builds: readonly Hash[]
  }[]
  /** What 10^18 of the token are worth in MILL, and what each operator has bonded of it. */
  readonly stake: { rate: bigint; bonded: Amount }
  /** Names of the calls made, in order. */
  readonly calls: string[]
  /** Unix seconds. */
  timestamp: bigint
}

export function createMemoryChain({ account, balance }: { account: Address; balance: Amount }): MemoryChain {
  const channels = new Map<Address, Channel>()
  const operators = new Map<Address, Address>()
  const calls: string[] = []
  const auditors: MemoryChain['auditors'] = []
  const stake = { rate: 10n ** 30n, bonded: 10n ** 30n }
  const none: Channel = { state: 'none', signer: zeroAddress, epoch: 0n, deposit: 0n, redeemed: 0n, closesAt: 0n }
  const of = (operator: Address) => channels.get(operator) ?? none
  const tx = { hash: zeroHash as Hash, blockNumber: 1n, gasUsed: 0n }
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

  const chain: MemoryChain = {
    account,
    balance,
    channels,
    operators,
    auditors,
    stake,
    calls,
    timestamp: BigInt(Math.floor(Date.now() / 1000)),
    domain: testDomain,
    separator: domainSeparator(testDomain),
    deployment: {
      chainId: testDomain.chainId,
      escrow: testDomain.verifyingContract,
      registry: zeroAddress,
      stakeVault: zeroAddress,
      receipts: zeroAddress,
      millToken: zeroAddress,
      tokens: [testToken],
      closeDelaySeconds,
      receiptEpochSeconds: 3_600,
      ...{ courthouse: zeroAddress, beacon: zeroAddress, auditorRoll: zeroAddress },
      judges: { equivocation: zeroAddress, omission: zeroAddress, ghosting: zeroAddress, panel: zeroAddress },
      deployedAtBlock: 0,
    },
    async channel(_payer, operator) {
      calls.push('channel')
      await turn()
      return of(operator)
    },
    async escrowBalance() {
      calls.push('escrowBalance')
      await turn()
      return chain.balance
    },
    async stakeOf() {
      return { bonded: stake.bonded, unbonding: 0n, reserved: 0n }
    },
    court: {
      rateOf: async () => stake.rate,
      auditorSlots: async () => auditors.map(({ key }) => key),
      auditorOf: async (asked) => {
        const found = auditors.find(({ key }) => key === asked)
        if (found === undefined) return undefined
        const rest = { buildCount: 1, missedInARow: 0, leaveRequestedAt: 0n, busyUntil: 0n, slot: 0 }
        return { operator: found.operator, subnet: found.subnet as Hash, classes: 0b1110, joinedAt: 1n, ...rest }
      },
      buildSince: async (asked, build) =>
        auditors.find(({ key }) => key === asked)?.builds.includes(build) === true ? 1n : 0n,
      subnetOf: async () => undefined,
      fees: async () => ({ auditorStake: 1n, ...noFees }),
    },
    async operatorOf(node) {
      calls.push('operatorOf')
      await turn()
      return operators.get(node)
    },
    async blockTimestamp() {
      return chain.timestamp
    },
    async openChannel({ operator, deposit, signer }) {
      calls.push('openChannel')
      await turn()
      if (of(operator).state !== 'none' || deposit > chain.balance) throw new Error('reverted')
      chain.balance -= deposit
      channels.set(operator, {
        state: 'open',
        signer,
        epoch: of(operator).epoch + 1n,
        deposit,
        redeemed: 0n,
        closesAt: 0n,
      })
      return tx
    },
    async topUp(operator, _token, amount) {
      calls.push('topUp')
      await turn()
      if (of(operator).state !== 'open' || amount > chain.balance) throw new Error('reverted')
      chain.balance -= amount
      channels.set(operator, { ...of(operator), deposit: of(operator).deposit + amount })
      return tx
    },
    async startClose(operator) {
      calls.push('startClose')
      const closesAt = chain.timestamp + BigInt(closeDelaySeconds)
      channels.set(operator, { ...of(operator), state: 'closing', closesAt })
      return { ...tx, closesAt }
    },
    async finishClose(_payer, operator) {
      calls.push('finishClose')
      const channel = of(operator)
      if (chain.timestamp < channel.closesAt) throw new Error('reverted')
      chain.balance += channel.deposit - channel.redeemed
      channels.set(operator, { ...none, epoch: channel.epoch })
      return tx
    },
  }
  return chain
}
