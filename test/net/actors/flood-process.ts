/** A host that floods a peer with offers that do not hold, as fast as the peer reads them. */
import { type Domain, encodeAnnouncement, offerTopic } from '@millrace/protocol'
import { createTestSigner } from '../../../packages/p2p/test/keys.ts'
import { signedOffer } from '../../../packages/p2p/test/mesh-offers.ts'
import { createRawGossiper, type RawGossiper } from '../../../packages/p2p/test/mesh-raw.ts'
import { serveActor } from '../serve-actor.ts'

export type FloodSettings = {
  /** Multiaddr of the victim. */
  readonly address: string
  readonly domain: Domain
}

/** `forged`: signed by another than the node it names. `garbage`: no JSON. */
export type FloodKind = 'forged' | 'garbage'
export type FloodCounts = { readonly sent: number; readonly identities: number }

/** Announcements in one gossip message. */
const together = 8

async function start({ address, domain }: FloodSettings) {
  const topic = offerTopic(domain, 'cpu', 'undisclosed')
  let stopping = new AbortController()
  let flooding: Promise<FloodCounts> = Promise.resolve({ sent: 0, identities: 0 })
  const handlers = {
    /** Starts to flood, under a new identity after so many announcements. */
    flood({ kind, perIdentity }: { readonly kind: FloodKind; readonly perIdentity: number }): void {
      stopping = new AbortController()
      flooding = flood(kind === 'forged' ? forgeries(domain) : [Buffer.alloc(2_000, '{')], perIdentity, stopping.signal)
    },
    async stop(): Promise<FloodCounts> {
      stopping.abort()
      return flooding
    },
  }

  async function flood(
    announcements: readonly Uint8Array[],
    perIdentity: number,
    signal: AbortSignal,
  ): Promise<FloodCounts> {
    let [sent, identities] = [0, 0]
    while (!signal.aborted) {
      const raw = await createRawGossiper(address, { signal }).catch(() => undefined)
      if (raw === undefined) continue
      identities++
      for (const end = sent + perIdentity; sent < end && !signal.aborted; sent += together) {
        if (!(await said(raw, announcements, sent))) break
      }
      await raw.host.close()
    }
    return { sent, identities }
  }

  return { handlers }

  /** Whether the victim still reads. */
  async function said(
    { say, stream }: RawGossiper,
    announcements: readonly Uint8Array[],
    from: number,
  ): Promise<boolean> {
    if (stream.status !== 'open') return false
    return say(
      topic,
      Array.from({ length: together }, (_, i) => varied(announcements, from + i)),
    ).then(
      () => true,
      () => false,
    )
  }
}

/** JSON may carry spaces at its end: the number of the message in base two, so that gossip takes each for another. */
function varied(announcements: readonly Uint8Array[], index: number): Uint8Array {
  const bytes = announcements[index % announcements.length] ?? new Uint8Array()
  return Buffer.concat([bytes, Buffer.from(index.toString(2).replaceAll('0', ' ').replaceAll('1', '\n'))])
}

function forgeries(domain: Domain): readonly Uint8Array[] {
  const change = () => ({ domain, offer: { node: createTestSigner().address, resourceClass: 1, country: 0 } })
  return Array.from({ length: 64 }, () => encodeAnnouncement([signedOffer(createTestSigner(), change())]))
}

export type FloodHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
