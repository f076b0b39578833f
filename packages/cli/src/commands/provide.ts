/** `millrace provide`: joins a network as a provider. Finds out what it can, asks for nothing. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createNode, type Log, type LogFields, openNodeStore, type RedeemPolicy } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import { type Address, type Hex, MillraceError, type PeerEndpoint, zeroHash } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf, untilPermitted } from '../context.ts'
import { detectHardware, type Hardware } from '../hardware.ts'
import { toJsonText } from '../json-text.ts'
import { give, hasFaucet, openFaucet } from '../local/faucet.ts'
import { localGasWei } from '../local/plan.ts'
import {
  findNetwork,
  localNetworkName,
  type Network,
  networkDir,
  readNetwork,
  settlementToken,
  writeNetwork,
} from '../network.ts'
import { openReader } from '../open-chain.ts'
import { collect, plainName, untilAborted, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { checkListings, type Listing, openRuntime, type ProviderRuntime, parseListing } from '../provider-runtime.ts'
import type { Terminal } from '../terminal.ts'
import { formatAmount, parseTokenAmount, type TokenUnit } from '../units.ts'

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
    ...{ name, hardware, listings, token },
    port: wholeNumber(options.port, '--port', 0, 65_535),
    redeem: redeemPolicyOf(options, token, known),
  }
  const slots = options.slots === undefined ? slotsFor(hardware) : wholeNumber(options.slots, '--slots', 1, 64)
  // Alone, what may be refused or asks for a password comes first. Under a parent, the chain may not be there yet.
  const admitted = parent === undefined ? await admit(context, options.network, name, terminal) : undefined

  await using open = new AsyncDisposableStack()
  const progress = createProgress(terminal, context.streams.err, now)
  progress.step(`loading ${listings.map(({ model }) => model).join(', ')}`)
  const served = await openRuntime(listings, {
    ...{ cacheDir, npm, upstreamApiKey, slots, signal },
    upstream: options.upstream,
    onProgress: (file, done, total) => progress.update(file, done, total),
  }).finally(() => progress.abandon())
  open.defer(() => served.runtime.close())

  if (parent !== undefined) await untilPermitted(parent, signal)
  const admission = admitted ?? (await admit(context, options.network, name, terminal))
  await serve({ context, options, terminal }, terms, admission, served)
}

type Terms = {
  readonly name: string
  readonly hardware: Hardware
  readonly listings: readonly Listing[]
  readonly token: TokenUnit & { readonly address: Address }
  readonly port: number
  readonly redeem: RedeemPolicy
}

type Admission = { readonly network: Network; readonly nodeKey: Hex; readonly operator: Address }

async function admit(context: Context, networkName: string, name: string, terminal: Terminal): Promise<Admission> {
  const network = await readNetwork(context.environment.dataDir, networkName)
  const nodeKey = await keyRingOf(context, networkName).loadOrCreate(`${name}-node`, context)
  return { network, nodeKey, operator: await ensureRegistered(context, network, name, nodeKey, terminal) }
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
    { operator, token: token.address, listings: served, redeem },
  )
  open.defer(() => node.close())
  const listening = await node.listen({ host: options.host, port, signal })
  const host = options.publicHost ?? reachableHost(options.host, network)
  const endpoint: PeerEndpoint = { address: signer.address, host, port: listening.port }
  describe(terminal, { hardware, listings, token, operator, ...endpoint })
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

/** Returns one line of the log for people: time of day, what happened, and the fields, amounts in tokens. */
function logLine(time: number, level: string, event: string, fields: LogFields | undefined, token: TokenUnit): string {
  const shown = Object.entries(fields ?? {}).map(([name, value]) =>
    typeof value === 'bigint' && amountFields.has(name)
      ? `${name} ${formatAmount(value, token)}`
      : `${name} ${typeof value === 'object' ? toJsonText(value) : String(value)}`,
  )
  const mark = level === 'info' ? '' : `${level}: `
  return `${new Date(time).toISOString().slice(11, 19)}  ${mark}${[event.replaceAll('-', ' '), ...shown].join('  ')}`
}

