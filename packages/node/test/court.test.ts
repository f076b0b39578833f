/** Accused before the court: what the node keeps answers for it, in time and by itself; what cannot be answered is said loudly. */
import { bytesToHex, digest, isInclusionOf, type Receipt, receiptType, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { receiptEpochSeconds } from './parts/fake-chain.ts'
import { createFixture, type Fixture, type FixtureInit } from './parts/fixture.ts'
import type { ScriptedBuyer, ScriptedLease } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const epochMs = receiptEpochSeconds * 1000
const limits = { watchPollMs: 5, courtTickMs: 5, courtRetryMs: 1_000, receiptRootTickMs: 40 }

test('a receipt that somebody asks for is shown in its root', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  const caseId = fixture.chain.court.challenge(receipt, inSeconds(fixture, 86_400))
  await until(() => fixture.chain.court.stateOf(caseId) === 'dismissed')
  await until(() => fixture.node.status().cases[0]?.state === 'dismissed')
  expect(fixture.node.status().cases).toMatchObject([{ caseId, kind: 'omission', problem: undefined }])
  expect(events(fixture)).toEqual(expect.arrayContaining(['case-opened', 'case-answered', 'case-dismissed']))
})

test('a challenge that came while the node was down is answered after the restart, the lease long over', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  await fixture.node.close()
  fixture.clock.skewMs += 5 * 86_400_000
  const caseId = fixture.chain.court.challenge(receipt, inSeconds(fixture, 86_400))
  await fixture.restart()
  await until(() => fixture.chain.court.stateOf(caseId) === 'dismissed')
})

test('a chain that does not take the answer is asked again until it does', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  fixture.chain.outage = true
  const caseId = fixture.chain.court.challenge(receipt, inSeconds(fixture, 86_400))
  await until(() => events(fixture).includes('case-unanswered'))
  expect(fixture.node.status().cases[0]?.problem).toBe('No answer.')
  fixture.chain.outage = false
  fixture.clock.skewMs += 1_000
  await until(() => fixture.chain.court.stateOf(caseId) === 'dismissed')
  expect(fixture.chain.court.calls).toEqual(['answerOmission', 'answerOmission'])
})

test('a receipt that the node does not know, and one whose time is over, are said loudly', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  fixture.chain.court.challenge({ ...receipt, sequence: 99n }, inSeconds(fixture, 86_400))
  await until(() => events(fixture).includes('case-unanswered'))
  expect(fixture.node.status().cases[0]?.problem).toContain('The file has no receipt')
  fixture.chain.court.challenge(receipt, inSeconds(fixture, -1))
  await until(() => fixture.node.status().cases.some(({ problem }) => problem === 'The time to answer is over.'))
  expect(fixture.chain.court.calls).toEqual([])
})

test('without a key that pays, cases are seen and named as unanswered', async () => {
  await using fixture = await serving({ withoutWriter: true })
  const { end } = await run(fixture)
  fixture.chain.court.challenge(end, inSeconds(fixture, 86_400))
  await until(() => fixture.node.status().cases[0]?.problem !== undefined)
  expect(fixture.node.status().cases[0]?.problem).toContain('no key')
})

test('cases of others, of other nodes, and those that panels judge, are left alone; convictions are shown', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  const { court } = fixture.chain
  court.tellOther(receipt.payer)
  court.challenge({ ...receipt, node: receipt.payer }, inSeconds(fixture, 86_400))
  court.convict(receipt.requestHash)
  await until(() => fixture.node.status().cases.some(({ state }) => state === 'convicted'))
  await looks()
  expect(fixture.node.status().cases.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'omission open',
    'other convicted',
  ])
  expect(court.calls).toEqual([])
  expect(fixture.node.status().cases.map(({ problem }) => problem)).toEqual([undefined, undefined])
  expect(fixture.logs.find(({ event }) => event === 'case-convicted')?.level).toBe('error')
})

