/** Batches that several providers run: what is asked of whom, what is accepted, and who cannot cheat unseen. */
import { type BatchOutput, type Hash, zeroAddress, zeroHash } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type Buyer,
  type BuyerComponents,
  batchWork,
  createMemoryBuyerStore,
  type ReplicaJudgement,
  type ReplicasAsk,
  type ReplicatedResult,
} from '../src/index.ts'
import { createHarness, operatorOf, soon } from './support/harness.ts'
import { type ScriptedProvider, testDetails, testModel } from './support/scripted-provider.ts'

const ask: ReplicasAsk = {
  ...batchWork({ program: new Uint8Array(2_000), inputs: [Buffer.from('a'), Buffer.from('b')], gasMax: 2_000_000n }),
  model: testModel.name,
  policy: { name: 'replicas', agree: 2, of: 3 },
}
const honest: BatchOutput[] = ['YQ==', 'Yg=='].map((output) => ({
  ...{ status: 'exited', exitCode: 0, gas: '1500000', output },
}))
const wrong: BatchOutput[] = honest.map((each) => ({ ...each, output: 'AAAA' }))
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function providersOf(count: number, components: Partial<BuyerComponents> = {}) {
  const providers = Array.from({ length: count }, (_each, index) => ({
    sellsBatches: true,
    details: { ...testDetails, addresses: [`/ip4/10.${index}.0.1/tcp/7001/tls`] },
  }))
  harness = createHarness({ providers, components, buyer: { limits: { closeMsMax: 300 } } })
  return { harness, buyer: harness.buyer(), providers: harness.providers }
}

