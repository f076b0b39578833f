/** How runs end: paid, unpaid, cancelled, abandoned, repeated; and what lease and channel say after. */
import { encodeFrame, finishes, type WorkRequest } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from './parts/fixture.ts'
import { expectFrame, type Frame, type ScriptedBuyer, type ScriptedLease, type Wire } from './parts/scripted-buyer.ts'
import { chatRequest, createTestRuntime, embedWorkload, testModelRoot } from './parts/test-model.ts'

const words = { tokens: 100, text: 'word '.repeat(100) }

test('a buyer that stops paying gets what the credit covers, then a receipt; the lease is in arrears until paid', async () => {
  await using fixture = await createFixture({ latency: words, creditTokens: 10 })
  const { buyer, lease } = await leased(fixture)
  const run = await buyer.run(lease, chatRequest(), { pays: false })
  expect(run.chunks).toHaveLength(6)
  expect(run.end?.receipt).toMatchObject({
    amount: 10n,
    inputUnits: 4n,
    outputUnits: 6n,
    finish: finishes['payment-lagged'],
  })
  const refused = await buyer.run(lease, chatRequest(), { pays: false })
  expect(refused.error?.code).toBe('LEASE_IN_ARREARS')
  expect(await buyer.pay(9n)).toMatchObject({ type: 'paid', amount: 9n })
  expect((await buyer.run(lease, chatRequest(), { pays: false })).error?.code).toBe('LEASE_IN_ARREARS')
  expect(await buyer.pay(10n)).toMatchObject({ type: 'paid', amount: 10n })
  expect((await buyer.run(lease, chatRequest())).error).toBeUndefined()
})

test('arrears outlive a restart', async () => {
  await using fixture = await createFixture({ latency: words, creditTokens: 10 })
  const { buyer, lease } = await leased(fixture)
  await buyer.run(lease, chatRequest(), { pays: false })
  await fixture.restart()
  expect((await buyer.run(lease, chatRequest(), { pays: false })).error?.code).toBe('LEASE_IN_ARREARS')
  expect(fixture.node.status().earned).toMatchObject({ owed: 10n, paid: 0n })
})

test('a voucher that comes while the run waits lets it go on', async () => {
  await using fixture = await createFixture({
    latency: words,
    creditTokens: 10,
    node: { limits: { voucherWaitMsMax: 5_000 } },
  })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 7; i++) await wire.next()
  await buyer.pay(1_000n)
  const { end, chunks } = await rest(wire)
  expect(chunks).toHaveLength(58)
  expect(end?.receipt.amount).toBe(68n)
})

test('a deposit that ends in the middle of a run ends it with a receipt; a top-up is seen in time', async () => {
  await using fixture = await createFixture({ latency: words, creditTokens: 1_000 })
  const { buyer, lease } = await leased(fixture, 50n)
  fixture.chain.silence = true
  const short = await buyer.run(lease, chatRequest(), { pays: false })
  expect(short.end?.receipt).toMatchObject({ amount: 50n, finish: finishes['payment-lagged'] })
  const refused = await buyer.run(lease, chatRequest(), { pays: false })
  expect(refused.error?.code).toBe('CHANNEL_EXHAUSTED')
  fixture.chain.topUp(buyer.payer, 1_000n)
  expect((await buyer.run(lease, chatRequest(), { pays: false })).end?.receipt.amount).toBe(68n)
})

test('however many runs a stranger starts, what it may owe before it has ever paid is sixteen increments', async () => {
  await using fixture = await createFixture({ latency: words, creditTokens: 10 })
  const { buyer, lease } = await leased(fixture)
  const free = Array.from({ length: 40 }, () => buyer.run(lease, chatRequest('hi'), { pays: false }))
  await Promise.all(free)
  expect(fixture.node.status().earned.owed).toBeLessThanOrEqual(160n)
})

