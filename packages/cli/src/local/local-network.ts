/**
 * The whole network on one machine, on real parts: an EVM chain with the contracts, three providers and the gateway as
 * processes of their own. State lives in the network's folder, so the next start resumes the same balances.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Anvil, createChainReader, startAnvil } from '@millrace/chain'
import { type Address, MillraceError, parseAddress } from '@millrace/protocol'
import { type Context, keyRingOf } from '../context.ts'
import type { KeyRing } from '../key-ring.ts'
import { findNetwork, localNetworkName, type Network, networkDir, writeNetwork } from '../network.ts'
import { noDraft } from '../offering/exactness.ts'
import { type Child, startChild } from './children.ts'
import {
  type LocalPlan,
  localAuditorName,
  localBatchPrices,
  localChainId,
  localNoticeSeconds,
  localRedeemSeconds,
  type ProviderPlan,
  replayableModels,
} from './plan.ts'
import { deployLocal, isProvisioned, provisionLocal } from './provision.ts'

export type LocalNetwork = {
  readonly network: Network
  readonly gatewayUrl: string
  /** Names of the providers by their nodes. */
  readonly providerNames: ReadonlyMap<Address, string>
  /** Starts the auditor, once: it takes a model's memory, and nothing of a first answer waits for it. Resolves with its address. */
  startAuditor(): Promise<Address>
  /** Rejects when a process of the network dies; the auditor is not needed. Never resolves. */
  readonly broken: Promise<never>
  stop(): Promise<void>
}

export type LocalOptions = {
  readonly plan: LocalPlan
  readonly gatewayPort: number
  readonly signal: AbortSignal
  readonly onStep: (text: string) => void
  /** More of the step that runs. */
  readonly onDetail: (text: string) => void
  /** Brings the model files into the cache, while the chain starts; the providers start after it. */
  readonly fetchModels: (signal: AbortSignal) => Promise<void>
}

/**
 * Starts the chain, provisions it, and starts the providers and the gateway beside that: they load their code and models
 * while the chain comes up. On failure or abort everything is stopped.
 */
export async function startLocalNetwork(context: Context, options: LocalOptions): Promise<LocalNetwork> {
  const { signal, onStep } = options
  const { dataDir } = context.environment
  const keys = keyRingOf(context, localNetworkName)
  const known = await findNetwork(dataDir, localNetworkName)
  // The chain outlives the signal: the providers still redeem while they stop.
  const failed = new AbortController()
  const starting = AbortSignal.any([signal, failed.signal])
  let chain: Anvil | undefined
  let children: Children | undefined
  let auditor: Child | undefined
  const stop = async (): Promise<void> => {
    await Promise.all(
      [...(children?.all ?? []), ...(auditor === undefined ? [] : [auditor])].map((child) => child.stop()),
    )
    await chain?.stop()
  }
  try {
    onStep('starting the chain')
    const dir = networkDir(dataDir, localNetworkName)
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const stateFile = join(dir, 'chain-state.json')
    chain = await startAnvil({ stateFile, chainId: localChainId, signal: new AbortController().signal })
    const { rpcUrl } = chain
    const fetched = options.fetchModels(starting).then(() => {
      if (known !== undefined) children ??= startChildren(context, options, starting)
    })
    fetched.catch(() => undefined)
    const started =
      known === undefined ? await begin(dataDir, rpcUrl, keys, options) : await resume(known, rpcUrl, keys, options)
    await writeNetwork(dataDir, started)
    await fetched
    children ??= startChildren(context, options, starting)
    const { bootstrap, providerNames } = await letProvidersIn(children, options)
    const met = { ...started, bootstrap }
    await writeNetwork(dataDir, met)
    onStep('starting the gateway')
    children.gateway.permit()
    const gatewayUrl = gatewayUrlOf(await children.gateway.ready)
    const network = { ...met, gatewayUrl }
    await writeNetwork(dataDir, network)
    const broken = firstDeath(children.all)
    const startAuditor = async (): Promise<Address> => {
      auditor ??= startChild('auditor', auditArgs(options.plan), { logDir: logDirOf(context), signal })
      return auditorOf(await auditor.ready)
    }
    return { network, gatewayUrl, providerNames, broken, startAuditor, stop: () => leave(dataDir, stop) }
  } catch (error) {
    failed.abort(error)
    await leave(dataDir, stop)
    throw error
  }
}

type Children = { readonly providers: readonly Child[]; readonly gateway: Child; readonly all: readonly Child[] }

function startChildren(context: Context, options: LocalOptions, signal: AbortSignal): Children {
  signal.throwIfAborted()
  const logDir = logDirOf(context)
  const start = (name: string, args: readonly string[]): Child => startChild(name, args, { logDir, signal })
  const providers = options.plan.providers.map((plan) => start(`provider ${plan.name}`, provideArgs(plan)))
  const gateway = start('gateway', gatewayArgs(options.gatewayPort))
  return { providers, gateway, all: [...providers, gateway] }
}

