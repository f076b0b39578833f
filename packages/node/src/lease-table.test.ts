import { leaseTransition, type Order, parseHash, type Quote, zeroAddress } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLeaseTable, type LeaseSeed, moveLease } from './lease-table.ts'

test('a lease opens, is found until its time is over, and is told apart from an unknown one for an hour', () => {
  const table = createLeaseTable({ leasesMax: 10, perPayerMax: 2 })
  const lease = table.open(seed('a', 'c', 100n), 0)
  expect(lease).toMatchObject({ state: 'open', lastSequence: 0n, spent: 0n, increment: 32n })
  expect(table.find(lease.leaseId, 99_999)?.state).toBe('open')
  expect(table.find(lease.leaseId, 100_000)?.state).toBe('closed')
  table.expire(3_699_000)
  expect(table.size).toBe(1)
  table.expire(3_700_001)
  expect(table.size).toBe(0)
  expect([...table.ofChannel(lease.order.channelId)]).toEqual([])
})

test('leases are bounded per channel and overall; closed and expired ones make room', () => {
  const table = createLeaseTable({ leasesMax: 3, perPayerMax: 2 })
  const busy = expect.objectContaining({ code: 'LEASES_BUSY' })
  const first = table.open(seed('a', 'c', 100n), 0)
  table.open(seed('b', 'c', 100n), 0)
  expect(() => table.open(seed('d', 'c', 100n), 0)).toThrow(busy)
  table.open(seed('e', 'f', 100n), 0)
  expect(() => table.open(seed('1', '2', 100n), 0)).toThrow(busy)
  moveLease(first, 'close')
  table.open(seed('3', 'c', 100n), 0)
  expect(() => table.open(seed('4', '5', 100n), 99_000)).toThrow(busy)
  table.open(seed('4', '5', 200n), 100_000)
  expect(table.size).toBe(1)
})

test('a lease moves as the protocol table says and never otherwise', () => {
  const events = ['accept', 'run', 'fallBehind', 'pay', 'expire', 'exhaust', 'close'] as const
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), (sequence) => {
      const lease = createLeaseTable({ leasesMax: 1, perPayerMax: 1 }).open(seed('a', 'c', 100n), 0)
      for (const event of sequence) {
        const before = lease.state
        const expected = leaseTransition(before, event)
        expect(moveLease(lease, event)).toBe(expected !== undefined)
        expect(lease.state).toBe(expected ?? before)
      }
    }),
  )
})

function seed(id: string, channel: string, expiresAt: bigint): LeaseSeed {
  const hash = (digit: string) => parseHash(`0x${digit.repeat(64)}`)
  const order = { channelId: hash(channel), expiresAt, amountMax: 10n } as Order
  const quote = { outputPrice: 2_000_000n, inputPrice: 0n, creditTokens: 16, payer: zeroAddress } as Quote
  return { leaseId: hash(id), quote, quoteSignature: '0x', order, orderSignature: '0x' }
}
