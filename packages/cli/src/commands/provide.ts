/** `millrace provide`: joins a network as a provider. Finds out what it can, asks for nothing. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createChainWriter, createSigner } from '@millrace/chain'
import { createNode, type Log, openNodeStore, type RedeemPolicy } from '@millrace/node'
import { allOffers, type BulkServer } from '@millrace/p2p'
import type { Address, Hex, TokenUnit } from '@millrace/protocol'
import type { LlamaGpu } from '@millrace/runtime'
import type { Command } from 'commander'
import { type ComfortTerms, comfortOf } from '../comfort/comfort-terms.ts'
import { startComfort } from '../comfort/start-comfort.ts'
import { type Context, keyRingOf, terminalOf, untilPermitted } from '../context.ts'
import { detectHardware, type Hardware } from '../hardware.ts'
import { toJsonText } from '../json-text.ts'
import { type Network, networkDir, readNetwork, settlementToken } from '../network.ts'
import { type BatchOffering, batchOf } from '../offering/batch.ts'
import { type AnswerExactness, exactnessOf } from '../offering/exactness.ts'
import { type Offering, offeringOf } from '../offering/offering.ts'
import { type ProvideOptions, withProvideOptions } from '../offering/provide-options.ts'
import { objectLimitsOf, type TaskOffering, tasksOf } from '../offering/tasks.ts'
import { openReader } from '../open-chain.ts'
import { plainName, untilAborted, wholeNumber } from '../option-values.ts'
import { createAnnouncer } from '../peers/announcer.ts'
import { createModelPeers } from '../peers/model-peers.ts'
import { openModelServer } from '../peers/model-server.ts'
import { heardOffers, openPassingPeers } from '../peers/passing-peers.ts'
import { openPeerNetwork } from '../peers/peer-network.ts'
import {
  type ListenTerms,
  listenHost,
  listenTermsOf,
  providerPeers,
  reachableTransport,
} from '../peers/provider-peers.ts'
import { transportLogOf } from '../peers/transport-log.ts'
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
import { openTasksUnlessAlone } from '../provider-tasks.ts'
import type { Terminal } from '../terminal.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'

/** Adds the command to the program. */
export function addProvideCommand(program: Command, context: Context): void {
  const command = program.command('provide').description('join a network as a provider and earn with this machine')
  withProvideOptions(command).action(async (options: ProvideOptions, declared: Command) => {
    if (options.printUnit !== undefined) return (await import('./print-unit.ts')).printUnit(context, options, declared)
    if (options.check === true) return (await import('./check-provider.ts')).checkProvider(context, options)
    return provide(context, options)
  })
}

async function provide(context: Context, options: ProvideOptions): Promise<void> {
  const { signal, parent } = context
  const { dataDir } = context.environment
  const terminal = terminalOf(context, options)
  const name = plainName(options.name, '--name')
  const known = await readNetwork(dataDir, options.network)
  const token = settlementToken(known)
  const hardware = await detectHardware(dataDir, { signal })
  const batch = batchOf(options, token, hardware)
  const tasks = tasksOf(options, token, hardware)
  const exactness = exactnessOf(options)
  const isNamed = options.model.length > 0 || batch !== undefined || tasks !== undefined
  const named = isNamed ? options.model : defaultModels
  const listings = named.map((text) => parseListing(text, token))
  checkListings(listings, { upstream: options.upstream, exactness })
  const terms: Terms = {
    ...{ name, hardware, listings, token, exactness, batch, tasks },
    comfort: comfortOf(options, token, hardware.cores),
    ...{ offering: offeringOf(options, hardware), listening: listenTermsOf(options) },
    redeem: redeemPolicyOf(options, token, known),
    bulkPort: bulkPortOf(options),
    slots: options.slots === undefined ? slotsFor(hardware) : wholeNumber(options.slots, '--slots', 1, 64),
    gpu: gpuOf(options.gpu, hardware),
  }
  const enter = () => admit(context, options.network, terms, terminal)
  // Alone, what may be refused or asks for a password comes first. Under a parent, the chain comes up beside the models.
  const admitted = parent === undefined ? Promise.resolve(await enter()) : untilPermitted(parent, signal).then(enter)
  // Told below, where it is waited for.
  admitted.catch(() => undefined)
  await using served = await load(context, options, terms, terminal)
  await serve({ context, options, terminal }, terms, await admitted, served)
}

/** Makes the models ready, and what computes on them. Where their sources fail, other providers of the network are asked. */
async function load(
  context: Context,
  options: ProvideOptions,
  { name, listings, offering, listening, slots, gpu, exactness, batch, tasks: sold }: Terms,
  terminal: Terminal,
): Promise<ProviderRuntime & AsyncDisposable> {
  const { signal, now, parent, environment, streams } = context
  const { cacheDir, npm, upstreamApiKey, slurmToken } = environment
  await using modelPeers = createModelPeers(options.network, () => lookAround(context, options.network, listening))
  const directory = providerDir(context, options.network, name)
  const others = listings.length + (batch === undefined ? 0 : 1)
  const tasks = sold && (await openTasksUnlessAlone(sold, offering, { directory, now, terminal, others, slurmToken }))
  const progress = createProgress(terminal, streams.err, now)
  if (listings.length > 0) progress.step(`loading ${listings.map(({ model }) => model).join(', ')}`)
  const opened = await openRuntime(listings, {
    ...{ cacheDir, npm, upstreamApiKey, slots, gpu, signal, offering, exactness, batch, tasks },
    upstream: options.upstream,
    modelPeers: parent === undefined ? [modelPeers.source] : [],
    onProgress: (file, done, total) => progress.update(file, done, total),
  }).finally(() => progress.abandon())
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened.runtime.close()
      await opened.objects?.[Symbol.asyncDispose]()
    },
  }
}