/** Lets the providers on the chain; returns the multiaddrs through which the others meet, and who is who. */
async function letProvidersIn(
  { providers }: Children,
  { plan, onStep, onDetail }: LocalOptions,
): Promise<Pick<Network, 'bootstrap'> & Pick<LocalNetwork, 'providerNames'>> {
  const count = providers.length
  const step = `loading models and starting ${count} providers`
  onStep(step)
  let readyCount = 0
  const ready = await Promise.all(
    providers.map(async (child) => {
      child.permit()
      const provider = readyProvider(await child.ready)
      readyCount++
      if (readyCount < count) onDetail(`${step}; ${readyCount} ready`)
      return provider
    }),
  )
  return {
    bootstrap: ready.flatMap(({ addresses }) => addresses.filter(isMeetingPlace)),
    providerNames: new Map(ready.map(({ address }, i) => [parseAddress(address), plan.providers[i]?.name ?? ''])),
  }
}

/** Stops the network and takes what listened no more from its file, so that nothing asks there. */
async function leave(dataDir: string, stop: () => Promise<void>): Promise<void> {
  await stop()
  const network = await findNetwork(dataDir, localNetworkName)
  if (network !== undefined)
    await writeNetwork(dataDir, { ...network, bootstrap: [], providers: [], gatewayUrl: undefined })
}

/** Returns the network of a first start: contracts deployed, everyone funded and registered. */
async function begin(dataDir: string, rpcUrl: string, keys: KeyRing, options: LocalOptions): Promise<Network> {
  const deployment = await deployLocal(rpcUrl, options)
  const network: Network = { name: localNetworkName, rpcUrl, deployment, bootstrap: [], providers: [] }
  await writeNetwork(dataDir, network)
  await provisionLocal(network, keys, options)
  return network
}

/**
 * Returns the network of an earlier start on its chain's new address, provisioned to the end.
 *
 * @throws {LocalStateLostError} when its chain is gone.
 */
async function resume(known: Network, rpcUrl: string, keys: KeyRing, options: LocalOptions): Promise<Network> {
  const { signal } = options
  const network: Network = { ...known, rpcUrl, bootstrap: [], providers: [], gatewayUrl: undefined }
  try {
    const reader = await createChainReader({ rpcUrl, deployment: known.deployment, signal })
    if (!(await isProvisioned(reader, keys, { signal }))) await provisionLocal(network, keys, options)
    return network
  } catch (cause) {
    if (cause instanceof MillraceError && cause.code === 'CHAIN_NOT_DEPLOYED') throw new LocalStateLostError(cause)
    throw cause
  }
}

function provideArgs(plan: ProviderPlan): string[] {
  const place = ['--network', localNetworkName, '--name', plan.name, '--port', '0', '--peer-port', '0']
  const models = plan.models.flatMap((model) => ['--model', model])
  const soon = ['--redeem-after', String(localRedeemSeconds), '--notice', String(localNoticeSeconds)]
  // Without a draft: that is another model to load, and the first start has enough to fetch.
  const exactness = plan.isReplayable === true ? ['--replayable', '--draft', noDraft] : []
  return ['provide', ...place, ...soon, ...models, ...exactness, '--batch', localBatchPrices, '--batch-slots', '1']
}

function auditArgs(plan: LocalPlan): string[] {
  const place = ['--network', localNetworkName, '--name', localAuditorName, '--port', '0', '--peer-port', '0']
  return ['audit', 'run', ...place, ...replayableModels(plan).flatMap((model) => ['--model', model])]
}

function logDirOf({ environment }: Context): string {
  return join(networkDir(environment.dataDir, localNetworkName), 'logs')
}

function gatewayArgs(port: number): string[] {
  return ['gateway', '--network', localNetworkName, '--port', String(port), '--share-audits']
}

/** Whether a multiaddr is one of libp2p, directly. PERF: told by its text, as loading libp2p for it would cost 0.2 s. */
function isMeetingPlace(address: string): boolean {
  return /^\/[^/]+\/[^/]+\/tcp\/\d+\/p2p\/[^/]+$/.test(address)
}

function readyProvider(message: Awaited<Child['ready']>) {
  if (message.type !== 'provider-ready') throw new RangeError(`expected provider-ready, got ${message.type}`)
  return message
}

function auditorOf(message: Awaited<Child['ready']>): Address {
  if (message.type !== 'auditor-ready') throw new RangeError(`expected auditor-ready, got ${message.type}`)
  return parseAddress(message.address)
}

function gatewayUrlOf(message: Awaited<Child['ready']>): string {
  if (message.type !== 'gateway-ready') throw new RangeError(`expected gateway-ready, got ${message.type}`)
  return message.url
}

async function firstDeath(children: readonly Child[]): Promise<never> {
  const { name, code } = await Promise.race(
    children.map((child) => child.ended.then((code) => ({ name: child.name, code }))),
  )
  throw new MillraceError({
    code: 'LOCAL_PROCESS_ENDED',
    message: `The ${name} process ended with exit status ${code}.`,
    hint: 'Start the network again; its state is kept.',
    retryable: true,
  })
}

/** The network's file is there but its chain is not: balances would silently start from zero. */
export class LocalStateLostError extends MillraceError {
  override readonly name = 'LocalStateLostError'

  constructor(cause: unknown) {
    super({
      code: 'LOCAL_STATE_LOST',
      message: 'The local network was started before, but the state of its chain is gone.',
      hint: 'Run "millrace up --fresh": it sets the old files aside and starts a new local network.',
      retryable: false,
      cause,
    })
  }
}
