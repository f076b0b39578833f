/** The errors every runtime may answer with. Those of one adapter stand beside it. */
import { MillraceError } from '@millrace/protocol'
import type { Workload } from './runtime.ts'

export class RuntimeBusyError extends MillraceError {
  override readonly name = 'RuntimeBusyError'

  constructor(slots: number, queuedMax: number) {
    super({
      code: 'RUNTIME_BUSY',
      message: `All ${slots} slots are taken and the queue of ${queuedMax} is full.`,
      hint: 'Try again shortly, or ask another provider.',
      retryable: true,
    })
  }
}

export class RuntimeClosedError extends MillraceError {
  override readonly name = 'RuntimeClosedError'

  constructor() {
    super({
      code: 'RUNTIME_CLOSED',
      message: 'The runtime is closed and takes no more jobs.',
      hint: 'Ask another provider.',
      retryable: false,
    })
  }
}

export class ModelNotServedError extends MillraceError {
  override readonly name = 'ModelNotServedError'

  constructor(modelRoot: string, workload?: Workload) {
    super({
      code: 'MODEL_NOT_SERVED',
      message:
        workload === undefined
          ? `No model with root ${modelRoot.slice(0, 66)} is served here.`
          : `The model ${modelRoot.slice(0, 66)} is served here, but not for ${workload}.`,
      hint: 'Use a model and a kind of work that the offer lists.',
      retryable: false,
    })
  }
}

export class InputTooLongError extends MillraceError {
  override readonly name = 'InputTooLongError'

  constructor(inputTokens: number, contextTokensMax: number) {
    super({
      code: 'INPUT_TOO_LONG',
      message: `The input is ${inputTokens} tokens, but the context holds ${contextTokensMax} with the answer.`,
      hint: 'Shorten the input, or use a model with a longer context.',
      retryable: false,
    })
  }
}

export class BadJobError extends MillraceError {
  override readonly name = 'BadJobError'

  constructor(problem: string) {
    super({
      code: 'BAD_JOB',
      message: `The job is not one a runtime can run: ${problem}`,
      hint: 'Correct the named field.',
      retryable: false,
    })
  }
}

export class GenerationFailedError extends MillraceError {
  override readonly name = 'GenerationFailedError'

  constructor(modelName: string, cause: unknown) {
    super({
      code: 'GENERATION_FAILED',
      message: `The model ${modelName} failed while it was working on the job.`,
      hint: 'Try again, or ask another provider; the provider finds the reason in its log.',
      retryable: true,
      cause,
    })
  }
}
