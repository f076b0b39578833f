/**
 * Turns work into a request, and bounds what it may cost before it is sent. Pure.
 *
 * Tokens are the provider's count, so the buyer holds it to what it can see itself: a text has at most as many tokens as
 * UTF-8 bytes, plus what a chat template adds per message.
 */

import { createHash } from 'node:crypto'
import {
  type Amount,
  auditInputUnits,
  batchInputUnits,
  batchOutputUnitsMax,
  bytesToHex,
  charge,
  type Hash,
  isMillraceError,
  type Prices,
  parseReceiptBundle,
  parseRequest,
  type ReceiptBundle,
  taskInputUnits,
  taskOutputUnitsMax,
  type WorkRequest,
} from '@millrace/protocol'
import type { Continuation } from './answer.ts'
import type { Work } from './ask.ts'
import { AskInvalidError } from './buyer-error.ts'
import type { TaskWork } from './tasks/task-order.ts'

/** Output tokens of an ask that names no maximum. */
export const maxTokensDefault = 1024
/** Tokens a chat template may add to each message. */
export const templateTokensPerMessageMax = 32
/** Tokens a template may add once. */
export const templateTokensMax = 64
/** Output tokens expected where the maximum is higher: a usual answer. */
export const outputTokensExpected = 256
/** UTF-8 bytes of a usual token. */
const bytesPerToken = 4
/** Template tokens expected per message. */
const templateTokensExpected = 8

/** What a piece of work needs, before any provider is known. */
export type WorkSize = {
  readonly inputUnitsExpected: number
  /** More than this is not plausible. */
  readonly inputUnitsMax: number
  /** Output units. Undefined where the ask names none; 0 for embeddings and audits. */
  readonly maxTokens: number | undefined
  /** How many contexts it fills: one, or one per text to embed. */
  readonly contexts: number
  /** Whether it is done as it is or not at all: no fewer output units would do. */
  readonly isWhole: boolean
  /** Those of a usual answer without it. */
  readonly outputUnitsExpected?: number
}

/** What a piece of work may come to at one provider. */
export type WorkPlan = {
  /** 0 for embeddings. */
  readonly maxTokens: number
  readonly inputUnitsMax: number
  readonly outputUnitsExpected: number
  /** Base units it is expected to cost. */
  readonly expectedCost: Amount
  /** Base units it can cost at most. */
  readonly cap: Amount
}

export type Terms = { readonly prices: Prices; readonly contextTokensMax: number }

/**
 * Returns the size of the work, or of what is left of it. Cost: linear in its text.
 *
 * @param delivered - the start of the answer, which the next provider reads like input.
 */
export function sizeOf(
  work: Work | TaskWork,
  delivered?: { readonly text: string; readonly outputUnits: number },
): WorkSize {
  if (work.kind === 'task') return taskSize(work)
  if (work.kind === 'batch' || work.kind === 'audit') return countedSize(work)
  const texts = textsOf(work)
  let bytes = 0
  for (const text of texts) bytes += Buffer.byteLength(text)
  const { text, outputUnits } = delivered ?? { text: '', outputUnits: 0 }
  return {
    inputUnitsExpected: Math.ceil(bytes / bytesPerToken) + templateTokensExpected * texts.length + outputUnits,
    // A token is at least a byte of text, except those that spell none, which were counted when they were delivered.
    inputUnitsMax:
      bytes + templateTokensPerMessageMax * texts.length + templateTokensMax + Buffer.byteLength(text) + outputUnits,
    maxTokens: maxTokensOf(work, outputUnits),
    contexts: work.kind === 'embed' ? texts.length : 1,
    isWhole: work.kind === 'embed',
  }
}

/** What both sides can count. */
function countedSize(work: Extract<Work, { kind: 'batch' | 'audit' }>): WorkSize {
  const inputUnits = work.kind === 'batch' ? batchInputUnits(batchOf(work)) : Number(auditInputUnits(bundleIn(work)))
  const maxTokens = work.kind === 'batch' ? Number(batchOutputUnitsMax(batchOf(work))) : 0
  return { inputUnitsExpected: inputUnits, inputUnitsMax: inputUnits, maxTokens, contexts: 0, isWhole: true }
}

/** All of its time is what it may take, and the only guess at what it will. */
function taskSize(work: TaskWork): WorkSize {
  const inputUnits = taskInputUnits(work)
  const maxTokens = taskOutputUnitsMax(work)
  const units = { inputUnitsExpected: inputUnits, inputUnitsMax: inputUnits, outputUnitsExpected: maxTokens }
  return { ...units, maxTokens, contexts: 0, isWhole: true }
}

/**
 * Returns what the work may cost under the terms, its `maxTokens` lowered so that it cannot cost more than `amountMax`;
 * undefined where not even one output token would fit.
 */
