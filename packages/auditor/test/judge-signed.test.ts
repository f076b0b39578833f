/** What bundles prove by themselves: contradictions of the node convict, damage by others does not, and nothing handed in breaks the judge. */
import { createSigner, recoverSigner } from '@millrace/chain'
import {
  type BatchRequest,
  checkReceiptBundle,
  modelRoot,
  type Receipt,
  type ReceiptBundle,
  receiptBundleToJson,
  zeroHash,
} from '@millrace/protocol'
import {
  createWasmSandbox,
  HostFaultError,
  type WasmJob,
  type WasmJobResult,
  wasmEngineContent,
} from '@millrace/sandbox'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { auditorContent, createAuditRuntime, type JudgeComponents, judgeBundle, judgeBundleText } from '../src/index.ts'
import { bindingChecks, kindCheck } from '../src/judge/signed-faults.ts'
import { type Answer, createTestProvider, keyOf, type ServeOptions, testDomain } from './support/test-provider.ts'

/** Writes out what it reads (at most 64 bytes), then runs for ever if that began with `!`. Assembled from text by wabt 1.0.39. */
const echo =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='
const engine = wasmEngineContent()
const engineRoot = modelRoot(engine)
const signal = new AbortController().signal
const real = createWasmSandbox()
const results = new Map<string, Promise<WasmJobResult>>()
/** The real sandbox, each job computed once. */
const sandbox = {
  run(job: WasmJob): Promise<WasmJobResult> {
    const key = JSON.stringify(job.inputs)
    const result = results.get(key) ?? real.run(job, { signal })
    results.set(key, result)
    return result
  },
}
afterAll(() => real.close())
const judge: JudgeComponents = {
  ...{ calibrations: [], recover: recoverSigner, domain: testDomain },
  sandbox: { engineRoot, run: sandbox.run },
}
const provider = createTestProvider({ key: keyOf(21), sandbox, contents: [engine] })
const request: BatchRequest = {
  ...{ kind: 'batch', model: engineRoot, nonce: `0x${'0f'.repeat(16)}`, program: echo },
  inputs: ['one', '!two', 'three'].map((text) => Buffer.from(text).toString('base64')),
  ...{ gasMax: '3000000', memoryPagesMax: 16, entropy: zeroHash },
}
const serve = (options: Partial<ServeOptions> = {}) => provider.serve(request, { exactness: 'exact', ...options })
const verdict = (bundle: ReceiptBundle, components = judge) => judgeBundle(components, bundle, { signal })
const honest = await serve()

describe('batches', () => {
  test('an honest one is honest', async () => {
    expect(await verdict(honest)).toMatchObject({ outcome: 'honest', checked: 3, mismatches: 0 })
  })

  test.each<[string, (outputs: Outputs) => Outputs]>([
    ['an output of its own', ([first, ...rest]) => [{ ...first, output: 'AAAA' } as Output, ...rest]],
    ['less gas than it took', ([first, ...rest]) => [{ ...first, gas: '1' } as Output, ...rest]],
    ['another exit', ([first, ...rest]) => [{ ...first, status: 'trapped' } as Output, ...rest]],
    ['an output too few', (outputs) => outputs.slice(1)],
    ['an output too many', (outputs) => [...outputs, outputs[0] as Output]],
  ])('%s is found', async (_name, change) => {
    const found = await verdict(await serve({ cheat: (answer) => withOutputs(answer, change) }))
    expect(found).toMatchObject({ outcome: 'cheated', checked: 3 })
    expect(found.firstMismatch).toBeGreaterThanOrEqual(0)
  })

  test('what this machine fails at, and another engine, is unable', async () => {
    const lying = await serve({ cheat: (answer) => withOutputs(answer, (outputs) => outputs.slice(1)) })
    const { sandbox: _sandbox, ...none } = judge
    expect(await verdict(lying, none)).toMatchObject({ outcome: 'unable', unable: 'model-missing' })
    const other = { ...judge, sandbox: { engineRoot: zeroHash, run: sandbox.run } }
    expect(await verdict(lying, other)).toMatchObject({ outcome: 'unable', unable: 'other-build' })
    const run = async () => {
      throw new HostFaultError('memory', 'it has none left')
    }
    const failing = { ...judge, sandbox: { engineRoot, run } }
    expect(await verdict(lying, failing)).toMatchObject({ outcome: 'unable', unable: 'machine', checked: 0 })
    await using audits = createAuditRuntime(failing)
    const root = modelRoot(auditorContent())
    const ask = { kind: 'audit' as const, model: root, nonce: request.nonce, bundle: textOf(lying) }
    await expect(audits.perform?.(root, ask, { signal })).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT' })
  })
})

