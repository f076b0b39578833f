/** Answers that can be checked: what the runtime is asked for, what the receipt says of it, and what they cost. */
import {
  exactnessClasses,
  finishes,
  isBeaconOf,
  leaseRunsMax,
  policyCode,
  receiptIdOf,
  requestHash,
  samplerSeed,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture } from './parts/fixture.ts'
import { standInBuild as build, createReplayable } from './parts/replayable-runtime.ts'
import { expectFrame } from './parts/scripted-buyer.ts'
import { chatRequest, embedWorkload, testModelRoot } from './parts/test-model.ts'

const { tolerant, replayable, exact } = exactnessClasses
const sampled = policyCode({ name: 'sampled', ratePpm: 20_000 })

test('a replayable answer is made with the seed of the run, names all tokens, and its receipt what made it', async () => {
  const { runtime, jobs } = createReplayable()
  await using fixture = await createFixture({ runtime })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, 1, { exactness: replayable, ...sampled })
  const request = chatRequest('four tokens here', { topK: 40, minP: 0.05 })
  const { end, chunks } = await buyer.run(lease, request)
  const receipt = end?.receipt
  if (receipt === undefined) throw new Error('no receipt')
  expect(receipt).toMatchObject({ exactness: replayable, build, requestHash: requestHash(request) })
  expect(isBeaconOf(lease.quote.beacon, receipt.sequence, receipt.beacon)).toBe(true)
  const { beacon, leaseId, sequence } = receipt
  const receiptId = receiptIdOf(leaseId, sequence)
  const seed = samplerSeed({ beacon, receiptId, requestHash: receipt.requestHash })
  expect(jobs[0]?.mode).toEqual({ exactness: 'replayable', samplerSeed: seed, topK: 40, minP: 0.05 })
  expect(chunks.every(({ units, tokenIds }) => tokenIds?.length === units)).toBe(true)
})

test('a request that names its seed gets the same answer to the same request, whatever the beacon', async () => {
  const { runtime, jobs } = createReplayable()
  await using fixture = await createFixture({ runtime })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, 1, { exactness: tolerant })
  await buyer.run(lease, chatRequest('a', { seed: 7 }))
  await buyer.run(lease, chatRequest('b', { seed: 7 }))
  await buyer.run(lease, chatRequest('a'))
  const seeds = jobs.map(({ mode }) => mode?.samplerSeed)
  expect(seeds[0]).toBe(seeds[1])
  expect(seeds[2]).not.toBe(seeds[0])
  expect(jobs.map(({ mode }) => mode?.exactness)).toEqual(['tolerant', 'tolerant', 'tolerant'])
})

test('of an answer that is not replayable the receipt names no build', async () => {
  await using fixture = await createFixture({ runtime: createReplayable().runtime })
  const buyer = fixture.buyer(10_000n)
  const { end } = await buyer.run(await buyer.lease(5_000n), chatRequest())
  expect(end?.receipt).toMatchObject({ exactness: tolerant, build: `0x${'0'.repeat(64)}` })
})

test('an opaque answer has no mode, and what would not be heeded in it is refused', async () => {
  const { runtime, jobs } = createReplayable({ exactness: 'opaque' })
  await using fixture = await createFixture({ runtime })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n)
  expect((await buyer.run(lease, chatRequest())).end?.receipt.exactness).toBe(0)
  expect(jobs[0]).not.toHaveProperty('mode')
  expect((await buyer.run(lease, chatRequest('a', { topK: 4 }))).error?.code).toBe('SAMPLING_NOT_SERVED')
})

