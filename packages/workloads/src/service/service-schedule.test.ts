/** Services on a clock of the test's own; the property plays providers that fail at random. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ServiceAction, type ServiceEvent, type ServicePlan, serviceLimits } from './service-plan.ts'
import { createServiceSchedule } from './service-schedule.ts'

const plan: ServicePlan = {
  instances: 1,
  restart: { policy: 'always', retriesMax: 2, delayMs: 1_000 },
  update: { strategy: 'rolling', instancesAtOnce: 1, healthyMs: 10_000, withinMs: 60_000, onFailure: 'rollback' },
  readyMsMax: 120_000,
  amountMax: 1_000n,
  startAmountMax: 10n,
}
const never = Number.MAX_SAFE_INTEGER

function play(change: Partial<ServicePlan> = {}) {
  const schedule = createServiceSchedule({ ...plan, ...change })
  let nowMs = 0
  const told: ServiceAction[] = []
  const step = (event: ServiceEvent) => {
    const actions = schedule.step(event, nowMs)
    told.push(...actions)
    return actions.map(short)
  }
  return {
    ...schedule,
    told,
    step,
    /** Comes back with the time, as often as the schedule wants. */
    wait(ms: number) {
      const untilMs = nowMs + ms
      const heard: string[] = []
      for (let wakeMs = schedule.wakeAtMs(); wakeMs !== undefined && wakeMs <= untilMs; wakeMs = schedule.wakeAtMs()) {
        nowMs = wakeMs
        heard.push(...step({ type: 'time' }))
      }
      nowMs = untilMs
      return heard
    },
    serve(start: number, endsAtMs = never) {
      return [...step({ type: 'running', start, endsAtMs }), ...step({ type: 'health', start, isHealthy: true })]
    },
    states: () => schedule.view().instances.map(({ start, revision, state }) => `${start} r${revision} ${state}`),
  }
}

function short(action: ServiceAction): string {
  switch (action.type) {
    case 'start': {
      const near = action.near === undefined ? '' : ` near ${action.near}`
      const apart = action.apartFrom.length === 0 ? '' : ` apart from ${action.apartFrom.join()}`
      return `start ${action.start} slot ${action.slot} r${action.revision}${near}${apart}`
    }
    case 'cancel':
      return `cancel ${action.start}`
    case 'update-failed':
      return `update failed, ${action.isRolledBack ? 'back to' : 'stays at'} ${action.revision}`
    case 'updated':
      return `updated to ${action.revision}`
    case 'end':
      return `end ${action.reason}`
  }
}

