/** `Idempotency-Key`: a retry with the same key and the same request gets the same answer and is charged once. */
import { hash } from 'node:crypto'
import { idempotencyKeyCharsMax } from '@millrace/protocol'
import { RequestError } from './gateway-error.ts'

const pattern = /^[\x21-\x7e]+$/

/**
 * Returns the key to send to the network, or undefined without one. It is bound to the caller, so that nobody can reach the
 * answer of another's request by its key.
 *
 * @throws {RequestError} `HEADER_INVALID`
 */
export function idempotencyKeyOf(header: string | readonly string[] | undefined, callerId: string): string | undefined {
  if (header === undefined) return undefined
  if (typeof header !== 'string' || header.length > idempotencyKeyCharsMax || !pattern.test(header)) {
    throw new RequestError({
      code: 'HEADER_INVALID',
      param: 'Idempotency-Key',
      openAiCode: 'invalid_header',
      message: `Invalid 'Idempotency-Key': expected 1 to ${idempotencyKeyCharsMax} visible ASCII characters.`,
      hint: 'Send a UUID, for example.',
    })
  }
  return hash('sha256', `millrace:gateway-idempotency:v1\n${callerId}\n${header}`, 'base64url')
}
