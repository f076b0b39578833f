/** The hostile side of the flood bench, on a thread of its own so that its work is not counted as the receiver's. */
import { parentPort, workerData } from 'node:worker_threads'
import { createRawGossiper, type RawGossiper } from './mesh-raw.ts'

export type FloodOrder = {
  readonly address: string
  readonly topic: string
  /** Announcements to send; those are varied by spaces, so that gossip takes each for another. */
  readonly announcements: readonly Uint8Array[]
  readonly messages: number
  /** Messages after which it comes back under another identity. */
  readonly messagesPerIdentity: number
}

export type FloodReport = { readonly sent: number; readonly identities: number }

const { address, topic, announcements, messages, messagesPerIdentity } = workerData as FloodOrder
const { signal } = new AbortController()
/** Announcements in one gossip message. */
const together = 8

const report = await flood()
parentPort?.postMessage(report)

async function flood(): Promise<FloodReport> {
  let [sent, identities] = [0, 0]
  while (sent < messages) {
    identities++
    const raw = await createRawGossiper(address, { signal })
    sent += await floodAs(raw, sent, Math.min(messagesPerIdentity, messages - sent))
    await raw.host.close()
  }
  return { sent, identities }
}

/** Sends what it can until it has said enough or is thrown out. Returns how much was sent. */
async function floodAs({ say, stream }: RawGossiper, from: number, count: number): Promise<number> {
  for (let sent = 0; sent < count; sent += together) {
    if (stream.status !== 'open') return Math.max(1, sent)
    const some = Array.from({ length: together }, (_, i) => varied(from + sent + i))
    const alive = await say(topic, some).then(
      () => true,
      () => false,
    )
    if (!alive) return Math.max(1, sent)
  }
  return count
}

/** JSON may carry spaces at its end: the number of the message in base two. */
function varied(index: number): Uint8Array {
  const bytes = announcements[index % announcements.length] ?? new Uint8Array()
  const digits = index.toString(2).replaceAll('0', ' ').replaceAll('1', '\n')
  return Buffer.concat([bytes, Buffer.from(digits)])
}
