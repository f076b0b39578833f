/**
 * What a buyer asks under a lease, and what comes back: the contents that a receipt binds by hash.
 *
 * The nonce makes the hash of a short or guessable prompt useless to anyone who only sees the receipt; a later
 * verification policy also seeds the sampler with it.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import { contentHash } from './content-hash.ts'
import type { Hash } from './hex.ts'
import { parseWith } from './parse-with.ts'
import { type TaskRequest, type TaskResponse, taskRequestSchema, taskResponseSchema } from './task.ts'

/** Messages of one chat. */
export const messagesPerRequestMax = 1024
/** Characters of all text in one request, so that the largest one fits a frame however it is escaped. */
export const promptCharsMax = 1_000_000
/** Stop sequences of one request. */
export const stopSequencesMax = 8
/** Characters of one stop sequence. */
export const stopSequenceCharsMax = 256
/** Texts to embed in one request. */
export const embedInputsMax = 512
/** Inputs of one batch request. */
export const batchInputsMax = 512
/** Arguments of a batch program. */
export const batchArgsMax = 64
/** Characters of one argument. */
export const batchArgCharsMax = 1024
/** Characters of base64 in a batch request, program and inputs together: with its outputs it still fits an audit. */
export const batchCharsMax = 2_800_000
/** Characters of a bundle to be audited: a frame holds it even if a third of them must be escaped. */
export const auditBundleCharsMax = 5_600_000
/** Characters of an auditor's reason. */
export const auditReasonCharsMax = 500
/** Output tokens that one request may ask for. */
export const maxTokensMax = 1_000_000

const wellFormed = v.check((text: string) => text.isWellFormed(), 'Unicode without lone surrogates')
const text = v.pipe(v.string(), v.maxLength(promptCharsMax), wellFormed)
const tooMuchText = `at most ${promptCharsMax} characters in all`
const nonce = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{32}$/))
const model = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/))
const sampling = {
  maxTokens: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxTokensMax)),
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(2)),
  topP: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1))),
  minP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))),
  stop: boundedArray(
    v.pipe(v.string(), v.minLength(1), v.maxLength(stopSequenceCharsMax), wellFormed),
    stopSequencesMax,
  ),
}
export const tokenIdSchema = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0))
/** The start of the answer, which another provider delivered; the rest is to follow it. `maxTokens` counts the rest. */
const continuation = v.optional(
  v.strictObject({ text, tokenIds: v.optional(boundedArray(tokenIdSchema, maxTokensMax)) }),
)
const chatSchema = v.strictObject({
  kind: v.literal('chat'),
  model,
  nonce,
  messages: v.pipe(
    boundedArray(
      v.strictObject({ role: v.picklist(['system', 'user', 'assistant']), content: text }),
      messagesPerRequestMax,
    ),
    v.minLength(1),
    v.check((messages) => charsOf(messages.map(({ content }) => content)) <= promptCharsMax, tooMuchText),
  ),
  ...sampling,
  continuation,
})
const completionSchema = v.strictObject({
  kind: v.literal('completion'),
  model,
  nonce,
  prompt: text,
  ...sampling,
  continuation,
})
const embedSchema = v.strictObject({
  kind: v.literal('embed'),
  model,
  nonce,
  inputs: v.pipe(
    boundedArray(text, embedInputsMax),
    v.minLength(1),
    v.check((inputs) => charsOf(inputs) <= promptCharsMax, tooMuchText),
  ),
})
const base64 = v.pipe(v.string(), v.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/))
const gas = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,18})$/, 'a whole number below 2^63'), v.check(fitsInt64))
/** One WebAssembly program over many inputs. Each input is the program's standard input, its output the standard output. */
const batchSchema = v.pipe(
  v.strictObject({
    kind: v.literal('batch'),
    model,
    nonce,
    program: v.pipe(base64, v.minLength(1)),
    inputs: v.pipe(boundedArray(base64, batchInputsMax), v.minLength(1)),
    args: v.optional(
      boundedArray(v.pipe(v.string(), v.maxLength(batchArgCharsMax), v.regex(/^[^\0]*$/), wellFormed), batchArgsMax),
    ),
    /** What one input may use. */
    gasMax: gas,
    /** Pages of 64 KiB that one input may use. */
    memoryPagesMax: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)),
    /** Seed of what the program is told are random bytes. */
    entropy: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/)),
  }),
  v.check(
    ({ program, inputs }) => program.length + charsOf(inputs) <= batchCharsMax,
    `at most ${batchCharsMax} characters in all`,
  ),
)
/** A check of somebody's answer: `bundle` is the JSON of its receipt bundle. */
const auditSchema = v.strictObject({
  kind: v.literal('audit'),
  model,
  nonce,
  bundle: v.pipe(v.string(), v.minLength(1), v.maxLength(auditBundleCharsMax), wellFormed),
})
export const requestSchema = v.variant('kind', [
  chatSchema,
  completionSchema,
  embedSchema,
  batchSchema,
  auditSchema,
  taskRequestSchema,
])

