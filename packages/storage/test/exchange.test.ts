/** Objects between two storages over a line of frames: whole, resumed, proven, and with ends that lie. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MillraceError, type WantFrame } from '@millrace/protocol'
import { afterEach, expect, test } from 'vitest'
import { type AskingLine, createObjectStorage, exchangeSource, giveObjects, proveObject } from '../src/index.ts'

let folder = ''
const opened: Storage[] = []
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

test('an object comes whole, whatever its size, and its bytes are those', async () => {
  const { giver, taker } = storages()
  for (const bytes of [0, 1, 262_144, 1_048_576, 1_048_577, 3_000_000]) {
    const object = await giver.hold(bytes)
    using source = sourceOf(giver.storage)
    await using fetched = await taker.fetch(object.address, { sources: () => [source], signal: signal() })
    expect(fetched.outline.bytes).toBe(bytes)
  }
})

test('a line that breaks off is dialed again, and only what is missing comes over it', async () => {
  const { giver, taker } = storages()
  const { address } = await giver.hold(4_000_000)
  const counts = { dials: 0, bytes: 0 }
  using source = exchangeSource({
    ...{ label: 'the giver', isRedialed: true },
    dial: async () => {
      counts.dials++
      const line = lineTo(giver.storage)
      if (counts.dials > 1) return line
      return { ...line, next: () => (counts.bytes > 2_500_000 ? Promise.reject(closedError()) : line.next()) }
    },
    onBytes: (bytes) => {
      counts.bytes += bytes
    },
  })
  await using fetched = await taker.fetch(address, { sources: () => [source], signal: signal() })
  expect(fetched.outline.bytes).toBe(4_000_000)
  expect(counts.dials).toBe(2)
  expect(counts.bytes).toBeLessThan(4_000_000 + 1_048_576)
})

test('a line that may not be dialed again ends the fetch, and what came is kept', async () => {
  const { giver, taker } = storages()
  const { address } = await giver.hold(3_000_000)
  let bytes = 0
  const fetchOnce = (limit: number) => {
    const source = exchangeSource({
      ...{ label: 'the giver', isRedialed: false },
      dial: async () => {
        const line = lineTo(giver.storage)
        return { ...line, next: () => (bytes > limit ? Promise.reject(closedError()) : line.next()) }
      },
      onBytes: (count) => {
        bytes += count
      },
    })
    return taker.fetch(address, { sources: () => [source], signal: signal() })
  }
  await expect(fetchOnce(2_000_000)).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  bytes = 0
  await using fetched = await fetchOnce(Number.POSITIVE_INFINITY)
  expect(fetched.outline.bytes).toBe(3_000_000)
  expect(bytes).toBeLessThan(2_100_000)
})

test('an object of another size than was agreed on is not begun', async () => {
  const { giver, taker } = storages()
  const { address } = await giver.hold(2_000_000)
  for (const bytes of [1, 3_000_000]) {
    using source = sourceOf(giver.storage, bytes)
    const fetched = taker.fetch(address, { sources: () => [source], signal: signal() })
    await expect(fetched).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  }
  expect(taker.usage().bytes).toBe(0)
})

test('who has an object proves it, and who has other bytes does not', async () => {
  const { giver } = storages()
  for (const bytes of [1, 1_048_576, 2_500_000]) {
    const { address } = await giver.hold(bytes)
    await using object = await giver.storage.fetch(address, { signal: signal() })
    using honest = sourceOf(giver.storage)
    await proveObject(honest, object.outline, { signal: signal() })
    let sent = 0
    using liar = exchangeSource({
      ...{ label: 'a liar', isRedialed: false },
      dial: async () => {
        const line = lineTo(giver.storage)
        return {
          ...line,
          async next() {
            const frame = await line.next()
            sent += frame?.length ?? 0
            // Only the last byte is wrong.
            return sent > bytes && frame !== undefined
              ? frame.map((byte, at) => (at === frame.length - 1 ? ~byte : byte))
              : frame
          },
        }
      },
    })
    await expect(proveObject(liar, object.outline, { signal: signal() })).rejects.toMatchObject({
      code: 'OBJECT_MISMATCH',
    })
  }
})

test('a right beginning proves nothing, and neither do no bytes at all', async () => {
  const { giver } = storages()
  const { address } = await giver.hold(2_500_000)
  await using object = await giver.storage.fetch(address, { signal: signal() })
  for (const bytes of [0, 1, 1_048_576, 2_000_000, 2_499_999]) {
    const pieces: Uint8Array[] = []
    for await (const piece of object.read({ start: 0, end: bytes }, { signal: signal() })) pieces.push(piece)
    const frames = [Buffer.from(String(bytes)), Buffer.concat(pieces)]
    using liar = exchangeSource({
      ...{ label: 'a liar', isRedialed: false },
      dial: async () => ({
        want: () => undefined,
        next: async () => frames.shift(),
        announced: (frame) => Number(Buffer.from(frame).toString()),
        reset: () => undefined,
      }),
    })
    await expect(proveObject(liar, object.outline, { signal: signal() })).rejects.toMatchObject({
      code: 'OBJECT_MISMATCH',
    })
  }
})

test('a range outside the object, and an object that is not given, end the exchange', async () => {
  const { giver } = storages()
  const { address } = await giver.hold(1_000)
  const asked = async (want: WantFrame) => {
    const line = lineTo(giver.storage, (object) => object === address)
    await line.want(want)
    return line.next()
  }
  const range = { start: 0, end: 1_001 }
  await expect(asked({ type: 'want', object: address, range })).rejects.toMatchObject({ code: 'PROTOCOL_MALFORMED' })
  const other = { type: 'want', object: 'ab'.repeat(32), range: 'outline' } as const
  await expect(asked(other)).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
})

type Storage = ReturnType<typeof createObjectStorage>

function storages() {
  folder = mkdtempSync(join(tmpdir(), 'millrace-exchange-'))
  const open = (name: string) => {
    const made = createObjectStorage({ directory: join(folder, name), bytesMax: 2 ** 28, now: Date.now })
    opened.push(made)
    return made
  }
  const storage = open('giver')
  let files = 0
  return {
    giver: {
      storage,
      async hold(bytes: number) {
        const file = join(folder, `file-${files++}`)
        writeFileSync(
          file,
          Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 9) + files) & 255),
        )
        return storage.store(file, { signal: signal() })
      },
    },
    taker: open('taker'),
  }
}

function sourceOf(storage: Storage, bytes?: number) {
  const init = { label: 'the giver', isRedialed: false, dial: async () => lineTo(storage) }
  return exchangeSource(bytes === undefined ? init : { ...init, bytes })
}

/** A line whose other end gives from this storage. Announcements travel as text of their number. */
function lineTo(storage: Storage, mayHave: (object: string) => boolean = () => true): AskingLine {
  const wants: WantFrame[] = []
  const frames: Uint8Array[] = []
  let failure: unknown
  let onWant: () => void = () => undefined
  let onFrame: () => void = () => undefined
  const next = async () => {
    while (wants.length === 0) await new Promise<void>((resolve) => (onWant = resolve))
    return wants.shift()
  }
  const push = (frame: Uint8Array) => {
    frames.push(frame)
    onFrame()
    return undefined
  }
  const open = async (address: string) => (mayHave(address) ? storage.fetch(address, { signal: signal() }) : undefined)
  const announce = (bytes: number) => push(Buffer.from(String(bytes)))
  giveObjects({ send: push, announce, next }, { open, signal: signal() }).catch((error: unknown) => {
    failure = error
    onFrame()
  })
  return {
    want(frame) {
      wants.push(frame)
      onWant()
      return undefined
    },
    async next() {
      while (frames.length === 0 && failure === undefined) await new Promise<void>((resolve) => (onFrame = resolve))
      if (failure !== undefined) throw failure
      return frames.shift()
    },
    announced: (frame) => Number(Buffer.from(frame).toString()),
    reset: () => undefined,
  }
}

function closedError(): MillraceError {
  return new MillraceError({ code: 'PEER_CLOSED', message: 'Lost.', hint: 'A test did this.', retryable: true })
}

function signal(): AbortSignal {
  return AbortSignal.timeout(30_000)
}
