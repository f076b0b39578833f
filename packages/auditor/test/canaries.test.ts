/** Canaries against providers of which one cheats, on a clock that the test moves: it is found, the honest and the absent are not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createSigner, recoverSigner } from '@millrace/chain'
import {
  type Address,
  type BatchOutput,
  bytesToHex,
  type Hash,
  MillraceError,
  modelRoot,
  parseRequest,
  type ReceiptBundle,
  zeroHash,
} from '@millrace/protocol'
import { createProgram, HostFaultError, type WasmJob, type WasmJobResult, wasmEngineContent } from '@millrace/sandbox'
import type { Ask } from '@millrace/sdk'
import { createCanarySource, trafficProfile } from '@millrace/verification'
import { afterAll, expect, test } from 'vitest'
import { openAuditorStore } from '../src/auditor-store.ts'
import { buyCanary } from '../src/canaries/buy-canary.ts'
import type { CanaryContext, CanaryPayer } from '../src/canaries/canary-context.ts'
import { canaryLimits } from '../src/canaries/canary-limits.ts'
import { createCanaryLoop } from '../src/canaries/canary-loop.ts'
import { createCanaryStore } from '../src/canaries/canary-store.ts'
import type { JudgeComponents } from '../src/index.ts'
import { createTestProvider, keyOf, type TestProvider, testDomain } from './support/test-provider.ts'

/** Writes out what it reads, at most 64 bytes. Assembled from text by wabt 1.0.39. */
const echo =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='
const engine = wasmEngineContent()
const engineRoot = modelRoot(engine)
const hourMs = 3_600_000
const options = { signal: new AbortController().signal }
const folder = mkdtempSync(join(tmpdir(), 'millrace-canaries-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The sandbox's own rules, in this process. */
async function run({ program, inputs, gasMax, memoryPagesMax, entropy }: WasmJob): Promise<WasmJobResult> {
  const made = await createProgram(Buffer.from(program, 'base64'), { memoryPagesMax })
  const outputs: BatchOutput[] = []
  for (const input of inputs) {
    const stdin = Buffer.from(input, 'base64')
    const each = {
      stdin,
      args: [],
      gasMax: BigInt(gasMax),
      entropy: Buffer.from(entropy.slice(2), 'hex'),
      outputBytesMax: 1_000,
    }
    const { status, exitCode, gas, output } = await made.run(each)
    outputs.push({ status, exitCode, gas: String(gas), output: Buffer.from(output).toString('base64') })
  }
  return { outputs, moduleHash: made.hash, memoryBound: 'rlimit-data' }
}

type Behaviour = 'honest' | 'cheating' | 'down' | 'overcharging'

function createStage(name: string, behaviours: readonly Behaviour[], more: Partial<CanaryContext> = {}) {
  const path = join(folder, `${name}.db`)
  const clock = { now: 1_700_000_000_000 }
  const events: { readonly event: string; readonly [field: string]: unknown }[] = []
  const reports: ReceiptBundle[] = []
  const sold = new Map<Address, { readonly payer: string; readonly ask: Ask }[]>()
  const judging = { isDown: false }
  const judge: JudgeComponents = {
    ...{ calibrations: [], recover: recoverSigner, domain: testDomain },
    sandbox: {
      engineRoot,
      run: async (job: WasmJob) => {
        if (judging.isDown) throw new HostFaultError('memory', 'it has none left')
        return run(job)
      },
    },
  }
  const providers = behaviours.map((behaviour, index) => {
    const provider = createTestProvider({ key: keyOf(300 + index), sandbox: { run }, contents: [engine] })
    sold.set(provider.node, [])
    return { behaviour, provider }
  })
  const serve = async ({ behaviour, provider }: { behaviour: Behaviour; provider: TestProvider }, ask: Ask) => {
    const { provider: _node, amountMax: _amountMax, model, exactness: _exactness, ...work } = ask
    const request = parseRequest({ ...work, model, nonce: `0x${'0f'.repeat(16)}` })
    if (behaviour === 'down') {
      throw new MillraceError({ code: 'PROVIDER_UNREACHABLE', message: 'Gone.', hint: 'Wait.', retryable: true })
    }
    return provider.serve(request, {
      exactness: 'exact',
      cheat: ({ response, ...answer }) => {
        if (behaviour !== 'cheating' || response.kind !== 'outputs') return { ...answer, response }
        const [first, ...rest] = response.outputs
        return {
          ...answer,
          response: {
            kind: 'outputs',
            outputs: first === undefined ? [] : [{ ...first, output: 'd3Jvbmc=' }, ...rest],
          },
        }
      },
    })
  }
  const payerOf = (payer: string, kept: ReturnType<typeof createCanaryStore>): CanaryPayer => {
    const state = kept.sourceState(payer)
    return {
      name: payer,
      requestsPerSession: 1,
      source: createCanarySource({}, { seed: seedOf(payer), profile, corpus, ...(state && { state }) }),
      buyer: {
        async run(ask) {
          const found = providers.find(({ provider }) => provider.node === ask.provider)
          if (found === undefined) throw new TypeError('Canaries go to one provider')
          sold.get(found.provider.node)?.push({ payer, ask })
          const bundle = await serve(found, ask)
          const result = Promise.resolve({ bundle, amount: bundle.receipt.amount })
          return { chunks: Readable.from([]), result } as unknown as Awaited<ReturnType<CanaryPayer['buyer']['run']>>
        },
      },
    }
  }
  const open = () => {
    const file = openAuditorStore(path)
    const store = createCanaryStore(file)
    let counter = 0
    const loop = createCanaryLoop({
      payers: ['one', 'two', 'three'].map((payer) => payerOf(payer, store)),
      providers: async () =>
        providers.map(({ provider: { node } }) => ({
          ...{ node, models: { batch: engineRoot }, needs: {}, runsPerDay: 10_000, neededPpm: 10_000 },
        })),
      judge,
      store,
      report: async (bundle) => void reports.push(bundle),
      isAccused: (node) => reports.some(({ receipt }) => receipt.node === node),
      now: () => clock.now,
      sleep: async () => undefined,
      random(bytes) {
        counter += 37
        return new Uint8Array(bytes).fill(counter % 256)
      },
      log: (event) => events.push(event),
      ...more,
      limits: { ...canaryLimits, ...more.limits },
    })
    /** Lets hours pass, five minutes at a time. */
    const pass = async (hours: number) => {
      for (let minute = 0; minute < hours * 60; minute += 5) {
        clock.now += hourMs / 12
        await loop.look(options)
        await loop.settled()
      }
      await loop.look(options)
    }
    return { loop, store, pass, close: () => file.close() }
  }
  const nodes = providers.map(({ provider }) => provider.node)
  return { open, clock, events, reports, sold, judging, nodes, path }
}

const corpus = {
  passages: Array.from(
    { length: 2_000 },
    (_, i) => `The ${i}th mill stands by river number ${i}. It grinds the corn of village ${i}.`,
  ),
  programs: { echo: { program: echo, gasMax: '1000000', memoryPagesMax: 16 } },
}
const profile = trafficProfile(
  Array.from({ length: 100 }, (_, i) => {
    const inputs = [Buffer.from(`corn of village ${i}`).toString('base64')]
    const request = {
      kind: 'batch' as const,
      model: engineRoot,
      nonce: `0x${'00'.repeat(16)}`,
      program: echo,
      inputs,
      gasMax: '1000000',
      memoryPagesMax: 16,
      entropy: zeroHash,
    }
    return [{ request, gapMs: 0, isFollowUp: false, program: 'echo' }]
  }),
)

function textOf(ask: Ask): string {
  return JSON.stringify(ask, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

function seedOf(name: string): Hash {
  return bytesToHex(Buffer.alloc(32, name)) as Hash
}

test('a cheat among honest providers is found and brought to court; who is honest or down keeps its record', async () => {
  const stage = createStage('found', ['honest', 'cheating', 'honest', 'down'])
  const { pass, store, loop, close } = stage.open()
  await pass(12)
  const records = stage.nodes.map((node) => store.record(node))
  for (const honest of [records[0], records[2]]) {
    expect(honest?.cheated).toBe(0)
    expect(honest?.honest).toBeGreaterThan(4)
  }
  expect(records[1]).toMatchObject({ honest: 0, checksSurvived: 0 })
  expect(records[1]?.cheated).toBeGreaterThan(0)
  expect(records[3]).toEqual({ honest: 0, cheated: 0, lapsed: 0, checksSurvived: 0 })
  expect(new Set(stage.reports.map(({ receipt }) => receipt.node))).toEqual(new Set([stage.nodes[1]]))
  expect(loop.status().counts.failed).toBeGreaterThan(0)
  close()
})

test('a payer that a case gave away buys nothing more, and no two canaries are alike', async () => {
  const stage = createStage('burned', ['cheating'], { isAccused: () => false })
  const { pass, store, close } = stage.open()
  await pass(48)
  const sales = stage.sold.get(stage.nodes[0] as Address) ?? []
  const payers = ['one', 'two', 'three']
  expect(payers.filter((payer) => store.isBurned(payer))).toEqual(payers)
  expect(sales.map(({ payer }) => payer).toSorted()).toEqual(['one', 'three', 'two'])
  expect(stage.reports).toHaveLength(3)
  expect(new Set(sales.map(({ ask }) => textOf(ask))).size).toBe(3)
  close()
})

test('what the provider is shown is what any buyer asks: nothing names the auditor', async () => {
  const stage = createStage('shown', ['honest'])
  const { pass, close } = stage.open()
  await pass(6)
  const [sale] = stage.sold.get(stage.nodes[0] as Address) ?? []
  expect(Object.keys(sale?.ask ?? {}).toSorted()).toEqual([
    'amountMax',
    'entropy',
    'gasMax',
    'inputs',
    'kind',
    'memoryPagesMax',
    'model',
    'program',
    'provider',
  ])
  close()
})

test('an outage of the auditor is held against nobody: what was bought is judged later, what was missed is not made up for', async () => {
  const stage = createStage('outage', ['honest', 'cheating'])
  const first = stage.open()
  stage.judging.isDown = true
  await first.pass(3)
  expect(first.loop.status().counts).toMatchObject({ judged: 0 })
  const bought = first.loop.status().counts.bought
  expect(bought).toBeGreaterThan(0)
  expect(stage.nodes.map((node) => first.store.record(node).cheated)).toEqual([0, 0])
  first.close()

  // Two days later.
  stage.clock.now += 48 * hourMs
  stage.judging.isDown = false
  const before = [...stage.sold.values()].flat().length
  const second = stage.open()
  await second.loop.look(options)
  await second.loop.settled()
  expect([...stage.sold.values()].flat().length - before).toBe(0)
  expect(second.loop.status().counts.bought).toBe(0)
  expect(second.store.record(stage.nodes[0] as Address).cheated).toBe(0)
  expect(second.store.record(stage.nodes[1] as Address).cheated).toBeGreaterThan(0)
  second.close()
})

test('an audit that nobody could do in time lapses, and says nothing of the provider', async () => {
  const stage = createStage('lapsed', ['cheating'], { limits: { ...canaryLimits, judgeAttemptsMax: 3 } })
  const { pass, store, close } = stage.open()
  stage.judging.isDown = true
  await pass(12)
  expect(store.record(stage.nodes[0] as Address)).toMatchObject({ honest: 0, cheated: 0 })
  expect(store.record(stage.nodes[0] as Address).lapsed).toBeGreaterThan(0)
  expect(stage.reports).toEqual([])
  close()
})

test('money of a day and canaries of a provider are bounded', async () => {
  const limits = { ...canaryLimits, amountPerDayMax: 25n, amountEachMax: 10n, perProviderPerDayMax: 96 }
  const stage = createStage('money', ['honest'], { limits })
  const { pass, loop, store, close } = stage.open()
  stage.clock.now = 1_700_000_000_000 - (1_700_000_000_000 % (24 * hourMs))
  await pass(20)
  expect(loop.status().spentToday).toBeGreaterThan(10n)
  expect(loop.status().spentToday).toBeLessThanOrEqual(25n)
  expect(stage.events.some(({ event }) => event === 'canary-money-spent')).toBe(true)
  expect(store.counts().judged).toBe((stage.sold.get(stage.nodes[0] as Address) ?? []).length)
  close()
})

test('a kill between sending and the answer loses one canary, and its words are not used again', async () => {
  const stage = createStage('killed', ['honest'])
  const first = stage.open()
  await first.pass(6)
  const sent = (stage.sold.get(stage.nodes[0] as Address) ?? []).map(({ ask }) => textOf(ask))
  first.store.addSent(stage.nodes[0] as Address, 'one', stage.clock.now)
  first.close()
  const second = stage.open()
  expect(second.loop.status().counts).toMatchObject({ sent: 0, lost: 1 })
  await second.pass(12)
  const all = (stage.sold.get(stage.nodes[0] as Address) ?? []).map(({ ask }) => textOf(ask))
  expect(all.length).toBeGreaterThan(sent.length)
  expect(new Set(all).size).toBe(all.length)
  second.close()
})

test('two auditors never share one file', () => {
  const path = join(folder, 'shared.db')
  const first = openAuditorStore(path)
  expect(() => openAuditorStore(path)).toThrow('it is in use')
  first.close()
  openAuditorStore(path).close()
})

test('buying asks for the canary, and reads the answer to its end', async () => {
  const signer = createSigner(keyOf(9))
  const provider = createTestProvider({ key: keyOf(301), sandbox: { run }, contents: [engine] })
  const asks: Ask[] = []
  const request = {
    kind: 'batch' as const,
    model: engineRoot,
    nonce: `0x${'0f'.repeat(16)}`,
    program: echo,
    inputs: ['YQ=='],
    gasMax: '1000000',
    memoryPagesMax: 16,
    entropy: zeroHash,
  }
  const bundle = await provider.serve(request, { exactness: 'exact' })
  const buyer = {
    async run(ask: Ask) {
      asks.push(ask)
      return { chunks: Readable.from([]), result: Promise.resolve({ bundle, amount: 3n }) } as never
    },
  }
  const terms = { node: signer.address, amountMax: 5n, needs: { exactness: 'exact' as const } }
  expect(await buyCanary(buyer, { request }, terms, options)).toEqual({ bundle, amount: 3n })
  const { nonce: _nonce, ...work } = request
  expect(asks).toEqual([{ ...work, provider: signer.address, amountMax: 5n, exactness: 'exact' }])
})
