/** The port every model runtime satisfies, its adapters, and the verified model files they load. */
export { combineRuntimes } from './combine-runtimes.ts'
export { createFixedLatencyRuntime, type FixedLatencyInit } from './fixed-latency-runtime.ts'
export type { LlamaGpu } from './llama/llama-backend.ts'
export { LlamaModelUnloadableError, LlamaUnavailableError, LlamaVersionError } from './llama/llama-error.ts'
export {
  createLlamaRuntime,
  type LlamaModelInit,
  type LlamaRuntime,
  type LlamaRuntimeComponents,
  type LlamaRuntimeInit,
} from './llama/llama-runtime.ts'
export { builtInCalibrations } from './model-files/built-in-calibrations.ts'
export { builtInManifests } from './model-files/built-in-manifests.ts'
export { type EnsureModelOptions, ensureModel } from './model-files/ensure-model.ts'
export {
  BadModelManifestError,
  ModelCacheError,
  ModelConversionError,
  ModelDigestMismatchError,
  ModelLockLostError,
  ModelSourceError,
  ModelUnavailableError,
} from './model-files/model-file-error.ts'
export {
  type ModelFile,
  type ModelManifest,
  type ModelSource,
  manifestRoot,
  parseModelManifest,
  runtimeModelOf,
  upstreamManifest,
} from './model-files/model-manifest.ts'
export { createModelObjectStore, type ModelObjectStore } from './model-files/model-objects.ts'
export type { NpmConfiguration } from './model-files/npm-client.ts'
export type { PeerFileSource } from './model-files/peer-source.ts'
export type {
  AnswerReading,
  AuditJob,
  AuditReading,
  ChatJob,
  ChatMessage,
  CompletionJob,
  Continuation,
  EmbedJob,
  EmbedResult,
  FinishReason,
  Generation,
  GenerationChunk,
  GenerationMode,
  GenerationParameters,
  Hex32,
  Runtime,
  RuntimeLoad,
  RuntimeModel,
  TaskChunk,
  TaskEnding,
  TaskGeneration,
  VectorReading,
  WholeRequest,
  WholeResult,
  Workload,
} from './runtime.ts'
export {
  BadJobError,
  GenerationFailedError,
  InputTooLongError,
  ModelNotServedError,
  RuntimeBusyError,
  RuntimeClosedError,
} from './runtime-error.ts'
export type { RunningProgram, TaskProgram, TaskReach } from './task-reach.ts'
export { UpstreamError, type UpstreamErrorCode } from './upstream/upstream-error.ts'
export { createUpstreamRuntime, type UpstreamModelInit, type UpstreamRuntimeInit } from './upstream/upstream-runtime.ts'
