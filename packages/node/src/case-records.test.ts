import { parseAddress, parseHash } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaseStep, casesMax, createCaseRecords, eventsPerCaseMax } from './case-records.ts'

const operator = parseAddress(`0x${'01'.repeat(20)}`)
const other = parseAddress(`0x${'02'.repeat(20)}`)
const caseId = (n: number) => parseHash(`0x${n.toString(16).padStart(64, '0')}`)
const step = (n: number, type: string, block: number, more: Partial<CaseStep> = {}): CaseStep => ({
  ...{ type, caseId: caseId(n), blockNumber: BigInt(block), operator },
  ...more,
})

test('a case is told step by step to its end', () => {
  const records = createCaseRecords(operator)
  records.apply(step(1, 'CaseOpened', 1, { node: operator, epoch: 7n }))
  const charged = step(1, 'GhostingCharged', 1, { granted: 1n, redeemed: 9n, answerUntil: 5n, leaseId: caseId(3) })
  expect(records.apply(charged)).toMatchObject({
    kind: 'ghosting',
    state: 'open',
    epoch: 7n,
    redeemed: 9n,
    granted: 1n,
    covered: 0n,
  })
  expect(records.apply(step(1, 'Accounted', 2, { covered: 4n }))).toMatchObject({ covered: 4n, redeemed: 9n })
  expect(records.apply(step(1, 'CaseDismissed', 3))?.state).toBe('dismissed')
  const { operator: _other, ...elsewhere } = step(2, 'CaseOpened', 3)
  expect(records.apply(elsewhere)).toBeUndefined()
  expect(records.apply(step(2, 'Convicted', 3, { operator: other }))).toBeUndefined()
  expect(records.all()).toHaveLength(1)
})

test('whatever a fork undoes and tells again, the cases are those of the events that stand', () => {
  const types = ['CaseOpened', 'OmissionChallenged', 'GhostingCharged', 'Accounted', 'CaseDismissed', 'Convicted']
  const anyStep = fc.record({ n: fc.nat(3), type: fc.constantFrom(...types), covered: fc.bigInt(0n, 9n) }).map(
    ({ n, type, covered }) =>
      (block: number) =>
        step(n, type, block, { covered }),
  )
  fc.assert(
    fc.property(
      fc.array(anyStep, { maxLength: 20 }),
      fc.nat(20),
      fc.array(anyStep, { maxLength: 5 }),
      (first, cut, then) => {
        const forked = createCaseRecords(operator)
        const plain = createCaseRecords(operator)
        for (const [index, make] of first.entries()) forked.apply(make(index))
        forked.apply({ type: 'Reorganized', lastValidBlock: BigInt(cut) - 1n })
        const standing = first.slice(0, cut).map((make, index) => make(index))
        const told = [...standing, ...then.map((make, index) => make(cut + index))]
        for (const event of told.slice(standing.length)) forked.apply(event)
        for (const event of told) plain.apply(event)
        const byId = (records: typeof plain) => new Map(records.all().map((record) => [record.caseId, record]))
        expect(byId(forked)).toEqual(byId(plain))
      },
    ),
  )
})

test('cases and their events are bounded; closed ones go first', () => {
  const records = createCaseRecords(operator)
  records.apply(step(0, 'CaseOpened', 0))
  records.apply(step(1, 'CaseOpened', 0))
  records.apply(step(1, 'CaseDismissed', 0))
  for (let n = 2; n <= casesMax; n++) records.apply(step(n, 'CaseOpened', n))
  expect(records.all()).toHaveLength(casesMax)
  expect([records.find(caseId(0))?.state, records.find(caseId(1))]).toEqual(['open', undefined])
  for (let i = 0; i < eventsPerCaseMax + 5; i++) records.apply(step(0, 'Accounted', i, { covered: BigInt(i) }))
  expect(records.find(caseId(0))).toMatchObject({ openedAtBlock: 0n, covered: BigInt(eventsPerCaseMax + 4) })
})
