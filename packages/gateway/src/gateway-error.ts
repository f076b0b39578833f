/** The gateway's own operating errors. What each becomes over HTTP stands in `http-status-of-code.ts`. */
import { MillraceError } from '@millrace/protocol'

/** A request that is at fault, with OpenAI's name for the fault and the parameter it is about. */
export class RequestError extends MillraceError {
  override readonly name = 'RequestError'
  /** The parameter at fault, as `messages[0].content`, or null. */
  readonly param: string | null
  /** OpenAI's `code` for it. */
  readonly openAiCode: string

  constructor(init: { code: string; param: string | null; openAiCode: string; message: string; hint: string }) {
    super({ ...init, retryable: false })
    this.param = init.param
    this.openAiCode = init.openAiCode
  }
}

/** Too much at once, or too much in all: tells when to come back. */
export class RefusedForNowError extends MillraceError {
  override readonly name = 'RefusedForNowError'
  readonly retryAfterSeconds: number

  constructor(init: { code: string; message: string; hint: string; retryAfterSeconds: number; retryable: boolean }) {
    super(init)
    this.retryAfterSeconds = init.retryAfterSeconds
  }
}

/** A run that was ended by the gateway, or that ended in a way that is no answer. */
export class RunEndedError extends MillraceError {
  override readonly name = 'RunEndedError'
}

/** The gateway's own store or configuration stands in the way. */
export class GatewayStateError extends MillraceError {
  override readonly name = 'GatewayStateError'
}

/** Returns the error for a body that cannot be read at all. */
export function unreadableBody(problem: string): RequestError {
  return new RequestError({
    code: 'BODY_UNREADABLE',
    param: null,
    openAiCode: 'invalid_json',
    message: `We could not parse the JSON body of your request: ${problem}`,
    hint: 'Send one JSON object in UTF-8.',
  })
}

/** Returns the error for a parameter with a value that is wrong. */
export function wrongParameter(param: string, openAiCode: string, message: string): RequestError {
  return new RequestError({
    code: 'PARAMETER_INVALID',
    param,
    openAiCode,
    message,
    hint: 'Correct the named parameter.',
  })
}

/** Returns the error for a parameter of OpenAI's that this network does not serve. */
export function unsupportedParameter(param: string, why: string): RequestError {
  return new RequestError({
    code: 'PARAMETER_UNSUPPORTED',
    param,
    openAiCode: 'unsupported_parameter',
    message: `Unsupported parameter: '${param}': ${why}`,
    hint: 'Leave it out.',
  })
}

/** Returns the error for a parameter nobody knows. */
export function unknownParameter(param: string): RequestError {
  return new RequestError({
    code: 'PARAMETER_UNKNOWN',
    param,
    openAiCode: 'unknown_parameter',
    message: `Unknown parameter: '${param}'.`,
    hint: 'Check the spelling, or leave it out.',
  })
}

/** Returns the error for a model that no reachable provider offers. */
export function modelNotFound(model: string): RequestError {
  return new RequestError({
    code: 'GATEWAY_MODEL_NOT_FOUND',
    param: 'model',
    openAiCode: 'model_not_found',
    message: `The model '${model.slice(0, 100)}' does not exist or you do not have access to it.`,
    hint: 'GET /v1/models lists the models you may use.',
  })
}
