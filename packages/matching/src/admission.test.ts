import type { Address } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address, hash } from '../test/support/ids.ts'
import { type AdmissionLimits, createQuoteAdmission, type QuoteAdmissionAsk } from './admission.ts'

const limits: AdmissionLimits = { payersMax: 3, askBurstMax: 4, asksPerSecondMax: 2, quotesPerPayerMax: 3 }
const payer = address(1)
let quotes = 0

describe('asking', () => {
  test('holds no more than the balance, until a quote is used or expires', () => {
    const admission = createQuoteAdmission(limits)
    const first = ask({ amount: 60n, expiresAt: 10_000 })
    expect(admission.admit(first, 0)).toEqual({ outcome: 'admitted' })
    expect(admission.admit(ask({ amount: 41n }), 0)).toEqual({
      outcome: 'refused',
      reason: 'balance',
      retryInMs: 10_000,
    })
    expect(admission.admit(ask({ amount: 40n, expiresAt: 20_000 }), 0)).toEqual({ outcome: 'admitted' })
    expect(admission.held(payer, 0)).toBe(100n)
    expect(admission.release(payer, first.quote)).toBe(true)
    expect(admission.release(payer, first.quote)).toBe(false)
    expect(admission.held(payer, 0)).toBe(40n)
    expect(admission.held(payer, 20_000)).toBe(0n)
  })

  test('takes a token each, even when refused, and the bucket fills slowly', () => {
    const admission = createQuoteAdmission(limits)
    for (let i = 0; i < 3; i++) expect(admission.admit(ask({}), 0).outcome).toBe('admitted')
    expect(admission.admit(ask({}), 0)).toMatchObject({ outcome: 'refused', reason: 'quotes' })
    expect(admission.admit(ask({}), 0)).toEqual({ outcome: 'refused', reason: 'rate', retryInMs: 500 })
    expect(admission.admit(ask({}), 499)).toMatchObject({ reason: 'rate', retryInMs: 1 })
    expect(admission.admit(ask({}), 500)).toMatchObject({ reason: 'quotes' })
  })

  test('without the money is refused before anything is remembered', () => {
    const admission = createQuoteAdmission(limits)
    for (let id = 0; id < 100; id++) {
      const answer = admission.admit(ask({ payer: address(id), amount: 101n }), 0)
      expect(answer).toEqual({ outcome: 'refused', reason: 'balance', retryInMs: undefined })
    }
    expect(admission.size).toBe(0)
  })

  test('evicts only who is idle with a full bucket', () => {
    const admission = createQuoteAdmission(limits)
    const used = [1, 2, 3].map((id) => ask({ payer: address(id), expiresAt: 60_000 }))
    for (const one of used) admission.admit(one, 0)
    expect(admission.admit(ask({ payer: address(4) }), 30_000)).toEqual({
      outcome: 'refused',
      reason: 'payers',
      retryInMs: undefined,
    })
    for (const one of used) admission.release(one.payer, one.quote)
    expect(admission.admit(ask({ payer: address(4) }), 30_000)).toEqual({ outcome: 'admitted' })
    expect(admission.size).toBe(1)
  })

  test('keeps in mind who has asked too often, though it holds no quote', () => {
    const admission = createQuoteAdmission({ ...limits, payersMax: 1 })
    for (let i = 0; i < limits.askBurstMax; i++) {
      const one = ask({})
      admission.admit(one, 0)
      admission.release(one.payer, one.quote)
    }
    expect(admission.admit(ask({ payer: address(2) }), 1_999)).toMatchObject({ reason: 'payers' })
    expect(admission.admit(ask({ payer: address(2) }), 2_000)).toEqual({ outcome: 'admitted' })
  })

  test('for nothing, or twice for one quote, is a mistake of the caller', () => {
    const admission = createQuoteAdmission(limits)
    const twice = ask({ amount: 1n })
    admission.admit(twice, 0)
    expect(() => admission.admit(twice, 0)).toThrow(RangeError)
    expect(() => admission.admit(ask({ amount: 0n }), 0)).toThrow(RangeError)
  })
})

type Step = { id: number; amount: bigint; lifeMs: number; waitMs: number; release: boolean }
const steps = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 5 }),
    amount: fc.bigInt({ min: 1n, max: 120n }),
    lifeMs: fc.nat(5_000),
    waitMs: fc.oneof(fc.constant(0), fc.nat(3_000)),
    release: fc.boolean(),
  }),
  { maxLength: 60 },
)

describe('whatever is asked', () => {
  test('no payer holds more than its balance, and no more payers are remembered than there may be', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const admission = createQuoteAdmission(limits)
        run(list, (now, one, step) => {
          admission.admit(one, now)
          for (let id = 1; id <= 5; id++) expect(admission.held(address(id), now) <= 100n).toBe(true)
          expect(admission.size).toBeLessThanOrEqual(limits.payersMax)
          if (step.release) admission.release(one.payer, one.quote)
        })
      }),
    )
  })

  test('no payer is admitted more often than the bucket allows', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const admission = createQuoteAdmission({ ...limits, quotesPerPayerMax: 1_000 })
        const admitted = new Map<Address, number>()
        let elapsed = 0
        run(list, (now, one) => {
          elapsed = now
          if (admission.admit(one, now).outcome === 'admitted')
            admitted.set(one.payer, (admitted.get(one.payer) ?? 0) + 1)
        })
        for (const count of admitted.values()) expect(count).toBeLessThanOrEqual(4 + (elapsed * 2) / 1000 + 1e-6)
      }),
    )
  })

  test('forgetting changes nothing: more room gives the same answers but for want of room', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const [small, large] = [createQuoteAdmission(limits), createQuoteAdmission({ ...limits, payersMax: 1_000 })]
        let isComparable = true
        run(list, (now, one, step) => {
          const answer = small.admit(one, now)
          // From the first answer that names the lack of room on, the two have seen different things.
          isComparable &&= answer.outcome === 'admitted' || answer.reason !== 'payers'
          const other = large.admit(one, now)
          if (isComparable) expect(answer).toEqual(other)
          if (!step.release) return
          small.release(one.payer, one.quote)
          large.release(one.payer, one.quote)
        })
      }),
    )
  })
})

function run(list: readonly Step[], act: (now: number, one: QuoteAdmissionAsk, step: Step) => void): void {
  let now = 0
  for (const step of list) {
    now += step.waitMs
    act(now, ask({ payer: address(step.id), amount: step.amount, expiresAt: now + step.lifeMs }), step)
  }
}

function ask(over: Partial<QuoteAdmissionAsk>): QuoteAdmissionAsk {
  return { payer, quote: hash(++quotes), amount: 1n, balance: 100n, expiresAt: 10_000, ...over }
}
