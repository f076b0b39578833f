/** `millrace faucet`: play money of the local network for an account. */
import { formatAmount } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { KeyNotFoundError } from '../key-ring.ts'
import { give, openFaucet } from '../local/faucet.ts'
import { localFaucetDollars, localGasWei, localStake } from '../local/plan.ts'
import { localNetworkName, readNetwork, settlementToken } from '../network.ts'
import { addressOf } from '../option-values.ts'
import { mill } from './stake.ts'

type Options = { network: string; key: string; to?: string; json?: boolean }

/** Adds the command to the program. */
export function addFaucetCommand(program: Command, context: Context): void {
  program
    .command('faucet')
    .description('give an account play money: coin for gas, test dollars and MILL (local network only)')
    .option('--network <name>', 'network', localNetworkName)
    .option('--key <name>', 'key whose account gets it', 'payer')
    .option('--to <address>', 'another account that gets it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace faucet --key payer')
    .action((options: Options) => pour(context, options))
}

async function pour(context: Context, options: Options): Promise<void> {
  const { signal } = context
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const faucet = await openFaucet(network, { signal })
  const to =
    options.to === undefined
      ? await keyRingOf(context, options.network).addressOf(options.key)
      : addressOf(options.to, '--to')
  if (to === undefined) throw new KeyNotFoundError(options.key)
  const gift = { gas: localGasWei, dollars: localFaucetDollars, mill: localStake }
  await give(faucet, network, to, gift, { signal })
  const parts = [formatAmount(gift.dollars, settlementToken(network)), formatAmount(gift.mill, mill)]
  terminal.line(`gave ${to} ${parts.join(', ')} and a coin for gas`)
  terminal.result({ to, ...gift })
}
