/**
 * Verification from end to end, on a real chain: providers and auditors are processes, models and sandboxes are real, and what comes of
 * it is money. Cheats lose it, their buyers get it back, and the honest keep it, to the base unit.
 */
import { courtTermsDefault } from '@millrace/chain'
import { wasmEngineContent } from '@millrace/sandbox'
import { type Ask, batchWork } from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTestModel } from '../packages/runtime/test/test-models.ts'
import { awaitRoot, awaitSentence, awaitWoundUp, openCase, takeRefund } from './verification/carry-case.ts'
import {
  type Auditor,
  createVerificationStage,
  type Provider,
  providerStake,
  textOf,
  type VerificationStage,
} from './verification/verification-stage.ts'

const seed = 20_261_121
const modelName = 'stories15m-f16'
const f16 = await findTestModel(modelName)
const q8 = await findTestModel('stories15m-q8_0')
const options = { signal: new AbortController().signal }
const maxTokens = 32
/** Answers bought from the cheat before the test gives up: each shows it with a chance of about a half, or more. */
const answersMax = 16

/** What a conviction takes where little was sold, base units of MILL. */
const floor = (providerStake * BigInt(courtTermsDefault.slashFloorBps)) / 10_000n

let stage: VerificationStage
let reporter: Auditor
let panel: readonly Auditor[]

/** Milliseconds of one test where others use the machine, too. */
const testMsMax = 240_000