test('a runtime that does not name all tokens of a replayable answer delivers nothing', async () => {
  const { runtime } = createReplayable({ named: () => [] })
  await using fixture = await createFixture({ runtime })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, 1, { exactness: replayable })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('INTERNAL')
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

test('what nothing can be named for is not sold as replayable', async () => {
  const { runtime } = createReplayable({ build: undefined })
  await using fixture = await createFixture({ runtime })
  const buyer = fixture.buyer(10_000n)
  for (const workload of [1, embedWorkload]) {
    const lease = await buyer.lease(5_000n, workload, { exactness: replayable })
    const request =
      workload === 1
        ? chatRequest()
        : { kind: 'embed' as const, model: testModelRoot, nonce: chatRequest().nonce, inputs: ['text'] }
    expect((await buyer.run(lease, request)).error?.code).toBe('EXACTNESS_NOT_SERVED')
  }
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

test('an offer names the build of its replayable answers, and none where it has no such', async () => {
  const offered = async (init: Parameters<typeof createReplayable>[0], listing = {}) => {
    await using fixture = await createFixture({ runtime: createReplayable(init).runtime, listing })
    return (await fixture.buyer(1n).offers())[0]?.details.build
  }
  expect(await offered({})).toBe(build)
  expect(await offered({}, { exactness: 'tolerant' })).toBeUndefined()
  expect(await offered({ build: undefined })).toBeUndefined()
})

test('vectors under a replayable lease name what made them', async () => {
  await using fixture = await createFixture({ runtime: createReplayable().runtime })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, embedWorkload, { exactness: replayable })
  const request = { kind: 'embed' as const, model: testModelRoot, nonce: chatRequest().nonce, inputs: ['text'] }
  expect((await buyer.run(lease, request)).end?.receipt).toMatchObject({ exactness: replayable, build })
})

test('a continued answer is replayable too, and one that ends for lack of payment keeps its finish', async () => {
  await using fixture = await createFixture({ runtime: createReplayable().runtime, creditTokens: 8 })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, 1, { exactness: replayable })
  const continuation = { text: 'ten ', tokenIds: [0, 1] }
  const rest = await buyer.run(lease, chatRequest('four tokens here', { continuation }))
  expect(rest.end?.receipt).toMatchObject({ exactness: replayable, build, finish: finishes.stop })
  const unpaid = await buyer.run(lease, chatRequest(), { pays: false })
  expect(unpaid.end?.receipt).toMatchObject({ build, finish: finishes['payment-lagged'] })
})

test('replayable answers cost the premium that the offer names, and bids are weighed against it', async () => {
  const listing = { replayablePremiumBps: 1_001 }
  await using fixture = await createFixture({ runtime: createReplayable().runtime, price: 100n, listing })
  const buyer = fixture.buyer(10_000n)
  expect((await buyer.offers())[0]?.details).toMatchObject({ replayablePremiumBps: 1_001, build })
  // 110.01, rounded up.
  const dearer = { inputPrice: 111n, outputPrice: 111n }
  expect((await buyer.quote(5n, 1, { exactness: replayable })).quote).toMatchObject(dearer)
  expect((await buyer.quote(5n, 1, { exactness: tolerant })).quote.inputPrice).toBe(100n)
  expect((await buyer.quote(5n)).quote).toMatchObject({ inputPrice: 100n, exactness: tolerant })
  const bid = { inputPrice: 110n, outputPrice: 110n }
  expect(await buyer.askQuote(5n, { exactness: replayable, bid })).toMatchObject({ type: 'countered', ...dearer })
  expect((await buyer.quote(5n, 1, { exactness: tolerant, bid })).quote.inputPrice).toBe(100n)
})

test('what the listing does not reach is refused: a class, a policy that its class cannot keep, one that nobody serves', async () => {
  await using fixture = await createFixture({ runtime: createReplayable().runtime, listing: { exactness: 'tolerant' } })
  const buyer = fixture.buyer(10_000n)
  const codeOf = async (terms: Parameters<typeof buyer.askQuote>[1]) =>
    expectFrame(await buyer.askQuote(5n, terms), 'error').code
  expect(await codeOf({ exactness: replayable })).toBe('EXACTNESS_NOT_SERVED')
  expect(await codeOf({ exactness: exact })).toBe('EXACTNESS_NOT_SERVED')
  expect(await codeOf(policyCode({ name: 'replicas', agree: 2, of: 3 }))).toBe('POLICY_NOT_SERVED')
  expect(await codeOf({ exactness: 0, ...sampled })).toBe('POLICY_NOT_SERVED')
  expect(await codeOf(policyCode({ name: 'exact' }))).toBe('POLICY_NOT_SERVED')
  expect(await codeOf(policyCode({ name: 'attested' }))).toBe('POLICY_NOT_SERVED')
  expect((await buyer.quote(5n, 1, sampled)).quote).toMatchObject(sampled)
})

test('an order with another policy than its quote is refused', async () => {
  await using fixture = await createFixture({ runtime: createReplayable().runtime })
  const buyer = fixture.buyer(10_000n)
  const { quote } = await buyer.quote(100n, 1, sampled)
  for (const change of [policyCode({ name: 'trust' }), { policyParameter: sampled.policyParameter + 1 }]) {
    expect(await buyer.sendOrder(buyer.orderFor(quote, change))).toMatchObject({ code: 'ORDER_MISMATCH' })
  }
  expect(await buyer.sendOrder(buyer.orderFor(quote))).toMatchObject({ type: 'leased' })
})

test('a lease has so many runs and no more, and each beacon is shown once, also across a restart', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(100_000n)
  const lease = await buyer.lease(5_000n)
  const seen = new Set<string>()
  const run = async (sequence: bigint) => {
    const { end } = await buyer.run(lease, chatRequest(), { sequence })
    if (end === undefined) throw new Error('no end')
    expect(isBeaconOf(lease.quote.beacon, sequence, end.receipt.beacon)).toBe(true)
    expect(seen.has(end.receipt.beacon)).toBe(false)
    seen.add(end.receipt.beacon)
  }
  await run(1n)
  await run(300n)
  await fixture.restart()
  expect((await buyer.run(lease, chatRequest(), { sequence: 300n })).error?.code).toBe('SEQUENCE_STALE')
  await run(301n)
  await run(BigInt(leaseRunsMax))
  const beyond = await buyer.run(lease, chatRequest(), { sequence: BigInt(leaseRunsMax) + 1n })
  expect(beyond.error?.code).toBe('LEASE_RUNS_USED')
  expect(fixture.node.status().receipts).toBe(4)
})

test('a node that lost its file does not begin the chains anew that buyers have seen links of', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(10_000n)
  const first = await buyer.quote(5n)
  await using other = await createFixture({ signer: fixture.nodeSigner })
  other.clock.skewMs += 5_000
  const second = await other.buyer(10_000n).quote(5n)
  expect(second.quote.sequence).toBe(first.quote.sequence)
  expect(second.quote.node).toBe(first.quote.node)
  expect(second.quote.beacon).not.toBe(first.quote.beacon)
})
