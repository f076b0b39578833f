import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedBundle } from '../test/support/bundle.ts'
import { auditInputUnits, batchInputUnits, batchOutputUnits, batchOutputUnitsMax } from './index.ts'

const anyBytes = fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes))

test('input units are the KiB of program and inputs, rounded up once', () => {
  fc.assert(
    fc.property(anyBytes, fc.array(anyBytes, { maxLength: 5 }), (program, inputs) => {
      const bytes = inputs.reduce((sum, { length }) => sum + length, program.length)
      const texts = inputs.map((input) => input.toString('base64'))
      expect(batchInputUnits({ program: program.toString('base64'), inputs: texts })).toBe(Math.ceil(bytes / 1024))
    }),
  )
})

test('output units are within what the request allows, and rounded up for each input', () => {
  const anyGas = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(fc.array(anyGas, { minLength: 1, maxLength: 8 }), (gases) => {
      const outputs = gases.map((gas) => ({ gas: String(gas) }))
      const gasMax = String(gases.toSorted((a, b) => Number(a - b)).at(-1))
      const units = batchOutputUnits(outputs)
      expect(units).toBeLessThanOrEqual(batchOutputUnitsMax({ inputs: gases.map(() => ''), gasMax }))
      expect(units * 1_000_000n).toBeGreaterThanOrEqual(gases.reduce((sum, gas) => sum + gas))
    }),
  )
  expect(batchOutputUnits([{ gas: '0' }, { gas: '1' }, { gas: '1000001' }])).toBe(3n)
})

test('an audit is metered by what it computes again', () => {
  expect(auditInputUnits(signedBundle())).toBe(28n)
})
