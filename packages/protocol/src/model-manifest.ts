/**
 * A model as content: what files it is made of, by hash. Its root is what offers, leases and receipts name, so a name can
 * be squatted but weights cannot. Where to fetch the files is not part of the root.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import type { Workload } from './codes.ts'
import { contentHash } from './content-hash.ts'
import type { Hash } from './hex.ts'
import { parseWith } from './parse-with.ts'

/** Files one model may have. */
export const modelFilesMax = 64
/** Largest model file, in bytes: 1 TiB. */
export const modelFileBytesMax = 2 ** 40

const workloadNames = ['chat', 'completion', 'embed', 'batch', 'audit', 'task'] as const satisfies readonly Workload[]
const fileSchema = v.strictObject({
  path: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(modelFileBytesMax)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})
const fieldsSchema = v.strictObject({
  version: v.literal(1),
  name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,95}$/)),
  /**
   * `gguf`: the files are the weights. `upstream`: a server of the operator's answers, and the name is all we know. `wasm`: runs
   * the programs it is sent, by the rules that the name and its version stand for. `auditor`: checks receipts of others.
   * `sandbox`: runs native tasks in a sandbox of that name.
   */
  format: v.picklist(['gguf', 'upstream', 'wasm', 'auditor', 'sandbox']),
  workloads: v.pipe(
    boundedArray(v.picklist(workloadNames), workloadNames.length),
    v.minLength(1),
    v.check((names) => isUnique(names), 'each workload once'),
  ),
  contextTokensMax: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31)),
  files: v.pipe(
    boundedArray(fileSchema, modelFilesMax),
    v.check((files) => isUnique(files.map(({ path }) => path)), 'each path once'),
  ),
})

export const modelContentSchema = v.pipe(
  fieldsSchema,
  v.check(({ format, files }) => format !== 'gguf' || files.length > 0, 'weights to name at least one file'),
)

export type ModelContent = Readonly<v.InferOutput<typeof modelContentSchema>>

/** Returns the model content that a JSON value spells. @throws {MalformedError} naming the field. */
export function parseModelContent(json: unknown): ModelContent {
  return parseWith(modelContentSchema, json, 'model')
}

/** Returns the root that names this content: any changed field changes it. */
export function modelRoot(content: ModelContent): Hash {
  return contentHash('model', content)
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
