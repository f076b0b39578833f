import { readFileSync } from 'node:fs'
import { domainSeparator, type Hash, messageId, parseReceiptBundle, receiptType, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { receiptWithProof } from './receipt-with-proof.ts'

const text = readFileSync(new URL('../../../vectors/receipt-bundle.json', import.meta.url), 'utf8')
const { inclusion: _known, ...plain } = JSON.parse(text)
const without = JSON.stringify(plain)
const { domain, receipt } = parseReceiptBundle(plain)
const hash = messageId(domainSeparator(domain), receiptType, receipt)
const inclusion = { epoch: 3n, root: zeroHash, proof: [zeroHash] }

test('a receipt comes with its proof once that is known, and else as it was kept', () => {
  const proofOf = (asked: Hash) => (asked === hash ? inclusion : undefined)
  expect(parseReceiptBundle(JSON.parse(receiptWithProof(without, { proofOf }))).inclusion).toEqual(inclusion)
  expect(receiptWithProof(without, { proofOf: () => undefined })).toBe(without)
  expect(receiptWithProof(without, {})).toBe(without)
  const proven = receiptWithProof(without, { proofOf })
  expect(receiptWithProof(proven, { proofOf: () => ({ ...inclusion, epoch: 4n }) })).toBe(proven)
})
