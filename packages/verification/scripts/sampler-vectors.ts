/**
 * Cases for the sampler, chosen by a slow form in exact integers that shares no code with `src/sampler`: no float64
 * arithmetic, no WebAssembly, no bounds. A case whose two best scores, or whose border of top-p, differ by less than
 * float64 could tell apart is left out, so that a rounding can never be what a vector tests.
 */
import { createHash } from 'node:crypto'
import { exactExp, exactGumbel, fixedOf, fractionBits, slowThreefry } from './exact-functions.ts'

type Rules = { readonly temperature: number; readonly topK: number; readonly topP: number; readonly minP: number }

const one = 1n << fractionBits
/** 2^-40: no case is decided by less. */
const clearly = one >> 40n
const logitSets = ['wide', 'narrow', 'equal', 'dropped'] as const
const rulesList: readonly Rules[] = [
  { temperature: 0, topK: 0, topP: 1, minP: 0 },
  { temperature: 1, topK: 0, topP: 1, minP: 0 },
  { temperature: 0.7, topK: 0, topP: 1, minP: 0 },
  { temperature: 2, topK: 5, topP: 1, minP: 0 },
  { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 },
  { temperature: 1.3, topK: 0, topP: 0.5, minP: 0 },
  { temperature: 1, topK: 0, topP: 1, minP: 0.1 },
  { temperature: 0.25, topK: 64, topP: 0.999, minP: 0 },
]

/** Returns the contents of `vectors/sampler.json`. */
export function samplerVectors(): unknown {
  return {
    algorithm: 'millrace sampler v1: see docs/adr/0021-sampler-and-tolerant-test.md',
    threefry: [
      { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
      { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
      { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
    ],
    keys: [0, 1, 2].map((number) => ({ seed: seedOf(number), key: keyOf(seedOf(number)) })),
    noise: Array.from({ length: 24 }, (_, index) => {
      const [position, id] = index === 0 ? [0, 0] : [index * index * 31, (index * 7919) % 262_144]
      return { seed: seedOf(index % 3), position, id, noisePico: pico(exactGumbel(wordsOf(index % 3, position, id))) }
    }),
    picks: rulesList.flatMap((rules, index) => logitSets.flatMap((set, row) => pickCase(rules, set, 4 * index + row))),
  }
}

function pickCase(rules: Rules, set: (typeof logitSets)[number], number: number) {
  const vocabularySize = [40, 90, 150, 7][number % 4] as number
  const logits = Array.from({ length: vocabularySize }, (_, id) => logitOf(set, number, id))
  const position = number * number
  const token = slowPick({ number, rules, logits, position })
  // JSON has no −∞.
  const written = logits.map((logit) => (logit === Number.NEGATIVE_INFINITY ? null : logit))
  return token === undefined ? [] : [{ seed: seedOf(number), rules, position, logits: written, token }]
}

/** A float32 with at most three digits, so that JSON gives it back. */
function logitOf(set: (typeof logitSets)[number], number: number, id: number): number {
  const [word] = slowThreefry([77, number], [1, id])
  const unit = Math.round((word / 2 ** 32) * 64)
  if (set === 'equal') return unit % 2
  if (set === 'dropped' && word % 5 < 3 && id > 0) return Number.NEGATIVE_INFINITY
  return set === 'wide' ? unit / 4 - 8 : unit / 32
}

type Slow = {
  readonly number: number
  readonly rules: Rules
  readonly logits: readonly number[]
  readonly position: number
}

function slowPick({ number, rules, logits, position }: Slow): number | undefined {
  const order = logits
    .map((logit, id) => ({ id, logit }))
    .filter(({ logit }) => logit !== Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.logit - a.logit || a.id - b.id)
  const first = order[0]
  if (first === undefined || rules.temperature === 0) return first?.id
  const temperature = fixedOf(rules.temperature)
  const scaled = order.map(({ id, logit }) => ({
    id,
    z: ((fixedOf(logit) - fixedOf(first.logit)) * one) / temperature,
  }))
  const kept = slowFilter(rules.topK === 0 ? scaled : scaled.slice(0, rules.topK), rules)
  const scores = kept
    ?.map(({ id, z }) => ({ id, score: z + exactGumbel(wordsOf(number, position, id)) }))
    .sort((a, b) => (a.score === b.score ? a.id - b.id : a.score > b.score ? -1 : 1))
  const [best, second] = scores ?? []
  if (best === undefined || (second !== undefined && best.score - second.score < clearly)) return undefined
  return best.id
}

/** Top-p, then min-p; undefined where a border is too near. */
function slowFilter<T extends { readonly z: bigint }>(tokens: readonly T[], rules: Rules): readonly T[] | undefined {
  const weights = tokens.map(({ z }) => exactExp(z))
  const mass = (fixedOf(rules.topP) * weights.reduce((sum, weight) => sum + weight, 0n)) / one
  let before = 0n
  const kept: T[] = []
  for (const [index, token] of tokens.entries()) {
    const weight = weights[index] as bigint
    const byMass = rules.topP === 1 ? clearly : mass - before
    const byShare = rules.minP === 0 ? clearly : weight - fixedOf(rules.minP)
    if (byMass < clearly && byMass > -clearly) return undefined
    if (byShare < clearly && byShare > -clearly) return undefined
    if (index > 0 && (byMass < 0n || byShare < 0n)) break
    kept.push(token)
    before += weight
  }
  return kept
}

function wordsOf(number: number, position: number, id: number): [number, number] {
  return slowThreefry(keyOf(seedOf(number)), [position, id])
}

function keyOf(seed: string): [number, number] {
  const hash = createHash('sha256')
    .update('millrace:sampler-noise:v1\n')
    .update(Buffer.from(seed.slice(2), 'hex'))
    .digest()
  return [hash.readUInt32LE(0), hash.readUInt32LE(4)]
}

function seedOf(number: number): string {
  return `0x${createHash('sha256').update(`seed ${number}`).digest('hex')}`
}

/** A fixed-point number in units of 10^-12, as text. */
function pico(value: bigint): string {
  return String((value * 10n ** 12n) >> fractionBits)
}
