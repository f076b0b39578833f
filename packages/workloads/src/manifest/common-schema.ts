/** Schemas of the fields that manifests of every kind have: what runs, with what, on what and under which limits. */
import {
  idempotencyKeyCharsMax,
  MalformedError,
  parsePolicy,
  policyForms,
  type RegionName,
  regionNames,
} from '@millrace/protocol'
import * as v from 'valibot'
import { deadline } from './deadline.ts'
import {
  argumentCharsMax,
  argumentsMax,
  cpuMilliBounds,
  cpuTimeBounds,
  diskBounds,
  environmentCharsMax,
  environmentEntriesMax,
  fileBounds,
  gpusMax,
  inputsMax,
  logBounds,
  memoryBounds,
  openFileBounds,
  outputsMax,
  placementNamesMax,
  processBounds,
  secretsMax,
  wallBounds,
} from './field-limits.ts'
import { fields, notList } from './fields.ts'
import { money, rate } from './money.ts'
import { outputPath, pathBelow } from './paths.ts'
import { type Bounds, bytes, cpusMilli, milliseconds } from './quantities.ts'
import { sha256, source } from './source.ts'
import { Refusal, said, spelled } from './spelled.ts'

const wellFormed = v.check((text: string) => text.isWellFormed(), 'Unicode without lone surrogates')
const nameHint = 'Names begin with a letter and have letters, digits and hyphens, as host names do.'
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
const variableHint = 'Names of variables have letters, digits and underscores, and do not begin with a digit.'
const secretHint =
  'Only the name stands in a manifest; the value stays in your keyring and is sealed to the node that runs the job.'

/** A schema for a name such as `frames`. */
export const shortName = v.pipe(
  v.string(),
  v.maxLength(63, 'at most 63 characters'),
  v.regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, said('a name such as render-frames', nameHint)),
)

/** A schema for the name of an environment variable or array parameter. */
export const variableName = v.pipe(
  v.string(),
  v.regex(variablePattern, said('a name such as FRAME_RATE', variableHint)),
)

const argument = v.pipe(
  v.string(said('a text', 'Put the argument in quotes.')),
  v.maxLength(argumentCharsMax, `at most ${argumentCharsMax} characters`),
  v.regex(/^[^\0]*$/, 'a text without NUL'),
  wellFormed,
)

/** A schema for a list of arguments. */
export const argumentList = v.pipe(
  v.array(
    argument,
    said('a list of arguments', 'There is no shell: write [program, argument], or [sh, -c, "text for a shell"].'),
  ),
  v.maxLength(argumentsMax, `at most ${argumentsMax} arguments`),
)

/** A schema for a command: a program and its arguments. */
export const command = v.pipe(
  argumentList,
  v.minLength(1, 'a program and its arguments'),
  v.check(([program]) => program !== '', 'the name of a program'),
)

/** A schema for variables and their values. */
export const environment = v.pipe(
  notList(
    v.record(
      v.pipe(v.string(), v.regex(variablePattern, said('a name such as FRAME_RATE', variableHint))),
      v.pipe(
        v.string(said('a text', 'Put the value in quotes, so that 010, 1.10 and yes stay what they are.')),
        v.maxLength(environmentCharsMax, `at most ${environmentCharsMax} characters`),
        v.regex(/^[^\0]*$/, 'a text without NUL'),
        wellFormed,
      ),
      said('a map of names to texts', 'Write NAME: "value" for each.'),
    ),
  ),
  v.maxEntries(environmentEntriesMax, `at most ${environmentEntriesMax} variables`),
)

const secretName = spelled<string, string>({ type: 'string', pattern: variablePattern.source }, (value) =>
  typeof value === 'string' && variablePattern.test(value) ? value : new Refusal('the name of a secret', secretHint),
)

/** A schema for names of secrets. Values are refused and never repeated. */
export const secrets = v.pipe(
  v.array(secretName, said('a list of names', secretHint)),
  v.maxLength(secretsMax, `at most ${secretsMax} secrets`),
  v.check((names) => isUnique(names), 'each name once'),
)

export const input = fields({ path: pathBelow, from: source, sha256: v.optional(sha256) })

/** A schema for inputs, none of which stands where another one needs a folder. */
export const inputs = v.pipe(
  v.array(input),
  v.maxLength(inputsMax, `at most ${inputsMax} inputs`),
  v.check((items) => areDisjoint(items.map(({ path }) => path)), 'each path once, and none below another'),
)

