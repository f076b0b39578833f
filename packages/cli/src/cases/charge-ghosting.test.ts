import { readFileSync } from 'node:fs'
import type { ChainReader } from '@millrace/chain'
import { channelIdOf, parseReceiptBundle, type ReceiptBundle } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { type AcceptedLease, ghostingCharge } from './charge-ghosting.ts'

const dollar = { symbol: 'tUSD', decimals: 6 }
const bundle = parseReceiptBundle(
  JSON.parse(readFileSync(new URL('../../../../vectors/receipt-bundle.json', import.meta.url), 'utf8')),
)
const { payer, operator, token } = bundle.quote
const { signal } = new AbortController()
const expiresAt = 36_000n
/** Of the epoch after the last that a run could end in. */
const due = 12n * 3_600n + 7_200n
const lease = leaseOf(bundle)
const granting = (amount: bigint, items: number) => ({ granted: () => ({ amount, items }) })
const init = { ...granting(0n, 0), now: due + 1n, payer, signal }

test('the words say what was taken, what is granted, what has to be accounted for, and how the bond is lost', async () => {
  const dear = { ...lease, order: { ...lease.order, amountMax: 9_000_000n } }
  const charge = await ghostingCharge(reader(), [dear], dollar, { ...init, ...granting(1_000_000n, 7) })
  expect(charge).toMatchObject({
    lease: dear,
    redeemed: 5_000_000n,
    granted: { amount: 1_000_000n, items: 7 },
    bond: 57n,
  })
  expect(charge.words).toMatch(/took 5 tUSD .* earned 1 tUSD in 7 receipts; for 4 tUSD .* the bond is lost\.$/)
  const cheap = { ...lease, order: { ...lease.order, amountMax: 3_000_000n } }
  expect((await ghostingCharge(reader(), [cheap], dollar, init)).words).toContain('for 3 tUSD')
})

test('the latest lease of the present opening is charged by, once its receipts are due', async () => {
  const later = { ...lease, order: { ...lease.order, expiresAt: expiresAt + 7_200n } }
  const closed = { ...lease, order: { ...lease.order, epoch: lease.order.epoch + 1n } }
  const charged = async (now: bigint) =>
    (await ghostingCharge(reader(), [lease, later, closed], dollar, { ...init, now })).lease
  await expect(charged(due + 1n)).rejects.toThrow(/order nothing more|receipts are due at/)
  expect(await charged(due + 7_200n + 1n)).toBe(later)
})

test.each([
  ['before its receipts are due', reader(), [lease], { now: due }, /receipts are due at/],
  ['when it is too old', reader(), [lease], { now: expiresAt + 86_401n }, /too old/],
  ['for what is granted', reader(), [lease], granting(5_000_000n, 1), /took 5 tUSD of it/],
  ['of another payer', reader(), [lease], { payer: operator }, /is of the payer/],
  ['for an earlier opening', reader({ epoch: 9n }), [lease], {}, /present opening/],
  ['without a lease', reader(), [], {}, /No lease/],
])('nothing is charged %s', async (_what, chain, leases, change, message) => {
  await expect(ghostingCharge(chain, leases, dollar, { ...init, ...change })).rejects.toThrow(message)
})

function reader({ epoch = lease.order.epoch } = {}): Pick<ChainReader, 'court' | 'deployment'> {
  return {
    deployment: { receiptEpochSeconds: 3_600 },
    court: {
      incomeOf: async () => ({ epoch, redeemed: 5_000_000n }),
      fees: async () => ({ ghostingBond: 50n, ghostingItemBond: 1n }),
      times: async () => ({ evidenceSeconds: 86_400, claimSeconds: 1, postingSeconds: 7_200, answerSeconds: 1 }),
    },
  } as unknown as ChainReader
}

function leaseOf({ quote, quoteSignature, order }: ReceiptBundle): AcceptedLease {
  const channelId = channelIdOf(payer, operator, token)
  return { leaseId: undefined, quote: { ...quote, fee: 0n }, quoteSignature, order: { ...order, channelId, expiresAt } }
}
