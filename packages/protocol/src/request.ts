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
export const requestSchema = v.variant('kind', [chatSchema, completionSchema, embedSchema])

export type ChatRequest = Readonly<v.InferOutput<typeof chatSchema>>
export type CompletionRequest = Readonly<v.InferOutput<typeof completionSchema>>
export type EmbedRequest = Readonly<v.InferOutput<typeof embedSchema>>
export type WorkRequest = ChatRequest | CompletionRequest | EmbedRequest

/** What was delivered: exactly the text the buyer received, or the vectors as base64 of little-endian float32. */
const textResponseSchema = v.strictObject({
  kind: v.literal('text'),
  text: v.pipe(v.string(), wellFormed),
  tokenIds: v.optional(boundedArray(tokenIdSchema, maxTokensMax)),
})
const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/))
const vectorResponseSchema = v.strictObject({
  kind: v.literal('vectors'),
  vectors: boundedArray(base64, embedInputsMax),
})
export const responseSchema = v.variant('kind', [textResponseSchema, vectorResponseSchema])

export type TextResponse = Readonly<v.InferOutput<typeof textResponseSchema>>
export type VectorResponse = Readonly<v.InferOutput<typeof vectorResponseSchema>>
export type WorkResponse = TextResponse | VectorResponse

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

function charsOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
