/**
 * The whole network on one machine, on real parts: an EVM chain with the contracts, three providers and the gateway as
 * processes of their own. State lives in the network's folder, so the next start resumes the same balances.
 */
import { join } from 'node:path'
import { type Anvil, createChainReader, startAnvil } from '@millrace/chain'
import { type Hex, MillraceError, type PeerEndpoint, parseAddress } from '@millrace/protocol'
import { type Context, keyRingOf } from '../context.ts'
import { findNetwork, localNetworkName, type Network, networkDir, writeNetwork } from '../network.ts'
import { type Child, startChild } from './children.ts'
import { type LocalPlan, localChainId, localRedeemSeconds, type ProviderPlan } from './plan.ts'
import { deployLocal, provisionLocal } from './provision.ts'

export type LocalNetwork = {
  readonly network: Network
  readonly gatewayUrl: string
  /** Rejects when a process of the network dies. Never resolves. */
  readonly broken: Promise<never>
  stop(): Promise<void>
}

export type LocalOptions = {
  readonly plan: LocalPlan
  readonly gatewayPort: number
  readonly signal: AbortSignal
  readonly onStep: (text: string) => void
  /** Brings the model files into the cache, while the chain starts; the providers start after it. */
  readonly fetchModels: (signal: AbortSignal) => Promise<void>
}

/** Starts the chain, provisions it, then starts the providers and the gateway. On failure or abort everything is stopped. */
export async function startLocalNetwork(context: Context, options: LocalOptions): Promise<LocalNetwork> {
  const { signal } = options
  const { dataDir } = context.environment
  const keys = keyRingOf(context, localNetworkName)
  const stateFile = join(networkDir(dataDir, localNetworkName), 'chain-state.json')
  // The chain outlives the signal: the providers still redeem while they stop.
  const failed = new AbortController()
  const models = options.fetchModels(AbortSignal.any([signal, failed.signal]))
  models.catch(() => undefined)
  const chain = await startAnvil({ stateFile, chainId: localChainId, signal: new AbortController().signal })
  const faucetKey = faucetOf(chain)
  const children: Child[] = []
  const logDir = join(networkDir(dataDir, localNetworkName), 'logs')
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()))
    await chain.stop()
  }
  try {
    let network = await resume(dataDir, chain.rpcUrl, signal)
    if (network === undefined) {
      const deployment = await deployLocal(chain.rpcUrl, faucetKey, options)
      network = { name: localNetworkName, rpcUrl: chain.rpcUrl, deployment, providers: [] }
    }
    await writeNetwork(dataDir, network)
    await provisionLocal(network, faucetKey, keys, options)
    await models
    options.onStep('starting three providers')
    const providers = options.plan.providers.map((plan) =>
      startChild(`provider ${plan.name}`, provideArgs(plan), { logDir, signal }),
    )
    children.push(...providers)
    const endpoints = await Promise.all(providers.map((child) => child.ready.then(endpointOf)))
    network = { ...network, providers: endpoints }
    await writeNetwork(dataDir, network)
    options.onStep('starting the gateway')
    const gateway = startChild(
      'gateway',
      ['gateway', '--network', localNetworkName, '--port', String(options.gatewayPort)],
      { logDir, signal },
    )
    children.push(gateway)
    const gatewayUrl = gatewayUrlOf(await gateway.ready)
    network = { ...network, gatewayUrl }
    await writeNetwork(dataDir, network)
    return { network, gatewayUrl, broken: firstDeath(children), stop }
  } catch (error) {
    failed.abort(error)
    await stop()
    throw error
  }
}

/** Returns the network of an earlier start, or undefined at the first. @throws {LocalStateLostError} when its chain is gone. */
async function resume(dataDir: string, rpcUrl: string, signal: AbortSignal): Promise<Network | undefined> {
  const network = await findNetwork(dataDir, localNetworkName)
  if (network === undefined) return undefined
  try {
    await createChainReader({ rpcUrl, deployment: network.deployment, signal })
  } catch (cause) {
    if (cause instanceof MillraceError && cause.code === 'CHAIN_NOT_DEPLOYED') throw new LocalStateLostError(cause)
    throw cause
  }
  return { ...network, rpcUrl, gatewayUrl: undefined }
}

/** The chain's well-known development account: it deploys, and hands out play money. */
function faucetOf(chain: Anvil): Hex {
  const account = chain.accounts[0]
  if (account === undefined) throw new RangeError('anvil names its development accounts')
  return account.privateKey
}

function provideArgs(plan: ProviderPlan): string[] {
  const place = ['--network', localNetworkName, '--name', plan.name, '--host', '127.0.0.1', '--port', '0']
  const models = plan.models.flatMap((model) => ['--model', model])
  return ['provide', ...place, '--redeem-after', String(localRedeemSeconds), ...models]
}

function endpointOf(message: Awaited<Child['ready']>): PeerEndpoint {
  if (message.type !== 'provider-ready') throw new RangeError(`expected provider-ready, got ${message.type}`)
  return { host: message.host, port: message.port, address: parseAddress(message.address) }
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