describe.skipIf(f16 === undefined || q8 === undefined)('verification', { timeout: testMsMax }, () => {
  beforeAll(async () => {
    process.stdout.write(`verification, seed ${seed}\n`)
    stage = await createVerificationStage(seed, { name: modelName, path: f16?.path ?? '' })
    reporter = await stage.startReporter()
    panel = await stage.startPanelists(3)
  }, testMsMax)
  afterAll(() => stage?.[Symbol.asyncDispose]())

  test('a node that serves q8_0 as f16 is convicted and its buyer refunded; under ten times the audits an honest one is not', async () => {
    const { chain, payer } = stage
    const cheat = await stage.startProvider({ kind: 'answers', claims: modelName, serves: q8?.path ?? '' })
    await chain.beginEpoch()
    const bundles = []
    let cheated: Awaited<ReturnType<typeof audited>> | undefined
    while (cheated === undefined && bundles.length < answersMax) {
      const found = await audited(cheat, bundles.length)
      bundles.push(found.bundle)
      if (found.outcome === 'cheated') cheated = found
      else expect(found.outcome).toBe('honest')
    }
    if (cheated === undefined) throw new Error(`${answersMax} answers did not show it`)
    expect(cheated.bundle).toMatchObject({ receipt: { exactness: 2 }, order: { policy: 1 } })
    process.stdout.write(`answer ${bundles.length} shows q8_0 for f16: ${cheated.reason}\n`)

    await awaitRoot(chain, bundles)
    const before = await moneyOf(cheat)
    const caseId = await openCase(reporter, cheated.bundle)
    expect(await awaitSentence(chain, caseId)).toBe('convicted')
    const refund = await takeRefund(chain, caseId, { buyer: payer, bundles })
    await awaitWoundUp(reporter, caseId)
    const after = await moneyOf(cheat)
    // A test dollar has 6 digits, is worth one MILL, and a buyer gets back all that it paid.
    expect(refund).toBe(bundles.reduce((sum, { receipt }) => sum + receipt.amount, 0n) * 10n ** 12n)
    expect(refund).toBeGreaterThan(0n)
    const { panelFee } = await payer.court.fees(options)
    const slashed = floor + 3n * panelFee
    expect({
      stake: after.stake - before.stake,
      payer: after.payer - before.payer,
      panel: after.panel - before.panel,
    }).toEqual({ stake: -slashed, payer: refund, panel: 3n * panelFee })
    const reward = (slashed * BigInt(courtTermsDefault.rewardBps)) / 10_000n
    expect(after.reporter - before.reporter).toBe(reward)
    const kept = refund + 3n * panelFee + reward
    expect(before.supply - after.supply).toBe(slashed - kept)
    expect([before.held, after.held]).toEqual([before.supply, after.supply])
    // What it was paid stays its own: what it loses for it is stake.
    await cheat.call('redeem', undefined)
    const earned = await payer.escrowBalance(chain.token, cheat.operator.operator, options)
    expect(earned * 10n ** 12n).toBe(refund)
    expect(await chain.heldIn(chain.token)).toBe(stage.deposit)

    const honest = await stage.startProvider({
      ...{ kind: 'answers', claims: modelName, serves: f16?.path ?? '', drafts: q8?.path ?? '' },
    })
    await chain.beginEpoch()
    const audits = []
    while (audits.length < 10 * bundles.length) audits.push(await audited(honest, audits.length))
    const wrong = audits.filter(({ outcome, mismatches }) => outcome !== 'honest' || mismatches > 0)
    expect(wrong).toEqual([])
    const tokens = audits.reduce((sum, { checked }) => sum + checked, 0)
    process.stdout.write(`${audits.length} honest answers: ${tokens} tokens, none differs\n`)
    const [{ bundle }] = audits as [(typeof audits)[number]]
    await expect(reporter.call('accuse', textOf(bundle))).rejects.toMatchObject({ code: 'CASE_UNFOUNDED' })
    expect((await moneyOf(honest)).stake).toBe(providerStake)
    expect(await payer.court.isStakeLocked(honest.operator.operator, options)).toBe(false)
  })

  test('a program that was not run as it says is caught by one honest replica, and convicted by its panel', async () => {
    const { chain, payer, buyer } = stage
    const cheat = await stage.startProvider({ kind: 'programs', alters: true })
    const honest = await stage.startProvider({ kind: 'programs', alters: false })
    await chain.beginEpoch()
    stage.judgeWith(async (bundle, { taken }) => {
      const heard = new Set(taken.map(({ operator }) => operator))
      const auditor = [reporter, ...panel].find(({ chain: { account } }) => !heard.has(account))
      if (auditor === undefined) throw new Error('nobody is left to ask')
      const { outcome } = await auditor.call('judge', textOf(bundle))
      const node = auditor.chain.account
      const isRight = outcome === 'unable' ? null : outcome === 'honest'
      return { judge: { node, operator: node, checksSurvived: 1_000 }, isRight }
    })
    await stage.untilOffered(cheat, honest)
    const ask = { ...echo('what is to be said'), policy: { name: 'replicas', agree: 2, of: 2 } } as const
    const result = await buyer.replicate(ask, { signal: AbortSignal.timeout(60_000) })
    expect(result).toMatchObject({
      outcome: 'accepted',
      response: { outputs: [{ status: 'exited', output: Buffer.from('what is to be said').toString('base64') }] },
      accused: [cheat.operator.node],
    })
    const bundle = result.runs.find(({ node }) => node === cheat.operator.node)?.bundle
    if (bundle === undefined) throw new Error('who is accused has shown what it computed')

    await awaitRoot(chain, [bundle])
    const before = await moneyOf(cheat)
    const caseId = await openCase(reporter, bundle)
    expect(await awaitSentence(chain, caseId)).toBe('convicted')
    const refund = await takeRefund(chain, caseId, { buyer: payer, bundles: [bundle] })
    expect(refund).toBe(bundle.receipt.amount * 10n ** 12n)
    await awaitWoundUp(reporter, caseId)
    const after = await moneyOf(cheat)
    expect(after.payer - before.payer).toBe(refund)
    expect(after.stake).toBeLessThan(before.stake)
    expect([before.held, after.held]).toEqual([before.supply, after.supply])
    expect((await moneyOf(honest)).stake).toBe(providerStake)
  })

  test('two receipts for one run convict in one transaction', async () => {
    const { payer } = stage
    const node = await stage.startProvider({ kind: 'programs', alters: false })
    const { receipt: first, receiptSignature: firstSignature } = await stage.buy(echo('one'), node)
    const second = { ...first, amount: first.amount - 1n }
    const secondSignature = await node.call('signReceipt', second)
    const before = await moneyOf(node)
    const evidence = { first, firstSignature, second, secondSignature }
    const { caseId, slashed } = await payer.court.prosecuteEquivocation(evidence, options)
    expect(await payer.court.caseOf(caseId, options)).toMatchObject({
      state: 'convicted',
      node: node.operator.node,
      reporter: payer.account,
    })
    expect(slashed).toBe(floor)
    const after = await moneyOf(node)
    expect(after.stake).toBe(before.stake - slashed)
    expect(after.held).toBe(after.supply)
    await expect(payer.court.prosecuteEquivocation(evidence, options)).rejects.toThrow()
  })

  test('a stake that has matured cannot be withdrawn while a case is open, and is slashed', async () => {
    const { chain, payer } = stage
    const cheat = await stage.startProvider({ kind: 'programs', alters: true })
    const { writer, operator } = cheat.operator
    const { maturesAt } = await writer.requestUnstake(providerStake, options)
    await chain.beginEpoch()
    const bundle = await stage.buy(echo('hit and run'), cheat)
    await awaitRoot(chain, [bundle])
    await chain.moveTo(maturesAt - 600n)
    const caseId = await openCase(reporter, bundle)
    await chain.moveTo(maturesAt + 1n)
    await expect(writer.withdrawStake(options)).rejects.toMatchObject({ contractError: 'StakeLocked' })

    expect(await awaitSentence(chain, caseId)).toBe('convicted')
    await expect(writer.withdrawStake(options)).rejects.toMatchObject({ contractError: 'StakeLocked' })
    const refund = await takeRefund(chain, caseId, { buyer: payer, bundles: [bundle] })
    expect(refund).toBe(bundle.receipt.amount * 10n ** 12n)
    const { panelFee } = await payer.court.fees(options)
    const left = providerStake - floor - 3n * panelFee
    expect(await payer.stakeOf(operator, options)).toMatchObject({ bonded: 0n, unbonding: left })
    expect(await writer.withdrawStake(options)).toMatchObject({ amount: left })
    expect(await chain.heldIn(chain.deployment.millToken)).toBe(await chain.millSupply())
  })
})

