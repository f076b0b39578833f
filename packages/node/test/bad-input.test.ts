/** What a hostile or broken buyer may send, each with the exact code it gets, and no money moved by it. */
import {
  domainSeparator,
  encodeFrame,
  frameBytesMax,
  type Order,
  type Prices,
  type ProviderFrame,
  type WorkRequest,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture, type FixtureInit } from './parts/fixture.ts'
import {
  type QuoteTerms,
  randomSigner,
  type ScriptedBuyer,
  type ScriptedLease,
  type Wire,
} from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

type Stage = {
  readonly fixture: Fixture
  readonly buyer: ScriptedBuyer
  readonly lease: ScriptedLease
  readonly otherNetwork: Uint8Array
}
type Case = {
  readonly name: string
  readonly code: string
  readonly fixture?: FixtureInit
  readonly act: (stage: Stage) => Promise<ProviderFrame | undefined>
}

const utf8 = new TextEncoder()
const stranger = randomSigner()

const cases: readonly Case[] = [
  bytes('opening that is no UTF-8', new Uint8Array([0xff, 0xfe]), 'PROTOCOL_MALFORMED'),
  bytes('opening that is no JSON', utf8.encode('{"v":3,'), 'PROTOCOL_MALFORMED'),
  bytes('opening that is an array', utf8.encode('[1]'), 'PROTOCOL_VERSION_UNSUPPORTED'),
  bytes('opening of another protocol version', utf8.encode('{"v":99,"type":"offers"}'), 'PROTOCOL_VERSION_UNSUPPORTED'),
  bytes('opening of no known kind', utf8.encode('{"v":3,"type":"give-me-money"}'), 'PROTOCOL_MALFORMED'),
  bytes('opening with an extra field', utf8.encode('{"v":3,"type":"offers","x":1}'), 'PROTOCOL_MALFORMED'),
  bytes('later frame as opening', encodeFrame({ type: 'cancel' }), 'PROTOCOL_VERSION_UNSUPPORTED'),
  bytes(
    'oversized request',
    utf8.encode(`{"v":3,"type":"offers","pad":"${'x'.repeat(2 * 1024 * 1024)}"}`),
    'REQUEST_TOO_LARGE',
  ),
  bytes('frame of the largest size', new Uint8Array(frameBytesMax), 'REQUEST_TOO_LARGE'),
  {
    name: 'control frame padded with spaces',
    code: 'PROTOCOL_MALFORMED',
    act: ({ buyer }) => buyer.ask(utf8.encode(`{"v":3,"type":"offers"}${' '.repeat(20_000)}`)),
  },
  {
    name: 'evidence asked of a node that brings no cases',
    code: 'EVIDENCE_UNAVAILABLE',
    act: ({ buyer }) => buyer.ask(utf8.encode(`{"v":3,"type":"evidence","caseId":"${zeroHash}"}`)),
  },
  {
    name: 'quote for an unknown offer',
    code: 'OFFER_UNKNOWN',
    act: ({ buyer }) => buyer.askQuote(5n, { offerHash: zeroHash }),
  },
  {
    name: 'quote for an expired offer',
    code: 'OFFER_EXPIRED',
    act: async ({ buyer, fixture, lease }) => {
      fixture.clock.skewMs += 700_000
      return buyer.askQuote(5n, { offerHash: lease.quote.offerHash })
    },
  },
  {
    name: 'quote for nothing',
    code: 'QUOTE_AMOUNT_INVALID',
    act: ({ buyer, lease }) => buyer.askQuote(0n, { offerHash: lease.quote.offerHash }),
  },
  {
    name: 'more unused quotes than a peer may hold',
    code: 'QUOTES_BUSY',
    fixture: { node: { limits: { quotesPerPeerMax: 3 } } },
    act: async ({ buyer, lease }) => {
      const ask = () => buyer.askQuote(5n, { offerHash: lease.quote.offerHash })
      await Promise.all([ask(), ask(), ask()])
      return ask()
    },
  },
  quote('quote for a payer that did not agree', { proof: null }, 'PAYER_UNPROVEN'),
  quote(
    'quote with a proof of another payer',
    ({ buyer }) => ({ proof: buyer.proof({ payer: stranger.address }) }),
    'PAYER_UNPROVEN',
  ),
  quote(
    'quote with a proof for another session',
    ({ buyer }) => ({ proof: buyer.proof({ session: stranger.address }) }),
    'PAYER_UNPROVEN',
  ),
  quote(
    'quote with a proof that is over',
    ({ buyer }) => ({ proof: buyer.proof({ expiresAt: 1n }) }),
    'PAYER_UNPROVEN',
  ),
  quote(
    'quote with a proof by somebody else',
    ({ buyer }) => ({ proof: buyer.proof({ signer: stranger }) }),
    'PAYER_UNPROVEN',
  ),
  quote(
    'quote with a proof for another chain',
    ({ buyer, otherNetwork }) => ({ proof: buyer.proof({ separator: otherNetwork }) }),
    'PAYER_UNPROVEN',
  ),
  quote('bid in a round that there is not', { bid: prices(1n), round: 4 }, 'PROTOCOL_MALFORMED'),
  quote('bid in half a round', { bid: prices(1n), round: 0.5 }, 'PROTOCOL_MALFORMED'),
  quote('bid below nothing', { bid: prices(-1n) }, 'PROTOCOL_MALFORMED'),
  quote('bid of nothing in the last round', { bid: prices(0n), round: 3 }, 'BID_REFUSED'),
  quote('bid with half a price', { bid: { inputPrice: 1n } as unknown as Prices }, 'PROTOCOL_MALFORMED'),
  quote(
    'reservation where none is sold',
    { reservation: { slots: 1, startsAt: 2n ** 33n, endsAt: 2n ** 34n } },
    'RESERVATION_UNAVAILABLE',
  ),
  quote('reservation of no slots', { reservation: { slots: 0, startsAt: 1n, endsAt: 2n } }, 'PROTOCOL_MALFORMED'),
  quote(
    'reservation of too many slots',
    { reservation: { slots: 1_025, startsAt: 1n, endsAt: 2n } },
    'PROTOCOL_MALFORMED',
  ),
  quote(
    'reservation at the end of time',
    { reservation: { slots: 1, startsAt: 1n, endsAt: 2n ** 64n - 1n } },
    'PROTOCOL_MALFORMED',
  ),
  quote('reservation before time', { reservation: { slots: 1, startsAt: -1n, endsAt: 2n } }, 'PROTOCOL_MALFORMED'),
  {
    name: 'quote of a payer with nothing',
    code: 'BALANCE_TOO_LOW',
    act: ({ fixture }) => {
      const poor = fixture.buyer(0n)
      fixture.chain.balances.set(poor.payer, 0n)
      return poor.askQuote(1n)
    },
  },
  {
    name: 'quote for a balance that cannot be read',
    code: 'BALANCE_UNREADABLE',
    act: ({ fixture }) => {
      fixture.chain.outage = true
      return fixture
        .buyer(0n)
        .askQuote(1n)
        .finally(() => {
          fixture.chain.outage = false
        })
    },
  },
  {
    name: 'release of a lease that there is not',
    code: 'LEASE_UNKNOWN',
    act: ({ buyer }) => buyer.ask({ type: 'release', leaseId: zeroHash }),
  },
  {
    name: "release of somebody else's lease",
    code: 'LEASE_UNKNOWN',
    act: ({ fixture, lease }) => fixture.buyer(10n).ask({ type: 'release', leaseId: lease.leaseId }),
  },
  {
    name: 'release of a lease that reserved nothing',
    code: 'RESERVATION_UNKNOWN',
    act: ({ buyer, lease }) => buyer.ask({ type: 'release', leaseId: lease.leaseId }),
  },
  order('order on an unknown quote', { quoteHash: zeroHash }, 'QUOTE_UNKNOWN'),
  {
    name: 'order on an expired quote',
    code: 'QUOTE_EXPIRED',
    act: async ({ buyer, fixture }) => {
      const { quote } = await buyer.quote(100n)
      fixture.clock.skewMs += 61_000
      return buyer.sendOrder(buyer.orderFor(quote))
    },
  },
  {
    name: 'second order on a used quote',
    code: 'QUOTE_USED',
    act: ({ buyer, lease }) => buyer.sendOrder({ ...lease.order, sequence: 2n }),
  },
  order('order above its quote', { amountMax: 101n }, 'ORDER_AMOUNT_INVALID'),
  order('order for nothing', { amountMax: 0n }, 'ORDER_AMOUNT_INVALID'),
  order('order with another policy than the quote', { policy: 1, policyParameter: 500 }, 'ORDER_MISMATCH'),
  order('order with an unknown policy', { policy: 200 }, 'ORDER_MISMATCH'),
  order('order that is over already', { expiresAt: 1n }, 'ORDER_EXPIRY_INVALID'),
  order('order that never ends', { expiresAt: 2n ** 64n - 1n }, 'ORDER_EXPIRY_INVALID'),
  order('order of another payer', { payer: stranger.address }, 'ORDER_MISMATCH'),
  order('order to another operator', { operator: stranger.address }, 'ORDER_MISMATCH'),
  order('order to another node', { node: stranger.address }, 'ORDER_MISMATCH'),
  order("order on another payer's channel", { channelId: zeroHash }, 'ORDER_MISMATCH'),
  order('order in an earlier epoch', { epoch: 0n }, 'CHANNEL_EPOCH_WRONG'),
  order('order in an epoch to come', { epoch: 7n }, 'CHANNEL_EPOCH_WRONG'),
  order('order of a signer that is not the peer', { signer: stranger.address }, 'ORDER_SIGNER_NOT_PEER'),
  {
    name: 'order signed by somebody else',
    code: 'ORDER_SIGNATURE_INVALID',
    act: async ({ buyer }) => buyer.sendOrder(buyer.orderFor((await buyer.quote(100n)).quote), { signer: stranger }),
  },
  {
    name: 'order signed for another chain',
    code: 'ORDER_SIGNATURE_INVALID',
    act: async ({ buyer, otherNetwork }) =>
      buyer.sendOrder(buyer.orderFor((await buyer.quote(100n)).quote), { separator: otherNetwork }),
  },
  {
    name: 'order without a channel',
    code: 'CHANNEL_NOT_OPEN',
    act: async ({ fixture }) => {
      const poor = fixture.buyer(0n)
      return poor.sendOrder(poor.orderFor((await poor.quote(100n)).quote))
    },
  },
  {
    name: 'order by a key that is not the session key of the channel',
    code: 'CHANNEL_SIGNER_WRONG',
    act: async ({ fixture }) => {
      const thief = fixture.buyer(0n)
      fixture.chain.open(thief.payer, stranger.address, 1_000n)
      return thief.sendOrder(thief.orderFor((await thief.quote(100n)).quote))
    },
  },
  {
    name: 'order on a closing channel',
    code: 'CHANNEL_CLOSING',
    act: async ({ fixture }) => {
      const leaver = fixture.buyer(1_000n)
      fixture.chain.startClose(leaver.payer, BigInt(Math.floor(fixture.now() / 1000) + 3_600))
      return leaver.sendOrder(leaver.orderFor((await leaver.quote(100n)).quote))
    },
  },
  {
    name: 'order while the chain does not answer',
    code: 'CHANNEL_UNREADABLE',
    act: async ({ fixture }) => {
      const other = fixture.buyer(1_000n)
      const { quote } = await other.quote(100n)
      fixture.chain.outage = true
      fixture.clock.skewMs += 31_000
      return other.sendOrder(other.orderFor(quote)).finally(() => {
        fixture.chain.outage = false
      })
    },
  },
  {
    name: 'more leases than a payer may hold',
    code: 'LEASES_BUSY',
    fixture: { node: { limits: { leasesPerPayerMax: 1 } } },
    act: async ({ buyer }) => buyer.sendOrder(buyer.orderFor((await buyer.quote(100n)).quote)),
  },
  {
    name: 'run under an unknown lease',
    code: 'LEASE_UNKNOWN',
    act: ({ buyer, lease }) => last(buyer.openRun({ ...lease, leaseId: zeroHash }, chatRequest())),
  },
  {
    name: "run under somebody else's lease",
    code: 'LEASE_FOREIGN',
    act: ({ fixture, lease }) => last(fixture.buyer(1_000n).openRun(lease, chatRequest())),
  },
  {
    name: 'run under an expired lease',
    code: 'LEASE_EXPIRED',
    act: ({ fixture, buyer, lease }) => {
      fixture.clock.skewMs += 3_700_000
      return last(buyer.openRun(lease, chatRequest()))
    },
  },
  run('run for another model', chatRequest('x', { model: zeroHash }), 'REQUEST_NOT_LEASED'),
  run('run of another kind', { kind: 'embed', model: '', nonce: '', inputs: ['x'] }, 'REQUEST_NOT_LEASED'),
  run('run with no messages', chatRequest('x', { messages: [] }), 'PROTOCOL_MALFORMED'),
  run('run with no room for output', chatRequest('x', { maxTokens: 0 }), 'PROTOCOL_MALFORMED'),
  run('run with a negative temperature', chatRequest('x', { temperature: -1 }), 'PROTOCOL_MALFORMED'),
  run('run with a lone surrogate', chatRequest('\ud800'), 'PROTOCOL_MALFORMED'),
  run('run with a NUL character', chatRequest('\0'), 'BAD_JOB'),
  run('run that goes on after a NUL', chatRequest('x', { continuation: { text: '\0' } }), 'BAD_JOB'),
  run(
    'run that goes on after a lone surrogate',
    chatRequest('x', { continuation: { text: '\ud800' } }),
    'PROTOCOL_MALFORMED',
  ),
  run(
    'run that goes on after half a token',
    chatRequest('x', { continuation: { text: '', tokenIds: [0.5] } }),
    'PROTOCOL_MALFORMED',
  ),
  run(
    'run that goes on after a negative token',
    chatRequest('x', { continuation: { text: '', tokenIds: [-1] } }),
    'PROTOCOL_MALFORMED',
  ),
  run(
    'run that goes on after what fills the context',
    chatRequest('x', { continuation: { text: 'x'.repeat(20_000) } }),
    'INPUT_TOO_LONG',
  ),
  run('run longer than the context', chatRequest('x'.repeat(20_000)), 'INPUT_TOO_LONG'),
  {
    name: 'run at sequence 0',
    code: 'SEQUENCE_STALE',
    act: ({ buyer, lease }) => last(buyer.openRun(lease, chatRequest(), undefined, 0n)),
  },
  {
    name: 'run on a channel that began to close',
    code: 'CHANNEL_CLOSING',
    act: async ({ fixture, buyer, lease }) => {
      fixture.chain.startClose(buyer.payer, BigInt(Math.floor(fixture.now() / 1000) + 3_600))
      fixture.clock.skewMs += 31_000
      return last(buyer.openRun(lease, chatRequest()))
    },
  },
  {
    name: 'run on a channel that was closed',
    code: 'LEASE_CLOSED',
    act: async ({ fixture, buyer, lease }) => {
      fixture.chain.finishClose(buyer.payer)
      fixture.clock.skewMs += 31_000
      return last(buyer.openRun(lease, chatRequest()))
    },
  },
  {
    name: 'run on a lease too small for its input',
    code: 'LEASE_EXHAUSTED',
    act: async ({ buyer }) => last(buyer.openRun(await buyer.lease(2n), chatRequest())),
  },
  {
    name: 'run on a channel too small for its input',
    code: 'CHANNEL_EXHAUSTED',
    act: async ({ fixture }) => {
      const poor = fixture.buyer(2n)
      return last(poor.openRun(await poor.lease(100n), chatRequest()))
    },
  },
  {
    name: 'run whose input nobody pays for',
    code: 'PAYMENT_REQUIRED',
    fixture: { creditTokens: 1 },
    act: ({ buyer, lease }) => last(buyer.openRun(lease, chatRequest())),
  },
  {
    name: 'run cancelled before it was accepted',
    code: 'RUN_CANCELLED',
    fixture: { latency: { slots: 1, queuedMax: 4, firstTokenMs: 50 } },
    act: async ({ buyer, lease }) => {
      const first = buyer.openRun(lease, chatRequest())
      await first.next()
      const second = buyer.openRun(lease, chatRequest())
      second.send({ type: 'cancel' })
      const answer = await last(second)
      first.send({ type: 'cancel' })
      const end = await last(first)
      // The first run was charged for its input: paid here, so that nothing is open.
      if (end?.type === 'end') await buyer.pay(end.receipt.amount)
      return answer
    },
  },
  {
    name: 'run when every slot and the queue are taken',
    code: 'NODE_BUSY',
    fixture: { latency: { slots: 1, queuedMax: 0, firstTokenMs: 50 } },
    act: async ({ buyer, lease }) => {
      const first = buyer.openRun(lease, chatRequest())
      await first.next()
      const answer = await last(buyer.openRun(lease, chatRequest()))
      first.send({ type: 'cancel' })
      const end = await last(first)
      if (end?.type === 'end') await buyer.pay(end.receipt.amount)
      return answer
    },
  },
  {
    name: 'run when the lease has as many runs as it may',
    code: 'NODE_BUSY',
    fixture: { node: { limits: { runsPerLeaseMax: 0 } } },
    act: ({ buyer, lease }) => last(buyer.openRun(lease, chatRequest())),
  },
  {
    name: 'run when the channel has as many runs as it may',
    code: 'NODE_BUSY',
    fixture: { node: { limits: { runsPerChannelMax: 0 } } },
    act: ({ buyer, lease }) => last(buyer.openRun(lease, chatRequest())),
  },
  pay(
    'voucher of a foreign signer',
    ({ buyer }) => buyer.voucherFrame(5n, { signer: stranger }),
    'VOUCHER_SIGNATURE_INVALID',
  ),
  pay(
    'voucher for another chain',
    ({ buyer, otherNetwork }) => buyer.voucherFrame(5n, { separator: otherNetwork }),
    'VOUCHER_SIGNATURE_INVALID',
  ),
  pay('voucher of an earlier epoch', ({ buyer }) => buyer.voucherFrame(5n, { epoch: 0n }), 'VOUCHER_EPOCH_WRONG'),
  pay('voucher of an epoch to come', ({ buyer }) => buyer.voucherFrame(5n, { epoch: 2n }), 'VOUCHER_EPOCH_WRONG'),
  pay('voucher over the deposit', ({ buyer }) => buyer.voucherFrame(10_001n), 'VOUCHER_OVER_DEPOSIT'),
  pay('voucher on an unknown channel', ({ fixture }) => fixture.buyer(0n).voucherFrame(5n), 'CHANNEL_UNKNOWN'),
  pay('cancel on a pay stream', () => ({ type: 'cancel' }), 'FRAME_UNEXPECTED'),
  pay('rubbish on a pay stream', () => utf8.encode('rubbish'), 'PROTOCOL_MALFORMED'),
  pay('oversized voucher', () => new Uint8Array(20_000), 'PROTOCOL_MALFORMED'),
  {
    name: "voucher from a connection that is not the channel's signer's",
    code: 'CHANNEL_UNKNOWN',
    act: ({ fixture, buyer }) => {
      const wire = fixture.buyer(100n).open({ type: 'pay' })
      wire.send(buyer.voucherFrame(5n))
      return wire.next()
    },
  },
  {
    name: "asking for somebody else's channel",
    code: 'CHANNEL_UNKNOWN',
    act: ({ fixture, buyer }) => fixture.buyer(100n).ask({ type: 'channel', channelId: buyer.channelId }),
  },
  {
    name: 'asking for a bulk server that is not there',
    code: 'BULK_UNAVAILABLE',
    act: ({ buyer }) => buyer.ask({ type: 'bulk' }),
  },
  {
    name: 'asking for a receipt that is not there',
    code: 'RECEIPT_UNKNOWN',
    act: ({ buyer, lease }) => buyer.ask({ type: 'receipt', leaseId: lease.leaseId, sequence: 77n }),
  },
]

