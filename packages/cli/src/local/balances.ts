/** Who holds what in the Escrow of the local network: the buyer's free and locked money, each operator's earnings. */
import type { ChainReader } from '@millrace/chain'
import { type Address, type Amount, formatAmount, type TokenUnit } from '@millrace/protocol'
import type { KeyRing } from '../key-ring.ts'
import { type Network, settlementToken } from '../network.ts'
import type { Terminal } from '../terminal.ts'
import { localProviderNames } from './plan.ts'

export type Balance = {
  readonly who: string
  /** Base units that can be withdrawn now. */
  readonly free: Amount
  /** Base units deposited in channels and not yet redeemed. */
  readonly inChannels: Amount
}

/** Reads the balances of the buyer and of every local operator. */
export async function readBalances(
  reader: ChainReader,
  network: Network,
  keys: KeyRing,
  { signal }: { signal: AbortSignal },
): Promise<readonly Balance[]> {
  const token = settlementToken(network).address
  const payer = await addressOf(keys, 'payer')
  const operators = await Promise.all(
    localProviderNames.map(async (name) => ({ name, address: await addressOf(keys, `${name}-operator`) })),
  )
  const channels = await Promise.all(operators.map(({ address }) => reader.channel(payer, address, token, { signal })))
  const inChannels = channels.reduce((sum, channel) => sum + channel.deposit - channel.redeemed, 0n)
  const buyer = { who: 'you', free: await reader.escrowBalance(token, payer, { signal }), inChannels }
  const earned = operators.map(async ({ name, address }) => ({
    who: name,
    free: await reader.escrowBalance(token, address, { signal }),
    inChannels: 0n,
  }))
  return [buyer, ...(await Promise.all(earned))]
}

/** Shows balances before and after, and their sums, which are equal: money only moved. */
export function showBalances(
  terminal: Terminal,
  before: readonly Balance[],
  after: readonly Balance[],
  token: TokenUnit,
): void {
  const sum = (balances: readonly Balance[]): Amount =>
    balances.reduce((total, { free, inChannels }) => total + free + inChannels, 0n)
  const rows = after.map((balance, i) => {
    const earlier = before[i] ?? balance
    const moved = balance.free + balance.inChannels - earlier.free - earlier.inChannels
    return [
      balance.who,
      formatAmount(earlier.free, token),
      formatAmount(earlier.inChannels, token),
      formatAmount(balance.free, token),
      formatAmount(balance.inChannels, token),
      `${moved > 0n ? '+' : ''}${formatAmount(moved, token)}`,
    ]
  })
  rows.push([
    'all',
    formatAmount(sum(before), token),
    '',
    formatAmount(sum(after), token),
    '',
    formatAmount(sum(after) - sum(before), token),
  ])
  terminal.line()
  terminal.table(['', 'before', 'in channels', 'after', 'in channels', 'moved'], rows)
}

async function addressOf(keys: KeyRing, name: string): Promise<Address> {
  const address = await keys.addressOf(name)
  if (address === undefined) throw new RangeError(`the local network was provisioned without the key ${name}`)
  return address
}