test('a payer is trusted with as much again as it has paid', async () => {
  await using fixture = await createFixture({ latency: words, creditTokens: 10 })
  const { buyer, lease } = await leased(fixture)
  await buyer.pay(300n)
  const runs = Array.from({ length: 70 }, () => buyer.run(lease, chatRequest('hi'), { pays: false }))
  await Promise.all(runs)
  const { owed } = fixture.node.status().earned
  expect(owed).toBeGreaterThan(460n)
  expect(owed).toBeLessThanOrEqual(600n)
})

test('a run ends, paid for, before its channel may be closed', async () => {
  await using fixture = await createFixture({
    latency: { ...words, betweenTokensMs: 5 },
    node: { limits: { watchPollMs: 5 } },
  })
  const { buyer, lease } = await leased(fixture)
  await buyer.pay(1_000n)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 4; i++) await wire.next()
  fixture.chain.startClose(buyer.payer, BigInt(Math.floor(fixture.now() / 1000) + 20))
  const { end } = await rest(wire)
  expect(end?.receipt.finish).toBe(finishes['payment-lagged'])
  expect(end?.receipt.outputUnits).toBeLessThan(60n)
})

test('work that was done and not paid for makes room for less of it at a time, until a voucher comes', async () => {
  await using fixture = await createFixture({ creditTokens: 1, node: { limits: { voucherWaitMsMax: 10 } } })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n, embedWorkload)
  const embed = () => buyer.run(lease, embedRequest(), { pays: false })
  for (let i = 0; i < 9; i++) expect((await embed()).error?.code).toBe('PAYMENT_REQUIRED')
  const codes = async () => (await Promise.all([embed(), embed(), embed()])).map(({ error }) => error?.code).sort()
  expect(await codes()).toEqual(['NODE_BUSY', 'NODE_BUSY', 'PAYMENT_REQUIRED'])
  await buyer.pay(1n)
  expect(await codes()).toEqual(['PAYMENT_REQUIRED', 'PAYMENT_REQUIRED', 'PAYMENT_REQUIRED'])
})

test('an order that is used up in the middle of a run ends it and closes the lease', async () => {
  await using fixture = await createFixture({ latency: words })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(20n)
  const run = await buyer.run(lease, chatRequest())
  expect(run.end?.receipt).toMatchObject({ amount: 20n, finish: finishes['payment-lagged'] })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('LEASE_CLOSED')
})

test('a cancelled run ends at once, frees its slot, and is charged for what was delivered', async () => {
  await using fixture = await createFixture({
    latency: { ...words, betweenTokensMs: 5, slots: 1 },
    creditTokens: 1_000,
  })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 4; i++) await wire.next()
  expect(fixture.node.status()).toMatchObject({ runs: 1, load: { running: 1 } })
  wire.send({ type: 'cancel' })
  const { chunks, end } = await rest(wire)
  const delivered = BigInt(3 + chunks.length)
  expect(delivered).toBeLessThan(20n)
  expect(end?.receipt).toMatchObject({ finish: finishes.cancelled, outputUnits: delivered, amount: 4n + delivered })
  expect(fixture.node.status()).toMatchObject({ runs: 0, load: { running: 0 }, earned: { owed: 4n + delivered } })
})

test('a runtime that does not heed the abort is let go of all the same', async () => {
  const runtime = createTestRuntime()
  let released = false
  const deaf: Runtime = {
    ...runtime,
    generate: async () => ({
      inputTokens: 4,
      chunks: (async function* () {
        try {
          for (;;) yield { text: 'on and on ', tokens: 1 }
        } finally {
          released = true
        }
      })(),
    }),
  }
  await using fixture = await createFixture({ runtime: deaf, creditTokens: 1_000 })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 4; i++) await wire.next()
  wire.send({ type: 'cancel' })
  expect((await rest(wire)).end?.receipt.finish).toBe(finishes.cancelled)
  expect(released).toBe(true)
})

test('a chunk worth more than the credit reaches a buyer that pays for what it has seen', async () => {
  const burst: Runtime = {
    ...createTestRuntime(),
    generate: async () => ({
      inputTokens: 4,
      chunks: (async function* () {
        yield { text: 'forty tokens at once', tokens: 40, finish: 'stop' as const }
      })(),
    }),
  }
  await using fixture = await createFixture({ runtime: burst, creditTokens: 10 })
  const { buyer, lease } = await leased(fixture)
  const run = await buyer.run(lease, chatRequest())
  expect(run.end?.receipt).toMatchObject({ finish: finishes.stop, outputUnits: 40n, amount: 44n })
})

