import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ChannelLedger,
  chargeFee,
  chargeWork,
  confirmVoucher,
  endJob,
  judgeVoucher,
  newLedger,
  observeChain,
  receiveVoucher,
  redeemable,
  refundWork,
  startJob,
} from './channel-ledger.ts'

const increment = 10n

test('work is delivered up to one increment ahead of what is paid, and not one base unit further', () => {
  const ledger = startJob(newLedger(1_000n, 0n), increment)
  expect(chargeWork(ledger, 11n)).toEqual({ outcome: 'unpaid' })
  const charged = chargeWork(ledger, 10n)
  expect(charged).toMatchObject({ outcome: 'charged', ledger: { owed: 10n } })
  if (charged.outcome !== 'charged') return
  expect(chargeWork(charged.ledger, 1n)).toEqual({ outcome: 'unpaid' })
  expect(chargeWork(confirmVoucher(charged.ledger, 1n), 1n).outcome).toBe('charged')
})

test('a payer is trusted with sixteen increments, or as much as it has paid, however many jobs run', () => {
  let ledger = newLedger(10_000n, 0n)
  for (let jobs = 0; jobs < 100; jobs++) ledger = startJob(ledger, increment)
  expect(chargeWork(ledger, 161n)).toEqual({ outcome: 'unpaid' })
  expect(chargeWork(ledger, 160n).outcome).toBe('charged')
  ledger = confirmVoucher(ledger, 500n)
  expect(chargeWork(ledger, 1_001n)).toEqual({ outcome: 'unpaid' })
  expect(chargeWork(ledger, 1_000n).outcome).toBe('charged')
})

test('a buyer half a large increment behind does not hold up runs of small ones', () => {
  const large = startJob(newLedger(10_000n, 0n), 1_000n)
  const behind = chargeWork(large, 499n)
  if (behind.outcome !== 'charged') throw new TypeError('It is within the credit.')
  expect(chargeWork(startJob(behind.ledger, 1n), 1n).outcome).toBe('charged')
})

test('work above the deposit is refused whatever is paid', () => {
  const ledger = confirmVoucher(startJob(newLedger(5n, 0n), increment), 5n)
  expect(chargeWork(ledger, 6n)).toEqual({ outcome: 'exhausted' })
  expect(chargeWork(observeChain(ledger, { deposit: 6n, redeemed: 0n }), 6n).outcome).toBe('charged')
})

test('a fee is owed beyond the credit, never beyond the deposit, and nothing is delivered until it is paid', () => {
  const books = chargeFee(startJob(newLedger(1_000n, 0n), 10n), 900n)
  expect(books.owed).toBe(900n)
  expect(chargeWork(books, 1n)).toEqual({ outcome: 'unpaid' })
  const paid = confirmVoucher(receiveVoucher(books, 900n), 900n)
  expect(chargeWork(paid, 10n)).toMatchObject({ outcome: 'charged' })
  expect(() => chargeFee(books, 101n)).toThrow(RangeError)
  expect(refundWork(books, 900n).owed).toBe(0n)
})

test('a voucher that is not on disk yet unlocks nothing', () => {
  const ledger = receiveVoucher(startJob(newLedger(1_000n, 0n), increment), 500n)
  expect(chargeWork(ledger, 11n)).toEqual({ outcome: 'unpaid' })
  expect(redeemable(ledger)).toBe(0n)
})

test('vouchers are judged against the best one received and the deposit', () => {
  const ledger = receiveVoucher(newLedger(100n, 0n), 50n)
  expect([49n, 50n, 51n, 100n, 101n].map((amount) => judgeVoucher(ledger, amount))).toEqual([
    'stale',
    'equal',
    'higher',
    'higher',
    'over-deposit',
  ])
})

type Step =
  | { readonly do: 'start' | 'end' | 'confirm' | 'refund' }
  | { readonly do: 'charge' | 'sign' | 'topUp' | 'redeem'; readonly amount: bigint }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('start' as const, 'end' as const, 'confirm' as const, 'refund' as const) }),
  fc.record({
    do: fc.constantFrom('charge' as const, 'sign' as const, 'topUp' as const, 'redeem' as const),
    amount: fc.bigInt({ min: 0n, max: 40n }),
  }),
)

test('whatever the order of events: paid ≤ signed ≤ deposit, owed ≤ deposit, and no charge passes paid + credit', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let ledger = newLedger(50n, 0n)
      let jobs = 0
      let lastCharge = 0n
      for (const next of steps) {
        const before = ledger
        if (next.do === 'start') {
          ledger = startJob(ledger, increment)
          jobs++
        } else if (next.do === 'end' && jobs > 0) {
          ledger = endJob(ledger, increment)
          jobs--
        } else if (next.do === 'charge') {
          const result = chargeWork(ledger, next.amount)
          if (result.outcome === 'charged') {
            ledger = result.ledger
            lastCharge = next.amount
            expect(ledger.owed).toBeLessThanOrEqual(ledger.paid + ledger.credit)
            const proven = ledger.paid > 16n * increment ? ledger.paid : 16n * increment
            expect(ledger.owed).toBeLessThanOrEqual(ledger.paid + proven)
          }
        } else if (next.do === 'refund') {
          ledger = refundWork(ledger, lastCharge)
          lastCharge = 0n
        } else if (next.do === 'sign') {
          const amount = ledger.signed + next.amount
          if (judgeVoucher(ledger, amount) === 'higher') ledger = receiveVoucher(ledger, amount)
        } else if (next.do === 'confirm') ledger = confirmVoucher(ledger, ledger.signed)
        else if (next.do === 'topUp')
          ledger = observeChain(ledger, { deposit: ledger.deposit + next.amount, redeemed: ledger.redeemed })
        else if (next.do === 'redeem')
          ledger = observeChain(ledger, { deposit: ledger.deposit, redeemed: ledger.redeemed + redeemable(ledger) })
        checkInvariants(ledger, before, jobs, next)
      }
    }),
    { numRuns: 500 },
  )
})

function checkInvariants(ledger: ChannelLedger, before: ChannelLedger, jobs: number, last: Step): void {
  expect(ledger.paid).toBeLessThanOrEqual(ledger.signed)
  expect(ledger.signed).toBeLessThanOrEqual(ledger.deposit)
  expect(ledger.owed).toBeLessThanOrEqual(ledger.deposit)
  expect(ledger.redeemed).toBeLessThanOrEqual(ledger.paid)
  expect(ledger.credit).toBe(BigInt(jobs) * increment)
  for (const name of ['deposit', 'redeemed', 'signed', 'paid'] as const) {
    expect(ledger[name]).toBeGreaterThanOrEqual(before[name])
  }
  if (last.do !== 'refund') expect(ledger.owed).toBeGreaterThanOrEqual(before.owed)
}
