/** The proxy on real sockets: what comes out is what went in, later; silence, cuts and ends are as the link's. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { createImpairedProxy, type ImpairedProxy, type ProxyInit } from './impair.ts'
import type { Impairment } from './impairment.ts'
import { seededRandom } from './seeded-random.ts'

const host = '127.0.0.1'
const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  opened.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function proxyTo(port: number, links: Partial<Pick<ProxyInit, 'up' | 'down'>> = {}): Promise<ImpairedProxy> {
  const proxy = await createImpairedProxy(
    { randomOf: (stream) => seededRandom(11 + stream) },
    { listen: { host, port: 0 }, target: { host, port }, ...links },
  )
  opened.push(proxy.close)
  return proxy
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true })
  opened.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

const echo = (socket: Socket): unknown => socket.pipe(socket)
const bad: Partial<Impairment> = {
  delayMs: 5,
  jitterMs: 5,
  bytesPerSecond: 4_000_000,
  lossRate: 0.01,
  retransmitMs: 10,
}

test('a megabyte comes back whole through a link that is bad both ways, and its end after it', async () => {
  const proxy = await proxyTo(await listen(echo), { up: bad, down: bad })
  const socket = await dial(proxy.port)
  const sent = Buffer.alloc(1_000_000, createHash('sha512').update('mill').digest())
  socket.end(sent)
  const came = await buffer(socket)
  expect(came.equals(sent)).toBe(true)
  const { upBytes, downBytes, losses, accepted } = proxy.counts()
  expect({ upBytes, downBytes, accepted }).toEqual({ upBytes: sent.length, downBytes: sent.length, accepted: 1 })
  expect(losses).toBeGreaterThan(0)
})

test('what is still under way when the sender has closed arrives', async () => {
  const arrived = Promise.withResolvers<Buffer>()
  const port = await listen((socket) => {
    socket.end()
    buffer(socket).then(arrived.resolve, arrived.reject)
  })
  const proxy = await proxyTo(port, { up: { delayMs: 100 } })
  const socket = await dial(proxy.port)
  socket.end('farewell')
  socket.resume()
  await once(socket, 'close')
  expect(String(await arrived.promise)).toBe('farewell')
})

test('a round trip takes at least the delay of both ways, and less no sooner than told', async () => {
  const proxy = await proxyTo(await listen(echo), { up: { delayMs: 30 }, down: { delayMs: 50 } })
  const socket = await dial(proxy.port)
  const startedAt = performance.now()
  socket.write('ping')
  await once(socket, 'data')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(80)
  proxy.impair('up', { delayMs: 100 })
  const changedAt = performance.now()
  socket.write('ping')
  await once(socket, 'data')
  expect(performance.now() - changedAt).toBeGreaterThanOrEqual(150)
})

test('stalled one way it passes the other; resumed it passes what was held', async () => {
  const heard: string[] = []
  const sockets: Socket[] = []
  const port = await listen((socket) => {
    sockets.push(socket)
    socket.on('data', (data) => heard.push(String(data)))
  })
  const proxy = await proxyTo(port)
  const socket = await dial(proxy.port)
  socket.write('before')
  await until(() => heard.length === 1)
  proxy.stall('up')
  socket.write('held')
  sockets[0]?.write('hello')
  expect(String((await once(socket, 'data'))[0])).toBe('hello')
  const late = await dial(proxy.port)
  late.write('late')
  await until(() => sockets.length === 2)
  expect(heard).toEqual(['before'])
  proxy.resume('up')
  await until(() => heard.length === 3)
  expect(heard.sort()).toEqual(['before', 'held', 'late'])
})

test('a cut resets both sides, and the next connection is served', async () => {
  const ends: Promise<string | undefined>[] = []
  const proxy = await proxyTo(
    await listen((socket) => {
      ends.push(errorOf(socket))
      echo(socket)
    }),
  )
  const socket = await dial(proxy.port)
  const ended = errorOf(socket)
  socket.write('ping')
  await once(socket, 'data')
  proxy.cut()
  expect([await ended, await ends[0]]).toEqual(['ECONNRESET', 'ECONNRESET'])
  const next = await dial(proxy.port)
  next.write('again')
  expect(String((await once(next, 'data'))[0])).toBe('again')
  expect(proxy.counts()).toMatchObject({ connections: 1, accepted: 2 })
})

test('a target that refuses resets who connected', async () => {
  const refusing = createServer().listen(0, host)
  await once(refusing, 'listening')
  const { port } = refusing.address() as AddressInfo
  refusing.close()
  await once(refusing, 'close')
  const proxy = await proxyTo(port)
  expect(await errorOf(await dial(proxy.port))).toBe('ECONNRESET')
})

test('closing resets what is open and holds nothing', async () => {
  const proxy = await proxyTo(await listen(echo), { down: { delayMs: 3_600_000 } })
  const socket = await dial(proxy.port)
  const ended = errorOf(socket)
  socket.write('never answered')
  await until(() => proxy.counts().upBytes > 0)
  await proxy.close()
  expect(await ended).toBe('ECONNRESET')
  expect(proxy.counts().connections).toBe(0)
})

/** Returns the code of the error that a connection ends with, undefined for a plain end. */
async function errorOf(socket: Socket): Promise<string | undefined> {
  let code: string | undefined
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code
  })
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return code
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