test('a buyer that vanishes in mid-stream leaves a receipt behind and no running work', async () => {
  await using fixture = await createFixture({
    latency: { ...words, betweenTokensMs: 5, slots: 1 },
    creditTokens: 1_000,
  })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 4; i++) await wire.next()
  wire.stream.reset()
  await until(() => fixture.node.status().runs === 0)
  expect(fixture.node.status().load.running).toBe(0)
  const answer = await buyer.ask({ type: 'receipt', leaseId: lease.leaseId, sequence: 1n })
  const { receipt } = expectFrame(answer, 'receipt')
  expect(receipt.finish).toBe(finishes.cancelled)
  expect(fixture.node.status().earned.owed).toBe(receipt.amount)
})

test('a frame that does not belong on a run ends it with its code, and what was delivered has its receipt', async () => {
  for (const [frame, code] of [
    [encodeFrame({ type: 'cancel' }).slice(1), 'PROTOCOL_MALFORMED'],
    ['voucher', 'FRAME_UNEXPECTED'],
  ] as const) {
    await using fixture = await createFixture({ latency: { ...words, betweenTokensMs: 5 }, creditTokens: 1_000 })
    const { buyer, lease } = await leased(fixture)
    const wire = buyer.openRun(lease, chatRequest())
    await wire.next()
    wire.send(frame === 'voucher' ? buyer.voucherFrame(50n) : frame)
    expect((await rest(wire)).error?.code).toBe(code)
    expect(fixture.node.status()).toMatchObject({ runs: 0, earned: { paid: 0n } })
    const answer = await buyer.ask({ type: 'receipt', leaseId: lease.leaseId, sequence: 1n })
    expect(expectFrame(answer, 'receipt').receipt.amount).toBe(fixture.node.status().earned.owed)
  }
})

test('of two runs at one sequence one is refused, whether they come together or after another', async () => {
  await using fixture = await createFixture()
  const { buyer, lease } = await leased(fixture)
  const both = await Promise.all([
    buyer.run(lease, chatRequest(), { sequence: 5n }),
    buyer.run(lease, chatRequest(), { sequence: 5n }),
  ])
  expect(both.map(({ error }) => error?.code).sort()).toEqual(['SEQUENCE_STALE', undefined])
  expect((await buyer.run(lease, chatRequest(), { sequence: 5n })).error?.code).toBe('SEQUENCE_STALE')
  expect((await buyer.run(lease, chatRequest(), { sequence: 4n })).error?.code).toBe('SEQUENCE_STALE')
  expect((await buyer.run(lease, chatRequest(), { sequence: 6n })).error).toBeUndefined()
  await fixture.restart()
  expect((await buyer.run(lease, chatRequest(), { sequence: 6n })).error?.code).toBe('SEQUENCE_STALE')
  expect((await buyer.run(lease, chatRequest(), { sequence: 7n })).error).toBeUndefined()
})

test('a retry with the same key gets the same answer and receipt, uncharged, also after a restart', async () => {
  await using fixture = await createFixture()
  const { buyer, lease } = await leased(fixture)
  const request = chatRequest()
  const first = await buyer.run(lease, request, { idempotencyKey: 'a' })
  const again = await buyer.run(lease, request, { idempotencyKey: 'a' })
  expect(again).toMatchObject({ accepted: undefined, chunks: [] })
  expect(again.end).toEqual({ ...first.end, response: { kind: 'text', text: 'ten tokens of text' } })
  expect(fixture.node.status().earned).toMatchObject({ owed: 14n, paid: 14n })
  await fixture.restart()
  expect((await buyer.run(lease, request, { idempotencyKey: 'a' })).end).toEqual(again.end)
  const other = await buyer.run(lease, chatRequest('another'), { idempotencyKey: 'a' })
  expect(other.error?.code).toBe('IDEMPOTENCY_KEY_REUSED')
  expect(fixture.node.status().earned).toMatchObject({ owed: 14n, paid: 14n })
})

