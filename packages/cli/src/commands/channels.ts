/** `millrace channels`: what is locked in payment channels, and how the payer gets it back. */
import type { ChainReader, ChainWriter } from '@millrace/chain'
import { type Address, formatAmount, type Hash, MillraceError } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { localNetworkName, readNetwork, settlementToken } from '../network.ts'
import { openAccount, openReader } from '../open-chain.ts'
import { addressOf, collect } from '../option-values.ts'
import { type PayerChannel, readPayerChannels } from '../payer-channels.ts'
import { UsageError } from '../usage-error.ts'

type Options = { network: string; operator: string[]; json?: boolean }
type CloseOptions = Options & { all?: boolean }
type Outcome = {
  readonly operator: Address
  readonly outcome: 'closing' | 'closed'
  readonly closesAt: bigint
  readonly transactionHash?: Hash
}

/** Adds the commands to the program. */
export function addChannelsCommands(program: Command, context: Context): void {
  const channels = program.command('channels').description('payment channels of your account')
  common(channels.command('list', { isDefault: true }).description('channels with what is locked and redeemed'))
    .addHelpText('after', '\nExample:\n  $ millrace channels list')
    .action((options: Options) => list(context, options))
  common(
    channels.command('close').description('leave channels: start the delay, or take the rest back once it is over'),
  )
    .option('--all', 'every channel')
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace channels close --all\n\nStop the gateway first: it opens channels again.',
    )
    .action((options: CloseOptions) => close(context, options))
}

function common(command: Command): Command {
  return command
    .option('--network <name>', 'network', localNetworkName)
    .option('--operator <address>', 'operator of the channel; repeat for more', collect, [])
    .option('--json', 'print JSON')
}

async function list(context: Context, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const { signal } = context
  const reader = await openReader(network, { signal })
  const channels = await readPayerChannels(context, network, reader, operatorsOf(options))
  showChannels(terminal, channels, settlementToken(network))
  if (channels.length === 0) terminal.line('No channels yet: the first answer from a provider opens one.')
  terminal.result(channels)
}

/** Shows channels as a table; nothing when there are none. */
export function showChannels(
  terminal: ReturnType<typeof terminalOf>,
  channels: readonly PayerChannel[],
  token: Parameters<typeof formatAmount>[1],
): void {
  if (channels.length === 0) return
  terminal.table(
    ['channel to operator', 'state', 'deposit', 'redeemed', 'left'],
    channels.map(({ operator, state, deposit, redeemed, closesAt }) => [
      operator,
      state === 'closing' ? `closing, over ${localTime(closesAt)}` : state,
      formatAmount(deposit, token),
      formatAmount(redeemed, token),
      formatAmount(deposit - redeemed, token),
    ]),
  )
}

async function close(context: Context, options: CloseOptions): Promise<void> {
  const terminal = terminalOf(context, options)
  const named = operatorsOf(options)
  if (named.length === 0 && options.all !== true) {
    throw new UsageError('Which channels?', 'Name them with --operator ADDRESS, or close every one with --all.')
  }
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const writer = await openAccount(context, network, 'payer')
  const known = await readPayerChannels(context, network, writer, named)
  const wanted = known.filter(
    ({ operator, state }) => state !== 'none' && (options.all === true || named.includes(operator)),
  )
  const missing = named.find((operator) => !wanted.some((channel) => channel.operator === operator))
  if (missing !== undefined) throw new ChannelNotFoundError(missing)
  if (wanted.length === 0) terminal.line('There is no channel to close.')
  const outcomes: Outcome[] = []
  for (const channel of wanted) {
    const outcome = await closeOne(writer, channel, token.address, context)
    outcomes.push(outcome)
    const left = formatAmount(channel.deposit - channel.redeemed, token)
    terminal.line(
      outcome.outcome === 'closed'
        ? `${channel.operator}  closed; the rest of ${left} is back in your Escrow balance`
        : `${channel.operator}  closing; up to ${left} come back after ${localTime(outcome.closesAt)}: run this again then`,
    )
  }
  terminal.result(outcomes)
}

type Clocked = Pick<Context, 'signal' | 'now'>

async function closeOne(
  writer: ChainWriter,
  channel: PayerChannel,
  token: Address,
  { signal, now }: Clocked,
): Promise<Outcome> {
  const { operator } = channel
  if (channel.state === 'open') {
    const { hash, closesAt } = await writer.startClose(operator, token, { signal })
    return { operator, outcome: 'closing', closesAt, transactionHash: hash }
  }
  if (!(await isOver(writer, channel, { signal, now })))
    return { operator, outcome: 'closing', closesAt: channel.closesAt }
  const { hash } = await writer.finishClose(writer.account, operator, token, { signal })
  return { operator, outcome: 'closed', closesAt: channel.closesAt, transactionHash: hash }
}

/** By the clock of this machine or of the chain, whichever is ahead: a chain without traffic has an old head. */
async function isOver(reader: ChainReader, { closesAt }: PayerChannel, { signal, now }: Clocked): Promise<boolean> {
  const head = await reader.blockTimestamp({ signal })
  return head >= closesAt || BigInt(Math.floor(now() / 1000)) >= closesAt
}

function operatorsOf({ operator }: Options): readonly Address[] {
  return operator.map((text) => addressOf(text, '--operator'))
}

function localTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('T', ' ').slice(0, 16).concat(' UTC')
}

/** The payer has no channel to an operator. */
class ChannelNotFoundError extends MillraceError {
  override readonly name = 'ChannelNotFoundError'

  constructor(operator: Address) {
    super({
      code: 'NOT_FOUND_CHANNEL',
      message: `Your account has no open channel to the operator ${operator}.`,
      hint: 'List them with "millrace channels list".',
      retryable: false,
    })
  }
}
