/** Logs of the Escrow as a node gives them, checked and decoded. A log is hostile until its shape and address are right. */
import { escrowAbi } from '@millrace/contracts'
import { type Address, type Hash, type Hex, parseAddress, parseHash } from '@millrace/protocol'
import { decodeEventLog } from 'viem/utils'
import { ChainRpcError } from './chain-rpc-error.ts'
import type { ChannelKey, CloseReason, EscrowEvent, EventPlace, SkipReason } from './escrow-event.ts'
import { parseQuantity } from './parse-quantity.ts'

/** Characters of one log's data: our widest event has four words. */
const logDataCharsMax = 2 + 64 * 16

/** A log whose fields have their shapes. */
export type EscrowLog = EventPlace & { readonly topics: readonly Hex[]; readonly data: Hex }

const skipReasons: readonly SkipReason[] = ['not-open', 'stale', 'signature-invalid']
const closeReasons: readonly CloseReason[] = ['cooperative', 'by-operator', 'after-delay']

/**
 * Returns the event a log spells, undefined for one that is not about balances or channels, or about a channel that
 * `channelOf` does not know.
 */
export function decodeEscrowEvent(
  log: EscrowLog,
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

/**
 * Returns the logs in a node's answer, in order.
 *
 * @throws {ChainRpcError} when the answer is no list of logs of this address, or longer than `logsMax`.
 */
export function parseLogs(answer: unknown, address: Address, logsMax: number): EscrowLog[] {
  if (!Array.isArray(answer) || answer.length > logsMax) {
    throw new ChainRpcError('eth_getLogs', { message: 'answered without a bounded list of logs' })
  }
  const logs = answer.filter((log) => lower((log as { address?: unknown })?.address) === address).map(parseLog)
  return logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
}

function parseLog(value: unknown): EscrowLog {
  const { topics, data, blockNumber, blockHash, transactionHash, logIndex } = value as Record<string, unknown>
  if (!Array.isArray(topics) || topics.length < 1 || topics.length > 4 || !isLogData(data)) {
    throw new ChainRpcError('eth_getLogs', { message: 'answered with a malformed log' })
  }
  return {
    topics: topics.map((topic) => parseHash(topic, 'log topic')),
    data,
    blockNumber: parseQuantity(blockNumber, 'eth_getLogs'),
    blockHash: parseHash(blockHash, 'log block hash'),
    transactionHash: parseHash(transactionHash, 'log transaction hash'),
    logIndex: Number(parseQuantity(logIndex, 'eth_getLogs')),
  }
}

function isLogData(data: unknown): data is Hex {
  return typeof data === 'string' && data.length <= logDataCharsMax && /^0x([0-9a-fA-F]{2})*$/.test(data)
}

function lower(value: unknown): Address {
  return parseAddress(value, 'log address')
}
