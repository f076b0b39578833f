import { MillraceError } from '@millrace/protocol'

const storeProblems = {
  STORE_NEWER: 'Run the version of millrace that wrote it, or a later one.',
  STORE_CORRUPT: 'Restore the file from a copy. Do not delete it while vouchers in it are not redeemed.',
  STORE_IN_USE: 'End the other node first, or give this one a file of its own.',
  STORE_FOREIGN: 'Give each node key, chain and operator a file of its own.',
  STORE_WRITE_FAILED: 'Check that the disk has room and the file may be written, then start the node again.',
  STORE_CLOSED: 'Open the store again.',
} as const

/** The node's file cannot be used, or no longer. */
export class StoreError extends MillraceError {
  override readonly name = 'StoreError'

  constructor(code: keyof typeof storeProblems, message: string, cause?: unknown) {
    super({ code, message, hint: storeProblems[code], retryable: false, cause })
  }
}