test('while the first run with a key is under way, the same request must wait and another is refused', async () => {
  await using fixture = await createFixture({ latency: { betweenTokensMs: 20 } })
  const { buyer, lease } = await leased(fixture)
  const request = chatRequest()
  const first = buyer.openRun(lease, request, 'a')
  await first.next()
  expect((await buyer.run(lease, request, { idempotencyKey: 'a' })).error?.code).toBe('IDEMPOTENCY_IN_PROGRESS')
  const other = await buyer.run(lease, chatRequest('another'), { idempotencyKey: 'a' })
  expect(other.error?.code).toBe('IDEMPOTENCY_KEY_REUSED')
  first.send({ type: 'cancel' })
  await rest(first)
  await buyer.pay(fixture.node.status().earned.owed)
  // Nothing complete is kept of a cancelled run: the key is free again.
  expect((await buyer.run(lease, request, { idempotencyKey: 'a' })).end?.receipt.finish).toBe(finishes.stop)
})

test('vouchers: the same again is acknowledged, a lower one refused, and nothing is lost', async () => {
  await using fixture = await createFixture()
  const { buyer } = await leased(fixture)
  expect(await buyer.pay(30n)).toEqual({ type: 'paid', channelId: buyer.channelId, amount: 30n })
  expect(await buyer.pay(30n)).toEqual({ type: 'paid', channelId: buyer.channelId, amount: 30n })
  expect(await buyer.pay(29n)).toMatchObject({ type: 'error', code: 'VOUCHER_STALE' })
  expect(fixture.node.status().earned.paid).toBe(30n)
})

test('a voucher above the known deposit is taken after a top-up', async () => {
  await using fixture = await createFixture()
  const { buyer } = await leased(fixture, 100n)
  fixture.chain.topUp(buyer.payer, 100n)
  expect(await buyer.pay(200n)).toMatchObject({ type: 'paid', amount: 200n })
})

test('a buyer that lost its record learns the best voucher and what is owed, also after a restart', async () => {
  await using fixture = await createFixture()
  const { buyer, lease } = await leased(fixture)
  await buyer.run(lease, chatRequest())
  const first = await buyer.ask({ type: 'channel', channelId: buyer.channelId })
  expect(first).toMatchObject({ type: 'channel', owed: 14n, voucher: { amount: 14n, epoch: 1n } })
  await fixture.restart()
  expect(await buyer.ask({ type: 'channel', channelId: buyer.channelId })).toEqual(first)
  expect(expectFrame(first, 'channel').signature).toBe(buyer.voucherFrame(14n).signature)
})

test('after a restart, a channel opened anew is not answered for with the books of the old epoch', async () => {
  await using fixture = await createFixture()
  const { buyer, lease } = await leased(fixture)
  await buyer.run(lease, chatRequest())
  await fixture.node.close()
  fixture.chain.finishClose(buyer.payer)
  fixture.chain.open(buyer.payer, buyer.signer.address, 500n)
  await fixture.restart()
  const ask = () => buyer.ask({ type: 'channel', channelId: buyer.channelId })
  expect(await ask()).toEqual({ type: 'channel', channelId: buyer.channelId, owed: 0n })
  fixture.clock.skewMs += 31_000
  fixture.chain.outage = true
  expect(await ask()).toEqual({ type: 'channel', channelId: buyer.channelId, owed: 0n })
  fixture.chain.outage = false
})

test('the same order again gets the same lease', async () => {
  await using fixture = await createFixture()
  const { buyer, lease } = await leased(fixture)
  expect(await buyer.sendOrder(lease.order)).toEqual({ type: 'leased', leaseId: lease.leaseId })
  expect(fixture.node.status().leases).toBe(1)
})

test('a quote is given back when the order on it was refused', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(0n)
  const { quote } = await buyer.quote(100n)
  expect(await buyer.sendOrder(buyer.orderFor(quote))).toMatchObject({ code: 'CHANNEL_NOT_OPEN' })
  fixture.chain.open(buyer.payer, buyer.signer.address, 100n)
  expect(await buyer.sendOrder(buyer.orderFor(quote))).toMatchObject({ type: 'leased' })
})

