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
import { type Child, startChild } from './children.ts'
import { createNetworkProcesses, logDirOf, type NetworkProcesses } from './network-processes.ts'
import { type LocalPlan, localAuditorName, localChainId, type ProviderPlan, replayableModels } from './plan.ts'
import { deployLocal, isProvisioned, provisionLocal } from './provision.ts'

export type LocalNetwork = {
  readonly network: Network
  readonly gatewayUrl: string
  /** Names of the providers by their nodes, of those that are ready. */
  readonly providerNames: ReadonlyMap<Address, string>
  /** Starts the providers that a first question does not need, once. Resolves when they are ready. */
  startOthers(): Promise<void>
  /** Starts the auditor, once: it takes a model's memory, and nothing of a first answer waits for it. Resolves with its address. */
  startAuditor(): Promise<Address>
  /** Rejects when a process of the network dies; the auditor is not needed. Never resolves. */
  readonly broken: Promise<never>
  stop(): Promise<void>
}

export type LocalOptions = {
  readonly plan: LocalPlan
  /** Whom the first question can go to: the others start when told, so it does not wait for their code and models. */
  readonly first: readonly ProviderPlan[]
  readonly gatewayPort: number
  readonly signal: AbortSignal
  readonly onStep: (text: string) => void
  /** Brings the model files into the cache, while the chain starts; the providers start after it. */
  readonly fetchModels: (signal: AbortSignal) => Promise<void>
}

/**
 * Starts the chain, provisions it, and starts the first providers and the gateway beside that: they load their code and models
 * while the chain comes up. On failure or abort everything is stopped.
 */
export async function startLocalNetwork(context: Context, options: LocalOptions): Promise<LocalNetwork> {
  const { signal, onStep, plan, first } = options
  const { dataDir } = context.environment
  const keys = keyRingOf(context, localNetworkName)
  const known = await findNetwork(dataDir, localNetworkName)
  // The chain outlives the signal: the providers still redeem while they stop.
  const failed = new AbortController()
  const starting = AbortSignal.any([signal, failed.signal])
  let chain: Anvil | undefined
  let auditor: Child | undefined
  const processes = createNetworkProcesses(context, { signal: starting })
  const startFirst = (): void => {
    processes.startProviders(first)
    processes.startGateway(options.gatewayPort)
  }
  const stop = async (): Promise<void> => {
    await Promise.all([processes.stop(), auditor?.stop()])
    await chain?.stop()
  }
  try {
    onStep('starting the chain')
    const dir = networkDir(dataDir, localNetworkName)
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const fetched = options.fetchModels(starting).then(() => {
      if (known !== undefined) startFirst()
    })
    fetched.catch(() => undefined)
    const stateFile = join(dir, 'chain-state.json')
    chain = await startAnvil({ stateFile, chainId: localChainId, signal: new AbortController().signal })
    const { rpcUrl } = chain
    const started =
      known === undefined ? await begin(dataDir, rpcUrl, keys, options) : await resume(known, rpcUrl, keys, options)
    await writeNetwork(dataDir, started)
    await fetched
    startFirst()
    onStep(`loading models and starting ${first.map(({ name }) => name).join(', ')}`)
    const met = { ...started, bootstrap: await processes.letProvidersIn() }
    await writeNetwork(dataDir, met)
    onStep('starting the gateway')
    const network = { ...met, gatewayUrl: await processes.letGatewayIn() }
    await writeNetwork(dataDir, network)
    let others: Promise<void> | undefined
    const startOthers = (): Promise<void> => {
      others ??= joinOthers(processes, plan, (bootstrap) => writeNetwork(dataDir, { ...network, bootstrap }))
      return others
    }
    const startAuditor = async (): Promise<Address> => {
      auditor ??= startChild('auditor', auditArgs(options.plan), { logDir: logDirOf(context), signal })
      return auditorOf(await auditor.ready)
    }
    const { gatewayUrl } = network
    const { providerNames, broken } = processes
    return { network, gatewayUrl, providerNames, broken, startOthers, startAuditor, stop: () => leave(dataDir, stop) }
  } catch (error) {
    failed.abort(error)
    await leave(dataDir, stop)
    throw error
  }
}

/** Starts the providers that do not run yet, and has the network's file tell of all. */
async function joinOthers(
  processes: NetworkProcesses,
  plan: LocalPlan,
  tell: (bootstrap: readonly string[]) => Promise<void>,
): Promise<void> {
  processes.startProviders(plan.providers)
  await tell(await processes.letProvidersIn())
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

function auditArgs(plan: LocalPlan): string[] {
  const place = ['--network', localNetworkName, '--name', localAuditorName, '--port', '0', '--peer-port', '0']
  return ['audit', 'run', ...place, ...replayableModels(plan).flatMap((model) => ['--model', model])]
}

function auditorOf(message: Awaited<Child['ready']>): Address {
  if (message.type !== 'auditor-ready') throw new RangeError(`expected auditor-ready, got ${message.type}`)
  return parseAddress(message.address)
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
