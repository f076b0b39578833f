/** Batches of container programs as jobs; results are looked at as a stranger may have written them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseManifest } from '@millrace/workloads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { itemName, linesOf } from './batch-of-manifest.ts'
import { jobOfManifest } from './job-of-manifest.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const text = (items: string) =>
  `version: 1\nkind: batch\nname: b\nimage: host\ncommand: [classify]\nitems: ${items}\nshard: { items: 4, attempts: 2 }`
const lines = text('{ from: ./list, split: lines }')
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-batch-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const ordered = (manifest: string, items: number) => {
  const shards = Array.from({ length: 3 }, (_, shard) => ({ path: 'items', object: `${shard}`, bytes: 1 }))
  return jobOfManifest(parseManifest(manifest), token, items).orderOf({
    inputs: [],
    shards,
    amountMax: 9n,
    submittedAtMs: 0,
  })
}

test('each shard is a task with its items, and says how many there are', () => {
  expect(jobOfManifest(parseManifest(lines), token, 9).ids).toEqual(['b.0', 'b.1', 'b.2'])
  const order = ordered(lines, 9)
  expect(order).toMatchObject({ items: 3, startsMax: 2, retriesMax: 0 })
  expect(order.taskOf(2)).toMatchObject({
    ...{ command: ['classify'], environment: { MILLRACE_FIRST: '8', MILLRACE_ITEMS: '1' }, outputs: ['results'] },
    inputs: [{ path: 'items', object: '2' }],
  })
  expect(() => order.taskOf(3)).toThrow(RangeError)
})

test('a shard with as many lines as items is good, and no other', async () => {
  const { checkOutputs } = ordered(lines, 9)
  expect(await checkOutputs?.(0, undefined)).toBe('there is no file results')
  expect(await checkOutputs?.(0, folder)).toBe('there is no file results')
  writeFileSync(join(folder, 'results'), 'a\nb\n\nd')
  expect(await checkOutputs?.(0, folder)).toBeUndefined()
  expect(await checkOutputs?.(2, folder)).toBe('4 lines are no results of 1 items')
  writeFileSync(join(folder, 'results'), 'a\nb\nc\n')
  expect(await checkOutputs?.(0, folder)).toBe('3 lines are no results of 4 items')
  rmSync(join(folder, 'results'))
  mkdirSync(join(folder, 'results'))
  expect(await checkOutputs?.(0, folder)).toBe('there is no file results')
})

test('a shard of files has a result for each, by its name', async () => {
  const { checkOutputs } = ordered(text('{ from: [./a, ./b, ./c, ./d, ./e] }'), 5)
  expect(await checkOutputs?.(1, folder)).toBe('there is no folder results')
  mkdirSync(join(folder, 'results'))
  expect(await checkOutputs?.(0, folder)).toBe('4 of 4 items have no result, such as 000000')
  mkdirSync(join(folder, 'results', itemName(0)))
  expect(await checkOutputs?.(1, folder)).toBe('1 of 1 items have no result, such as 000000')
  rmSync(join(folder, 'results', itemName(0)), { recursive: true })
  writeFileSync(join(folder, 'results', itemName(0)), '')
  expect(await checkOutputs?.(1, folder)).toBeUndefined()
})

test('programs in WebAssembly and items from elsewhere are refused by name', () => {
  const other = 'version: 1\nkind: batch\nname: b\nprogram: ./p.wasm\nitems: { from: ./list, split: lines }'
  expect(() => jobOfManifest(parseManifest(other), token, 1)).toThrow('"millrace batch"')
  const remote = text('{ from: "https://example.org/list", split: lines }')
  expect(() => jobOfManifest(parseManifest(remote), token, 1)).toThrow('items.from')
})

test('lines are items, but for an end without one', () => {
  expect([linesOf('a\nb\n'), linesOf('a\n\nb'), linesOf(''), linesOf('\n')]).toEqual([
    ['a', 'b'],
    ['a', '', 'b'],
    [],
    [''],
  ])
})
