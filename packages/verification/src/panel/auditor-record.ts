/**
 * Whether an auditor audits, or only signs. Those who pay for audits plant some whose truth they know: a receipt of a node of
 * their own that cheated (a fault), or did not (a sound one). One who calls everything honest misses the faults; one who calls everything
 * cheated raises alarms over the sound ones; one who guesses does both. An auditor cannot tell a planted audit from another,
 * for the bundle is a real one.
 *
 * Planted receipts are committed to beforehand (`plantCommitment`), so that an auditor that found the fault is not held to have
 * accused falsely, and the planter cannot call a fault planted afterwards that a real provider made.
 *
 * Invariants: `unable` is neither right nor wrong; it lowers only the share of audits that were done. Bounds are from 0 to 1 and
 * never rise with what went wrong. Not on the chain: a buyer's or a planter's own knowledge of whom to ask.
 */
import { bytesToHex, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { AuditOutcome } from '../audits/audit-record.ts'
import { betaLowerQuantile } from './beta-lower-quantile.ts'

/** What came of planted audits. */
export type AuditorRecord = {
  readonly faultsCaught: number
  readonly faultsMissed: number
  readonly soundPassed: number
  readonly falseAlarms: number
  readonly unable: number
}
export type PlantedTruth = 'fault' | 'sound'

export type AuditorBounds = {
  /** Share of cheats that it finds, exceeded with probability 0.95: the detector power that stakes are sized by. */
  readonly detection: number
  /** Share of honest work that it passes, exceeded with probability 0.95. */
  readonly specificity: number
  /** Share of planted audits that it did. 1 while none was planted. */
  readonly answered: number
}

const purpose = utf8ToBytes('millrace:planted:v1\n')

export const emptyAuditorRecord: AuditorRecord = {
  faultsCaught: 0,
  faultsMissed: 0,
  soundPassed: 0,
  falseAlarms: 0,
  unable: 0,
}

/** Returns the record after one more planted audit. */
export function recordPlanted(record: AuditorRecord, truth: PlantedTruth, outcome: AuditOutcome): AuditorRecord {
  const count = outcome === 'unable' ? 'unable' : countName(truth, outcome)
  return { ...record, [count]: record[count] + 1 }
}

/** Returns what the record shows of an auditor, as lower quantiles. Without a record: 0.05. */
export function auditorBounds(record: AuditorRecord, quantile = 0.05): AuditorBounds {
  const { faultsCaught, faultsMissed, soundPassed, falseAlarms, unable } = record
  const done = faultsCaught + faultsMissed + soundPassed + falseAlarms
  return {
    detection: betaLowerQuantile(faultsCaught, faultsMissed, quantile),
    specificity: betaLowerQuantile(soundPassed, falseAlarms, quantile),
    answered: done + unable === 0 ? 1 : done / (done + unable),
  }
}

/** Returns how many planted faults an auditor must catch, missing none, to be known for a detection of at least that. */
export function plantsNeeded(detection: number, quantile = 0.05): number {
  if (!(detection > 0 && detection < 1)) throw new RangeError(`detection: ${detection} is not between 0 and 1`)
  return Math.max(0, Math.ceil(Math.log(quantile) / Math.log(detection) - 1 - 1e-9))
}

/** Returns what a planter publishes before the receipt is audited. @param salt - 32 random bytes, told with the truth. */
export function plantCommitment(receiptHash: Hash, truth: PlantedTruth, salt: Hash): Hash {
  const parts = [hexToBytes(receiptHash), utf8ToBytes(`${truth}\n`), hexToBytes(salt)]
  return bytesToHex(sha256(concatBytes(purpose, ...parts)))
}

function countName(truth: PlantedTruth, outcome: 'honest' | 'cheated') {
  if (truth === 'fault') return outcome === 'cheated' ? 'faultsCaught' : 'faultsMissed'
  return outcome === 'honest' ? 'soundPassed' : 'falseAlarms'
}
