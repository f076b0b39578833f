import { expect, test } from 'vitest'
import { auditLines, auditsIn, findingLine } from './audit-words.ts'

const node = `0x${'11'.repeat(20)}`
const receiptId = `0x${'22'.repeat(32)}`
const audits = {
  ...{ runs: 120, awaiting: 7, drawn: 3, due: 1, honest: 1, cheated: 1, lapsed: 0 },
  findings: [{ kind: 'cheated', node, receiptId, foundAt: 5 }],
}

test('a status says what was audited and what was found', () => {
  const read = auditsIn({ status: 'ok', audits })
  if (read === undefined) throw new Error('there are audits')
  expect(auditLines(read)).toEqual([
    '120 answers bought as sampled: 7 wait for their draw, 3 were drawn, 1 are with auditors',
    '1 honest, 1 cheated, 0 never judged',
    `provider ${node} cheated: receipt ${receiptId}`,
  ])
})

test('a gateway without audits, or of another release, has none', () => {
  expect(auditsIn({ status: 'ok' })).toBeUndefined()
  expect(auditsIn({ audits: { runs: 'many' } })).toBeUndefined()
  expect(auditsIn(null)).toBeUndefined()
})

test('what is found is told as it happens, and nothing else', () => {
  const cheat = { event: 'provider-cheated', node, receiptId, reason: 'token 3 differs' }
  expect(findingLine(cheat)).toContain(`provider ${node} cheated (token 3 differs)`)
  expect(findingLine({ event: 'receipts-uncommitted', node, receiptId, epoch: 9 })).toContain(`cases open`)
  const omitted = { event: 'receipt-unproven', node, receiptId, epoch: 9, reason: 'it has no such receipt.' }
  expect(findingLine(omitted)).toContain(`cases open ${receiptId} --omitted`)
  expect(findingLine({ event: 'audit-answered', node, receiptId })).toBeUndefined()
})