test.each(cases)('$name → $code', async ({ code, act, fixture: init }) => {
  await using fixture = await createFixture(init)
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const otherNetwork = domainSeparator({ ...fixture.chain.writer.domain, chainId: 1 })
  const before = moneyOf(fixture)
  const answer = await act({ fixture, buyer, lease, otherNetwork })
  expect(answer).toMatchObject({ type: 'error', code, hint: expect.stringMatching(/./) })
  expect(unpaid(fixture)).toEqual(unpaidOf(before))
  expect(fixture.chain.paidOut.total).toBe(0n)
  expect(fixture.node.status().runs).toBe(0)
  // The node goes on serving others.
  const other = fixture.buyer(10_000n)
  expect(await other.offers()).toHaveLength(2)
  expect(fixture.logs.filter(({ level }) => level === 'error')).toEqual([])
})

test('there are at least 25 cases, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(25)
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
})

function bytes(name: string, frame: Uint8Array, code: string): Case {
  return { name, code, act: ({ buyer }) => buyer.ask(frame) }
}

function quote(name: string, terms: QuoteTerms | ((stage: Stage) => QuoteTerms), code: string): Case {
  return {
    name,
    code,
    act: (stage) => {
      const asker = stage.fixture.buyer(0n)
      return asker.askQuote(5n, typeof terms === 'function' ? terms({ ...stage, buyer: asker }) : terms)
    },
  }
}

