/**
 * What asking for a quote costs, so that slots cannot be held for free: a payer's unused quotes never promise more than its
 * visible balance together, and each ask takes a token from the payer's bucket, which fills slowly. To hold many slots one
 * must have the money that many jobs would cost.
 *
 * Nothing is remembered of a payer that holds no quote and whose bucket is full: forgetting it changes nothing, which is the
 * only way that one is ever evicted. A payer whose balance does not cover what it asks for is refused before anything is
 * remembered, so names without money take no room.
 *
 * Units: milliseconds, base units, tokens of the bucket (one an ask).
 */
import type { Address, Amount, Hash } from '@millrace/protocol'
import type { Millis } from './time.ts'

export type AdmissionLimits = {
  /** Payers that are remembered at once, about 200 bytes each. */
  readonly payersMax: number
  /** Asks a payer may make at once after a pause. */
  readonly askBurstMax: number
  /** Asks a payer may make a second in the long run. */
  readonly asksPerSecondMax: number
  /** Unused quotes of one payer, however large its balance. */
  readonly quotesPerPayerMax: number
}

export const defaultAdmissionLimits: AdmissionLimits = {
  payersMax: 10_000,
  askBurstMax: 16,
  asksPerSecondMax: 4,
  quotesPerPayerMax: 64,
}

export type QuoteAdmissionAsk = {
  readonly payer: Address
  /** Names the quote, to free what it holds once it is used. */
  readonly quote: Hash
  /** Most that the quoted work may cost; above 0. */
  readonly amount: Amount
  /** What the payer has to spend: its free balance and what is left in its channel. */
  readonly balance: Amount
  readonly expiresAt: Millis
}

export type AdmissionAnswer =
  | { readonly outcome: 'admitted' }
  | {
      readonly outcome: 'refused'
      readonly reason: 'balance' | 'rate' | 'quotes' | 'payers'
      /** After how long the same ask may be admitted; undefined when time alone does not help. */
      readonly retryInMs: number | undefined
    }

export type QuoteAdmission = {
  /**
   * Admits an ask and holds its amount, or says why not. A refusal for the rate or the balance holds nothing.
   * Cost: the payer's unused quotes; those of some others when there is no room for a new payer.
   */
  admit(ask: QuoteAdmissionAsk, now: Millis): AdmissionAnswer
  /** Frees what a quote holds: it was ordered on, or given back. Returns whether it held something. */
  release(payer: Address, quote: Hash): boolean
  /** What a payer's unused quotes hold, in base units. */
  held(payer: Address, now: Millis): Amount
  /** Payers that are remembered. */
  readonly size: number
}

/** Payers looked at for one that can be forgotten, per ask that finds no room; the next ask looks at others. */
const evictionLooksMax = 64
/** What one ask takes from a bucket: levels are in thousandths, so that whole milliseconds add whole numbers. */
const askCost = 1_000

type PayerState = {
  level: number
  at: Millis
  readonly quotes: Map<Hash, { readonly amount: Amount; readonly expiresAt: Millis }>
}

export function createQuoteAdmission(limits: AdmissionLimits = defaultAdmissionLimits): QuoteAdmission {
  const payers = new Map<Address, PayerState>()
  const full = limits.askBurstMax * askCost

  const settle = (state: PayerState, now: Millis) => {
    const elapsedMs = Math.max(0, now - state.at)
    state.level = Math.min(full, state.level + elapsedMs * limits.asksPerSecondMax)
    state.at = Math.max(state.at, now)
    for (const [quote, { expiresAt }] of state.quotes) if (expiresAt <= now) state.quotes.delete(quote)
  }
  const forgetIdle = (now: Millis) => {
    let looks = Math.min(evictionLooksMax, payers.size)
    for (const [payer, state] of payers) {
      if (looks-- === 0) return
      settle(state, now)
      payers.delete(payer)
      if (state.quotes.size > 0 || state.level < full) payers.set(payer, state)
    }
  }
  const stateOf = (payer: Address, now: Millis): PayerState | undefined => {
    const known = payers.get(payer)
    if (known !== undefined) {
      settle(known, now)
      return known
    }
    if (payers.size >= limits.payersMax) forgetIdle(now)
    if (payers.size >= limits.payersMax) return undefined
    const state: PayerState = { level: full, at: now, quotes: new Map() }
    payers.set(payer, state)
    return state
  }

  return {
    admit(ask, now) {
      if (ask.amount <= 0n) throw new RangeError(`amount: ${ask.amount} is not above 0`)
      if (ask.amount > ask.balance) return refused('balance')
      const state = stateOf(ask.payer, now)
      if (state === undefined) return refused('payers')
      if (state.level < askCost) return refused('rate', Math.ceil((askCost - state.level) / limits.asksPerSecondMax))
      state.level -= askCost
      if (state.quotes.size >= limits.quotesPerPayerMax) return refused('quotes', untilExpiry(state, now))
      if (sumOf(state) + ask.amount > ask.balance) return refused('balance', untilExpiry(state, now))
      if (state.quotes.has(ask.quote)) throw new RangeError(`quote ${ask.quote} is held already`)
      if (ask.expiresAt > now) state.quotes.set(ask.quote, { amount: ask.amount, expiresAt: ask.expiresAt })
      return { outcome: 'admitted' }
    },
    release(payer, quote) {
      return payers.get(payer)?.quotes.delete(quote) ?? false
    },
    held(payer, now) {
      const state = payers.get(payer)
      if (state === undefined) return 0n
      settle(state, now)
      return sumOf(state)
    },
    get size() {
      return payers.size
    },
  }
}

function refused(
  reason: Extract<AdmissionAnswer, { outcome: 'refused' }>['reason'],
  retryInMs?: number,
): AdmissionAnswer {
  return { outcome: 'refused', reason, retryInMs }
}

function sumOf(state: PayerState): Amount {
  let sum = 0n
  for (const { amount } of state.quotes.values()) sum += amount
  return sum
}

/** Milliseconds until the first of the quotes lets go of what it holds. */
function untilExpiry(state: PayerState, now: Millis): number | undefined {
  const expiries = [...state.quotes.values()].map(({ expiresAt }) => expiresAt)
  return expiries.length === 0 ? undefined : Math.min(...expiries) - now
}