describe('keeping up', () => {
  test('every instance is begun at once, and served from when it is healthy', () => {
    const service = play({ instances: 2 })
    expect(service.step({ type: 'time' })).toEqual(['start 0 slot 0 r0', 'start 1 slot 1 r0'])
    expect(service.states()).toEqual(['0 r0 starting', '1 r0 starting'])
    expect(service.serve(1)).toEqual([])
    expect(service.states()).toEqual(['0 r0 starting', '1 r0 healthy'])
    expect(service.view()).toMatchObject({ reserved: 20n, spent: 0n })
  })

  test('a lost host is replaced at once and elsewhere, the next one with a pause', () => {
    const service = play()
    service.step({ type: 'time' })
    service.serve(0)
    expect(service.step({ type: 'lost', start: 0, amount: 3n })).toEqual(['start 1 slot 0 r0 apart from 0'])
    expect(service.step({ type: 'lost', start: 1, amount: 1n })).toEqual([])
    expect(service.wait(999)).toEqual([])
    expect(service.wait(1)).toEqual(['start 2 slot 0 r0 apart from 0,1'])
    expect(service.view()).toMatchObject({ lost: 2, spent: 4n })
  })

  test('a program that ends is begun anew here, later and later, and then elsewhere', () => {
    const service = play()
    service.step({ type: 'time' })
    service.serve(0)
    const exit = (start: number) => service.step({ type: 'exited', start, amount: 1n, isGood: true })
    expect(exit(0)).toEqual([])
    expect(service.wait(1_000)).toEqual(['start 1 slot 0 r0 near 0'])
    exit(1)
    expect(service.wait(1_999)).toEqual([])
    expect(service.wait(1)).toEqual(['start 2 slot 0 r0 near 1'])
    exit(2)
    expect(service.wait(4_000)).toEqual(['start 3 slot 0 r0 apart from 2'])
    service.serve(3)
    service.wait(serviceLimits.stableMs)
    exit(3)
    expect(service.wait(1_000)).toEqual(['start 4 slot 0 r0 near 3 apart from 2'])
  })

  test.each([
    ['never', false, 'end done'],
    ['never', true, 'end done'],
    ['on-failure', true, 'end done'],
    ['on-failure', false, undefined],
    ['always', true, undefined],
  ] as const)('with restart %s, when its end is good (%s): %s', (policy, isGood, last) => {
    const service = play({ restart: { ...plan.restart, policy } })
    service.step({ type: 'time' })
    expect(service.step({ type: 'exited', start: 0, amount: 1n, isGood }).at(-1)).toBe(last)
  })

  test('what does not become healthy in time is replaced elsewhere', () => {
    const service = play()
    service.step({ type: 'time' })
    service.step({ type: 'running', start: 0, endsAtMs: never })
    expect(service.wait(plan.readyMsMax - 1)).toEqual([])
    expect(service.wait(1_001)).toEqual(['cancel 0', 'start 1 slot 0 r0 apart from 0'])
  })

  test('an unhealthy instance stays until its successor is healthy; it may serve again meanwhile', () => {
    const service = play()
    service.step({ type: 'time' })
    service.serve(0)
    expect(service.step({ type: 'health', start: 0, isHealthy: false })).toEqual(['start 1 slot 0 r0 apart from 0'])
    expect(service.states()).toEqual(['0 r0 unhealthy', '1 r0 starting'])
    service.step({ type: 'health', start: 0, isHealthy: true })
    expect(service.states()).toEqual(['0 r0 healthy', '1 r0 starting'])
    expect(service.serve(1)).toEqual([])
    expect(service.states()).toEqual(['0 r0 draining', '1 r0 healthy'])
    expect(service.wait(serviceLimits.drainMs)).toEqual(['cancel 0'])
    service.step({ type: 'cancelled', start: 0, amount: 5n })
    expect(service.states()).toEqual(['1 r0 healthy'])
  })

  test('before its time is over, or its provider goes, a successor takes over', () => {
    const service = play()
    service.step({ type: 'time' })
    service.serve(0, 600_000)
    expect(service.wait(539_999)).toEqual([])
    expect(service.wait(1)).toEqual(['start 1 slot 0 r0'])
    service.serve(1)
    expect(service.step({ type: 'notice', start: 1, endsAtMs: 545_000 })).toEqual(['start 2 slot 0 r0 apart from 1'])
  })

  test('where nobody takes an instance it is asked for again, at those that failed, too', () => {
    const service = play()
    service.step({ type: 'time' })
    expect(service.step({ type: 'lost', start: 0, amount: 0n })).toEqual(['start 1 slot 0 r0 apart from 0'])
    expect(service.step({ type: 'refused', start: 1, amount: 0n })).toEqual([])
    expect(service.wait(1_000)).toEqual(['start 2 slot 0 r0'])
    service.step({ type: 'refused', start: 2, amount: 0n })
    expect(service.wait(1_999)).toEqual([])
    expect(service.wait(1)).toEqual(['start 3 slot 0 r0'])
  })

  test('when the money is gone it ends', () => {
    const service = play({ amountMax: 25n })
    service.step({ type: 'time' })
    service.serve(0)
    expect(service.step({ type: 'lost', start: 0, amount: 10n })).toEqual(['start 1 slot 0 r0 apart from 0'])
    expect(service.step({ type: 'lost', start: 1, amount: 10n })).toEqual(['end budget'])
  })

  test('nothing is begun that the money does not reach for', () => {
    const service = play({ instances: 2, amountMax: 15n })
    expect(service.step({ type: 'time' })).toEqual(['start 0 slot 0 r0'])
    expect(service.view()).toMatchObject({ reserved: 10n })
  })

  test('when it is stopped all are cancelled, and it ends when they ended', () => {
    const service = play({ instances: 2 })
    service.step({ type: 'time' })
    expect(service.step({ type: 'stop' })).toEqual(['cancel 0', 'cancel 1'])
    expect(service.step({ type: 'cancelled', start: 0, amount: 1n })).toEqual([])
    expect(service.step({ type: 'lost', start: 1, amount: 1n })).toEqual(['end stopped'])
    expect(service.step({ type: 'time' })).toEqual([])
    expect(service.wakeAtMs()).toBeUndefined()
  })
})

