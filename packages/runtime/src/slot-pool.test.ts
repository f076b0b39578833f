import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RuntimeBusyError, RuntimeClosedError } from './runtime-error.ts'
import { createSlotPool } from './slot-pool.ts'

const { signal } = new AbortController()

test('serves who waits in the order they came', async () => {
  const pool = createSlotPool({ slots: 1, queuedMax: 3 })
  const order: number[] = []
  const first = await pool.take({ signal })
  const waiting = [1, 2, 3].map(async (number) => {
    const giveBack = await pool.take({ signal })
    order.push(number)
    giveBack()
  })
  expect(pool.load()).toEqual({ slots: 1, running: 1, queued: 3, queuedMax: 3 })
  await expect(pool.take({ signal })).rejects.toBeInstanceOf(RuntimeBusyError)
  first()
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
  expect(pool.load()).toEqual({ slots: 1, running: 0, queued: 0, queuedMax: 3 })
})

test('giving back twice frees one slot', async () => {
  const pool = createSlotPool({ slots: 2, queuedMax: 0 })
  const giveBack = await pool.take({ signal })
  await pool.take({ signal })
  giveBack()
  giveBack()
  expect(pool.load().running).toBe(1)
})

test('closing refuses who waits and who comes', async () => {
  const pool = createSlotPool({ slots: 1, queuedMax: 1 })
  await pool.take({ signal })
  const refused = expect(pool.take({ signal })).rejects.toBeInstanceOf(RuntimeClosedError)
  pool.close()
  await refused
  await expect(pool.take({ signal })).rejects.toBeInstanceOf(RuntimeClosedError)
})

test('never runs more than its slots, queues more than its queue, or leaves a slot empty while somebody waits', async () => {
  const actions = fc.array(fc.constantFrom('take', 'give', 'abort'), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      actions,
      async (slots, queuedMax, steps) => {
        const pool = createSlotPool({ slots, queuedMax })
        const taken: (() => void)[] = []
        const aborts: AbortController[] = []
        for (const step of steps) {
          if (step === 'give') taken.shift()?.()
          else if (step === 'abort') aborts.shift()?.abort()
          else {
            const abort = new AbortController()
            aborts.push(abort)
            pool.take(abort).then(
              (giveBack) => taken.push(giveBack),
              (error: unknown) => expect(error === abort.signal.reason || error instanceof RuntimeBusyError).toBe(true),
            )
          }
          await Promise.resolve()
          const { running, queued } = pool.load()
          expect(running).toBeLessThanOrEqual(slots)
          expect(queued).toBeLessThanOrEqual(queuedMax)
          if (queued > 0) expect(running).toBe(slots)
        }
      },
    ),
  )
})
