/** The store under kill -9, and under two owners. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hash } from '@millrace/protocol'
import { afterAll, expect, test } from 'vitest'
import { openBuyerStore } from '../src/index.ts'

const directory = mkdtempSync(join(tmpdir(), 'millrace-kill-'))
afterAll(() => rmSync(directory, { recursive: true }))
const channelId = `0x${'c1'.repeat(32)}` as Hash

test('a kill at any moment loses no amount that was told, and frees the file', async () => {
  const path = join(directory, 'buyer.sqlite')
  let before = 0n
  for (let round = 0; round < 3; round++) {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'support/store-writer.ts'), path])
    let told = ''
    writer.stdout.on('data', (data) => {
      told += data
      if (told.length > 1_000 * (round + 1)) writer.kill('SIGKILL')
    })
    await once(writer, 'close')
    const last = BigInt(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1) ?? '0')
    const store = openBuyerStore(path)
    const kept = store.voucher(channelId, 1n)?.amount ?? 0n
    store.close()
    expect(last).toBeGreaterThan(0n)
    expect(kept).toBeGreaterThanOrEqual(last)
    expect(kept).toBeGreaterThanOrEqual(before)
    before = kept
  }
})

test('one file is one buyer’s at a time', () => {
  const path = join(directory, 'owned.sqlite')
  const first = openBuyerStore(path)
  expect(() => openBuyerStore(path)).toThrow(expect.objectContaining({ code: 'BUYER_STORE_IN_USE' }))
  first.close()
  openBuyerStore(path).close()
})
