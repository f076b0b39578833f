import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { httpSource, type ObjectStorage } from '../src/index.ts'
import { encodeOutline } from '../src/object/object-outline.ts'
import {
  bytesOf,
  clientFor,
  freshStorage,
  mebibyte,
  outlineFor,
  readAll,
  serve,
  serveBytes,
  signal,
  type TestServer,
} from './parts.ts'

const data = bytesOf(2 * mebibyte + 100_000, 'http')
const outline = outlineFor(data)
const { address } = outline

type Answer = Parameters<typeof serve>[0]

/** A server that has the outline beside the bytes. */
function withOutline(answer: Answer): Answer {
  return (request, response) => {
    if (request.url === '/outline') response.end(encodeOutline(outline))
    else answer(request, response)
  }
}

function sourceOf(server: TestServer, init: Parameters<typeof clientFor>[1] = {}, path = '/data') {
  return httpSource({
    client: clientFor([server], init),
    url: `${server.origin}${path}`,
    outlineUrl: `${server.origin}/outline`,
  })
}

async function expectWhole(storage: ObjectStorage): Promise<void> {
  await using object = await storage.fetch(address, { signal })
  expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
}

const rangesOf = ({ requests }: TestServer) =>
  requests.filter(({ url }) => url === '/data').map(({ headers }) => headers.range)

describe('an honest server', () => {
  test('gives an object of a known address, checked as it comes', async () => {
    const server = await serve(withOutline(serveBytes(data)))
    const storage = await freshStorage()
    const seen: number[] = []
    const onProgress = ({ bytesDone }: { readonly bytesDone: number }): void => void seen.push(bytesDone)
    const object = await storage.fetch(address, { sources: () => [sourceOf(server)], signal, onProgress })
    await object[Symbol.asyncDispose]()
    expect(seen).toEqual([0, mebibyte, 2 * mebibyte, data.length])
    expect(rangesOf(server)).toEqual([`bytes=0-${data.length - 1}`])
    await expectWhole(storage)
  })

  test('without an outline is compared at the end', async () => {
    const server = await serve(serveBytes(data))
    const storage = await freshStorage()
    const source = httpSource({ client: clientFor([server]), url: `${server.origin}/data` })
    await using object = await storage.fetch(address, { sources: () => [source], signal })
    expect(object.outline).toEqual(outline)
    const other = outlineFor(bytesOf(9)).address
    await expect(storage.fetch(other, { sources: () => [source], signal })).rejects.toMatchObject({
      failures: [{ code: 'OBJECT_MISMATCH' }],
    })
  })

  test('gives bytes whose address is found out', async () => {
    const server = await serve(serveBytes(data))
    const storage = await freshStorage()
    await using object = await storage.import(sourceOf(server), { signal })
    expect(object.outline).toEqual(outline)
  })

  test('gives an empty object', async () => {
    const server = await serve((_, response) => void response.writeHead(200, { 'content-length': 0 }).end())
    const storage = await freshStorage()
    await using object = await storage.import(sourceOf(server), { signal })
    expect(object.outline).toEqual(outlineFor(Buffer.alloc(0)))
  })

  test('without ranges is read from the start once more', async () => {
    let asked = 0
    const server = await serve(
      withOutline((_, response) => {
        response.writeHead(200, { 'content-length': data.length })
        if (asked++ === 0) response.write(data.subarray(0, mebibyte + 10), () => response.destroy())
        else response.end(data)
      }),
    )
    const storage = await freshStorage()
    await (await storage.fetch(address, { sources: () => [sourceOf(server)], signal }))[Symbol.asyncDispose]()
    expect(asked).toBe(2)
    await expectWhole(storage)
  })

  test('that breaks off is asked for the rest of the same version', async () => {
    let asked = 0
    const honest = serveBytes(data)
    const server = await serve((request, response) => {
      if (asked++ > 0) return honest(request, response)
      response.writeHead(200, { 'content-length': data.length, etag: '"v1"' })
      response.write(data.subarray(0, 1_500_000), () => response.destroy())
    })
    const storage = await freshStorage()
    await using object = await storage.import(sourceOf(server), { signal })
    expect(object.outline).toEqual(outline)
    expect(server.requests[1]?.headers).toMatchObject({
      range: expect.stringMatching(/^bytes=[1-9]\d+-$/),
      'if-range': '"v1"',
    })
  })
})

