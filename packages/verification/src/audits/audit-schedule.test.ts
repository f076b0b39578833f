import type { Address } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, hashOf } from '../../test/support/replica-rounds.ts'
import { isAuditChosen } from './audit-choice.ts'
import { emptyAuditRecord, recordAudit } from './audit-record.ts'
import {
  type AuditableReceipt,
  type AuditSchedule,
  type AuditScheduleEvent,
  advanceAuditSchedule,
  auditAbsencesMax,
  auditAttemptsMax,
  auditRetryMsMax,
  auditRetryMsMin,
  auditsToAsk,
  dueAuditsMax,
  type EndedAudit,
  emptyAuditSchedule,
  outageFailures,
  outGraceMs,
} from './audit-schedule.ts'

const dayMs = 86_400_000
const beacon = hashOf(99)
const [auditor, other] = [addressOf(70), addressOf(71)]

describe('a buyer’s audits', () => {
  test('are those that the beacon of their epoch chooses at the order’s rate', () => {
    const receipts = Array.from({ length: 200 }, (_, i) => receiptOf(i, i % 2, 300_000))
    const { schedule } = run(receipts.map(kept))
    const { schedule: after } = advanceAuditSchedule(schedule, { kind: 'beacon', epoch: 1, beacon, atMs: 5 })
    const expected = receipts.filter((one) => one.epoch === 1 && isAuditChosen(beacon, one.receiptHash, 300_000))
    expect(expected.length).toBeGreaterThan(10)
    expect(after.due.map(({ receiptHash }) => receiptHash)).toEqual(expected.map(({ receiptHash }) => receiptHash))
    expect(after.awaiting.every(({ epoch }) => epoch === 0)).toBe(true)
    expect(auditsToAsk(after, 4, 10)).toEqual([])
    expect(auditsToAsk(after, 5, 10)).toHaveLength(10)
  })

  test('end with what the auditor says', () => {
    const { schedule, ended } = run([...oneDue(), asked(auditor), answered('cheated', 10)])
    expect(ended).toEqual([{ receiptHash: hashOf(1), node: addressOf(1), outcome: 'cheated' }])
    expect(schedule).toEqual(emptyAuditSchedule)
  })

  test('nobody’s answer to what was not asked counts, nor a second one', () => {
    expect(run([...oneDue(), answered('cheated', 10)]).ended).toEqual([])
    expect(run([...oneDue(), asked(auditor), answered('honest', 10), answered('cheated', 11)]).ended).toHaveLength(1)
  })

  test('an unable auditor is not asked again, and the wait doubles up to a bound', () => {
    let state = run([...oneDue(), asked(auditor), answered('unable', 1_000)]).schedule
    const first = state.due[0]?.notBeforeMs ?? 0
    expect(first - 1_000).toBeGreaterThanOrEqual(auditRetryMsMin / 2)
    expect(first - 1_000).toBeLessThanOrEqual(auditRetryMsMin)
    expect(auditsToAsk(state, first - 1, 9)).toEqual([])
    expect(auditsToAsk(state, first, 9)).toMatchObject([{ failedAuditors: [auditor] }])
    expect(run([asked(auditor)], state).schedule).toEqual(state)
    state = run([asked(other), answered('unable', 2_000)], state).schedule
    expect((state.due[0]?.notBeforeMs ?? 0) - 2_000).toBeCloseTo(2 * (first - 1_000), -1)
    for (let n = 0; n < 5; n++) state = run([asked(addressOf(80 + n)), answered('unable', 3_000)], state).schedule
    expect((state.due[0]?.notBeforeMs ?? 0) - 3_000).toBeLessThanOrEqual(auditRetryMsMax)
  })

  test('an absent auditor may be asked again; the wait doubles all the same, and it does not go on for ever', () => {
    const away = (atMs: number) => ({ kind: 'answered', receiptHash: hashOf(1), outcome: 'absent', atMs }) as const
    let state = run([...oneDue(), asked(auditor), away(1_000)]).schedule
    expect(state.due).toMatchObject([{ failedAuditors: [], absentAuditors: [auditor] }])
    const first = state.due[0]?.notBeforeMs ?? 0
    state = run([asked(auditor), away(1_000)], state).schedule
    expect((state.due[0]?.notBeforeMs ?? 0) - 1_000).toBeCloseTo(2 * (first - 1_000), -1)
    const left = Array.from({ length: auditAbsencesMax - 2 }, () => [asked(auditor), away(2_000)]).flat()
    expect(run(left.slice(2), state).ended).toEqual([])
    expect(run(left, state)).toEqual({
      schedule: { ...emptyAuditSchedule, failuresInRow: auditAbsencesMax },
      ended: [{ receiptHash: hashOf(1), node: addressOf(1), outcome: 'lapsed' }],
    })
  })

  test('while auditors are down one audit is out at a time, and all come back when one answers', () => {
    const receipts = Array.from({ length: 20 }, (_, i) => receiptOf(i, 0, 1_000_000))
    let { schedule } = run([...receipts.map(kept), { kind: 'beacon', epoch: 0, beacon, atMs: 0 }])
    for (let n = 0; n < outageFailures; n++) {
      const [next] = auditsToAsk(schedule, dayMs / 2, 4)
      schedule = run(
        [asked(addressOf(60 + n), next?.receiptHash), answered('unable', 0, next?.receiptHash)],
        schedule,
      ).schedule
    }
    expect(auditsToAsk(schedule, dayMs / 2, 4)).toHaveLength(1)
    const [probe] = auditsToAsk(schedule, dayMs / 2, 4)
    schedule = run([asked(other, probe?.receiptHash)], schedule).schedule
    expect(auditsToAsk(schedule, dayMs / 2, 4)).toEqual([])
    schedule = run([answered('honest', 0, probe?.receiptHash)], schedule).schedule
    expect(auditsToAsk(schedule, dayMs / 2, 4)).toHaveLength(4)
  })

  test('an outage to the end of the window lapses what was due, and leaves the provider’s record as it was', () => {
    const receipts = Array.from({ length: 30 }, (_, i) => receiptOf(i, 0, 1_000_000))
    const events: AuditScheduleEvent[] = [...receipts.map(kept), { kind: 'beacon', epoch: 0, beacon, atMs: 0 }]
    let { schedule } = run(events)
    const ended: EndedAudit[] = []
    for (let now = 0, n = 0; schedule.due.length > 0 && now <= 2 * dayMs; now += 600_000) {
      for (const { receiptHash } of auditsToAsk(schedule, now, 4)) {
        const tried = run([asked(addressOf(100 + n++), receiptHash), answered('unable', now, receiptHash)], schedule)
        schedule = tried.schedule
        ended.push(...tried.ended)
      }
      const ticked = advanceAuditSchedule(schedule, { kind: 'time', atMs: now })
      schedule = ticked.schedule
      ended.push(...ticked.ended)
    }
    expect(ended.map(({ receiptHash }) => receiptHash).sort()).toEqual(receipts.map((one) => one.receiptHash).sort())
    const before = { ...emptyAuditRecord, honest: 7, checksSurvived: 7 }
    const record = ended.reduce((sum, { outcome }) => recordAudit(sum, outcome), before)
    expect(record).toEqual({ ...before, lapsed: 30 })
    expect(recordAudit(record, 'unable')).toEqual(record)
    expect(recordAudit(record, 'cheated')).toEqual({ honest: 7, cheated: 1, lapsed: 30, checksSurvived: 0 })
  })

  test('one that is out is waited for a while longer: a verdict that was paid is heard, late or not', () => {
    const deadlineMs = dayMs + 1
    const tick = (atMs: number) => ({ kind: 'time', atMs }) as const
    const out = run([...oneDue(), asked(auditor), tick(deadlineMs + outGraceMs - 1)])
    expect(out.ended).toEqual([])
    const ended = (outcome: EndedAudit['outcome']) => [{ receiptHash: hashOf(1), node: addressOf(1), outcome }]
    expect(run([answered('cheated', deadlineMs + outGraceMs - 1)], out.schedule).ended).toEqual(ended('cheated'))
    expect(run([answered('unable', deadlineMs)], out.schedule).ended).toEqual(ended('lapsed'))
    expect(run([tick(deadlineMs + outGraceMs)], out.schedule).ended).toEqual(ended('lapsed'))
    expect(run([...oneDue(), tick(deadlineMs)]).ended).toEqual(ended('lapsed'))
  })

  test('where each node has a beacon of its own, only its receipts are drawn', () => {
    const receipts = [receiptOf(0, 0, 1_000_000), receiptOf(1, 0, 1_000_000)]
    const { schedule } = run(receipts.map(kept))
    const drawn = run([{ kind: 'beacon', epoch: 0, node: addressOf(2), beacon, atMs: 0 }], schedule).schedule
    expect([drawn.due, drawn.awaiting].map((list) => list.map(({ node }) => node))).toEqual([
      [addressOf(2)],
      [addressOf(1)],
    ])
  })

  test('what nobody could judge better, or is not kept any more, lapses, drawn or not', () => {
    expect(run([...oneDue(), asked(auditor), { ...answered('unable', 9), outcome: 'lapsed' }])).toEqual({
      schedule: emptyAuditSchedule,
      ended: [{ receiptHash: hashOf(1), node: addressOf(1), outcome: 'lapsed' }],
    })
    const undrawn = [kept(receiptOf(4, 0, 1_000_000))]
    for (const end of [
      { kind: 'dropped', receiptHash: hashOf(4) },
      { kind: 'time', atMs: 2 * dayMs },
    ] as const)
      expect(run([...undrawn, end])).toEqual({
        schedule: emptyAuditSchedule,
        ended: [{ receiptHash: hashOf(4), node: addressOf(2), outcome: 'lapsed' }],
      })
  })

  test('too many due: the rest lapses', () => {
    const receipts = Array.from({ length: dueAuditsMax + 3 }, (_, i) => receiptOf(i, 0, 1_000_000))
    const state: AuditSchedule = { awaiting: receipts, due: [], failuresInRow: 0 }
    const result = advanceAuditSchedule(state, { kind: 'beacon', epoch: 0, beacon, atMs: 0 })
    expect([result.schedule.due.length, result.ended.length]).toEqual([dueAuditsMax, 3])
  })

  test('whatever happens: a state is JSON, every receipt ends at most once, and never as cheated without the word', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { maxLength: 120 }), (events) => {
        const { schedule, ended } = run(events)
        expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule)
        const names = ended.map(({ receiptHash }) => receiptHash)
        const keptTimes = events.filter((event) => event.kind === 'kept').map(({ receipt }) => receipt.receiptHash)
        for (const name of new Set(names))
          expect(names.filter((one) => one === name).length).toBeLessThanOrEqual(
            keptTimes.filter((one) => one === name).length,
          )
        for (const { receiptHash, outcome } of ended) {
          if (outcome === 'lapsed') continue
          expect(
            events.some(
              (event) => event.kind === 'answered' && event.receiptHash === receiptHash && event.outcome === outcome,
            ),
          ).toBe(true)
        }
        for (const audit of schedule.due) expect(audit.failedAuditors.length).toBeLessThan(auditAttemptsMax)
      }),
      { numRuns: 300 },
    )
  })
})

