/** `POST /v1/completions`: what is accepted, and the prompt it becomes. */
import { promptCharsMax } from '@millrace/protocol'
import * as v from 'valibot'
import { unsupportedParameter, wrongParameter } from './gateway-error.ts'
import type { JsonObject } from './json-body.ts'
import {
  checkParameters,
  ignoredParameters,
  readParameters,
  text,
  type Unserved,
  unservedGeneration,
} from './parameters.ts'
import { type SamplingInput, samplingEntries } from './sampling-input.ts'

export type CompletionInput = SamplingInput & {
  readonly model: string
  readonly stop: unknown
  readonly prompt: string
}

const schema = v.object(samplingEntries)
const promptSchema = v.object({ prompt: text(promptCharsMax) })

const known: ReadonlySet<string> = new Set([
  ...ignoredParameters,
  'model',
  'prompt',
  'stream',
  'stream_options',
  'max_tokens',
  'temperature',
  'top_p',
  'seed',
  'stop',
])

const unserved: ReadonlyMap<string, Unserved> = new Map(
  Object.entries({
    ...unservedGeneration,
    logprobs: { asksNothing: () => false, why: 'log probabilities are not served.' },
    echo: { asksNothing: (value) => value === false, why: 'the prompt is not repeated.' },
    suffix: { asksNothing: (value) => value === '', why: 'insertion is not served.' },
    best_of: { asksNothing: (value) => value === 1, why: 'one answer per request is served (best_of=1).' },
  } satisfies { [name: string]: Unserved }),
)

/** Returns the input a body spells. @throws {RequestError} naming the parameter at fault. */
export function readCompletionInput(body: JsonObject): CompletionInput {
  checkParameters(body, known, unserved)
  const input = readParameters(schema, body)
  return { ...input, stop: body.stop, prompt: promptOf(body.prompt) }
}

function promptOf(prompt: unknown): string {
  if (!Array.isArray(prompt)) return readParameters(promptSchema, { prompt }).prompt
  if (prompt.length === 1 && typeof prompt[0] === 'string')
    return readParameters(promptSchema, { prompt: prompt[0] }).prompt
  if (prompt.length > 0 && prompt.every((member) => typeof member === 'number' || Array.isArray(member))) {
    throw unsupportedParameter('prompt', 'prompts of token numbers are not served; send text.')
  }
  if (prompt.length > 1) throw unsupportedParameter('prompt', 'one prompt per request is served.')
  throw wrongParameter(
    'prompt',
    'invalid_type',
    "Invalid type for 'prompt': expected a string or an array of one string.",
  )
}
