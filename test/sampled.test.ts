/**
 * The policy `sampled` from end to end, on a real chain with real processes: what a buyer bought is audited after its provider committed to
 * it, the auditor is paid, a cheat is convicted, and without consent nothing leaves the buyer.
 */
import { wasmEngineContent } from '@millrace/sandbox'
import { type Ask, batchWork } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './net/until.ts'
import { awaitSentence } from './verification/carry-case.ts'
import { createSampledStage, type SampledStage, type SellingAuditor } from './verification/sampled-stage.ts'
import type { Provider } from './verification/verification-stage.ts'

const seed = 20_261_122
const options = { signal: new AbortController().signal }
const testMsMax = 240_000
/** Milliseconds that a step may take where others use the machine, too. */
const stepMsMax = 25_000

let stage: SampledStage
let seller: SellingAuditor
let honest: Provider

beforeAll(async () => {
  stage = await createSampledStage(seed)
  const [first, second] = [await stage.enrolled(), await stage.enrolled()]
  seller = await stage.startAuditor(first, { sells: true })
  await stage.startAuditor(second, { sells: false })
  honest = await stage.startProvider(false)
}, testMsMax)
afterAll(() => stage?.[Symbol.asyncDispose]())

test('every run is audited once it is committed, and the auditor is paid', { timeout: testMsMax }, async () => {
  const { chain } = stage
  const account = await stage.fund()
  const open = await stage.openBuyer(account, true)
  await chain.beginEpoch()
  for (const text of ['one', 'two']) await buy(open, echo(text), honest)
  await until('they are kept', async () => open.buyer.audits()?.runs === 2, stepMsMax)
  expect(open.buyer.audits()).toMatchObject({ awaiting: 2, drawn: 0, due: 0, spent: 0n })
  await nextEpoch()
  await until('both are judged', async () => open.buyer.audits()?.honest === 2, stepMsMax)
  const view = open.buyer.audits()
  expect(view).toMatchObject({ drawn: 2, due: 0, awaiting: 0, cheated: 0, lapsed: 0, findings: [] })
  const drawn = open.events.findIndex(({ event }) => event === 'audit-drawn')
  const judged = open.events.findIndex(({ event }) => event === 'audit-answered')
  expect([drawn >= 0, judged > drawn]).toEqual([true, true])
  await open.close()
  await seller.redeem()
  expect(await account.payer.escrowBalance(chain.token, seller.operator.operator, options)).toBe(view?.spent)
  expect(view?.spent).toBeGreaterThan(0n)

  const quiet = await stage.openBuyer(await stage.fund(), false)
  await chain.beginEpoch()
  await buy(quiet, echo('keep this'), honest)
  await nextEpoch()
  await until('its node has posted the root', async () => (await posted(honest)) > 0, stepMsMax)
  expect(quiet.buyer.audits()).toBeUndefined()
  expect(quiet.events.filter(({ event }) => event.startsWith('audit'))).toEqual([])
  expect(quiet.buyer.channels()).toHaveLength(1)
  await quiet.close()
})

test('a buyer that ends between draw and audit goes on where it was', { timeout: testMsMax }, async () => {
  const { chain } = stage
  const account = await stage.fund()
  // With no money for it nothing is handed out.
  const first = await stage.openBuyer(account, true, { burst: -(10n ** 9n) })
  await chain.beginEpoch()
  await buy(first, echo('three'), honest)
  await nextEpoch()
  await until('it is drawn', async () => first.buyer.audits()?.due === 1, stepMsMax)
  await first.close()
  const second = await stage.openBuyer(account, true)
  expect(second.buyer.audits()).toMatchObject({ runs: 1, drawn: 1, due: 1 })
  await until('it is judged', async () => second.buyer.audits()?.honest === 1, stepMsMax)
  await second.close()
})

test('a cheat that a draw finds is struck, accused by the auditor, and convicted', { timeout: testMsMax }, async () => {
  const { chain } = stage
  const cheat = await stage.startProvider(true)
  const open = await stage.openBuyer(await stage.fund(), true)
  await chain.beginEpoch()
  const { receipt } = await buy(open, echo('four'), cheat)
  await nextEpoch()
  await until('it is found', async () => open.buyer.audits()?.cheated === 1, stepMsMax)
  expect(open.buyer.audits()?.findings).toMatchObject([
    { kind: 'cheated', node: cheat.operator.node, auditor: seller.operator.node },
  ])
  const own = () => seller.status().court?.cases.find(({ node }) => node === receipt.node)
  await until('the auditor has accused it', async () => own()?.caseId !== undefined, stepMsMax)
  expect(await awaitSentence(chain, own()?.caseId ?? '0x')).toBe('convicted')
  const { bonded } = await chain.faucet.stakeOf(cheat.operator.operator, options)
  expect(bonded).toBeLessThan(10_000n * 10n ** 18n)
  await stage.untilOffered(open, honest.operator)
  for (let n = 0; n < 3; n++) {
    const run = await open.buyer.run(echo('again'), { signal: AbortSignal.timeout(stepMsMax) })
    expect((await run.result).parts.map(({ node }) => node)).toEqual([honest.operator.node])
  }
})

/** Moves on to where nodes post what they signed, and one block further, which draws. */
async function nextEpoch(): Promise<void> {
  const { chain } = stage
  await chain.beginEpoch()
  const seconds = BigInt(chain.deployment.receiptEpochSeconds)
  const last = (await chain.faucet.blockTimestamp(options)) / seconds - 1n
  const nodes = [honest, ...others]
  const done = async () => {
    const roots = await Promise.all(nodes.map(({ operator }) => chain.faucet.receiptRoot(operator.node, last, options)))
    return roots.some((root) => root !== undefined)
  }
  await until('a root is posted', done, stepMsMax)
  await chain.moveTo(Math.ceil(chain.now() / 1_000) + 2)
}

const others: Provider[] = []

async function posted({ operator }: Provider): Promise<number> {
  const { chain } = stage
  const seconds = BigInt(chain.deployment.receiptEpochSeconds)
  const last = (await chain.faucet.blockTimestamp(options)) / seconds - 1n
  return Number((await chain.faucet.receiptRoot(operator.node, last, options))?.count ?? 0)
}

async function buy(open: Awaited<ReturnType<SampledStage['openBuyer']>>, ask: Ask, from: Provider) {
  others.push(from)
  await stage.untilOffered(open, from.operator)
  const run = await open.buyer.run({ ...ask, provider: from.operator.node }, { signal: AbortSignal.timeout(stepMsMax) })
  const { bundle } = await run.result
  if (bundle === undefined) throw new TypeError('a run that ended has a receipt')
  return bundle
}

/** Writes out what it reads. Assembled from text by wabt 1.0.39. */
const program =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='

function echo(text: string): Ask {
  const inputs = [Buffer.from(text)]
  const work = batchWork({ program: Buffer.from(program, 'base64'), inputs, gasMax: 1_000_000n, memoryPagesMax: 16 })
  return { ...work, model: wasmEngineContent().name, policy: { name: 'sampled', ratePpm: 1_000_000 } }
}
