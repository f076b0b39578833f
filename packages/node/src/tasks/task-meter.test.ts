import { taskOutputUnitsMax } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTaskMeter } from './task-meter.ts'

test('units are wall time by processors, never fall, and never pass what the request allows', () => {
  const steps = fc.array(fc.nat(5_000), { maxLength: 30 })
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 60_000 }),
      (ticks, cpus, wallMsMax) => {
        const limits = { ...limitsOf(cpus), wallMsMax }
        let now = 0
        const meter = createTaskMeter({ limits }, () => now)
        now += 1_000
        expect(meter.take()).toBe(0)
        meter.begin()
        let total = 0
        let ran = 0
        for (const ms of ticks) {
          now += ms
          ran += ms
          const units = meter.take()
          expect(units).toBeGreaterThanOrEqual(0)
          total += units
          expect(total).toBe(Math.min(ran * cpus, wallMsMax * cpus))
        }
        meter.end(ran + 0.5)
        total += meter.take()
        expect(total).toBe(Math.min((ran + 1) * cpus, taskOutputUnitsMax({ limits })))
        now += 10_000
        expect(meter.take()).toBe(0)
      },
    ),
  )
})

test('a sandbox that says less than was counted takes nothing back', () => {
  let now = 0
  const meter = createTaskMeter({ limits: limitsOf(2) }, () => now)
  meter.begin()
  now = 500
  expect(meter.take()).toBe(1_000)
  meter.end(100)
  expect(meter.take()).toBe(0)
})

function limitsOf(cpus: number) {
  return {
    ...{ wallMsMax: 60_000, cpus, memoryBytesMax: 1, diskBytesMax: 1, processesMax: 1 },
    ...{ filesMax: 1, openFilesMax: 1, logBytesMax: 1 },
  }
}
