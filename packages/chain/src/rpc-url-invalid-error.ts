import { MillraceError } from '@millrace/protocol'

/** An RPC URL that is none. It is not repeated, for it may carry an access key. */
export class RpcUrlInvalidError extends MillraceError {
  override readonly name = 'RpcUrlInvalidError'

  constructor() {
    super({
      code: 'CHAIN_RPC_URL_INVALID',
      message: 'The RPC URL must be an http:// or https:// URL.',
      hint: 'Pass the address of a JSON-RPC endpoint, such as http://127.0.0.1:8545.',
      retryable: false,
    })
  }
}
