import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ModelFit } from './check-report.ts'
import { estimateEarnings, medianPrice } from './estimate-earnings.ts'
import { modelFits, modelOverheadBytes } from './model-fit.ts'

const model = (fits: ModelFit['fits'], bytes = 1_000): ModelFit => ({ name: 'm', bytes, memoryBytes: bytes, fits })
const price = (outputPrice: bigint) => ({ inputPrice: 1n, outputPrice })
const known = { ...price(2_000_000n), from: 'heard', offers: 3 } as const
const facts = {
  models: [model('memory')],
  modelPrices: new Map([['m', known]]),
  taskPrice: { ...price(10_000n), from: 'own', offers: 0 } as const,
  canRunTasks: true,
  cores: 4,
  readBytesPerSecond: 20_500,
}

test('a model brings what memory can read of it, tasks what all cores are sold for', () => {
  expect(estimateEarnings(facts)).toEqual([
    // 20.5 tokens a second are 73,800 an hour, at two base units each.
    {
      what: 'm, one answer at a time',
      perHour: 147_600n,
      why: 'memory gives about 20 tokens/s; middle of 3 prices heard',
    },
    // 4 cores, 3.6 million CPU milliseconds each, at 10,000 a million.
    { what: 'native tasks on 4 cores', perHour: 144_000n, why: 'at your own price' },
  ])
})

test('what is not known is not made up', () => {
  const unknown = { ...facts, readBytesPerSecond: undefined, taskPrice: undefined }
  expect(estimateEarnings(unknown)).toMatchObject([
    { perHour: undefined },
    { perHour: undefined, why: 'no price was heard' },
  ])
  expect(estimateEarnings({ ...facts, models: [model('card')] })[0]).toMatchObject({ why: 'the card was not measured' })
  expect(estimateEarnings({ ...facts, models: [model('no')], canRunTasks: false })).toEqual([])
  expect(estimateEarnings({ ...facts, modelPrices: new Map(), canRunTasks: false })).toEqual([])
})

test('the price in the middle is one that is asked: half ask no less, half no more', () => {
  expect(medianPrice([])).toBeUndefined()
  expect(medianPrice([4n, 1n, 3n, 2n].map(price))).toEqual({ ...price(2n), from: 'heard', offers: 4 })
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: 1 }), (asked) => {
      const median = medianPrice(asked.map(price))?.outputPrice ?? -1n
      expect(asked).toContain(median)
      expect(asked.filter((each) => each >= median).length * 2).toBeGreaterThanOrEqual(asked.length)
      expect(asked.filter((each) => each <= median).length * 2).toBeGreaterThanOrEqual(asked.length)
    }),
  )
})

test('models fit the card, the memory or nothing, with room for contexts, the largest first', () => {
  const content = (name: string, bytes: number) =>
    ({
      name,
      files: [
        { path: 'a', bytes: bytes - 1, sha256: '' },
        { path: 'b', bytes: 1, sha256: '' },
      ],
    }) as never
  const machine = {
    memoryBytes: 10 * 2 ** 30,
    gpuMemoryMib: { state: 'present', value: 2_048, source: 'a test' },
  } as const
  const card = 2 ** 31 - modelOverheadBytes
  const memory = 8 * 2 ** 30 - modelOverheadBytes
  const fits = modelFits(
    [content('card', card), content('memory', card + 1), content('large', memory + 1), content('all', memory)],
    machine,
  )
  expect(fits.map(({ name, bytes, fits: where }) => [name, bytes, where])).toEqual([
    ['large', memory + 1, 'no'],
    ['all', memory, 'memory'],
    ['memory', card + 1, 'memory'],
    ['card', card, 'card'],
  ])
})
