/** A buyer that speaks frames and does exactly as it is told: honest by default, wrong where a test asks for it. */
import { createSigner, generatePrivateKey } from '@millrace/chain'
import {
  type Address,
  type Amount,
  type BuyerFrame,
  bytesToHex,
  channelIdOf,
  charge,
  decodeProviderFrame,
  digest,
  encodeFrame,
  type Hash,
  messageId,
  type OpeningFrame,
  type Order,
  offerType,
  orderType,
  type PeerStream,
  type ProviderFrame,
  payerProofType,
  protocolVersion,
  type Quote,
  quoteType,
  type SignedOffer,
  type Signer,
  voucherType,
  type WorkRequest,
} from '@millrace/protocol'

export type Frame<T extends ProviderFrame['type']> = Extract<ProviderFrame, { type: T }>
type Opening = OpeningFrame extends infer F ? (F extends { v: unknown } ? Omit<F, 'v'> : never) : never

export type Wire = {
  send(frame: Uint8Array | BuyerFrame): void
  /** Returns the next frame, undefined at the end. */
  next(): Promise<ProviderFrame | undefined>
  readonly stream: PeerStream
}

type QuoteOpening = Extract<Opening, { type: 'quote' }>
/** What an ask may say besides its amount; `proof: null` sends none. */
export type QuoteTerms = {
  readonly workload?: number
  readonly offerTerms?: number
  readonly offerHash?: Hash
  readonly proof?: QuoteOpening['proof'] | null
  readonly bid?: NonNullable<QuoteOpening['bid']>
  readonly round?: number
  readonly reservation?: NonNullable<QuoteOpening['reservation']>
  readonly exactness?: number
  readonly policy?: number
  readonly policyParameter?: number
}

export type ScriptedLease = { readonly leaseId: Hash; readonly quote: Quote; readonly order: Order }

export type ScriptedRun = {
  readonly accepted: Frame<'accepted'> | undefined
  readonly chunks: readonly Frame<'chunk'>[]
  readonly notices: readonly Frame<'notice'>[]
  readonly sealed: Frame<'sealed'> | undefined
  readonly end: Frame<'end'> | undefined
  readonly error: Frame<'error'> | undefined
}

export type ScriptedBuyer = ReturnType<typeof createScriptedBuyer>

export type BuyerInit = {
  readonly openStream: () => PeerStream
  readonly signer: Signer
  readonly payer: Address
  /** Signs that the session may ask; without it no proof is sent. */
  readonly payerSigner?: Signer
  readonly operator: Address
  readonly token: Address
  readonly separator: Uint8Array
  readonly epoch?: bigint
  /** Seconds. */
  readonly now: () => number
}

