/** The endpoints that only read: models, receipts, health, metrics. */
import { exactnessClasses, type Hash, nameOfCode, parseHash } from '@millrace/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allowedModel, type CatalogModel, isAllowed } from './catalog.ts'
import { rateHeaders } from './exchange.ts'
import { RequestError, wrongParameter } from './gateway-error.ts'
import { setHeaders } from './http-server.ts'
import { receiptWithProof } from './receipt-with-proof.ts'
import { callerOf, type RouteParts } from './route-parts.ts'

/** Offers of one model that a listing names. */
const listedOffersMax = 64

/** Adds the endpoints. */
export function addReadingRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { catalog, exchangeParts } = parts

  app.get('/v1/models', (request, reply) => {
    const { models } = callerOf(request)
    const data = catalog.list().filter((model) => isAllowed(model, models) && catalog.find(model.name) === model)
    return send(request, reply, JSON.stringify({ object: 'list', data: data.map((model) => modelJson(model)) }))
  })

  app.get('/v1/models/*', async (request, reply) => {
    const id = (request.params as { '*': string })['*']
    const model = catalog.find(id) ?? (await catalog.findOrRefresh(id))
    return send(request, reply, JSON.stringify(modelJson(allowedModel(model, id, callerOf(request).models), id)))
  })

  app.get('/v1/receipts/:id', (request, reply) => {
    const id = receiptIdOf((request.params as { id: string }).id)
    const caller = callerOf(request)
    const receipt = exchangeParts.store.readReceipt(id)
    if (receipt === undefined || (receipt.keyId !== caller.id && !caller.admin)) throw receiptNotFound(id)
    return send(request, reply, receiptWithProof(receipt.bundle, parts.buyer))
  })

  app.get('/health', (request, reply) => {
    const { offers, unreachable, rejected } = catalog.counts()
    const storeWrites = exchangeParts.store.failure() === undefined
    const ready = offers > 0 && storeWrites && !parts.state.closing
    // A prober that only asks whether the process lives must not restart it because no provider is up.
    const live = (request.query as { probe?: unknown }).probe === 'live'
    reply.code(ready || live ? 200 : 503)
    return send(
      request,
      reply,
      JSON.stringify({
        status: ready ? 'ok' : 'not-ready',
        live: true,
        ready,
        closing: parts.state.closing,
        storeWrites,
        models: catalog.list().length,
        offers,
        offersRejected: rejected,
        providersUnreachable: unreachable,
        requestsInFlight: exchangeParts.open.size,
        ...auditsJson(parts.buyer),
        ...receiptsJson(parts.buyer),
        uptimeSeconds: Math.floor((exchangeParts.now() - parts.startedAt) / 1000),
      }),
    )
  })

  app.get('/metrics', async (request, reply) => {
    const text = await exchangeParts.metrics.text()
    return reply.header('x-request-id', request.id).header('content-type', exchangeParts.metrics.contentType).send(text)
  })
}

/** Counts, and what was found: no text, no amount. */
function auditsJson({ audits }: Pick<RouteParts, 'buyer'>['buyer']): { readonly audits?: Record<string, unknown> } {
  const view = audits?.()
  if (view === undefined) return {}
  const { runs, awaiting, drawn, due, honest, cheated, lapsed } = view
  const findings = view.findings.slice(0, findingsListedMax).map(({ kind, node, receiptId, foundAt }) => {
    return { kind, node, receiptId, foundAt }
  })
  return { audits: { runs, awaiting, drawn, due, honest, cheated, lapsed, findings } }
}

/** How many receipts wait for the proof that their nodes committed to them, have it, and have none. */
function receiptsJson({ receipts }: Pick<RouteParts, 'buyer'>['buyer']): { readonly receipts?: ReceiptCounts } {
  const view = receipts?.()
  if (view === undefined) return {}
  const { waiting, proven, unproven } = view
  return { receipts: { waiting, proven, unproven } }
}

type ReceiptCounts = Readonly<Record<'waiting' | 'proven' | 'unproven', number>>

/** What audits found, as far as it is listed: the latest first. */
const findingsListedMax = 16

function send(request: FastifyRequest, reply: FastifyReply, json: string): FastifyReply {
  reply.header('x-request-id', request.id).header('content-type', 'application/json; charset=utf-8')
  if (request.caller !== undefined) setHeaders(reply, rateHeaders(request.caller))
  return reply.send(json)
}

/** OpenAI's model object, and under `millrace` what the network knows of it. */
function modelJson(model: CatalogModel, id = model.name): Record<string, unknown> {
  return {
    id,
    object: 'model',
    created: model.seenAt,
    owned_by: 'millrace',
    millrace: {
      name: model.name,
      root: model.root,
      format: model.offers[0]?.model.format,
      workloads: model.workloads,
      contextTokensMax: model.contextTokensMax,
      offers: model.offers.slice(0, listedOffersMax).map((offer) => ({
        provider: offer.node,
        operator: offer.operator,
        workload: offer.workload,
        inputPricePerMillion: String(offer.prices.inputPrice),
        outputPricePerMillion: String(offer.prices.outputPrice),
        contextTokensMax: offer.contextTokensMax,
        exactness: nameOfCode(exactnessClasses, offer.offer.exactness, 'exactness'),
      })),
    },
  }
}

const receiptIdPattern = /^0x[0-9a-fA-F]{64}$/

function receiptIdOf(id: string): Hash {
  if (receiptIdPattern.test(id)) return parseHash(id)
  throw wrongParameter('id', 'invalid_value', "Invalid 'id': expected a receipt id, 0x and 64 hex digits.")
}

function receiptNotFound(id: Hash): RequestError {
  return new RequestError({
    code: 'RECEIPT_NOT_FOUND',
    param: 'id',
    openAiCode: 'receipt_not_found',
    message: `No receipt with id '${id}' was found.`,
    hint: 'It is there once the answer is complete, under the API key that paid for it, for as long as it is kept.',
  })
}
