/**
 * Which answers are made and checked: for each claimed model, the ways to serve it, honest and not, in each mode. A series is one
 * of them; its requests are numbered, and the same for every way, so the same bench makes the same answers.
 */
import { logitTolerances } from '@millrace/verification'
import { modelCheats } from '../../simulation/cheats/answers/model-cheats.ts'
import type { AnswerJob } from '../../simulation/cheats/answers/served-model.ts'
import { requestRules, storyRequest } from '../../simulation/cheats/answers/story-requests.ts'
import type { WeightsName } from './bench-models.ts'

export type BenchMode = 'canonical' | 'tolerant'
/** Models that a provider claims to serve. */
export type ClaimedName = 'f32' | 'f16' | 'q8_0' | 'tinyllama'
export const claimedNames: readonly ClaimedName[] = ['q8_0', 'f16', 'f32', 'tinyllama']

export type Maker =
  | { readonly kind: 'honest' }
  /** Honest, on another instruction set. */
  | { readonly kind: 'library'; readonly instructionSet: string }
  | { readonly kind: 'weights'; readonly weights: WeightsName }
  | { readonly kind: 'behaviour'; readonly cheat: string }

export type Series = {
  readonly claimed: ClaimedName
  readonly mode: BenchMode
  readonly maker: Maker
  /** Requests wanted. */
  readonly requests: number
  readonly maxTokens: number
}

/** How much is measured. */
export type BenchAmounts = {
  readonly maxTokens: number
  /** Tokens of honest canonical answers, by claimed model. */
  readonly honestTokens: Readonly<Record<ClaimedName, number>>
  /** Requests of each cheat, by claimed model. */
  readonly cheatRequests: Readonly<Record<ClaimedName, number>>
  /** Requests of each honest way in tolerant mode; where it is 0, cheats are not measured in that mode either. */
  readonly honestRequests: Readonly<Record<ClaimedName, number>>
  /** Beside the library that the machine chooses. */
  readonly instructionSets: readonly string[]
}

/** Weights that are cheaper than the claimed ones, of the same vocabulary. */
const cheaperWeights: Readonly<Record<ClaimedName, readonly WeightsName[]>> = {
  f32: ['f16', 'q8_0', 'q4_0', 'shallow'],
  f16: ['q8_0', 'q4_0', 'shallow'],
  q8_0: ['q4_0', 'shallow'],
  tinyllama: ['f32'],
}

/** Returns every series, the honest ones of canonical mode last, for they take longest. */
export function benchSeries(claimed: readonly ClaimedName[], amounts: BenchAmounts): readonly Series[] {
  const { maxTokens, instructionSets } = amounts
  const cheats = claimed.flatMap((name) =>
    modesOf(name, amounts).flatMap((mode) =>
      cheatMakers(name).map((maker) => ({
        claimed: name,
        mode,
        maker,
        maxTokens,
        requests: amounts.cheatRequests[name],
      })),
    ),
  )
  const makers: readonly Maker[] = [
    { kind: 'honest' },
    ...instructionSets.map((instructionSet): Maker => ({ kind: 'library', instructionSet })),
  ]
  const honestTolerant = claimed.flatMap((name) =>
    makers.map(
      (maker): Series => ({
        claimed: name,
        mode: 'tolerant',
        maker,
        maxTokens,
        requests: amounts.honestRequests[name],
      }),
    ),
  )
  const honestCanonical = claimed.map(
    (name): Series => ({
      claimed: name,
      mode: 'canonical',
      maker: { kind: 'honest' },
      maxTokens,
      requests: Math.ceil(amounts.honestTokens[name] / maxTokens),
    }),
  )
  return [...cheats, ...honestTolerant, ...honestCanonical]
}

/** Margins of a cheat say nothing where there are no honest ones to hold them against. */
function modesOf(name: ClaimedName, { honestRequests }: BenchAmounts): readonly BenchMode[] {
  return honestRequests[name] === 0 ? ['canonical'] : ['canonical', 'tolerant']
}

function cheatMakers(claimed: ClaimedName): readonly Maker[] {
  return [
    ...cheaperWeights[claimed].map((weights): Maker => ({ kind: 'weights', weights })),
    ...modelCheats
      .filter(({ name }) => hasDraft(claimed) || name !== 'loose speculation')
      .map(({ name }): Maker => ({ kind: 'behaviour', cheat: name })),
  ]
}

/** All that shares TinyLlama's vocabulary is a model of children's stories, whose drafts it refuses token by token: no speculation. */
function hasDraft(claimed: ClaimedName): boolean {
  return claimed !== 'tinyllama'
}

/** The cheaper model that drafts, and that loose speculation trusts. */
export function cheaperOf(claimed: ClaimedName): WeightsName {
  return claimed === 'tinyllama' ? 'f32' : 'q4_0'
}

/** Returns the name of a way to serve, as calibrations and tables have it. */
export function makerName(maker: Maker): string {
  switch (maker.kind) {
    case 'honest':
      return 'this library'
    case 'library':
      return `library for ${maker.instructionSet}`
    case 'weights':
      return weightsWords[maker.weights]
    case 'behaviour':
      return maker.cheat
  }
}

const weightsWords: Readonly<Record<WeightsName, string>> = {
  f32: 'smaller model (stories15M)',
  f16: 'f16 weights',
  q8_0: 'q8_0 weights',
  q4_0: 'q4_0 weights',
  shallow: 'last layer skipped',
  tinyllama: 'TinyLlama',
}

/** Returns a name for the file of a series. */
export function seriesFile({ claimed, mode, maker }: Series): string {
  return `${claimed}.${mode}.${makerName(maker).replace(/[^\w]+/g, '-')}.jsonl`
}

export function isHonest({ kind }: Maker): boolean {
  return kind === 'honest' || kind === 'library'
}

/** Rules of a request take turns. */
export function rulesAt(index: number) {
  const rules = requestRules[index % requestRules.length]
  if (rules === undefined) throw new RangeError('there are rules')
  return rules
}

/** Returns request `index` of a series: the same for every way to serve it. */
export function requestAt({ mode, maxTokens }: Pick<Series, 'mode' | 'maxTokens'>, index: number): AnswerJob {
  const exactness = mode === 'canonical' ? 'replayable' : 'tolerant'
  return storyRequest('bench', index, { exactness, maxTokens, rules: rulesAt(index) })
}

/** How far honest logits of the claimed model may be from the reference's. */
export function toleranceOf(claimed: ClaimedName): number {
  return claimed === 'f32' || claimed === 'f16' ? logitTolerances.float : logitTolerances.q8
}
