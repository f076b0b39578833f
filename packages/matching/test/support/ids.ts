/** Addresses and hashes that tests can name by a number. */
import { type Address, type Hash, parseAddress, parseHash } from '@millrace/protocol'

export function address(id: number): Address {
  return parseAddress(`0x${id.toString(16).padStart(40, '0')}`)
}

export function hash(id: number): Hash {
  return parseHash(`0x${id.toString(16).padStart(64, '0')}`)
}
