/** What a hostile client can do to the bulk server. After each attack an honest client still gets its object. */
import { type ClientHttp2Session, connect as connectHttp2, constants, type OutgoingHttpHeaders } from 'node:http2'
import { connect } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBulkClient } from '../src/bulk/bulk-client.ts'
import type { BulkServerLimits } from '../src/bulk/bulk-server-limits.ts'
import { addressOf, collect, createObject, host, startBulkServer, type TestServer, until } from './bulk-objects.ts'
import { endHeaders, endStream, field, frameTypes, rawFrame, rawHttp2, readFrames, requestFields } from './raw-http2.ts'

const object = createObject(200_000)
const large = createObject(24 * 1024 * 1024)
const path = `/v1/objects/${object.sha256}`
const largePath = `/v1/objects/${large.sha256}`
const wanted = { sha256: object.sha256, bytes: object.bytes, signal: AbortSignal.timeout(150_000) }

let server: TestServer
let limits: Partial<BulkServerLimits> = {}
const open: { destroy(): void }[] = []
beforeEach(async () => {
  limits = { idleMsMax: 60_000 }
  server = await startBulkServer([object, large], limits)
})
afterEach(async () => {
  const bytes = await collect(createBulkClient().fetchObject(server.endpoint(addressOf(99)), wanted))
  expect(Buffer.compare(bytes, object.content)).toBe(0)
  for (const it of open.splice(0)) it.destroy()
  await until(() => server.store.reading === 0)
  await server.close()
})
async function restart(changed: Partial<BulkServerLimits>): Promise<void> {
  await server.close()
  server = await startBulkServer([object, large], { idleMsMax: 60_000, ...changed })
}

function session(): ClientHttp2Session {
  const made = connectHttp2(`https://${host}:${server.port}`, { rejectUnauthorized: false })
  made.on('error', () => made.destroy())
  open.push(made)
  return made
}
async function raw(settings?: Uint8Array): Promise<TLSSocket> {
  const socket = await rawHttp2(server.port, settings)
  open.push(socket)
  return socket
}
/** Returns the status, or the error code that the request was reset with. */
function statusOf(client: ClientHttp2Session, headers: OutgoingHttpHeaders, options = { endStream: true }) {
  return new Promise<number | string | undefined>((resolve) => {
    const stream = client.request(headers, options)
    stream.once('response', (answer) => {
      resolve(answer[':status'])
      stream.close(constants.NGHTTP2_CANCEL)
    })
    stream.on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    stream.on('close', () => resolve('closed'))
  })
}
function authorized(range = 'bytes=0-', of = path): OutgoingHttpHeaders {
  return { ':path': of, authorization: `Bearer ${server.endpoint().token}`, range }
}
function closed(socket: { readonly destroyed: boolean }): Promise<void> {
  return until(() => socket.destroyed)
}

