/**
 * Requests as a bench needs them: any number, no two alike, the same from the same seed. Sentences that begin a children's story, for
 * that is what the smallest model was trained on; others continue them as well.
 */
import { createHash } from 'node:crypto'
import type { AnswerJob } from './served-model.ts'

const names = 'Lily Tom Mia Ben Sara Max Anna Leo Zoe Sam Nina Jack Ella Finn Rosie Tim'.split(' ')
const animals = 'dog cat rabbit fox bear duck mouse frog horse bird lion turtle'.split(' ')
const things =
  'ball|red hat|little boat|box of toys|shiny key|blue kite|big cake|old book|warm blanket|yellow truck'.split('|')
const places = 'park|forest|garden|beach|kitchen|farm|school|playground|river|old house'.split('|')
const weathers = 'sunny rainy windy snowy cold warm foggy bright'.split(' ')

/** What a buyer asks of the sampler. */
export type RequestRules = { readonly name: string } & Pick<AnswerJob, 'temperature' | 'topP'>

export const requestRules: readonly RequestRules[] = [
  { name: 'T 1', temperature: 1, topP: 1 },
  { name: 'T 0.8, top-p 0.95', temperature: 0.8, topP: 0.95 },
  { name: 'greedy', temperature: 0, topP: 1 },
]

/**
 * Returns request number `index` of a stream.
 *
 * @param stream - names the stream: its requests have prompts and seeds of their own.
 * @param exactness - of the answer that is asked for.
 */
export function storyRequest(
  stream: string,
  index: number,
  {
    exactness,
    maxTokens,
    rules,
  }: { exactness: AnswerJob['mode']['exactness']; maxTokens: number; rules: RequestRules },
): AnswerJob {
  const seed = createHash('sha256').update(`story request\n${stream}\n${index}`).digest()
  const { temperature, topP } = rules
  return {
    kind: 'completion',
    prompt: storyPrompt(seed),
    maxTokens,
    temperature,
    topP,
    stop: [],
    mode: { exactness, samplerSeed: `0x${seed.toString('hex')}` },
  }
}

/** Two sentences: the second half of them is a prompt, too. */
function storyPrompt(seed: Uint8Array): string {
  const pick = (list: readonly string[], at: number): string => list[(seed[at] ?? 0) % list.length] ?? ''
  const [name, other] = [pick(names, 0), pick(names, 1)]
  const [animal, thing, place, weather] = [pick(animals, 2), pick(things, 3), pick(places, 4), pick(weathers, 5)]
  const begins = [
    `Once upon a time there was a ${animal} who lived near the ${place} with ${name}.`,
    `One ${weather} day, ${name} and ${other} went to the ${place} to find a ${thing}.`,
    `${name} had a ${thing} and a friend, a little ${animal}. It was a ${weather} day.`,
    `In the ${place} lived a ${animal}. Every morning ${name} brought it a ${thing}.`,
  ]
  const follows = [
    `${other} said to the ${animal}, "`,
    `Then ${other} saw the ${thing} and`,
    `They were happy until the ${animal}`,
    `But ${name} did not know that`,
  ]
  return `${pick(begins, 6)} ${pick(follows, 7)}`
}
