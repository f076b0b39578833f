import { MillraceError } from '@millrace/protocol'

/** Longest piece of a node's own words that an error repeats, in characters. */
const nodeMessageCharsMax = 300

/** JSON-RPC code of an endpoint that was asked too much at once (EIP-1474). */
const limitExceededRpcCode = -32_005

/** The chain's node answered a call with an error of its own. */
export class ChainRpcError extends MillraceError {
  override readonly name = 'ChainRpcError'
  /** JSON-RPC error code. */
  readonly rpcCode: number
  /** What the node said, cut to a bound. */
  readonly rpcMessage: string
  /** Revert data, where the node gave any. */
  readonly data: string | undefined

  constructor(method: string, error: unknown) {
    const { code, message, data } = (typeof error === 'object' && error !== null ? error : { message: error }) as {
      code?: unknown
      message?: unknown
      data?: unknown
    }
    const said = printable(typeof message === 'string' ? message : 'no message')
    super({
      code: 'CHAIN_RPC_REFUSED',
      message: `The chain's node refused ${method}: ${said}.`,
      hint: 'Check that the RPC endpoint serves this method and that its limits are not reached.',
      retryable: code === limitExceededRpcCode,
    })
    this.rpcCode = typeof code === 'number' ? code : 0
    this.rpcMessage = said
    this.data = revertDataOf(data)
  }
}

function printable(text: string): string {
  return text.slice(0, nodeMessageCharsMax).replace(/[^\x20-\x7e]/g, ' ')
}

/** Nodes put revert data either in `data` or in `data.data`. */
function revertDataOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data
  const inner = (data as { data?: unknown } | null | undefined)?.data
  return typeof inner === 'string' ? inner : undefined
}
