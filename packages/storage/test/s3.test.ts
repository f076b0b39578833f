import { inspect } from 'node:util'
import { AwsV4Signer } from 'aws4fetch'
import { describe, expect, test } from 'vitest'
import { parseS3Uri, putS3Object, type S3Store, s3Source } from '../src/index.ts'
import { encodeOutline } from '../src/object/object-outline.ts'
import { s3PartBytes } from '../src/source/s3-source.ts'
import { bytesOf, clientFor, freshStorage, mebibyte, memorySource, outlineFor, readAll, signal } from './parts.ts'
import { fail, type S3Server, type S3ServerInit, serveS3, signatureOf } from './s3-server.ts'

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const location = parseS3Uri('s3://scenes/jobs/7/frame (1) ä+.png')
const name = 'scenes/jobs/7/frame (1) ä+.png'
const data = bytesOf(mebibyte + 5, 's3')
const { address } = outlineFor(data)

function storeOf(server: S3Server, more: Partial<S3Store> = {}): S3Store {
  const { origin: endpoint } = server
  return {
    client: clientFor([server]),
    endpoint,
    region: 'eu-central-1',
    addressing: 'path',
    credentials: keys,
    now: Date.now,
    ...more,
  }
}

/** AWS's examples: "Signature Calculations for the Authorization Header", Amazon S3 API reference. */
const published = [
  {
    method: 'GET',
    url: '/test.txt',
    signed: 'host;range;x-amz-content-sha256;x-amz-date',
    extra: { range: 'bytes=0-9' },
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    method: 'PUT',
    url: '/test%24file.text',
    signed: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    extra: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    hash: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    method: 'GET',
    url: '/?lifecycle',
    signed: 'host;x-amz-content-sha256;x-amz-date',
    extra: {},
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    method: 'GET',
    url: '/?max-keys=2&prefix=J',
    signed: 'host;x-amz-content-sha256;x-amz-date',
    extra: {},
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
] as const

test.each(published)(
  "the server's check gives the signature that AWS published for $method $url",
  ({ method, url, signed, extra, hash, signature }) => {
    const headers = {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-content-sha256': hash,
      authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=?`,
      ...extra,
    }
    expect(signatureOf({ method, url, headers }, keys.secretAccessKey)).toBe(signature)
  },
)

test('the library gives the signature that AWS published', async () => {
  const { hash, url, signature } = published[3]
  const signer = new AwsV4Signer({
    ...keys,
    url: `https://examplebucket.s3.amazonaws.com${url}`,
    service: 's3',
    region: 'us-east-1',
    datetime: '20130524T000000Z',
    headers: { 'x-amz-content-sha256': hash },
  })
  expect((await signer.sign()).headers.get('authorization')).toContain(signature)
})

describe('a store', () => {
  test.each([
    ['path', {}],
    ['virtual-host', {}],
    ['path', { sessionToken: 'session/token+=' }],
  ] as const)('gives an object, checked as it comes: %s %o', async (addressing, more) => {
    const server = await serveS3({ ...keys, ...more, addressing })
    server.objects.set(name, data)
    server.objects.set(`${name}.millrace-outline`, Buffer.from(encodeOutline(outlineFor(data))))
    const host = `http://s3.test:${server.port}`
    const client = clientFor([{ origin: host }, { origin: `http://scenes.s3.test:${server.port}` }], {
      resolve: async () => ['127.0.0.1'],
    })
    const store = storeOf(server, { client, endpoint: host, addressing, credentials: { ...keys, ...more } })
    const storage = await freshStorage()
    await using object = await storage.fetch(address, { sources: () => [s3Source(store, location)], signal })
    expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, `bytes=0-${data.length - 1}`])
  })

  test('that asks for no signature gets none', async () => {
    const server = await serveS3({ ...keys })
    const { credentials: _, ...open } = storeOf(server)
    const storage = await freshStorage()
    const failing = storage.import(s3Source(open, location), { signal })
    await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('403 (InvalidAccessKeyId)') })
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test.each([
    ['a wrong secret', { secretAccessKey: 'wrong-secret' }, '403 (SignatureDoesNotMatch)'],
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWN' }, '403 (InvalidAccessKeyId)'],
    ['nothing there', {}, '404 (NoSuchKey)'],
  ])('that refuses is an error in words, without a credential: %s', async (_, more, words) => {
    const server = await serveS3({ ...keys })
    const credentials = { ...keys, ...more }
    const storage = await freshStorage()
    const source = s3Source(storeOf(server, { credentials }), location)
    const error: unknown = await storage.import(source, { signal }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'OBJECT_SOURCE_FAILED',
      retryable: false,
      message: expect.stringContaining(words),
    })
    const everything = inspect(error, { depth: 20, showHidden: true })
    for (const secret of [credentials.secretAccessKey, credentials.accessKeyId, 'Signature=', 'AWS4-HMAC']) {
      expect(everything).not.toContain(secret)
    }
    for (const { url } of server.requests) expect(url).not.toMatch(/X-Amz|AKIA/i)
  })

  test('that redirects is not followed with a signature', async () => {
    const elsewhere = await serveS3({ ...keys })
    const server = await serveS3({
      ...keys,
      intercept: (_, response) => {
        response.writeHead(307, { location: `${elsewhere.origin}/scenes/x` }).end()
        return true
      },
    })
    const storage = await freshStorage()
    const store = storeOf(server, { client: clientFor([server, elsewhere]) })
    const failing = storage.import(s3Source(store, location), { signal })
    await expect(failing).rejects.toMatchObject({
      code: 'OBJECT_SOURCE_FAILED',
      message: expect.stringContaining('307'),
    })
    expect(elsewhere.requests).toEqual([])
  })

  test('on a private address is not asked unless its owner allowed it', async () => {
    const server = await serveS3({ ...keys })
    const storage = await freshStorage()
    const store = storeOf(server, { client: clientFor([]) })
    await expect(storage.import(s3Source(store, location), { signal })).rejects.toMatchObject({
      code: 'OBJECT_SOURCE_REFUSED',
    })
    expect(server.requests).toEqual([])
  })
})

