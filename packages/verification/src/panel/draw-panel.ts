/**
 * Who sits on a panel: the draw of the roll of auditors, as `IAuditorRoll.sol` describes it and `AuditorRoll.sol` does it, held
 * equal by `vectors/panel.json`. Everyone can repeat a draw: an auditor to see that it is called, an accused to see that it was fair.
 *
 * Probes are drawn with replacement over the slots of the roll at the opening of the round, so nobody who comes or goes moves
 * anyone else. With n slots of which a share is bad, each probe that is taken is bad with that share at most, whatever was
 * declared later: the seed appears after the roll is fixed.
 *
 * Invariants: nobody drawn shares a key, an operator or a subnet with another of the case, with the accused or with the reporter.
 * Times are Unix seconds.
 */
import { type Address, bytesToHex, type Hash, type Hex, hexToBytes } from '@millrace/protocol'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'

/** Sittings missed in a row after which an auditor is passed over, as in `AuditorRoll.sol`. */
export const missedInARowMax = 4

/** `exactnessClasses.replayable`: the class whose judge must run the build of the receipt. */
const replayable = 2
/** A subnet that was not declared; 8 bytes. */
export const noSubnet: Hex = '0x0000000000000000'

/** An auditor as the roll and the vault know it. */
export type EnrolledAuditor = {
  readonly auditor: Address
  readonly operator: Address
  /** 8 bytes. */
  readonly subnet: Hex
  /** Bit n is set when it can judge exactness class n. */
  readonly classes: number
  readonly joinedAt: number
  /** 0 while it stays. */
  readonly leaveRequestedAt: number
  readonly missedInARow: number
  /** Whether its operator's bonded stake is at least the stake of one auditor. */
  readonly isBonded: boolean
  /** Builds that it lists, with the time since when: not before it joined, for what was listed before it left no longer counts. */
  readonly builds: readonly { readonly build: Hash; readonly since: number }[]
}

/** The row of slots; null where one is empty. */
export type AuditorSlots = readonly (EnrolledAuditor | null)[]

export type PanelQuery = {
  readonly seed: Hash
  readonly firstProbe: bigint
  readonly probesMax: bigint
  /** Length of the row when the round was opened. */
  readonly slots: number
  readonly wanted: number
  readonly openedAt: number
  /** A code of `exactnessClasses`. */
  readonly exactness: number
  /** Of the receipt; counts where the exactness is replayable. */
  readonly build: Hash
  readonly accused: Address
  readonly accusedSubnet: Hex
  readonly reporter: Address
  /** Those drawn in this case before, whether they answered or not. */
  readonly taken: readonly Pick<EnrolledAuditor, 'auditor' | 'operator' | 'subnet'>[]
}

export type DrawnPanel = {
  readonly drawn: readonly EnrolledAuditor[]
  /** The probe that a later draw of the same seed goes on from. */
  readonly nextProbe: bigint
}

/** Returns the seed of a round's draw. @param beacon - randomness that appeared after the round was opened. @param round - 1, and 2 on appeal. */
export function panelSeed(beacon: Hash, caseId: Hash, round: number): Hash {
  return keccakOf(hexToBytes(beacon), hexToBytes(caseId), word(BigInt(round)))
}

/** Returns whom a draw takes, in the order drawn. Cost: a hash a probe. */
export function drawPanel(query: PanelQuery, slots: AuditorSlots): DrawnPanel {
  const drawn: EnrolledAuditor[] = []
  const end = query.firstProbe + query.probesMax
  let probe = query.firstProbe
  while (probe < end && drawn.length < query.wanted && query.slots > 0) {
    const auditor = slots[slotOf(query.seed, probe++, query.slots)] ?? null
    if (auditor === null || !isEligible(auditor, query)) continue
    if ([...query.taken, ...drawn].some((other) => sharesPlace(auditor, other))) continue
    drawn.push(auditor)
  }
  return { drawn, nextProbe: probe }
}

/** Returns whether an auditor may judge the case, apart from who else sits. */
export function isEligible(auditor: EnrolledAuditor, query: PanelQuery): boolean {
  const { openedAt, exactness, build } = query
  const isParty =
    auditor.operator === query.accused || auditor.operator === query.reporter || auditor.auditor === query.reporter
  const isLate = auditor.joinedAt >= openedAt
  const isLeaving = auditor.leaveRequestedAt !== 0 && auditor.leaveRequestedAt < openedAt
  const judgesClass = ((auditor.classes >> exactness) & 1) === 1
  const runsBuild =
    exactness !== replayable || auditor.builds.some((listed) => listed.build === build && listed.since < openedAt)
  if (isParty || isLate || isLeaving || !judgesClass || !runsBuild) return false
  return auditor.subnet !== query.accusedSubnet && auditor.missedInARow < missedInARowMax && auditor.isBonded
}

function sharesPlace(a: EnrolledAuditor, b: PanelQuery['taken'][number]): boolean {
  return a.auditor === b.auditor || a.operator === b.operator || a.subnet === b.subnet
}

function slotOf(seed: Hash, probe: bigint, slots: number): number {
  return Number(BigInt(keccakOf(hexToBytes(seed), word(probe))) % BigInt(slots))
}

function keccakOf(...words: readonly Uint8Array[]): Hash {
  return bytesToHex(keccak_256(concatBytes(...words)))
}

function word(value: bigint): Uint8Array {
  return hexToBytes(`0x${value.toString(16).padStart(64, '0')}`)
}
