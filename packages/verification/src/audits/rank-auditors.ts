/**
 * In which order auditors are asked to do an audit. It is drawn with the same randomness as the audit itself, for each receipt anew:
 * neither the buyer's nor the provider's software can prefer one, and who is first for one receipt is not for the next.
 *
 * Invariants: any order of the input gives the same order; who comes or goes moves nobody before another.
 */
import { type Address, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

const purpose = utf8ToBytes('millrace:audit-auditor:v1\n')

/**
 * Returns the auditors in the order in which they are to be asked. Cost: a hash each.
 *
 * @param beacon - what chose the receipt; see `isAuditChosen`.
 */
export function rankAuditors(beacon: Hash, receiptHash: Hash, auditors: readonly Address[]): readonly Address[] {
  const seed = concatBytes(purpose, hexToBytes(beacon), hexToBytes(receiptHash))
  const drawn = [...new Set(auditors)].map((auditor) => ({
    auditor,
    at: bytesToHex(sha256(concatBytes(seed, hexToBytes(auditor)))),
  }))
  return drawn.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ auditor }) => auditor)
}