export type ChatRequest = Readonly<v.InferOutput<typeof chatSchema>>
export type CompletionRequest = Readonly<v.InferOutput<typeof completionSchema>>
export type EmbedRequest = Readonly<v.InferOutput<typeof embedSchema>>
export type BatchRequest = Readonly<v.InferOutput<typeof batchSchema>>
export type AuditRequest = Readonly<v.InferOutput<typeof auditSchema>>
export type WorkRequest = ChatRequest | CompletionRequest | EmbedRequest | BatchRequest | AuditRequest | TaskRequest

/** What was delivered: exactly the text the buyer received, or the vectors as base64 of little-endian float32. */
const textResponseSchema = v.strictObject({
  kind: v.literal('text'),
  text: v.pipe(v.string(), wellFormed),
  tokenIds: v.optional(boundedArray(tokenIdSchema, maxTokensMax)),
})
const vectorResponseSchema = v.strictObject({
  kind: v.literal('vectors'),
  vectors: boundedArray(base64, embedInputsMax),
})
const outputSchema = v.strictObject({
  /** A program that used up its gas or memory, or trapped, did so on every machine: that is a result too. */
  status: v.picklist(['exited', 'trapped', 'out-of-gas', 'out-of-memory']),
  exitCode: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
  gas,
  output: base64,
})
const outputsResponseSchema = v.strictObject({
  kind: v.literal('outputs'),
  outputs: boundedArray(outputSchema, batchInputsMax),
})
const count = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0))
const verdictResponseSchema = v.strictObject({
  kind: v.literal('verdict'),
  outcome: v.picklist(['honest', 'cheated', 'unable']),
  reason: v.pipe(v.string(), v.maxLength(auditReasonCharsMax), wellFormed),
  /** Tokens, inputs or vectors that were computed again. */
  checked: count,
  mismatches: count,
  /** Index of the first that differs. */
  firstMismatch: v.optional(count),
  /** Evidence of a statistical test for cheating, in nats; negative speaks for honesty. */
  score: v.optional(v.pipe(v.number(), v.finite())),
})
export const responseSchema = v.variant('kind', [
  textResponseSchema,
  vectorResponseSchema,
  outputsResponseSchema,
  verdictResponseSchema,
  taskResponseSchema,
])

export type TextResponse = Readonly<v.InferOutput<typeof textResponseSchema>>
export type VectorResponse = Readonly<v.InferOutput<typeof vectorResponseSchema>>
export type OutputsResponse = Readonly<v.InferOutput<typeof outputsResponseSchema>>
export type BatchOutput = OutputsResponse['outputs'][number]
export type VerdictResponse = Readonly<v.InferOutput<typeof verdictResponseSchema>>
export type WorkResponse = TextResponse | VectorResponse | OutputsResponse | VerdictResponse | TaskResponse

/** Returns the request a JSON value spells. @throws {MalformedError} naming the field. */
export function parseRequest(json: unknown): WorkRequest {
  return parseWith(requestSchema, json, 'request')
}

/** Returns the hash that a receipt names the request by. */
export function requestHash(request: WorkRequest): Hash {
  return contentHash('request', request)
}

/** Returns the hash that a receipt names the response by. */
export function responseHash(response: WorkResponse): Hash {
  return contentHash('response', response)
}

function fitsInt64(digits: string): boolean {
  return BigInt(digits) < 2n ** 63n
}

function charsOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}

/** The kind of response to each kind of request. */
export const responseKinds = {
  chat: 'text',
  completion: 'text',
  embed: 'vectors',
  batch: 'outputs',
  audit: 'verdict',
  task: 'task',
} as const satisfies Record<WorkRequest['kind'], WorkResponse['kind']>
