/** The endpoints: who may call them, and what each does with a request. */
import type { IncomingMessage } from 'node:http'
import type { Ask } from '@millrace/sdk'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit } from './admission.ts'
import { assuredNeeds, assuredWish } from './assured-wish.ts'
import { allowedModel, type CatalogModel, costBounds } from './catalog.ts'
import { readChatInput } from './chat-input.ts'
import { readCompletionInput } from './completion-input.ts'
import { readEmbeddingsInput } from './embeddings-input.ts'
import { Exchange } from './exchange.ts'
import { RequestError, unreadableBody } from './gateway-error.ts'
import { sendError } from './http-server.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'
import { inputTokensGuess, inputUnitsMax } from './input-size.ts'
import type { JsonObject } from './json-body.ts'
import { type Caller, claimsKey, countRequest } from './key-ring.ts'
import { addReadingRoutes } from './reading-routes.ts'
import { callerOf, type RouteParts } from './route-parts.ts'
import { deliveryOf, generationOf } from './sampling-input.ts'
import { serveText, serveVectors } from './serve-work.ts'
import { chatFormat, completionFormat, type TextIdentity } from './text-format.ts'
import { type Wish, wishOf } from './wish-headers.ts'

/** Adds every endpoint to the server. */
export function addRoutes(app: FastifyInstance, parts: RouteParts): void {
  app.addHook('onRequest', (request, reply, done) => {
    try {
      checkHeaders(request.raw, parts)
      if (request.url.startsWith('/v1/') && !request.is404) {
        request.caller = parts.keys.authenticate(request.headers.authorization)
        countRequest(request.caller, parts.exchangeParts.now())
      }
      done()
    } catch (error) {
      sendError(request, reply, error)
    }
  })
  app.post('/v1/chat/completions', (request, reply) => work(parts, request, reply, serveChat))
  app.post('/v1/completions', (request, reply) => work(parts, request, reply, serveCompletion))
  app.post('/v1/embeddings', (request, reply) => work(parts, request, reply, serveEmbeddings))
  addReadingRoutes(app, parts)
  app.setNotFoundHandler((request, reply) => sendError(request, reply, noSuchRoute(request, reply)))
}

const inputParams = { chat: 'messages', completion: 'prompt', embed: 'input' }

type Job = {
  readonly parts: RouteParts
  readonly caller: Caller
  readonly body: JsonObject
  /** Admits the work and returns its exchange; from then on the answer is the exchange's. */
  readonly open: (size: {
    readonly model: CatalogModel
    readonly workload: keyof typeof inputParams
    readonly texts: readonly string[]
    readonly outputUnitsMax: number
  }) => Exchange
  readonly id: string
  readonly idempotencyKey: string | undefined
  readonly wish: Wish
}

async function work(
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  serve: (job: Job) => Promise<void>,
): Promise<void> {
  try {
    const caller = callerOf(request)
    const body = request.body as JsonObject | undefined
    if (body === undefined) throw unreadableBody('it is empty.')
    const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key'], caller.id)
    const wish = wishOf(request.headers, parts.verification)
    const open: Job['open'] = ({ model, workload, texts, outputUnitsMax }) => {
      const { limits } = parts.exchangeParts
      const contexts = workload === 'embed' ? texts.length : 1
      const inputMax = Math.min(inputUnitsMax(texts), model.contextTokensMax * contexts)
      const inputUnitsGuess = inputTokensGuess(texts)
      const inputParam = inputParams[workload]
      const work = {
        workload,
        ...assuredNeeds(assuredWish(wish, model, workload, parts.verification)),
        terms: wish.terms ?? 'posted',
        inputUnitsMax: inputMax,
        inputUnitsGuess,
        inputParam,
        contexts,
        outputUnitsMax,
      }
      const cost = costBounds(model, work, limits.reserveFactorMax)
      const tokens = inputUnitsGuess + outputUnitsMax
      const reservation = admit(parts, caller, { id: request.id, cost, tokens })
      request.handedOver = true
      reply.hijack()
      return new Exchange(parts.exchangeParts, {
        id: request.id,
        route: request.routeOptions.url ?? '',
        caller,
        raw: reply.raw,
        reservation,
        inputUnitsMax: inputMax,
        inputCost: cost.input,
        tokensTaken: tokens,
      })
    }
    await serve({ parts, caller, body, open, id: request.id, idempotencyKey, wish })
  } catch (error) {
    sendError(request, reply, error)
  }
}

async function serveChat(job: Job): Promise<void> {
  const input = readChatInput(job.body)
  const delivery = deliveryOf(input)
  const model = await modelOf(job, input.model)
  const generation = generationOf(input, input.stop, boundsOf(job, model))
  const texts = input.messages.map((message) => message.content)
  const exchange = job.open({ model, workload: 'chat', texts, outputUnitsMax: generation.maxTokens })
  await serveText(job.parts.buyer, exchange, {
    ask: asked(job, exchange, model, { kind: 'chat', model: model.root, messages: input.messages, ...generation }),
    idempotencyKey: job.idempotencyKey,
    stream: delivery.stream,
    format: chatFormat(identityOf(job, input.model, model, delivery.includeUsage)),
  })
}

