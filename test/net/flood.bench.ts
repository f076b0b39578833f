/**
 * What a flood of offers that do not hold does to honest ones, over a real network: `node test/net/flood.bench.ts`.
 *
 * Honest providers, the peer that is flooded and the attacker stand on three hosts of a lab. Measured is the time from the announcement of
 * an honest offer to the victim's handler. They share this machine's cores, so the attacker's own work counts, too.
 */
import { availableParallelism, cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, startActor } from './actor.ts'
import type { CrowdHandlers, CrowdSettings } from './actors/crowd-process.ts'
import type { FloodCounts, FloodHandlers, FloodKind, FloodSettings } from './actors/flood-process.ts'
import type { HeardOffer } from './actors/relay-process.ts'
import { createMarketLab, type MarketLab, peerPort } from './market-lab.ts'
import { until } from './until.ts'

export type FloodSize = {
  readonly providers: number
  /** Offers that each announces, one after the other, beside each flood. */
  readonly offers: number
  readonly gapMs: number
}

export type FloodLine = FloodCounts & {
  readonly name: string
  readonly announced: number
  /** Delays of those that arrived, in milliseconds, sorted. */
  readonly delaysMs: readonly number[]
  /** Announcements that the victim refused. */
  readonly refused: number
}

type Flood = { readonly name: string; readonly kind: FloodKind; readonly perIdentity: number }

const floods: readonly (Flood | undefined)[] = [
  undefined,
  { name: 'forged signatures, one peer', kind: 'forged', perIdentity: Number.MAX_SAFE_INTEGER },
  { name: 'forged signatures, a new peer every 256', kind: 'forged', perIdentity: 256 },
  { name: 'no JSON at all, one peer', kind: 'garbage', perIdentity: Number.MAX_SAFE_INTEGER },
]
/** Milliseconds for the last honest offers to arrive. */
const arrivalMsMax = 30_000

/** Runs the honest traffic alone, then beside each flood. */
export async function benchFloodAcrossHosts(size: FloodSize): Promise<readonly FloodLine[]> {
  await using market = await createMarketLab()
  const honest = await startHonest(market, size.providers)
  const attacker = await startAttacker(market)
  const lines: FloodLine[] = []
  let sequence = 1n
  for (const flood of floods) {
    lines.push(await measure(market, { honest, attacker, flood, sequence }, size))
    sequence += BigInt(size.offers)
  }
  return lines
}

type Round = {
  readonly honest: Actor<CrowdHandlers>
  readonly attacker: Actor<FloodHandlers>
  readonly flood: Flood | undefined
  /** Of the first offers. */
  readonly sequence: bigint
}

async function measure(
  { relay }: MarketLab,
  { honest, attacker, flood, sequence }: Round,
  { offers, gapMs }: FloodSize,
): Promise<FloodLine> {
  const refusedBefore = await refusedBy(relay)
  await relay.call('takeHeard', undefined)
  if (flood !== undefined) {
    await attacker.call('flood', flood)
    await until('the flood to arrive', async () => (await refusedBy(relay)) > refusedBefore)
  }
  const announced: HeardOffer[] = []
  for (let i = 0; i < offers; i++) {
    announced.push(...(await honest.call('announce', { sequence: sequence + BigInt(i) })))
    await sleep(gapMs)
  }
  const heard = new Map<string, number>()
  for (let waitedMs = 0; heard.size < announced.length && waitedMs < arrivalMsMax; waitedMs += 100) {
    for (const { atMs, ...offer } of await relay.call('takeHeard', undefined)) heard.set(keyOf(offer), atMs)
    await sleep(100)
  }
  const counts = flood === undefined ? { sent: 0, identities: 0 } : await attacker.call('stop', undefined)
  const delaysMs = announced.flatMap((offer) => {
    const at = heard.get(keyOf(offer))
    return at === undefined ? [] : [at - offer.atMs]
  })
  return {
    ...{ name: flood?.name ?? 'no flood', announced: announced.length, ...counts },
    delaysMs: delaysMs.toSorted((a, b) => a - b),
    refused: (await refusedBy(relay)) - refusedBefore,
  }
}

function keyOf({ node, sequence }: Pick<HeardOffer, 'node' | 'sequence'>): string {
  return `${node} ${sequence}`
}

async function refusedBy(relay: MarketLab['relay']): Promise<number> {
  const { verdicts } = await relay.call('stats', undefined)
  return Object.entries(verdicts).reduce((sum, [name, count]) => (name.startsWith('reject') ? sum + count : sum), 0)
}

async function startHonest({ lab, chain, network, bootstrap }: MarketLab, providers: number) {
  const { operator, operatorKey } = await chain.call('addOperator', undefined)
  const nodeKeys = await chain.call('addNodes', { operatorKey, count: providers })
  const host = await lab.addHost('honest', { subnet: '203.0.113' })
  const honest = await startActor<CrowdHandlers>(host, new URL('./actors/crowd-process.ts', import.meta.url), {
    ...{ network, operator, nodeKeys, listeners: 0, bootstrap, host: host.address, port: peerPort },
  } satisfies CrowdSettings)
  await until('everybody to have peers', async () =>
    (await honest.call('peerCounts', undefined)).every((count) => count > 0),
  )
  return honest
}

async function startAttacker({ lab, network, bootstrap: [address = ''] }: MarketLab) {
  const { chainId, escrow } = network.deployment as {
    chainId: number
    escrow: FloodSettings['domain']['verifyingContract']
  }
  const host = await lab.addHost('attacker', { subnet: '192.0.2' })
  return startActor<FloodHandlers>(host, new URL('./actors/flood-process.ts', import.meta.url), {
    address,
    domain: { chainId, verifyingContract: escrow },
  } satisfies FloodSettings)
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)
}

if (import.meta.main) {
  const size = { providers: 8, offers: 20, gapMs: 200 }
  const lines = await benchFloodAcrossHosts(size)
  console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores for all hosts, Node ${process.version}`)
  console.log(`${size.providers} providers announce ${size.offers} offers each, ${size.gapMs} ms apart`)
  console.log('Delay of honest offers, from announcement to handler, in ms:\n')
  console.log('| flood | sent | peers | refused | delivered | median | p99 | most |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const { name, sent, identities, refused, announced, delaysMs } of lines) {
    const delays = `${at(delaysMs, 0.5)} | ${at(delaysMs, 0.99)} | ${at(delaysMs, 1)}`
    console.log(`| ${name} | ${sent} | ${identities} | ${refused} | ${delaysMs.length} of ${announced} | ${delays} |`)
  }
}