describe('requests', () => {
  test.each([
    ['no token', { authorization: undefined }, 401],
    ['a token that nobody gave', { authorization: `Bearer ${'ab'.repeat(32)}` }, 401],
    ['half a token', { authorization: 'Bearer 00' }, 401],
    ['an object that is not there', { ':path': `/v1/objects/${'0'.repeat(64)}` }, 404],
    ['a path out of the objects', { ':path': '/v1/objects/../../etc/passwd' }, 404],
    ['a path in capitals', { ':path': path.toUpperCase() }, 404],
    ['another method', { ':method': 'DELETE' }, 405],
    ['no range', { range: undefined }, 400],
    ['a suffix range', { range: 'bytes=-5' }, 400],
    ['many ranges', { range: 'bytes=0-1,2-3' }, 400],
    ['a range backwards', { range: 'bytes=5-4' }, 400],
    ['a range of letters', { range: 'bytes=a-b' }, 400],
    ['a range past the end', { range: `bytes=${object.bytes}-` }, 416],
    ['a right one', {}, 206],
  ])('%s', async (_, change, expected) => {
    const headers = Object.entries({ ...authorized(), ...change }).filter(([, value]) => value !== undefined)
    expect(await statusOf(session(), Object.fromEntries(headers))).toBe(expected)
  })

  test('a request with a body', async () => {
    expect(await statusOf(session(), { ...authorized(), ':method': 'GET' }, { endStream: false })).toBe(405)
  })

  test('a token that has expired', async () => {
    const headers = authorized()
    server.advance(899_999)
    expect(await statusOf(session(), headers)).toBe(206)
    server.advance(1)
    expect(await statusOf(session(), headers)).toBe(401)
  })

  test('a token of another server', async () => {
    const other = await startBulkServer([object])
    const headers = { ...authorized(), authorization: `Bearer ${other.endpoint().token}` }
    await other.close()
    expect(await statusOf(session(), headers)).toBe(401)
  })

  test('a token that its peer replaced by asking for too many', async () => {
    const first = authorized()
    for (let more = 0; more < 3; more++) server.endpoint()
    expect(await statusOf(session(), first)).toBe(206)
    server.endpoint()
    expect(await statusOf(session(), first)).toBe(401)
  })

  test('a token that has carried its bytes', async () => {
    await restart({ grantBytesMax: object.bytes })
    const headers = authorized('bytes=0-', largePath)
    const client = session()
    const pieces: Uint8Array[] = await client.request(headers, { endStream: true }).toArray()
    expect(Buffer.concat(pieces)).toHaveLength(object.bytes)
    expect(await statusOf(client, headers)).toBe(401)
  })
})

test('a connection that guesses tokens is ended', async () => {
  const client = session()
  const statuses: (number | string | undefined)[] = []
  while (!client.destroyed && !client.closed) {
    statuses.push(await statusOf(client, { ...authorized(), authorization: `Bearer ${'0'.repeat(64)}` }))
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(33)
})

test('more streams than allowed at once are refused', async () => {
  const { token } = server.endpoint()
  // No window to send into, so the streams stay open.
  const socket = await raw(Buffer.from('000400000000', 'hex'))
  const fields = requestFields(largePath, { authorization: `Bearer ${token}`, range: 'bytes=0-' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  for (let id = 1; id < 40; id += 2) socket.write(rawFrame('headers', id, fields, endHeaders | endStream))
  let refused = 0
  for await (const { type } of readFrames(socket)) {
    if (type === frameTypes.reset) refused++
    if (type === frameTypes.goaway || refused === 16) break
  }
  expect(server.store.opened.length).toBeLessThanOrEqual(4)
  expect(server.store.readBytes).toBeLessThanOrEqual(4 * 2 * 65_536)
})

test('rapid reset: requests opened and reset in one breath end the connection', async () => {
  const { token } = server.endpoint()
  const fields = requestFields(largePath, { authorization: `Bearer ${token}`, range: 'bytes=0-' })
  const socket = await raw()
  const burst = Array.from({ length: 2_000 }, (_, index) => [
    rawFrame('headers', 2 * index + 1, fields, endHeaders | endStream),
    rawFrame('reset', 2 * index + 1, Buffer.from('00000008', 'hex')),
  ]).flat()
  socket.write(Buffer.concat(burst))
  socket.resume()
  await closed(socket)
  expect(server.store.opened.length).toBeLessThan(100)
})

test('requests that are reset one by one end the connection with a GOAWAY', async () => {
  const client = session()
  const goaways: number[] = []
  client.on('goaway', (code) => goaways.push(code))
  const headers = authorized('bytes=0-', largePath)
  let requests = 0
  while (goaways.length === 0 && !client.destroyed) {
    requests++
    await new Promise<void>((resolve) => {
      const stream = client.request(headers, { endStream: true })
      stream.on('error', () => stream.destroy())
      stream.once('response', () => stream.close(constants.NGHTTP2_CANCEL))
      stream.once('close', resolve)
    })
  }
  expect(goaways).toEqual([constants.NGHTTP2_ENHANCE_YOUR_CALM])
  expect(requests).toBeLessThan(40)
  await until(() => client.destroyed)
})

test('a flood of SETTINGS, or of PING, ends the connection', async () => {
  for (const frame of [rawFrame('settings', 0), rawFrame('ping', 0, Buffer.alloc(8))]) {
    const socket = await raw()
    const all = Buffer.concat(Array.from({ length: 500 }, () => frame))
    // Read along, so that answers do not pile up and only the count can end it.
    socket.resume()
    for (let sent = 0; sent < 10 && !socket.destroyed; sent++) {
      await new Promise<void>((resolve) => socket.write(all, () => resolve()))
    }
    await closed(socket)
  }
})

test('headers without end are refused', async () => {
  const socket = await raw()
  const many = Buffer.concat(Array.from({ length: 400 }, (_, index) => field(`x-${index}`, 'a'.repeat(20))))
  socket.write(rawFrame('headers', 1, Buffer.concat([requestFields(path), many.subarray(0, 8_000)]), endStream))
  for (let more = 0; more < 200 && !socket.destroyed; more++) socket.write(rawFrame('continuation', 1, many))
  socket.resume()
  await closed(socket)
})

test('too many headers in one request get no answer but a refusal', async () => {
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'a']))
  expect(await statusOf(session(), { ...authorized(), ...fields })).not.toBe(206)
})

