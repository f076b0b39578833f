/** A gateway on a free port in front of a fake buyer, with one key, and its end. */
import { randomBytes } from 'node:crypto'
import {
  type ApiKeyInit,
  createGateway,
  type Gateway,
  type GatewayInit,
  type GatewayStore,
  openGatewayStore,
} from '../src/index.ts'
import { createFakeBuyer, type FakeBuyer, type Script } from './fake-buyer.ts'

export type Fixture = {
  readonly gateway: Gateway
  readonly buyer: FakeBuyer
  readonly store: GatewayStore
  /** A key without limits. */
  readonly secret: string
  readonly keyId: string
  readonly logged: { readonly event: string; readonly [field: string]: unknown }[]
  newKey(init?: Partial<ApiKeyInit>): { readonly secret: string; readonly id: string }
  /** Asks with the unlimited key. */
  call(path: string, init?: RequestInit): Promise<Response>
  chat(body: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>
  health(): Promise<{ readonly requestsInFlight: number; readonly models: number }>
  [Symbol.asyncDispose](): Promise<void>
}

export type FixtureInit = Partial<GatewayInit> & {
  readonly script?: Script
  readonly storePath?: string
  readonly now?: () => number
}

export const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

/** Starts it. */
export async function startGateway(init: FixtureInit = {}): Promise<Fixture> {
  const { script, storePath, now = Date.now, ...gatewayInit } = init
  const buyer = createFakeBuyer(script)
  const store = openGatewayStore(storePath ?? ':memory:')
  const logged: Fixture['logged'][number][] = []
  const made = store.createKey({ name: 'test' }, { now, random })
  const gateway = await createGateway(
    { buyer, store, now, random, log: (event) => logged.push(event) },
    { host: '127.0.0.1', port: 0, ...gatewayInit, limits: { drainMsMax: 200, ...gatewayInit.limits } },
  )
  const call: Fixture['call'] = (path, callInit = {}) =>
    fetch(`${gateway.url}${path}`, {
      ...callInit,
      headers: { authorization: `Bearer ${made.secret}`, ...(callInit.headers as Record<string, string>) },
    })
  return {
    gateway,
    buyer,
    store,
    secret: made.secret,
    keyId: made.key.id,
    logged,
    newKey(keyInit = {}) {
      const { secret, key } = store.createKey({ name: 'another', ...keyInit }, { now, random })
      return { secret, id: key.id }
    },
    call,
    chat: (body, headers = {}) =>
      call('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ model: 'acme/tiny:chat-1.1b', messages: [{ role: 'user', content: 'hi' }], ...body }),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async health() {
      return (await (await call('/health')).json()) as { requestsInFlight: number; models: number }
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await store.close()
    },
  }
}
