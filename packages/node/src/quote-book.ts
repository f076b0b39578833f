/**
 * Quotes given and not yet forgotten. An unused quote is a soft reservation: it counts against what its peer and all
 * peers together may hold, until it is used or expires. A used one stays known until it expires, so that it is told apart
 * from one that never was.
 */
import {
  type Address,
  type Amount,
  bytesToHex,
  digest,
  type Hash,
  type Offer,
  type Prices,
  type Quote,
  quoteType,
  type Signature,
  type Signer,
} from '@millrace/protocol'
import type { ChainOf } from './beacons.ts'
import type { QuoteAssurance } from './quote-policy.ts'
import { RefusalError } from './refusal-error.ts'

export type SignedQuote = { readonly quote: Quote; readonly signature: Signature }

export type QuoteBook = {
  /**
   * Returns a signed quote, reserved for the peer that asked. Where all are out, one that promises more is given still, and names
   * the unused one that promises least, to be displaced: else a few payers of next to nothing could hold all of them.
   *
   * @param now - milliseconds. @throws {RefusalError} QUOTES_BUSY
   */
  reserve(ask: QuoteAsk, now: number): GivenQuote & { readonly displaces: GivenQuote | undefined }
  /** Uses a quote up. @throws {RefusalError} QUOTE_UNKNOWN, QUOTE_EXPIRED, QUOTE_USED */
  claim(quoteHash: Hash, now: number): GivenQuote
  /** Takes back a quote that was not handed out after all, or that is displaced. */
  withdraw(quoteHash: Hash): void
  /** Gives a claimed quote back, when the order for it was refused. */
  release(quoteHash: Hash): void
  /** Unused and unexpired quotes. */
  reserved(now: number): number
}

export type QuoteAsk = {
  readonly peer: Address
  readonly payer: Address
  readonly offer: Offer
  readonly offerHash: Hash
  readonly amountMax: Amount
  /** Agreed; the offer's, where nothing was negotiated. */
  readonly prices: Prices
  readonly assurance: QuoteAssurance
  readonly reservation?: QuoteReservation
}

/** Slots that the quote holds for a time to come. Unix seconds, base units. */
export type QuoteReservation = {
  readonly slots: number
  readonly startsAt: bigint
  readonly endsAt: bigint
  readonly fee: Amount
}

export type GivenQuote = SignedQuote & { readonly quoteHash: Hash; readonly reservation: QuoteReservation | undefined }

type QuoteBookInit = {
  readonly signer: Signer
  readonly separator: Uint8Array
  readonly lifetimeMs: number
  readonly quotesMax: number
  readonly perPeerMax: number
  readonly nextSequence: () => bigint
  readonly chainOf: ChainOf
}

type QuoteEntry = GivenQuote & { readonly peer: Address; readonly expiresAtMs: number; used: boolean }

export function createQuoteBook(init: QuoteBookInit): QuoteBook {
  const entries = new Map<Hash, QuoteEntry>()
  const heldBy = new Map<Address, number>()

  const hold = (peer: Address, change: 1 | -1) => {
    const held = (heldBy.get(peer) ?? 0) + change
    if (held === 0) heldBy.delete(peer)
    else heldBy.set(peer, held)
  }
  // All quotes live equally long, so the oldest expire first.
  const forgetExpired = (now: number) => {
    for (const [hash, entry] of entries) {
      if (entry.expiresAtMs + init.lifetimeMs > now) return
      entries.delete(hash)
      if (!entry.used) hold(entry.peer, -1)
    }
  }

  const displacedBy = (ask: QuoteAsk): QuoteEntry => {
    let least: QuoteEntry | undefined
    for (const entry of entries.values()) {
      if (!entry.used && (least === undefined || promiseOf(entry.quote) < promiseOf(least.quote))) least = entry
    }
    if (least === undefined || promiseOf(least.quote) >= ask.amountMax + (ask.reservation?.fee ?? 0n)) {
      throw new RefusalError('QUOTES_BUSY', `All ${init.quotesMax} quotes are out.`)
    }
    return least
  }

  return {
    reserve(ask, now) {
      forgetExpired(now)
      if ((heldBy.get(ask.peer) ?? 0) >= init.perPeerMax) {
        throw new RefusalError('QUOTES_BUSY', `This peer holds ${init.perPeerMax} unused quotes already.`)
      }
      const displaces = entries.size >= init.quotesMax ? displacedBy(ask) : undefined
      const expiresAt = BigInt(Math.floor((now + init.lifetimeMs) / 1000))
      const sequence = init.nextSequence()
      const { end: beacon } = init.chainOf({ ...ask, sequence, expiresAt })
      const quote = quoteOf(ask, { sequence, beacon, expiresAt })
      const hash = digest(init.separator, quoteType, quote)
      const signature = init.signer.sign(hash)
      const entry: QuoteEntry = {
        ...{ quote, signature, quoteHash: bytesToHex(hash), reservation: ask.reservation },
        ...{ peer: ask.peer, expiresAtMs: Number(expiresAt) * 1000, used: false },
      }
      entries.set(entry.quoteHash, entry)
      hold(ask.peer, 1)
      return { ...entry, displaces }
    },
    claim(quoteHash, now) {
      const entry = entries.get(quoteHash)
      if (entry === undefined) throw new RefusalError('QUOTE_UNKNOWN', 'The order names no quote of this node.')
      if (entry.used) throw new RefusalError('QUOTE_USED', 'The quote was ordered on before.')
      if (entry.expiresAtMs <= now)
        throw new RefusalError('QUOTE_EXPIRED', `The quote expired at ${entry.quote.expiresAt}.`)
      entry.used = true
      hold(entry.peer, -1)
      return entry
    },
    withdraw(quoteHash) {
      const entry = entries.get(quoteHash)
      if (entry === undefined || entry.used) return
      entries.delete(quoteHash)
      hold(entry.peer, -1)
    },
    release(quoteHash) {
      const entry = entries.get(quoteHash)
      if (entry === undefined || !entry.used) return
      entry.used = false
      hold(entry.peer, 1)
    },
    reserved(now) {
      let count = 0
      for (const entry of entries.values()) if (!entry.used && entry.expiresAtMs > now) count++
      return count
    },
  }
}

function promiseOf({ amountMax, fee }: Quote): Amount {
  return amountMax + fee
}

function quoteOf(ask: QuoteAsk, own: Pick<Quote, 'sequence' | 'beacon' | 'expiresAt'>): Quote {
  const { offer, prices, reservation } = ask
  return {
    offerHash: ask.offerHash,
    payer: ask.payer,
    operator: offer.operator,
    node: offer.node,
    modelRoot: offer.modelRoot,
    workload: offer.workload,
    token: offer.token,
    inputPrice: prices.inputPrice,
    outputPrice: prices.outputPrice,
    contextTokensMax: offer.contextTokensMax,
    creditTokens: offer.creditTokens,
    terms: offer.terms,
    noticeSeconds: offer.noticeSeconds,
    ...ask.assurance,
    slots: reservation?.slots ?? 0,
    startsAt: reservation?.startsAt ?? 0n,
    fee: reservation?.fee ?? 0n,
    amountMax: ask.amountMax,
    ...own,
  }
}
