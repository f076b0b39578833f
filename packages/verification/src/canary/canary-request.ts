/** A request of a shape, with new words. */
import {
  type BatchRequest,
  batchInputsMax,
  type ChatRequest,
  embedInputsMax,
  type Hash,
  type Hex,
  maxTokensMax,
  type WorkRequest,
} from '@millrace/protocol'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { CanaryCorpus } from './canary-text.ts'
import type { SecretRandom } from './secret-random.ts'
import type { TextMaker } from './text-maker.ts'
import type { RequestShape, TextShape } from './traffic-profile.ts'

export type CanaryKind = RequestShape['kind']

type Context = {
  readonly head: { readonly model: Hash; readonly nonce: Hex }
  /** Of the chat that goes on. */
  readonly messages: ChatRequest['messages'] | undefined
  readonly corpus: CanaryCorpus
  readonly texts: TextMaker
  readonly signal: AbortSignal
}

/** Returns the request. @throws {RangeError} for a program that the corpus does not have. */
export async function canaryRequest(
  shape: RequestShape,
  context: Context,
): Promise<Exclude<WorkRequest, { kind: 'audit' | 'task' }>> {
  const { head, texts, signal } = context
  switch (shape.kind) {
    case 'chat': {
      const user = { role: 'user' as const, content: await texts.make('chat', shape.text, signal) }
      const system = shape.system === undefined ? [] : [{ role: 'system' as const, content: shape.system }]
      const messages = [...(context.messages ?? system), user]
      return { kind: 'chat', ...head, messages, ...samplingOf(shape, user.content, texts.random) }
    }
    case 'completion': {
      const prompt = await texts.make('completion', shape.text, signal)
      return { kind: 'completion', ...head, prompt, ...samplingOf(shape, prompt, texts.random) }
    }
    case 'embed':
      return { kind: 'embed', ...head, inputs: await inputsOf(shape.texts.slice(0, embedInputsMax), 'embed', context) }
    case 'batch':
      return batchOf(shape, context)
  }
}

async function batchOf(shape: Extract<RequestShape, { kind: 'batch' }>, context: Context): Promise<BatchRequest> {
  const program = context.corpus.programs?.[shape.program]
  if (program === undefined) throw new RangeError(`the corpus has no program ${shape.program}`)
  const inputs = await inputsOf(shape.texts.slice(0, batchInputsMax), 'batch', context)
  const { args, ...limits } = program
  const entropy = context.texts.random.hex(32)
  const request = { kind: 'batch' as const, ...context.head, ...limits, inputs: inputs.map(toBase64), entropy }
  return args === undefined ? request : { ...request, args: [...args] }
}

async function inputsOf(shapes: readonly TextShape[], kind: CanaryKind, context: Context): Promise<string[]> {
  const inputs: string[] = []
  for (const shape of shapes) inputs.push(await context.texts.make(kind, shape, context.signal))
  return inputs
}

/** A token limit that was counted from the text grows with it. */
function samplingOf(shape: Extract<RequestShape, { kind: 'chat' | 'completion' }>, text: string, random: SecretRandom) {
  const { hasSeed, isCounted, maxTokens, stop, ...rest } = shape.sampling
  const counted = Math.round((maxTokens * text.length) / Math.max(1, shape.text.chars))
  return {
    ...rest,
    stop: [...stop],
    maxTokens: isCounted ? Math.min(maxTokensMax, Math.max(1, counted)) : maxTokens,
    ...(hasSeed ? { seed: random.below(2 ** 32) } : {}),
  }
}

function toBase64(text: string): string {
  let bytes = ''
  for (const byte of utf8ToBytes(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
