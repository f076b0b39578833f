/** What a stake covers: an order, an epoch, a token that the court knows. */
import { exactnessClasses, policyCode } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { receiptEpochSeconds } from './parts/fake-chain.ts'
import { createFixture, type Fixture } from './parts/fixture.ts'
import { createReplayable } from './parts/replayable-runtime.ts'
import type { ScriptedLease } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const { tolerant, replayable } = exactnessClasses
const sampled = (ratePpm: number, exactness: number = replayable) => ({
  exactness,
  ...policyCode({ name: 'sampled', ratePpm }),
})
const millPerToken = 10n ** 12n

/** A node whose operator's stake is worth so many base units of the token. */
async function staked(worth: bigint): Promise<Fixture> {
  const fixture = await createFixture({ runtime: createReplayable().runtime })
  fixture.chain.stake.bonded = worth * millPerToken
  // Into the next epoch, far from its ends; what was read at the start is too old to be believed.
  const epochMs = receiptEpochSeconds * 1000
  fixture.clock.skewMs = (Math.floor(Date.now() / epochMs) + 1) * epochMs + epochMs / 3 - Date.now()
  return fixture
}

test('a token without a rate in the court is covered by nothing, so nothing is promised in it', async () => {
  await using fixture = await staked(1_000_000n)
  fixture.chain.stake.rate = 0n
  const buyer = fixture.buyer(10_000n)
  for (const exactness of [tolerant, replayable]) {
    expect(await buyer.askQuote(100n, sampled(20_000, exactness))).toMatchObject({
      ...{ type: 'error', code: 'STAKE_RATE_UNSET', retryable: false },
    })
  }
  expect((await buyer.quote(100n)).quote.amountMax).toBe(100n)
})

test('an order is quoted for no more than the stake covers', async () => {
  await using fixture = await staked(830_000n)
  const buyer = fixture.buyer(100_000n)
  expect((await buyer.quote(5_000n, 1, sampled(20_000))).quote.amountMax).toBe(1_000n)
  expect((await buyer.quote(900n, 1, sampled(20_000))).quote.amountMax).toBe(900n)
  expect((await buyer.quote(5_000n, 1, sampled(1_000_000))).quote.amountMax).toBe(5_000n)
  // No single answer convicts there, so there is no such price.
  expect((await buyer.quote(5_000n, 1, sampled(20_000, tolerant))).quote.amountMax).toBe(5_000n)
  expect((await buyer.quote(5_000n, 1, { exactness: replayable })).quote.amountMax).toBe(5_000n)
  fixture.chain.stake.bonded = 829n * millPerToken
  fixture.clock.skewMs += 31_000
  expect(await buyer.askQuote(1n, sampled(20_000))).toMatchObject({ type: 'error', code: 'STAKE_TOO_LOW' })
})

test('all sampled work of an epoch stays within the exposure cap, across a restart', async () => {
  await using fixture = await staked(400n)
  const buyer = fixture.buyer(10_000n)
  const first = await buyer.lease(100n, 1, sampled(1_000_000))
  const second = await buyer.lease(100n, 1, sampled(1_000_000))
  const charged = (await buyer.run(first, chatRequest())).end?.receipt.amount ?? 0n
  expect(charged).toBeGreaterThan(0n)
  // What the one has charged and the other may charge is more than a quarter of the stake.
  expect(await codeOf(buyer, second)).toBe('STAKE_EXHAUSTED')
  expect((await buyer.quote(100n, 1, sampled(1_000_000))).quote.amountMax).toBe(100n - charged)
  await fixture.restart()
  await expect.poll(() => codeOf(buyer, second)).toBe('STAKE_EXHAUSTED')
  expect((await buyer.quote(100n, 1, sampled(1_000_000))).quote.amountMax).toBe(100n - charged)
  // Other work is bounded by none of it, and another epoch has room of its own.
  const plain = await buyer.lease(1_000n)
  expect((await buyer.run(plain, chatRequest())).end).toBeDefined()
  fixture.clock.skewMs += receiptEpochSeconds * 1000
  expect((await fixture.buyer(10_000n).quote(100n, 1, sampled(1_000_000))).quote.amountMax).toBe(100n)
})

test('while the chain does not answer nothing new is promised', async () => {
  await using fixture = await staked(1_000_000n)
  const buyer = fixture.buyer(10_000n)
  await buyer.quote(100n, 1, sampled(20_000))
  fixture.clock.skewMs += 601_000
  fixture.chain.outage = true
  expect(await buyer.askQuote(100n, sampled(20_000))).toMatchObject({ code: 'STAKE_UNREADABLE', retryable: true })
})

async function codeOf(buyer: ReturnType<Fixture['buyer']>, lease: ScriptedLease): Promise<string | undefined> {
  return (await buyer.run(lease, chatRequest())).error?.code
}
