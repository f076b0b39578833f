/** `millrace status`: whether the chain, the gateway and each provider of a network answer, and what is in the channels. */
import { type ChainReader, createChainReader } from '@millrace/chain'
import { isMillraceError } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { localNetworkName, type Network, readNetwork } from '../network.ts'
import { formatAmount } from '../units.ts'

type Options = { network: string; json?: boolean }
type Health = { readonly name: string; readonly ok: boolean; readonly detail: string }

/** How long one part of the network may take to answer. */
const answerMsMax = 5_000

/** Adds the command to the program. */
export function addStatusCommand(program: Command, context: Context): void {
  program
    .command('status')
    .description('show whether the parts of a network answer')
    .option('--network <name>', 'network', localNetworkName)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace status --json')
    .action((options: Options) => status(context, options))
}

async function status(context: Context, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const chain = await chainHealth(context, network)
  const parts = [chain.health, await gatewayHealth(context, network)]
  const channels = chain.reader === undefined ? [] : await readChannels(context, network, chain.reader)
  const { green, red } = terminal.colours
  for (const { name, ok, detail } of parts) terminal.line(`${ok ? green('✓') : red('✗')} ${name.padEnd(10)}${detail}`)
  const token = network.deployment.tokens[0]
  if (token !== undefined && channels.length > 0) {
    terminal.line()
    terminal.table(
      ['channel to operator', 'state', 'deposit', 'redeemed'],
      channels.map(({ operator, state, deposit, redeemed }) => [
        operator,
        state,
        formatAmount(deposit, token),
        formatAmount(redeemed, token),
      ]),
    )
  }
  terminal.result({ network: network.name, parts, channels })
}

async function chainHealth(context: Context, network: Network): Promise<{ health: Health; reader?: ChainReader }> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerMsMax)])
  try {
    const reader = await createChainReader({ rpcUrl: network.rpcUrl, deployment: network.deployment, signal })
    const block = await reader.blockNumber({ signal })
    return {
      reader,
      health: { name: 'chain', ok: true, detail: `chain ${network.deployment.chainId} at block ${block}` },
    }
  } catch (error) {
    return { health: { name: 'chain', ok: false, detail: describe(error) } }
  }
}

async function gatewayHealth(context: Context, network: Network): Promise<Health> {
  if (network.gatewayUrl === undefined) return { name: 'gateway', ok: false, detail: 'not started on this machine' }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerMsMax)])
  try {
    const response = await fetch(new URL('/health', network.gatewayUrl), { signal })
    return { name: 'gateway', ok: response.ok, detail: `${network.gatewayUrl} answers ${response.status}` }
  } catch {
    return { name: 'gateway', ok: false, detail: `${network.gatewayUrl} does not answer; start it with "millrace up"` }
  }
}

async function readChannels(context: Context, network: Network, reader: ChainReader) {
  const token = network.deployment.tokens[0]
  const payer = await keyRingOf(context, network.name).addressOf('payer')
  if (token === undefined || payer === undefined) return []
  const { signal } = context
  const operators = new Set<`0x${string}`>()
  for (const { address } of network.providers) {
    const operator = await reader.operatorOf(address, { signal })
    if (operator !== undefined) operators.add(operator)
  }
  const channels = await Promise.all(
    [...operators].map(async (operator) => ({
      operator,
      ...(await reader.channel(payer, operator, token.address, { signal })),
    })),
  )
  return channels.filter(({ epoch }) => epoch > 0n)
}

function describe(error: unknown): string {
  return isMillraceError(error) ? `${error.message} ${error.hint}` : 'does not answer'
}
