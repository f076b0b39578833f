/**
 * A provider that follows the protocol honestly except where its script says otherwise, one function for each way to
 * cheat. It keeps books as a real node does, so that tests can compare both sides.
 */
import { createSigner } from '@millrace/chain'
import {
  type Address,
  type Amount,
  amountMax,
  type BatchOutput,
  type BatchRequest,
  batchInputUnits,
  batchOutputUnits,
  charge,
  createBeaconChain,
  creditIncrement,
  decodeBuyerFrame,
  decodeOpening,
  digest,
  encodeFrame,
  type Finish,
  finishes,
  type Hash,
  type Hex,
  type ModelContent,
  messageId,
  modelRoot,
  negotiationRoundsMax,
  type Offer,
  type OfferDetails,
  type OpeningFrame,
  type Order,
  offerDetailsHash,
  offerType,
  orderType,
  type PeerConnection,
  type PeerStream,
  type ProviderFrame,
  policies,
  type Quote,
  quoteType,
  type Receipt,
  receiptType,
  requestHash,
  responseHash,
  resultSeal,
  type Signature,
  type Voucher,
  voucherType,
  type WorkResponse,
  withinCredit,
  workloads,
  zeroHash,
} from '@millrace/protocol'
import { testToken } from './memory-chain.ts'

const ran = { status: 'exited', exitCode: 0, gas: '1500000' } as const

/** Of every lease alike: what a test reads must not depend on which was opened first. */
const beacons = createBeaconChain(new Uint8Array(32).fill(9))

export type Script = {
  offer?: (offer: Offer) => Offer
  offerModel?: (model: ModelContent) => ModelContent
  /** Which key signs offers, quotes and receipts. */
  offerKey?: Hex
  quote?: (quote: Quote) => Quote
  quoteError?: ErrorFrame
  /** The least it takes; bids below are countered with it, in the last round refused. */
  floor?: { inputPrice: bigint; outputPrice: bigint }
  /** What holding slots costs. */
  fee?: bigint
  quoteKey?: Hex
  leaseError?: () => ErrorFrame | undefined
  leaseId?: (leaseId: Hash) => Hash
  /** Frames instead of `accepted`. */
  beforeAccepted?: (run: RunContext) => Promise<boolean> | boolean
  /** Waits between `accepted` and the first output. */
  afterAccepted?: (run: RunContext) => Promise<void>
  inputUnits?: (units: number) => number
  chunks?: (texts: readonly string[]) => readonly ScriptedChunk[]
  /** Ends with a receipt after so many chunks. */
  endAfter?: { readonly chunks: number; readonly finish: Finish }
  afterChunk?: (run: RunContext, index: number) => Promise<boolean> | boolean
  receipt?: (receipt: Receipt) => Receipt
  receiptKey?: Hex
  endResponse?: WorkResponse
  /** What a batch comes to; its own inputs without it. */
  outputs?: (request: BatchRequest) => BatchOutput[]
  /** What is told in place of the right seal. */
  seal?: (seal: Hash) => Hash
  beforeEnd?: (run: RunContext) => Promise<boolean> | boolean
  afterEnd?: (run: RunContext) => void
  channel?: (answer: Extract<ProviderFrame, { type: 'channel' }>) => ProviderFrame
}

export type ScriptedChunk = { text: string; units: number; tokenIds?: number[] }
export type ErrorFrame = Extract<ProviderFrame, { type: 'error' }>
export type RunContext = {
  readonly stream: PeerStream
  readonly connection: PeerConnection
  readonly send: (frame: ProviderFrame) => void
  /** Resolves when the buyer cancels or leaves. */
  readonly cancelled: Promise<void>
}

type QuoteFrame = Extract<OpeningFrame, { type: 'quote' }>
type RunFrame = Extract<OpeningFrame, { type: 'run' }>
type ProviderLease = { quote: Quote; order: Order; orderSignature: Signature; lastSequence: bigint }
export type ChannelBooks = { owed: Amount; paid: Amount; runs: number; voucher?: Voucher; signature?: Signature }
type Answer = { hash: Hash; receipt: Receipt; signature: Signature; response: WorkResponse }

