import { exactnessClasses } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { addedPrice, exactnessOption, policyHelp, policyOption, promiseOf, usualPolicy } from './policy-words.ts'

test('options are read, and refused with what there is', () => {
  expect(policyOption('sampled')).toEqual(usualPolicy)
  expect(policyOption('replicas:2/3')).toEqual({ name: 'replicas', agree: 2, of: 3 })
  expect(exactnessOption('replayable')).toBe('replayable')
  expect(() => policyOption('sometimes')).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
  expect(() => exactnessOption('toString')).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
})

test('what is promised says what it does not', () => {
  for (const exactness of Object.keys(exactnessClasses) as (keyof typeof exactnessClasses)[]) {
    for (const text of ['trust', 'sampled:5%', 'replicas:2/3', 'exact', 'attested']) {
      expect(promiseOf(policyOption(text), exactness).length).toBeGreaterThan(0)
    }
  }
  expect(promiseOf(usualPolicy, 'tolerant').join(' ')).toContain('only where the model is calibrated')
  expect(promiseOf(policyOption('trust'), 'replayable').join(' ')).toContain('Nothing is checked')
})

test('what a policy adds to a price is told with its parts', () => {
  expect(addedPrice(policyOption('trust'))).toBe('adds nothing to the price')
  expect(addedPrice(usualPolicy)).toMatchInlineSnapshot(
    `"adds about 2.15 % to the price (canaries 1 %, audits 0.84 %, receipts 0.2 %, stake 0.11 %)"`,
  )
  expect(policyHelp(['trust', 'sampled', 'replicas'])).toMatchInlineSnapshot(`
    "
    Policies:
      trust           nothing is checked by itself; free
      sampled[:RATE]  a share of runs is drawn for audits: 2%, or RATE; see gateway --share-audits; adds about 2.15 %
      replicas:K/N    N providers compute it, K equal results are accepted; adds about 200.77 % as 2/3"
  `)
})
