/**
 * What a provider could do to tell canaries from buyers: two plain classifiers of requests, by words (character n-grams) and by
 * numbers (kind, settings, lengths, gaps), trained on a labelled stream. Naive Bayes with add-one counts, and logistic
 * regression by stochastic gradient descent with L2 (C. M. Bishop, Pattern Recognition and Machine Learning, 2006, 4.2.3 and 4.3.2).
 */
import type { WorkRequest } from '@millrace/protocol'
import { type Random, seededRandom } from './seeded-random.ts'

export type SeenRequest = { readonly request: WorkRequest; readonly gapMs: number; readonly isFollowUp: boolean }
export type Labelled = { readonly seen: SeenRequest; readonly isCanary: boolean }
/** Positive: a canary, rather. */
export type Score = (seen: SeenRequest) => number

const buckets = 1 << 15
const gramLengths = [2, 3, 4]
/** Characters read of each text: enough for 600 n-grams. */
const charsMax = 600

const known = new WeakMap<SeenRequest, Uint16Array>()

/** Returns the features of a request: indices below 2^15. A hashed feature may share its index with others. */
function featuresOf(seen: SeenRequest): Uint16Array {
  const features = known.get(seen) ?? newFeatures(seen)
  known.set(seen, features)
  return features
}

function newFeatures(seen: SeenRequest): Uint16Array {
  const found = new Set<number>()
  for (const text of textsOf(seen.request)) {
    const padded = `^${text.toLowerCase().slice(0, charsMax)}$`
    for (const length of gramLengths) {
      for (let i = 0; i + length <= padded.length; i++) found.add(bucketOf(padded, i, length))
    }
  }
  for (const word of numbersOf(seen)) found.add(bucketOf(word, 0, word.length))
  return Uint16Array.from(found)
}

export function trainNaiveBayes(examples: readonly Labelled[]): Score {
  const counts = [new Float64Array(buckets).fill(1), new Float64Array(buckets).fill(1)] as const
  const totals = [2, 2]
  for (const { seen, isCanary } of examples) {
    const label = isCanary ? 1 : 0
    totals[label] = (totals[label] ?? 0) + 1
    for (const feature of featuresOf(seen)) counts[label][feature] = (counts[label][feature] ?? 0) + 1
  }
  const rate = (label: 0 | 1, feature: number) => (counts[label][feature] ?? 0) / (totals[label] ?? 1)
  return (seen) =>
    featuresOf(seen).reduce((sum, feature) => sum + Math.log(rate(1, feature)) - Math.log(rate(0, feature)), 0)
}

export function trainLogisticRegression(examples: readonly Labelled[], seed = 'order'): Score {
  const weights = new Float64Array(buckets)
  const random = seededRandom(seed)
  const rows = examples.map(({ seen, isCanary }) => ({ features: featuresOf(seen), isCanary }))
  let bias = 0
  for (let epoch = 0; epoch < 8; epoch++) {
    const rate = 0.5 / (1 + epoch)
    for (const { features, isCanary } of shuffled(rows, random)) {
      const scale = 1 / Math.sqrt(features.length)
      const score = bias + scale * features.reduce((sum, feature) => sum + (weights[feature] ?? 0), 0)
      const error = (isCanary ? 1 : 0) - 1 / (1 + Math.exp(-score))
      bias += 0.1 * rate * error
      for (const feature of features)
        weights[feature] = (weights[feature] ?? 0) * (1 - 1e-4 * rate) + rate * error * scale
    }
  }
  return (seen) => {
    const features = featuresOf(seen)
    return bias + features.reduce((sum, feature) => sum + (weights[feature] ?? 0), 0) / Math.sqrt(features.length)
  }
}

export type Detection = {
  readonly accuracy: number
  /** Area under the receiver operating characteristic: the chance that a canary scores higher than a buyer's request. */
  readonly auc: number
  /** Half the 95 % confidence interval around chance, for each: binomial, and Hanley and McNeil (1982) at 0.5. */
  readonly accuracyMargin: number
  readonly aucMargin: number
  readonly count: number
}

export function detectionOf(score: Score, examples: readonly Labelled[]): Detection {
  const scored = examples.map(({ seen, isCanary }) => ({ score: score(seen), isCanary }))
  const right = scored.filter((one) => one.score > 0 === one.isCanary).length
  const sorted = scored.toSorted((a, b) => a.score - b.score)
  const canaries = sorted.filter(({ isCanary }) => isCanary).length
  const others = sorted.length - canaries
  // Mann and Whitney: ranks of the canaries, less what they have among themselves.
  const ranks = sorted.reduce((sum, { isCanary }, i) => sum + (isCanary ? i + 1 : 0), 0)
  return {
    accuracy: right / scored.length,
    auc: (ranks - (canaries * (canaries + 1)) / 2) / (canaries * others),
    accuracyMargin: 1.96 * Math.sqrt(0.25 / scored.length),
    aucMargin: 1.96 * Math.sqrt((canaries + others + 1) / (12 * canaries * others)),
    count: scored.length,
  }
}

function textsOf(request: WorkRequest): string[] {
  switch (request.kind) {
    case 'chat':
      return [request.messages.at(-1)?.content ?? '']
    case 'completion':
      return [request.prompt]
    case 'embed':
      return [...request.inputs]
    case 'batch':
      return request.inputs.map((input) => atob(input))
    case 'audit':
    case 'task':
      return []
  }
}

function numbersOf({ request, gapMs, isFollowUp }: SeenRequest): string[] {
  const texts = textsOf(request)
  const words = [
    `kind ${request.kind}`,
    `texts ${texts.length}`,
    `chars ${Math.round(4 * Math.log2(1 + texts.join('').length))}`,
    `long ${Math.round(Math.log2(1 + texts.join('').length))}`,
    `end ${/[.!?]["'”’)\]]*$/.test(texts.at(-1) ?? '')} ${request.kind}`,
    `start ${/^[a-z]/.test(texts[0] ?? '')} ${request.kind}`,
    `gap ${isFollowUp ? Math.round(2 * Math.log2(1 + gapMs)) : 'none'}`,
    `follow ${isFollowUp}`,
  ]
  if (request.kind === 'chat') {
    words.push(`messages ${request.messages.length}`)
    words.push(`system ${request.messages.find(({ role }) => role === 'system')?.content.slice(0, 40)}`)
  }
  if (request.kind === 'chat' || request.kind === 'completion') {
    const { temperature, topP, maxTokens, seed } = request
    words.push(`temperature ${temperature}`, `top ${topP}`, `limit ${maxTokens}`, `seed ${seed !== undefined}`)
    words.push(`limit by length ${Math.round(4 * Math.log2(maxTokens / texts.join('').length))}`)
  }
  return words.map((word) => `\u0000${word}`)
}

function bucketOf(text: string, start: number, length: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x45d9f3b)
  return (hash ^ (hash >>> 16)) & (buckets - 1)
}

function shuffled<T>(rows: readonly T[], random: Random): T[] {
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}