export type ScriptedProvider = ReturnType<typeof createScriptedProvider>

export const testModel: ModelContent = {
  version: 1,
  name: 'stories15m',
  format: 'gguf',
  workloads: ['chat', 'completion', 'embed', 'batch'],
  contextTokensMax: 4096,
  files: [{ path: 'model.gguf', bytes: 1_000, sha256: 'ab'.repeat(32) }],
}

/** What an offer says besides the deal itself, where a test does not care. */
export const openMarket = {
  exactness: 0,
  terms: 0,
  resourceClass: 1,
  gpuMemoryMib: 0,
  country: 0,
  attestations: 0,
  slots: 64,
  noticeSeconds: 0,
  availableFrom: 0n,
  availableUntil: 2n ** 63n,
} as const
export const testDetails: OfferDetails = {
  version: 1,
  addresses: [],
  rates: { prefillTokensPerSecond: 10_000, decodeTokensPerSecond: 1_000, queueMs: 0 },
}
/** The fields of a quote that only reservations use. */
export const unreserved = { slots: 0, startsAt: 0n, fee: 0n } as const

export type ScriptedProviderInit = {
  /** Offers batches besides. */
  readonly sellsBatches?: boolean
  readonly privateKey: Hex
  readonly operator: Address
  readonly separator: Uint8Array
  readonly prices?: { inputPrice: bigint; outputPrice: bigint }
  readonly creditTokens?: number
  readonly texts?: readonly string[]
  readonly model?: ModelContent
  readonly details?: OfferDetails
  readonly now?: () => number
  readonly token?: Address
  /** What the channel holds. */
  readonly deposit?: () => Amount
  /** Sends a token identifier with each text. */
  readonly withTokenIds?: boolean
}