test('the round of the beacon that draws a panel against it is finished, once, when its time has come', async () => {
  await using fixture = await serving()
  const { court } = fixture.chain
  court.beacon.finishFrom = inSeconds(fixture, 600)
  const caseId = `0x${'9a'.repeat(32)}` as const
  court.panelWaits(caseId, 7n)
  await until(() => fixture.node.status().cases.some(({ kind }) => kind === 'panel'))
  await looks()
  expect(court.calls).toEqual([])
  fixture.clock.skewMs += 601_000
  await until(() => court.calls.length > 0)
  await looks()
  expect(court.calls).toEqual(['finishBeacon 7'])
  // Nobody finished the one after it in time: there is nothing left to do.
  court.beacon.isFinished = false
  court.beacon.finishUntil = court.beacon.finishFrom
  court.panelWaits(zeroHash, 8n)
  await until(() => fixture.logs.filter(({ event }) => event === 'beacon-seen-to').length === 2)
  expect(court.calls).toEqual(['finishBeacon 7'])
})

test('whoever can name a run is told where its receipt is in the posted root, and nobody before', async () => {
  await using fixture = await serving()
  await atEpochStart(fixture)
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(2_000n)
  const { end } = await buyer.run(lease, chatRequest())
  if (end === undefined) throw new Error('no end')
  await buyer.run(lease, chatRequest('hi'))
  const ask = { type: 'inclusion', leaseId: lease.leaseId } as const
  expect(await buyer.ask({ ...ask, sequence: end.receipt.sequence })).toMatchObject({ code: 'RECEIPT_UNKNOWN' })
  await posted(fixture)
  const told = await Promise.all([1, 2].map(() => buyer.ask({ ...ask, sequence: end.receipt.sequence })))
  const [inclusion] = told
  if (inclusion?.type !== 'inclusion') throw new Error(JSON.stringify(inclusion))
  const hash = bytesToHex(digest(fixture.chain.writer.separator, receiptType, end.receipt))
  const epoch = end.receipt.finishedAt / BigInt(receiptEpochSeconds)
  const postedRoot = fixture.chain.postedRoots.find((posting) => posting.epoch === epoch)?.root ?? zeroHash
  expect(isInclusionOf(inclusion, { hash, epoch, postedRoot })).toBe(true)
  expect(isInclusionOf(inclusion, { hash: zeroHash, epoch, postedRoot })).toBe(false)
  expect(told[1]).toEqual(inclusion)
  expect(await buyer.ask({ ...ask, sequence: 99n })).toMatchObject({ code: 'RECEIPT_UNKNOWN' })
})

test('a case that a fork undid is forgotten', async () => {
  await using fixture = await serving()
  const { receipt } = await committed(fixture)
  const { court } = fixture.chain
  const last = court.block
  court.challenge({ ...receipt, sequence: 99n }, inSeconds(fixture, 86_400))
  await until(() => fixture.node.status().cases.length === 1)
  court.fork(last)
  await until(() => fixture.node.status().cases.length === 0)
})

test('money taken is accounted for with the receipts of every lease of the channel, the largest first', async () => {
  await using fixture = await serving()
  const buyer = fixture.buyer(10_000n)
  await atEpochStart(fixture)
  const first = await buyer.lease(2_000n)
  const second = await buyer.lease(2_000n)
  for (let i = 0; i < 3; i++) await buyer.run(first, chatRequest())
  for (let i = 0; i < 30; i++) await buyer.run(second, chatRequest('hi'))
  await posted(fixture)
  // 3 receipts of 14, 30 of 11.
  const stated = { redeemed: 372n, items: 33 }
  const caseId = fixture.chain.court.charge(first, stated, inSeconds(fixture, 86_400))
  await until(() => fixture.chain.court.stateOf(caseId) === 'dismissed')
  expect(fixture.chain.court.calls).toEqual(['account 32', 'account 1'])
  expect(fixture.chain.court.givenBack.total).toBe(0n)
})

test('one receipt refutes a payer that grants nothing, and one item more than it granted one that grants little', async () => {
  await using fixture = await serving()
  const buyer = fixture.buyer(10_000n)
  await atEpochStart(fixture)
  const first = await buyer.lease(2_000n)
  const second = await buyer.lease(2_000n)
  for (let i = 0; i < 4; i++) await buyer.run(first, chatRequest())
  await posted(fixture)
  const { court } = fixture.chain
  const caseId = court.charge(first, { redeemed: 5_000n }, inSeconds(fixture, 86_400))
  await until(() => court.stateOf(caseId) === 'dismissed')
  const other = court.charge(second, { redeemed: 5_000n, granted: 1n, items: 2 }, inSeconds(fixture, 86_400))
  await until(() => court.stateOf(other) === 'dismissed')
  expect(court.calls).toEqual(['account 1', 'account 3'])
  expect(court.givenBack.total).toBe(0n)
})