type Outputs = Extract<ReceiptBundle['response'], { kind: 'outputs' }>['outputs']
type Output = Outputs[number]

describe('what the node signed', () => {
  const contradictions: readonly (readonly [string, Partial<Receipt>])[] = [
    ['another model', { modelRoot: zeroHash }],
    ['other work', { workload: 3 }],
    ['another token', { token: `0x${'71'.repeat(20)}` as Receipt['token'] }],
    ['another exactness', { exactness: 0 }],
    ['other parties', { payer: createSigner(keyOf(77)).address }],
    ['other parties', { operator: createSigner(keyOf(77)).address }],
    ['the beacon is not', { beacon: zeroHash }],
    ['the beacon is not', { sequence: 100_000n }],
    ['charges more than price', { amount: honest.receipt.amount + 1n }],
  ]
  test.each(contradictions)('a receipt with %s than its quote convicts', async (words, receipt) => {
    const found = await verdict(await serve({ lie: { receipt } }))
    expect(found).toMatchObject({ outcome: 'cheated', checked: 0 })
    expect(found.reason).toContain(words)
  })

  test('more units than anyone can count convict, and a charge above the order does', async () => {
    const counted = await serve({
      cheat: ({ units, ...answer }) => ({ ...answer, units: { ...units, inputUnits: 2n } }),
    })
    expect((await verdict(counted)).reason).toContain('counts more units')
    const dear = await serve({ lie: { order: { amountMax: 1n } } })
    expect((await verdict(dear)).reason).toContain('charges more than the order')
    const wrongKind = await serve({ cheat: (answer) => ({ ...answer, response: { kind: 'text', text: '' } }) })
    expect((await verdict(wrongKind)).reason).toContain('another kind')
  })

  test('to charge less is no cheat, and neither is a clock that was put back', async () => {
    const cheap = await verdict(await serve({ lie: { receipt: { amount: 0n } } }))
    expect(cheap).toMatchObject({ outcome: 'unable', unable: 'broken' })
    const early = await verdict(await serve({ lie: { receipt: { startedAt: honest.receipt.finishedAt + 5n } } }))
    expect(early).toMatchObject({ outcome: 'unable', unable: 'broken' })
  })

  test('a lease of another node beside a receipt proves nothing against either', async () => {
    const other = await createTestProvider({ key: keyOf(22), sandbox, contents: [engine] }).serve(request, {
      exactness: 'exact',
    })
    const { quote, quoteSignature, order, orderSignature } = other
    const mixed = { ...honest, quote, quoteSignature, order, orderSignature }
    expect(await verdict(mixed)).toMatchObject({ outcome: 'unable', unable: 'broken' })
    const forOther = await serve({ lie: { receipt: { node: other.receipt.node } } })
    expect(await verdict(forOther)).toMatchObject({ outcome: 'unable', unable: 'broken' })
  })

  test('a part exchanged for one that would contradict the receipt proves nothing', async () => {
    const { quote, quoteSignature, order, orderSignature } = await serve({ lie: { quote: { inputPrice: 1n } } })
    const exchanged: ReceiptBundle[] = [
      { ...honest, request: { ...request, program: 'AA==', inputs: ['AA=='] } },
      { ...honest, response: { kind: 'outputs', outputs: [] } },
      { ...honest, response: { kind: 'text', text: '' } },
      { ...honest, request: { kind: 'embed', model: engineRoot, nonce: request.nonce, inputs: ['a'] } },
      { ...honest, quote, quoteSignature },
      { ...honest, order, orderSignature },
      { ...honest, quote, quoteSignature, order, orderSignature },
    ]
    for (const bundle of exchanged) expect(await verdict(bundle)).toMatchObject({ unable: 'broken' })
  })

  test('every binding is a check of the protocol', () => {
    const names = checkReceiptBundle(honest, recoverSigner).map(({ name }) => name)
    for (const name of [...bindingChecks, kindCheck]) expect(names).toContain(name)
    expect(names).toHaveLength(25)
  })

  test('whatever one leaf of an honest bundle is changed to by somebody else, it is never a conviction', async () => {
    const json = JSON.parse(textOf(honest))
    const paths = leavesOf(json)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.oneof(fc.string(), fc.integer(), fc.constant('0')),
        async (path, value) => {
          const text = JSON.stringify(changed(json, path, value))
          const { outcome } = await judgeBundleText(judge, text, { signal })
          expect(outcome).not.toBe('cheated')
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('what is handed in', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', 'x'.repeat(1_000_000)],
    ['brackets', '['.repeat(2_000_000)],
    ['nesting', `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`],
    ['too much', ' '.repeat(5_600_001)],
    ['another object', '{"version":1}'],
    ['half a surrogate', JSON.stringify({ ...receiptBundleToJson(honest), model: '\ud800' })],
    ['a field too many', JSON.stringify({ ...receiptBundleToJson(honest), more: 1 })],
  ])('%s is unable', async (_name, text) => {
    const found = await judgeBundleText(judge, text, { signal })
    expect(found).toMatchObject({ outcome: 'unable', unable: 'malformed', receiptHash: undefined })
    expect(found.reason.length).toBeLessThan(200)
  })

  test('a bundle of another chain or Escrow is unable', async () => {
    for (const domain of [
      { ...testDomain, chainId: 1 },
      { ...testDomain, verifyingContract: provider.node },
    ]) {
      const elsewhere = createTestProvider({ key: keyOf(21), sandbox, contents: [engine], domain })
      const bundle = await elsewhere.serve(request, { exactness: 'exact', lie: { receipt: { amount: 10n ** 9n } } })
      const found = await judgeBundleText(judge, textOf(bundle), { signal })
      expect(found).toMatchObject({ outcome: 'unable', unable: 'other-chain' })
      expect(await verdict(bundle)).toMatchObject({ outcome: 'unable', unable: 'other-chain' })
    }
  })

  test('an audit of an audit is unable', async () => {
    const content = auditorContent()
    const audits = createTestProvider({ key: keyOf(21), sandbox, contents: [content, engine] })
    const nested = { kind: 'audit' as const, model: modelRoot(content), nonce: request.nonce, bundle: textOf(honest) }
    await expect(audits.serve(nested, { exactness: 'opaque' })).rejects.toThrow('audits nothing')
  })

  test('more audits at once than may wait are refused', async () => {
    const never = Promise.withResolvers<never>()
    const stuck = { ...judge, sandbox: { engineRoot, run: () => never.promise } }
    const audits = createAuditRuntime(stuck, { slots: 1, queuedMax: 1 })
    const root = modelRoot(auditorContent())
    const ask = { kind: 'audit' as const, model: root, nonce: request.nonce, bundle: textOf(honest) }
    const abort = new AbortController()
    const first = audits.perform?.(root, ask, { signal: abort.signal })
    const second = audits.perform?.(root, ask, { signal: abort.signal })
    expect(audits.load()).toEqual({ slots: 1, running: 1, queued: 1, queuedMax: 1 })
    await expect(audits.perform?.(root, ask, { signal })).rejects.toMatchObject({ code: 'RUNTIME_BUSY' })
    never.reject(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    await expect(second).rejects.toThrow('gone')
    await audits.close()
  })
})

function withOutputs(answer: Answer, change: (outputs: Outputs) => Outputs): Answer {
  if (answer.response.kind !== 'outputs') throw new TypeError('Outputs were asked for')
  const outputs = change(answer.response.outputs)
  const outputUnits = outputs.reduce((sum, { gas }) => sum + (BigInt(gas) + 999_999n) / 1_000_000n, 0n)
  return { ...answer, response: { kind: 'outputs', outputs }, units: { ...answer.units, outputUnits } }
}

function textOf(bundle: ReceiptBundle): string {
  return JSON.stringify(receiptBundleToJson(bundle))
}

type Path = readonly (string | number)[]

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

function changed(json: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(json)
  let at = copy as Record<string, unknown>
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[path.at(-1) as string] = value
  return copy
}
