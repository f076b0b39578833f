/**
 * A provider whose every way to the others, both ways, leads over a bad link: proxies on a host between, one for those that dial it
 * and one for what it dials. So that the distances agree with each other, it speaks with nobody but the relay and buyers.
 */
import { type Actor, startActor } from './actor.ts'
import type { ImpairHandlers, ImpairSettings } from './impair-process.ts'
import type { Impairment } from './impairment.ts'
import type { Host } from './lab-host.ts'
import { type MarketLab, type Provider, type ProviderTerms, peerPort } from './market-lab.ts'

export type FarProvider = Provider & {
  /** What carries those that dial it. */
  readonly link: Actor<ImpairHandlers>
  /** Where the links stand. */
  readonly between: Host
}

const outPort = 7_500

/** Starts it, each way as bad as the impairment. It is reached by libp2p only. */
export async function startFarProvider(
  { lab, bootstrap, relayHost, startProvider }: MarketLab,
  name: string,
  impairment: Partial<Impairment>,
  terms: ProviderTerms,
): Promise<FarProvider> {
  const host = await lab.addHost(name, { subnet: '203.0.113' })
  const between = await lab.addHost(`${name}-link`, { subnet: '203.0.113' })
  const proxy = (port: number, target: ImpairSettings['target']) =>
    startActor<ImpairHandlers>(between, new URL('./impair-process.ts', import.meta.url), {
      ...{ listen: { host: between.address, port }, target, up: impairment, down: impairment, seed: 7 },
    } satisfies ImpairSettings)
  const [link] = await Promise.all([
    proxy(peerPort, { host: host.address, port: peerPort }),
    proxy(outPort, { host: relayHost.address, port: peerPort }),
  ])
  const relays = bootstrap.map((address) =>
    address.replace(`/ip4/${relayHost.address}/tcp/${peerPort}`, `/ip4/${between.address}/tcp/${outPort}`),
  )
  const announce = [`/ip4/${between.address}/tcp/${peerPort}`]
  const provider = await startProvider(host, { bootstrap: relays, announce, announceTls: [], ...terms })
  return { ...provider, link, between }
}

/** Keeps providers from speaking with each other past their links. */
export async function keepApart({ lab }: MarketLab, ...providers: readonly FarProvider[]): Promise<void> {
  for (const one of providers) {
    for (const other of providers) {
      if (one !== other) await lab.partition([one.host], [other.host, other.between])
    }
  }
}
