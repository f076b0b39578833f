import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestRegistry, type TestRegistry } from '../../test/support/test-registry.ts'
import { fetchManifest, manifestBytesMax } from './fetch-manifest.ts'

const digest = '5'.repeat(64)
let registry: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry[Symbol.asyncDispose]())

const placeOf = (image: string) => `/v2/${image}/manifests/sha256:${digest}`
const ask = (image: string, signal = new AbortController().signal) =>
  fetchManifest({ name: `${registry.name}/${image}`, digest }, [{ name: registry.name, isPlain: true }], signal)

test('where a registry wants a token, everybody’s is got', async () => {
  const realm = `http://${registry.name}/token`
  const tokens: (string | undefined)[] = []
  registry.answer('/token?service=here&scope=repository%3Alocked%3Apull', (_, response) =>
    response.end('{"token":"everybody"}'),
  )
  registry.answer(placeOf('locked'), ({ headers }, response) => {
    tokens.push(headers.authorization)
    if (headers.authorization === 'Bearer everybody') response.end('it')
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="here"` }).end()
  })
  expect(String(await ask('locked'))).toBe('it')
  expect(tokens).toEqual([undefined, 'Bearer everybody'])
})

test('a token that does not help, and none at all, are a refusal', async () => {
  for (const challenge of [`Bearer realm="http://${registry.name}/useless"`, 'Basic realm="x"', '']) {
    registry.answer('/useless?scope=repository%3Aclosed%3Apull', (_, response) => response.end('{"token":"useless"}'))
    registry.answer(placeOf('closed'), (_, response) =>
      response.writeHead(401, { 'www-authenticate': challenge }).end(),
    )
    await expect(ask('closed')).rejects.toMatchObject({ code: 'TASK_REFUSED' })
  }
})

test('a token goes to no other host than the one that wanted it', async () => {
  await using other = await startTestRegistry()
  const told: (string | undefined)[] = []
  registry.answer('/moved?scope=repository%3Amoved%3Apull', (_, response) => response.end('{"token":"mine"}'))
  registry.answer(placeOf('moved'), ({ headers }, response) => {
    const challenge = `Bearer realm="http://${registry.name}/moved"`
    if (headers.authorization === undefined) response.writeHead(401, { 'www-authenticate': challenge }).end()
    else response.writeHead(307, { location: `http://${other.name}/there` }).end()
  })
  other.answer('/there', ({ headers }, response) => {
    told.push(headers.authorization)
    response.end('there')
  })
  expect(String(await ask('moved'))).toBe('there')
  expect(told).toEqual([undefined])
})

test('a registry that leads in circles, out of TLS or says too much ends in an error', async () => {
  registry.answer(placeOf('circle'), (_, response) => response.writeHead(302, { location: placeOf('circle') }).end())
  registry.answer(placeOf('file'), (_, response) => response.writeHead(302, { location: 'file:///etc/shadow' }).end())
  registry.answer(placeOf('ill'), (_, response) => response.writeHead(503).end())
  for (const image of ['circle', 'file', 'ill']) {
    await expect(ask(image)).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT' })
  }
  registry.answer(placeOf('long'), (_, response) => response.end(Buffer.alloc(manifestBytesMax + 1)))
  await expect(ask('long')).rejects.toMatchObject({ code: 'TASK_REFUSED' })
})

test('aborting ends it, before an answer and within one', async () => {
  for (const image of ['silent', 'stalled']) {
    const stop = new AbortController()
    registry.answer(placeOf(image), (_, response) => {
      if (image === 'stalled') response.writeHead(200).write('some')
      setImmediate(() => stop.abort(new Error('enough')))
    })
    await expect(ask(image, stop.signal)).rejects.toThrow('enough')
  }
})
