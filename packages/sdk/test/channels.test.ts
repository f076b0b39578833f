/** Channels: opening, topping up, closing, and going on after a restart, with the store and without it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createSigner } from '@millrace/chain'
import { bundleReceiptId, digest, type Voucher, voucherType } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { type Ask, createMemoryBuyerStore, openBuyerStore } from '../src/index.ts'
import { bundleOf, createHarness, keyOf, operatorOf, otherKey, soon } from './support/harness.ts'
import { errorFrame, forgedVoucher, onlyBooks, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const cost = 2_500n
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

async function runOnce(buyer: ReturnType<ReturnType<typeof createHarness>['buyer']>, asked: Ask = ask) {
  const run = await buyer.run(asked, { signal: soon() })
  return run.result
}

describe('opening', () => {
  test('takes the deposit asked for, or what there is', async () => {
    harness = createHarness({ balance: 1_000_000n })
    const buyer = harness.buyer()
    await runOnce(buyer)
    expect(harness.chain.channels.get(operatorOf(0))).toMatchObject({ deposit: 1_000_000n, epoch: 1n })
    expect(harness.chain.balance).toBe(0n)
    expect(buyer.channels()).toMatchObject([{ state: 'open', deposit: 1_000_000n, owed: cost, epoch: 1n }])
  })

  test('says exactly what is missing, and how to deposit it', async () => {
    harness = createHarness({ balance: 1_000n })
    const failure = await harness
      .buyer()
      .run(ask, { signal: soon() })
      .catch((error: unknown) => error)
    // 111 input units at most and 64 output units: 36 700 base units.
    expect(failure).toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
      missing: 35_700n,
      message: 'The payment needs 0.0367 USDm in the Escrow balance, which holds 0.001 USDm: 0.0357 USDm are missing.',
      hint: 'Deposit at least that much: millrace deposit 0.0357',
    })
    expect(harness.chain.calls).not.toContain('openChannel')
  })

  test('amounts that contradict each other are refused at once', () => {
    harness = createHarness()
    const make = harness.buyer
    const store = createMemoryBuyerStore()
    expect(() => make(store, { topUpBelow: 10_000_001n })).toThrow(TypeError)
    expect(() => make(store, { channelDeposit: 0n, topUpBelow: 0n })).toThrow(TypeError)
    expect(() => make(store, { token: operatorOf(3) })).toThrow(TypeError)
  })

  test('a channel of another session key is not touched', async () => {
    harness = createHarness()
    harness.chain.channels.set(operatorOf(0), {
      state: 'open',
      signer: createSigner(otherKey).address,
      epoch: 1n,
      deposit: 1_000_000n,
      redeemed: 0n,
      closesAt: 0n,
    })
    await expect(runOnce(harness.buyer())).rejects.toMatchObject({ code: 'CHANNEL_SIGNER_MISMATCH' })
  })
})

describe('topping up', () => {
  test('happens in the background when little is left', async () => {
    harness = createHarness({ buyer: { channelDeposit: 100_000n, topUpBelow: 99_000n } })
    const buyer = harness.buyer()
    await runOnce(buyer)
    await expect.poll(() => harness?.chain.channels.get(operatorOf(0))?.deposit).toBe(102_500n)
    expect(harness.chain.calls.filter((call) => call === 'topUp')).toHaveLength(1)
  })

  test('happens before a run that would not fit, once for all that wait', async () => {
    harness = createHarness({ buyer: { channelDeposit: 40_000n, topUpBelow: 0n } })
    const buyer = harness.buyer()
    for (let i = 0; i < 4; i++) await runOnce(buyer)
    await Promise.all(Array.from({ length: 20 }, () => runOnce(buyer)))
    await buyer.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 24n * cost, paid: 24n * cost })
    expect(harness.chain.channels.get(operatorOf(0))?.deposit).toBeGreaterThanOrEqual(24n * cost)
  })

  test('says what is missing when the balance is used up', async () => {
    harness = createHarness({ balance: 38_000n })
    const buyer = harness.buyer()
    await runOnce(buyer)
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE', missing: 1_200n })
  })
})

describe('closing', () => {
  test('starts the delay, then takes the rest back; a new channel has the next epoch', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    const [closing] = await buyer.closeChannels({ signal: soon() })
    expect(closing).toMatchObject({ outcome: 'closing', operator: operatorOf(0) })
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'CHANNEL_CLOSING', retryable: true })
    expect(await buyer.closeChannels({ signal: soon() })).toMatchObject([{ outcome: 'closing' }])
    harness.chain.timestamp = (closing?.closesAt ?? 0n) + 1n
    expect(await buyer.closeChannels({ signal: soon() })).toMatchObject([{ outcome: 'closed' }])
    harness.provider.books.clear()
    await runOnce(buyer)
    expect(buyer.channels()).toMatchObject([{ epoch: 2n, owed: cost }])
    expect(buyer.spent()).toBe(2n * cost)
  })

  test('a channel that the operator closed is opened again', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    const channel = harness.chain.channels.get(operatorOf(0))
    if (channel === undefined) throw new TypeError('It was opened.')
    harness.chain.channels.set(operatorOf(0), { ...channel, state: 'none', deposit: 0n })
    harness.provider.books.clear()
    harness.provider.leases.clear()
    let refused = false
    harness.provider.script.leaseError = () => {
      if (refused) return undefined
      refused = true
      return errorFrame('CHANNEL_NOT_OPEN', true)
    }
    await runOnce(buyer)
    expect(buyer.channels()).toMatchObject([{ epoch: 2n }])
  })

  test('also closes what an earlier process opened', async () => {
    harness = createHarness()
    const store = createMemoryBuyerStore()
    const buyer = harness.buyer(store)
    await runOnce(buyer)
    await buyer.close()
    const outcomes = await harness.buyer(store).closeChannels({ signal: soon() })
    expect(outcomes).toMatchObject([{ outcome: 'closing', operator: operatorOf(0) }])
  })

  test('goes at once where the operator agrees', async () => {
    harness = createHarness()
    const buyer = harness.buyer(undefined, { closeCooperatively: () => Promise.resolve(true) })
    await runOnce(buyer)
    expect(await buyer.closeChannels({ signal: soon() })).toMatchObject([{ outcome: 'closed' }])
    expect(harness.chain.calls).not.toContain('startClose')
  })
})

describe('after a restart', () => {
  test('with its store, the buyer goes on from what it signed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'millrace-buyer-'))
    const path = join(directory, 'buyer.sqlite')
    harness = createHarness()
    const store = openBuyerStore(path)
    const buyer = harness.buyer(store)
    await runOnce(buyer)
    await buyer.close()
    store.close()
    // The provider forgets, so only the store knows.
    const books = onlyBooks(harness.provider)
    delete books.voucher
    delete books.signature
    const reopened = openBuyerStore(path)
    const next = harness.buyer(reopened)
    expect(next.spent()).toBe(cost)
    await runOnce(next)
    await next.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 2n * cost, paid: 2n * cost })
    expect(next.spent()).toBe(2n * cost)
    reopened.close()
    rmSync(directory, { recursive: true })
  })

  test('without its store, it takes up its own voucher from the provider', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    await buyer.close()
    const next = harness.buyer(createMemoryBuyerStore())
    await runOnce(next)
    await next.close()
    expect(harness.provider.counts.channel).toBe(1)
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 2n * cost, paid: 2n * cost })
    expect(harness.chain.calls.filter((call) => call === 'openChannel')).toHaveLength(1)
  })

  test('what was delivered unseen before a kill is paid, up to one increment', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    await buyer.close()
    onlyBooks(harness.provider).owed += 3_000n
    const next = harness.buyer(createMemoryBuyerStore())
    await runOnce(next)
    await next.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 2n * cost + 3_000n, paid: 2n * cost + 3_000n })
  })

  test('a claim beyond that is not paid', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    await buyer.close()
    onlyBooks(harness.provider).owed += 1_000_000n
    const next = harness.buyer(createMemoryBuyerStore())
    const failure = next.run(ask, { signal: AbortSignal.timeout(300) })
    await expect(failure).rejects.toThrow()
    expect(next.spent()).toBeLessThanOrEqual(cost + 3_200n + 500n)
  })

  test('credit without measure does not let a provider claim the deposit', async () => {
    harness = createHarness({ providers: [{ creditTokens: 4_294_967_295 }] })
    const buyer = harness.buyer()
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'MODEL_NOT_OFFERED' })
    expect((await buyer.offers({ signal: soon() })).rejected).toMatchObject([
      { reason: 'It asks for 4294967295 tokens of trust; at most 4096 are given.' },
      {},
      {},
    ])
  })

  test('a claim after a restart is paid up to what one run may cost, whatever credit was agreed', async () => {
    harness = createHarness({ providers: [{ creditTokens: 4_096 }] })
    const buyer = harness.buyer()
    await runOnce(buyer)
    await buyer.close()
    onlyBooks(harness.provider).owed += 9_000_000n
    const next = harness.buyer(createMemoryBuyerStore())
    await next.run(ask, { signal: AbortSignal.timeout(300) }).catch(() => undefined)
    // 36 700 base units are the most one such run may cost.
    expect(next.spent()).toBeLessThanOrEqual(cost + 36_700n + 36_700n)
  })

  const lies: readonly { name: string; change: (voucher: Voucher) => Voucher; key: 'own' | 'other' }[] = [
    { name: 'forged by another key', change: (voucher) => ({ ...voucher, amount: 9_000_000n }), key: 'other' },
    {
      name: 'of another channel',
      change: (voucher) => ({ ...voucher, channelId: `0x${'11'.repeat(32)}` as const }),
      key: 'own',
    },
    { name: 'of an epoch to come', change: (voucher) => ({ ...voucher, epoch: voucher.epoch + 1n }), key: 'own' },
    { name: 'above the deposit', change: (voucher) => ({ ...voucher, amount: 10_000_001n }), key: 'own' },
  ]

  test.each(lies)('a voucher $name is not believed', async ({ change, key }) => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    await buyer.close()
    const { separator } = harness.chain
    harness.provider.script.channel = (answer) => {
      if (answer.voucher === undefined) return answer
      const voucher = change(answer.voucher)
      const own = createSigner(keyOf(0x21)).sign(digest(separator, voucherType, voucher))
      return { ...answer, voucher, signature: key === 'own' ? own : forgedVoucher(voucher, separator, otherKey) }
    }
    const next = harness.buyer(createMemoryBuyerStore())
    await expect(runOnce(next)).rejects.toMatchObject({ code: 'CHANNEL_DISPUTED' })
    expect(next.spent()).toBe(0n)
    await expect(runOnce(next)).rejects.toMatchObject({ code: 'NO_OFFER' })
  })

  test('a provider that hides its voucher harms only itself', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await runOnce(buyer)
    await runOnce(buyer)
    await buyer.close()
    const books = onlyBooks(harness.provider)
    delete books.voucher
    delete books.signature
    books.owed = 0n
    books.paid = 0n
    const next = harness.buyer(createMemoryBuyerStore())
    await runOnce(next)
    expect(next.spent()).toBeLessThanOrEqual(cost)
  })
})

describe('idempotency', () => {
  test('a retry gets the same answer and receipt, and is paid once', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    const first = await (await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).result
    const retried = await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })
    const texts: string[] = []
    for await (const { text } of retried.chunks) texts.push(text)
    const again = await retried.result
    expect(texts).toEqual(['Once upon a time.'])
    expect(again.replayed).toBe(true)
    expect(again.bundle).toEqual(first.bundle)
    expect(again.parts).toMatchObject([{ receiptId: retried.receiptId, replayed: true }])
    expect(retried.receiptId).toBe(bundleReceiptId(bundleOf(first)))
    await buyer.close()
    expect(buyer.spent()).toBe(cost)
    expect(onlyBooks(harness.provider).owed).toBe(cost)
  })

  test('also after a restart, under another lease', async () => {
    harness = createHarness()
    const path = join(mkdtempSync(join(tmpdir(), 'millrace-buyer-')), 'buyer.sqlite')
    const buyer = harness.buyer(openBuyerStore(path))
    const first = await (await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).result
    await buyer.close()
    const next = harness.buyer(openBuyerStore(path))
    const run = await next.run(ask, { signal: soon(), idempotencyKey: 'order-1' })
    expect((await run.result).bundle).toEqual(first.bundle)
    expect(run.leaseId).toBe(first.bundle?.receipt.leaseId)
    await next.close()
    expect(next.spent()).toBe(cost)
    rmSync(dirname(path), { recursive: true })
  })

  test('a paid answer whose provider is gone is not bought again elsewhere', async () => {
    harness = createHarness({ providers: [{}, {}] })
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })
    await run.result
    harness.services[harness.providers.findIndex(({ address }) => address === run.provider.node)]?.stop()
    await expect(buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).rejects.toMatchObject({
      code: expect.stringMatching(/^(PROVIDER_LOST|PROVIDER_UNREACHABLE|NO_OFFER)$/),
      retryable: true,
    })
    expect(harness.providers.reduce((sum, { counts }) => sum + counts.runs, 0)).toBe(1)
  })

  test('the same key for another ask is refused here', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).result
    const other = { ...ask, kind: 'completion', prompt: 'Another' } as const
    await expect(buyer.run(other, { signal: soon(), idempotencyKey: 'order-1' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
  })

  test('a key in progress does not start the work elsewhere', async () => {
    harness = createHarness({ providers: [{}, {}] })
    for (const each of harness.providers) {
      each.script.beforeAccepted = ({ send }) => {
        send({ type: 'error', code: 'IDEMPOTENCY_IN_PROGRESS', message: '', hint: '', retryable: true })
        return true
      }
    }
    await expect(harness.buyer().run(ask, { signal: soon(), idempotencyKey: 'k' })).rejects.toMatchObject({
      providerCode: 'IDEMPOTENCY_IN_PROGRESS',
      retryable: true,
    })
    expect(harness.providers.reduce((sum, { counts }) => sum + counts.runs, 0)).toBe(1)
  })

  test('a replayed answer that was tampered with is refused', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).result
    const { provider } = harness
    provider.script.beforeAccepted = () => false
    for (const answer of provider.answers.values()) Object.assign(answer, { response: { kind: 'text', text: 'Lies.' } })
    await expect(
      (async () => (await buyer.run(ask, { signal: soon(), idempotencyKey: 'order-1' })).result)(),
    ).rejects.toMatchObject({ code: 'RECEIPT_MISMATCH' })
  })
})

describe('the explicit path', () => {
  test('connect → offers → quote → lease → run → receipt', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    const signal = soon()
    const endpoint = harness.endpoints[0]
    if (endpoint === undefined) throw new TypeError('There is one.')
    const session = await buyer.connect(endpoint, { signal })
    const offer = (await session.offers({ signal })).find(({ workload }) => workload === 'chat')
    if (offer === undefined) throw new TypeError('It offers chat.')
    const quote = await session.quote(offer, { amountMax: 100_000n }, { signal })
    const lease = await session.openLease(quote, { signal })
    const work = { kind: 'chat', messages: [{ role: 'user', content: 'Hello' }], maxTokens: 10 } as const
    const run = await lease.run(work, { signal })
    const result = await run.result
    expect(result.response).toMatchObject({ text: 'Once upon a time.' })
    expect(lease.remaining).toBe(100_000n - result.amount)
    const again = await session.receipt({ leaseId: run.leaseId, sequence: run.sequence }, { signal })
    expect(again.receipt).toEqual(result.bundle?.receipt)
    await expect(lease.run({ ...work, amountMax: 1n }, { signal })).rejects.toMatchObject({ code: 'NO_OFFER' })
  })
})

describe('what was delivered unseen', () => {
  test('when a connection is lost mid-stream is settled with the next run', async () => {
    harness = createHarness({ buyer: { limits: { resumesMax: 0 } } })
    const { provider, service } = harness
    const buyer = harness.buyer()
    await runOnce(buyer)
    provider.script.afterChunk = (_run, index) => {
      if (index !== 2) return false
      onlyBooks(provider).owed += 800n
      service.cut()
      return true
    }
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    delete provider.script.afterChunk
    await runOnce(buyer)
    await buyer.close()
    expect(onlyBooks(provider)).toMatchObject({ owed: 2n * cost + 1_700n + 800n, paid: 2n * cost + 1_700n + 800n })
  })

  test('a provider that leaves run after run without an end is not paid for it for ever', async () => {
    harness = createHarness({ buyer: { limits: { resumesMax: 0, suspendMs: 60_000 } } })
    const { provider } = harness
    const buyer = harness.buyer()
    await runOnce(buyer)
    provider.script.afterChunk = () => true
    for (let i = 0; i < 5; i++) await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'NO_OFFER' })
    harness.clock.offset += 60_000
    delete provider.script.afterChunk
    await runOnce(buyer)
  })

  test('many runs lost with one connection are one loss', async () => {
    harness = createHarness({ buyer: { limits: { resumesMax: 0 } } })
    const { provider, service } = harness
    const buyer = harness.buyer()
    await runOnce(buyer)
    provider.script.beforeEnd = async ({ cancelled }) => {
      await cancelled
      return true
    }
    const runs = await Promise.all(Array.from({ length: 20 }, () => buyer.run(ask, { signal: soon() })))
    service.cut()
    for (const { result } of runs) await expect(result).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    delete provider.script.beforeEnd
    await runOnce(buyer)
  })

  test('arrears are settled and the run tried again', async () => {
    harness = createHarness()
    const { provider } = harness
    const buyer = harness.buyer()
    await runOnce(buyer)
    let refused = false
    provider.script.beforeAccepted = ({ send }) => {
      if (refused) return false
      refused = true
      send(errorFrame('LEASE_IN_ARREARS', true))
      return true
    }
    expect(await runOnce(buyer)).toMatchObject({ finish: 'stop' })
    expect(provider.counts).toMatchObject({ channel: 1, leases: 1 })
  })
})

describe('a store that fails', () => {
  test('stops the buyer: nothing is promised that is not kept', async () => {
    harness = createHarness()
    const store = createMemoryBuyerStore()
    store.saveVouchers = () => {
      throw new Error('disk full')
    }
    const buyer = harness.buyer(store)
    // The first answer may be complete before its voucher is due.
    await runOnce(buyer).catch(ignoreFailure)
    await expect.poll(() => harness?.events.map(({ event }) => event)).toContain('store-failed')
    await expect(runOnce(buyer)).rejects.toMatchObject({ code: 'BUYER_STORE_FAILED' })
    expect(harness.provider.counts.vouchers).toBe(0)
  })
})

function ignoreFailure(): void {
  // What follows is what counts.
}

describe('offers', () => {
  test('are shared by all who ask at once, and asked for again in the background', async () => {
    harness = createHarness({ buyer: { limits: { offersFreshMs: 1_000 } } })
    const buyer = harness.buyer()
    await Promise.all(Array.from({ length: 20 }, () => buyer.offers({ signal: soon() })))
    expect(harness.provider.counts.offers).toBe(1)
    harness.clock.offset += 1_001
    expect((await buyer.offers({ signal: soon() })).offers).toHaveLength(3)
    await expect.poll(() => harness?.provider.counts.offers).toBe(2)
    expect(harness.chain.calls.filter((call) => call === 'operatorOf')).toHaveLength(1)
  })

  test('of one that hangs do not hold up those of the others', async () => {
    harness = createHarness({ providers: [{}, {}], buyer: { limits: { offersGraceMs: 10 } } })
    harness.network.serve(7_002, harness.providers[1]?.address ?? operatorOf(1), () => new Promise(() => undefined))
    const view = await harness.buyer().offers({ signal: soon(5_000) })
    expect(view.offers).toHaveLength(3)
  })
})
