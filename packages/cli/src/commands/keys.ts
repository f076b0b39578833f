/** `millrace keys`: API keys of the gateway, each with a budget it cannot exceed. */
import { join } from 'node:path'
import { openGatewayStore } from '@millrace/gateway'
import { formatAmount, MillraceError } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { localNetworkName, networkDir, readNetwork, settlementToken } from '../network.ts'
import { collect, wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'

type Options = { network: string; json?: boolean }
type CreateOptions = Options & {
  budget: string
  perDay?: string
  requestsPerMinute?: string
  tokensPerMinute?: string
  model: string[]
  admin?: boolean
}

/** Adds the commands to the program. */
export function addKeysCommands(program: Command, context: Context): void {
  const keys = program.command('keys').description('API keys of the gateway')
  common(keys.command('create').description('make a key; it is shown once'))
    .argument('<name>', 'what the key is for')
    .requiredOption('--budget <amount>', 'money the key may spend in all')
    .option('--per-day <amount>', 'money the key may spend in a day')
    .option('--requests-per-minute <n>', 'requests a minute')
    .option('--tokens-per-minute <n>', 'tokens a minute')
    .option('--model <name>', 'only this model; repeat for more', collect, [])
    .option('--admin', 'may read every receipt of this gateway')
    .addHelpText('after', '\nExample:\n  $ millrace keys create laptop --budget 10')
    .action((name: string, options: CreateOptions) => create(context, name, options))
  common(keys.command('list').description('keys with what they have spent'))
    .addHelpText('after', '\nExample:\n  $ millrace keys list --json')
    .action((options: Options) => list(context, options))
  common(keys.command('budget').description('change the budget of a key'))
    .argument('<id>', 'id of the key, from "millrace keys list"')
    .argument('<amount>', 'money the key may spend in all')
    .addHelpText('after', '\nExample:\n  $ millrace keys budget key-1a2b 25')
    .action((name: string, amount: string, options: Options) => setBudget(context, name, amount, options))
  common(keys.command('revoke').description('end a key at once'))
    .argument('<id>', 'id of the key, from "millrace keys list"')
    .addHelpText('after', '\nExample:\n  $ millrace keys revoke key-1a2b')
    .action((name: string, options: Options) => revoke(context, name, options))
}

function common(command: Command): Command {
  return command.option('--network <name>', 'network', localNetworkName).option('--json', 'print JSON')
}

async function open(context: Context, options: Options) {
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const store = openGatewayStore(join(networkDir(context.environment.dataDir, options.network), 'gateway.sqlite'))
  return { store, token, terminal: terminalOf(context, options) }
}

async function create(context: Context, name: string, options: CreateOptions): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const { perDay, requestsPerMinute, tokensPerMinute } = options
  const { secret, key } = store.createKey(
    {
      name,
      budget: parseTokenAmount(options.budget, token),
      admin: options.admin === true,
      ...(perDay === undefined ? {} : { budgetPerDay: parseTokenAmount(perDay, token) }),
      ...(requestsPerMinute === undefined
        ? {}
        : { requestsPerMinute: rate(requestsPerMinute, '--requests-per-minute') }),
      ...(tokensPerMinute === undefined ? {} : { tokensPerMinute: rate(tokensPerMinute, '--tokens-per-minute') }),
      ...(options.model.length === 0 ? {} : { models: options.model }),
    },
    context,
  )
  await store.close()
  // With --json it stands in the result alone: standard error often ends in a log.
  if (!terminal.json) terminal.line(secret)
  terminal.line(terminal.colours.dim(`Keep it: only its hash is stored. The key's id is ${key.id}.`))
  terminal.result({ id: key.id, name, secret })
}

async function list(context: Context, options: Options): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const keys = store.listKeys()
  await store.close()
  terminal.table(
    ['id', 'name', 'spent', 'budget', 'state'],
    keys.map((key) => [
      key.id,
      key.name,
      formatAmount(key.spent, token),
      key.budget === undefined ? 'none' : formatAmount(key.budget, token),
      key.disabled ? 'revoked' : 'active',
    ]),
  )
  terminal.result(keys)
}

async function setBudget(context: Context, id: string, amount: string, options: Options): Promise<void> {
  const { store, token, terminal } = await open(context, options)
  const budget = parseTokenAmount(amount, token)
  const found = store.setBudget(id, { budget })
  await store.close()
  if (!found) throw new ApiKeyNotFoundError(id)
  terminal.line(`${id} may spend ${formatAmount(budget, token)} in all`)
  terminal.result({ id, budget })
}

async function revoke(context: Context, id: string, options: Options): Promise<void> {
  const { store, terminal } = await open(context, options)
  const found = store.revokeKey(id)
  await store.close()
  if (!found) throw new ApiKeyNotFoundError(id)
  terminal.line(`${id} is revoked`)
  terminal.result({ id, revoked: true })
}

function rate(text: string, option: string): number {
  return wholeNumber(text, option, 1, 1_000_000_000)
}

/** The gateway has no API key of that id. */
class ApiKeyNotFoundError extends MillraceError {
  override readonly name = 'ApiKeyNotFoundError'

  constructor(id: string) {
    super({
      code: 'NOT_FOUND_API_KEY',
      message: `The gateway has no API key with the id "${id.slice(0, 80)}".`,
      hint: 'List them with "millrace keys list".',
      retryable: false,
    })
  }
}
