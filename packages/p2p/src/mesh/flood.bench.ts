/**
 * What a flood of offers that do not hold does to honest ones: `node packages/p2p/src/mesh/flood.bench.ts`.
 *
 * One receiver and its honest providers run in this process; the attacker floods from another thread. Measured is the time
 * from the announcement of an honest offer to the receiver's handler, signed beforehand, over loopback.
 */
import { availableParallelism, cpus } from 'node:os'
import { Worker } from 'node:worker_threads'
import { encodeAnnouncement, offerTopic, type SignedOffer } from '@millrace/protocol'
import type { FloodOrder, FloodReport } from '../../test/flood-attacker.ts'
import { createTestSigner, domain } from '../../test/keys.ts'
import { connect, createTestNet, linked, type TestPeer } from '../../test/mesh-net.ts'
import { modelNamed, signedOffer } from '../../test/mesh-offers.ts'
import { sleep } from './waits.ts'

export type FloodSize = {
  readonly providers: number
  /** Honest offers, over all providers. */
  readonly offers: number
  readonly gapMs: number
  /** Messages of the attacker. */
  readonly messages: number
}

export type FloodLine = {
  readonly name: string
  readonly delivered: number
  readonly offers: number
  /** Delays of honest offers in milliseconds, sorted. */
  readonly delaysMs: readonly number[]
  readonly sent: number
  readonly identities: number
  /** Announcements of the attacker that the receiver looked at. */
  readonly judged: number
}

type Flood = {
  readonly name: string
  readonly announcements: (known: readonly SignedOffer[]) => readonly Uint8Array[]
  readonly messagesPerIdentity: number
}

const topic = offerTopic(domain, 'gpu', 'western-europe')
const { signal } = new AbortController()

const floods: readonly Flood[] = [
  { name: 'forged signatures, one peer', announcements: forgeries, messagesPerIdentity: Number.POSITIVE_INFINITY },
  { name: 'forged signatures, a new peer every 256', announcements: forgeries, messagesPerIdentity: 256 },
  {
    name: 'no JSON at all, one peer',
    announcements: () => [Buffer.alloc(2_000, '{')],
    messagesPerIdentity: Number.POSITIVE_INFINITY,
  },
  {
    name: 'replays of what is known, one peer',
    announcements: (known) => known.map((offer) => encodeAnnouncement([offer])),
    messagesPerIdentity: Number.POSITIVE_INFINITY,
  },
]

/** Runs the honest traffic alone, then beside each flood. */
export async function benchFlood(size: FloodSize): Promise<FloodLine[]> {
  const lines = [await run(size, undefined)]
  for (const flood of floods) lines.push(await run(size, flood))
  return lines
}

async function run({ providers, offers, gapMs, messages }: FloodSize, flood: Flood | undefined): Promise<FloodLine> {
  const net = createTestNet()
  try {
    const receiver = await net.start()
    const honest = await Promise.all(Array.from({ length: providers }, () => net.start()))
    await join(receiver, honest)
    const prepared = prepare(honest, offers)
    const before = judgedBy(receiver)
    const attack = flood && startAttack(flood, { receiver, known: prepared.known, messages })
    const delaysMs = await announceAll(receiver, prepared.rest, gapMs)
    const report = (await attack) ?? { sent: 0, identities: 0 }
    return {
      name: flood?.name ?? 'no flood',
      ...report,
      offers: prepared.rest.length,
      delivered: delaysMs.length,
      delaysMs: delaysMs.toSorted((a, b) => a - b),
      judged: judgedBy(receiver) - before - delaysMs.length,
    }
  } finally {
    await net.close()
  }
}

async function join(receiver: TestPeer, honest: readonly TestPeer[]): Promise<void> {
  for (const peer of [receiver, ...honest]) peer.mesh.subscribe({ classes: ['gpu'], regions: ['western-europe'] })
  for (const peer of honest) await connect(peer, receiver)
  while (!honest.every((peer) => linked(peer, receiver, topic))) await sleep(20, signal)
  // Each provider announces one offer that everybody knows before it starts.
  for (const peer of honest) await peer.mesh.announce([signedOffer(peer.signer)], { signal })
  while (receiver.mesh.stats().offersHeld < honest.length) await sleep(20, signal)
}

type Prepared = {
  readonly known: readonly SignedOffer[]
  readonly rest: readonly { readonly peer: TestPeer; readonly offer: SignedOffer }[]
}

function prepare(honest: readonly TestPeer[], offers: number): Prepared {
  const rest = Array.from({ length: offers }, (_, i) => {
    const peer = honest[i % honest.length]
    if (peer === undefined) throw new RangeError('at least one provider')
    return { peer, offer: signedOffer(peer.signer, { model: modelNamed(`model-${i}`) }) }
  })
  return { known: honest.map(({ signer }) => signedOffer(signer)), rest }
}

/** Returns the delays of those that arrived within a while. */
async function announceAll(receiver: TestPeer, offers: Prepared['rest'], gapMs: number): Promise<number[]> {
  const arrived = new Map<string, number>()
  const stop = receiver.mesh.onOffers((announcement) => {
    for (const { signature } of announcement.offers) arrived.set(signature, performance.now())
  })
  const announcedAt: number[] = []
  for (const { peer, offer } of offers) {
    announcedAt.push(performance.now())
    await peer.mesh.announce([offer], { signal })
    await sleep(gapMs, signal)
  }
  for (let waitedMs = 0; arrived.size < offers.length && waitedMs < arrivalMsMax; waitedMs += 20)
    await sleep(20, signal)
  stop()
  return offers.flatMap(({ offer }, i) => {
    const at = arrived.get(offer.signature)
    return at === undefined ? [] : [at - (announcedAt[i] ?? 0)]
  })
}

const arrivalMsMax = 30_000

function startAttack(
  { announcements, messagesPerIdentity }: Flood,
  { receiver, known, messages }: { receiver: TestPeer; known: readonly SignedOffer[]; messages: number },
): Promise<FloodReport> {
  const workerData: FloodOrder = {
    address: receiver.address,
    topic,
    announcements: announcements(known),
    messages,
    messagesPerIdentity,
  }
  const worker = new Worker(new URL('../../test/flood-attacker.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Offers in the name of nodes that did not sign them. */
function forgeries(): readonly Uint8Array[] {
  return Array.from({ length: 64 }, () =>
    encodeAnnouncement([signedOffer(createTestSigner(), { offer: { node: createTestSigner().address } })]),
  )
}

function judgedBy({ mesh }: TestPeer): number {
  return Object.values(mesh.stats().verdicts).reduce((sum, count) => sum + count, 0)
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)
}

if (import.meta.main) {
  const size = { providers: 8, offers: 160, gapMs: 25, messages: 50_000 }
  const lines = await benchFlood(size)
  const [model] = cpus()
  console.log(`${model?.model}, ${availableParallelism()} cores, Node ${process.version}`)
  console.log(
    `${size.providers} providers announce ${size.offers} offers, one every ${size.gapMs} ms; signatures of libsecp256k1`,
  )
  console.log('Delay of honest offers, from announcement to handler, in ms:\n')
  console.log('| flood | sent | peers | judged | delivered | median | p99 | most |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const { name, sent, identities, judged, delivered, offers, delaysMs } of lines) {
    const delays = `${at(delaysMs, 0.5)} | ${at(delaysMs, 0.99)} | ${at(delaysMs, 1)}`
    console.log(`| ${name} | ${sent} | ${identities} | ${judged} | ${delivered} of ${offers} | ${delays} |`)
  }
}