describe('an update', () => {
  const serving = (change: Partial<ServicePlan> = {}) => {
    const service = play({ instances: 2, ...change })
    service.step({ type: 'time' })
    service.serve(0)
    service.serve(1)
    return service
  }

  test('replaces one instance after the other, each when the one before has stayed healthy', () => {
    const service = serving()
    expect(service.step({ type: 'update' })).toEqual(['start 2 slot 0 r1'])
    expect(service.states()).toEqual(['0 r0 healthy', '1 r0 healthy', '2 r1 starting'])
    expect(service.serve(2)).toEqual([])
    expect(service.wait(9_999)).toEqual([])
    expect(service.wait(1)).toEqual(['start 3 slot 1 r1', 'cancel 0'])
    service.serve(3)
    expect(service.wait(10_000)).toEqual(expect.arrayContaining(['updated to 1', 'cancel 1']))
    expect(service.view()).toMatchObject({ revision: 1, isUpdating: false })
  })

  test.each([
    [
      'its program ends',
      (service: ReturnType<typeof play>) => service.step({ type: 'exited', start: 2, amount: 1n, isGood: false }),
    ],
    ['it is not healthy in time', (service: ReturnType<typeof play>) => service.wait(60_000)],
  ])('goes back when %s, and what served goes on', (_why, fail) => {
    const service = serving()
    service.step({ type: 'update' })
    expect(fail(service)).toContain('update failed, back to 0')
    expect(service.states().slice(0, 2)).toEqual(['0 r0 healthy', '1 r0 healthy'])
    service.wait(100_000)
    expect(service.told.filter(({ type }) => type === 'start')).toHaveLength(3)
    expect(service.view()).toMatchObject({ revision: 0, isUpdating: false })
    expect(service.step({ type: 'update' })).toHaveLength(1)
  })

  test('that fails at the second instance takes the first one back, too', () => {
    const service = serving()
    service.step({ type: 'update' })
    service.serve(2)
    service.wait(10_000)
    service.step({ type: 'running', start: 3, endsAtMs: never })
    expect(service.step({ type: 'exited', start: 3, amount: 1n, isGood: false })).toEqual([
      'update failed, back to 0',
      'start 4 slot 0 r0',
    ])
    service.serve(4)
    service.wait(10_000)
    expect(service.view()).toMatchObject({ revision: 0, isUpdating: false })
  })

  test('that loses its health before it has proven itself goes back', () => {
    const service = serving()
    service.step({ type: 'update' })
    service.serve(2)
    expect(service.step({ type: 'health', start: 2, isHealthy: false })[0]).toBe('update failed, back to 0')
  })

  test('with stop: what runs stays, and nothing more is changed', () => {
    const service = serving({ update: { ...plan.update, onFailure: 'stop' } })
    service.step({ type: 'update' })
    expect(service.step({ type: 'exited', start: 2, amount: 1n, isGood: false })).toEqual(['update failed, stays at 1'])
    service.wait(100_000)
    expect(service.states()).toEqual(['0 r0 healthy', '1 r0 healthy'])
  })

  test('with recreate: the new revision never runs beside the old one', () => {
    const service = serving({ update: { ...plan.update, strategy: 'recreate' } })
    expect(service.step({ type: 'update' })).toEqual([])
    expect(service.states()).toEqual(['0 r0 draining', '1 r0 draining'])
    expect(service.wait(serviceLimits.drainMs)).toEqual(['cancel 0', 'cancel 1'])
    expect(service.step({ type: 'cancelled', start: 1, amount: 1n })).toEqual(['start 2 slot 1 r1'])
    expect(service.step({ type: 'cancelled', start: 0, amount: 1n })).toEqual(['start 3 slot 0 r1'])
  })

  test('is refused while another is under way', () => {
    const service = serving()
    service.step({ type: 'update' })
    expect(() => service.step({ type: 'update' })).toThrow('being updated')
  })
})

