/** Puts and fetches of a scripted buyer, honest unless told otherwise. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ProviderFrame, WantFrame } from '@millrace/protocol'
import { createObjectStorage, giveObjects, type ObjectStorage } from '@millrace/storage'
import type { ScriptedBuyer, ScriptedLease } from './scripted-buyer.ts'

export type ObjectBox = AsyncDisposable & {
  readonly storage: ObjectStorage
  readonly folder: string
  /** Returns the object of these bytes. */
  hold(bytes: string | Uint8Array): Promise<Held>
  /** Returns the listing of a directory of such files, each with its path in it. `files`: bytes of them all. */
  holdTree(paths: readonly string[]): Promise<Held & { readonly files: number }>
}

export type Held = { readonly object: string; readonly bytes: number }

/** A storage of the buyer's. */
export function objectBox(): ObjectBox {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-box-'))
  const storage = createObjectStorage({ directory: join(folder, 'objects'), bytesMax: 2 ** 28, now: Date.now })
  let files = 0
  return {
    storage,
    folder,
    async hold(bytes) {
      const file = join(folder, `file-${files++}`)
      writeFileSync(file, bytes)
      const stored = await storage.store(file, { signal: AbortSignal.timeout(30_000) })
      return { object: stored.address, bytes: stored.bytes }
    },
    async holdTree(paths) {
      const root = join(folder, `tree-${files++}`)
      for (const path of paths) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), path)
      }
      const signal = AbortSignal.timeout(30_000)
      const stored = await storage.store(root, { signal })
      await using listing = await storage.fetch(stored.address, { signal })
      return { object: stored.address, bytes: listing.outline.bytes, files: stored.bytes }
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type PutTricks = {
  /** What is announced for so many bytes. */
  readonly announce?: (bytes: number, want: WantFrame | undefined) => number
  /** What is sent for a frame; none stops sending. */
  readonly send?: (frame: Uint8Array, want: WantFrame | undefined) => Uint8Array | undefined
  readonly bytes?: number
}

/** Returns the frame that ended the put, and how many bytes went out. */
export async function putObject(
  buyer: ScriptedBuyer,
  { leaseId }: Pick<ScriptedLease, 'leaseId'>,
  { storage }: Pick<ObjectBox, 'storage'>,
  { object, bytes }: Held,
  tricks: PutTricks = {},
): Promise<{ readonly end: ProviderFrame | undefined; readonly sent: number }> {
  const wire = buyer.open({ type: 'put', leaseId, object, bytes: tricks.bytes ?? bytes })
  const { announce = (count) => count, send = (frame) => frame } = tricks
  const signal = AbortSignal.timeout(30_000)
  let want: WantFrame | undefined
  let end: ProviderFrame | undefined
  let sent = 0
  await giveObjects(
    {
      announce(count) {
        wire.send({ type: 'bytes', bytes: announce(count, want) })
        return undefined
      },
      send(frame) {
        const changed = send(frame, want)
        sent += changed?.length ?? 0
        if (changed !== undefined) wire.send(changed)
        return undefined
      },
      async next() {
        const frame = await wire.next()
        want = frame?.type === 'want' ? frame : undefined
        if (want === undefined) end = frame
        return want
      },
    },
    { open: (address) => storage.fetch(address, { signal }), signal },
  )
  return { end, sent }
}
