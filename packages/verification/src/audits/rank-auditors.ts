/**
 * In which order auditors are asked to do an audit. It is drawn with the same randomness as the audit itself, for each receipt anew:
 * neither the buyer's nor the provider's software can prefer one, and who is first for one receipt is not for the next.
 *
 * Invariants: any order of the input gives the same order; who comes or goes moves nobody before another.
 */
import { type Address, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { auditAttemptsMax, type DueAudit } from './audit-schedule.ts'

const purpose = utf8ToBytes('millrace:audit-auditor:v1\n')

/**
 * Returns those who may be asked next, in order: who was not asked yet, as they were drawn, while no more than so many were; then who was
 * away, the least often first.
 *
 * @param ranked - as {@link rankAuditors} returns them.
 */
export function nextAuditors(
  ranked: readonly Address[],
  { failedAuditors, absentAuditors }: Pick<DueAudit, 'failedAuditors' | 'absentAuditors'>,
): readonly Address[] {
  const able = ranked.filter((auditor) => !failedAuditors.includes(auditor))
  const timesAway = (auditor: Address) => absentAuditors.filter((one) => one === auditor).length
  const asked = new Set([...failedAuditors, ...absentAuditors])
  const fresh = asked.size < auditAttemptsMax ? able.filter((auditor) => !asked.has(auditor)) : []
  const away = able.filter((auditor) => asked.has(auditor)).sort((a, b) => timesAway(a) - timesAway(b))
  return [...fresh, ...away]
}

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
