import { expect, test } from 'vitest'
import { exitStatusOf } from '../exit-status.ts'
import { CaseRefusedError, createTroubles } from './pursue-case.ts'

test('what keeps a case from going on is told once, and why the court did not take it is kept', () => {
  const told: string[] = []
  const troubles = createTroubles((reason) => told.push(reason))
  troubles.log({ event: 'case-opened', reason: 'no trouble' })
  for (let look = 0; look < 3; look++) troubles.log({ event: 'court-step-failed', reason: 'Cases are paused.' })
  troubles.log({ event: 'court-gas-spent' })
  expect([told, troubles.refusal()]).toEqual([['Cases are paused.'], undefined])
  troubles.log({ event: 'case-not-opened', reason: 'The receipt is too old.' })
  expect([told.length, troubles.refusal()]).toEqual([2, 'The receipt is too old.'])
})

test('what the court does not take is no success', () => {
  expect(exitStatusOf(new CaseRefusedError('It is too old.'))).not.toBe(0)
})
