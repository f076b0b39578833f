/** Objects in memory, a bulk server that serves them on loopback, and ways to read what comes. */
import { createHash, randomBytes } from 'node:crypto'
import { type Address, bytesToHex } from '@millrace/protocol'
import { type BulkServer, createBulkServer } from '../src/bulk/bulk-server.ts'
import type { BulkServerLimits } from '../src/bulk/bulk-server-limits.ts'
import type { ByteRange } from '../src/bulk/byte-range.ts'
import type { ObjectStore } from '../src/bulk/object-store.ts'
import type { BulkEndpoint } from '../src/bulk/pinned-session.ts'
import { createCertificate } from '../src/certificate.ts'

export const host = '127.0.0.1'
export const peer: Address = addressOf(1)

export type TestObject = { readonly sha256: string; readonly bytes: number; readonly content: Uint8Array }

export type MemoryStore = ObjectStore & {
  /** What was asked for, in order. */
  readonly opened: readonly ByteRange[]
  /** Bytes that were taken out, over all ranges. */
  readonly readBytes: number
  /** Ranges that are being read. */
  readonly reading: number
}

export function objectOf(content: Uint8Array): TestObject {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length, content }
}

/** Returns the same bytes in every process. */
export function patternOf(bytes: number): Uint8Array {
  const content = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at++) content[at] = (at * 31 + (at >> 8)) & 0xff
  return content
}

/** Returns an object whose bytes differ from place to place. */
export function createObject(bytes: number): TestObject {
  return objectOf(randomBytes(bytes))
}

export function createMemoryStore(objects: readonly TestObject[], pieceBytes = 65_536): MemoryStore {
  const opened: ByteRange[] = []
  let readBytes = 0
  let reading = 0
  return {
    opened,
    get readBytes() {
      return readBytes
    },
    get reading() {
      return reading
    },
    async stat(sha256) {
      const found = objects.find((object) => object.sha256 === sha256)
      return found === undefined ? undefined : { bytes: found.bytes }
    },
    async *openRange(sha256, range) {
      opened.push(range)
      const content = objects.find((object) => object.sha256 === sha256)?.content ?? new Uint8Array()
      reading++
      try {
        for (let at = range.start; at < range.end; at += pieceBytes) {
          const piece = content.subarray(at, Math.min(range.end, at + pieceBytes))
          readBytes += piece.length
          yield piece
        }
      } finally {
        reading--
      }
    },
  }
}

export type TestServer = BulkServer & {
  readonly store: MemoryStore
  /** Moves the server's clock. */
  advance(ms: number): void
  endpoint(of?: Address): BulkEndpoint
}

export async function startBulkServer(
  objects: readonly TestObject[],
  limits: Partial<BulkServerLimits> = {},
): Promise<TestServer> {
  const store = createMemoryStore(objects)
  let nowMs = 1_700_000_000_000
  const server = await createBulkServer(
    { certificate: await createCertificate(), objects: store, now: () => nowMs, random: randomBytes },
    { host, port: 0, signal: AbortSignal.timeout(30_000), limits },
  )
  return {
    ...server,
    store,
    advance(ms) {
      nowMs += ms
    },
    endpoint: (of = peer) => ({
      host,
      port: server.port,
      fingerprint: server.fingerprint,
      token: server.grant(of).token,
    }),
  }
}

export function addressOf(byte: number): Address {
  return bytesToHex(new Uint8Array(20).fill(byte))
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** Resolves when the condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