test('a channel opened anew starts new books, and leases of the old epoch are over', async () => {
  await using fixture = await createFixture({ node: { limits: { leasesPerPayerMax: 1 } } })
  const { buyer, lease } = await leased(fixture)
  await buyer.run(lease, chatRequest())
  fixture.chain.finishClose(buyer.payer)
  fixture.chain.open(buyer.payer, buyer.signer.address, 500n)
  await until(() => fixture.node.status().channels[0]?.epoch === 2n)
  expect(fixture.node.status().channels).toMatchObject([{ epoch: 2n, deposit: 500n, owed: 0n, paid: 0n }])
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('LEASE_CLOSED')
  // The old lease no longer counts against the payer.
  const { quote } = await buyer.quote(100n)
  expect(await buyer.sendOrder(buyer.orderFor(quote, { epoch: 2n }))).toMatchObject({ type: 'leased' })
  await fixture.restart()
  expect(fixture.node.status().earned.paid).toBe(0n)
})

test('a node that closes lets runs finish and takes no new ones', async () => {
  // A slow machine may need longer than the fixture's wait to sign the last voucher; the node goes on as soon as it has it.
  const limits = { lastVoucherMsMax: 30_000, voucherWaitMsMax: 30_000 }
  await using fixture = await createFixture({ latency: { betweenTokensMs: 10 }, node: { redeemOnClose: true, limits } })
  const { buyer, lease } = await leased(fixture)
  const running = buyer.run(lease, chatRequest())
  await until(() => fixture.node.status().runs === 1)
  const closed = fixture.node.close()
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('NODE_CLOSING')
  expect((await running).end?.receipt.finish).toBe(finishes.stop)
  await closed
  expect(fixture.chain.paidOut.total).toBe(14n)
})

test('a node that closes ends runs that take too long, each with its receipt', async () => {
  await using fixture = await createFixture({
    latency: { ...words, betweenTokensMs: 20 },
    creditTokens: 1_000,
    node: { limits: { closeWaitMsMax: 100, lastVoucherMsMax: 100 } },
  })
  const { buyer, lease } = await leased(fixture)
  const running = buyer.run(lease, chatRequest())
  await until(() => fixture.node.status().earned.owed > 4n)
  await fixture.node.close()
  const { end, chunks } = await running
  expect(end?.receipt).toMatchObject({ finish: finishes.preempted, outputUnits: BigInt(chunks.length) })
})

test('logs name no prompt, no answer, no key and no signature', async () => {
  await using fixture = await createFixture({ latency: { text: 'hidden-answer' } })
  const { buyer, lease } = await leased(fixture)
  const run = await buyer.run(lease, chatRequest('hidden-prompt'))
  await buyer.run(lease, chatRequest('hidden-prompt\0'))
  await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })
  const text = JSON.stringify(fixture.logs)
  expect(text).toContain('redeemed')
  for (const secret of ['hidden-prompt', 'hidden-answer', run.end?.signature, buyer.voucherFrame(14n).signature]) {
    expect(text).not.toContain(secret)
  }
})

function embedRequest(): WorkRequest {
  return { kind: 'embed', model: testModelRoot, nonce: chatRequest().nonce, inputs: ['word '.repeat(50)] }
}

async function leased(fixture: Fixture, deposit = 10_000n): Promise<{ buyer: ScriptedBuyer; lease: ScriptedLease }> {
  const buyer = fixture.buyer(deposit)
  return { buyer, lease: await buyer.lease(5_000n) }
}

async function rest(wire: Wire) {
  const chunks: Frame<'chunk'>[] = []
  for (let frame = await wire.next(); frame !== undefined; frame = await wire.next()) {
    if (frame.type === 'chunk') chunks.push(frame)
    if (frame.type === 'end') return { chunks, end: frame, error: undefined }
    if (frame.type === 'error') return { chunks, end: undefined, error: frame }
  }
  return { chunks, end: undefined, error: undefined }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
