/** Logs of the Escrow, decoded. */
import { escrowAbi } from '@millrace/contracts'
import { type Address, type Hash, type Hex, parseAddress } from '@millrace/protocol'
import { decodeEventLog } from 'viem/utils'
import type { ContractLog } from './contract-log.ts'
import type { ChannelKey, CloseReason, EscrowEvent, EventPlace, SkipReason } from './escrow-event.ts'

const skipReasons: readonly SkipReason[] = ['not-open', 'stale', 'signature-invalid']
const closeReasons: readonly CloseReason[] = ['cooperative', 'by-operator', 'after-delay']

/**
 * Returns the event a log spells, undefined for one that is not about balances or channels, or about a channel that
 * `channelOf` does not know.
 */
export function decodeEscrowEvent(
  log: ContractLog,
  channelOf: (channelId: Hash) => ChannelKey | undefined,
): Exclude<EscrowEvent, { type: 'Reorganized' }> | undefined {
  const place: EventPlace = {
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    logIndex: log.logIndex,
  }
  const decoded = decodeLog(log)
  if (decoded === undefined) return undefined
  const { eventName, args } = decoded
  switch (eventName) {
    case 'Deposited':
      return {
        ...place,
        type: eventName,
        token: lower(args.token),
        from: lower(args.from),
        account: lower(args.account),
        amount: args.amount,
      }
    case 'Withdrawn':
      return {
        ...place,
        type: eventName,
        token: lower(args.token),
        account: lower(args.account),
        to: lower(args.to),
        amount: args.amount,
      }
    case 'OperatorCredited':
      return {
        ...place,
        type: eventName,
        token: lower(args.token),
        operator: lower(args.operator),
        amount: args.amount,
      }
    case 'ChannelOpened': {
      const key = {
        channelId: args.channelId,
        payer: lower(args.payer),
        operator: lower(args.operator),
        token: lower(args.token),
      }
      return {
        ...place,
        ...key,
        type: eventName,
        signer: lower(args.signer),
        epoch: BigInt(args.epoch),
        deposit: args.deposit,
      }
    }
    case 'ChannelToppedUp':
    case 'ChannelRedeemed':
    case 'RedemptionSkipped':
    case 'ChannelCloseStarted':
    case 'ChannelClosed': {
      const key = channelOf(args.channelId)
      if (key === undefined) return undefined
      return decodeChannelEvent({ ...place, ...key }, decoded)
    }
    default:
      return undefined
  }
}

type DecodedLog = NonNullable<ReturnType<typeof decodeLog>>
type ChannelEventLog = Extract<
  DecodedLog,
  { eventName: 'ChannelToppedUp' | 'ChannelRedeemed' | 'RedemptionSkipped' | 'ChannelCloseStarted' | 'ChannelClosed' }
>

function decodeChannelEvent(about: EventPlace & ChannelKey, { eventName, args }: ChannelEventLog) {
  switch (eventName) {
    case 'ChannelToppedUp':
      return { ...about, type: eventName, amount: args.amount, deposit: args.deposit } as const
    case 'ChannelRedeemed':
      return { ...about, type: eventName, redeemed: args.redeemed, paid: args.paid } as const
    case 'RedemptionSkipped':
      return { ...about, type: eventName, reason: skipReasons[args.reason] ?? 'stale' } as const
    case 'ChannelCloseStarted':
      return { ...about, type: eventName, closesAt: BigInt(args.closesAt) } as const
    case 'ChannelClosed':
      return {
        ...about,
        type: eventName,
        reason: closeReasons[args.reason] ?? 'after-delay',
        redeemed: args.redeemed,
        refunded: args.refunded,
      } as const
  }
}

function decodeLog(log: { topics: readonly Hex[]; data: Hex }) {
  try {
    return decodeEventLog({ abi: escrowAbi, topics: log.topics as [Hex, ...Hex[]], data: log.data, strict: true })
  } catch {
    return undefined
  }
}

function lower(value: unknown): Address {
  return parseAddress(value, 'log address')
}
