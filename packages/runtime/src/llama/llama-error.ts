/** Errors of the llama.cpp adapter. */
import { MillraceError } from '@millrace/protocol'

export class LlamaUnavailableError extends MillraceError {
  override readonly name = 'LlamaUnavailableError'

  constructor(gpu: string | false, cause: unknown) {
    super({
      code: 'LLAMA_UNAVAILABLE',
      message: `llama.cpp has no prebuilt binary that runs here with gpu: ${gpu}: ${reasonOf(cause)}`,
      hint: 'Run on the CPU (gpu: false), or serve an OpenAI-compatible upstream instead.',
      retryable: false,
      cause,
    })
  }
}

export class LlamaModelUnloadableError extends MillraceError {
  override readonly name = 'LlamaModelUnloadableError'

  constructor(modelName: string, cause: unknown) {
    super({
      code: 'MODEL_UNLOADABLE',
      message: `llama.cpp cannot load the model ${modelName}: ${reasonOf(cause)}`,
      hint: 'Check free memory, and that the manifest names a GGUF of an architecture this llama.cpp knows.',
      retryable: false,
      cause,
    })
  }
}

export class LlamaVersionError extends MillraceError {
  override readonly name = 'LlamaVersionError'

  constructor(expected: string, got: string) {
    super({
      code: 'LLAMA_VERSION_UNKNOWN',
      message: `node-llama-cpp ${got} is installed, but this adapter knows the inner side of ${expected} only.`,
      hint: 'Install the pinned version (npm ci), or serve an OpenAI-compatible upstream instead.',
      retryable: false,
    })
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.slice(0, 300) : 'unknown reason'
}
