import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createBulkClient } from '../src/bulk/bulk-client.ts'
import type { BulkEndpoint } from '../src/bulk/pinned-session.ts'
import { createCertificate } from '../src/certificate.ts'
import {
  addressOf,
  collect,
  createObject,
  host,
  objectOf,
  patternOf,
  startBulkServer,
  type TestServer,
  until,
} from './bulk-objects.ts'

const mebibyte = 1024 * 1024
const object = createObject(3 * mebibyte + 17)
const wanted = { sha256: object.sha256, bytes: object.bytes, signal: AbortSignal.timeout(50_000) }

const closing: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((it) => it.close()))
})
async function start(...init: Parameters<typeof startBulkServer>): Promise<TestServer> {
  const server = await startBulkServer(...init)
  closing.push(server)
  return server
}

describe('a bulk transfer', () => {
  test('brings the object, with progress', async () => {
    const server = await start([object])
    const seen: number[] = []
    const pieces = createBulkClient().fetchObject(server.endpoint(), {
      ...wanted,
      onProgress: (done) => seen.push(done),
    })
    expect(Buffer.compare(await collect(pieces), object.content)).toBe(0)
    expect(seen.at(-1)).toBe(object.bytes)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  test('asks for range after range, and takes the shorter ones that a server gives', async () => {
    const server = await start([object], { answerBytesMax: mebibyte })
    const client = createBulkClient({ limits: { requestBytesMax: 2 * mebibyte } })
    expect(Buffer.compare(await collect(client.fetchObject(server.endpoint(), wanted)), object.content)).toBe(0)
    expect(server.store.opened.map(({ start }) => start)).toEqual([0, mebibyte, 2 * mebibyte, 3 * mebibyte])
  })

  test('begins in the middle, and checks the whole when given the hash of what came before', async () => {
    const server = await start([object])
    const from = 1_000_001
    const earlier = createHash('sha256').update(object.content.subarray(0, from))
    const client = createBulkClient()
    const rest = await collect(client.fetchObject(server.endpoint(), { ...wanted, from, earlier }))
    expect(Buffer.compare(rest, object.content.subarray(from))).toBe(0)
    const wrong = createHash('sha256').update('other bytes')
    await expect(
      collect(client.fetchObject(server.endpoint(), { ...wanted, from, earlier: wrong })),
    ).rejects.toMatchObject({ code: 'BULK_DIGEST_MISMATCH' })
    expect(await collect(client.fetchObject(server.endpoint(), { ...wanted, from }))).toHaveLength(object.bytes - from)
  })

  test('goes on where it was when the connection is cut, again and again', async () => {
    const server = await start([object])
    const cuts = await startCuttingProxy(server.port, 700_000)
    closing.push(cuts)
    const client = createBulkClient({ limits: { progressBytesMin: 65_536, retryDelayMs: 1 } })
    const bytes = await collect(client.fetchObject({ ...server.endpoint(), port: cuts.port }, wanted))
    expect(Buffer.compare(bytes, object.content)).toBe(0)
    expect(cuts.connections).toBeGreaterThan(3)
    const starts = server.store.opened.map(({ start }) => start)
    expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b))
  })

  test('gives up on a connection that is cut before anything comes', async () => {
    const server = await start([object])
    const cuts = await startCuttingProxy(server.port, 3_000)
    closing.push(cuts)
    const client = createBulkClient({ limits: { retryDelayMs: 1, attemptsMax: 3 } })
    await expect(collect(client.fetchObject({ ...server.endpoint(), port: cuts.port }, wanted))).rejects.toMatchObject({
      code: 'BULK_INTERRUPTED',
      retryable: true,
    })
    expect(cuts.connections).toBe(3)
  })

  test('goes on elsewhere with a new token when its own has expired in the middle', async () => {
    const first = await start([object])
    const second = await start([object])
    const relay = await startCuttingProxy(first.port, 1_500_000)
    closing.push(relay)
    let renewals = 0
    const client = createBulkClient({ limits: { retryDelayMs: 1 } })
    const stale = { ...first.endpoint(), port: relay.port }
    const pieces = client.fetchObject(stale, wanted, {
      renew: async () => {
        renewals++
        return second.endpoint()
      },
    })
    await pieces.next()
    first.advance(901_000)
    let rest = 0
    for await (const piece of pieces) rest += piece.length
    expect(rest).toBeGreaterThan(0)
    expect(renewals).toBe(1)
    expect(second.store.opened[0]?.start).toBeGreaterThan(0)
  })

  test('goes on after the server was killed and another process took its place', async () => {
    const size = 24 * mebibyte
    const large = objectOf(patternOf(size))
    const killed = await startChild(size)
    const client = createBulkClient({ limits: { retryDelayMs: 1, windowBytesMax: mebibyte } })
    const asked = { sha256: large.sha256, bytes: large.bytes, signal: wanted.signal }
    const renewed: BulkEndpoint[] = []
    const pieces = client.fetchObject(killed.endpoint, asked, {
      renew: async () => {
        const { endpoint } = await startChild(size)
        renewed.push(endpoint)
        return endpoint
      },
    })
    const got: Uint8Array[] = []
    for await (const piece of pieces) {
      if (got.length === 0) await killed.close()
      got.push(piece)
    }
    expect(Buffer.compare(Buffer.concat(got), large.content)).toBe(0)
    expect(renewed).toHaveLength(1)
  })

  test('stops when the caller does, and the server stops reading', async () => {
    const large = createObject(32 * mebibyte)
    const server = await start([large])
    const client = createBulkClient({ limits: { windowBytesMax: mebibyte } })
    const asked = { sha256: large.sha256, bytes: large.bytes, signal: wanted.signal }
    for await (const piece of client.fetchObject(server.endpoint(), asked)) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    await until(() => server.store.reading === 0)
    expect(server.store.readBytes).toBeLessThan(large.bytes)
  })

  test('a caller that does not read holds the server back', async () => {
    const large = createObject(32 * mebibyte)
    const server = await start([large])
    const client = createBulkClient({ limits: { windowBytesMax: mebibyte } })
    const asked = { sha256: large.sha256, bytes: large.bytes, signal: wanted.signal }
    const pieces = client.fetchObject(server.endpoint(), asked)
    await pieces.next()
    let before = -1
    // The server has come to rest when a whole look apart brings nothing more.
    while (before !== server.store.readBytes) {
      before = server.store.readBytes
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(before).toBeLessThan(16 * mebibyte)
    expect((await collect(pieces)).length).toBeGreaterThan(large.bytes - 3 * mebibyte)
  })

  test('ends with the reason of an abort, under way or waiting for its turn', async () => {
    const server = await start([object])
    const client = createBulkClient({ limits: { transfersMax: 1 } })
    const [first, second] = [new AbortController(), new AbortController()]
    const running = client.fetchObject(server.endpoint(), { ...wanted, signal: first.signal })
    await running.next()
    const waiting = client.fetchObject(server.endpoint(), { ...wanted, signal: second.signal }).next()
    second.abort(new Error('not now'))
    await expect(waiting).rejects.toThrow('not now')
    first.abort(new Error('enough'))
    await expect(collect(running)).rejects.toThrow('enough')
    await until(() => server.store.reading === 0)
    expect(await collect(client.fetchObject(server.endpoint(), wanted))).toHaveLength(object.bytes)
  })

  test('more fetches than allowed wait their turn; more than may wait are refused', async () => {
    const server = await start([object])
    const client = createBulkClient({ limits: { transfersMax: 2, waitingMax: 4 } })
    const endpoints = [1, 2, 3, 4, 5, 6, 7].map((byte) => server.endpoint(addressOf(byte)))
    const all = await Promise.allSettled(endpoints.map((endpoint) => collect(client.fetchObject(endpoint, wanted))))
    expect(all.map(({ status }) => status)).toEqual([...Array(6).fill('fulfilled'), 'rejected'])
    expect(all.at(-1)).toMatchObject({ reason: { code: 'BULK_BUSY' } })
  })

  test('an object that the server does not have is said to be unknown, at once', async () => {
    const server = await start([])
    await expect(collect(createBulkClient().fetchObject(server.endpoint(), wanted))).rejects.toMatchObject({
      code: 'BULK_OBJECT_UNKNOWN',
      retryable: false,
    })
  })

  test('nobody at the port', async () => {
    const server = await startBulkServer([object])
    const endpoint = server.endpoint()
    await server.close()
    expect(() => server.grant(addressOf(1))).toThrow('closed')
    const client = createBulkClient({ limits: { attemptsMax: 2, retryDelayMs: 1 } })
    await expect(collect(client.fetchObject(endpoint, wanted))).rejects.toMatchObject({
      code: 'BULK_INTERRUPTED',
      message: 'The transfer from the peer broke off: ECONNREFUSED.',
    })
  })

  test('another certificate than the one pinned never sees the token', async () => {
    const server = await start([object])
    const impostor = await start([object])
    const endpoint = { ...server.endpoint(), port: impostor.port }
    await expect(collect(createBulkClient().fetchObject(endpoint, wanted))).rejects.toMatchObject({
      code: 'BULK_FINGERPRINT_MISMATCH',
      message: `Expected a certificate with SHA-256 ${server.fingerprint}, got ${impostor.fingerprint}.`,
    })
    expect(impostor.store.opened).toEqual([])
  })

  test('the port in use is told as such', async () => {
    const server = await start([object])
    const { createBulkServer } = await import('../src/bulk/bulk-server.ts')
    const components = {
      certificate: await createCertificate(),
      objects: server.store,
      now: Date.now,
      random: () => new Uint8Array(32),
    }
    const init = { host, port: server.port, signal: wanted.signal }
    await expect(createBulkServer(components, init)).rejects.toMatchObject({ code: 'PEER_LISTEN_FAILED' })
  })
})

/** A server in a process of its own, which `close` kills. */
async function startChild(bytes: number): Promise<{ readonly endpoint: BulkEndpoint; close(): Promise<unknown> }> {
  const script = join(import.meta.dirname, 'bulk-server-child.ts')
  const child = spawn(process.execPath, [script, String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const it = {
    close: () => {
      child.kill('SIGKILL')
      return exited
    },
  }
  closing.push(it)
  const [line] = await once(child.stdout, 'data')
  return { ...it, endpoint: JSON.parse(String(line)) }
}

type CuttingProxy = { readonly port: number; readonly connections: number; close(): Promise<void> }

/** Passes TCP on and cuts each connection when so many bytes have come back. */
async function startCuttingProxy(port: number, bytesMax: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((near) => {
    connections++
    const far = connect(port, host)
    let bytes = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > bytesMax) near.destroy()
      else if (!near.write(piece)) {
        far.pause()
        near.once('drain', () => far.resume())
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
