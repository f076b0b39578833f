/** `millrace keys`: API keys of the gateway, each with a budget it cannot exceed. */
import { join } from 'node:path'
import { openGatewayStore } from '@millrace/gateway'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { localNetworkName, networkDir, readNetwork } from '../network.ts'
import { formatAmount, parseTokenAmount } from '../units.ts'

type Options = { network: string; budget: string; json?: boolean }

/** Adds the commands to the program. */
export function addKeysCommands(program: Command, context: Context): void {
  const keys = program.command('keys').description('API keys of the gateway')
  common(keys.command('create').description('make a key; it is shown once'))
    .argument('<name>', 'what the key is for')
    .requiredOption('--budget <amount>', 'tokens the key may spend in all')
    .addHelpText('after', '\nExample:\n  $ millrace keys create laptop --budget 10')
    .action((name: string, options: Options) => create(context, name, options))
  common(keys.command('list').description('keys with what they have spent'))
    .addHelpText('after', '\nExample:\n  $ millrace keys list --json')
    .action((options: Options) => list(context, options))
  common(keys.command('budget').description('change the budget of a key'))
    .argument('<name>', 'name of the key')
    .argument('<amount>', 'tokens the key may spend in all')
    .addHelpText('after', '\nExample:\n  $ millrace keys budget laptop 25')
    .action((name: string, amount: string, options: Options) => setBudget(context, name, amount, options))
  common(keys.command('revoke').description('end a key at once'))
    .argument('<name>', 'name of the key')
    .addHelpText('after', '\nExample:\n  $ millrace keys revoke laptop')
    .action((name: string, options: Options) => revoke(context, name, options))
}

function common(command: Command): Command {
  return command.option('--network <name>', 'network', localNetworkName).option('--json', 'print JSON')
}

async function open(context: Context, options: Options) {
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = network.deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  const store = openGatewayStore(join(networkDir(context.environment.dataDir, options.network), 'gateway.sqlite'))
  return { store, token, terminal: terminalOf(context, options) }
}

async function create(context: Context, name: string, options: Options): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const { secret } = store.createKey({ name, budget: parseTokenAmount(options.budget, token) }, context)
  store.close()
  terminal.line(secret)
  terminal.line(terminal.colours.dim('Keep it: only its hash is stored.'))
  terminal.result({ name, secret })
}

async function list(context: Context, options: Options): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const keys = store.listKeys()
  store.close()
  terminal.table(
    ['name', 'spent', 'budget', 'state'],
    keys.map((key) => [
      key.name,
      formatAmount(key.spent, token),
      formatAmount(key.budget, token),
      key.disabled ? 'revoked' : 'active',
    ]),
  )
  terminal.result(keys)
}

async function setBudget(context: Context, name: string, amount: string, options: Options): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const budget = parseTokenAmount(amount, token)
  store.setBudget(name, budget)
  store.close()
  terminal.line(`${name} may spend ${formatAmount(budget, token)} in all`)
  terminal.result({ name, budget })
}

async function revoke(context: Context, name: string, options: Options): Promise<void> {
  const { store, terminal } = await open(context, options)
  store.revokeKey(name)
  store.close()
  terminal.line(`${name} is revoked`)
  terminal.result({ name, revoked: true })
}
