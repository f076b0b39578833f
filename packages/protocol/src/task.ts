/**
 * A native task on the wire: a command of a buyer's, run once in a provider's sandbox, with its inputs and outputs by content
 * address. What it is metered by stands in work-units.ts.
 *
 * Paths come from strangers on both sides: relative, of plain names, none within another.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import { isVariableName, sealedSecretsSchema, taskPortsSchema } from './task-service.ts'

/** Program and arguments of a task. */
export const taskArgumentsMax = 1_024
/** Variables of a task. */
export const taskVariablesMax = 256
/** Bytes of UTF-8 in command, variables and sealed secrets together: Linux gives them a quarter of the stack. */
export const taskCommandBytesMax = 131_072
/** Inputs of a task: files or trees. */
export const taskInputsMax = 64
/** Files and folders that a task may name as its outputs. */
export const taskOutputsMax = 64
/** Files that a task may hand over: with a log of the largest size they still fit a frame, however it is escaped. */
export const taskFilesMax = 4_096
/** Characters of the paths of those files together. */
export const taskPathsCharsMax = 262_144
/** Bytes of one path, and names in it. */
export const taskPathBytesMax = 1_024
export const taskPathDepthMax = 32
/** Bytes of one object, as `storage` has them: 1 TiB. */
export const taskObjectBytesMax = 1_099_511_627_776
/** Bytes of a task's log, both streams together. */
export const taskLogBytesMax = 1_048_576
/** Milliseconds a task may take: a week. With the most processors its units are still a safe integer. */
export const taskWallMsMax = 604_800_000
/** Processors and GPUs one task may ask for. */
export const taskCpusMax = 1_024
export const taskGpusMax = 64
/** Characters of what is said of a refused output. */
export const taskRefusalCharsMax = 300

const nameBytesMax = 255
const encoder = new TextEncoder()

/** Returns whether a path leads below where it starts, by names that no terminal acts on. */
export function isTaskPath(path: string): boolean {
  const names = path.split('/')
  return (
    path.isWellFormed() &&
    bytesOf(path) <= taskPathBytesMax &&
    names.length <= taskPathDepthMax &&
    // Controls, line and paragraph separators, what turns the direction of text around, and backslashes.
    !/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\\]/u.test(path) &&
    names.every((name) => name !== '' && name !== '.' && name !== '..' && bytesOf(name) <= nameBytesMax)
  )
}

const path = v.pipe(v.string(), v.check(isTaskPath, 'a plain path below its folder'))
const object = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const bytes = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0), v.maxValue(taskObjectBytesMax))
const file = v.strictObject({ path, object, bytes })
/** Of a command: Linux ends arguments by a zero, and has them as bytes. */
const argument = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'Unicode without zero characters'),
)
const apart = 'paths of which none is another or lies within it'
const count = (most: number) => v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(1), v.maxValue(most))

export const taskLimitsSchema = v.strictObject({
  wallMsMax: count(taskWallMsMax),
  cpus: count(taskCpusMax),
  memoryBytesMax: count(Number.MAX_SAFE_INTEGER),
  diskBytesMax: count(Number.MAX_SAFE_INTEGER),
  processesMax: count(2 ** 22),
  filesMax: count(2 ** 32),
  openFilesMax: count(2 ** 20),
  logBytesMax: count(taskLogBytesMax),
})

const commandSchema = v.pipe(
  boundedArray(argument, taskArgumentsMax),
  v.check(([program = '']) => program !== '', 'a program first'),
)
const environmentSchema = v.custom<Record<string, string>>(
  isEnvironment,
  `at most ${taskVariablesMax} variables by their names`,
)
/** A program run beside a task's own. */
export const execEntries = { command: commandSchema, environment: environmentSchema }