describe('a server that lies', () => {
  const lies: readonly (readonly [string, Answer, string])[] = [
    ['wrong bytes', serveBytes(bytesOf(data.length, 'other')), 'OBJECT_MISMATCH'],
    ['another size', serveBytes(data.subarray(0, -1)), 'OBJECT_MISMATCH'],
    ['cut off', (_, response) => void response.writeHead(200).end(data.subarray(0, 1_000)), 'OBJECT_SOURCE_FAILED'],
    [
      'another range',
      (_, response) =>
        void response
          .writeHead(206, { 'content-range': `bytes 7-${data.length - 1}/${data.length}` })
          .end(data.subarray(7)),
      'OBJECT_SOURCE_FAILED',
    ],
    [
      'no range',
      (_, response) => void response.writeHead(206, { 'content-range': 'bytes */*' }).end(data),
      'OBJECT_SOURCE_FAILED',
    ],
    [
      'encoded',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(data),
      'OBJECT_SOURCE_FAILED',
    ],
    ['not there', (_, response) => void response.writeHead(404).end('no'), 'OBJECT_SOURCE_FAILED'],
    ['broken', (_, response) => void response.writeHead(503).end('later'), 'OBJECT_SOURCE_FAILED'],
    ['hangs up', (request) => void request.socket.destroy(), 'OBJECT_SOURCE_FAILED'],
  ]

  test.each(lies)('%s: is refused, and nothing of it is kept', async (_, answer, code) => {
    const server = await serve(withOutline(answer))
    const storage = await freshStorage()
    const options = { sources: () => [sourceOf(server)], signal }
    await expect(storage.fetch(address, options)).rejects.toMatchObject({
      code: 'OBJECT_UNAVAILABLE',
      failures: [expect.objectContaining({ code })],
    })
    const good = await serve(withOutline(serveBytes(data)))
    await using _object = await storage.fetch(address, { sources: () => [sourceOf(good)], signal })
    expect(rangesOf(good)).toEqual([`bytes=0-${data.length - 1}`])
  })

  test('a wrong outline is refused, and another source has the right one', async () => {
    const liar = await serve((request, response) => {
      if (request.url === '/outline') response.end(encodeOutline(outlineFor(bytesOf(data.length, 'other'))))
      else serveBytes(data)(request, response)
    })
    const honest = await serve(withOutline(serveBytes(data)))
    const storage = await freshStorage()
    await (await storage.fetch(address, { sources: () => [sourceOf(liar), sourceOf(honest)], signal }))[
      Symbol.asyncDispose
    ]()
    await expectWhole(storage)
  })

  test('an endless answer is read no further than the object goes', async () => {
    const server = await serve(
      withOutline((_, response) => {
        response.writeHead(200)
        response.write(data)
        const more = (): void => {
          while (response.write(Buffer.alloc(65_536)));
        }
        response.on('drain', more)
        more()
      }),
    )
    const storage = await freshStorage()
    await (await storage.fetch(address, { sources: () => [sourceOf(server)], signal }))[Symbol.asyncDispose]()
    await expectWhole(storage)
    await expect(storage.import(sourceOf(server), { bytesMax: 5 * mebibyte, signal })).rejects.toMatchObject({
      code: 'OBJECT_TOO_LARGE',
    })
    const announced = await serve(
      (_, response) => void response.writeHead(200, { 'content-length': 2 ** 45 }).write('x'),
    )
    await expect(storage.import(sourceOf(announced), { signal })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
  })

  test('a tag that changes in the middle starts an import again, and one that always changes ends it', async () => {
    const second = bytesOf(2 * mebibyte, 'second')
    let asked = 0
    const changing = await serve((request, response) => {
      if (asked++ > 0) return serveBytes(second, { tag: '"v2"' })(request, response)
      response.writeHead(200, { 'content-length': data.length, etag: '"v1"' })
      response.write(data.subarray(0, mebibyte), () => response.destroy())
    })
    const storage = await freshStorage()
    await using object = await storage.import(sourceOf(changing), { signal })
    expect(object.outline).toEqual(outlineFor(second))
    let tag = 0
    const restless = await serve((_, response) => {
      response.writeHead(200, { 'content-length': data.length, etag: `"t${tag++}"` })
      // Each time more than before, so that no attempt is without progress.
      response.write(data.subarray(0, 300_000 * tag), () => response.destroy())
    })
    await expect(storage.import(sourceOf(restless), { signal })).rejects.toMatchObject({ code: 'OBJECT_CHANGED' })
    expect(tag).toBeLessThanOrEqual(4)
  })

  test('a range of another version under an old name is not joined', async () => {
    const second = bytesOf(data.length, 'second')
    let asked = 0
    const server = await serve((request, response) => {
      // Ignores If-Range, as bad caches do.
      const start = Number(/^bytes=(\d+)/.exec(request.headers.range ?? '')?.[1] ?? 0)
      if (asked++ === 0) {
        response.writeHead(200, { 'content-length': data.length, etag: '"v1"' })
        response.write(data.subarray(0, mebibyte), () => response.destroy())
        return
      }
      const headers = { 'content-range': `bytes ${start}-${data.length - 1}/${data.length}`, etag: '"v2"' }
      response.writeHead(start === 0 ? 200 : 206, start === 0 ? { etag: '"v2"' } : headers).end(second.subarray(start))
    })
    const storage = await freshStorage()
    await using object = await storage.import(sourceOf(server), { signal })
    expect(object.outline).toEqual(outlineFor(second))
  })

  test('one that drips is given up, however long it would go on', async () => {
    const server = await serve(
      withOutline((_, response) => {
        response.writeHead(200, { 'content-length': data.length })
        const drip = setInterval(() => response.write('x'), 10)
        response.on('close', () => clearInterval(drip))
      }),
    )
    const storage = await freshStorage({ limits: { attemptsMax: 1 } })
    const source = sourceOf(server, { limits: { stallMsMax: 200 } })
    await expect(storage.fetch(address, { sources: () => [source], signal })).rejects.toMatchObject({
      failures: [{ code: 'OBJECT_SOURCE_FAILED', message: expect.stringContaining('200 ms') }],
    })
  })

  test('one that never answers is given up', async () => {
    const server = await serve(() => undefined)
    const storage = await freshStorage({ limits: { attemptsMax: 1 } })
    const source = sourceOf(server, { limits: { headersMsMax: 100 } })
    await expect(storage.import(source, { signal })).rejects.toMatchObject({
      code: 'OBJECT_SOURCE_FAILED',
      retryable: true,
    })
  })

  test('an abort ends a request that waits, with its reason', async () => {
    const abort = new AbortController()
    const server = await serve(() => abort.abort(new Error('enough')))
    const storage = await freshStorage()
    await expect(storage.import(sourceOf(server), { signal: abort.signal })).rejects.toThrow('enough')
  })
})

describe('addresses that strangers name', () => {
  const isPublicAddress = (ip: string): boolean => ip === '203.0.113.7'

  test.each([
    'http://127.0.0.1/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://[::1]/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/x',
    'ftp://203.0.113.7/x',
    'file:///etc/passwd',
    'https://user:hunter2@203.0.113.7/x',
    `https://203.0.113.7/${'x'.repeat(9_000)}`,
  ])('are refused before anything is sent: %s', async (url) => {
    const storage = await freshStorage()
    const source = httpSource({ client: clientFor([], { isPublicAddress }), url })
    const error: unknown = await storage.import(source, { signal }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'OBJECT_SOURCE_REFUSED', retryable: false })
    expect(inspect(error)).not.toContain('hunter2')
  })

  test('a name is resolved once, and the connection goes to the address that was checked', async () => {
    const server = await serve(serveBytes(data))
    const asked: string[] = []
    const answers = ['127.0.0.1', '203.0.113.7']
    const resolve = async (name: string): Promise<readonly string[]> => {
      asked.push(name)
      return [answers[asked.length - 1] ?? 'nothing']
    }
    const isLoopback = (ip: string): boolean => ip === '127.0.0.1'
    const storage = await freshStorage()
    const client = clientFor([], { isPublicAddress: isLoopback, resolve })
    await using object = await storage.import(httpSource({ client, url: `http://rebinding.test:${server.port}/x` }), {
      signal,
    })
    expect(object.outline).toEqual(outline)
    expect(asked).toEqual(['rebinding.test'])
  })

  test('a name that leads home is refused, also when it has a public address too', async () => {
    const server = await serve(serveBytes(data))
    const storage = await freshStorage({ limits: { attemptsMax: 1 } })
    const sourceAt = (resolve: () => Promise<readonly string[]>) =>
      httpSource({
        client: clientFor([], { isPublicAddress, resolve, limits: { connectMsMax: 200 } }),
        url: `http://home.test:${server.port}/x`,
      })
    await expect(
      storage.import(
        sourceAt(async () => ['127.0.0.1', '::1', 'no address']),
        { signal },
      ),
    ).rejects.toMatchObject({
      code: 'OBJECT_SOURCE_REFUSED',
    })
    const mixed = sourceAt(async () => ['203.0.113.7', '127.0.0.1'])
    await expect(storage.import(mixed, { signal })).rejects.toMatchObject({ code: 'OBJECT_SOURCE_FAILED' })
    expect(server.requests).toEqual([])
  })

  test('a redirect to what may not be asked is refused; others are followed, a few times', async () => {
    const secret = await serve(serveBytes(data))
    const inside = await serve(
      (_, response) => void response.writeHead(302, { location: `${secret.origin}/secret` }).end(),
    )
    const storage = await freshStorage()
    await expect(storage.import(sourceOf(inside), { signal })).rejects.toMatchObject({ code: 'OBJECT_SOURCE_REFUSED' })
    expect(secret.requests).toEqual([])

    const front = await serve(
      (_, response) => void response.writeHead(307, { location: `${secret.origin}/data?signature=s3cret` }).end(),
    )
    const client = clientFor([front, secret])
    await using object = await storage.import(httpSource({ client, url: `${front.origin}/x` }), { signal })
    expect(object.outline).toEqual(outline)

    const circle = await serve((_, response) => void response.writeHead(301, { location: '/again' }).end())
    await expect(storage.import(sourceOf(circle), { signal })).rejects.toMatchObject({
      code: 'OBJECT_SOURCE_FAILED',
      retryable: false,
    })
    expect(circle.requests.length).toBe(6)
  })

  test('a redirect to another scheme, or to nothing, is refused', async () => {
    const storage = await freshStorage()
    for (const location of ['file:///etc/passwd', 'gopher://203.0.113.7/', 'http://', 'http://u:p@203.0.113.7/']) {
      const server = await serve((_, response) => void response.writeHead(302, { location }).end())
      const code = expect.stringMatching(/^OBJECT_SOURCE_(REFUSED|FAILED)$/)
      await expect(storage.import(sourceOf(server), { signal })).rejects.toMatchObject({ code, retryable: false })
    }
  })

  test('queries, which may be signatures, stand in no error', async () => {
    const server = await serve((_, response) => void response.writeHead(403).end())
    const storage = await freshStorage()
    const source = sourceOf(server, {}, '/data?X-Amz-Signature=s3cret')
    const error: unknown = await storage.import(source, { signal }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'OBJECT_SOURCE_FAILED' })
    expect(inspect(error, { depth: 10 })).not.toContain('s3cret')
  })
})