test('a reader that takes nothing is given up', async () => {
  await restart({ stallMsMax: 200 })
  const client = session()
  const stream = client.request(authorized('bytes=0-', largePath), { endStream: true })
  stream.on('error', () => stream.destroy())
  stream.pause()
  await until(() => server.store.reading === 1)
  await until(() => server.store.reading === 0)
  expect(server.store.readBytes).toBeLessThan(1_000_000)
})

test('a reader that drips is given up: small sips buy no time', async () => {
  await restart({ stallMsMax: 300 })
  const { token } = server.endpoint()
  const socket = await raw(Buffer.from('000400000001', 'hex'))
  const fields = requestFields(largePath, { authorization: `Bearer ${token}`, range: 'bytes=0-' })
  socket.write(rawFrame('headers', 1, fields, endHeaders | endStream))
  const sip = setInterval(() => socket.write(rawFrame('window', 1, Buffer.from('00000001', 'hex'))), 20)
  let bytes = 0
  for await (const { type, payload } of readFrames(socket)) {
    if (type === frameTypes.data) bytes += payload.length
    if (type === frameTypes.reset) break
  }
  clearInterval(sip)
  expect(bytes).toBeLessThan(1_000)
})

test('a connection on which nothing is asked is closed', async () => {
  await restart({ idleMsMax: 100 })
  const silent = await raw()
  silent.resume()
  await closed(silent)
  const client = session()
  expect(await statusOf(client, authorized())).toBe(206)
  await until(() => client.destroyed)
})

test('a connection that does not finish TLS is closed', async () => {
  await restart({ handshakeMsMax: 100 })
  const socket = connect(server.port, host)
  open.push(socket)
  await closed(socket)
})

test('a client without HTTP/2 gets nothing', async () => {
  const socket = connectTls({ host, port: server.port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
  open.push(socket)
  socket.on('error', () => socket.destroy())
  await closed(socket)
})

test('one address holds a bounded number of connections', async () => {
  await restart({ connectionsPerHostMax: 3 })
  const sockets = await Promise.all([raw(), raw()])
  const beyond = [0, 1, 2].map(() => connect(server.port, host))
  open.push(...beyond)
  for (const socket of beyond) socket.on('error', () => socket.destroy())
  await until(() => beyond.filter(({ destroyed }) => destroyed).length === 2)
  expect(sockets.some(({ destroyed }) => destroyed)).toBe(false)
  for (const socket of beyond) socket.destroy()
  await Promise.all(beyond.map(closed))
})

test('transfers over all connections are bounded', async () => {
  await restart({ transfersMax: 2 })
  const streams = [1, 2].map((byte) => {
    const headers = {
      ...authorized('bytes=0-', largePath),
      authorization: `Bearer ${server.endpoint(addressOf(byte)).token}`,
    }
    return session().request(headers, { endStream: true })
  })
  for (const stream of streams) stream.pause()
  await until(() => server.store.reading === 2)
  expect(await statusOf(session(), authorized())).toBe(503)
  for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL)
  await until(() => server.store.reading === 0)
})
