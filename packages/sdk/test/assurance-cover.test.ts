/** A promise that nobody could keep is refused before money moves: no auditor of the build, no rate of the token, too little stake. */
import { type Address, exactnessClasses, type Hash, type Hex } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { createHarness, operatorOf, soon } from './support/harness.ts'
import { openMarket, type ScriptedProvider, testDetails, testModel } from './support/scripted-provider.ts'

const listed = `0x${'b1'.repeat(32)}` as Hash
const foreign = `0x${'b2'.repeat(32)}` as Hash
const sampled: Ask = {
  ...{ model: testModel.name, kind: 'completion', prompt: 'A mill', maxTokens: 8 },
  ...{ exactness: 'replayable', policy: { name: 'sampled', ratePpm: 20_000 } },
}
const dealt = (price: bigint, build: Hash | undefined) => ({
  prices: { inputPrice: price, outputPrice: price },
  details: { ...testDetails, ...(build === undefined ? {} : { build }) },
})
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

/** Two providers of replayable answers: the cheaper is of a build that nobody lists. */
function stage(cheapBuild: Hash | undefined = foreign) {
  harness = createHarness({ providers: [dealt(1_000_000n, cheapBuild), dealt(3_000_000n, listed)] })
  const [cheap, dear] = harness.providers
  if (cheap === undefined || dear === undefined) throw new TypeError('There are two.')
  sellReplayable(cheap, cheapBuild ?? foreign)
  sellReplayable(dear, listed)
  return { harness, chain: harness.chain, cheap, dear, buyer: harness.buyer() }
}

function sellReplayable({ script }: ScriptedProvider, build: Hash): void {
  script.offer = (offer) => ({ ...offer, ...openMarket, exactness: exactnessClasses.replayable })
  script.receipt = (receipt) => ({ ...receipt, build })
}

/** @param change - of the auditor's place on the roll. */
function enrol(
  { auditors }: ReturnType<typeof createHarness>['chain'],
  number: number,
  change: Partial<(typeof auditors)[number]> = {},
): void {
  const byte = (0x40 + number).toString(16)
  auditors.push({
    key: `0x${byte.repeat(20)}` as Address,
    operator: `0x${byte}${'0'.repeat(38)}` as Address,
    subnet: `0x${byte.repeat(8)}` as Hex,
    ...{ builds: [listed], ...change },
  })
}

describe('sampled answers that are to be replayed', () => {
  test.each([
    ['another build than the roll lists', foreign],
    ['no build at all', undefined],
  ])('are not bought from a provider of %s', async (_name, build) => {
    const { chain, cheap, dear, buyer } = stage(build)
    for (const number of [1, 2, 3]) enrol(chain, number)
    const run = await buyer.run(sampled, { signal: soon() })
    await run.result
    expect(run.provider.node).toBe(dear.address)
    expect(run.why.excluded[0]).toMatchObject({ node: cheap.address, reason: expect.stringContaining('needs 3') })
    expect(cheap.counts.quotes).toBe(0)
  })

  test('are refused where nobody is left, and nothing is asked, opened or paid', async () => {
    const { chain, cheap, dear, buyer } = stage()
    enrol(chain, 1)
    enrol(chain, 2)
    await expect(buyer.run(sampled, { signal: soon() })).rejects.toMatchObject({
      ...{ code: 'AUDITORS_TOO_FEW', retryable: false, hint: expect.stringContaining('trust') },
    })
    expect([cheap.counts.quotes, dear.counts.quotes]).toEqual([0, 0])
    expect(chain.calls).not.toContain('openChannel')
  })

  test.each<[string, Parameters<typeof enrol>[2]]>([
    ["the provider's own", { operator: operatorOf(1) }],
    ['of an operator that another is of', { operator: `0x41${'0'.repeat(38)}` as Address }],
    ['of a subnet that another is of', { subnet: `0x${'41'.repeat(8)}` as Hex }],
    ['of another build', { builds: [foreign] }],
    ["the buyer's own", { operator: `0x${'99'.repeat(20)}` as Address }],
  ])('count no auditor that is %s', async (_name, change) => {
    const { chain, buyer } = stage()
    enrol(chain, 1)
    enrol(chain, 2)
    enrol(chain, 3, change)
    await expect(buyer.run(sampled, { signal: soon() })).rejects.toMatchObject({ code: 'AUDITORS_TOO_FEW' })
  })

  test('are bought with fewer auditors where that is said, and under trust without any', async () => {
    const { chain, cheap, buyer } = stage()
    for (const ask of [
      { ...sampled, auditorsMin: 0 },
      { ...sampled, policy: { name: 'trust' } as const },
    ]) {
      const run = await buyer.run(ask, { signal: soon() })
      await run.result
      expect(run.provider.node).toBe(cheap.address)
    }
    enrol(chain, 1)
    await expect(buyer.run({ ...sampled, auditorsMin: -1 }, { signal: soon() })).rejects.toMatchObject({
      code: 'ASK_INVALID',
    })
  })

  test('must come from the build that the offer named', async () => {
    const { chain, dear, buyer } = stage()
    for (const number of [1, 2, 3]) enrol(chain, number)
    dear.script.receipt = (receipt) => ({ ...receipt, build: foreign })
    const run = await buyer.run(sampled, { signal: soon() })
    await expect(run.result).rejects.toMatchObject({
      code: 'RECEIPT_MISMATCH',
      message: expect.stringContaining('another build than its offer'),
    })
  })
})

describe('a promise of stake', () => {
  test('is not bought in a token that the court knows no rate of', async () => {
    const { chain, cheap, buyer } = stage()
    chain.stake.rate = 0n
    for (const exactness of ['tolerant', 'replayable'] as const) {
      const ask: Ask = { ...sampled, exactness, auditorsMin: 0 }
      await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'TOKEN_UNCOVERED' })
    }
    expect(cheap.counts.quotes).toBe(0)
    await (await buyer.run({ ...sampled, policy: { name: 'trust' } }, { signal: soon() })).result
  })

  test('is asked for orders that the stake covers, and for none beyond', async () => {
    const { chain, cheap, buyer } = stage()
    chain.stake.bonded = 830_000n * 10n ** 12n
    const ask: Ask = { ...sampled, auditorsMin: 0 }
    await (await buyer.run(ask, { signal: soon() })).result
    expect(cheap.quoteFrames[0]?.amountMax).toBe(1_000n)
    const { chain: poor, cheap: unstaked, buyer: other } = stage()
    poor.stake.bonded = 0n
    await expect(other.run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'QUOTE_REFUSED' })
    expect(unstaked.counts.quotes).toBe(0)
  })
})
