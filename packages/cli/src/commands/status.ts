/** `millrace status`: whether chain, gateway and peers of a network answer, what they offer, and what is in the channels. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { ChainReader } from '@millrace/chain'
import { parsePeerAddress } from '@millrace/p2p'
import { isMillraceError, MillraceError, type PeerEndpoint } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { localNetworkName, type Network, readNetwork, settlementToken } from '../network.ts'
import { openReader } from '../open-chain.ts'
import { readPayerChannels } from '../payer-channels.ts'
import { heardOffers, openPassingPeers } from '../peers/passing-peers.ts'
import { auditLines, auditsIn, type GatewayAudits } from '../verification/audit-words.ts'
import { showChannels } from './channels.ts'

type Options = { network: string; allowPrivate?: boolean; json?: boolean }
type Health = { readonly name: string; readonly ok: boolean; readonly detail: string }

/** How long one part of the network may take to answer. */
const answerMsMax = 5_000

/** Adds the command to the program. */
export function addStatusCommand(program: Command, context: Context): void {
  program
    .command('status')
    .description('show whether the parts of a network answer')
    .option('--network <name>', 'network', localNetworkName)
    .option('--allow-private', 'dial addresses of private networks: for a network in one building')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace status --json\n\nExit status 5 when a part does not answer.')
    .action((options: Options) => status(context, options))
}

async function status(context: Context, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const chain = await chainHealth(context, network)
  const { audits, ...gateway } = await gatewayHealth(context, network)
  const parts = [
    chain.health,
    gateway,
    ...(chain.reader === undefined ? [] : [await peersHealth(context, network, chain.reader, options)]),
    ...(await Promise.all(network.providers.map((endpoint) => providerHealth(context, endpoint)))),
  ]
  const down = [...new Set(parts.filter(({ ok }) => !ok).map(({ name }) => name))]
  const channels = chain.reader === undefined ? [] : await readPayerChannels(context, network, chain.reader)
  const { green, red } = terminal.colours
  for (const { name, ok, detail } of parts) terminal.line(`${ok ? green('✓') : red('✗')} ${name.padEnd(10)}${detail}`)
  if (audits !== undefined) terminal.line(`\naudits: ${auditLines(audits).join('\n        ')}`)
  if (channels.length > 0) terminal.line()
  showChannels(terminal, channels, settlementToken(network))
  terminal.result({ network: network.name, ok: down.length === 0, parts, channels, audits: audits ?? null })
  if (down.length > 0) throw new NetworkDownError(network.name, down)
}

async function chainHealth(context: Context, network: Network): Promise<{ health: Health; reader?: ChainReader }> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerMsMax)])
  try {
    const reader = await openReader(network, { signal })
    const block = await reader.blockNumber({ signal })
    return {
      reader,
      health: { name: 'chain', ok: true, detail: `chain ${network.deployment.chainId} at block ${block}` },
    }
  } catch (error) {
    return { health: { name: 'chain', ok: false, detail: describe(error) } }
  }
}

/** Whether something listens there; what it offers is for "millrace offers". */
async function providerHealth(context: Context, { address, addresses }: PeerEndpoint): Promise<Health> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerMsMax)])
  const answers = await Promise.all(addresses.map((where) => listens(where, signal)))
  const found = addresses.find((_, i) => answers[i])
  const detail =
    found === undefined ? `${address} does not answer on ${addresses.join(' ')}` : `${address} listens on ${found}`
  return { name: 'provider', ok: found !== undefined, detail }
}

async function listens(where: string, signal: AbortSignal): Promise<boolean> {
  const { host, port } = parsePeerAddress(where)
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Joins the network for a moment, to see who is there and what they offer. */
async function peersHealth(
  context: Context,
  network: Network,
  reader: ChainReader,
  { allowPrivate }: Pick<Options, 'allowPrivate'>,
): Promise<Health> {
  const { bootstrap } = network
  if (bootstrap.length === 0) return { name: 'peers', ok: true, detail: 'none listed to meet others through' }
  await using peers = await openPassingPeers(context, network, reader, { allowPrivate: allowPrivate === true })
  const offers = await heardOffers(peers, network, context)
  const nodes = new Set(offers.map(({ offer }) => offer.node))
  const met = peers.mesh.stats().peers
  const heard = `${offers.length} offers of ${nodes.size} nodes`
  return { name: 'peers', ok: met > 0, detail: `${met} met, of ${bootstrap.length} listed; ${heard}` }
}

async function gatewayHealth(
  context: Context,
  network: Network,
): Promise<Health & { readonly audits?: GatewayAudits | undefined }> {
  if (network.gatewayUrl === undefined) return { name: 'gateway', ok: false, detail: 'not started on this machine' }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerMsMax)])
  try {
    const response = await fetch(new URL('/health', network.gatewayUrl), { signal })
    const audits = auditsIn(await response.json())
    return { name: 'gateway', ok: response.ok, detail: `${network.gatewayUrl} answers ${response.status}`, audits }
  } catch {
    return { name: 'gateway', ok: false, detail: `${network.gatewayUrl} does not answer` }
  }
}

function describe(error: unknown): string {
  return isMillraceError(error) ? error.message : 'does not answer'
}

/** Parts of a network do not answer. */
class NetworkDownError extends MillraceError {
  override readonly name = 'NetworkDownError'

  constructor(network: string, parts: readonly string[]) {
    super({
      code: 'NETWORK_DOWN',
      message: `Of the network "${network}" this does not answer: ${parts.join(', ')}.`,
      hint: network === localNetworkName ? 'Start it with "millrace up".' : 'Start a gateway with "millrace gateway".',
      retryable: true,
    })
  }
}
