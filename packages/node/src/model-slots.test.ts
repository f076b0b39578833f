import { type Hash, zeroHash } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Deadlines } from './deadlines.ts'
import type { CheckedListing } from './listing.ts'
import { createModelSlots, type ModelSlots, type SlotUser } from './model-slots.ts'

const leaseId = `0x${'11'.repeat(32)}` as Hash
const never = new AbortController().signal

/** A clock that a test turns, with the deadlines on it. */
function createClock() {
  const due: { at: number; run: () => void }[] = []
  const clock = { at: 0 }
  const deadlines: Deadlines = {
    after(delayMs, run) {
      const deadline = { at: clock.at + delayMs, run }
      due.push(deadline)
      return () => void due.splice(due.indexOf(deadline), due.includes(deadline) ? 1 : 0)
    },
    close: () => undefined,
  }
  return {
    deadlines,
    now: () => clock.at,
    advance(ms: number) {
      clock.at += ms
      for (const { run } of due.splice(0).filter((deadline) => deadline.at <= clock.at || !due.push(deadline))) run()
    },
  }
}

type Stage = { readonly slots: ModelSlots; readonly clock: ReturnType<typeof createClock>; held: number }

function stageOf({ capacity = 2, queuedMax = 2, noticeSeconds = 1 } = {}): Stage {
  const clock = createClock()
  const stage = { clock, held: 0 } as { slots: ModelSlots; clock: typeof clock; held: number }
  const listing = { modelRoot: zeroHash, slots: capacity, noticeSeconds } as CheckedListing
  const runtime = { load: () => ({ slots: capacity, running: 0, queued: 0, queuedMax }) } as unknown as Runtime
  stage.slots = createModelSlots({
    ...{ listings: [listing], runtime, deadlines: clock.deadlines, now: clock.now },
    held: () => stage.held,
  })
  return stage
}

type TestUser = SlotUser & { readonly heard: string[] }

function userOf(terms: SlotUser['terms']): TestUser {
  const heard: string[] = []
  return {
    ...{ modelRoot: zeroHash, terms, heard },
    onNotice: (reason, endsInMs) => void heard.push(`${reason} in ${endsInMs}`),
    onEnd: () => void heard.push('end'),
  }
}

const posted = () => userOf({ kind: 'posted' })
const spot = (price: bigint) => userOf({ kind: 'spot', price })
const reserved = (slots: number) => userOf({ kind: 'reserved', leaseId, slots })

test('posted work waits its turn, first come first served, in a bounded queue', async () => {
  const { slots } = stageOf({ capacity: 1 })
  const leave = await slots.enter(posted(), { signal: never })
  const order: string[] = []
  const second = slots.enter(posted(), { signal: never }).then((done) => [order.push('second'), done] as const)
  const third = slots.enter(posted(), { signal: never }).then((done) => [order.push('third'), done] as const)
  await expect(slots.enter(posted(), { signal: never })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  expect(slots.queued).toBe(2)
  leave()
  leave()
  ;(await second)[1]()
  ;(await third)[1]()
  expect(order).toEqual(['second', 'third'])
  expect(slots.utilisation(zeroHash)).toBe(0)
})

test('who is aborted in the queue leaves it with the reason', async () => {
  const { slots } = stageOf({ capacity: 1 })
  await slots.enter(posted(), { signal: never })
  const abort = new AbortController()
  const waiting = slots.enter(posted(), { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  expect(slots.queued).toBe(0)
  await expect(slots.enter(posted(), { signal: abort.signal })).rejects.toThrow('enough')
})

test('spot work is told when posted work waits, ended when its notice is over, and only then', async () => {
  const { slots, clock } = stageOf({ capacity: 2 })
  const cheap = spot(1n)
  const dear = spot(2n)
  const leaveCheap = await slots.enter(cheap, { signal: never })
  await slots.enter(dear, { signal: never })
  await expect(slots.enter(spot(9n), { signal: never })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  const waiting = slots.enter(posted(), { signal: never })
  expect(cheap.heard).toEqual(['preempted in 1000'])
  clock.advance(999)
  expect(cheap.heard).toHaveLength(1)
  clock.advance(1)
  expect(cheap.heard).toEqual(['preempted in 1000', 'end'])
  leaveCheap()
  await waiting
  expect(dear.heard).toEqual([])
})

test('when nobody waits any more at the end of the notice, spot work goes on', async () => {
  const { slots, clock } = stageOf({ capacity: 1 })
  const user = spot(1n)
  await slots.enter(user, { signal: never })
  const abort = new AbortController()
  const waiting = slots.enter(posted(), { signal: abort.signal })
  abort.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  clock.advance(5_000)
  expect(user.heard).toEqual(['preempted in 1000'])
})

test('reserved slots are kept free of others, and their holder gets them at once', async () => {
  const stage = stageOf({ capacity: 2, queuedMax: 0 })
  const { slots } = stage
  stage.held = 1
  const leave = await slots.enter(posted(), { signal: never })
  await expect(slots.enter(posted(), { signal: never })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  await expect(slots.enter(spot(1n), { signal: never })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  const leaveReserved = await slots.enter(reserved(1), { signal: never })
  await expect(slots.enter(reserved(1), { signal: never })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  leaveReserved()
  leave()
})

test('utilisation counts posted and reserved work over time, and starts anew when it was taken', async () => {
  const { slots, clock } = stageOf({ capacity: 2 })
  expect(slots.takeUtilisation(zeroHash, clock.now())).toBe(0)
  const leave = await slots.enter(posted(), { signal: never })
  await slots.enter(spot(1n), { signal: never })
  clock.advance(1_000)
  leave()
  clock.advance(1_000)
  expect(slots.takeUtilisation(zeroHash, clock.now())).toBe(0.25)
  clock.advance(1_000)
  expect(slots.takeUtilisation(zeroHash, clock.now())).toBe(0)
})

test('whoever comes and goes, what runs never passes the slots, and held slots are never given away', async () => {
  const actions = fc.array(
    fc.record({
      kind: fc.constantFrom<'posted' | 'spot' | 'reserved' | 'leave' | 'time' | 'held'>(
        ...(['posted', 'spot', 'reserved', 'leave', 'time', 'held'] as const),
      ),
      n: fc.nat({ max: 4 }),
    }),
    { maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), actions, async (capacity, steps) => {
      const stage = stageOf({ capacity, queuedMax: 2 })
      const running: { user: TestUser; leave: () => void }[] = []
      const endTold = () => {
        for (const entry of running.filter(({ user }) => user.heard.includes('end'))) {
          running.splice(running.indexOf(entry), 1)
          entry.leave()
        }
      }
      for (const { kind, n } of steps) {
        if (kind === 'leave') running.splice(n, 1)[0]?.leave()
        else if (kind === 'time') stage.clock.advance(n * 300)
        else if (kind === 'held') {
          // slots are only ever promised while they are free of other promises
          stage.held = Math.max(
            Math.min(n, capacity),
            running.filter(({ user }) => user.terms.kind === 'reserved').length,
          )
          stage.slots.tick()
        } else {
          const user = kind === 'posted' ? posted() : kind === 'spot' ? spot(BigInt(n)) : reserved(stage.held)
          if (kind === 'reserved' && stage.held === 0) continue
          stage.slots.enter(user, { signal: never }).then(
            (leave) => running.push({ user, leave }),
            (error: unknown) => expect(error).toMatchObject({ code: 'NODE_BUSY' }),
          )
        }
        for (let turn = 0; turn < 4; turn++) await Promise.resolve()
        endTold()
        expect(running.length).toBeLessThanOrEqual(capacity)
      }
    }),
  )
})
