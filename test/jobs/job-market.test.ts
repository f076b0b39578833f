/** A job over real nodes by a real buyer: the folder on this disk, the money in channels, a provider lost in the middle. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recoverSigner } from '@millrace/chain'
import { checkReceiptBundle, parseReceiptBundle } from '@millrace/protocol'
import { type JobNews, type JobOrder, runJob } from '@millrace/sdk'
import { expect, onTestFinished, test } from 'vitest'
import { makeJobFolder } from '../../packages/cli/src/jobs/job-folder.ts'
import { readStarts, standingOf } from '../../packages/cli/src/jobs/starts-file.ts'
import { sdkBuyer, sellingTasks, taskLimits } from '../../packages/node/test/parts/task-work.ts'

const items = 5
const ids = Array.from({ length: items }, (_, index) => `job.${index}`)

test('items are done at two nodes, one of them lost; each has one paid result with a receipt that holds', {
  timeout: 120_000,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-job-market-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  await using first = await sellingTasks()
  await using second = await sellingTasks({ listing: { outputPrice: 2_000_000n } })
  const lost = new Set<string>()
  await using buying = sdkBuyer([first, second], { lost })
  writeFileSync(join(home, 'text'), 'a mill by a stream\n')
  const { signal } = new AbortController()
  using stored = await buying.storage.store(join(home, 'text'), { signal })
  const inputs = [{ path: 'text', object: stored.address, bytes: stored.bytes }]
  const order: JobOrder = {
    ...{ items, atOnceMax: 2, startsMax: 3, retriesMax: 0, retryDelayMs: 0, amountMax: 100_000_000n },
    // The first item runs until the test lets it end, the others at once.
    taskOf: (item) => ({
      command: item === 0 ? ['hold'] : ['upper', 'out'],
      ...{ inputs, outputs: ['out'], limits: { ...taskLimits, wallMsMax: 120_000 } },
    }),
  }
  const record = {
    ...{ version: 1 as const, network: 'local', token: { symbol: 'tUSD', decimals: 6 }, manifest: '', base: home },
    ...{ set: [], amountMax: order.amountMax, submittedAtMs: 0, inputs },
  }
  await using folder = await makeJobFolder(join(home, 'job'), record, () => ids)
  const news: JobNews[] = []
  const job = runJob(
    {
      ...{ buyer: buying.buyer, store: folder.store, now: Date.now },
      onNews(item, { view }) {
        news.push(item)
        // All but the one that holds are done: its provider goes, and the next one lets it end.
        if (item.type === 'accepted' && view.underWay === 1 && view.waiting === 0) {
          second.sandbox.gate.resolve()
          lost.add(first.fixture.nodeSigner.address)
        }
      },
    },
    order,
    { signal },
  )
  const result = await job
  expect(result).toMatchObject({ end: 'done', view: { accepted: items, lost: 1, reserved: 0n } })
  const results = await folder.results()
  expect(results.map(({ item, exitCode }) => [item, exitCode])).toEqual(ids.map((_, item) => [item, 0]))
  expect(results[0]?.node).toBe(second.fixture.nodeSigner.address)
  expect(news.filter(({ type }) => type === 'accepted')).toHaveLength(items)
  for (const { item } of results) {
    const receipt = readFileSync(join(folder.folderOf(item), 'receipt-1.json'), 'utf8')
    const bundle = parseReceiptBundle(JSON.parse(receipt))
    expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
    if (item > 0) expect(readFileSync(join(folder.folderOf(item), 'out', 'out'), 'utf8')).toBe('A MILL BY A STREAM\n')
  }
  expect(standingOf(await readStarts(folder.path)).spent).toBe(result.view.spent)
  // What the lost node may yet show vouchers for is counted, so the job never thinks itself cheaper than it is.
  expect(buying.buyer.spent()).toBeLessThanOrEqual(result.view.spent)
})