type Terms = {
  readonly name: string
  readonly hardware: Hardware
  readonly listings: readonly Listing[]
  readonly token: TokenUnit & { readonly address: Address }
  readonly offering: Offering
  readonly exactness: AnswerExactness
  readonly batch: BatchOffering | undefined
  readonly tasks: TaskOffering | undefined
  readonly comfort: ComfortTerms
  readonly listening: ListenTerms
  readonly redeem: RedeemPolicy
  /** Where model files are served; undefined for nowhere. */
  readonly bulkPort: number | undefined
  readonly slots: number
  readonly gpu: LlamaGpu
}

type Admission = { readonly network: Network; readonly nodeKey: Hex; readonly operator: Address }

async function admit(
  context: Context,
  networkName: string,
  { name, offering: { jurisdiction } }: Pick<Terms, 'name' | 'offering'>,
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
  { context, options, terminal }: { context: Context; options: ProvideOptions; terminal: Terminal },
  terms: Terms,
  { network, nodeKey, operator }: Admission,
  { runtime, models, served, objects, tasks }: ProviderRuntime,
): Promise<void> {
  const { signal, now, random, parent } = context
  const { name, token, redeem, listening } = terms
  const dir = providerDir(context, options.network, name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const signer = createSigner(nodeKey)
  const writer = await createChainWriter({
    ...{ rpcUrl: network.rpcUrl, deployment: network.deployment, signal },
    privateKey: nodeKey,
  })
  const log: Log = (level, event, fields) => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), level, event, ...fields })}\n`)
    // Where it listens is told below, with what it serves.
    else if (level !== 'debug' && event !== 'node-listening') terminal.line(logLine(now(), level, event, fields, token))
  }
  await using open = new AsyncDisposableStack()
  // Before anything listens: it says when another process serves under this name.
  const store = openNodeStore(join(dir, 'node.sqlite'))
  const peers = open.use(
    await openPeerNetwork(
      { signer, reader: writer, log: transportLogOf(log) },
      await providerPeers(listening, network),
    ).catch((error: unknown) => {
      store.close()
      throw error
    }),
  )
  // Others meet through the providers of the local network, so these pass on every offer.
  if (parent !== undefined) peers.mesh.subscribe(allOffers)
  // Closed after the node, which withdraws its offers while it closes.
  const announcer = open.use(createAnnouncer(peers.mesh, { bootstrap: network.bootstrap.length, now, log }))
  const host = listenHost(listening, network)
  const bulk = await serveFiles(context, terms, host, log)
  if (bulk !== undefined) open.use(bulk)
  const { transport, addresses } = reachableTransport(peers, listening)
  const node = createNode(
    {
      ...{ transport, runtime, reader: writer, writer, signer, store, models, now, random, log },
      ...(bulk === undefined ? {} : { bulk }),
      ...(objects === undefined ? {} : { objects }),
      announce: announcer.announce,
    },
    {
      ...{ operator, token: token.address, listings: served, redeem, addresses },
      postReceiptRoots: options.postReceipts,
      ...(tasks === undefined ? {} : { objectLimits: objectLimitsOf(tasks) }),
      coordinate: () => peers.mesh.coordinate(),
    },
  )
  open.defer(() => node.close())
  await node.listen({ host, port: listening.port, signal })
  // A relay gave a slot, or went away.
  open.defer(peers.host.onAddresses(() => log('info', 'reached-elsewhere', { addresses: addresses().join(' ') })))
  describeProvider(terminal, { ...terms, tasks, operator, address: signer.address, addresses: addresses() })
  parent?.tell({ type: 'provider-ready', address: signer.address, addresses: addresses() })
  const { noticeSeconds } = terms.offering
  const comfort = startComfort({ node, log, now }, terms.comfort, { noticeSeconds, gpu: terms.gpu !== false, signal })
  await untilAborted(signal)
  await node.withdraw({ noticeSeconds })
  await comfort.tellEarned()
}

function providerDir({ environment }: Context, networkName: string, name: string): string {
  return join(networkDir(environment.dataDir, networkName), 'providers', name)
}

/** Serves the model files to other providers, where that is wanted. */
function serveFiles(
  context: Context,
  { bulkPort, listings }: Pick<Terms, 'bulkPort' | 'listings'>,
  host: string,
  log: Log,
): Promise<BulkServer> | undefined {
  if (bulkPort === undefined) return undefined
  return openModelServer(context, listings, { host, port: bulkPort, log: transportLogOf(log) })
}

/** Joins the network for a moment to hear who serves what. */
async function lookAround(context: Context, name: string, listening: ListenTerms) {
  const network = await readNetwork(context.environment.dataDir, name)
  const reader = await openReader(network, context)
  const peers = await openPassingPeers(context, network, reader, listening)
  return { peers, offers: await heardOffers(peers, network, context) }
}

function redeemPolicyOf(options: ProvideOptions, token: TokenUnit, { deployment }: Network): RedeemPolicy {
  return {
    amountMin: parseTokenAmount(options.redeemAbove, token),
    ageMsMax: wholeNumber(options.redeemAfter, '--redeem-after', 0, 86_400 * 30) * 1000,
    beforeCloseSeconds: Math.floor(deployment.closeDelaySeconds / 2),
  }
}

function bulkPortOf({ bulkPort, upstream }: ProvideOptions): number | undefined {
  if (bulkPort === undefined) return undefined
  if (upstream === undefined) return wholeNumber(bulkPort, '--bulk-port', 0, 65_535)
  throw new UsageError('--bulk-port: models of an upstream server have no files here.', 'Leave one of the two out.')
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