describe('a replicated batch', () => {
  test('is accepted when enough equal results stand for it, and paid to each', async () => {
    const { buyer, providers } = providersOf(4)
    const result = await buyer.replicate(ask, { signal: soon() })
    expect(result).toMatchObject({ outcome: 'accepted', response: { kind: 'outputs', outputs: honest }, accused: [] })
    expect(result.credibility).toBeCloseTo(81 / 82, 9)
    const ran = providers.filter(({ counts }) => counts.runs > 0)
    expect(ran).toHaveLength(2)
    // 2 KiB read and two outputs of two units each, at 100 and 400 a unit.
    expect(result.amount).toBe(2n * (2n * 100n + 4n * 400n))
    for (const { bundle } of result.runs) expect(bundle?.receipt.evidenceRoot).not.toBe(zeroHash)
    expect(new Set(result.runs.map(({ bundle }) => bundle?.receipt.requestHash)).size).toBe(1)
  })

  test('asks others where one computes wrongly, and suspects the one', async () => {
    const { buyer, providers } = providersOf(5)
    const [liar] = providers
    if (liar === undefined) throw new TypeError('There are five.')
    liar.script.outputs = () => wrong
    const result = await replicateWith(buyer, liar, { ...ask, policy: { name: 'replicas', agree: 2, of: 5 } })
    expect(result).toMatchObject({ outcome: 'accepted', response: { outputs: honest }, suspected: [liar.address] })
  })

  test('refuses a seal that its result does not open', async () => {
    const { buyer, providers } = providersOf(3)
    const [liar] = providers
    if (liar === undefined) throw new TypeError('There are three.')
    liar.script.seal = () => zeroHash as Hash
    const result = await replicateWith(buyer, liar, ask)
    expect(result).toMatchObject({ outcome: 'accepted', response: { outputs: honest } })
    expect(result.runs.find(({ node }) => node === liar.address)?.failure).toMatch(/not the one that it sealed/)
  })

  test('does not count one who tells another result than it sealed', async () => {
    const { buyer, providers } = providersOf(3)
    const [liar] = providers
    if (liar === undefined) throw new TypeError('There are three.')
    liar.script.endResponse = { kind: 'outputs', outputs: wrong }
    const result = await replicateWith(buyer, liar, ask)
    expect(result).toMatchObject({ outcome: 'accepted', response: { outputs: honest } })
    expect(result.runs.find(({ node }) => node === liar.address)?.bundle).toBeUndefined()
  })

  test('does not pay for gas that the outputs do not show', async () => {
    const { buyer, providers } = providersOf(3)
    const [liar] = providers
    if (liar === undefined) throw new TypeError('There are three.')
    liar.script.outputs = () => honest.map((each) => ({ ...each, gas: '3000000' }))
    const result = await replicateWith(buyer, liar, ask)
    const view = result.runs.find(({ node }) => node === liar.address)
    expect(view).toMatchObject({ amount: 0n, failure: expect.stringMatching(/output units/) })
  })

  test('is not run by who an auditor found to cheat', async () => {
    const kept = { separator: new Uint8Array(32), deployment: { receiptEpochSeconds: 600 } }
    const auditChain = kept as NonNullable<BuyerComponents['auditChain']>
    const { harness, providers } = providersOf(3, { auditChain })
    const [{ address: node } = { address: zeroAddress }] = providers
    const store = createMemoryBuyerStore()
    const told = {
      kind: 'cheated' as const,
      receiptHash: zeroHash,
      receiptId: zeroHash,
      reason: '',
      foundAt: Date.now(),
    }
    store.audits.commit({ found: [{ finding: { ...told, node, operator: operatorOf(0) }, bundle: '' }] })
    const buyer = harness.buyer(store, { audits: { share: true } })
    for (let tries = 0; tries < 4; tries++) {
      const { outcome, runs } = await buyer.replicate(ask, { signal: soon() })
      expect(outcome).toBe('accepted')
      expect(runs.map((run) => run.node)).not.toContain(node)
    }
    expect(providers.map(({ counts }) => counts.runs)).toEqual([0, 4, 4])
  })

  test('is never run twice by one operator, nor in one subnet', async () => {
    const twins = [1, 1, 1].map(() => ({
      sellsBatches: true,
      details: { ...testDetails, addresses: ['/ip4/10.0.0.1/tcp/1/tls'] },
    }))
    harness = createHarness({ providers: twins })
    const result = await harness.buyer().replicate(ask, { signal: soon() })
    expect(result.outcome).toBe('disputed')
    expect(harness.providers.filter(({ counts }) => counts.runs > 0)).toHaveLength(1)
  })

  test('takes the word of a judge where they differ', async () => {
    const judge: ReplicaJudgement = async ({ response }, { taken }) => {
      const isRight = response.kind === 'outputs' && response.outputs[0]?.output === honest[0]?.output
      const node = `0x${String(taken.length).repeat(40)}` as const
      return { judge: { node, operator: node, subnet: node, checksSurvived: 1_000 }, isRight }
    }
    const { buyer, providers } = providersOf(2, { judge })
    const [liar] = providers
    if (liar === undefined) throw new TypeError('There are two.')
    liar.script.outputs = () => wrong
    const result = await buyer.replicate({ ...ask, policy: { name: 'replicas', agree: 2, of: 2 } }, { signal: soon() })
    expect(result).toMatchObject({ outcome: 'accepted', response: { outputs: honest }, accused: [liar.address] })
  })

  test('stays disputed where no judge tells more', async () => {
    const node = `0x${'9'.repeat(40)}` as const
    let calls = 0
    const judge: ReplicaJudgement = async () => {
      calls++
      return { judge: { node, operator: node, checksSurvived: 0 }, isRight: null }
    }
    const { buyer, providers } = providersOf(2, { judge })
    for (const [index, { script }] of providers.entries()) if (index === 0) script.outputs = () => wrong
    const result = await buyer.replicate({ ...ask, policy: { name: 'replicas', agree: 2, of: 2 } }, { signal: soon() })
    expect(result).toMatchObject({ outcome: 'disputed', accused: [], suspected: [] })
    expect(calls).toBe(2)
  })

  test('leaves nobody running when it is aborted', async () => {
    const { buyer, providers } = providersOf(3)
    const abort = new AbortController()
    for (const { script } of providers) {
      script.beforeAccepted = async ({ cancelled }) => {
        abort.abort()
        await cancelled
        return true
      }
    }
    await expect(buyer.replicate(ask, { signal: abort.signal })).rejects.toThrow()
    await expect.poll(() => providers.reduce((sum, { counts }) => sum + counts.cancels, 0)).toBeGreaterThan(0)
  })
})

/** Who is asked is drawn: asks until the provider was among them. */
async function replicateWith(buyer: Buyer, provider: ScriptedProvider, what: ReplicasAsk): Promise<ReplicatedResult> {
  for (let tries = 0; tries < 32; tries++) {
    const result = await buyer.replicate(what, { signal: soon() })
    if (result.runs.some(({ node }) => node === provider.address)) return result
  }
  throw new TypeError('It was drawn in none of 32 rounds.')
}
