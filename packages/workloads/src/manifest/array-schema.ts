/** Schemas of the parameters of an array job. */
import * as v from 'valibot'
import { count, isUnique, variableName } from './common-schema.ts'
import { fields } from './fields.ts'

/** Tasks of one array, over all its parameters; Kubernetes allows as many. */
export const arrayTasksMax = 100_000
/** Parameters of one array: each combination of their values is a task. */
export const arrayParametersMax = 4
/** Values that are written out for one parameter. */
export const parameterValuesMax = 10_000
/** Characters of one value. */
export const parameterCharsMax = 256
/** Digits that a number is filled up to with zeros. */
export const parameterWidthMax = 16
/** Largest number of a parameter, either way. */
export const parameterNumberMax = 1_000_000_000

const signedNumber = count(-parameterNumberMax, parameterNumberMax)
const value = v.pipe(
  v.string('a text; put numbers in quotes'),
  v.maxLength(parameterCharsMax, `at most ${parameterCharsMax} characters`),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
  v.regex(/^[^\0-\x1f\x7f]*$/, 'a text of one line'),
  v.check((text) => text.isWellFormed(), 'Unicode without lone surrogates'),
)

export const valuesParameter = fields({
  name: variableName,
  values: v.pipe(
    v.array(value),
    v.minLength(1, 'at least one value'),
    v.maxLength(parameterValuesMax, `at most ${parameterValuesMax} values`),
    v.check((values) => isUnique(values), 'each value once'),
  ),
})

export const rangeParameter = v.pipe(
  fields({
    name: variableName,
    from: signedNumber,
    /** Inclusive. */
    to: signedNumber,
    step: v.optional(count(1, parameterNumberMax)),
    width: v.optional(count(1, parameterWidthMax)),
  }),
  v.check(({ from, to }) => to >= from, 'to that is not below from'),
)

const parameter = v.lazy((input) => (hasValues(input) ? valuesParameter : rangeParameter))
const parameterList = v.pipe(
  v.array(parameter),
  v.minLength(1, 'at least one parameter'),
  v.maxLength(arrayParametersMax, `at most ${arrayParametersMax} parameters`),
  v.check((parameters) => isUnique(parameters.map(({ name }) => name)), 'each name once'),
)

/** Names of the two forms of a parameter in the published schema. */
export const parameterDefinitions = { valuesParameter, rangeParameter }
const parameterParts = Object.keys(parameterDefinitions).map((name) => ({ $ref: `#/$defs/${name}` }))

/** A schema for one parameter or a list of them. */
export const array = v.pipe(
  v.unknown(),
  v.metadata({
    anyOf: [
      ...parameterParts,
      { type: 'array', items: { anyOf: parameterParts }, minItems: 1, maxItems: arrayParametersMax },
    ],
  }),
  v.lazy((input) => (Array.isArray(input) ? parameterList : parameter)),
)

export type ParameterFields = v.InferOutput<typeof parameter>

function hasValues(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'values' in input
}
