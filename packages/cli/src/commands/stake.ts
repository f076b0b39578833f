/** `millrace stake`, `unstake`: MILL that an operator puts up as its promise to work honestly. */
import { formatAmount, MillraceError } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { localNetworkName, readNetwork } from '../network.ts'
import { openAccount } from '../open-chain.ts'
import { parseTokenAmount } from '../units.ts'

type Options = { network: string; key: string; json?: boolean }

export const mill = { symbol: 'MILL', decimals: 18 } as const

/** Adds the commands to the program. */
export function addStakeCommands(program: Command, context: Context): void {
  common(program.command('stake').description('put MILL up as an operator'))
    .argument('[amount]', 'MILL; without it, show the stake')
    .addHelpText('after', '\nExample:\n  $ millrace stake 500 --key provider-operator')
    .action((amount: string | undefined, options: Options) => stake(context, amount, options))
  common(program.command('unstake').description('ask MILL back; it stays slashable until the unbonding delay is over'))
    .argument('[amount]', 'MILL; without it, take out what was asked back and is due')
    .addHelpText('after', '\nExample:\n  $ millrace unstake 500 --key provider-operator')
    .action((amount: string | undefined, options: Options) => unstake(context, amount, options))
}

function common(command: Command): Command {
  return command
    .option('--network <name>', 'network', localNetworkName)
    .option('--key <name>', 'key of the operator', 'provider-operator')
    .option('--json', 'print JSON')
}

async function stake(context: Context, text: string | undefined, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const account = await open(context, options)
  if (text !== undefined) {
    const amount = parseTokenAmount(text, mill)
    const held = await account.tokenBalance(account.deployment.millToken, account.account, context)
    if (held < amount) throw new MillMissingError(held, amount)
    const { hash } = await account.stake(amount, context)
    terminal.line(`staked ${formatAmount(amount, mill)} by transaction ${hash}`)
  }
  const { bonded, unbonding, reserved } = await account.stakeOf(account.account, context)
  terminal.line(`operator   ${account.account}`)
  terminal.line(`staked     ${formatAmount(bonded, mill)}`)
  terminal.line(`unbonding  ${formatAmount(unbonding, mill)}`)
  terminal.result({ operator: account.account, bonded, unbonding, reserved })
}

async function unstake(context: Context, text: string | undefined, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const account = await open(context, options)
  if (text === undefined) {
    const { hash, amount } = await account.withdrawStake(context)
    terminal.line(`took out ${formatAmount(amount, mill)} by transaction ${hash}`)
    terminal.result({ amount, transactionHash: hash })
    return
  }
  const amount = parseTokenAmount(text, mill)
  const { hash, maturesAt } = await account.requestUnstake(amount, context)
  const day = new Date(Number(maturesAt) * 1000).toISOString().replace('T', ' ').slice(0, 16)
  terminal.line(`asked ${formatAmount(amount, mill)} back; take it out from ${day} UTC on with "millrace unstake"`)
  terminal.result({ amount, maturesAt, transactionHash: hash })
}

async function open(context: Context, options: Options) {
  const network = await readNetwork(context.environment.dataDir, options.network)
  return openAccount(context, network, options.key)
}

/** The operator does not hold the MILL it wants to stake. */
class MillMissingError extends MillraceError {
  override readonly name = 'MillMissingError'

  constructor(held: bigint, wanted: bigint) {
    super({
      code: 'INSUFFICIENT_MILL',
      message: `The operator holds ${formatAmount(held, mill)}, which is less than ${formatAmount(wanted, mill)}.`,
      hint: 'Send it MILL first; on the local network "millrace faucet --key NAME-operator" gives some.',
      retryable: true,
    })
  }
}
