import { type Address, MillraceError } from '@millrace/protocol'

/** Buyers would not deal with this node: the Registry does not know it as the operator's. */
export class NodeNotRegisteredError extends MillraceError {
  override readonly name = 'NodeNotRegisteredError'

  constructor(node: Address, operator: Address, registered: Address | undefined) {
    super({
      code: 'NODE_NOT_REGISTERED',
      message: `The Registry names ${registered ?? 'nobody'} as the operator of node ${node}, not ${operator}.`,
      hint: 'Register the operator and add the node key to it, then start the node again.',
      retryable: false,
    })
  }
}
