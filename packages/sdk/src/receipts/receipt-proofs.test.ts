/** Receipts and their proofs on a clock, a chain and nodes that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  bytesToHex,
  digest,
  type Hash,
  MillraceError,
  merkleRoot,
  merkleTree,
  type ReceiptBundle,
  type ReceiptInclusion,
  receiptType,
} from '@millrace/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { plainBundle } from '../../test/support/plain-bundle.ts'
import { openBuyerStore } from '../index.ts'
import { createMemoryReceiptStore } from './memory-receipt-store.ts'
import { receiptProofLimits } from './proof-limits.ts'
import { createReceiptProofs } from './receipt-proofs.ts'
import type { ReceiptStore } from './receipt-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-proofs-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearTimeout', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

const epochSeconds = 600
const startSeconds = 1_700_000_400
const node = `0x${'01'.repeat(20)}` as Address
const operator = `0x${'02'.repeat(20)}` as Address
const separator = new Uint8Array(32)
const { afterEpochMs, lookMs, retryMsMin, triesMax, retryMsMax } = receiptProofLimits

describe.each([
  ['in memory', () => createMemoryReceiptStore()],
  ['in a file', () => openBuyerStore(join(folder, `${Math.random()}.sqlite`)).receipts],
] as const)('receipts %s', (_where, createStore) => {
  test('are kept with their proofs once their node has posted the root', async () => {
    const stage = createStage(createStore())
    await stage.keep(2)
    expect(stage.view()).toMatchObject({ waiting: 2, proven: 0, unproven: 0 })
    await stage.pass(epochSeconds * 1_000)
    expect(stage.reads()).toBe(0)
    await stage.pass(afterEpochMs)
    expect([stage.reads(), stage.asked()]).toEqual([1, 0])
    stage.post()
    await stage.pass(retryMsMin)
    expect(stage.view()).toMatchObject({ waiting: 0, proven: 2, unproven: 0, withoutProof: [] })
    expect(stage.store.find(stage.hashes[0] ?? '0x')?.inclusion).toEqual(stage.inclusionOf(0))
    await stage.pass(lookMs)
    expect(stage.asked()).toBe(2)
  })

  test('that their node leaves out are remembered, after it was asked often', async () => {
    const stage = createStage(createStore())
    await stage.keep(2)
    stage.post()
    stage.tells = (index) => {
      if (index === 0) throw new Refused()
      return { ...stage.inclusionOf(0) }
    }
    await stage.pass(epochSeconds * 1_000 + afterEpochMs)
    expect(stage.view()).toMatchObject({ waiting: 2, unproven: 0 })
    await stage.pass(lookMs)
    expect(stage.asked()).toBe(2)
    for (let look = 1; look < triesMax; look++) await stage.pass(retryMsMax)
    const { waiting, unproven, withoutProof } = stage.view()
    expect([waiting, unproven, stage.asked()]).toEqual([0, 2, 2 * triesMax])
    expect(withoutProof.map(({ reason }) => reason).sort()).toEqual([
      expect.stringContaining('It has no such receipt.'),
      'what it told does not lead to the root that it posted.',
    ])
    expect(withoutProof[0]).toMatchObject({
      tries: triesMax,
      receipt: { node },
      signature: stage.bundles[0]?.receiptSignature,
    })
  })

  test('of a node that posts nothing are remembered once it can post no more; without an answer of its own', async () => {
    const stage = createStage(createStore())
    await stage.keep(1)
    await stage.pass(2 * epochSeconds * 1_000)
    expect(stage.view()).toMatchObject({ waiting: 1 })
    await stage.pass(epochSeconds * 1_000)
    expect([stage.view().unproven, stage.asked()]).toEqual([1, 0])
    expect(stage.view().withoutProof[0]?.reason).toContain('posted no root')
  })

  test('are counted by the opening of their channel, once each, and those of nothing are not', async () => {
    const stage = createStage(createStore())
    await stage.keep(3)
    await stage.again()
    const { channelId, epoch } = stage.bundles[0]?.order ?? { channelId: '0x' as Hash, epoch: 0n }
    expect(stage.store.tally(channelId, epoch)).toEqual({ items: 3, amount: 6n })
    await stage.keep(1, 0n)
    expect(stage.store.tally(channelId, epoch).items).toBe(3)
    expect(stage.store.tally(channelId, epoch + 1n)).toEqual({ items: 0, amount: 0n })
  })

  test('go when there is no room, the proven first, and when they are no evidence any more', async () => {
    const stage = createStage(createStore(), { receiptsMax: 3 })
    await stage.keep(2)
    stage.post()
    await stage.pass(epochSeconds * 1_000 + afterEpochMs)
    await stage.keep(2)
    expect(stage.view()).toMatchObject({ proven: 1, waiting: 2 })
    await stage.keep(2)
    expect(stage.view()).toMatchObject({ proven: 0, waiting: 3 })
    await stage.pass(receiptProofLimits.keptSeconds * 1_000 + 600_000)
    await stage.keep(1)
    expect(stage.view().waiting + stage.view().unproven).toBe(1)
  })
})

test('a file of the version before is taken over', async () => {
  const path = join(folder, 'old.sqlite')
  openBuyerStore(path).close()
  const { DatabaseSync } = await import('node:sqlite')
  const old = new DatabaseSync(path)
  old.exec('DROP TABLE kept_receipt; DROP TABLE receipt_tally; PRAGMA user_version = 3')
  old.close()
  const store = openBuyerStore(path)
  expect(store.receipts.counts()).toEqual({ waiting: 0, proven: 0, unproven: 0 })
  store.close()
})

function createStage(store: ReceiptStore, limits: Partial<typeof receiptProofLimits> | { receiptsMax: number } = {}) {
  let nowMs = startSeconds * 1_000
  let root: Hash | undefined
  let postedOver: readonly Hash[] = []
  let reads = 0
  let asked = 0
  const bundles: ReceiptBundle[] = []
  const hashes: Hash[] = []
  const stage = {
    ...{ store, bundles, hashes },
    tells: (index: number): ReceiptInclusion => stage.inclusionOf(index),
    inclusionOf(index: number): ReceiptInclusion {
      const [first, second] = postedOver
      const other = index === 0 ? second : first
      const epoch = BigInt(startSeconds / epochSeconds)
      return { epoch, root: root ?? '0x', proof: other === undefined ? [] : [leafOf(other)] }
    },
    post() {
      postedOver = hashes.slice(0, 2)
      root = merkleRoot(merkleTree(postedOver))
    },
    reads: () => reads,
    asked: () => asked,
    view: () => proofs.view(),
    async keep(count: number, amount = 2n) {
      for (let i = 0; i < count; i++) {
        const finishedAt = BigInt(Math.floor(nowMs / 1_000))
        const given = { node, operator, sequence: BigInt(bundles.length + 1), amount, finishedAt }
        const bundle = plainBundle(`text ${bundles.length}`, { policy: 0, policyParameter: 0 }, given)
        bundles.push(bundle)
        hashes.push(bytesToHex(digest(separator, receiptType, bundle.receipt)))
        proofs.ended(partOf(bundle))
      }
      await vi.advanceTimersByTimeAsync(receiptProofLimits.gatheredMs)
    },
    async again() {
      for (const bundle of bundles) proofs.ended(partOf(bundle))
      await vi.advanceTimersByTimeAsync(receiptProofLimits.gatheredMs)
    },
    async pass(ms: number) {
      nowMs += ms
      await vi.advanceTimersByTimeAsync(lookMs)
    },
  }
  const proofs = createReceiptProofs(
    {
      chain: {
        separator,
        deployment: { receiptEpochSeconds: epochSeconds },
        async receiptRoot() {
          reads++
          return root === undefined ? undefined : { root, count: 2, postedAt: 1n }
        },
        blockTimestamp: async () => BigInt(Math.floor(nowMs / 1_000)),
        court: { postingDeadline: async (epoch: bigint) => (epoch + 2n) * BigInt(epochSeconds) + 60n },
      } as unknown as Parameters<typeof createReceiptProofs>[0]['chain'],
      ...{ store, now: () => nowMs, log: () => undefined, signal: new AbortController().signal },
      async ask(_node, { sequence }) {
        asked++
        return stage.tells(Number(sequence) - 1)
      },
    },
    { limits },
  )
  return stage
}

function partOf(bundle: ReceiptBundle): Parameters<ReturnType<typeof createReceiptProofs>['ended']>[0] {
  const ending = { finish: 'stop', bundle, replayed: false, salt: undefined } as const
  return { outcome: Promise.resolve({ ending }) } as unknown as ReturnType<typeof partOf>
}

function leafOf(hash: Hash): Hash {
  return merkleRoot(merkleTree([hash]))
}

class Refused extends MillraceError {
  constructor() {
    super({ code: 'RECEIPT_UNKNOWN', message: 'It has no such receipt.', hint: 'None.', retryable: false })
  }
}
