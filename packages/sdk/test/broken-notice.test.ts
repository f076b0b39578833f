/** Work that its provider takes back: on notice where it is spot work, else a failure, however it is called. */
import { offerTerms, workloads } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { type Ask, createMemoryBuyerStore } from '../src/index.ts'
import { createHarness, soon } from './support/harness.ts'
import { type ScriptedProvider, testModel } from './support/scripted-provider.ts'

const story = ['Once', ' upon', ' a', ' time', '.']
const noticeSeconds = 10
const dealt = (price: bigint) => ({ prices: { inputPrice: price, outputPrice: price }, texts: story })
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

/** Two providers, of which the cheaper takes its work back after two chunks. */
function stage(terms: 'posted' | 'spot') {
  harness = createHarness({ providers: [dealt(1_000_000n), dealt(3_000_000n)] })
  const [first, second] = harness.providers
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  for (const { script } of [first, second]) {
    script.offer = (offer) => ({ ...offer, terms: offerTerms[terms], noticeSeconds })
  }
  first.script.endAfter = { chunks: 2, finish: 'preempted' }
  const store = createMemoryBuyerStore()
  const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'A mill', maxTokens: 64, terms }
  const bad = () => store.nodeRecords().find(({ node }) => node === first.address)?.bad ?? 0
  return { harness, first, second, store, ask, bad, buyer: harness.buyer(store) }
}

/** The provider ends when what it sent was read, so much later. Returns how it is told. */
function endsOnceHeard({ script }: ScriptedProvider, { clock }: { clock: { offset: number } }, waitedMs: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  script.beforeEnd = async () => {
    await promise
    clock.offset += waitedMs
    return false
  }
  return resolve
}

const cases: { name: string; terms: 'posted' | 'spot'; notice: boolean; waitedMs: number; isBad: boolean }[] = [
  { name: 'spot work, after the notice', terms: 'spot', notice: true, waitedMs: noticeSeconds * 1000, isBad: false },
  { name: 'spot work, at once after a notice', terms: 'spot', notice: true, waitedMs: 0, isBad: true },
  { name: 'spot work without a notice', terms: 'spot', notice: false, waitedMs: noticeSeconds * 1000, isBad: true },
  { name: 'posted work without a notice', terms: 'posted', notice: false, waitedMs: 0, isBad: true },
  { name: 'posted work, notice or not', terms: 'posted', notice: true, waitedMs: noticeSeconds * 1000, isBad: true },
]

describe('work that is taken back', () => {
  test.each(cases)('$name: on the record: $isBad', async ({ terms, notice, waitedMs, isBad }) => {
    const { harness: at, first, second, ask, bad, buyer } = stage(terms)
    first.script.afterChunk = ({ send }, index) => {
      if (index === 0 && notice) send({ type: 'notice', reason: 'preempted', endsInMs: noticeSeconds * 1000 })
      return false
    }
    const heard = endsOnceHeard(first, at, waitedMs)
    const run = await buyer.run(ask, { signal: soon() })
    let text = ''
    for await (const chunk of run.chunks) {
      text += chunk.text
      if (text === 'Once upon') heard()
    }
    expect(text).toBe(story.join(''))
    const { parts } = await run.result
    const message = expect.stringContaining(isBad ? 'without the notice' : 'early: preempted.')
    expect(parts).toMatchObject([
      { node: first.address, outputUnits: 2, failure: { code: 'PROVIDER_ENDED_EARLY', message }, bundle: {} },
      { node: second.address, outputUnits: 3 },
    ])
    await buyer.close()
    expect(bad() > 0.5).toBe(isBad)
  })

  test('on the explicit path: without a notice the run fails, with its receipt; with one it ends', async () => {
    for (const notice of [false, true]) {
      const { harness: at, first, ask, bad, buyer } = stage('spot')
      first.script.afterChunk = ({ send }, index) => {
        if (index === 0 && notice) send({ type: 'notice', reason: 'preempted', endsInMs: noticeSeconds * 1000 })
        return false
      }
      const heard = endsOnceHeard(first, at, noticeSeconds * 1000)
      const [endpoint] = at.endpoints
      if (endpoint === undefined) throw new TypeError('There are two.')
      const session = await buyer.connect(endpoint, { signal: soon() })
      const offer = (await session.offers({ signal: soon() })).find(
        ({ offer: { workload } }) => workload === workloads.completion,
      )
      if (offer === undefined) throw new TypeError('It offers completions.')
      const quote = await session.quote(offer, { amountMax: 1_000_000n }, { signal: soon() })
      const lease = await session.openLease(quote, { signal: soon() })
      const run = await lease.run(ask, { signal: soon() })
      let text = ''
      const read = async () => {
        for await (const chunk of run.chunks) {
          text += chunk.text
          if (text === 'Once upon') heard()
        }
      }
      await Promise.allSettled([read()])
      if (notice) expect(await run.result).toMatchObject({ finish: 'preempted', outputUnits: 2 })
      else await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_ENDED_EARLY', isAnnounced: false })
      expect(run.parts).toMatchObject([{ outputUnits: 2, bundle: {} }])
      await buyer.close()
      expect(bad() > 0.5).toBe(!notice)
    }
  })
})
