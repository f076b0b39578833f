/** `millrace gateway`: the OpenAI-compatible endpoint that buys from the network. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGateway, type GatewayStore, openGatewayStore } from '@millrace/gateway'
import type { Command } from 'commander'
import { openBuyer } from '../buyer-session.ts'
import { type Context, terminalOf } from '../context.ts'
import { toJsonText } from '../json-text.ts'
import { localKeyBudget } from '../local/plan.ts'
import { localNetworkName, networkDir, readNetwork } from '../network.ts'
import { untilAborted, wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'

type Options = { network: string; host: string; port: string; channelDeposit: string; json?: boolean }

export const localKeyFile = 'local-api-key'

/** Adds the command to the program. */
export function addGatewayCommand(program: Command, context: Context): void {
  program
    .command('gateway')
    .description('serve the OpenAI-compatible API from a network')
    .option('--network <name>', 'network to buy from', localNetworkName)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 picks one', '8402')
    .option('--channel-deposit <amount>', 'deposit of a new payment channel, in tokens', '5')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', '\nExample:\n  $ millrace keys create laptop --budget 10\n  $ millrace gateway --port 8402')
    .action((options: Options) => serve(context, options))
}

async function serve(context: Context, options: Options): Promise<void> {
  const { signal, now, random } = context
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = network.deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  const log = (event: { readonly event: string }): void => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), ...event })}\n`)
  }
  const dir = networkDir(context.environment.dataDir, options.network)
  const store = openGatewayStore(join(dir, 'gateway.sqlite'))
  if (options.network === localNetworkName) await ensureLocalKey(store, dir, context)
  const session = await openBuyer(
    context,
    network,
    { channelDeposit: parseTokenAmount(options.channelDeposit, token) },
    log,
  )
  const gateway = await createGateway(
    { buyer: session.buyer, store, now, random, log },
    { host: options.host, port: wholeNumber(options.port, '--port', 0, 65_535), signal },
  )
  terminal.line(`gateway ${gateway.url}/v1`)
  terminal.result({ type: 'gateway', url: gateway.url })
  context.tellParent?.({ type: 'gateway-ready', url: gateway.url })
  await untilAborted(signal)
  await gateway.close()
  await session.close()
}

/** The local network's own API key, made once and kept where only its user can read it. */
async function ensureLocalKey(store: GatewayStore, dir: string, context: Context): Promise<void> {
  const path = join(dir, localKeyFile)
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept !== undefined) return
  const { secret } = store.createKey({ name: 'local', budget: localKeyBudget }, context)
  await writeFile(path, secret, { mode: 0o600, flag: 'wx' })
}
