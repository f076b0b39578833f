import { MillraceError } from '@millrace/protocol'

/** The chain's RPC endpoint gave no JSON-RPC answer. */
export class ChainUnreachableError extends MillraceError {
  override readonly name = 'ChainUnreachableError'

  /** @param origin - scheme and host of the endpoint, never its path. */
  constructor(origin: string, reason: string, cause?: unknown) {
    super({
      code: 'CHAIN_UNREACHABLE',
      message: `The chain at ${origin} ${reason}.`,
      hint: 'Check that the chain is running and that the RPC URL is right; then try again.',
      retryable: true,
      cause,
    })
  }
}
