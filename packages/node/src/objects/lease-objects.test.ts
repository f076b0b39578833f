import type { Address, Hash } from '@millrace/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import type { Lease } from '../lease-table.ts'
import { createObjectDesk } from './lease-objects.ts'

const payer = `0x${'99'.repeat(20)}` as Address
const signer = `0x${'88'.repeat(20)}` as Address
const object = (index: number) => String(index).padStart(64, '0')

afterEach(() => {
  vi.useRealTimers()
})

test('outputs are held for their time, and then neither held nor given', () => {
  vi.useFakeTimers({ now: 0 })
  const desk = createObjectDesk(
    { storage: undefined, now: Date.now },
    { limits: { outputsKeptMs: 1_000, pruneTickMs: 100 } },
  )
  const lease = leaseOf(1)
  const holds = held()
  desk.keepOutputs(lease, [{ path: 'a', object: object(1), bytes: 5 }], holds.one())
  vi.advanceTimersByTime(900)
  expect(desk.output(lease.leaseId, signer, object(1)).output.bytes).toBe(5)
  expect(holds.open).toBe(1)
  vi.advanceTimersByTime(200)
  expect(holds.open).toBe(0)
  expect(() => desk.output(lease.leaseId, signer, object(1))).toThrow(
    expect.objectContaining({ code: 'OBJECT_UNKNOWN' }),
  )
  desk.close()
})

test('beyond the bytes that are kept the oldest outputs are let go, whoever’s they are', () => {
  const desk = createObjectDesk({ storage: undefined, now: () => 0 }, { limits: { outputBytesKeptMax: 8_300 } })
  const holds = held()
  for (let i = 1; i <= 5; i++) {
    desk.keepOutputs(leaseOf(i), [{ path: 'a', object: object(i), bytes: 40 }], holds.one())
    expect(holds.open).toBeLessThanOrEqual(2)
  }
  expect(holds.order.slice(0, 3)).toEqual([0, 1, 2])
  // One that is larger than all is held alone.
  desk.keepOutputs(leaseOf(6), [{ path: 'a', object: object(6), bytes: 9_000 }], holds.one())
  expect(holds.open).toBe(1)
  desk.close()
  expect(holds.open).toBe(0)
})

test('outputs of next to nothing count what the disk takes for them', () => {
  const desk = createObjectDesk({ storage: undefined, now: () => 0 }, { limits: { outputBytesKeptMax: 100_000 } })
  const holds = held()
  for (let i = 1; i <= 10; i++) {
    const outputs = Array.from({ length: 10 }, (_, j) => ({ path: `${j}`, object: object(i * 10 + j), bytes: j % 2 }))
    desk.keepOutputs(leaseOf(i), outputs, holds.one())
  }
  expect(holds.open).toBe(2)
  desk.close()
})

test('the bytes of puts under way are bounded over all leases, and counted out once', () => {
  const desk = createObjectDesk({ storage: undefined, now: () => 0 }, { limits: { putBytesUnderWayMax: 100 } })
  const busy = expect.objectContaining({ code: 'OBJECTS_BUSY' })
  const first = desk.room(60)
  desk.room(40)
  desk.room(0)
  expect(() => desk.room(1)).toThrow(busy)
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  desk.room(60)
  expect(() => desk.room(1)).toThrow(busy)
  expect(() => desk.room(101)).toThrow(expect.objectContaining({ code: 'OBJECTS_TOO_MANY' }))
})

test('transfers are counted in and out, each once', () => {
  const desk = createObjectDesk(
    { storage: undefined, now: () => 0 },
    { limits: { transfersPerLeaseMax: 2, transfersMax: 3 } },
  )
  const busy = expect.objectContaining({ code: 'OBJECTS_BUSY' })
  const first = desk.enter(leaseOf(1))
  desk.enter(leaseOf(1))
  expect(() => desk.enter(leaseOf(1))).toThrow(busy)
  desk.enter(leaseOf(2))
  expect(() => desk.enter(leaseOf(3))).toThrow(busy)
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  desk.enter(leaseOf(3))
  expect(() => desk.enter(leaseOf(3))).toThrow(busy)
})

test('what is remembered of who has what is bounded, and the oldest is forgotten', () => {
  const desk = createObjectDesk({ storage: undefined, now: () => 0 }, { limits: { provenMax: 2 } })
  for (let i = 1; i <= 3; i++) {
    desk.begin(payer, object(i))
    desk.prove(payer, object(i))
  }
  expect([1, 2, 3].map((i) => desk.isProven(payer, object(i)))).toEqual([false, true, true])
  expect(desk.begunBy(object(3))).toBeUndefined()
})

test('a node without a storage says so', () => {
  const desk = createObjectDesk({ storage: undefined, now: () => 0 })
  expect(() => desk.storage()).toThrow(expect.objectContaining({ code: 'OBJECTS_UNAVAILABLE' }))
})

function leaseOf(index: number): Lease {
  const leaseId = `0x${String(index).padStart(64, '0')}` as Hash
  return { leaseId, order: { signer, payer }, state: 'open', runs: 0 } as unknown as Lease
}

function held() {
  const open = new Set<number>()
  const order: number[] = []
  let made = 0
  return {
    one() {
      const id = made++
      open.add(id)
      return {
        [Symbol.dispose]() {
          open.delete(id)
          order.push(id)
        },
      }
    },
    order,
    get open() {
      return open.size
    },
  }
}