export function planWork(size: WorkSize, terms: Terms, amountMax: Amount | undefined): WorkPlan | undefined {
  const { prices, contextTokensMax } = terms
  const isCounted = size.contexts === 0
  const inputUnitsMax = isCounted ? size.inputUnitsMax : Math.min(size.inputUnitsMax, contextTokensMax * size.contexts)
  const inputCap = charge(prices, units(inputUnitsMax, 0))
  const asked = size.maxTokens ?? maxTokensDefault
  const wanted = isCounted ? asked : Math.min(asked, contextTokensMax)
  const maxTokens =
    amountMax === undefined ? wanted : Math.min(wanted, affordableTokens(prices, inputUnitsMax, amountMax))
  if (size.isWhole && maxTokens < wanted) return undefined
  if (maxTokens < 0 || (maxTokens === 0 && wanted > 0) || (amountMax !== undefined && inputCap > amountMax))
    return undefined
  const outputUnitsExpected = Math.min(maxTokens, size.outputUnitsExpected ?? outputTokensExpected)
  return {
    maxTokens,
    inputUnitsMax,
    outputUnitsExpected,
    expectedCost: charge(prices, units(size.inputUnitsExpected, outputUnitsExpected)),
    cap: charge(prices, units(inputUnitsMax, maxTokens)),
  }
}

/** What is left of the output tokens asked for. */
function maxTokensOf(work: Work, outputUnits: number): number | undefined {
  if (work.kind !== 'chat' && work.kind !== 'completion') return 0
  return outputUnits === 0 ? work.maxTokens : (work.maxTokens ?? maxTokensDefault) - outputUnits
}

/** Returns the request that is hashed and sent. @throws {AskInvalidError} naming the field. */
export function requestOf(
  work: Work | TaskWork,
  terms: { model: Hash; nonce: string; maxTokens: number; continuation: Continuation | undefined },
): WorkRequest {
  const { model, nonce, continuation } = terms
  try {
    return parseRequest({
      kind: work.kind,
      model,
      nonce,
      ...contentOf(work, terms.maxTokens),
      ...(continuation && { continuation }),
    })
  } catch (error) {
    if (isMillraceError(error)) throw new AskInvalidError(error.message, error)
    throw error
  }
}

function contentOf(work: Work | TaskWork, maxTokens: number) {
  if (work.kind === 'embed') return { inputs: work.inputs }
  if (work.kind === 'audit') return { bundle: work.bundle }
  if (work.kind === 'batch') return batchOf(work)
  if (work.kind === 'task') return work
  const { temperature = 1, topP = 1, topK, minP, seed, stop = [] } = work
  const optional = Object.entries({ topK, minP, seed }).filter(([, value]) => value !== undefined)
  return {
    ...(work.kind === 'chat' ? { messages: work.messages } : { prompt: work.prompt }),
    ...{ maxTokens, temperature, topP, ...Object.fromEntries(optional), stop },
  }
}

/** Only what belongs into the request: an ask says more. */
function batchOf({ program, inputs, args, gasMax, memoryPagesMax, entropy }: Extract<Work, { kind: 'batch' }>) {
  return { program, inputs: [...inputs], ...(args && { args: [...args] }), gasMax, memoryPagesMax, entropy }
}

/** @throws {AskInvalidError} */
function bundleIn({ bundle }: Extract<Work, { kind: 'audit' }>): ReceiptBundle {
  try {
    return parseReceiptBundle(JSON.parse(bundle))
  } catch (error) {
    if (isMillraceError(error) || error instanceof SyntaxError) throw new AskInvalidError(error.message, error)
    throw error
  }
}

/**
 * Returns the nonce that belongs to an idempotency key: the same for a retry, and unknown to whoever lacks the secret.
 *
 * @param secret - 32 bytes that stay with the buyer.
 */
export function nonceOf(secret: Uint8Array, idempotencyKey: string): string {
  const hash = createHash('sha256').update('millrace:nonce:v1\n').update(secret).update(idempotencyKey).digest()
  return bytesToHex(hash.subarray(0, 16))
}

function textsOf(work: Exclude<Work, { kind: 'batch' | 'audit' }>): readonly string[] {
  if (work.kind === 'chat') return work.messages.map(({ content }) => content)
  return work.kind === 'completion' ? [work.prompt] : work.inputs
}

function affordableTokens({ inputPrice, outputPrice }: Prices, inputUnitsMax: number, amountMax: Amount): number {
  const rest = amountMax * 1_000_000n - BigInt(inputUnitsMax) * inputPrice
  if (rest < 0n) return -1
  if (outputPrice === 0n) return Number.MAX_SAFE_INTEGER
  const tokens = rest / outputPrice
  return tokens > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(tokens)
}

function units(input: number, output: number) {
  return { inputUnits: BigInt(input), outputUnits: BigInt(output) }
}
