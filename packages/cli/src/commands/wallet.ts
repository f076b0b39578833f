/** `millrace wallet`, `deposit`, `withdraw`: the payer's account, its money in and out of the Escrow. */
import { type Address, type Amount, formatAmount, MillraceError, type TokenUnit } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { localNetworkName, readNetwork, settlementToken } from '../network.ts'
import { openAccount, openReader } from '../open-chain.ts'
import { addressOf } from '../option-values.ts'
import { readPayerChannels } from '../payer-channels.ts'
import { parseTokenAmount } from '../units.ts'
import { mill } from './stake.ts'

type Options = { network: string; key: string; to?: string; json?: boolean }

/** Adds the three commands to the program. */
export function addWalletCommands(program: Command, context: Context): void {
  const wallet = program.command('wallet').description('show or create the accounts of this machine')
  common(wallet.command('show', { isDefault: true }).description('addresses and balances'))
    .addHelpText('after', '\nExample:\n  $ millrace wallet show --json')
    .action((options: Options) => show(context, options))
  common(wallet.command('create').description('create the payer and session keys of a network'))
    .addHelpText('after', '\nExample:\n  $ millrace wallet create --network mynet')
    .action((options: Options) => create(context, options))
  common(program.command('deposit').description('move tokens from your account into the Escrow'))
    .argument('<amount>', 'tokens, for example 12.5')
    .addHelpText('after', '\nExample:\n  $ millrace deposit 12.5')
    .action((amount: string, options: Options) => deposit(context, amount, options))
  common(program.command('withdraw').description('move tokens out of the Escrow'))
    .argument('<amount>', 'tokens, or "all"')
    .option('--to <address>', 'account to pay to (default: your own)')
    .addHelpText('after', '\nExample:\n  $ millrace withdraw all --key alder-operator')
    .action((amount: string, options: Options) => withdraw(context, amount, options))
}

function common(command: Command): Command {
  return command
    .option('--network <name>', 'network', localNetworkName)
    .option('--key <name>', 'key to act as', 'payer')
    .option('--json', 'print JSON')
}

async function show(context: Context, options: Options): Promise<void> {
  const { signal } = context
  const terminal = terminalOf(context, options)
  const { network, token } = await openNetwork(context, options)
  const keys = keyRingOf(context, options.network)
  const reader = await openReader(network, { signal })
  const { millToken } = network.deployment
  const accounts = await Promise.all(
    (await keys.names()).map(async (name) => {
      const address = (await keys.addressOf(name)) as Address
      const [coin, held, escrow, heldMill, stake] = await Promise.all([
        reader.nativeBalance(address, { signal }),
        reader.tokenBalance(token.address, address, { signal }),
        reader.escrowBalance(token.address, address, { signal }),
        reader.tokenBalance(millToken, address, { signal }),
        reader.stakeOf(address, { signal }),
      ])
      return { name, address, coin, held, escrow, mill: heldMill, stake: stake.bonded }
    }),
  )
  const channels = await readPayerChannels(context, network, reader)
  const inChannels = channels.reduce((sum, { deposit, redeemed }) => sum + deposit - redeemed, 0n)
  terminal.table(
    ['key', 'address', 'gas coin', token.symbol, 'in Escrow', 'in channels', 'MILL staked'],
    accounts.map((account) => [
      account.name,
      account.address,
      bare(account.coin, { symbol: '', decimals: 18 }).slice(0, 8),
      bare(account.held, token),
      bare(account.escrow, token),
      account.name === 'payer' ? bare(inChannels, token) : '',
      account.stake === 0n ? '' : bare(account.stake, mill),
    ]),
  )
  if (accounts.length === 0) terminal.line('No keys yet: millrace wallet create')
  terminal.result({ token, accounts, inChannels })
}

function bare(amount: Amount, unit: TokenUnit): string {
  return formatAmount(amount, { ...unit, symbol: '' }).trim()
}

async function create(context: Context, options: Options): Promise<void> {
  const { signal } = context
  const terminal = terminalOf(context, options)
  const keys = keyRingOf(context, options.network)
  for (const name of ['payer', 'session']) await keys.loadOrCreate(name, { signal })
  const payer = await keys.addressOf('payer')
  const session = await keys.addressOf('session')
  terminal.line(`payer    ${payer}   fund it with tokens and a little gas coin, then: millrace deposit AMOUNT`)
  terminal.line(`session  ${session}   signs vouchers; needs no funds`)
  terminal.result({ payer, session })
}

async function deposit(context: Context, text: string, options: Options): Promise<void> {
  const { network, token } = await openNetwork(context, options)
  const amount = parseTokenAmount(text, token)
  const writer = await openAccount(context, network, options.key)
  const held = await writer.tokenBalance(token.address, writer.account, context)
  if (held < amount) throw new TokensMissingError(`The account ${writer.account} holds`, held, amount, token)
  const tx = await writer.deposit(token.address, amount, context)
  report(context, options, `deposited ${formatAmount(amount, token)}`, amount, tx.hash)
}

async function withdraw(context: Context, text: string, options: Options): Promise<void> {
  const { network, token } = await openNetwork(context, options)
  const writer = await openAccount(context, network, options.key)
  const free = await writer.escrowBalance(token.address, writer.account, context)
  const amount = text === 'all' ? free : parseTokenAmount(text, token)
  if (amount > free || amount === 0n) throw new TokensMissingError('Free in the Escrow is', free, amount, token)
  const to = options.to === undefined ? writer.account : addressOf(options.to, '--to')
  const tx = await writer.withdraw(token.address, amount, to, context)
  report(context, options, `withdrew ${formatAmount(amount, token)} to ${to}`, amount, tx.hash)
}

function report(context: Context, options: Options, text: string, amount: Amount, transactionHash: string): void {
  const terminal = terminalOf(context, options)
  terminal.line(`${text} by transaction ${transactionHash}`)
  terminal.result({ amount, transactionHash })
}

async function openNetwork(context: Context, options: Options) {
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  return { network, token }
}

/** An account has fewer tokens than were asked for. */
class TokensMissingError extends MillraceError {
  override readonly name = 'TokensMissingError'

  constructor(where: string, held: Amount, wanted: Amount, token: TokenUnit) {
    super({
      code: 'INSUFFICIENT_TOKENS',
      message: `${where} ${formatAmount(held, token)}; asked for was ${formatAmount(wanted, token)}.`,
      hint: 'See "millrace wallet"; what is locked in channels comes back with "millrace channels close".',
      retryable: true,
    })
  }
}