test('money, slots and successors are bounded whatever happens, and a calm network is served again', () => {
  const kinds = [
    'running',
    'healthy',
    'unhealthy',
    'notice',
    'exited',
    'lost',
    'refused',
    'cancelled',
    'update',
    'wait',
  ]
  const happenings = fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(20), ms: fc.nat(100_000), isGood: fc.boolean() }),
    { maxLength: 120 },
  )
  const plans = fc.record({
    instances: fc.integer({ min: 1, max: 4 }),
    strategy: fc.constantFrom('rolling' as const, 'recreate' as const),
    onFailure: fc.constantFrom('rollback' as const, 'stop' as const),
    instancesAtOnce: fc.integer({ min: 1, max: 3 }),
  })
  fc.assert(
    fc.property(plans, happenings, ({ instances, ...update }, events) => {
      const service = play({ instances, amountMax: 20_000n, update: { ...plan.update, ...update } })
      service.step({ type: 'time' })
      const check = () => {
        const { spent, reserved, instances: under } = service.view()
        expect(spent + reserved <= 20_000n).toBe(true)
        for (let slot = 0; slot < instances; slot++) {
          const its = under.filter((one) => one.slot === slot && one.state !== 'draining')
          expect(its.length).toBeLessThanOrEqual(2)
          if (update.strategy === 'recreate') expect(new Set(its.map(({ revision }) => revision)).size).toBeLessThan(2)
        }
      }
      for (const { kind, which, ms, isGood } of events) {
        const under = service.view().instances
        const start = under[which % Math.max(under.length, 1)]?.start
        if (kind === 'wait') service.wait(ms)
        else if (kind === 'update') {
          if (!service.view().isUpdating) service.step({ type: 'update' })
        } else if (start === undefined) service.wait(ms)
        else if (kind === 'running') service.step({ type: 'running', start, endsAtMs: ms * 100 })
        else if (kind === 'notice') service.step({ type: 'notice', start, endsAtMs: ms })
        else if (kind === 'healthy' || kind === 'unhealthy') {
          service.step({ type: 'health', start, isHealthy: kind === 'healthy' })
        } else if (kind === 'exited') service.step({ type: 'exited', start, amount: 3n, isGood })
        else service.step({ type: kind as 'lost', start, amount: 2n })
        check()
      }
      for (let round = 0; round < 60; round++) {
        for (const { start, state } of service.view().instances) {
          if (state === 'draining') service.step({ type: 'cancelled', start, amount: 1n })
          else if (state !== 'healthy') service.serve(start)
        }
        service.wait(20_000)
        check()
      }
      const { instances: under, isUpdating } = service.view()
      expect(isUpdating).toBe(false)
      expect(under.filter(({ state }) => state === 'healthy').length).toBeGreaterThanOrEqual(instances)
    }),
  )
})

test.each([
  [{ instances: 0 }, 'instances'],
  [{ readyMsMax: 0 }, 'readyMsMax'],
  [{ startAmountMax: 0n }, 'costs something'],
])('a plan that is none is a programming error: %o', (change, message) => {
  expect(() => createServiceSchedule({ ...plan, ...change })).toThrow(message)
})
