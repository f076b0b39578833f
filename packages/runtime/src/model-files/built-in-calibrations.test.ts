import { existsSync, statSync } from 'node:fs'
import { createSequentialTest } from '@millrace/verification'
import { expect, test } from 'vitest'
import { builtInCalibrations } from './built-in-calibrations.ts'
import { builtInManifests } from './built-in-manifests.ts'
import { manifestRoot } from './model-manifest.ts'

const file = new URL('../../calibrations/built-in.json', import.meta.url)

test('every calibration is of a model that comes with Millrace, one for each build', () => {
  const roots = [...builtInManifests.values()].map(manifestRoot)
  for (const { modelRoot } of builtInCalibrations) expect(roots).toContain(modelRoot)
  const keys = builtInCalibrations.map(({ modelRoot, reference, kind }) => `${kind} ${modelRoot} ${reference}`)
  expect(new Set(keys).size).toBe(keys.length)
})

test('stories15M in q8_0 is told apart from all that was measured but a forged end token', () => {
  const manifest = builtInManifests.get('stories15m-q8_0')
  const found = builtInCalibrations.filter(({ modelRoot }) => manifest && modelRoot === manifestRoot(manifest))
  const [calibration] = found
  if (calibration === undefined) throw new Error('it has one')
  for (const { requests } of calibration.honest) expect(requests).toBe(240)
  const sequential = createSequentialTest(calibration)
  const { indistinguishable } = sequential.report(sequential.initial())
  expect(indistinguishable).toEqual(['early stop, end token forged'])
})

test('every calibration makes a test, and the file stays small', () => {
  for (const calibration of builtInCalibrations) expect(createSequentialTest(calibration).initial().requests).toBe(0)
  expect(existsSync(file) && statSync(file).size).toBeLessThan(200_000)
})