/** A schema for outputs, none of which holds another. */
export const outputs = v.pipe(
  v.array(fields({ path: outputPath })),
  v.maxLength(outputsMax, `at most ${outputsMax} outputs`),
  v.check((items) => areDisjoint(items.map(({ path }) => path)), 'each path once, and none below another'),
)

export const gpus = fields({
  count: count(1, gpusMax),
  vendor: v.optional(v.picklist(['nvidia', 'amd', 'intel', 'apple'])),
  model: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a model such as rtx4090 or a100'))),
  /** Of each GPU. */
  memory: v.optional(bytes(memoryBounds)),
})

export const resources = fields({
  cpus: v.optional(cpusMilli(cpuMilliBounds)),
  memory: v.optional(bytes(memoryBounds)),
  disk: v.optional(bytes(diskBounds)),
  gpus: v.optional(gpus),
  architecture: v.optional(v.picklist(['amd64', 'arm64'])),
})

export const limits = fields({
  wallTime: v.optional(milliseconds(wallBounds)),
  cpuTime: v.optional(milliseconds(cpuTimeBounds)),
  processes: v.optional(bounded(processBounds)),
  openFiles: v.optional(bounded(openFileBounds)),
  files: v.optional(bounded(fileBounds)),
  logs: v.optional(bytes(logBounds)),
})

const regionNamed = regionNames.filter((name) => name !== 'undisclosed')
const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/, 'an address of an operator: 0x and 40 hexadecimal digits'),
)

export const placement = fields({
  regions: v.optional(names(v.picklist<readonly RegionName[]>(regionNamed))),
  minimumStake: v.optional(money),
  attestations: v.optional(
    names(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a name such as measured-gpu'))),
  ),
  operators: v.optional(names(address)),
  exceptOperators: v.optional(names(address)),
})

export const price = fields({ max: v.optional(rate), total: v.optional(money) })

/** A schema for a policy's text. Which rate a bare `sampled` means is the caller's to say. */
export const policy = spelled<string, string>({ type: 'string', maxLength: 32 }, (value) =>
  typeof value === 'string' && isPolicy(value) ? value : new Refusal(`one of ${policyForms}`),
)

export const idempotencyKey = v.pipe(
  v.string(),
  v.maxLength(idempotencyKeyCharsMax, `at most ${idempotencyKeyCharsMax} characters`),
  v.regex(/^[\x21-\x7e]+$/, 'visible ASCII characters'),
)

/** What stands in every kind's manifest. */
export const commonEntries = {
  version: v.literal(1, said('1', 'This release reads version 1 of the manifest.')),
  name: shortName,
  environment: v.optional(environment),
  secrets: v.optional(secrets),
  inputs: v.optional(inputs),
  resources: v.optional(resources),
  limits: v.optional(limits),
  network: v.optional(v.picklist(['none', 'outbound'])),
  placement: v.optional(placement),
  policy: v.optional(policy),
  price: v.optional(price),
  idempotencyKey: v.optional(idempotencyKey),
}

export const deadlineEntry = { deadline: v.optional(deadline) }

/** Returns a schema for a whole number. */
export function count(min: number, max: number) {
  const expected = `a whole number from ${min} to ${max}`
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(min, expected), v.maxValue(max, expected))
}

/** Returns a schema for a whole number within bounds. */
export function bounded({ min, max }: Bounds) {
  return count(min, max)
}

function names<T extends v.GenericSchema<unknown, string> | v.GenericSchema<string, string>>(item: T) {
  return v.pipe(
    v.array(item),
    v.minLength(1, 'at least one'),
    v.maxLength(placementNamesMax, `at most ${placementNamesMax}`),
    v.check((items) => isUnique(items), 'each once'),
  )
}

export function isUnique(items: readonly unknown[]): boolean {
  return new Set(items).size === items.length
}

/** Whether no path is another one or lies below it. Cost: sorting. */
function areDisjoint(paths: readonly string[]): boolean {
  const sorted = paths.map((path) => `${path}/`).sort()
  return sorted.every((path, index) => index === 0 || !path.startsWith(sorted[index - 1] ?? ''))
}

function isPolicy(text: string): boolean {
  try {
    parsePolicy(text, { sampledRatePpm: 1 })
    return true
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    return false
  }
}
