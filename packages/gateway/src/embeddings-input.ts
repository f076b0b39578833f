/** `POST /v1/embeddings`: what is accepted. */
import { embedInputsMax, promptCharsMax } from '@millrace/protocol'
import * as v from 'valibot'
import { unsupportedParameter, wrongParameter } from './gateway-error.ts'
import type { JsonObject } from './json-body.ts'
import { checkParameters, ignoredParameters, optional, readParameters, text, type Unserved } from './parameters.ts'
import { modelCharsMax } from './sampling-input.ts'

export type EmbeddingsInput = {
  readonly model: string
  readonly inputs: readonly string[]
  readonly base64: boolean
}

const schema = v.object({
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(modelCharsMax)),
  encoding_format: optional(v.picklist(['float', 'base64'])),
})
const inputText = v.pipe(text(promptCharsMax), v.minLength(1))
const oneSchema = v.object({ input: inputText })
const manySchema = v.object({ input: v.pipe(v.array(inputText), v.minLength(1), v.maxLength(embedInputsMax)) })

const known: ReadonlySet<string> = new Set([...ignoredParameters, 'model', 'input', 'encoding_format'])
const unserved: ReadonlyMap<string, Unserved> = new Map([
  ['dimensions', { asksNothing: () => false, why: 'vectors have the length the model gives them.' }],
])

/** Returns the input a body spells. @throws {RequestError} naming the parameter at fault. */
export function readEmbeddingsInput(body: JsonObject): EmbeddingsInput {
  checkParameters(body, known, unserved)
  const { model, encoding_format } = readParameters(schema, body)
  return { model, inputs: inputsOf(body.input), base64: encoding_format === 'base64' }
}

function inputsOf(input: unknown): readonly string[] {
  if (Array.isArray(input)) {
    if (input.length > 0 && input.every((member) => typeof member === 'number' || Array.isArray(member))) {
      throw unsupportedParameter('input', 'inputs of token numbers are not served; send text.')
    }
    return readParameters(manySchema, { input }).input
  }
  if (input !== undefined && typeof input !== 'string') {
    throw wrongParameter('input', 'invalid_type', "Invalid type for 'input': expected a string or an array of strings.")
  }
  return [readParameters(oneSchema, { input }).input]
}