const amountFields = new Set(['amount', 'paid', 'owed', 'redeemed', 'deposit'])

/** Served when no model is named: the default chat model and embeddings. */
const defaultModels = ['tinyllama-1.1b-chat=0.10/0.40', 'minilm-l6-v2=0.02/0']

/**
 * Returns the operator on whose account this node works; registers operator and node where the chain does not know them.
 * The operator's key is opened for that alone.
 */
async function ensureRegistered(
  context: Context,
  network: Network,
  name: string,
  nodeKey: Hex,
  terminal: Terminal,
): Promise<Address> {
  const { signal } = context
  const node = createSigner(nodeKey)
  const chain = { rpcUrl: network.rpcUrl, deployment: network.deployment, signal }
  const known = await (await openReader(network, { signal })).operatorOf(node.address, { signal })
  if (known !== undefined) return known
  const operatorKey = await keyRingOf(context, network.name).loadOrCreate(`${name}-operator`, { signal })
  const operator = await createChainWriter({ ...chain, privateKey: operatorKey })
  for (const account of [operator.account, node.address]) {
    if ((await operator.nativeBalance(account, { signal })) > 0n) continue
    if (!hasFaucet(network)) throw new GasMissingError(account, network)
    terminal.line(`giving ${account} a coin of play money for gas`)
    await give(await openFaucet(network, { signal }), network, account, gasOnly, { signal })
  }
  terminal.line(`registering operator ${operator.account} and node ${node.address}`)
  if ((await operator.operatorInfo(operator.account, { signal })) === undefined) {
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, { signal })
  }
  await operator.addNode(node, { signal })
  return operator.account
}

const gasOnly = { gas: localGasWei, dollars: 0n, mill: 0n }

function describe(
  terminal: Terminal,
  facts: {
    readonly hardware: Hardware
    readonly listings: readonly Listing[]
    readonly token: { readonly symbol: string; readonly decimals: number }
    readonly operator: Address
    readonly address: Address
    readonly host: string
    readonly port: number
  },
): void {
  const { hardware, token } = facts
  const { bold, dim } = terminal.colours
  const simd = hardware.simd.state === 'present' ? hardware.simd.value.join(' ') : 'instruction sets unknown'
  const gpus =
    hardware.gpus.state === 'present'
      ? hardware.gpus.value.join(', ')
      : hardware.gpus.state === 'absent'
        ? 'none'
        : `unknown (${hardware.gpus.reason})`
  terminal.line(`${bold('provider')} ${facts.address}@${facts.host}:${facts.port}`)
  terminal.line(dim(`  operator ${facts.operator}`))
  terminal.line(
    dim(`  ${hardware.cores} cores (${simd}), ${(hardware.memoryBytes / 2 ** 30).toFixed(1)} GiB memory, GPU: ${gpus}`),
  )
  for (const { model, inputPrice, outputPrice } of facts.listings) {
    const prices = `${formatAmount(inputPrice, token)} in, ${formatAmount(outputPrice, token)} out, per million tokens`
    terminal.line(`  ${model.padEnd(24)} ${prices}`)
  }
  terminal.line(dim('  Ctrl-C finishes what is running, then ends.'))
  terminal.result({ type: 'provider', ...facts, hardware: facts.hardware })
}

/** A GPU or a big machine runs several answers at once; a small one is fastest with two. */
function slotsFor(hardware: Hardware): number {
  return Math.max(2, Math.min(8, Math.floor(hardware.cores / 2)))
}

/** An account must send a transaction and has nothing to pay it with. */
class GasMissingError extends MillraceError {
  override readonly name = 'GasMissingError'

  constructor(account: Address, network: Network) {
    super({
      code: 'INSUFFICIENT_GAS',
      message: `The account ${account} has no coin on chain ${network.deployment.chainId} to pay for transactions.`,
      hint: "Send it a little of the chain's own coin, then run the command again.",
      retryable: true,
    })
  }
}