function receiptOf(n: number, epoch: number, ratePpm: number): AuditableReceipt {
  return { receiptHash: hashOf(n), node: addressOf(1 + (n % 3)), epoch, ratePpm, deadlineMs: dayMs + n }
}

function kept(receipt: AuditableReceipt): AuditScheduleEvent {
  return { kind: 'kept', receipt }
}

function oneDue(): AuditScheduleEvent[] {
  return [kept({ ...receiptOf(1, 0, 1_000_000), node: addressOf(1) }), { kind: 'beacon', epoch: 0, beacon, atMs: 0 }]
}

function asked(by: Address, receiptHash = hashOf(1)): AuditScheduleEvent {
  return { kind: 'asked', receiptHash, auditor: by }
}

function answered(outcome: 'honest' | 'cheated' | 'unable', atMs: number, receiptHash = hashOf(1)) {
  return { kind: 'answered', receiptHash, outcome, atMs } as const
}

function run(
  events: readonly AuditScheduleEvent[],
  from = emptyAuditSchedule,
): { schedule: AuditSchedule; ended: EndedAudit[] } {
  let schedule = from
  const ended: EndedAudit[] = []
  for (const event of events) {
    const result = advanceAuditSchedule(schedule, event)
    schedule = result.schedule
    ended.push(...result.ended)
  }
  return { schedule, ended }
}

function anyEvent(): fc.Arbitrary<AuditScheduleEvent> {
  const n = fc.integer({ min: 0, max: 6 })
  const atMs = fc.integer({ min: 0, max: 2 * dayMs })
  const outcome = fc.constantFrom('honest', 'cheated', 'unable', 'absent' as const)
  return fc.oneof(
    n.map((i) => kept(receiptOf(i, i % 2, 500_000 + 100_000 * (i % 6)))),
    fc.record({ kind: fc.constant('beacon' as const), epoch: n.map((i) => i % 2), beacon: fc.constant(beacon), atMs }),
    fc.tuple(n, n).map(([i, by]) => asked(addressOf(70 + by), hashOf(i))),
    fc.tuple(n, outcome, atMs).map(([i, what, at]) => answered(what as 'honest', at, hashOf(i))),
    fc.record({ kind: fc.constant('time' as const), atMs }),
    n.map((i) => ({ kind: 'dropped' as const, receiptHash: hashOf(i) })),
  )
}
