/** How long a job takes in simulated time, with slow providers and with large items; what re-issuing stragglers is worth. */
import { expect, test } from 'vitest'
import { createJobSchedule } from './job-schedule.ts'
import { seededRandom } from './seeded-random.ts'

const items = 2_000
const atOnceMax = 20
/** Of one item at a good provider. */
const usualMs = 10_000
const slowness = 8

test('slow providers cost little: a tenth of the starts eight times as slow, one in twenty lost', () => {
  const { makespanMs, starts, accepted } = play({ slowStarts: 0.1, largeItems: 0, lost: 0.05 })
  expect(accepted).toBe(items)
  // Each straggler holds its place for four times as long, and a second one for one: 1.4 with 5 % of losses.
  expect(makespanMs / idealMs).toBeLessThan(1.65)
  expect(starts / items).toBeLessThan(1.25)
})

test('large items are not done twice for long', () => {
  const { starts, accepted } = play({ slowStarts: 0, largeItems: 0.1, lost: 0 })
  expect(accepted).toBe(items)
  expect(starts / items).toBeLessThan(1.03)
})

const idealMs = (items * usualMs) / atOnceMax

function play({ slowStarts, largeItems, lost }: Readonly<Record<'slowStarts' | 'largeItems' | 'lost', number>>) {
  const random = seededRandom(7)
  const large = new Set(Array.from({ length: items }, (_, item) => item).filter(() => random() < largeItems))
  const plan = { items, atOnceMax, startsMax: 9, retriesMax: 0, retryDelayMs: 0, amountMax: 10n ** 9n }
  const schedule = createJobSchedule({ ...plan, startAmountMax: 1n, deadlineMs: undefined })
  const live = new Map<number, { atMs: number; type: 'finished' | 'lost' | 'cancelled' }>()
  let nowMs = 0
  let starts = 0
  for (let actions = schedule.step({ type: 'time' }, 0); actions.at(-1)?.type !== 'end'; ) {
    for (const action of actions) {
      if (action.type === 'start') {
        starts++
        const isSlow = large.has(action.item) || random() < slowStarts
        const ms = usualMs * (0.8 + 0.4 * random()) * (isSlow ? slowness : 1)
        const isLost = random() < lost
        live.set(action.start, { atMs: nowMs + (isLost ? ms * random() : ms), type: isLost ? 'lost' : 'finished' })
      } else if (action.type === 'cancel') live.set(action.start, { atMs: nowMs, type: 'cancelled' })
    }
    const next = [...live].reduce((first, other) => (other[1].atMs < first[1].atMs ? other : first))
    const wakeAtMs = schedule.wakeAtMs() ?? Number.POSITIVE_INFINITY
    const [start, { atMs, type }] = next
    nowMs = Math.min(atMs, wakeAtMs)
    if (wakeAtMs < atMs) actions = schedule.step({ type: 'time' }, nowMs)
    else {
      live.delete(start)
      const event = { start, amount: 1n }
      actions = schedule.step(type === 'finished' ? { type, isGood: true, ...event } : { type, ...event }, nowMs)
    }
  }
  return { makespanMs: nowMs, starts, accepted: schedule.view().accepted }
}
