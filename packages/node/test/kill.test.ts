/**
 * kill -9 at any moment loses no redeemable money, and no receipt that a root must hold: a node in a process of its own is killed while a buyer runs and pays
 * over TLS, started again on the same file, and redeems on a real chain.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToHex, digest, domainSeparator, type Hash, receiptType, verifyMerkleProof } from '@millrace/protocol'
import { afterEach, expect, test } from 'vitest'
import { openNodeStore } from '../src/index.ts'
import { hashTree } from '../src/receipt-tree.ts'
import type { NodeSetUp } from './parts/node-process.ts'
import { type ConnectedBuyer, createRealNetwork, type RealPayer } from './parts/real-network.ts'
import { expectFrame, type ScriptedRun } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const kills = 5
const aliveMsMax = 250
const children = new Set<ChildProcess>()

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

// Six starts of a process: twenty seconds alone, two minutes beside a full load.
test('a node killed at random moments keeps every acknowledged voucher and every receipt it gave out', {
  timeout: 180_000,
}, async () => {
  await using network = await createRealNetwork()
  const folder = mkdtempSync(join(tmpdir(), 'millrace-kill-'))
  const { rpcUrl, deployment, operatorKey, nodeKey, token } = network
  const setUp = { rpcUrl, deployment, operatorKey, nodeKey, token, storePath: join(folder, 'node.db') }
  const payer = await network.payer(1_000_000n)
  const books: Books = { acknowledged: 0n, signed: 0n, receipts: [] }
  for (let kill = 0; kill < kills; kill++) {
    const node = await startNode(setUp)
    await using connected = await payer.connect(node.addresses)
    await checkRestored(connected, books)
    const busy = Promise.allSettled([spend(connected, books), spend(connected, books)])
    // However busy the machine is, something was given out.
    while (kill === 0 && books.receipts.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const aliveMs = Math.random() * aliveMsMax
    await new Promise((resolve) => setTimeout(resolve, aliveMs))
    await killNode(node.process)
    await busy
    const { signed, acknowledged } = connected.buyer.count
    if (signed > books.signed) books.signed = signed
    if (acknowledged > books.acknowledged) books.acknowledged = acknowledged
  }
  await checkRedeemed(setUp, payer, books)
  checkCommitted(setUp, books)
  rmSync(folder, { recursive: true })
})

type Books = {
  /** The highest voucher that the node said it has. */
  acknowledged: bigint
  /** The highest voucher ever signed. */
  signed: bigint
  readonly receipts: { leaseId: Hash; sequence: bigint; end: ScriptedRun['end'] }[]
}

/** Runs and pays until the connection breaks. */
async function spend({ buyer }: ConnectedBuyer, books: Books): Promise<void> {
  const lease = await buyer.lease(100_000n)
  for (;;) {
    const run = await buyer.run(lease, chatRequest())
    if (run.end === undefined) throw new Error(run.error?.code ?? 'no end')
    books.receipts.push({ leaseId: lease.leaseId, sequence: run.end.receipt.sequence, end: run.end })
  }
}

/** The node holds at least what it acknowledged and at most what was signed; the buyer goes on from there. */
async function checkRestored({ buyer }: ConnectedBuyer, books: Books): Promise<void> {
  await buyer.lease(1n)
  const channel = expectFrame(await buyer.ask({ type: 'channel', channelId: buyer.channelId }), 'channel')
  const held = channel.voucher?.amount ?? 0n
  expect(held).toBeGreaterThanOrEqual(books.acknowledged)
  expect(held).toBeLessThanOrEqual(books.signed)
  if (channel.voucher !== undefined) expect(channel.signature).toBe(buyer.voucherFrame(held).signature)
  buyer.count.signed = held
  buyer.count.owed = channel.owed > held ? channel.owed : held
  for (const { leaseId, sequence, end } of books.receipts) {
    const kept = expectFrame(await buyer.ask({ type: 'receipt', leaseId, sequence }), 'receipt')
    expect({ receipt: kept.receipt, signature: kept.signature }).toEqual({
      receipt: end?.receipt,
      signature: end?.signature,
    })
  }
}

/** All that is held is paid out by the contract, to the base unit. */
async function checkRedeemed(setUp: NodeSetUp, payer: RealPayer, books: Books): Promise<void> {
  const node = await startNode(setUp)
  await using connected = await payer.connect(node.addresses)
  await checkRestored(connected, books)
  const { buyer } = connected
  const channel = expectFrame(await buyer.ask({ type: 'channel', channelId: buyer.channelId }), 'channel')
  const held = channel.voucher?.amount ?? 0n
  expect(books.receipts.length).toBeGreaterThan(0)
  expect(await redeemOn(node.process)).toBe(held)
  expect((await payer.channel()).redeemed).toBe(held)
  const last = held > books.signed ? held : books.signed + 1n
  expect(await buyer.pay(last)).toMatchObject({ type: 'paid', amount: last })
  expect(await redeemOn(node.process)).toBe(last - held)
  expect((await payer.channel()).redeemed).toBe(last)
  await killNode(node.process)
}

/** Whatever moment it was killed at, the root of each epoch is over every receipt that a buyer got. */
function checkCommitted({ storePath, deployment }: NodeSetUp, { receipts }: Books): void {
  const separator = domainSeparator({ chainId: deployment.chainId, verifyingContract: deployment.escrow })
  const store = openNodeStore(storePath)
  const epochs = store.unpostedEpochs(0, Number.MAX_SAFE_INTEGER)
  const given = receipts.flatMap(({ end }) => end?.receipt ?? [])
  const hashes = given.map((receipt) => bytesToHex(digest(separator, receiptType, receipt)))
  const trees = epochs.map((epoch) => hashTree({ hashes: store.receiptHashes(epoch), prove: hashes }))
  for (const [index, hash] of hashes.entries()) {
    const shown = trees.filter(({ root, proofs }) => verifyMerkleProof(root, hash, proofs[index] ?? []))
    expect(shown).toHaveLength(1)
  }
  const charged = epochs.flatMap((epoch) => store.receiptTotals(epoch)).reduce((sum, { amount }) => sum + amount, 0n)
  expect(charged).toBeGreaterThanOrEqual(given.reduce((sum, { amount }) => sum + amount, 0n))
  store.close()
}

async function startNode(setUp: NodeSetUp): Promise<{ process: ChildProcess; addresses: readonly string[] }> {
  const child = fork(new URL('./parts/node-process.ts', import.meta.url), { execArgv: ['--no-warnings'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  child.send({ setUp })
  const { addresses } = await answerOf<{ addresses: readonly string[] }>(child)
  return { process: child, addresses }
}

async function redeemOn(child: ChildProcess): Promise<bigint> {
  const answer = answerOf<{ redeemed: string }>(child)
  child.send({ redeem: true })
  return BigInt((await answer).redeemed)
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`The node ended with ${code}.`)))
  })
}

async function killNode(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
