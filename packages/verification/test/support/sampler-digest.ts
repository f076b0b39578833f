/**
 * What the sampler gives, to the bit, in whichever host loads this module: Node's, and a browser's. Nothing here needs Node.
 */
import type { Hash } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { exp, gumbel, idsAbove, log, noiseKeyOf, threefry } from '../../src/sampler/noise.ts'
import type { SamplingRules } from '../../src/sampler/rules.ts'
import { createSampler } from '../../src/sampler/sampler.ts'
import { sortLogits } from '../../src/sampler/top-logits.ts'

type Pair = readonly [number, number]

/** What is taken of `vectors/sampler.json`. */
export type SamplerVectors = {
  readonly threefry: readonly { readonly key: Pair; readonly counter: Pair; readonly words: Pair }[]
  readonly noise: readonly { readonly seed: Hash; readonly position: number; readonly id: number }[]
  readonly picks: readonly {
    readonly seed: Hash
    readonly rules: SamplingRules
    readonly position: number
    readonly logits: readonly (number | null)[]
    readonly token: number
  }[]
}

export type SamplerDigest = {
  readonly words: readonly (readonly number[])[]
  /** Tokens of the vectors' picks. */
  readonly tokens: readonly number[]
  /** SHA-256 of the bits of noise, logarithms and exponentials at many points. */
  readonly functions: string
  /** SHA-256 of tokens, noisy ids and rivals over vocabularies of 32,000. */
  readonly vocabularies: string
}

/** Returns the digest. Cost: a second. */
export function samplerDigest(vectors: SamplerVectors): SamplerDigest {
  return {
    words: vectors.threefry.map(({ key, counter }) =>
      threefry({ key0: key[0], key1: key[1] }, counter[0], counter[1]).map(Number),
    ),
    tokens: vectors.picks.map(({ seed, rules, position, logits: written }) => {
      const logits = Float32Array.from(written, (logit) => logit ?? Number.NEGATIVE_INFINITY)
      return createSampler({ seed, rules, vocabularySize: logits.length }).pickFromAll(position, logits)
    }),
    functions: hashOf(
      vectors.noise.flatMap(({ seed, position, id }) =>
        Array.from({ length: 400 }, (_, step) => {
          const noise = gumbel(noiseKeyOf(seed), position, id + 977 * step)
          return [noise, log(Math.abs(noise) + 1e-300), exp(-Math.abs(noise))]
        }).flat(),
      ),
    ),
    vocabularies: hashOf(vectors.noise.flatMap(({ seed, position }) => drawn(seed, position))),
  }
}

/** What is drawn from one vocabulary of made-up logits. */
function drawn(seed: Hash, position: number): readonly number[] {
  const vocabularySize = 32_000
  const key = noiseKeyOf(seed)
  const logits = Float32Array.from({ length: vocabularySize }, (_, id) => 1.5 * gumbel(key, position + 1, id))
  const unfiltered = createSampler({ seed, rules: { temperature: 1, topK: 0, topP: 1, minP: 0 }, vocabularySize })
  const filtered = createSampler({ seed, rules: { temperature: 0.8, topK: 64, topP: 0.95, minP: 0 }, vocabularySize })
  const top = sortLogits(logits, 64)
  return [
    unfiltered.pickFromAll(position, logits),
    filtered.pickFromAll(position, logits),
    filtered.pick(position, top) ?? -1,
    ...(unfiltered.rivals(position, top) ?? [-1]),
    ...idsAbove(key, position, vocabularySize, 2 ** 32 * 0.998),
  ]
}

function hashOf(numbers: readonly number[]): string {
  return bytesToHex(sha256(new Uint8Array(Float64Array.from(numbers).buffer)))
}