export const taskRequestSchema = v.pipe(
  v.strictObject({
    kind: v.literal('task'),
    /** Root of the sandbox's content. */
    model: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/)),
    nonce: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{32}$/)),
    /** `host`: the system directories of the machine. Else an image pinned by its digest. */
    image: v.union([
      v.literal('host'),
      v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._:/-]{0,254}@sha256:[0-9a-f]{64}$/)),
    ]),
    /** Never a line for a shell. */
    command: commandSchema,
    environment: environmentSchema,
    /** Sealed to the node, by the names of the variables that the task finds them in. */
    secrets: v.optional(sealedSecretsSchema),
    inputs: v.pipe(
      boundedArray(file, taskInputsMax),
      v.check((inputs) => areApart(inputs.map((input) => input.path)), apart),
    ),
    /** Files and folders below the folder for outputs; what is not there is left out. */
    outputs: v.pipe(
      boundedArray(path, taskOutputsMax),
      v.check((paths) => areApart(paths), apart),
    ),
    /** `outbound` never reaches private, link-local or metadata addresses. */
    network: v.picklist(['none', 'outbound']),
    /** Where it listens and may be reached. */
    ports: v.optional(taskPortsSchema),
    gpus: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(taskGpusMax)),
    limits: taskLimitsSchema,
  }),
  v.check(
    ({ command, environment, secrets = {} }) =>
      [...command, ...Object.entries(environment).flat(), ...Object.entries(secrets).flat()].reduce(
        (sum, text) => sum + bytesOf(text) + 1,
        0,
      ) <= taskCommandBytesMax,
    `at most ${taskCommandBytesMax} bytes of command, variables and sealed secrets`,
  ),
  v.check(
    ({ environment, secrets = {} }) =>
      Object.keys(secrets).every((name) => !Object.hasOwn(environment, name)) &&
      Object.keys(secrets).length + Object.keys(environment).length <= taskVariablesMax,
    `at most ${taskVariablesMax} variables and secrets, each name once`,
  ),
)

/** How a task ended. `failed`: the machine did, which says nothing of the task. */
export const taskOutcomes = [
  'exited',
  'signalled',
  'wall-time-exceeded',
  'cpu-time-exceeded',
  'memory-exceeded',
  'disk-exceeded',
  'log-exceeded',
  'cancelled',
  'outputs-refused',
  'failed',
] as const

const amountUsed = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0))

export const taskResponseSchema = v.strictObject({
  kind: v.literal('task'),
  outcome: v.picklist(taskOutcomes),
  exitCode: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  signal: v.optional(v.pipe(v.string(), v.regex(/^SIG[A-Z0-9]{1,12}$/))),
  /** Exactly the text of the chunks. */
  log: v.pipe(
    v.string(),
    v.maxLength(taskLogBytesMax),
    v.check((text) => text.isWellFormed(), 'Unicode without lone surrogates'),
  ),
  /** Files, in the order of their names. */
  outputs: v.pipe(
    boundedArray(file, taskFilesMax),
    v.check((outputs) => areApart(outputs.map((output) => output.path)), apart),
    v.check(
      (outputs) => outputs.reduce((sum, output) => sum + output.path.length, 0) <= taskPathsCharsMax,
      `at most ${taskPathsCharsMax} characters of paths`,
    ),
  ),
  /** What is wrong with an output, where they are refused. The path is the task's own words. */
  refusal: v.optional(
    v.strictObject({
      path: v.pipe(v.string(), v.maxLength(taskPathBytesMax)),
      problem: v.pipe(v.string(), v.maxLength(taskRefusalCharsMax)),
    }),
  ),
  /** What the provider measured; nothing is charged by it. */
  usage: v.optional(
    v.strictObject({ wallMs: amountUsed, cpuMs: amountUsed, memoryBytesPeak: amountUsed, diskBytes: amountUsed }),
  ),
})

export type TaskRequest = Readonly<v.InferOutput<typeof taskRequestSchema>>
export type TaskResponse = Readonly<v.InferOutput<typeof taskResponseSchema>>
/** A file or tree of a task by its content address. */
export type TaskFile = Readonly<v.InferOutput<typeof file>>
export type TaskRunLimits = Readonly<v.InferOutput<typeof taskLimitsSchema>>
export type TaskRunOutcome = (typeof taskOutcomes)[number]

/** Whether none is another or lies within it. Cost: linear in their characters. */
function areApart(paths: readonly string[]): boolean {
  const all = new Set(paths)
  if (all.size !== paths.length) return false
  return paths.every((one) => {
    for (let slash = one.indexOf('/'); slash !== -1; slash = one.indexOf('/', slash + 1)) {
      if (all.has(one.slice(0, slash))) return false
    }
    return true
  })
}

function isEnvironment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length <= taskVariablesMax &&
    entries.every(
      ([name, text]) => isVariableName(name) && typeof text === 'string' && text.isWellFormed() && !text.includes('\0'),
    )
  )
}

function bytesOf(text: string): number {
  return encoder.encode(text).length
}
