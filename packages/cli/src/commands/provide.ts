/** `millrace provide`: joins a network as a provider. Finds out what it can, asks for nothing. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createNode, type Log, openNodeStore, type RedeemPolicy } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import type { Address, Hex, PeerEndpoint, TokenUnit } from '@millrace/protocol'
import type { LlamaGpu } from '@millrace/runtime'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf, untilPermitted } from '../context.ts'
import { detectHardware, type Hardware } from '../hardware.ts'
import { toJsonText } from '../json-text.ts'
import { hasFaucet } from '../local/faucet.ts'
import {
  findNetwork,
  localNetworkName,
  type Network,
  networkDir,
  readNetwork,
  settlementToken,
  writeNetwork,
} from '../network.ts'
import { collect, plainName, untilAborted, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { describeProvider, logLine } from '../provider-lines.ts'
import { ensureRegistered } from '../provider-registration.ts'
import {
  checkListings,
  gpuKinds,
  type Listing,
  openRuntime,
  type ProviderRuntime,
  parseListing,
} from '../provider-runtime.ts'
import type { Terminal } from '../terminal.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'

type Options = {
  network: string
  name: string
  host: string
  port: string
  publicHost?: string
  model: string[]
  upstream?: string
  slots?: string
  redeemAbove: string
  redeemAfter: string
  gpu?: string
  jurisdiction: string
  postReceipts?: boolean
  json?: boolean
}

/** Adds the command to the program. */
export function addProvideCommand(program: Command, context: Context): void {
  program
    .command('provide')
    .description('join a network as a provider and earn with this machine')
    .option('--network <name>', 'network to join', localNetworkName)
    .option('--name <name>', 'name of this provider on this machine', 'provider')
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--public-host <host>', 'name or address buyers reach this machine by (default: the listening address)')
    .option('--port <port>', 'port to listen on; 0 picks one', '7402')
    .option('--model <name=in/out>', 'model to serve, with prices per million tokens; repeat for more', collect, [])
    .option('--upstream <url>', 'serve the models from an OpenAI-compatible server instead of in this process')
    .option('--slots <n>', 'answers to compute at once (default: from the hardware)')
    .option('--gpu <kind>', `one of ${gpuKinds.join(', ')} (default: auto where a card is found)`)
    .option('--jurisdiction <code>', 'country the machine stands in, two letters; ZZ says nothing', 'ZZ')
    .option('--post-receipts', 'post the Merkle root of each hour of receipts on the chain')
    .option('--redeem-above <amount>', 'redeem when this much is owed', '1')
    .option('--redeem-after <seconds>', 'redeem what is older than this', '3600')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace provide --model tinyllama-1.1b-chat=0.10/0.40 --public-host node1.example.org',
    )
    .action((options: Options) => provide(context, options))
}

async function provide(context: Context, options: Options): Promise<void> {
  const { signal, now, parent } = context
  const { dataDir, cacheDir, npm, upstreamApiKey } = context.environment
  const terminal = terminalOf(context, options)
  const name = plainName(options.name, '--name')
  const known = await readNetwork(dataDir, options.network)
  const token = settlementToken(known)
  const hardware = await detectHardware(dataDir, { signal })
  const listings = (options.model.length > 0 ? options.model : defaultModels).map((text) => parseListing(text, token))
  checkListings(listings, { upstream: options.upstream })
  const terms: Terms = {
    ...{ name, hardware, listings, token, jurisdiction: jurisdictionOf(options.jurisdiction) },
    port: wholeNumber(options.port, '--port', 0, 65_535),
    redeem: redeemPolicyOf(options, token, known),
  }
  const slots = options.slots === undefined ? slotsFor(hardware) : wholeNumber(options.slots, '--slots', 1, 64)
  // Alone, what may be refused or asks for a password comes first. Under a parent, the chain may not be there yet.
  const admitted = parent === undefined ? await admit(context, options.network, terms, terminal) : undefined

  await using open = new AsyncDisposableStack()
  const progress = createProgress(terminal, context.streams.err, now)
  progress.step(`loading ${listings.map(({ model }) => model).join(', ')}`)
  const served = await openRuntime(listings, {
    ...{ cacheDir, npm, upstreamApiKey, slots, signal },
    upstream: options.upstream,
    gpu: gpuOf(options.gpu, hardware),
    onProgress: (file, done, total) => progress.update(file, done, total),
  }).finally(() => progress.abandon())
  open.defer(() => served.runtime.close())

  if (parent !== undefined) await untilPermitted(parent, signal)
  const admission = admitted ?? (await admit(context, options.network, terms, terminal))
  await serve({ context, options, terminal }, terms, admission, served)
}

type Terms = {
  readonly name: string
  readonly hardware: Hardware
  readonly listings: readonly Listing[]
  readonly token: TokenUnit & { readonly address: Address }
  readonly port: number
  readonly redeem: RedeemPolicy
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string
}

type Admission = { readonly network: Network; readonly nodeKey: Hex; readonly operator: Address }

