/**
 * Money is conserved whatever buyers do, in whatever order, with restarts in between: nobody pays more than they signed,
 * the node delivers no more than one increment per run ahead of vouchers, and what it holds is paid out to the base unit.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from './parts/fixture.ts'
import type { ScriptedBuyer, ScriptedLease } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const increment = 8n
const deposit = 150n

const action = fc.record({
  buyer: fc.nat({ max: 2 }),
  do: fc.constantFrom(
    'run',
    'run',
    'stingy',
    'cancel',
    'vanish',
    'prepay',
    'forge',
    'topUp',
    'settle',
    'redeem',
    'restart',
  ),
  amount: fc.nat({ max: 30 }),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never
type Party = { readonly buyer: ScriptedBuyer; readonly lease: ScriptedLease; topUps: bigint }

test('for random actions of three buyers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), check),
    { numRuns: 15 },
  )
})

async function check(waves: readonly (readonly Action[])[]): Promise<void> {
  await using fixture = await createFixture({
    creditTokens: Number(increment),
    latency: { tokens: 12, text: 'word '.repeat(12) },
    node: { limits: { voucherWaitMsMax: 10 } },
  })
  const parties: Party[] = []
  for (let i = 0; i < 3; i++) {
    const buyer = fixture.buyer(deposit)
    parties.push({ buyer, lease: await buyer.lease(100_000n), topUps: 0n })
  }
  for (const wave of waves) {
    await Promise.all(wave.map((next) => act(fixture, parties, next)))
    await idle(fixture)
    if (wave.some((next) => next.do === 'restart')) await fixture.restart()
    checkBooks(fixture, parties)
  }
  await fixture.node.redeemNow({ signal: AbortSignal.timeout(10_000) })
  checkBooks(fixture, parties)
  const { earned } = fixture.node.status()
  expect(earned.redeemed).toBe(earned.paid)
  expect(fixture.chain.paidOut.total).toBe(earned.paid)
}

async function act(fixture: Fixture, parties: readonly Party[], next: Action): Promise<void> {
  const party = parties[next.buyer]
  if (party === undefined) return
  const { buyer, lease } = party
  if (next.do === 'run') await buyer.run(lease, chatRequest())
  else if (next.do === 'stingy') await buyer.run(lease, chatRequest(), { pays: false })
  else if (next.do === 'cancel' || next.do === 'vanish') {
    const wire = buyer.openRun(lease, chatRequest())
    for (let i = 0; i < next.amount % 6; i++) await wire.next()
    if (next.do === 'vanish') wire.stream.reset()
    else wire.send({ type: 'cancel' })
  } else if (next.do === 'prepay') await buyer.pay(buyer.count.signed + BigInt(next.amount)).catch(() => undefined)
  else if (next.do === 'settle') await settle(fixture, party)
  else if (next.do === 'forge') {
    const wire = buyer.open({ type: 'pay' })
    wire.send(buyer.voucherFrame(buyer.count.signed + 5n, { signer: fixture.nodeSigner }))
    expect(await wire.next()).toMatchObject({ type: 'error' })
  } else if (next.do === 'topUp') {
    fixture.chain.topUp(buyer.payer, BigInt(next.amount))
    party.topUps += BigInt(next.amount)
  } else if (next.do === 'redeem') await fixture.node.redeemNow({ signal: AbortSignal.timeout(10_000) })
}

/** Pays all that the node says is owed. */
async function settle(fixture: Fixture, { buyer }: Party): Promise<void> {
  const owed = fixture.node.status().channels.find(({ payer }) => payer === buyer.payer)?.owed ?? 0n
  await buyer.pay(owed > buyer.count.signed ? owed : buyer.count.signed).catch(() => undefined)
}

function checkBooks(fixture: Fixture, parties: readonly Party[]): void {
  for (const { buyer, topUps } of parties) {
    const channel = fixture.node.status().channels.find(({ payer }) => payer === buyer.payer)
    if (channel === undefined) throw new Error('a channel is missing')
    const { owed, paid, redeemed } = channel
    expect(paid).toBeLessThanOrEqual(buyer.count.signed)
    expect(paid).toBeGreaterThanOrEqual(buyer.count.acknowledged)
    expect(paid).toBeLessThanOrEqual(deposit + topUps)
    expect(owed).toBeLessThanOrEqual(deposit + topUps)
    expect(redeemed).toBeLessThanOrEqual(paid)
    expect(redeemed).toBe(fixture.chain.channelOf(buyer.payer).redeemed)
    // At most four runs of a wave are under way on a channel at a time.
    expect(owed - paid).toBeLessThanOrEqual(4n * increment)
  }
}

async function idle(fixture: Fixture): Promise<void> {
  while (fixture.node.status().runs > 0) await new Promise((resolve) => setTimeout(resolve, 1))
}
