/** Deadlines, shutting down, readiness and metrics. */
import { describe, expect, it } from 'vitest'
import { chatModel, providerError } from './fake-buyer.ts'
import { startGateway } from './start-gateway.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
const rejectedOnAbort = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
const soon = { deadlineCheckMs: 10 }

describe('deadlines', () => {
  it('of the first output', async () => {
    await using fixture = await startGateway({
      script: { before: (_ask, signal) => rejectedOnAbort(signal) },
      limits: { ...soon, firstTokenMsMax: 50 },
    })
    const response = await fixture.chat({ stream: true })
    expect([response.status, await response.json()]).toMatchObject([504, { error: { code: 'first_token_timed_out' } }])
  })

  it('of the first output, though the buyer never gives up', async () => {
    await using fixture = await startGateway({
      script: { before: () => new Promise(() => undefined) },
      limits: { ...soon, firstTokenMsMax: 50, receiptWaitMsMax: 50 },
    })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    expect((await fixture.chat({}, { authorization: `Bearer ${secret}` })).status).toBe(504)
    await expect.poll(async () => (await fixture.health()).requestsInFlight).toBe(0)
    fixture.store.flush()
    expect(fixture.store.readKey(id)?.spent).toBe(0n)
  })

  it('of the next output', async () => {
    await using fixture = await startGateway({
      script: {
        async *chunks(_ask, signal) {
          yield 'one'
          await untilAborted(signal)
        },
      },
      limits: { ...soon, chunkGapMsMax: 50 },
    })
    const text = await (await fixture.chat({ stream: true })).text()
    expect(text).toContain('"content":"one"')
    expect(text).toContain('data: {"error":{')
    expect(text).toContain('"code":"chunk_timed_out"')
    const whole = await fixture.chat({})
    expect([whole.status, await whole.json()]).toMatchObject([504, { error: { code: 'chunk_timed_out' } }])
  })

  it('of the receipt: what was delivered is charged by estimate', async () => {
    await using fixture = await startGateway({
      script: { chunks: () => [{ text: 'x', units: 100 }], beforeReceipt: () => new Promise(() => undefined) },
      limits: { ...soon, chunkGapMsMax: 50, receiptWaitMsMax: 50 },
    })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    expect((await fixture.chat({}, { authorization: `Bearer ${secret}` })).status).toBe(504)
    await expect
      .poll(() => {
        fixture.store.flush()
        return fixture.store.readKey(id)?.spent
      })
      .toBe(50n)
  })

  it('of the whole answer', async () => {
    await using fixture = await startGateway({
      script: {
        async *chunks(_ask, signal) {
          while (!signal.aborted) {
            yield 'x'
            await new Promise((resolve) => setTimeout(resolve, 5))
          }
        },
      },
      limits: { ...soon, runMsMax: 100 },
    })
    expect(await (await fixture.chat({ stream: true })).text()).toContain('"code":"run_timed_out"')
  })
})

describe('shutting down', () => {
  it('lets streams finish, and refuses what comes after', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const fixture = await startGateway({
      script: {
        async *chunks() {
          yield 'one'
          await gate
          yield 'two'
        },
      },
    })
    const response = await fixture.chat({ stream: true })
    const closing = fixture.gateway.close({ drainMsMax: 10_000 })
    await expect(fixture.call('/health')).rejects.toThrow()
    open()
    expect(await response.text()).toMatch(/"content":"two".*data: \[DONE\]/s)
    await closing
    await fixture.store.close()
  })

  it('ends what does not finish in time with an error event, and settles it', async () => {
    const fixture = await startGateway({
      script: {
        async *chunks(_ask, signal) {
          yield { text: 'one', units: 100 }
          await untilAborted(signal)
        },
      },
    })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    const response = await fixture.chat({ stream: true }, { authorization: `Bearer ${secret}` })
    await fixture.gateway.close({ drainMsMax: 10 })
    const text = await response.text()
    expect(text).toContain('"code":"gateway_closing"')
    expect(text).not.toContain('[DONE]')
    expect(fixture.store.readKey(id)?.spent).toBe(41n)
    await fixture.store.close()
  })

  it('can be asked for twice', async () => {
    const fixture = await startGateway()
    await Promise.all([fixture.gateway.close(), fixture.gateway.close()])
    await fixture.store.close()
  })
})

