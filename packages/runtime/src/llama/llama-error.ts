/** Errors of the llama.cpp adapter. */
import { MillraceError } from '@millrace/protocol'

export class LlamaModelUnloadableError extends MillraceError {
  override readonly name = 'LlamaModelUnloadableError'

  constructor(modelName: string, cause: unknown) {
    super({
      code: 'MODEL_UNLOADABLE',
      message: `llama.cpp cannot load the model ${modelName}: ${cause instanceof Error ? cause.message.slice(0, 300) : 'unknown reason'}`,
      hint: 'Check free memory, and that the manifest names a GGUF of an architecture this llama.cpp knows.',
      retryable: false,
      cause,
    })
  }
}
