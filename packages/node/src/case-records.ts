/**
 * The cases against one operator, as the court's events tell them: pure, and able to forget what a fork undid. What is judged
 * without an answer of the accused (panels, equivocation) is recorded too, so that the operator sees it.
 */
import type { Address, Amount, Hash } from '@millrace/protocol'

/** Cases of one operator that are remembered; closed ones go first. Each locks a bond of its reporter. */
export const casesMax = 1_024
/** Events of one case that are remembered: ghosting is accounted for in steps of 32 receipts, 256 of them and one a fee. */
export const eventsPerCaseMax = 1_024

/** What the court tells of a case, in the contract's words; other fields and types are passed over. */
export type CourtEvent = { readonly type: 'Reorganized'; readonly lastValidBlock: bigint } | CaseStep

export type CaseStep = {
  readonly type: string
  readonly blockNumber: bigint
  readonly caseId: Hash
  readonly operator?: Address
  readonly node?: Address
  readonly judge?: Address
  readonly epoch?: bigint
  /** OmissionChallenged. */
  readonly receiptHash?: Hash
  /** OmissionChallenged, GhostingCharged: Unix seconds. */
  readonly answerUntil?: bigint
  /** GhostingCharged. */
  readonly payer?: Address
  readonly leaseId?: Hash
  readonly redeemed?: Amount
  readonly granted?: Amount
  readonly items?: number
  /** Accounted. */
  readonly covered?: Amount
  readonly shown?: number
  /** PanelWaits. */
  readonly beaconRound?: bigint
}

export type CaseRecord = {
  readonly caseId: Hash
  /** What it is about: `other` is judged without an answer of the accused. */
  readonly kind: 'omission' | 'ghosting' | 'panel' | 'other'
  readonly state: 'open' | 'convicted' | 'settled' | 'dismissed'
  readonly openedAtBlock: bigint
  readonly node: Address | undefined
  readonly epoch: bigint | undefined
  readonly answerUntil: bigint | undefined
  readonly receiptHash: Hash | undefined
  readonly payer: Address | undefined
  readonly leaseId: Hash | undefined
  readonly redeemed: Amount
  /** What the payer grants was earned, and in how many items: one more disproves it. */
  readonly granted: Amount
  readonly items: number
  /** What the operator showed, and in how many items. */
  readonly covered: Amount
  readonly shown: number
  /** Of a panel that is to be drawn: the beacon's round that draws it. */
  readonly beaconRound: bigint | undefined
}

export type CaseRecords = {
  /** Takes an event in. @returns the case as it stands now, undefined for others' cases. */
  apply(event: CourtEvent): CaseRecord | undefined
  find(caseId: Hash): CaseRecord | undefined
  /** The oldest first. */
  all(): readonly CaseRecord[]
}

export function createCaseRecords(operator: Address): CaseRecords {
  const steps = new Map<Hash, CaseStep[]>()
  const records = new Map<Hash, CaseRecord>()

  const retell = (caseId: Hash, told: CaseStep[]): CaseRecord | undefined => {
    const record = told.reduce<CaseRecord | undefined>(advance, undefined)
    if (record === undefined) {
      steps.delete(caseId)
      records.delete(caseId)
      return undefined
    }
    steps.set(caseId, told)
    records.set(caseId, record)
    return record
  }
  const undo = (lastValidBlock: bigint) => {
    for (const [caseId, told] of steps) {
      const stands = told.filter(({ blockNumber }) => blockNumber <= lastValidBlock)
      if (stands.length < told.length) retell(caseId, stands)
    }
  }
  const makeRoom = () => {
    if (records.size <= casesMax) return
    const closed = [...records.values()].find(({ state }) => state !== 'open')
    const [oldest] = records.values()
    const gone = closed ?? oldest
    if (gone === undefined) return
    steps.delete(gone.caseId)
    records.delete(gone.caseId)
  }

  return {
    apply(event) {
      if (isReorganized(event)) {
        undo(event.lastValidBlock)
        return undefined
      }
      const told = steps.get(event.caseId)
      if (told === undefined && event.operator !== operator) return undefined
      if (told !== undefined && told.length >= eventsPerCaseMax) told.splice(1, 1)
      const record = retell(event.caseId, [...(told ?? []), event])
      makeRoom()
      return record
    },
    find: (caseId) => records.get(caseId),
    all: () => [...records.values()],
  }
}

function isReorganized(event: CourtEvent): event is Extract<CourtEvent, { readonly lastValidBlock: bigint }> {
  return event.type === 'Reorganized'
}

/** Returns the case after an event; the first tells that it is the operator's. */
function advance(record: CaseRecord | undefined, step: CaseStep): CaseRecord {
  const known = record ?? newRecord(step)
  switch (step.type) {
    case 'OmissionChallenged':
      return { ...known, kind: 'omission', ...pick(step, 'receiptHash', 'answerUntil', 'node') }
    case 'GhostingCharged':
      return { ...known, kind: 'ghosting', ...pick(step, 'payer', 'leaseId', 'answerUntil', ...stated) }
    case 'PanelCalled':
      return { ...known, kind: 'panel' }
    case 'PanelWaits':
      return { ...known, kind: 'panel', ...pick(step, 'beaconRound') }
    case 'PanelSeeded':
      return { ...known, beaconRound: undefined }
    case 'Accounted':
      return { ...known, ...pick(step, 'covered', 'shown') }
    case 'CaseDismissed':
      return { ...known, state: 'dismissed' }
    case 'Convicted':
      return { ...known, state: 'convicted', ...pick(step, 'node', 'epoch') }
    case 'CaseSettled':
      return { ...known, state: 'settled' }
    default:
      return known
  }
}

function newRecord({ caseId, blockNumber, node, epoch }: CaseStep): CaseRecord {
  return {
    ...{ caseId, kind: 'other', state: 'open', openedAtBlock: blockNumber, node, epoch },
    ...{ answerUntil: undefined, receiptHash: undefined, payer: undefined, leaseId: undefined },
    ...{ redeemed: 0n, granted: 0n, items: 0, covered: 0n, shown: 0, beaconRound: undefined },
  }
}

/** What a charge of ghosting says of the money. */
const stated = ['redeemed', 'granted', 'items'] as const

/** Returns the named fields that the event has. */
function pick<Name extends keyof CaseStep>(step: CaseStep, ...names: readonly Name[]): Pick<CaseStep, Name> {
  return Object.fromEntries(names.flatMap((name) => (step[name] === undefined ? [] : [[name, step[name]]]))) as Pick<
    CaseStep,
    Name
  >
}