describe('health', () => {
  it('is ready when there are offers', async () => {
    await using fixture = await startGateway()
    const response = await fetch(`${fixture.gateway.url}/health`)
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        status: 'ok',
        live: true,
        ready: true,
        closing: false,
        storeWrites: true,
        models: 2,
        offers: 3,
        offersRejected: 0,
        providersUnreachable: 0,
        requestsInFlight: 0,
        uptimeSeconds: expect.any(Number),
      },
    ])
  })

  it('is alive but not ready without, and becomes ready when they come', async () => {
    await using fixture = await startGateway({ limits: { catalogFreshMs: 0 } })
    const { view } = fixture.buyer
    fixture.buyer.view = { ...view, offers: [] }
    await expect.poll(async () => (await fetch(`${fixture.gateway.url}/health`)).status).toBe(503)
    expect((await fetch(`${fixture.gateway.url}/health?probe=live`)).status).toBe(200)
    fixture.buyer.view = view
    await expect.poll(async () => (await fetch(`${fixture.gateway.url}/health`)).status).toBe(200)
  })

  it('survives a buyer that cannot say what is on offer', async () => {
    await using fixture = await startGateway({ limits: { catalogFreshMs: 0 } })
    fixture.buyer.offers = async () => {
      throw providerError('PROVIDER_UNREACHABLE', true)
    }
    expect((await fixture.chat({})).status).toBe(200)
    await expect.poll(() => fixture.logged.some(({ event }) => event === 'offers-failed')).toBe(true)
  })
})

it('a newcomer cannot take over the name of a model', async () => {
  await using fixture = await startGateway({ limits: { catalogFreshMs: 0 } })
  const { view } = fixture.buyer
  const [known] = view.offers
  if (known === undefined) throw new Error('The fake has offers.')
  const squatted = { ...known, modelRoot: `0x${'0'.repeat(64)}` as const }
  fixture.buyer.view = { ...view, offers: [squatted, ...view.offers] }
  await expect.poll(async () => (await fixture.health()).models).toBe(3)
  await fixture.chat({})
  expect(fixture.buyer.asks.at(-1)?.ask.model).toBe(known.modelRoot)
})

it('a name that is pinned means that content, or nothing', async () => {
  await using fixture = await startGateway({ models: [{ ...chatModel, contextTokensMax: 4096 }] })
  expect((await fixture.chat({})).status).toBe(404)
  await using other = await startGateway({ models: [chatModel] })
  expect((await other.chat({})).status).toBe(200)
})

it('metrics count with bounded labels', async () => {
  await using fixture = await startGateway()
  await fixture.chat({})
  await fixture.chat({ model: 'no-such-model' })
  await fixture.call('/v1/models/another-unknown')
  await fixture.call('/secret/path')
  fixture.buyer.script = { refuse: () => providerError('MADE_UP_BY_A_PROVIDER', true) }
  await fixture.chat({})
  const text = await (await fixture.call('/metrics')).text()
  const series = text.split('\n').filter((line) => line.startsWith('millrace_gateway_requests_total{'))
  expect(series.sort()).toEqual([
    'millrace_gateway_requests_total{route="/v1/chat/completions",status="200",code=""} 1',
    'millrace_gateway_requests_total{route="/v1/chat/completions",status="404",code="GATEWAY_MODEL_NOT_FOUND"} 1',
    'millrace_gateway_requests_total{route="/v1/chat/completions",status="503",code="other"} 1',
    'millrace_gateway_requests_total{route="/v1/models/*",status="404",code="GATEWAY_MODEL_NOT_FOUND"} 1',
    'millrace_gateway_requests_total{route="unknown",status="404",code="ROUTE_NOT_FOUND"} 1',
  ])
  expect(text).toContain('millrace_gateway_tokens_total{model="acme/tiny:chat-1.1b",direction="output"} 2')
  expect(text).toContain('millrace_gateway_spent_base_units_total{model="acme/tiny:chat-1.1b",token="tUSD"} 2')
})
