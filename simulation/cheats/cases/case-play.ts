/**
 * Cases before panels, played with the real draw and the real tally: who reports, what the evidence shows to an auditor who reads
 * it, and auditors who are bought. Money follows the rules of the panel judge (ADR 0024): the loser pays the panel, an
 * overturned decision is fined, and what a reporter keeps from the panel it cannot win by.
 */
import type { Address, Hash, Hex } from '@millrace/protocol'
import { exactnessClasses, verdictOutcomes } from '@millrace/protocol'
import {
  type AuditorSlots,
  drawPanel,
  type EnrolledAuditor,
  finalDecision,
  type PanelDecision,
  panelSeed,
  type SeatOutcome,
  tallyVerdicts,
} from '@millrace/verification'
import type { Random } from '../../random.ts'

/** What a panel member that reads the evidence finds: `withheld` when the reporter does not hand it over. */
export type Evidence = 'cheated' | 'honest' | 'withheld'

export type CasePlay = {
  readonly evidence: Evidence
  readonly roll: Roll
  /** Whether the loser appeals to a larger panel. */
  readonly appeals: boolean
}

export type Roll = {
  readonly slots: AuditorSlots
  readonly bought: ReadonlySet<Address>
  /** What bought auditors say whatever they read. */
  readonly boughtFor: 'cheated' | 'honest'
}

export type CasePlayed = {
  readonly first: PanelDecision
  readonly final: PanelDecision
  /** Auditors on both panels. */
  readonly seats: number
}

/** Seats of the first panel and of the appeal, and verdicts of cheated that convict. */
const panels = [
  { size: 3, needed: 2 },
  { size: 7, needed: 4 },
] as const
const accused = addressOf(900_001)
const reporter = addressOf(900_002)
const openedAt = 1_000_000

/** Plays one case from its opening to its end. */
export function playCase({ evidence, roll, appeals }: CasePlay, random: Random): CasePlayed {
  const caseId = hashOf(random)
  const taken: EnrolledAuditor[] = []
  const sit = (round: 0 | 1): PanelDecision => {
    const { size, needed } = panels[round]
    const seed = panelSeed(hashOf(random), caseId, round + 1)
    const { drawn } = drawPanel({ ...query, seed, wanted: size, slots: roll.slots.length, taken }, roll.slots)
    taken.push(...drawn)
    return tallyVerdicts({ size, needed, outcomes: drawn.map(({ auditor }) => verdictOf(auditor, evidence, roll)) })
      .decision
  }
  const first = sit(0)
  const isAgainstTruth = first !== 'none' && first !== (evidence === 'cheated' ? 'cheated' : 'honest')
  // who is in the right appeals; who is not would only pay for a larger panel
  const appeal = appeals && isAgainstTruth ? sit(1) : 'none'
  return { first, final: finalDecision(first, appeal), seats: taken.length }
}

/** Returns a roll of auditors of different operators and subnets, a share of them bought. */
export function rollOf(auditors: number, boughtShare: number, boughtFor: Roll['boughtFor'], random: Random): Roll {
  const slots = Array.from({ length: auditors }, (_, index) => auditorOf(index + 1))
  const bought = new Set<Address>()
  while (bought.size < Math.round(boughtShare * auditors)) bought.add(addressOf(random.integer(auditors) + 1))
  return { slots, bought, boughtFor }
}

const query = {
  firstProbe: 0n,
  probesMax: 1_000n,
  openedAt,
  exactness: exactnessClasses.tolerant,
  build: `0x${'00'.repeat(32)}` as Hash,
  accused,
  accusedSubnet: '0xffffffffffffffff' as Hex,
  reporter,
}

function verdictOf(auditor: Address, evidence: Evidence, { bought, boughtFor }: Roll): SeatOutcome {
  if (bought.has(auditor)) return verdictOutcomes[boughtFor]
  return evidence === 'withheld' ? verdictOutcomes.unable : verdictOutcomes[evidence]
}

function auditorOf(number: number): EnrolledAuditor {
  return {
    auditor: addressOf(number),
    operator: addressOf(10_000 + number),
    subnet: `0x${number.toString(16).padStart(16, '0')}`,
    classes: 0xff,
    joinedAt: 1,
    leaveRequestedAt: 0,
    missedInARow: 0,
    isBonded: true,
    builds: [],
  }
}

function addressOf(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}` as Address
}

function hashOf(random: Random): Hash {
  const words = Array.from({ length: 8 }, () =>
    random
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
  return `0x${words.join('')}` as Hash
}
