/**
 * The Escrow's events as they happen, in order (follow-logs.ts).
 *
 * Events of a channel carry its identifier alone, so the openings are read first, from the deployment on. A closed channel
 * is not forgotten: a fork may open it again.
 */
import { escrowAbi } from '@millrace/contracts'
import { type Address, type Hash, type Hex, MillraceError } from '@millrace/protocol'
import { encodeEventTopics } from 'viem/utils'
import type { WatchOptions } from './chain-port.ts'
import type { ContractLog } from './contract-log.ts'
import { decodeEscrowEvent } from './decode-escrow-event.ts'
import type { Deployment } from './deployment.ts'
import type { ChannelKey, EscrowEvent } from './escrow-event.ts'
import { followLogs } from './follow-logs.ts'
import type { JsonRpc } from './json-rpc.ts'

/** Channels one watch keeps in memory, about 300 bytes each. */
export const watchedChannelsMax = 200_000

type ReportedEvent = Exclude<EscrowEvent, { type: 'Reorganized' }>

/** Yields events from `fromBlock` on until the signal aborts. @throws {WatchOverflowError} */
export function watchEscrow(
  rpc: JsonRpc,
  deployment: Deployment,
  options: WatchOptions,
): AsyncGenerator<EscrowEvent, void, undefined> {
  const channels = new Map<Hash, ChannelKey>()

  /** Decodes a log, keeps the set of open channels, and drops what was not asked for. */
  function decode(log: ContractLog): ReportedEvent | undefined {
    const event = decodeEscrowEvent(log, (channelId) => channels.get(channelId))
    if (event === undefined || !isWanted(event, options)) return undefined
    if (event.type === 'ChannelOpened') remember(event)
    return event.blockNumber >= options.fromBlock ? event : undefined
  }

  function remember({ channelId, payer, operator, token }: ChannelKey): void {
    if (channels.size >= watchedChannelsMax && !channels.has(channelId)) throw new WatchOverflowError()
    channels.set(channelId, { channelId, payer, operator, token })
  }

  const source = {
    addresses: [deployment.escrow],
    firstBlock: BigInt(deployment.deployedAtBlock),
    // Before what was asked for, only the openings matter.
    topicsUpTo: (to: bigint) => (to < options.fromBlock ? openingTopics(options) : []),
    decode,
  }
  return followLogs<ReportedEvent>(rpc, source, options)
}

/** Returns whether an event concerns the operator and the payer that were asked for. */
function isWanted(event: ReportedEvent, { operator, payer }: WatchOptions): boolean {
  switch (event.type) {
    case 'Deposited':
    case 'Withdrawn':
      return (operator === undefined && payer === undefined) || event.account === operator || event.account === payer
    case 'OperatorCredited':
      return (operator === undefined && payer === undefined) || event.operator === operator
    default:
      return (operator === undefined || event.operator === operator) && (payer === undefined || event.payer === payer)
  }
}

function openingTopics({ operator, payer }: WatchOptions): (Hex | null)[] {
  const args: { operator?: Address; payer?: Address } = {}
  if (operator !== undefined) args.operator = operator
  if (payer !== undefined) args.payer = payer
  return encodeEventTopics({ abi: escrowAbi, eventName: 'ChannelOpened', args }) as (Hex | null)[]
}

/** More open channels than one watch may hold. */
export class WatchOverflowError extends MillraceError {
  override readonly name = 'WatchOverflowError'

  constructor() {
    super({
      code: 'CHAIN_WATCH_OVERFLOW',
      message: `There are more than ${watchedChannelsMax} channels to watch.`,
      hint: 'Watch the channels of one operator or one payer.',
      retryable: false,
    })
  }
}