test('what its payer grants already is not shown, and the rest is given back when the time is nearly over', async () => {
  await using fixture = await serving()
  const { lease, receipt } = await committed(fixture)
  const { court } = fixture.chain
  const stated = { redeemed: receipt.amount + 7n, granted: receipt.amount, items: 1 }
  const caseId = court.charge(lease, stated, inSeconds(fixture, 86_400))
  await until(() => events(fixture).includes('case-unanswered'))
  expect(court.calls).toEqual([])
  fixture.clock.skewMs += 19 * 3_600_000
  await until(() => court.stateOf(caseId) === 'dismissed')
  expect([court.calls, court.givenBack.total]).toEqual([['giveBack'], 7n])
})

test('a node killed in the middle of its account goes on where it was', async () => {
  await using fixture = await serving()
  const { lease, receipt } = await committed(fixture)
  const { court } = fixture.chain
  const caseId = court.charge(lease, { redeemed: receipt.amount + 5n, items: 1 }, inSeconds(fixture, 86_400))
  await until(() => court.coveredOf(caseId) === receipt.amount)
  await looks()
  expect(court.calls).toEqual(['account 1'])
  // It does not know that it answered, and is told so by the contract.
  fixture.clock.skewMs += 1_000
  await until(() => court.calls.length === 2)
  expect(fixture.node.status().cases[0]?.problem).toContain(`Of ${receipt.amount + 5n} taken`)
  expect(court.givenBack.total).toBe(0n)
  // Near the end of the time nobody else will account for the rest.
  fixture.clock.skewMs += 19 * 3_600_000
  await until(() => court.stateOf(caseId) === 'dismissed')
  expect(court.givenBack.total).toBe(5n)
})

test('a fee for reserved slots accounts for itself', async () => {
  await using fixture = await serving({ listing: { reservationPrice: 100n, slots: 4 } })
  const buyer = fixture.buyer(10_000n)
  const startsAt = BigInt(Math.floor(fixture.now() / 1000) + 600)
  const reservation = { slots: 1, startsAt, endsAt: startsAt + 3_600n }
  const { quote } = await buyer.quote(500n, 1, { reservation })
  const order = buyer.orderFor(quote, { expiresAt: startsAt + 3_600n })
  expect(await buyer.sendOrder(order)).toMatchObject({ type: 'leased' })
  const accused = await buyer.lease(100n)
  const caseId = fixture.chain.court.charge(accused, { redeemed: quote.fee, items: 1 }, inSeconds(fixture, 86_400))
  await until(() => fixture.chain.court.stateOf(caseId) === 'dismissed')
  expect(fixture.chain.court.calls).toEqual(['accountForFee'])
})

async function serving(init: FixtureInit = {}): Promise<Fixture> {
  return createFixture({ ...init, node: { limits } })
}

async function run(fixture: Fixture): Promise<{ buyer: ScriptedBuyer; lease: ScriptedLease; end: Receipt }> {
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const { end } = await buyer.run(lease, chatRequest())
  if (end === undefined) throw new Error('no end')
  return { buyer, lease, end: end.receipt }
}

/** Returns a receipt whose root is posted. */
async function committed(fixture: Fixture): Promise<{ lease: ScriptedLease; receipt: Receipt }> {
  await atEpochStart(fixture)
  const { lease, end } = await run(fixture)
  await posted(fixture)
  const hash = bytesToHex(digest(fixture.chain.writer.separator, receiptType, end))
  expect(fixture.chain.postedRoots[0]?.root).not.toBe(hash)
  return { lease, receipt: end }
}

async function posted(fixture: Fixture): Promise<void> {
  fixture.clock.skewMs += epochMs
  await until(() => fixture.chain.postedRoots.length === 1)
  await until(() => events(fixture).includes('receipt-root-posted'))
}

/** Moves the clock to where the epoch does not end while the test runs. */
async function atEpochStart(fixture: Fixture): Promise<void> {
  fixture.clock.skewMs += epochMs - (fixture.now() % epochMs)
}

function inSeconds(fixture: Fixture, seconds: number): bigint {
  return BigInt(Math.floor(fixture.now() / 1000) + seconds)
}

function events({ logs }: Fixture): string[] {
  return logs.map(({ event }) => event)
}

/** Lets the node look a few times. */
async function looks(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
