/**
 * The processes of the local network that it breaks without: its providers and its gateway. They load their code and models as soon
 * as they are started, and are let in once there is what they need: providers the chain, the gateway also a provider.
 */
import { join } from 'node:path'
import { type Address, MillraceError, parseAddress } from '@millrace/protocol'
import type { Context } from '../context.ts'
import { localNetworkName, networkDir } from '../network.ts'
import { noDraft } from '../offering/exactness.ts'
import { type Child, startChild } from './children.ts'
import { localBatchPrices, localNoticeSeconds, localRedeemSeconds, type ProviderPlan } from './plan.ts'

export type NetworkProcesses = {
  /** Starts those of the providers that do not run yet. */
  startProviders(plans: readonly ProviderPlan[]): void
  /** Starts the gateway, once. */
  startGateway(port: number): void
  /** Lets every started provider on the chain; resolves, when all are ready, with the multiaddrs through which others meet. */
  letProvidersIn(): Promise<readonly string[]>
  /** Lets the gateway meet the providers; resolves with its URL. */
  letGatewayIn(): Promise<string>
  /** Names of the providers that are ready, by their nodes. */
  readonly providerNames: ReadonlyMap<Address, string>
  /** Rejects when a process ends. Never resolves. */
  readonly broken: Promise<never>
  stop(): Promise<void>
}

/** Returns the processes, none of them started. On abort none is started any more, and none gets ready. */
export function createNetworkProcesses(
  context: Context,
  { signal }: { readonly signal: AbortSignal },
): NetworkProcesses {
  const logDir = logDirOf(context)
  const providers = new Map<string, Child>()
  const providerNames = new Map<Address, string>()
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => undefined)
  let gateway: Child | undefined
  const start = (name: string, args: readonly string[]): Child => {
    signal.throwIfAborted()
    const child = startChild(name, args, { logDir, signal })
    void child.ended.then((code) => reject(processEnded(name, code)))
    return child
  }
  const letIn = async ([name, child]: [string, Child]): Promise<readonly string[]> => {
    child.permit()
    const { address, addresses } = readyProvider(await child.ready)
    providerNames.set(parseAddress(address), name)
    return addresses.filter(isMeetingPlace)
  }
  return {
    startProviders(plans) {
      for (const plan of plans) {
        if (!providers.has(plan.name)) providers.set(plan.name, start(`provider ${plan.name}`, provideArgs(plan)))
      }
    },
    startGateway(port) {
      gateway ??= start('gateway', gatewayArgs(port))
    },
    letProvidersIn: async () => (await Promise.all([...providers].map(letIn))).flat(),
    async letGatewayIn() {
      if (gateway === undefined) throw new RangeError('the gateway is let in after it was started')
      gateway.permit()
      return gatewayUrlOf(await gateway.ready)
    },
    providerNames,
    broken,
    async stop() {
      await Promise.all(
        [...providers.values(), ...(gateway === undefined ? [] : [gateway])].map((child) => child.stop()),
      )
    },
  }
}

/** Returns the folder that the processes of the local network write their logs to. */
export function logDirOf({ environment }: Context): string {
  return join(networkDir(environment.dataDir, localNetworkName), 'logs')
}

function provideArgs(plan: ProviderPlan): string[] {
  const place = ['--network', localNetworkName, '--name', plan.name, '--port', '0', '--peer-port', '0']
  const models = plan.models.flatMap((model) => ['--model', model])
  const soon = ['--redeem-after', String(localRedeemSeconds), '--notice', String(localNoticeSeconds)]
  // Without a draft: that is another model to load, and the first start has enough to fetch.
  const exactness = plan.isReplayable === true ? ['--replayable', '--draft', noDraft] : []
  return ['provide', ...place, ...soon, ...models, ...exactness, '--batch', localBatchPrices, '--batch-slots', '1']
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

function gatewayUrlOf(message: Awaited<Child['ready']>): string {
  if (message.type !== 'gateway-ready') throw new RangeError(`expected gateway-ready, got ${message.type}`)
  return message.url
}

function processEnded(name: string, code: number | null): MillraceError {
  return new MillraceError({
    code: 'LOCAL_PROCESS_ENDED',
    message: `The ${name} process ended with exit status ${code}.`,
    hint: 'Start the network again; its state is kept.',
    retryable: true,
  })
}