async function admit(
  context: Context,
  networkName: string,
  { name, jurisdiction }: Pick<Terms, 'name' | 'jurisdiction'>,
  terminal: Terminal,
): Promise<Admission> {
  const network = await readNetwork(context.environment.dataDir, networkName)
  const nodeKey = await keyRingOf(context, networkName).loadOrCreate(`${name}-node`, context)
  return {
    network,
    nodeKey,
    operator: await ensureRegistered(context, network, { name, jurisdiction }, nodeKey, terminal),
  }
}

/** Serves until the signal aborts, then finishes what is running. */
async function serve(
  { context, options, terminal }: { context: Context; options: Options; terminal: Terminal },
  { name, hardware, listings, token, port, redeem }: Terms,
  { network, nodeKey, operator }: Admission,
  { runtime, models, served }: ProviderRuntime,
): Promise<void> {
  const { signal, now, random, parent } = context
  const { dataDir } = context.environment
  const dir = join(networkDir(dataDir, options.network), 'providers', name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const signer = createSigner(nodeKey)
  const chain = { rpcUrl: network.rpcUrl, deployment: network.deployment, signal }
  const writer = await createChainWriter({ ...chain, privateKey: nodeKey })
  const log: Log = (level, event, fields) => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), level, event, ...fields })}\n`)
    // Where it listens is told below, with what it serves.
    else if (level !== 'debug' && event !== 'node-listening') terminal.line(logLine(now(), level, event, fields, token))
  }
  await using open = new AsyncDisposableStack()
  const transport = createTlsTransport({ signer, recoverSigner, domain: writer.domain })
  open.defer(() => transport.close())
  const store = openNodeStore(join(dir, 'node.sqlite'))
  const node = createNode(
    { transport, runtime, reader: writer, writer, signer, store, models, now, random, log },
    { operator, token: token.address, listings: served, redeem, postReceiptRoots: options.postReceipts === true },
  )
  open.defer(() => node.close())
  const listening = await node.listen({ host: options.host, port, signal })
  const host = options.publicHost ?? reachableHost(options.host, network)
  const endpoint: PeerEndpoint = { address: signer.address, host, port: listening.port }
  describeProvider(terminal, { hardware, listings, token, operator, ...endpoint })
  if (parent === undefined && hasFaucet(network)) {
    await joinLocal(dataDir, endpoint, terminal)
    open.defer(() => changeLocalProviders(dataDir, endpoint.address, []))
  }
  parent?.tell({ type: 'provider-ready', ...endpoint })
  await untilAborted(signal)
}

/** Has the local network's gateway ask this provider, too. */
async function joinLocal(dataDir: string, endpoint: PeerEndpoint, terminal: Terminal): Promise<void> {
  await changeLocalProviders(dataDir, endpoint.address, [endpoint])
  terminal.line(terminal.colours.dim('  The local gateway asks this provider from now on.'))
}

async function changeLocalProviders(
  dataDir: string,
  address: Address,
  endpoints: readonly PeerEndpoint[],
): Promise<void> {
  const network = await findNetwork(dataDir, localNetworkName)
  if (network === undefined) return
  const others = network.providers.filter((known) => known.address !== address)
  await writeNetwork(dataDir, { ...network, providers: [...others, ...endpoints] })
}

/** Everything on the local network is on this machine, so "any address" is reached by the loopback one. */
function reachableHost(host: string, network: Network): string {
  return hasFaucet(network) && (host === '0.0.0.0' || host === '::') ? '127.0.0.1' : host
}

function redeemPolicyOf(options: Options, token: TokenUnit, { deployment }: Network): RedeemPolicy {
  return {
    amountMin: parseTokenAmount(options.redeemAbove, token),
    ageMsMax: wholeNumber(options.redeemAfter, '--redeem-after', 0, 86_400 * 30) * 1000,
    beforeCloseSeconds: Math.floor(deployment.closeDelaySeconds / 2),
  }
}

function jurisdictionOf(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text
  throw new UsageError(
    `--jurisdiction: expected two capital letters, got "${text.slice(0, 40)}".`,
    'Use the ISO 3166-1 code, for example PT.',
  )
}

/** Returns what llama.cpp should compute on: the card that was found, unless told otherwise. */
function gpuOf(text: string | undefined, hardware: Hardware): LlamaGpu {
  if (text === undefined) return hardware.gpus.state === 'present' ? 'auto' : false
  if (text === 'none') return false
  const kind = gpuKinds.find((known) => known === text)
  if (kind !== undefined && kind !== 'none') return kind
  throw new UsageError(
    `--gpu: expected one of ${gpuKinds.join(', ')}, got "${text.slice(0, 40)}".`,
    'Leave it out to use what is found.',
  )
}

/** Served when no model is named: the default chat model and embeddings. */
const defaultModels = ['tinyllama-1.1b-chat=0.10/0.40', 'minilm-l6-v2=0.02/0']

/** A GPU or a big machine runs several answers at once; a small one is fastest with two. */
function slotsFor(hardware: Hardware): number {
  return Math.max(2, Math.min(8, Math.floor(hardware.cores / 2)))
}