function prices(each: bigint): Prices {
  return { inputPrice: each, outputPrice: each }
}

function order(name: string, change: Partial<Order>, code: string): Case {
  return {
    name,
    code,
    act: async ({ buyer }) => buyer.sendOrder(buyer.orderFor((await buyer.quote(100n)).quote, change)),
  }
}

function run(name: string, request: WorkRequest, code: string): Case {
  return {
    name,
    code,
    act: ({ buyer, lease }) => {
      const complete = request.kind === 'embed' ? { ...request, ...pick(chatRequest()) } : request
      return last(buyer.openRun(lease, complete))
    },
  }
}

function pick({ model, nonce }: { model: string; nonce: string }) {
  return { model, nonce }
}

function pay(name: string, frame: (stage: Stage) => Parameters<Wire['send']>[0], code: string): Case {
  return {
    name,
    code,
    act: (stage) => {
      const wire = stage.buyer.open({ type: 'pay' })
      wire.send(frame(stage))
      return wire.next()
    },
  }
}

/** Returns the frame that ended the stream: the error or the receipt. */
async function last(wire: Wire): Promise<ProviderFrame | undefined> {
  for (let frame = await wire.next(); frame !== undefined; frame = await wire.next()) {
    if (frame.type === 'error' || frame.type === 'end') return frame
  }
  return undefined
}

function moneyOf({ node }: Fixture) {
  return node.status().earned
}

/** What a case may not change: money that was promised stays, and nothing new is owed without a voucher. */
function unpaid(fixture: Fixture) {
  return unpaidOf(moneyOf(fixture))
}

function unpaidOf({ owed, paid, redeemed }: ReturnType<typeof moneyOf>) {
  return { open: owed - paid, redeemed }
}
