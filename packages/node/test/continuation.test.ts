/** Answers that go on at another provider: what they say, what they cost, and that nothing runs or is paid twice. */
import { finishes } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture } from './parts/fixture.ts'
import { chatRequest } from './parts/test-model.ts'

const text = 'The quick brown fox jumps over the lazy dog and is gone.'
const spoken = { tokens: 14, text }

test('an answer cut at any chunk and continued elsewhere is the answer, each paid for what it delivered', async () => {
  await using first = await createFixture({ latency: spoken })
  await using second = await createFixture({ latency: spoken })
  const buyer = first.buyer(10_000n)
  const whole = await buyer.run(await buyer.lease(1_000n), chatRequest())
  const other = second.buyer(10_000n)
  const lease = await other.lease(5_000n)
  for (let cut = 0; cut <= whole.chunks.length; cut++) {
    const delivered = whole.chunks
      .slice(0, cut)
      .map((chunk) => chunk.text)
      .join('')
    const request = chatRequest('four tokens here', { continuation: { text: delivered }, maxTokens: 64 })
    const rest = await other.run(lease, request)
    expect(delivered + rest.chunks.map((chunk) => chunk.text).join('')).toBe(text)
    expect(rest.end?.receipt).toMatchObject({
      ...{ finish: finishes.stop, outputUnits: BigInt(14 - cut) },
      inputUnits: BigInt(Math.ceil((16 + delivered.length) / 4)),
    })
  }
  const { owed, paid } = second.node.status().earned
  expect(owed).toBe(paid)
})

test('a retry after a failover gets every part that is stored, and nothing runs or is paid twice', async () => {
  await using fixture = await createFixture({ latency: { ...spoken, betweenTokensMs: 20 }, creditTokens: 1_000 })
  const { node } = fixture
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n)
  const request = chatRequest('four tokens here')
  const rest = { ...request, continuation: { text: 'The quick brown ' } }
  const part = await buyer.run(lease, rest, { idempotencyKey: 'k' })
  expect(part.end?.receipt.finish).toBe(finishes.stop)
  const { owed } = node.status().earned
  const again = await buyer.run(lease, rest, { idempotencyKey: 'k' })
  expect(again).toMatchObject({ accepted: undefined, chunks: [] })
  expect(again.end?.receipt).toEqual(part.end?.receipt)
  expect(again.end?.response).toEqual({ kind: 'text', text: 'fox jumps over the lazy dog and is gone.' })
  expect(node.status().earned.owed).toBe(owed)
  // The same part of another question is another request.
  const other = await buyer.run(lease, { ...rest, nonce: `0x${'ab'.repeat(16)}` }, { idempotencyKey: 'k' })
  expect(other.error?.code).toBe('IDEMPOTENCY_KEY_REUSED')
  // Another part of the same answer is kept beside it.
  const later = await buyer.run(
    lease,
    { ...request, continuation: { text: 'The quick brown fox jumps ' } },
    { idempotencyKey: 'k' },
  )
  expect(later.end?.receipt.finish).toBe(finishes.stop)
  expect((await buyer.run(lease, rest, { idempotencyKey: 'k' })).end?.receipt).toEqual(part.end?.receipt)
})

test('two parts of one answer do not run beside each other', async () => {
  await using fixture = await createFixture({ latency: { ...spoken, betweenTokensMs: 20 }, creditTokens: 1_000 })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n)
  const request = chatRequest()
  const first = buyer.openRun(lease, request, 'k')
  await first.next()
  const both = await buyer.run(lease, { ...request, continuation: { text: 'The ' } }, { idempotencyKey: 'k' })
  expect(both.error).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true })
  first.send({ type: 'cancel' })
})

test('an answer that the node ended is kept: a retry gets it, and goes on from there', async () => {
  await using fixture = await createFixture({
    latency: { ...spoken, betweenTokensMs: 30 },
    creditTokens: 1_000,
    node: { limits: { closeWaitMsMax: 200 } },
  })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n)
  const request = chatRequest()
  const running = buyer.run(lease, request, { idempotencyKey: 'k' })
  await expect.poll(() => fixture.node.status().earned.owed).toBeGreaterThan(6n)
  await fixture.restart()
  const cut = await running
  expect(cut.end?.receipt.finish).toBe(finishes.preempted)
  const { owed } = fixture.node.status().earned
  const again = await buyer.run(lease, request, { idempotencyKey: 'k' })
  expect(again.end?.receipt).toEqual(cut.end?.receipt)
  expect(fixture.node.status().earned.owed).toBe(owed)
  const delivered = cut.chunks.map((chunk) => chunk.text).join('')
  const rest = await buyer.run(lease, { ...request, continuation: { text: delivered } }, { idempotencyKey: 'k' })
  expect(delivered + rest.chunks.map((chunk) => chunk.text).join('')).toBe(text)
})

test('a continuation of a million tokens is refused before it costs anybody anything', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const tokenIds = new Array<number>(1_000_000).fill(1)
  const run = await buyer.run(lease, chatRequest('x', { continuation: { text: '', tokenIds } }))
  expect(run.error?.code).toBe('INPUT_TOO_LONG')
  const more = await buyer.run(lease, chatRequest('x', { continuation: { text: '', tokenIds: [...tokenIds, 1] } }))
  expect(more.error?.code).toBe('PROTOCOL_MALFORMED')
  const long = new Array<number>(300_000).fill(10_000_000)
  const other = await buyer.run(lease, chatRequest('x', { continuation: { text: '', tokenIds: long } }))
  expect(other.error?.code).toBe('REQUEST_TOO_LARGE')
  expect(fixture.node.status()).toMatchObject({ runs: 0, earned: { owed: 0n } })
})