export function createScriptedProvider(init: ScriptedProviderInit) {
  const signer = createSigner(init.privateKey)
  const { separator, operator, now = Date.now, model = testModel } = init
  let { details = testDetails } = init
  const prices = init.prices ?? { inputPrice: 100_000_000n, outputPrice: 400_000_000n }
  const script: Script = {}
  const kinds = ['chat', 'completion', 'embed', ...(init.sellsBatches === true ? (['batch'] as const) : [])] as const
  const counts = { offers: 0, quotes: 0, leases: 0, runs: 0, vouchers: 0, cancels: 0, channel: 0 }
  const quotes = new Map<Hash, Quote>()
  const leases = new Map<Hash, ProviderLease>()
  const books = new Map<Hash, ChannelBooks>()
  const answers = new Map<string, Answer>()
  const quoteFrames: QuoteFrame[] = []
  const receipts = new Map<string, { receipt: Receipt; signature: Signature }>()
  const waiters = new Set<() => void>()
  let offerSequence = 1n
  let offeredAt = now()
  let quoteSequence = 0n
  let texts = init.texts ?? ['Once', ' upon', ' a', ' time', '.']

  function offerOf(workload: keyof typeof workloads): Offer {
    const offer: Offer = {
      operator,
      node: signer.address,
      modelRoot: modelRoot(model),
      workload: workloads[workload],
      token: init.token ?? testToken.address,
      ...prices,
      contextTokensMax: model.contextTokensMax,
      creditTokens: init.creditTokens ?? 8,
      ...openMarket,
      exactness: workload === 'batch' ? 3 : openMarket.exactness,
      detailsHash: offerDetailsHash(details),
      sequence: offerSequence,
      expiresAt: BigInt(Math.floor(offeredAt / 1000) + 600),
    }
    return script.offer?.(offer) ?? offer
  }

  function sign(hash: Uint8Array, key: Hex | undefined): Signature {
    return (key === undefined ? signer : createSigner(key)).sign(hash)
  }

  function idsOf(text: string): { tokenIds?: number[] } {
    return init.withTokenIds === true ? { tokenIds: [text.codePointAt(0) ?? 0] } : {}
  }

  async function handler(stream: PeerStream, connection: PeerConnection): Promise<void> {
    const frames = stream.frames[Symbol.asyncIterator]()
    const first = await frames.next()
    if (first.done === true) return
    const opening = decodeOpening(first.value)
    const send = (frame: ProviderFrame) => void stream.send(encodeFrame(frame))
    if (opening.type === 'offers') send(serveOffers())
    else if (opening.type === 'quote') send(serveQuote(opening))
    else if (opening.type === 'lease') send(serveLease(opening))
    else if (opening.type === 'channel') send(serveChannel(opening.channelId))
    else if (opening.type === 'receipt') send(serveReceipt(opening))
    else if (opening.type === 'release') send({ type: 'released', leaseId: opening.leaseId })
    else if (opening.type === 'pay') await servePay(frames, send)
    else if (opening.type === 'run') await serveRun(opening, frames, { stream, connection, send })
    else send(errorFrame('NOT_SCRIPTED', false))
  }

  function serveOffers(): Extract<ProviderFrame, { type: 'offers' }> {
    counts.offers++
    const offers = kinds.map((workload) => {
      const offer = offerOf(workload)
      const signature = sign(digest(separator, offerType, offer), script.offerKey)
      return { offer, signature, model: script.offerModel?.(model) ?? model, details }
    })
    return { type: 'offers', offers }
  }

  function serveQuote(frame: Extract<OpeningFrame, { type: 'quote' }>): ProviderFrame {
    counts.quotes++
    if (script.quoteError !== undefined) return script.quoteError
    const offer = kinds.map(offerOf).find((each) => messageId(separator, offerType, each) === frame.offerHash)
    if (offer === undefined) return errorFrame('OFFER_UNKNOWN', false)
    const { bid, round = 0, reservation } = frame
    const { floor = prices } = script
    const isLow = bid !== undefined && (bid.inputPrice < floor.inputPrice || bid.outputPrice < floor.outputPrice)
    quoteFrames.push(frame)
    if (isLow && round === negotiationRoundsMax - 1) return errorFrame('BID_REFUSED', true)
    if (isLow) return { type: 'countered', ...floor, round }
    if (reservation !== undefined && script.fee === undefined) return errorFrame('RESERVATION_UNAVAILABLE', false)
    quoteSequence++
    const honest: Quote = {
      offerHash: frame.offerHash,
      payer: frame.payer,
      operator,
      node: signer.address,
      modelRoot: offer.modelRoot,
      workload: offer.workload,
      token: offer.token,
      inputPrice: bid?.inputPrice ?? offer.inputPrice,
      outputPrice: bid?.outputPrice ?? offer.outputPrice,
      contextTokensMax: offer.contextTokensMax,
      creditTokens: offer.creditTokens,
      terms: offer.terms,
      noticeSeconds: offer.noticeSeconds,
      exactness: frame.exactness ?? (offer.exactness === 2 ? 1 : offer.exactness),
      policy: frame.policy ?? 0,
      policyParameter: frame.policyParameter ?? 0,
      beacon: beacons.end,
      ...(reservation === undefined
        ? unreserved
        : { slots: reservation.slots, startsAt: reservation.startsAt, fee: script.fee ?? 0n }),
      amountMax: frame.amountMax,
      sequence: quoteSequence,
      expiresAt: BigInt(Math.floor(now() / 1000) + 60),
    }
    const quote = script.quote?.(honest) ?? honest
    quotes.set(messageId(separator, quoteType, quote), quote)
    return { type: 'quoted', quote, signature: sign(digest(separator, quoteType, quote), script.quoteKey) }
  }

  function serveLease({ order, signature }: Extract<OpeningFrame, { type: 'lease' }>): ProviderFrame {
    const error = script.leaseError?.()
    if (error !== undefined) return error
    const quote = quotes.get(order.quoteHash)
    if (quote === undefined) return errorFrame('QUOTE_UNKNOWN', false)
    counts.leases++
    booksOf(order.channelId).owed += quote.fee
    const leaseId = messageId(separator, orderType, order)
    leases.set(leaseId, { quote, order, orderSignature: signature, lastSequence: 0n })
    return { type: 'leased', leaseId: script.leaseId?.(leaseId) ?? leaseId }
  }

  function booksOf(channelId: Hash): ChannelBooks {
    const known = books.get(channelId)
    if (known !== undefined) return known
    const created: ChannelBooks = { owed: 0n, paid: 0n, runs: 0 }
    books.set(channelId, created)
    return created
  }

  function serveChannel(channelId: Hash): ProviderFrame {
    counts.channel++
    const { owed, voucher, signature } = booksOf(channelId)
    const answer = {
      type: 'channel' as const,
      channelId,
      owed,
      ...(voucher === undefined ? {} : { voucher }),
      ...(signature === undefined ? {} : { signature }),
    }
    return script.channel?.(answer) ?? answer
  }

  function serveReceipt({ leaseId, sequence }: Extract<OpeningFrame, { type: 'receipt' }>): ProviderFrame {
    const found = receipts.get(`${leaseId}:${sequence}`)
    return found === undefined ? errorFrame('RECEIPT_UNKNOWN', false) : { type: 'receipt', ...found }
  }

  async function servePay(frames: AsyncIterator<Uint8Array>, send: (frame: ProviderFrame) => void): Promise<void> {
    for (let next = await frames.next(); next.done !== true; next = await frames.next()) {
      const frame = decodeBuyerFrame(next.value)
      if (frame.type !== 'voucher') throw new TypeError('The pay stream takes vouchers.')
      counts.vouchers++
      const { channelId, amount } = frame.voucher
      const channel = booksOf(channelId)
      if (amount < channel.paid) send(errorFrame('VOUCHER_STALE', false))
      channel.paid = amount
      channel.voucher = frame.voucher
      channel.signature = frame.signature
      for (const wake of [...waiters]) wake()
      send({ type: 'paid', channelId, amount })
    }
  }

  async function serveRun(
    frame: RunFrame,
    frames: AsyncIterator<Uint8Array>,
    parts: { stream: PeerStream; connection: PeerConnection; send: (frame: ProviderFrame) => void },
  ): Promise<void> {
    const { send } = parts
    counts.runs++
    const lease = leases.get(frame.leaseId)
    if (lease === undefined) return send(errorFrame('LEASE_UNKNOWN', false))
    if (frame.sequence <= lease.lastSequence) return send(errorFrame('SEQUENCE_STALE', false))
    lease.lastSequence = frame.sequence
    const hash = requestHash(frame.request)
    const earlier = frame.idempotencyKey === undefined ? undefined : answers.get(frame.idempotencyKey)
    if (earlier !== undefined) {
      if (earlier.hash !== hash) return send(errorFrame('IDEMPOTENCY_KEY_REUSED', false))
      const { receipt, signature, response } = earlier
      return send({ type: 'end', receipt, signature, response })
    }
    const channel = booksOf(lease.order.channelId)
    const increment = creditIncrement(lease.quote, lease.quote.creditTokens)
    const gone = Promise.withResolvers<void>()
    let cancelled = false
    const revealed = Promise.withResolvers<void>()
    const hear = (): void => {
      frames.next().then(
        ({ done, value }) => {
          if (done === true) return
          if (decodeBuyerFrame(value).type === 'reveal') {
            revealed.resolve()
            return hear()
          }
          counts.cancels++
          cancelled = true
          gone.resolve()
        },
        () => {
          cancelled = true
          gone.resolve()
        },
      )
    }
    hear()
    const context: RunContext = { ...parts, cancelled: gone.promise }
    channel.runs++
    let charged = 0n
    const chargeTo = async (inputUnits: number, outputUnits: number): Promise<void> => {
      const total = charge(lease.quote, { inputUnits: BigInt(inputUnits), outputUnits: BigInt(outputUnits) })
      const credit = increment * BigInt(channel.runs)
      const isCovered = () =>
        withinCredit(channel.owed + total - charged, channel.paid, credit) &&
        channel.owed + total - charged <= (init.deposit?.() ?? amountMax)
      while (!cancelled && !isCovered()) {
        const wait = Promise.withResolvers<void>()
        setTimeout(wait.resolve, 5)
        waiters.add(wait.resolve)
        await Promise.race([wait.promise, gone.promise])
        waiters.delete(wait.resolve)
      }
      if (cancelled) return
      channel.owed += total - charged
      charged = total
    }
    const serveBatch = async (request: BatchRequest, told: Promise<void>): Promise<void> => {
      const outputs = script.outputs?.(request) ?? request.inputs.map((output) => ({ ...ran, output }))
      const response: WorkResponse = { kind: 'outputs', outputs }
      const salt = `0x${'5a'.repeat(32)}` as Hash
      const inputUnits = batchInputUnits(request)
      const outputUnits = Number(batchOutputUnits(outputs))
      const { leaseId, sequence } = frame
      const sealOf = (hash: Hash) => resultSeal({ node: signer.address, leaseId, sequence, responseHash: hash, salt })
      const seal = script.seal?.(sealOf(responseHash(response))) ?? sealOf(responseHash(response))
      send({ type: 'accepted', inputUnits, outputUnits })
      await chargeTo(inputUnits, outputUnits)
      const isSealed = lease.quote.policy === policies.replicas
      if (isSealed) {
        send({ type: 'sealed', seal })
        await Promise.race([told, gone.promise])
      }
      if (cancelled) return
      const shown = script.endResponse ?? response
      const at = BigInt(Math.floor(now() / 1000))
      const receipt: Receipt = {
        ...{ leaseId, sequence, payer: lease.quote.payer, operator, node: signer.address, token: lease.quote.token },
        ...{ modelRoot: lease.quote.modelRoot, workload: lease.quote.workload, exactness: lease.quote.exactness },
        ...{ build: zeroHash, beacon: beacons.link(sequence), requestHash: hash, responseHash: responseHash(shown) },
        ...{
          evidenceRoot: isSealed ? seal : zeroHash,
          inputUnits: BigInt(inputUnits),
          outputUnits: BigInt(outputUnits),
        },
        ...{ amount: charged, finish: finishes.stop, startedAt: at, finishedAt: at },
      }
      const signature = sign(digest(separator, receiptType, receipt), script.receiptKey)
      send({ type: 'end', receipt, signature, response: shown, ...(isSealed ? { salt } : {}) })
    }
    try {
      if ((await script.beforeAccepted?.(context)) === true) return
      if (frame.request.kind === 'batch') {
        await serveBatch(frame.request, revealed.promise)
        return
      }
      const honestInput = inputTokensOf(frame)
      const inputUnits = script.inputUnits?.(honestInput) ?? honestInput
      send({ type: 'accepted', inputUnits })
      await chargeTo(inputUnits, 0)
      await script.afterAccepted?.(context)
      let outputUnits = 0
      let text = ''
      const tokenIds: number[] = []
      let finish: keyof typeof finishes = 'stop'
      const embeds = frame.request.kind === 'embed'
      const left = embeds ? [] : leftAfter(continuationOf(frame), texts)
      const honest = left.map((each) => ({ text: each, units: 1, ...idsOf(each) })).slice(0, maxTokensOf(frame))
      if (honest.length < left.length) finish = 'length'
      const chunks: readonly ScriptedChunk[] = script.chunks?.(left) ?? honest
      for (const [index, chunk] of chunks.entries()) {
        await chargeTo(inputUnits, outputUnits + chunk.units)
        if (cancelled) break
        outputUnits += chunk.units
        text += chunk.text
        tokenIds.push(...(chunk.tokenIds ?? []))
        send({ type: 'chunk', ...chunk })
        if ((await script.afterChunk?.(context, index)) === true) return
        if (script.endAfter?.chunks !== index + 1) continue
        finish = script.endAfter.finish
        break
      }
      if (cancelled) finish = 'cancelled'
      const vectors: WorkResponse = { kind: 'vectors', vectors: ['AACAPw=='] }
      const response: WorkResponse = embeds ? vectors : { kind: 'text', text, ...(tokenIds.length > 0 && { tokenIds }) }
      const honestReceipt: Receipt = {
        leaseId: frame.leaseId,
        sequence: frame.sequence,
        payer: lease.quote.payer,
        operator,
        node: signer.address,
        modelRoot: lease.quote.modelRoot,
        token: lease.quote.token,
        workload: lease.quote.workload,
        exactness: lease.quote.exactness,
        build: zeroHash,
        beacon: beacons.link(frame.sequence),
        requestHash: hash,
        responseHash: responseHash(response),
        evidenceRoot: zeroHash,
        inputUnits: BigInt(inputUnits),
        outputUnits: BigInt(outputUnits),
        amount: charged,
        finish: finishes[finish],
        startedAt: BigInt(Math.floor(now() / 1000)),
        finishedAt: BigInt(Math.floor(now() / 1000)),
      }
      const receipt = script.receipt?.(honestReceipt) ?? honestReceipt
      const signature = sign(digest(separator, receiptType, receipt), script.receiptKey)
      receipts.set(`${frame.leaseId}:${frame.sequence}`, { receipt, signature })
      if (frame.idempotencyKey !== undefined && (finish === 'stop' || finish === 'length')) {
        answers.set(frame.idempotencyKey, { hash, receipt, signature, response })
      }
      if ((await script.beforeEnd?.(context)) === true) return
      const extra = embeds ? { response } : {}
      send({ type: 'end', receipt, signature, ...extra, ...(script.endResponse && { response: script.endResponse }) })
      script.afterEnd?.(context)
    } finally {
      channel.runs--
    }
  }

  return {
    address: signer.address,
    operator,
    prices,
    model,
    script,
    counts,
    books,
    leases,
    answers,
    quoteFrames,
    set details(next: OfferDetails) {
      details = next
    },
    /** Its offers as it signs them now, for gossip. */
    offers: () => serveOffers().offers,
    handler,
    /** Signs its offers anew, with the next sequence. */
    reoffer(sequence = offerSequence + 1n) {
      offerSequence = sequence
      offeredAt = now()
    },
    say(next: readonly string[]) {
      texts = next
    },
  }
}