/** Writes out what it reads. Assembled from text by wabt 1.0.39. */
const program =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='

function echo(text: string) {
  const inputs = [Buffer.from(text)]
  const work = batchWork({ program: Buffer.from(program, 'base64'), inputs, gasMax: 1_000_000n, memoryPagesMax: 16 })
  return { ...work, model: wasmEngineContent().name }
}

const story = {
  ...{ model: modelName, kind: 'completion', prompt: '', maxTokens, temperature: 1 },
  ...{ exactness: 'replayable', policy: { name: 'sampled', ratePpm: 20_000 } },
} as const satisfies Ask

/** Buys an answer, and has it judged in the auditor's process. */
async function audited(provider: Provider, number: number) {
  const prompt = `Once upon a time there were ${number + 2} little foxes. One of them`
  const bundle = await stage.buy({ ...story, prompt }, provider)
  return { bundle, ...(await reporter.call('judge', textOf(bundle))) }
}

/** Base units of MILL: what each has, and what there is. What the courthouse owes the panel's operators counts as theirs. */
async function moneyOf(provider: Provider) {
  const { chain, payer } = stage
  const { millToken } = chain.deployment
  const { bonded, unbonding } = await payer.stakeOf(provider.operator.operator, options)
  const owed = await Promise.all(
    panel.map(({ operator }) => payer.court.owedTo(operator?.operator ?? payer.account, options)),
  )
  return {
    stake: bonded + unbonding,
    payer: await payer.tokenBalance(millToken, payer.account, options),
    reporter: await payer.tokenBalance(millToken, reporter.chain.account, options),
    panel: owed.reduce((sum, amount) => sum + amount, 0n),
    supply: await chain.millSupply(),
    held: await chain.heldIn(millToken),
  }
}
