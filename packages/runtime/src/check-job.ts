/**
 * Refuses jobs that no runtime could run, before they cost anything. The caller may be a peer, so every length is bounded and no
 * message repeats what was sent.
 */
import {
  embedInputsMax,
  maxTokensMax,
  messagesPerRequestMax,
  promptCharsMax,
  stopSequenceCharsMax,
  stopSequencesMax,
} from '@millrace/protocol'
import type { AuditJob, ChatJob, CompletionJob, EmbedJob } from './runtime.ts'
import { BadJobError } from './runtime-error.ts'

const seedMax = 2 ** 32 - 1
const temperatureMax = 2

/** Returns nothing; throws {@link BadJobError} naming the first field that is out of range. */
export function checkGenerationJob(job: ChatJob | CompletionJob): void {
  check(Number.isSafeInteger(job.maxTokens) && job.maxTokens >= 1, 'maxTokens must be an integer of at least 1.')
  check(
    Number.isFinite(job.temperature) && job.temperature >= 0 && job.temperature <= temperatureMax,
    `temperature must be from 0 to ${temperatureMax}.`,
  )
  check(Number.isFinite(job.topP) && job.topP > 0 && job.topP <= 1, 'topP must be above 0 and at most 1.')
  check(
    job.seed === undefined || (Number.isInteger(job.seed) && job.seed >= 0 && job.seed <= seedMax),
    `seed must be an integer from 0 to ${seedMax}.`,
  )
  checkStop(job.stop)
  checkMode(job)
  checkContinuation(job)
  if (job.kind === 'chat') checkMessages(job)
  else checkText(job.prompt, job.prompt.length, 'prompt')
}

/** Returns nothing; throws {@link BadJobError} naming the first field that is out of range. */
export function checkEmbedJob(job: EmbedJob): void {
  check(
    job.inputs.length >= 1 && job.inputs.length <= embedInputsMax,
    `inputs must be 1 to ${embedInputsMax} texts, not ${job.inputs.length}.`,
  )
  let chars = 0
  for (const [index, input] of job.inputs.entries()) {
    chars += input.length
    check(input.length > 0, `inputs[${index}] is empty.`)
    checkText(input, chars, 'inputs')
  }
}

function checkMode({ mode }: ChatJob | CompletionJob): void {
  if (mode === undefined) return
  const { samplerSeed, topK = 1, minP = 0 } = mode
  check(/^0x[0-9a-f]{64}$/.test(samplerSeed), 'mode.samplerSeed must be 32 bytes of lower-case hex.')
  check(Number.isSafeInteger(topK) && topK >= 1, 'mode.topK must be an integer of at least 1.')
  check(minP >= 0 && minP <= 1, 'mode.minP must be from 0 to 1.')
}

/** Returns nothing; throws {@link BadJobError} for a claim too large to be read. */
export function checkAuditJob(job: AuditJob): void {
  if (job.kind === 'vectors') {
    checkEmbedJob(job.request)
    check(job.claimed.vectors.length <= embedInputsMax, `claimed.vectors may hold at most ${embedInputsMax}.`)
    return
  }
  checkGenerationJob(job.request)
  check(job.claimed.tokenIds.length <= maxTokensMax, `claimed.tokenIds may hold at most ${maxTokensMax} tokens.`)
}

function checkStop(stop: readonly string[]): void {
  check(stop.length <= stopSequencesMax, `stop may list at most ${stopSequencesMax} sequences, not ${stop.length}.`)
  for (const [index, sequence] of stop.entries()) {
    check(
      sequence.length >= 1 && sequence.length <= stopSequenceCharsMax,
      `stop[${index}] must be 1 to ${stopSequenceCharsMax} characters long.`,
    )
  }
}

function checkContinuation({ continuation }: ChatJob | CompletionJob): void {
  if (continuation === undefined) return
  const { text, tokenIds = [] } = continuation
  checkText(text, text.length, 'continuation.text')
  check(tokenIds.length <= maxTokensMax, `continuation.tokenIds may hold at most ${maxTokensMax} tokens.`)
  const isId = (id: number) => Number.isSafeInteger(id) && id >= 0
  check(tokenIds.every(isId), 'continuation.tokenIds must be whole numbers of at least 0.')
}

function checkMessages(job: ChatJob): void {
  const count = job.messages.length
  check(count >= 1 && count <= messagesPerRequestMax, `messages must be 1 to ${messagesPerRequestMax}, not ${count}.`)
  let chars = 0
  for (const [index, message] of job.messages.entries()) {
    check(['system', 'user', 'assistant'].includes(message.role), `messages[${index}].role is not known.`)
    chars += message.content.length
    checkText(message.content, chars, 'messages')
  }
}

function checkText(text: string, charsTogether: number, field: string): void {
  check(charsTogether <= promptCharsMax, `${field} may hold at most ${promptCharsMax} characters.`)
  check(text.isWellFormed(), `${field} holds half a surrogate pair, which is not Unicode text.`)
  check(!text.includes('\0'), `${field} holds a NUL character, which models cannot read.`)
}

function check(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new BadJobError(problem)
}
