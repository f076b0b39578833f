/** `vectors/sampler.json` holds, and is what the slow form writes. */
import { readFileSync } from 'node:fs'
import { parseHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { samplerVectors } from '../../scripts/sampler-vectors.ts'
import { gumbel, noiseKeyOf, threefry } from './noise.ts'
import type { SamplingRules } from './rules.ts'
import { createSampler } from './sampler.ts'
import { sortLogits } from './top-logits.ts'

type Pair = readonly [number, number]
type Vectors = {
  readonly threefry: readonly { readonly key: Pair; readonly counter: Pair; readonly words: Pair }[]
  readonly keys: readonly { readonly seed: string; readonly key: Pair }[]
  readonly noise: readonly { readonly seed: string; position: number; id: number; noisePico: string }[]
  readonly picks: readonly {
    readonly seed: string
    readonly rules: SamplingRules
    readonly position: number
    readonly logits: readonly (number | null)[]
    readonly token: number
  }[]
}

const file = readFileSync(new URL('../../../../vectors/sampler.json', import.meta.url), 'utf8')
const vectors = JSON.parse(file) as Vectors

test('the file is what the slow form writes', () => {
  expect(file).toBe(`${JSON.stringify(samplerVectors())}\n`)
})

test('noise', () => {
  for (const { key, counter, words } of vectors.threefry) {
    expect(threefry({ key0: key[0], key1: key[1] }, counter[0], counter[1])).toEqual(words)
  }
  for (const { seed, key } of vectors.keys) {
    const { key0, key1 } = noiseKeyOf(parseHash(seed))
    expect([key0 >>> 0, key1 >>> 0]).toEqual(key)
  }
  for (const { seed, position, id, noisePico } of vectors.noise) {
    expect(Math.abs(gumbel(noiseKeyOf(parseHash(seed)), position, id) * 1e12 - Number(noisePico))).toBeLessThan(1.1)
  }
})

test('picks, from all logits and from the first 64', () => {
  expect(vectors.picks.length).toBeGreaterThanOrEqual(28)
  for (const { seed, rules, position, logits: written, token } of vectors.picks) {
    const logits = Float32Array.from(written, (logit) => logit ?? Number.NEGATIVE_INFINITY)
    const sampler = createSampler({ seed: parseHash(seed), rules, vocabularySize: logits.length })
    expect(sampler.pickFromAll(position, logits)).toBe(token)
    const ids = sampler.heavyIds(position)
    const heavy = { ids, logits: Float32Array.from(ids, (id) => logits[id] as number) }
    expect([token, undefined]).toContain(sampler.pick(position, sortLogits(logits, 64), heavy))
  }
})
