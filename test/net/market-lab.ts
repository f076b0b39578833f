/**
 * A lab with a market in it: a chain, a relay that everybody meets through, and what it takes to add providers and buyers on
 * hosts of their own.
 */
import type { Amount } from '@millrace/protocol'
import { type Actor, startActor } from './actor.ts'
import type { BuyerHandlers, BuyerSettings } from './actors/buyer-process.ts'
import type { ChainHandlers, ChainSettings, Operator, Payer } from './actors/chain-process.ts'
import type { AnswerShape } from './actors/long-answer.ts'
import type { NetworkAccess } from './actors/network-access.ts'
import type { ProviderHandlers, ProviderSettings } from './actors/provider-process.ts'
import type { RelayHandlers, RelaySettings } from './actors/relay-process.ts'
import { createLab, type Lab } from './lab.ts'
import type { Host } from './lab-host.ts'

/** Ports of every provider. */
export const tlsPort = 7402
export const peerPort = 7403

/** Base units a million tokens: each costs a whole number of base units, so that no sum is rounded. */
export const prices = { inputPrice: 1_000_000n, outputPrice: 2_000_000n } as const
/** Tokens delivered ahead of vouchers. */
export const creditTokens = 16
const channelDeposit = 1_000_000n

export type Provider = Actor<ProviderHandlers> & { readonly host: Host; readonly operator: Operator }
export type Buyer = Actor<BuyerHandlers> & { readonly host: Host; readonly payer: Payer }

export type MarketLab = AsyncDisposable & {
  readonly lab: Lab
  readonly network: NetworkAccess
  readonly chain: Actor<ChainHandlers>
  readonly relay: Actor<RelayHandlers>
  readonly relayHost: Host
  /** Multiaddrs of the relay. */
  readonly bootstrap: readonly string[]
  /** Starts a provider of a new operator. */
  startProvider(host: Host, settings: ProviderTerms): Promise<Provider>
  /** Starts a buyer with a payer of its own. */
  startBuyer(host: Host, settings?: Partial<BuyerSettings>): Promise<Buyer>
}

export type ProviderTerms = { readonly answer: AnswerShape } & Partial<ProviderSettings>

/** Creates the lab, its chain and its relay. */
export async function createMarketLab(): Promise<MarketLab> {
  const lab = await createLab()
  try {
    const [chainHost, relayHost] = [await lab.addHost('chain'), await lab.addHost('relay')]
    const chain = await startActor<ChainHandlers>(chainHost, script('chain'), {
      host: chainHost.address,
    } satisfies ChainSettings)
    const network = await chain.call('network', undefined)
    const listen = [`/ip4/${relayHost.address}/tcp/${peerPort}`]
    const relay = await startActor<RelayHandlers>(relayHost, script('relay'), {
      network,
      listen,
    } satisfies RelaySettings)
    const bootstrap = await relay.call('addresses', undefined)
    return {
      ...{ lab, network, chain, relay, relayHost, bootstrap },
      async startProvider(host, terms) {
        const operator = await chain.call('addOperator', undefined)
        const settings: ProviderSettings = {
          ...{ network, operator, bootstrap, relay: 'none', host: host.address, port: tlsPort, creditTokens },
          ...prices,
          listen: [`/ip4/${host.address}/tcp/${peerPort}`],
          pace: { firstTokenMs: 20, betweenTokensMs: 20 },
          ...terms,
        }
        const actor = await startActor<ProviderHandlers>(host, script('provider'), settings)
        return { ...actor, host, operator }
      },
      async startBuyer(host, terms = {}) {
        const payer = await chain.call('addPayer', 10n * channelDeposit)
        const settings: BuyerSettings = { network, payer, channelDeposit, bootstrap, listen: [], ...terms }
        const actor = await startActor<BuyerHandlers>(host, script('buyer'), settings)
        return { ...actor, host, payer }
      },
      [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose](),
    }
  } catch (error) {
    await lab[Symbol.asyncDispose]()
    throw error
  }
}

function script(name: string): URL {
  return new URL(`./actors/${name}-process.ts`, import.meta.url)
}

/** Returns what a whole answer costs. */
export function costOf({
  inputUnits,
  outputUnits,
}: {
  readonly inputUnits: number
  readonly outputUnits: number
}): Amount {
  return (BigInt(inputUnits) * prices.inputPrice + BigInt(outputUnits) * prices.outputPrice) / 1_000_000n
}