describe('an output', () => {
  const large = bytesOf(2 * s3PartBytes + 1_000, 'large')

  async function put(init: Partial<S3ServerInit>, bytes: Buffer, more: { readonly signal?: AbortSignal } = {}) {
    const server = await serveS3({ ...keys, ...init })
    const storage = await freshStorage()
    await using object = await storage.fetch(outlineFor(bytes).address, {
      sources: () => [memorySource(bytes)],
      signal,
    })
    const seen: number[] = []
    const onProgress = ({ bytesDone }: { readonly bytesDone: number }): void => void seen.push(bytesDone)
    const done = await putS3Object(storeOf(server), location, object, { signal, onProgress, ...more }).catch(
      (error: unknown) => error,
    )
    return { server, seen, error: done }
  }

  test('goes up in one piece, its outline beside it, and comes back by its address', async () => {
    const { server, seen, error } = await put({}, data)
    expect(error).toBeUndefined()
    expect(seen).toEqual([data.length])
    expect([...server.objects.keys()]).toEqual([name, `${name}.millrace-outline`])
    const storage = await freshStorage()
    await using object = await storage.fetch(address, { sources: () => [s3Source(storeOf(server), location)], signal })
    expect(object.outline).toEqual(outlineFor(data))
  })

  test('that is large goes up in parts', async () => {
    const { server, seen, error } = await put({}, large)
    expect(error).toBeUndefined()
    expect(seen).toEqual([s3PartBytes, 2 * s3PartBytes, large.length])
    expect(server.objects.get(name)?.equals(large)).toBe(true)
    expect(server.uploads.size).toBe(0)
  })

  test('goes on after trouble that passes', async () => {
    let trouble = 2
    const intercept: S3ServerInit['intercept'] = (request, response) => {
      if (!request.url?.includes('partNumber=2') || trouble === 0) return false
      trouble--
      if (trouble === 1) fail(response, 503, 'SlowDown')
      else response.destroy()
      return true
    }
    const { server, error } = await put({ intercept }, large)
    expect(error).toBeUndefined()
    expect(server.objects.get(name)?.equals(large)).toBe(true)
  })

  test.each([
    [
      'refused part',
      'partNumber=2',
      (response: Parameters<typeof fail>[0]) => fail(response, 403, 'AccessDenied'),
      'AccessDenied',
    ],
    [
      'error with status 200',
      'POST uploadId=',
      (response: Parameters<typeof fail>[0]) => void response.end('<Error><Code>InternalError</Code></Error>'),
      'InternalError',
    ],
    ['no upload', 'uploads=', (response: Parameters<typeof fail>[0]) => void response.end('<x/>'), 'began no upload'],
  ])('that fails is taken back: %s', async (_, where, answer, words) => {
    const intercept: S3ServerInit['intercept'] = ({ method, url }, response) => {
      const [wantedMethod, part] = where.includes(' ') ? where.split(' ') : [method, where]
      if (method !== wantedMethod || !url?.includes(part ?? '?')) return false
      answer(response)
      return true
    }
    const { server, error } = await put({ intercept }, large)
    expect(error).toMatchObject({ code: 'OBJECT_UPLOAD_FAILED', message: expect.stringContaining(words) })
    expect(inspect(error, { depth: 20 })).not.toContain(keys.secretAccessKey)
    expect(server.uploads.size).toBe(0)
    expect(server.objects.size).toBe(0)
  })

  test('that is aborted is taken back', async () => {
    const abort = new AbortController()
    const intercept: S3ServerInit['intercept'] = ({ url }) => {
      if (!url?.includes('partNumber=2')) return false
      abort.abort(new Error('enough'))
      return true
    }
    const { server, error } = await put({ intercept }, large, { signal: abort.signal })
    expect(error).toEqual(new Error('enough'))
    expect(server.uploads.size).toBe(0)
  })
})

test.each([
  's3://a/b',
  's3://UPPER/key',
  's3://bucket',
  's3://bucket/',
  's3://x@evil.test/key',
  's3://bucket/../other/key',
  's3://bucket/a/./b',
  's3://buc..ket/a',
  's3://bucket/a\nb',
  `s3://bucket/${'k'.repeat(1_025)}`,
  'https://bucket/key',
])('what is no address of a store is refused: %s', (text) => {
  expect(() => parseS3Uri(text)).toThrow(expect.objectContaining({ code: 'OBJECT_SOURCE_REFUSED' }))
})
