/** Keys: budgets that cannot be overspent, rates, models, receipts, anonymity, and what a crash leaves. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleReceiptId, parseReceiptBundle } from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createGateway, openGatewayStore } from '../src/index.ts'
import { chatModel, createFakeBuyer, offerOf } from './fake-buyer.ts'
import { random, startGateway } from './start-gateway.ts'

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})
function tempPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-gateway-'))
  dirs.push(dir)
  return join(dir, 'gateway.sqlite')
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('budgets', () => {
  it('are never overspent, whatever runs at once and however it ends', { timeout: 120_000 }, async () => {
    await using fixture = await startGateway({ limits: { chunkGapMsMax: 60_000 } })
    const request = fc.record({
      maxTokens: fc.integer({ min: 1, max: 1500 }),
      units: fc.integer({ min: 0, max: 20 }),
      stream: fc.boolean(),
      fails: fc.boolean(),
      leaves: fc.boolean(),
      waits: fc.integer({ min: 0, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3_000 }),
        fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
        fc.array(request, { minLength: 1, maxLength: 12 }),
        async (budget, perDay, requests) => {
          const { secret, id } = fixture.newKey({
            budget: BigInt(budget),
            ...(perDay === undefined ? {} : { budgetPerDay: BigInt(perDay) }),
          })
          const before = fixture.buyer.spent
          fixture.buyer.script = {
            async *chunks(ask, signal) {
              const plan = requests.find(({ maxTokens }) => ask.kind === 'chat' && ask.maxTokens === maxTokens)
              for (let i = 0; i < (plan?.units ?? 0); i++) {
                for (let j = 0; j < (plan?.waits ?? 0); j++) await new Promise((resolve) => setImmediate(resolve))
                if (signal.aborted) return
                yield { text: 'x', units: Math.ceil((plan?.maxTokens ?? 1) / 20) }
              }
              if (plan?.fails === true) throw new Error('The provider fails.')
            },
          }
          await Promise.all(
            requests.map(async ({ maxTokens, stream, leaves }) => {
              const leaving = new AbortController()
              const asking = fixture
                .call('/v1/chat/completions', {
                  method: 'POST',
                  headers: { ...bearer(secret), 'content-type': 'application/json' },
                  body: JSON.stringify({
                    model: chatModel.name,
                    messages: [{ role: 'user', content: 'hi' }],
                    max_tokens: maxTokens,
                    stream,
                  }),
                  signal: leaving.signal,
                })
                .then((response) => response.text())
              if (leaves) setImmediate(() => leaving.abort())
              await asking.catch((error: unknown) => expect(leaves, String(error)).toBe(true))
            }),
          )
          await expect.poll(async () => (await fixture.health()).requestsInFlight).toBe(0)
          fixture.store.flush()
          const key = fixture.store.readKey(id)
          expect(key?.spent).toBeLessThanOrEqual(BigInt(budget))
          if (perDay !== undefined) expect(key?.spentInDay).toBeLessThanOrEqual(BigInt(perDay))
          expect(key?.spent).toBeGreaterThanOrEqual(fixture.buyer.spent - before)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('admit as many requests at once as fit, and no more', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    await using fixture = await startGateway({ script: { before: () => gate } })
    const { secret } = fixture.newKey({ budget: 100n })
    // 20 tokens out and 98 bytes in: 18 base units each.
    let answered = 0
    const asked = Array.from({ length: 10 }, async () => {
      const response = await fixture.chat({ max_tokens: 20 }, bearer(secret))
      answered++
      return response
    })
    await expect.poll(() => answered).toBe(5)
    const refused = Promise.all(asked)
    open()
    const statuses = (await refused).map(({ status }) => status)
    const admitted = statuses.filter((status) => status === 200).length
    expect(statuses.filter((status) => status === 429)).toHaveLength(10 - admitted)
    expect(admitted).toBe(5)
    const caps = fixture.buyer.asks.map(({ ask }) => ask.amountMax ?? 0n)
    expect(caps.reduce((sum, cap) => sum + cap, 0n)).toBeLessThanOrEqual(100n)
  })

  it('give back what was not used', async () => {
    await using fixture = await startGateway()
    const { secret } = fixture.newKey({ budget: 30n })
    for (let i = 0; i < 6; i++) expect((await fixture.chat({ max_tokens: 20 }, bearer(secret))).status).toBe(200)
    const response = await fixture.chat({ max_tokens: 40 }, bearer(secret))
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({ error: { type: 'insufficient_quota', code: 'insufficient_quota' } })
    expect(response.headers.get('retry-after')).toBe('3600')
    expect(response.headers.get('x-should-retry')).toBe('false')
  })

  it('of a day are full again on the next', async () => {
    let day = 1
    await using fixture = await startGateway({ now: () => day * 86_400_000 + 1_000 })
    const { secret } = fixture.newKey({ budgetPerDay: 20n })
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await fixture.chat({ max_tokens: 20 }, bearer(secret))).status)
    const refused = await fixture.chat({ max_tokens: 20 }, bearer(secret))
    expect(refused.headers.get('retry-after')).toBe(String(86_400 - 1))
    day = 2
    statuses.push((await fixture.chat({ max_tokens: 20 }, bearer(secret))).status)
    expect(statuses).toEqual([200, 200, 429, 200])
  })

  it('count at once when changed', async () => {
    await using fixture = await startGateway()
    const { secret, id } = fixture.newKey({ budget: 0n })
    expect((await fixture.chat({}, bearer(secret))).status).toBe(429)
    fixture.store.setBudget(id, { budget: 1_000n })
    expect((await fixture.chat({}, bearer(secret))).status).toBe(200)
  })

  it('reserve for dearer providers, but not for absurd ones', async () => {
    await using fixture = await startGateway()
    const dear = { inputPrice: 1n, outputPrice: 10n ** 30n }
    fixture.buyer.view = {
      ...fixture.buyer.view,
      offers: [...fixture.buyer.view.offers, offerOf(chatModel, 'chat', dear)],
    }
    await expect
      .poll(
        async () => {
          await fixture.chat({ max_tokens: 20 })
          return fixture.buyer.asks.at(-1)?.ask.amountMax
        },
        { timeout: 20_000 },
      )
      .toBe(4n * 18n)
  })

  it('left behind by a crash are charged in full at the next start', async () => {
    const path = tempPath()
    const store = openGatewayStore(path)
    const now = Date.now
    const { key } = store.createKey({ name: 'unlucky', budget: 1_000n }, { now, random })
    const { release } = store.serve()
    store.reserve({ id: 'run', keyId: key.id, amount: 70n, day: 5 })
    store.flush()
    release()
    await store.close()

    await using fixture = await startGateway({ storePath: path })
    expect(fixture.store.readKey(key.id)).toMatchObject({ spent: 70n, spentInDay: 70n, day: 5 })
    expect(fixture.logged).toContainEqual({ event: 'reservation-charged-after-crash', key: key.id, amount: 70n })
  })

  it('are safe from a kill -9 in the middle of a stream', async () => {
    const path = tempPath()
    const store = openGatewayStore(path)
    const { secret, key } = store.createKey({ name: 'unlucky', budget: 1_000n }, { now: Date.now, random })
    await store.close()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'crash-gateway.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const died = once(child, 'exit')
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    const response = await fetch(`http://127.0.0.1:${String(port).trim()}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer(secret), 'content-type': 'application/json' },
      body: JSON.stringify({
        model: chatModel.name,
        messages: [{ role: 'user', content: 'hi' }],
        max_tokens: 20,
        stream: true,
      }),
    })
    const first = await response.body?.getReader().read()
    expect(Buffer.from(first?.value ?? []).toString()).toContain('assistant')
    child.kill('SIGKILL')
    await died

    await using fixture = await startGateway({ storePath: path })
    // 18 for the run, and 15 that were spare for another provider: a 64th of what the budget had left.
    expect(fixture.store.readKey(key.id)?.spent).toBe(18n + 15n)
  })

  it('are guarded by one gateway at a time', async () => {
    const path = tempPath()
    await using fixture = await startGateway({ storePath: path })
    const store = openGatewayStore(path)
    const second = createGateway({ buyer: fixture.buyer, store, now: Date.now, random }, { host: '127.0.0.1', port: 0 })
    await expect(second).rejects.toMatchObject({ code: 'GATEWAY_STORE_IN_USE' })
    await store.close()
  })
})

describe('keys', () => {
  it('made and revoked by another process count', async () => {
    const path = tempPath()
    await using fixture = await startGateway({ storePath: path, limits: { keysFreshMs: 0 } })
    const other = openGatewayStore(path)
    const { secret, key } = other.createKey({ name: 'other' }, { now: Date.now, random })
    expect((await fixture.call('/v1/models', { headers: bearer(secret) })).status).toBe(200)
    other.revokeKey(key.id)
    expect((await fixture.call('/v1/models', { headers: bearer(secret) })).status).toBe(401)
    await other.close()
  })

  it('are not in the store, in logs, in errors or in metrics', async () => {
    const path = tempPath()
    await using fixture = await startGateway({ storePath: path })
    const { secret } = fixture.newKey({ budget: 1n })
    const refused = await fixture.chat({}, bearer(secret))
    const metrics = await fixture.call('/metrics')
    const seen = [
      await refused.text(),
      JSON.stringify([...refused.headers]),
      await metrics.text(),
      JSON.stringify(fixture.logged, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
      JSON.stringify(fixture.store.listKeys(), (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ].join('\n')
    expect(seen).not.toContain(secret)
    expect(seen).not.toContain(secret.slice(3, 20))
  })

  it('may be limited to models', async () => {
    await using fixture = await startGateway()
    const { secret } = fixture.newKey({ models: ['mini-embed'] })
    const listed = (await (await fixture.call('/v1/models', { headers: bearer(secret) })).json()) as {
      data: { id: string }[]
    }
    expect(listed.data.map(({ id }) => id)).toEqual(['mini-embed'])
    expect((await fixture.chat({}, bearer(secret))).status).toBe(404)
    expect((await fixture.call(`/v1/models/${chatModel.name}`, { headers: bearer(secret) })).status).toBe(404)
  })

  it.each([
    ['no name', { name: '' }],
    ['a long name', { name: 'x'.repeat(65) }],
    ['a negative budget', { name: 'x', budget: -1n }],
    ['no requests', { name: 'x', requestsPerMinute: 0 }],
    ['half a token', { name: 'x', tokensPerMinute: 1.5 }],
    ['too many models', { name: 'x', models: new Array<string>(65).fill('m') }],
  ])('are refused with %s', async (_name, init) => {
    const store = openGatewayStore(':memory:')
    expect(() => store.createKey(init, { now: Date.now, random })).toThrow(/cannot be made/)
    await store.close()
  })
})

describe('rates', () => {
  it('of requests', async () => {
    let nowMs = 1_000_000
    await using fixture = await startGateway({ now: () => nowMs })
    const { secret } = fixture.newKey({ requestsPerMinute: 2 })
    const first = await fixture.chat({}, bearer(secret))
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-reset-requests': '30000ms',
    })
    await fixture.chat({}, bearer(secret))
    const refused = await fixture.chat({}, bearer(secret))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0')
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
    nowMs += 30_000
    expect((await fixture.chat({}, bearer(secret))).status).toBe(200)
  })

  it('of tokens, corrected by what was used', async () => {
    await using fixture = await startGateway({ now: () => 1_000_000 })
    const { secret } = fixture.newKey({ tokensPerMinute: 100 })
    // Taken: 1 for the prompt and 60 for the answer; used: 10 and 2.
    const first = await fixture.chat({ max_tokens: 60 }, bearer(secret))
    expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe('88')
    expect((await fixture.chat({ max_tokens: 60 }, bearer(secret))).headers.get('x-ratelimit-remaining-tokens')).toBe(
      '76',
    )
    expect((await fixture.chat({ max_tokens: 80 }, bearer(secret))).status).toBe(429)
  })

  it('of requests at once', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    await using fixture = await startGateway({
      script: { before: () => gate },
      limits: { requestsInFlightPerKeyMax: 1, requestsInFlightMax: 2 },
    })
    const [one, two] = [fixture.newKey(), fixture.newKey()]
    const running = [fixture.chat({}, bearer(one.secret)), fixture.chat({}, bearer(two.secret))]
    await expect.poll(() => fixture.buyer.asks.length).toBe(2)
    const third = await fixture.chat({}, bearer(fixture.newKey().secret))
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await third.json()).toMatchObject({ error: { code: 'gateway_overloaded' } })
    open()
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200])
  })

  it('of one key at once', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    await using fixture = await startGateway({
      script: { before: () => gate },
      limits: { requestsInFlightPerKeyMax: 1 },
    })
    const running = fixture.chat({})
    await expect.poll(() => fixture.buyer.asks.length).toBe(1)
    const second = await fixture.chat({})
    expect([second.status, await second.json()]).toMatchObject([429, { error: { code: 'rate_limit_exceeded' } }])
    open()
    expect((await running).status).toBe(200)
  })
})

describe('receipts', () => {
  it('are whole, and for the key that paid and for admins only', async () => {
    await using fixture = await startGateway()
    const owner = fixture.newKey()
    const response = await fixture.chat({ stream: true }, bearer(owner.secret))
    await response.text()
    const id = response.headers.get('millrace-receipt') ?? ''
    const read = (secret: string) => fixture.call(`/v1/receipts/${id}`, { headers: bearer(secret) })
    const bundle = parseReceiptBundle(await (await read(owner.secret)).json())
    expect(bundleReceiptId(bundle)).toBe(id)
    expect(bundle.response).toEqual({ kind: 'text', text: 'Hello world' })
    expect((await read(fixture.newKey().secret)).status).toBe(404)
    expect((await read(fixture.newKey({ admin: true }).secret)).status).toBe(200)
    expect(
      (await fixture.call(`/v1/receipts/${id.toUpperCase().replace('0X', '0x')}`, { headers: bearer(owner.secret) }))
        .status,
    ).toBe(200)
  })

  it('are kept over a restart, the oldest going first', async () => {
    const path = tempPath()
    const store = openGatewayStore(path, { receiptsKeptMax: 3 })
    for (let i = 0; i < 5; i++) {
      const receipt = { id: `0x${i}` as const, keyId: 'k', createdAt: i, bundle: '{}' }
      store.settle({ reservationId: undefined, balance: undefined, receipts: [receipt] })
    }
    await store.close()
    const again = openGatewayStore(path)
    const kept = ([0, 1, 2, 3, 4] as const).filter((i) => again.readReceipt(`0x${i}` as const) !== undefined)
    await again.close()
    expect(kept).toEqual([2, 3, 4])
  })
})

describe('without a key', () => {
  it('one user on one machine is served, under a loopback name', async () => {
    await using fixture = await startGateway({ allowAnonymous: true })
    const { url } = fixture.gateway
    const ask = (headers: Record<string, string>) =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ model: chatModel.name, messages: [{ role: 'user', content: 'hi' }] }),
      })
    const response = await ask({})
    expect(response.status).toBe(200)
    const receipt = await fetch(`${url}/v1/receipts/${response.headers.get('millrace-receipt')}`)
    expect(receipt.status).toBe(200)
    expect((await ask({ authorization: 'Bearer sk-any' })).status).toBe(200)
    expect((await ask(bearer(`mr-${'A'.repeat(43)}`))).status).toBe(401)
    expect((await ask(bearer(fixture.secret))).status).toBe(200)
  })

  it.each([
    ['without a key', ''],
    ['with what only looks like one', 'Bearer x-mr-any'],
    ['with two words', `Bearer mr-${'A'.repeat(43)} x`],
  ])('a name that points here is refused, as a foreign page would use it: %s', async (_how, authorization) => {
    await using fixture = await startGateway({ allowAnonymous: true })
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      request(`${fixture.gateway.url}/v1/models`, { headers: { host: 'evil.example', authorization } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })

  it('nobody is served from other machines', async () => {
    await expect(startGateway({ allowAnonymous: true, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'ANONYMOUS_NOT_LOCAL',
    })
  })
})

it('a buyer that no one remembers is asked with the root, never with a name', async () => {
  const buyer = createFakeBuyer()
  expect(buyer.view.offers[0]?.modelRoot).toMatch(/^0x[0-9a-f]{64}$/)
  await using fixture = await startGateway()
  await fixture.chat({})
  expect(fixture.buyer.asks[0]?.ask.model).toBe(fixture.buyer.view.offers[0]?.modelRoot)
})
