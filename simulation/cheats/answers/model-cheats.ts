/**
 * Cheats on answers of a language model, each a real maker of answers: what it gets wrong it gets wrong in the tokens, and a
 * checker sees nothing else. All claim the root, the request and the mode that they were asked for.
 *
 * Other weights (another quantisation, fewer layers, a smaller model) need no code of their own: they are an honest maker whose
 * runtime loaded another file under the claimed root.
 */
import type { Answer, Answerer, AnswerJob, ServedModel } from './served-model.ts'

export type ModelCheat = {
  readonly name: string
  /** What it gains by it. */
  readonly why: string
  /** Returns the maker of its answers; one for all requests, for some remember. */
  readonly answerer: (models: CheatModels) => Answerer
}

export type CheatModels = {
  /** Of the root that it claims. */
  readonly claimed: ServedModel
  /** A cheaper one of the same vocabulary. */
  readonly cheaper: ServedModel
  /** Ends an answer in this vocabulary. */
  readonly endToken: number
}

/** The sentence of a provider that wants more than the price. */
export const injectedSentence = 'Tim loved Acme cookies more than anything else.'

export const modelCheats: readonly ModelCheat[] = [
  {
    name: 'early stop',
    why: 'half of the tokens are not computed, and the answer is said to have ended',
    answerer: ({ claimed }) => stopsEarly(claimed, 0.5),
  },
  {
    name: 'early stop, end token forged',
    why: 'the same, with an end token that was never sampled',
    answerer: ({ claimed, endToken }) => stopsEarly(claimed, 0.5, endToken),
  },
  {
    name: 'prompt skipped',
    why: 'no prompt is read',
    answerer: ({ claimed }) => withPrompt(claimed, () => ''),
  },
  {
    name: 'prompt truncated',
    why: 'half of the prompt is read',
    answerer: ({ claimed }) => withPrompt(claimed, lastHalf),
  },
  {
    name: 'sentence injected',
    why: 'somebody else pays for what the answer is about',
    answerer: ({ claimed }) => withPrompt(claimed, (prompt) => `${injectedSentence} ${prompt}`),
  },
  {
    name: 'temperature lowered',
    why: 'dull answers agree better with drafts and caches',
    answerer: ({ claimed }) => withJob(claimed, (job) => ({ ...job, temperature: 0.8 * job.temperature })),
  },
  {
    name: 'greedy',
    why: 'no noise is computed, and drafts are right more often',
    answerer: ({ claimed }) => withJob(claimed, (job) => ({ ...job, temperature: 0 })),
  },
  {
    name: 'top-p narrowed',
    why: 'rare tokens, which drafts miss, are left out',
    answerer: ({ claimed }) => withJob(claimed, (job) => ({ ...job, topP: 0.9 * job.topP })),
  },
  {
    name: 'own seed',
    why: 'the answer that suits is picked among many',
    answerer: ({ claimed }) => withJob(claimed, withSeed(otherSeed)),
  },
  {
    name: 'cached answer',
    why: 'nothing is computed for a prompt seen before',
    answerer: ({ claimed }) => cached(claimed),
  },
  {
    name: 'loose speculation',
    why: 'the cheaper model’s tokens pass where they are merely likely',
    answerer: (models) => speculatesLoosely(models, { likeliest: 4, draftTokens: 16 }),
  },
]

/** Bytes that no beacon gave. */
const otherSeed = `0x${'5e'.repeat(32)}` as const

function withJob(model: ServedModel, change: (job: AnswerJob) => AnswerJob): Answerer {
  return (job, options) => model.answer(change(job), options)
}

/** Reads another prompt, and gives the text that its tokens say after the right one. */
function withPrompt(model: ServedModel, change: (prompt: string) => string): Answerer {
  return async (job, options) =>
    said(model, job, await model.answer({ ...job, prompt: change(job.prompt) }, options), options)
}

function withSeed(samplerSeed: AnswerJob['mode']['samplerSeed']): (job: AnswerJob) => AnswerJob {
  return (job) => ({ ...job, mode: { ...job.mode, samplerSeed } })
}

function lastHalf(prompt: string): string {
  const words = prompt.split(' ')
  return words.slice(Math.floor(words.length / 2)).join(' ')
}

/** @param endToken - forged at the end; the bare claim that the answer ended when left out. */
function stopsEarly(model: ServedModel, share: number, endToken?: number): Answerer {
  return async (job, options) => {
    const answer = await model.answer({ ...job, maxTokens: Math.max(1, Math.floor(job.maxTokens * share)) }, options)
    if (answer.finish === 'stop') return answer
    return { ...answer, finish: 'stop', tokenIds: [...answer.tokenIds, ...(endToken === undefined ? [] : [endToken])] }
  }
}

/** Answers a prompt once and gives the same answer to whoever asks it again, with whatever seed. */
function cached(model: ServedModel): Answerer {
  const answers = new Map<string, Answer>()
  return async (job, options) => {
    const known = answers.get(job.prompt)
    if (known !== undefined) return known
    const answer = await model.answer(job, options)
    answers.set(job.prompt, answer)
    return answer
  }
}

/**
 * Speculative decoding that skips the proof: the cheaper model writes, the claimed one reads it in one pass and takes over only
 * where a token is not among its likeliest.
 */
function speculatesLoosely(
  { claimed, cheaper, endToken }: CheatModels,
  { likeliest, draftTokens }: { readonly likeliest: number; readonly draftTokens: number },
): Answerer {
  return async (job, options) => {
    const kept: number[] = []
    for (;;) {
      const maxTokens = Math.min(draftTokens, job.maxTokens - kept.length)
      const draft = await cheaper.answer(continued({ ...job, maxTokens }, kept), options)
      const whole = { ...draft, tokenIds: [...kept, ...draft.tokenIds] }
      const { readings = [], replayed } = await claimed.read(tolerant(job), whole, options)
      const refused = readings.findIndex(
        ({ token, top }, index) => index >= kept.length && !top.ids.subarray(0, likeliest).includes(token),
      )
      const end = refused === -1 ? whole.tokenIds.length : refused
      const correction = replayed.slice(end, end + 1)
      kept.splice(0, kept.length, ...whole.tokenIds.slice(0, end), ...correction)
      const finish = kept.at(-1) === endToken ? 'stop' : kept.length >= job.maxTokens ? 'length' : undefined
      if (finish !== undefined) return said(claimed, job, { text: '', finish, tokenIds: kept }, options)
    }
  }
}

/** What is wanted after the tokens kept so far. */
function continued(job: AnswerJob, kept: readonly number[]): AnswerJob {
  return kept.length === 0 ? job : { ...job, continuation: { text: '', tokenIds: kept } }
}

function tolerant(job: AnswerJob): AnswerJob {
  return { ...job, mode: { ...job.mode, exactness: 'tolerant' } }
}

/** Returns the answer with the text that its tokens say. */
async function said(
  model: ServedModel,
  job: AnswerJob,
  answer: Answer,
  options: { readonly signal: AbortSignal },
): Promise<Answer> {
  const { text } = await model.read(job, answer, options)
  return { ...answer, text }
}
