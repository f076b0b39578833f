/** The specified sampler gives the same bits in Chromium as in Node: a buyer may replay an answer in a browser. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { callInChromium, chromiumPath, hasChromium } from '../packages/sandbox/test/support/browser.ts'
import { type SamplerVectors, samplerDigest } from '../packages/verification/test/support/sampler-digest.ts'

const vectors = JSON.parse(readFileSync(new URL('../vectors/sampler.json', import.meta.url), 'utf8')) as SamplerVectors
const here = samplerDigest(vectors)

test('the vectors hold in Node', () => {
  expect(here.words).toEqual(vectors.threefry.map(({ words }) => words))
  expect(here.tokens).toEqual(vectors.picks.map(({ token }) => token))
})

// Without it: apt-get install chromium.
test.skipIf(!hasChromium())(`${chromiumPath} gives the same noise, logarithms and tokens, bit for bit`, async () => {
  const module = '/packages/verification/test/support/sampler-digest.ts'
  const { result } = await callInChromium({ module, name: 'samplerDigest', argument: vectors })
  expect(result).toEqual(here)
})
