/**
 * The OpenAI-compatible endpoint that buys from the network.
 *
 * @see https://platform.openai.com/docs/api-reference for the interface it keeps to.
 */
import type { AddressInfo } from 'node:net'
import { type ModelContent, modelRoot } from '@millrace/protocol'
import { closingError } from './admission.ts'
import { createCatalog } from './catalog.ts'
import type { Exchange, ExchangeParts, GatewayLog } from './exchange.ts'
import { GatewayStateError } from './gateway-error.ts'
import { defaultGatewayLimits, type GatewayLimits } from './gateway-limits.ts'
import type { GatewayStore } from './gateway-store.ts'
import { createHttpServer } from './http-server.ts'
import { createKeyRing } from './key-ring.ts'
import { createMetrics } from './metrics.ts'
import type { GatewayBuyer, GatewayVerification } from './route-parts.ts'
import { addRoutes } from './routes.ts'

export type GatewayComponents = {
  readonly buyer: GatewayBuyer
  readonly store: GatewayStore
  /** Unix milliseconds. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** One event per request and per failure. Never a key, never a prompt. */
  readonly log?: GatewayLog
}

export type GatewayInit = {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** Serve requests without a key, for one user on one machine. Only on a loopback address. */
  readonly allowAnonymous?: boolean
  readonly limits?: Partial<GatewayLimits>
  /** Models that are meant by their names, whatever providers call theirs. Others can be asked for too. */
  readonly models?: readonly ModelContent[]
  /** How answers are verified that nobody says it of; `trust`, and 2 % for `sampled`, when left out. */
  readonly verification?: GatewayVerification
  /** Stops the start; once the gateway listens, it has no effect. */
  readonly signal?: AbortSignal
}

export type Gateway = {
  /** `http://host:port`, without a path. OpenAI clients want `/v1` appended. */
  readonly url: string
  readonly port: number
  /**
   * Takes no more requests, lets streams finish for `drainMsMax`, then ends them with an error event, and waits for their
   * receipts. Buyer and store stay open: they belong to the caller.
   */
  close(options?: { readonly drainMsMax?: number }): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The network's usual share of audited runs, parts per million (ADR 0025). */
const sampledRatePpmDefault = 20_000
/** Milliseconds between two looks whether everything has ended, while closing. */
const closingLookMs = 20

/**
 * Starts the gateway. On abort before it listens, it stops and rejects.
 *
 * @throws {GatewayStateError} `GATEWAY_STORE_IN_USE`, `ANONYMOUS_NOT_LOCAL`, `LISTEN_FAILED`.
 */
export async function createGateway(components: GatewayComponents, init: GatewayInit): Promise<Gateway> {
  const { buyer, store, now, random, log } = components
  const limits: GatewayLimits = { ...defaultGatewayLimits, ...init.limits }
  const allowAnonymous = init.allowAnonymous === true
  const verification = init.verification ?? { policy: { name: 'trust' }, sampledRatePpm: sampledRatePpmDefault }
  if (allowAnonymous && !isLoopback(init.host)) throw anonymousNotLocal(init.host)
  const signal = init.signal ?? new AbortController().signal
  signal.throwIfAborted()

  const { settled, release } = store.serve()
  for (const { keyId, amount } of settled) log?.({ event: 'reservation-charged-after-crash', key: keyId, amount })
  const open = new Set<Exchange>()
  const catalog = await createCatalog(
    {
      buyer,
      now,
      pinned: new Map(init.models?.map((model) => [model.name, modelRoot(model)])),
      onFailure: (error) => log?.({ event: 'offers-failed', error: String(error) }),
    },
    limits,
    { signal },
  )
  const metrics = createMetrics({
    inFlight: () => open.size,
    settling: () => [...open].filter((exchange) => exchange.settling).length,
    offers: () => catalog.counts().offers,
    models: () => catalog.list().length,
  })
  const exchangeParts: ExchangeParts = { store, now, limits, metrics, log, open }
  const state = { closing: false }
  const keys = createKeyRing({ store, now }, { allowAnonymous, limits })
  const app = createHttpServer({ metrics, random, log }, limits)
  addRoutes(app, { buyer, catalog, exchangeParts, keys, state, allowAnonymous, verification, startedAt: now() })

  try {
    signal.throwIfAborted()
    await app.listen({ host: init.host, port: init.port })
  } catch (cause) {
    await catalog.close()
    release()
    throw listenFailed(init, cause)
  }
  const deadlines = setInterval(() => {
    const nowMs = now()
    for (const exchange of open) exchange.checkDeadlines(nowMs)
  }, limits.deadlineCheckMs)
  const { port } = app.server.address() as AddressInfo

  let closed: Promise<void> | undefined
  async function shutDown(drainMsMax: number): Promise<void> {
    state.closing = true
    const ended = app.close()
    await until(() => open.size === 0, now() + drainMsMax, now)
    for (const exchange of open) exchange.fail(closingError())
    await until(() => open.size === 0, now() + limits.receiptWaitMsMax, now)
    for (const exchange of open) exchange.settleByEstimate()
    app.server.closeAllConnections()
    await ended
    clearInterval(deadlines)
    await catalog.close()
    store.flush()
    release()
  }

  const close: Gateway['close'] = (options) => {
    closed ??= shutDown(options?.drainMsMax ?? limits.drainMsMax)
    return closed
  }
  return {
    url: `http://${init.host.includes(':') ? `[${init.host}]` : init.host}:${port}`,
    port,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

async function until(holds: () => boolean, deadline: number, now: () => number): Promise<void> {
  while (!holds() && now() < deadline) await new Promise((resolve) => setTimeout(resolve, closingLookMs))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

function anonymousNotLocal(host: string): GatewayStateError {
  return new GatewayStateError({
    code: 'ANONYMOUS_NOT_LOCAL',
    message: `Requests without a key are only served on a loopback address, not on ${host}.`,
    hint: 'Listen on 127.0.0.1, or make API keys.',
    retryable: false,
  })
}

function listenFailed({ host, port }: GatewayInit, cause: unknown): GatewayStateError {
  return new GatewayStateError({
    code: 'LISTEN_FAILED',
    message: `The gateway cannot listen on ${host}:${port}.`,
    hint: 'Choose a free port and an address of this machine.',
    retryable: false,
    cause,
  })
}
