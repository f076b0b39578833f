/** The parameters that chat and text completions share, and what they become in an ask. */
import { maxTokensMax, stopSequenceCharsMax, stopSequencesMax } from '@millrace/protocol'
import type { GenerationParameters } from '@millrace/sdk'
import * as v from 'valibot'
import { wrongParameter } from './gateway-error.ts'
import { optional, text } from './parameters.ts'

/** Characters of a model's name or root in a request. */
export const modelCharsMax = 128

const tokens = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxTokensMax))
const stopText = v.pipe(text(stopSequenceCharsMax), v.minLength(1))

export const samplingEntries = {
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(modelCharsMax)),
  stream: optional(v.boolean()),
  stream_options: optional(
    v.object({
      include_usage: optional(v.boolean()),
      include_obfuscation: optional(v.pipe(v.boolean(), v.value(false))),
    }),
  ),
  max_tokens: optional(tokens),
  temperature: optional(v.pipe(v.number(), v.minValue(0), v.maxValue(2))),
  top_p: optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  seed: optional(
    v.pipe(v.number(), v.integer(), v.minValue(Number.MIN_SAFE_INTEGER), v.maxValue(Number.MAX_SAFE_INTEGER)),
  ),
}

/** Read apart from the rest, so that an error names the one member at fault. */
const stopSchema = v.object({ stop: v.pipe(v.array(stopText), v.maxLength(stopSequencesMax)) })

export type SamplingInput = {
  readonly stream?: boolean | null | undefined
  readonly stream_options?: { readonly include_usage?: boolean | null | undefined } | null | undefined
  readonly max_tokens?: number | null | undefined
  readonly max_completion_tokens?: number | null | undefined
  readonly temperature?: number | null | undefined
  readonly top_p?: number | null | undefined
  readonly seed?: number | null | undefined
}

/** How the answer is wanted, beside what is asked. */
export type Delivery = { readonly stream: boolean; readonly includeUsage: boolean }

/** Returns how the answer is wanted. @throws {RequestError} for stream options without a stream. */
export function deliveryOf(input: SamplingInput): Delivery {
  const stream = input.stream === true
  if (!stream && input.stream_options != null) {
    throw wrongParameter(
      'stream_options',
      'invalid_value',
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    )
  }
  return { stream, includeUsage: input.stream_options?.include_usage === true }
}

/**
 * Returns the generation parameters of an ask.
 *
 * @param stop - as it came: absent, a string or an array of up to 8.
 * @param bounds - output tokens of a request that names none, and the model's context.
 * @throws {RequestError} naming the parameter.
 */
export function generationOf(
  input: SamplingInput,
  stop: unknown,
  bounds: { readonly outputTokensDefault: number; readonly contextTokensMax: number },
): GenerationParameters & { readonly maxTokens: number } {
  return {
    maxTokens: maxTokensOf(input, bounds),
    temperature: input.temperature ?? 1,
    topP: input.top_p ?? 1,
    ...(input.seed == null ? {} : { seed: foldedSeed(input.seed) }),
    stop: stopOf(stop),
  }
}

function maxTokensOf(
  input: SamplingInput,
  bounds: { readonly outputTokensDefault: number; readonly contextTokensMax: number },
): number {
  const param = input.max_completion_tokens == null ? 'max_tokens' : 'max_completion_tokens'
  const asked = input.max_completion_tokens ?? input.max_tokens
  if (asked == null) return Math.min(bounds.outputTokensDefault, bounds.contextTokensMax)
  if (input.max_tokens != null && input.max_completion_tokens != null && input.max_tokens !== asked) {
    throw wrongParameter(
      param,
      'invalid_value',
      "Send 'max_tokens' or 'max_completion_tokens', not two different ones.",
    )
  }
  if (asked > bounds.contextTokensMax) {
    throw wrongParameter(
      param,
      'integer_above_max_value',
      `${param} is too large: ${asked}. The model's context holds ${bounds.contextTokensMax} tokens, input included.`,
    )
  }
  return asked
}

/** OpenAI's seeds are 64-bit and may be negative; the network's are 32-bit. Equal seeds stay equal. */
function foldedSeed(seed: number): number {
  return ((seed % 2 ** 32) + 2 ** 32) % 2 ** 32
}

function stopOf(stop: unknown): readonly string[] {
  if (stop == null) return []
  if (typeof stop !== 'string' && !Array.isArray(stop)) {
    throw wrongParameter('stop', 'invalid_type', "Invalid type for 'stop': expected a string or an array of strings.")
  }
  const result = v.safeParse(stopSchema, { stop: typeof stop === 'string' ? [stop] : stop }, { abortEarly: true })
  if (result.success) return result.output.stop
  const index = result.issues[0].path?.[1]?.key
  const param = index === undefined || typeof stop === 'string' ? 'stop' : `stop[${String(index)}]`
  if (index === undefined) {
    throw wrongParameter(
      param,
      'array_above_max_length',
      `Invalid 'stop': at most ${stopSequencesMax} sequences are allowed, got ${stop.length}.`,
    )
  }
  throw wrongParameter(
    param,
    'invalid_value',
    `Invalid '${param}': expected 1 to ${stopSequenceCharsMax} characters of well-formed Unicode.`,
  )
}