export function errorFrame(code: string, retryable: boolean, message = `It is ${code}.`): ErrorFrame {
  return { type: 'error', code, message, hint: 'A scripted hint.', retryable }
}

/** What the channel of a buyer with this provider owes and was paid. */
export function onlyBooks(provider: ScriptedProvider): ChannelBooks {
  const [books] = provider.books.values()
  if (books === undefined) throw new TypeError('The provider has no channel yet.')
  return books
}

/** Returns a voucher signed by some other key. */
export function forgedVoucher(voucher: Voucher, separator: Uint8Array, key: Hex): Signature {
  return createSigner(key).sign(digest(separator, voucherType, voucher))
}

function continuationOf({ request }: RunFrame): string {
  return 'continuation' in request ? (request.continuation?.text ?? '') : ''
}

function maxTokensOf({ request }: RunFrame): number {
  return 'maxTokens' in request ? request.maxTokens : 0
}

/** What of the answer is still to come; a piece that was delivered in part is finished. */
function leftAfter(delivered: string, texts: readonly string[]): readonly string[] {
  let skip = delivered.length
  return texts.flatMap((text) => {
    const rest = text.slice(Math.min(skip, text.length))
    skip = Math.max(0, skip - text.length)
    return rest === '' ? [] : [rest]
  })
}

function inputTokensOf({ request }: RunFrame): number {
  const texts =
    request.kind === 'chat'
      ? request.messages.map(({ content }) => content)
      : request.kind === 'completion'
        ? [request.prompt]
        : request.kind === 'embed'
          ? request.inputs
          : []
  const delivered = continuationOf({ request } as RunFrame)
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 4) + 1, 0) + Math.ceil(delivered.length / 4)
}
