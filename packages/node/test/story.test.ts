/** The whole way of a job through a node, with an Escrow in memory. */
import { recoverSigner } from '@millrace/chain'
import { checkReceiptBundle, type ReceiptBundle } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture } from './parts/fixture.ts'
import { expectFrame } from './parts/scripted-buyer.ts'
import { chatRequest, embedWorkload, testModel, testModelRoot } from './parts/test-model.ts'

test('an answer is charged by the token, receipted and redeemed to the base unit', async () => {
  await using fixture = await createFixture()
  const { chain } = fixture
  const buyer = fixture.buyer(10_000n)
  const { signature: quoteSignature, quote } = await buyer.quote(1_000n)
  const order = buyer.orderFor(quote)
  const { leaseId } = expectFrame(await buyer.sendOrder(order), 'leased')
  const lease = { leaseId, quote, order }
  const request = chatRequest()
  const run = await buyer.run(lease, request)
  expect(run.error).toBeUndefined()
  expect(run.accepted).toEqual({ type: 'accepted', inputUnits: 4 })
  expect(run.chunks.map(({ text }) => text).join('')).toBe('ten tokens of text')
  const receipt = run.end?.receipt
  expect(receipt).toMatchObject({ sequence: 1n, inputUnits: 4n, outputUnits: 10n, amount: 14n, finish: 0 })
  if (run.end === undefined) throw new Error('no end')
  const bundle: ReceiptBundle = {
    domain: chain.writer.domain,
    model: testModel,
    quote,
    quoteSignature,
    order,
    orderSignature: buyer.signOrder(order),
    request,
    response: { kind: 'text', text: 'ten tokens of text' },
    receipt: run.end.receipt,
    receiptSignature: run.end.signature,
  }
  expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
  expect(buyer.count).toMatchObject({ owed: 14n, signed: 14n })
  const outcomes = await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })
  expect(outcomes).toMatchObject([{ paid: 14n }])
  expect(chain.channelOf(buyer.payer).redeemed).toBe(14n)
  expect(chain.paidOut.total).toBe(14n)
  expect(fixture.node.status()).toMatchObject({
    runs: 0,
    receipts: 1,
    settled: 14n,
    earned: { owed: 14n, paid: 14n, redeemed: 14n, redeemable: 0n },
  })
})

test('embeddings are handed over with the receipt', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n, embedWorkload)
  const request = {
    kind: 'embed' as const,
    model: testModelRoot,
    nonce: chatRequest().nonce,
    inputs: ['one two', 'three'],
  }
  const run = await buyer.run(lease, request)
  expect(run.error).toBeUndefined()
  expect(run.end?.response).toMatchObject({ kind: 'vectors' })
  expect(run.end?.receipt).toMatchObject({ inputUnits: 4n, outputUnits: 0n, amount: 4n })
})

test('a peer is told where to fetch in bulk, with a word of its own', async () => {
  const asked: string[] = []
  const bulk = {
    port: 7_403,
    fingerprint: 'ab'.repeat(32),
    grant(peer: string) {
      asked.push(peer)
      return { token: 'cd'.repeat(32), expiresAt: 1_900_000_000 }
    },
  }
  await using fixture = await createFixture({ components: { bulk } })
  const buyer = fixture.buyer(0n)
  expect(await buyer.ask({ type: 'bulk' })).toEqual({
    ...{ type: 'bulk', port: 7_403, fingerprint: 'ab'.repeat(32), token: 'cd'.repeat(32), expiresAt: 1_900_000_000n },
  })
  expect(asked).toEqual([buyer.signer.address])
})

test('many short runs on one lease, each with its own receipt', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(100_000n)
  const lease = await buyer.lease(50_000n)
  for (let i = 0; i < 50; i++) {
    const run = await buyer.run(lease, chatRequest())
    expect(run.error).toBeUndefined()
  }
  expect(fixture.node.status()).toMatchObject({ receipts: 50, earned: { owed: 700n, paid: 700n } })
})
