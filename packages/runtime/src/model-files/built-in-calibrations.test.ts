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

test('every calibration makes a test, and the file stays small', () => {
  for (const calibration of builtInCalibrations) expect(createSequentialTest(calibration).initial().requests).toBe(0)
  expect(existsSync(file) && statSync(file).size).toBeLessThan(200_000)
})
