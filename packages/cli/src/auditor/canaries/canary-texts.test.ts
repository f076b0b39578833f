import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { canaryCharsMin, dealCanaryTexts } from './canary-texts.ts'

const root = mkdtempSync(join(tmpdir(), 'millrace-canary-texts-'))
afterAll(() => rmSync(root, { recursive: true }))
let folder: string
let kept: string
let drawn = 0
const random = (bytes: number) => new Uint8Array(bytes).fill(++drawn)

beforeEach(() => {
  folder = mkdtempSync(join(root, 'texts-'))
  kept = join(folder, 'canaries.json')
  for (const name of ['a', 'b', 'c', 'd'])
    writeFileSync(join(folder, `${name}.txt`), `${name} was here. `.repeat(canaryCharsMin / 10))
})

test('every document is one payer’s, and the same at every start', async () => {
  const [first, second] = await dealCanaryTexts(folder, { kept, payers: 2, random })
  expect([first, second].map((hand) => hand?.corpus.passages.map((text) => text[0]))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ])
  expect(first?.seed).not.toBe(second?.seed)
  expect(statSync(kept).mode & 0o777).toBe(0o600)
  expect(await dealCanaryTexts(folder, { kept, payers: 2, random })).toEqual([first, second])
})

test('a folder that changed is refused: what of it was sent is not known', async () => {
  await dealCanaryTexts(folder, { kept, payers: 2, random })
  const changed = { code: 'CANARY_TEXTS_CHANGED' }
  await expect(dealCanaryTexts(folder, { kept, payers: 1, random })).rejects.toMatchObject(changed)
  writeFileSync(join(folder, 'a0.txt'), 'new. '.repeat(canaryCharsMin))
  await expect(dealCanaryTexts(folder, { kept, payers: 2, random })).rejects.toMatchObject(changed)
})

test('too little text is said', async () => {
  await expect(dealCanaryTexts(folder, { kept, payers: 5, random })).rejects.toThrow('too little text for 5 payers')
})
