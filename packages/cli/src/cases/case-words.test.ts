import { zeroAddress, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { nextStep, outcomeName, timeLeft } from './case-words.ts'
import type { CaseView } from './read-cases.ts'

const base: CaseView = {
  ...{ caseId: zeroHash, kind: 'panel', state: 'open', deadline: 1_000n, openedAtBlock: 1n, receiptHash: undefined },
  ...{ judge: zeroAddress, operator: zeroAddress, node: zeroAddress, reporter: zeroAddress, epoch: 1n },
  ...{ pot: undefined, trial: undefined, sitting: undefined, drawnFrom: undefined },
  ...{ omission: undefined, ghosting: undefined, events: [] },
}
const trial = {
  ...{ receiptHash: zeroHash, build: zeroHash, operator: zeroAddress, reporter: zeroAddress, subnet: zeroHash },
  ...{ exactness: 2, round: 1, first: 0, appellant: undefined, appealUntil: 400n },
}
const sitting = {
  ...{ seed: zeroHash, openedAt: 0n, beaconRound: 1n, commitUntil: 200n, revealUntil: 300n, slots: 1, probes: 1 },
  ...{ size: 1, needed: 1, wanted: 0, from: 0, redrawn: false, seats: [] },
}
const pot = {
  ...{ slashed: 1n, costs: 0n, claimedProven: 0n, claimedUnproven: 0n, poolProven: 0n, poolUnproven: 0n },
  ...{ claimsFrom: 100n, claimsUntil: 200n, again: false, assessed: true, underDeclared: false },
}
const steps = (view: CaseView, times: readonly bigint[]) => times.map((now) => nextStep(view, now))

test('every step of a panel’s case says what is waited for, and until when', () => {
  const drawing = { ...base, trial: { ...trial, phase: 'drawing' as const }, sitting, drawnFrom: 100n }
  expect(steps(drawing, [99n, 100n]).map(({ until }) => until)).toEqual([100n, undefined])
  const sits = { ...base, trial: { ...trial, phase: 'sitting' as const }, sitting }
  expect(steps(sits, [200n, 201n, 301n]).map(({ until }) => until)).toEqual([200n, 300n, undefined])
  const appealable = { ...base, trial: { ...trial, phase: 'appealable' as const }, sitting }
  expect(steps(appealable, [400n, 401n]).map(({ until }) => until)).toEqual([400n, undefined])
  expect(nextStep(sits, 1_001n).words).toBe('its time is over: anyone can end it')
})

test('a conviction waits for its claims; what is over waits for nothing', () => {
  const convicted = { ...base, state: 'convicted' as const, pot }
  expect(steps(convicted, [99n, 100n, 200n, 201n])).toEqual([
    { words: 'buyers of the epoch can claim refunds from then on', until: 100n },
    { words: 'buyers of the epoch claim refunds', until: 200n },
    { words: 'buyers of the epoch claim refunds', until: 200n },
    { words: 'claims are over: anyone can settle it', until: undefined },
  ])
  for (const state of ['dismissed', 'settled'] as const) {
    expect(nextStep({ ...base, state }, 1n).until).toBeUndefined()
  }
})

test('times are told in their two largest units', () => {
  expect([0n, 1n, 59n, 61n, 3_600n, 90_061n].map((left) => timeLeft(left, 0n))).toEqual([
    ...['over', '1 s', '59 s', '1 min 1 s', '1 h', '1 d 1 h'],
  ])
  expect([0, 1, 2, 3, 9].map(outcomeName)).toEqual(['none yet', 'honest', 'cheated', 'unable', 'none yet'])
})