export function createScriptedBuyer(init: BuyerInit) {
  const { signer, payer, operator, token, separator } = init
  const channelId = channelIdOf(payer, operator, token)
  let pay: Wire | undefined
  /** What this buyer counts as delivered, the highest amount it signed, and the highest that was acknowledged. */
  const count = { owed: 0n, signed: 0n, acknowledged: 0n, sequence: 0n }

  const open = (first: Uint8Array | Opening): Wire => {
    const stream = init.openStream()
    const frames = stream.frames[Symbol.asyncIterator]()
    void stream.send(first instanceof Uint8Array ? first : encodeOpening(first))
    return {
      stream,
      send: (frame) => void stream.send(frame instanceof Uint8Array ? frame : encodeFrame(frame)),
      async next() {
        const result = await frames.next()
        return result.done === true ? undefined : decodeProviderFrame(result.value)
      },
    }
  }
  const ask = async (first: Uint8Array | Opening): Promise<ProviderFrame> => {
    const wire = open(first)
    const answer = await wire.next()
    wire.stream.end()
    if (answer === undefined) throw new Error('The node ended the stream without an answer.')
    return answer
  }
  const voucherFrame = (amount: Amount, change: { epoch?: bigint; signer?: Signer; separator?: Uint8Array } = {}) => {
    const voucher = { channelId, epoch: change.epoch ?? init.epoch ?? 1n, amount }
    const signature = (change.signer ?? signer).sign(digest(change.separator ?? separator, voucherType, voucher))
    return { type: 'voucher' as const, voucher, signature }
  }
  const sendVoucher = async (amount: Amount): Promise<ProviderFrame | undefined> => {
    pay ??= open({ type: 'pay' })
    if (amount > count.signed) count.signed = amount
    pay.send(voucherFrame(amount))
    const answer = await pay.next()
    // An error ends the stream; the next voucher goes on a new one.
    if (answer?.type !== 'paid') pay = undefined
    else if (answer.amount > count.acknowledged) count.acknowledged = answer.amount
    return answer
  }
  let lastPayment: Promise<unknown> = Promise.resolve()
  /** One voucher after the other: the pay stream has one reader. */
  const inTurn = <T>(send: () => Promise<T>): Promise<T> => {
    const sent = lastPayment.then(send)
    lastPayment = sent.catch(() => undefined)
    return sent
  }
  const payAmount = (amount: Amount) => inTurn(() => sendVoucher(amount))
  const payOwed = () => inTurn(async () => (count.owed > count.signed ? sendVoucher(count.owed) : undefined))

  return {
    signer,
    payer,
    channelId,
    count,
    open,
    ask,
    voucherFrame,
    pay: payAmount,
    async offers(): Promise<readonly SignedOffer[]> {
      return expectFrame(await ask({ type: 'offers' }), 'offers').offers
    },
    /** Returns the payer's permission to ask, as it is or with something wrong. */
    proof(
      change: { payer?: Address; session?: Address; expiresAt?: bigint; signer?: Signer; separator?: Uint8Array } = {},
    ) {
      const by = change.signer ?? init.payerSigner
      if (by === undefined) return undefined
      const proof = {
        payer: change.payer ?? payer,
        session: change.session ?? signer.address,
        expiresAt: change.expiresAt ?? BigInt(Math.floor(init.now()) + 600),
      }
      return { proof, signature: by.sign(digest(change.separator ?? separator, payerProofType, proof)) }
    },
    /** Asks for a quote and returns whatever comes. */
    async askQuote(amountMax: Amount, terms: QuoteTerms = {}): Promise<ProviderFrame> {
      const { workload = 1, offerTerms = 0, offerHash: known, proof = this.proof(), ...more } = terms
      const found = (await this.offers()).find(({ offer }) => offer.workload === workload && offer.terms === offerTerms)
      if (known === undefined && found === undefined) throw new Error('No such offer.')
      const offerHash = known ?? (found === undefined ? undefined : messageId(separator, offerType, found.offer))
      if (offerHash === undefined) throw new Error('No such offer.')
      return ask({ type: 'quote', offerHash, payer, amountMax, ...(proof === null ? {} : { proof }), ...more })
    },
    async quote(amountMax: Amount, workload = 1, terms: QuoteTerms = {}): Promise<Frame<'quoted'>> {
      return expectFrame(await this.askQuote(amountMax, { ...terms, workload }), 'quoted')
    },
    orderFor(quote: Quote, change: Partial<Order> = {}): Order {
      return {
        quoteHash: messageId(separator, quoteType, quote),
        channelId,
        epoch: init.epoch ?? 1n,
        payer,
        operator,
        node: quote.node,
        signer: signer.address,
        policy: quote.policy,
        policyParameter: quote.policyParameter,
        amountMax: quote.amountMax,
        sequence: 1n,
        expiresAt: BigInt(Math.floor(init.now()) + 3_600),
        ...change,
      }
    },
    signOrder: (order: Order) => signer.sign(digest(separator, orderType, order)),
    sendOrder(order: Order, change: { signer?: Signer; separator?: Uint8Array } = {}): Promise<ProviderFrame> {
      const signature = (change.signer ?? signer).sign(digest(change.separator ?? separator, orderType, order))
      return ask({ type: 'lease', order, signature })
    },
    async lease(amountMax: Amount, workload = 1, terms: QuoteTerms = {}): Promise<ScriptedLease> {
      const { quote } = await this.quote(amountMax, workload, terms)
      const order = this.orderFor(quote)
      const { leaseId } = expectFrame(await this.sendOrder(order), 'leased')
      return { leaseId, quote, order }
    },
    openRun(lease: ScriptedLease, request: WorkRequest, idempotencyKey?: string, sequence?: bigint): Wire {
      count.sequence += 1n
      const frame = { type: 'run' as const, leaseId: lease.leaseId, sequence: sequence ?? count.sequence, request }
      return open(idempotencyKey === undefined ? frame : { ...frame, idempotencyKey })
    },
    /** Runs a request to its end, paying for each chunk as it comes, and has a sealed result revealed at once. */
    async run(
      lease: ScriptedLease,
      request: WorkRequest,
      options: { idempotencyKey?: string; pays?: boolean; sequence?: bigint } = {},
    ): Promise<ScriptedRun> {
      const wire = this.openRun(lease, request, options.idempotencyKey, options.sequence)
      const chunks: Frame<'chunk'>[] = []
      const notices: Frame<'notice'>[] = []
      let accepted: Frame<'accepted'> | undefined
      let sealed: Frame<'sealed'> | undefined
      let charged = 0n
      for (let frame = await wire.next(); frame !== undefined; frame = await wire.next()) {
        if (frame.type === 'accepted') accepted = frame
        else if (frame.type === 'chunk') chunks.push(frame)
        else if (frame.type === 'notice') notices.push(frame)
        else if (frame.type === 'sealed') {
          sealed = frame
          wire.send({ type: 'reveal' })
        } else if (frame.type === 'end') return { accepted, chunks, notices, sealed, end: frame, error: undefined }
        else if (frame.type === 'error') return { accepted, chunks, notices, sealed, end: undefined, error: frame }
        const whole = BigInt(accepted?.outputUnits ?? 0)
        const outputUnits = chunks.reduce((sum, { units }) => sum + BigInt(units), whole)
        const total = charge(lease.quote, { inputUnits: BigInt(accepted?.inputUnits ?? 0), outputUnits })
        count.owed += total - charged
        charged = total
        if (options.pays !== false) await payOwed()
      }
      return { accepted, chunks, notices, sealed, end: undefined, error: undefined }
    },
  }
}

export function expectFrame<T extends ProviderFrame['type']>(frame: ProviderFrame | undefined, type: T): Frame<T> {
  if (frame?.type === type) return frame as Frame<T>
  throw new Error(`Expected ${type}, got ${frame?.type === 'error' ? `${frame.code}: ${frame.message}` : frame?.type}.`)
}

export function randomSigner(): Signer {
  return createSigner(generatePrivateKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes))))
}

export function encodeOpening(frame: Opening): Uint8Array {
  return encodeFrame({ v: protocolVersion, ...frame } as OpeningFrame)
}

export function randomNonce(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(16)))
}
