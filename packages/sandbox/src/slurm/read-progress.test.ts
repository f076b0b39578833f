import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readProgress } from './read-progress.ts'

test('a task that ran is told whole', () => {
  const text = `started
stopped wall-time-exceeded
wall 1500
cpu 1400
memory 4583424
disk 2048 1024 4096 1000 98
exit 137
refused 2 deep
end
`
  expect(readProgress(text)).toEqual({
    ...{ hasStarted: true, isWhole: true, unheld: [], failed: undefined, stopped: 'wall-time-exceeded' },
    ...{ exitCode: 137, wallMs: 1500, cpuMs: 1400, memoryBytesPeak: 4_583_424 },
    disk: { bytes: 1024 * 4096, bytesFree: 1000 * 4096, filesFree: 98 },
    refused: { index: 1, why: 'deep' },
  })
})

test('a node that does not hold the task says so', () => {
  const { unheld, hasStarted, isWhole } = readProgress('unheld memory\nunheld cpu\nend\n')
  expect([unheld, hasStarted, isWhole]).toEqual([['memory', 'cpu'], false, true])
})

test('a line counts when it is whole', () => {
  expect(readProgress('started\nwall 1').wallMs).toBeUndefined()
  expect(readProgress('started\nend').isWhole).toBe(false)
  expect(readProgress('start').hasStarted).toBe(false)
})

test('nothing that is no figure becomes one', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('exit', 'wall', 'cpu', 'memory', 'disk', 'stopped', 'refused'),
      (text, word) => {
        const { exitCode, wallMs, cpuMs, memoryBytesPeak, stopped } = readProgress(`${word} ${text}\n`)
        for (const figure of [exitCode, wallMs, cpuMs, memoryBytesPeak]) {
          if (figure !== undefined) expect(Number.isSafeInteger(figure) && figure >= 0).toBe(true)
        }
        if (stopped !== undefined) expect(text.startsWith(stopped)).toBe(true)
      },
    ),
  )
})
