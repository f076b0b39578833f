/** A machine that its owner wants back for a while: nothing new, spot work goes after its notice, posted work ends in its time. */
import { finishes } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture } from '../parts/fixture.ts'
import { chatRequest } from '../parts/test-model.ts'

const spotTerms = 1
const price = (each: bigint) => ({ inputPrice: each, outputPrice: each })
const story = () => chatRequest('four tokens here', { maxTokens: 1_000 })
const long = { betweenTokensMs: 10, tokens: 200, text: 'word '.repeat(200), slots: 3, queuedMax: 4 }

test('a pause takes the offers back, refuses new work and ends spot work after its notice, but no posted work', async () => {
  const told: number[] = []
  await using fixture = await createFixture({
    latency: long,
    creditTokens: 4_000,
    listing: { spot: price(500_000n) },
    components: { announce: (offers) => told.push(...offers.map(({ offer }) => offer.slots)) },
  })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const posted = buyer.run(lease, story())
  const bidder = fixture.buyer(10_000n)
  const spot = bidder.run(await bidder.lease(1_000n, 1, { offerTerms: spotTerms, bid: price(600_000n) }), story())
  await expect.poll(() => fixture.node.status().load.running).toBe(2)

  told.length = 0
  fixture.node.pause({ noticeSeconds: 0.05 })
  expect(told.length).toBeGreaterThan(0)
  expect(told.every((slots) => slots === 0)).toBe(true)
  expect(await buyer.askQuote(100n)).toMatchObject({ code: 'OFFER_WITHDRAWN', retryable: true })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('OFFER_WITHDRAWN')
  const ended = await spot
  expect(ended.notices).toMatchObject([{ reason: 'withdrawn' }])
  expect(ended.end?.receipt.finish).toBe(finishes.preempted)
  expect((await posted).end?.receipt).toMatchObject({ finish: finishes.stop, outputUnits: 200n })

  fixture.node.resume()
  expect(told.at(-1)).toBeGreaterThan(0)
  expect((await buyer.run(lease, chatRequest())).end?.receipt.outputUnits).toBeGreaterThan(0n)
})

test('spot work goes on when the machine is free again before its notice is over', async () => {
  await using fixture = await createFixture({
    latency: { ...long, tokens: 60, text: 'word '.repeat(60) },
    listing: { spot: price(500_000n) },
    creditTokens: 4_000,
  })
  const bidder = fixture.buyer(10_000n)
  const spot = bidder.run(await bidder.lease(1_000n, 1, { offerTerms: spotTerms, bid: price(600_000n) }), story())
  await expect.poll(() => fixture.node.status().load.running).toBe(1)
  fixture.node.pause({ noticeSeconds: 0.2 })
  fixture.node.resume()
  const { end, notices } = await spot
  expect(notices).toMatchObject([{ reason: 'withdrawn' }])
  expect(end?.receipt).toMatchObject({ finish: finishes.stop, outputUnits: 60n })
})
