/**
 * A lease: a quote signed by the node and accepted by an order signed by the buyer. Runs happen under it, each with its
 * own sequence number and receipt.
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hash, hexToBytes } from './hex.ts'

export type LeaseState = 'quoted' | 'open' | 'arrears' | 'closed'
export type LeaseEvent = 'accept' | 'run' | 'fallBehind' | 'pay' | 'expire' | 'exhaust' | 'close'

/**
 * From state and event to the next state. What is not in the table is refused.
 * `arrears` means delivered work is unpaid beyond the credit: nothing runs until a voucher covers it.
 */
export const leaseTransitions: { readonly [S in LeaseState]: { readonly [E in LeaseEvent]?: LeaseState } } = {
  quoted: { accept: 'open', expire: 'closed', close: 'closed' },
  open: { run: 'open', pay: 'open', fallBehind: 'arrears', expire: 'closed', exhaust: 'closed', close: 'closed' },
  arrears: { pay: 'open', fallBehind: 'arrears', expire: 'closed', exhaust: 'closed', close: 'closed' },
  closed: { pay: 'closed' },
}

/** Returns the state after the event, or undefined when it is refused. */
export function leaseTransition(state: LeaseState, event: LeaseEvent): LeaseState | undefined {
  return leaseTransitions[state][event]
}

/** Returns the identifier of the receipt for one run: known before the run ends, because it only names lease and sequence. */
export function receiptIdOf(leaseId: Hash, sequence: bigint): Hash {
  const buffer = new Uint8Array(64)
  buffer.set(hexToBytes(leaseId), 0)
  new DataView(buffer.buffer).setBigUint64(56, sequence)
  return bytesToHex(keccak_256(buffer))
}
