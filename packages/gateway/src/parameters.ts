/**
 * What is common to the inputs of all endpoints: which parameters are known, which are OpenAI's but not served here, and how
 * a schema's complaint becomes an error in OpenAI's words.
 *
 * A parameter that would change the answer is refused unless its value asks for nothing; one that would not is ignored.
 */
import * as v from 'valibot'
import { RequestError, unknownParameter, unsupportedParameter, wrongParameter } from './gateway-error.ts'
import type { JsonObject } from './json-body.ts'

/** Characters of a parameter's name that an error repeats. */
const quotedCharsMax = 64

/** Says of a value whether it asks for nothing; if it does ask for something, it is refused for the reason given. */
export type Unserved = { readonly asksNothing: (value: unknown) => boolean; readonly why: string }

/** Parameters that may be ignored whatever they are, because the answer is the same without them. */
export const ignoredParameters: readonly string[] = [
  'user',
  'metadata',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
]

const isZero = (value: unknown) => value === 0
const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && (Array.isArray(value) ? value.length : Object.keys(value).length) === 0
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value)

/** Parameters of text generation that are not served. */
export const unservedGeneration: { readonly [name: string]: Unserved } = {
  n: { asksNothing: isOneOf(1), why: 'one answer per request is served (n=1).' },
  logit_bias: { asksNothing: isEmpty, why: 'token biases are not served.' },
  frequency_penalty: { asksNothing: isZero, why: 'penalties other than 0 are not served.' },
  presence_penalty: { asksNothing: isZero, why: 'penalties other than 0 are not served.' },
  logprobs: { asksNothing: isOneOf(false), why: 'log probabilities are not served.' },
}

/** Returns nothing when every parameter is known or harmless. @throws {RequestError} naming the first that is not. */
export function checkParameters(
  body: JsonObject,
  known: ReadonlySet<string>,
  unserved: ReadonlyMap<string, Unserved>,
): void {
  for (const name in body) {
    if (known.has(name)) continue
    const value = body[name]
    const refused = unserved.get(name)
    if (refused === undefined) throw unknownParameter(name.slice(0, quotedCharsMax))
    if (value !== null && !refused.asksNothing(value)) throw unsupportedParameter(name, refused.why)
  }
}

/** Returns what the schema accepts. @throws {RequestError} naming the first parameter at fault. */
export function readParameters<T extends v.GenericSchema>(schema: T, body: JsonObject): v.InferOutput<T> {
  const result = v.safeParse(schema, body, { abortEarly: true })
  if (result.success) return result.output
  throw errorOf(result.issues[0])
}

/** A schema for what clients may leave out, or send as null, which is the same. */
export function optional<T extends v.GenericSchema>(schema: T) {
  return v.optional(v.nullable(schema))
}

/** A string that UTF-8 can carry: no half of a surrogate pair. */
export function text(charsMax: number) {
  return v.pipe(
    v.string(),
    v.maxLength(charsMax),
    v.check((value) => value.isWellFormed(), 'well-formed Unicode'),
  )
}

const openAiCodeOfIssue: { readonly [type: string]: string } = {
  string: 'invalid_type',
  number: 'invalid_type',
  boolean: 'invalid_type',
  array: 'invalid_type',
  object: 'invalid_type',
  loose_object: 'invalid_type',
  integer: 'invalid_type',
  union: 'invalid_type',
  finite: 'invalid_value',
  picklist: 'invalid_value',
  check: 'invalid_value',
  max_length: 'above_max_length',
  min_length: 'below_min_length',
  min_value: 'below_min_value',
  gt_value: 'below_min_value',
  max_value: 'above_max_value',
}

function errorOf(issue: v.BaseIssue<unknown>): RequestError {
  const param = pathOf(issue)
  if (issue.input === undefined) {
    return new RequestError({
      code: 'PARAMETER_INVALID',
      param,
      openAiCode: 'missing_required_parameter',
      message: `Missing required parameter: '${param}'.`,
      hint: 'Add the named parameter.',
    })
  }
  const kind = openAiCodeOfIssue[issue.type] ?? 'invalid_value'
  const code = kind.startsWith('above') || kind.startsWith('below') ? `${nounOf(issue.input)}_${kind}` : kind
  const expected = issue.type === 'check' ? issue.message : (issue.expected ?? 'another value')
  return wrongParameter(param, code, `Invalid value for '${param}': expected ${expected}, got ${quoted(issue.input)}.`)
}

/** Writes a path as OpenAI does: `messages[0].content`. */
function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = ''
  for (const { key } of issue.path ?? []) {
    path += typeof key === 'number' ? `[${key}]` : path === '' ? String(key) : `.${String(key)}`
  }
  return path
}

function nounOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Repeats numbers, never a text: it may be a prompt. */
function quoted(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (typeof value === 'string') return `a string of ${value.length} characters`
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`
}
