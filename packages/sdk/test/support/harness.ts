/** A buyer, a chain and scripted providers in one process. */
import { createSigner } from '@millrace/chain'
import { type Address, domainSeparator, type Hex, type PeerEndpoint, type ReceiptBundle } from '@millrace/protocol'
import {
  type Buyer,
  type BuyerComponents,
  type BuyerInit,
  type BuyerStore,
  createBuyer,
  createMemoryBuyerStore,
  type RunResult,
} from '../../src/index.ts'
import { createMemoryChain, testDomain, testToken } from './memory-chain.ts'
import { createMemoryNetwork } from './memory-transport.ts'
import { createScriptedProvider, type ScriptedProvider, type ScriptedProviderInit } from './scripted-provider.ts'

export const keyOf = (byte: number): Hex => `0x${byte.toString(16).padStart(2, '0').repeat(32)}`
export const operatorOf = (index: number) => `0x${(0xa0 + index).toString(16).repeat(20)}` as Address
export const otherKey = keyOf(0x77)
const payer = `0x${'99'.repeat(20)}` as Address

export type HarnessInit = {
  readonly providers?: readonly Partial<ScriptedProviderInit>[]
  readonly balance?: bigint
  readonly buyer?: Partial<BuyerInit>
  readonly components?: Partial<BuyerComponents>
}

export type LoggedEvent = { readonly event: string; readonly [field: string]: unknown }

export function createHarness({
  providers: specs = [{}],
  balance = 1_000_000_000n,
  buyer: buyerInit,
  components,
}: HarnessInit = {}) {
  const chain = createMemoryChain({ account: payer, balance })
  const network = createMemoryNetwork()
  const session = createSigner(keyOf(0x21))
  const events: LoggedEvent[] = []
  const clock = { offset: 0 }
  const now = () => Date.now() + clock.offset
  const providers: ScriptedProvider[] = []
  const services: ReturnType<typeof network.serve>[] = []
  for (const [index, spec] of specs.entries()) {
    const operator = operatorOf(index)
    const made = createScriptedProvider({
      privateKey: keyOf(0x31 + index),
      operator,
      separator: domainSeparator(testDomain),
      now,
      deposit: () => chain.channels.get(operator)?.deposit ?? 0n,
      ...spec,
    })
    chain.operators.set(made.address, operator)
    providers.push(made)
    services.push(network.serve(7_001 + index, made.address, made.handler))
  }
  const endpoints = providers.map(({ address }, index) => memoryEndpoint(7_001 + index, address))
  const transport = network.transport(session.address)
  const buyers: Buyer[] = []
  const stores: BuyerStore[] = []

  function buyer(store: BuyerStore = createMemoryBuyerStore(), init: Partial<BuyerInit> = {}): Buyer {
    stores.push(store)
    let counter = 0
    const random = (bytes: number) => new Uint8Array(bytes).fill(++counter)
    const made = createBuyer(
      { chain, signer: session, transport, store, now, random, log: (event) => events.push(event), ...components },
      {
        providers: endpoints,
        token: testToken.address,
        channelDeposit: 10_000_000n,
        topUpBelow: 100_000n,
        leaseAmountMax: 5_000_000n,
        ...buyerInit,
        ...init,
        limits: { stallTickMs: 5, cancelMsMax: 5_000, redialMs: 1, ...buyerInit?.limits, ...init.limits },
      },
    )
    buyers.push(made)
    return made
  }

  const [provider] = providers
  const [service] = services
  if (provider === undefined || service === undefined) throw new TypeError('A harness has a provider.')
  return {
    chain,
    network,
    session,
    transport,
    events,
    clock,
    provider,
    providers,
    service,
    services,
    endpoints,
    buyer,
    /** Of the buyers so far. */
    stores,
    async close() {
      for (const each of buyers) await each.close()
    },
  }
}

/** Where a provider of the memory network is reached. */
export function memoryEndpoint(port: number, address: Address): PeerEndpoint {
  return { address, addresses: [`/memory/${port}`] }
}

/** The receipt bundle of an answer whose last part ended as it should. */
export function bundleOf({ bundle }: RunResult): ReceiptBundle {
  if (bundle === undefined) throw new TypeError('The last part has a receipt.')
  return bundle
}

/** A signal that a hanging test ends by. */
export function soon(ms = 20_000): AbortSignal {
  return AbortSignal.timeout(ms)
}

export async function textOf(chunks: AsyncIterable<{ text: string }>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk.text
  return text
}