async function serveCompletion(job: Job): Promise<void> {
  const input = readCompletionInput(job.body)
  const delivery = deliveryOf(input)
  const model = await modelOf(job, input.model)
  const generation = generationOf(input, input.stop, boundsOf(job, model))
  const exchange = job.open({
    model,
    workload: 'completion',
    texts: [input.prompt],
    outputUnitsMax: generation.maxTokens,
  })
  await serveText(job.parts.buyer, exchange, {
    ask: asked(job, exchange, model, { kind: 'completion', model: model.root, prompt: input.prompt, ...generation }),
    idempotencyKey: job.idempotencyKey,
    stream: delivery.stream,
    format: completionFormat(identityOf(job, input.model, model, delivery.includeUsage)),
  })
}

async function serveEmbeddings(job: Job): Promise<void> {
  const input = readEmbeddingsInput(job.body)
  const model = await modelOf(job, input.model)
  const exchange = job.open({ model, workload: 'embed', texts: input.inputs, outputUnitsMax: 0 })
  await serveVectors(job.parts.buyer, exchange, {
    ask: asked(job, exchange, model, { kind: 'embed', model: model.root, inputs: input.inputs }),
    idempotencyKey: job.idempotencyKey,
    model: input.model,
    base64: input.base64,
  })
}

/** The ask with what it may cost and how it is to be bought and verified. */
function asked({ parts, wish }: Job, exchange: Exchange, model: CatalogModel, ask: Ask): Ask {
  return { ...ask, ...assuredWish(wish, model, ask.kind, parts.verification), amountMax: exchange.amountMax }
}

async function modelOf({ parts, caller }: Job, name: string): Promise<CatalogModel> {
  const { catalog } = parts
  return allowedModel(catalog.find(name) ?? (await catalog.findOrRefresh(name)), name, caller.models)
}

function boundsOf({ parts }: Job, model: CatalogModel) {
  const { outputTokensDefault } = parts.exchangeParts.limits
  return { outputTokensDefault, contextTokensMax: model.contextTokensMax }
}

function identityOf(job: Job, asked: string, model: CatalogModel, includeUsage: boolean): TextIdentity {
  const created = Math.floor(job.parts.exchangeParts.now() / 1000)
  return { id: job.id, created, model: asked, root: model.root, includeUsage }
}

const localHosts = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i

function checkHeaders(raw: IncomingMessage, { allowAnonymous, exchangeParts }: RouteParts): void {
  if (raw.rawHeaders.length > exchangeParts.limits.headersMax * 2) {
    throw new RequestError({
      code: 'HEADERS_TOO_LARGE',
      param: null,
      openAiCode: 'headers_too_large',
      message: `Your request has more than ${exchangeParts.limits.headersMax} headers.`,
      hint: 'Send fewer headers.',
    })
  }
  // A web page may point a name of its own at this machine; without a key that name must not open the gateway to it.
  if (allowAnonymous && !claimsKey(raw.headers.authorization) && !localHosts.test(raw.headers.host ?? '')) {
    throw new RequestError({
      code: 'HOST_NOT_ALLOWED',
      param: null,
      openAiCode: 'host_not_allowed',
      message: 'Without an API key this gateway answers only under a loopback name.',
      hint: 'Call it as localhost or 127.0.0.1, or use an API key.',
    })
  }
}

const methodsOfPath: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/(chat\/completions|completions|embeddings)$/, 'POST'],
  [/^\/v1\/(models|models\/.+|receipts\/[^/]+)$/, 'GET, HEAD'],
  [/^\/(health|metrics)$/, 'GET, HEAD'],
]

function noSuchRoute(request: FastifyRequest, reply: FastifyReply): RequestError {
  const path = request.url.split('?', 1)[0] ?? ''
  const allowed = methodsOfPath.find(([pattern]) => pattern.test(path))?.[1]
  if (allowed !== undefined) {
    reply.header('allow', allowed)
    return new RequestError({
      code: 'METHOD_NOT_ALLOWED',
      param: null,
      openAiCode: 'method_not_allowed',
      message: `Not allowed to ${request.method} on ${path.slice(0, 100)}.`,
      hint: `Allowed: ${allowed}.`,
    })
  }
  return new RequestError({
    code: 'ROUTE_NOT_FOUND',
    param: null,
    openAiCode: 'unknown_url',
    message: `Unknown request URL: ${request.method} ${path.slice(0, 100)}.`,
    hint: 'Check the path; the README lists the endpoints.',
  })
}
