/** Roots commit the node to all it signed: every receipt is in the root of its epoch, whatever clock, chain or disk do meanwhile. */
import {
  bytesToHex,
  digest,
  type Hash,
  type Receipt,
  receiptType,
  verifyMerkleProof,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { openNodeStore } from '../src/index.ts'
import { hashTree, receiptTree } from '../src/receipt-tree.ts'
import { createFixture, type Fixture, type FixtureInit } from './parts/fixture.ts'
import { chatRequest } from './parts/test-model.ts'

const epochMs = 3_600_000
const { signal } = new AbortController()

test('the receipts of an epoch have one root with what they charged, posted when the epoch is over', async () => {
  await using fixture = await posting()
  await atEpochStart(fixture)
  const receipts = [await run(fixture), await run(fixture), await run(fixture)]
  const epoch = epochNow(fixture)
  const root = await fixture.node.receiptRoot(epoch, { signal })
  const totals = [{ token: fixture.chain.token, amount: receipts.reduce((sum, { amount }) => sum + amount, 0n) }]
  expect(root).toMatchObject({ epoch, count: 3, totals })
  expect(await fixture.node.receiptRoot(epoch + 1, { signal })).toBeUndefined()
  expect(fixture.chain.postedRoots).toEqual([])
  fixture.clock.skewMs += epochMs
  await until(() => fixture.chain.postedRoots.length > 0)
  await looks()
  expect(fixture.chain.postedRoots).toMatchObject([{ epoch: BigInt(epoch), root: root?.root, count: 3, totals }])
})

test('a receipt that a clock set back would date into an epoch that was posted is dated after it', async () => {
  await using fixture = await posting()
  await atEpochStart(fixture)
  await run(fixture)
  const epoch = epochNow(fixture)
  fixture.clock.skewMs += epochMs
  await until(() => fixture.chain.postedRoots.length === 1)
  fixture.clock.skewMs -= epochMs
  const late = await run(fixture)
  expect(epochOf(late)).toBe(epoch + 1)
  // Also after a restart.
  await fixture.restart()
  const later = await run(fixture)
  expect(epochOf(later)).toBe(epoch + 1)
  fixture.clock.skewMs += 2 * epochMs
  await until(() => fixture.chain.postedRoots.length === 2)
  expect(fixture.chain.postedRoots[1]).toMatchObject({ epoch: BigInt(epoch + 1), count: 2 })
  expectIncluded(fixture, [late, later])
})

test('a root whose posting was not noticed is not posted again; one that differs is said loudly', async () => {
  await using fixture = await posting()
  await atEpochStart(fixture)
  await run(fixture)
  const epoch = BigInt(epochNow(fixture))
  const { root, count } = (await fixture.node.receiptRoot(Number(epoch), { signal })) ?? { root: zeroHash, count: 0 }
  fixture.chain.postedRoots.push({ epoch, root, count, totals: [] } as never)
  fixture.clock.skewMs += epochMs
  await until(() => logged(fixture, 'receipt-root-posted'))
  expect(logged(fixture, 'receipt-root-differs')).toBe(false)
  await run(fixture)
  fixture.chain.postedRoots.push({ epoch: epoch + 1n, root: zeroHash, count: 1, totals: [] } as never)
  fixture.clock.skewMs += epochMs
  await until(() => logged(fixture, 'receipt-root-differs'))
  expect(fixture.chain.postedRoots).toHaveLength(2)
})

test('roots that the chain did not take are posted when it answers; one that came too late is said loudly', async () => {
  await using fixture = await posting()
  fixture.chain.court.postingSeconds = 7_200
  await atEpochStart(fixture)
  await run(fixture)
  fixture.chain.outage = true
  fixture.clock.skewMs += epochMs
  await until(() => logged(fixture, 'receipt-root-failed'))
  fixture.chain.outage = false
  await until(() => fixture.chain.postedRoots.length === 1)
  await run(fixture)
  const missed = epochNow(fixture)
  fixture.chain.outage = true
  fixture.clock.skewMs += epochMs + 7_200_000
  await until(() => logged(fixture, 'receipt-root-missed'))
  expect(fixture.logs.find(({ event }) => event === 'receipt-root-missed')?.fields).toContain(String(missed))
  fixture.chain.outage = false
  await looks()
  expect(fixture.chain.postedRoots).toHaveLength(1)
})

test('a node whose roots nobody posts says so', async () => {
  await using fixture = await createFixture({ node: { postReceiptRoots: false } })
  expect(logged(fixture, 'receipts-uncommitted')).toBe(true)
})

test('no run begins in an epoch whose receipts fill a root', async () => {
  await using fixture = await posting({ receiptsPerRootMax: 2 })
  await atEpochStart(fixture)
  await run(fixture)
  await run(fixture)
  const buyer = fixture.buyer(1_000n)
  const lease = await buyer.lease(100n)
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('NODE_BUSY')
  await fixture.restart()
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('NODE_BUSY')
  fixture.clock.skewMs += epochMs
  expect((await buyer.run(await buyer.lease(100n), chatRequest())).end).toBeDefined()
})

test('a tree that a thread hashes is the same; aborting ends it', async () => {
  const hashes = Array.from({ length: 600 }, (_, i) => `0x${i.toString(16).padStart(64, '0')}` as Hash)
  const prove = [hashes[7] ?? zeroHash, `0x${'ff'.repeat(32)}` as const]
  const tree = await receiptTree(hashes, { prove, signal })
  expect(tree).toEqual(hashTree({ hashes, prove }))
  const [proof, none] = tree.proofs
  expect(verifyMerkleProof(tree.root, hashes[7] ?? zeroHash, proof ?? [])).toBe(true)
  expect(none).toBeUndefined()
  const abort = new AbortController()
  const aborted = receiptTree(hashes, { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(aborted).rejects.toThrow('enough')
})

test('what was saved before a flush is read after it', async () => {
  await using fixture = await posting()
  const receipt = await run(fixture)
  await fixture.node.close()
  const store = openNodeStore(fixture.storePath)
  const row = { holder: fixture.chain.operator, signature: `0x${'11'.repeat(64)}` as const, createdAt: 0, epoch: 7 }
  void store.saveReceipt({ ...row, receipt: { ...receipt, sequence: 99n }, hash: receipt.requestHash })
  expect(store.countReceipts(7)).toBe(0)
  await store.flushed()
  expect(store.receiptHashes(7)).toEqual([receipt.requestHash])
  store.close()
  await fixture.restart()
})

async function posting(limits: NonNullable<FixtureInit['node']>['limits'] = {}): Promise<Fixture> {
  return createFixture({ node: { limits: { receiptRootTickMs: 5, ...limits } } })
}

/** Moves the clock to where the epoch does not end while the test runs. */
async function atEpochStart(fixture: Fixture): Promise<void> {
  fixture.clock.skewMs += epochMs - (fixture.now() % epochMs)
}

async function run(fixture: Fixture): Promise<Receipt> {
  const buyer = fixture.buyer(1_000n)
  const { end } = await buyer.run(await buyer.lease(100n), chatRequest())
  if (end === undefined) throw new Error('no end')
  return end.receipt
}

/** Each is in the posted root of its epoch, by what is on disk. */
function expectIncluded(fixture: Fixture, receipts: readonly Receipt[]): void {
  for (const receipt of receipts) {
    const hash = bytesToHex(digest(fixture.chain.writer.separator, receiptType, receipt))
    const posted = fixture.chain.postedRoots.find(({ epoch }) => epoch === BigInt(epochOf(receipt)))
    const hashes = receipts.map((each) => bytesToHex(digest(fixture.chain.writer.separator, receiptType, each)))
    const { root, proofs } = hashTree({ hashes, prove: [hash] })
    expect(posted?.root).toBe(root)
    expect(verifyMerkleProof(root, hash, proofs[0] ?? [])).toBe(true)
  }
}

function epochOf({ finishedAt }: Receipt): number {
  return Math.floor(Number(finishedAt) / (epochMs / 1000))
}

function epochNow(fixture: Fixture): number {
  return Math.floor(fixture.now() / epochMs)
}

function logged({ logs }: Fixture, event: string): boolean {
  return logs.some((entry) => entry.event === event)
}

/** Lets the node look a few times. */
async function looks(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
