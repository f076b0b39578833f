import { expect, test } from 'vitest'
import { combineRuntimes } from './combine-runtimes.ts'
import { createFixedLatencyRuntime } from './fixed-latency-runtime.ts'
import type { AuditJob, AuditReading, CompletionJob, Hex32, Runtime, WholeRequest } from './runtime.ts'
import { ModelNotServedError, RuntimeClosedError } from './runtime-error.ts'

const { signal } = new AbortController()
const job: CompletionJob = { kind: 'completion', prompt: 'x', maxTokens: 9, temperature: 0, topP: 1, stop: [] }
const rootOf = (digit: string): Hex32 => `0x${digit.repeat(64)}`
const fixed = (digit: string, text: string): Runtime =>
  createFixedLatencyRuntime({
    model: { root: rootOf(digit), name: text, workloads: ['completion'], contextTokensMax: 64 },
    firstTokenMs: 0,
    betweenTokensMs: 0,
    tokens: 2,
    text,
    slots: 2,
  })

test('routes by model root, adds up the load and closes all', async () => {
  const runtimes = [fixed('1', 'one'), fixed('2', 'two'), fixed('1', 'shadowed')]
  const both = combineRuntimes(runtimes)
  expect(both.models.map(({ name }) => name)).toEqual(['one', 'two'])
  const generation = await both.generate(rootOf('2'), job, { signal })
  expect(both.load()).toEqual({ slots: 6, running: 1, queued: 0, queuedMax: 0 })
  expect(both.load(rootOf('2'))).toMatchObject({ running: 1 })
  expect(both.load(rootOf('1'))).toMatchObject({ running: 0 })
  expect(both.load(rootOf('9'))).toEqual({ slots: 0, running: 0, queued: 0, queuedMax: 0 })
  let text = ''
  for await (const chunk of generation.chunks) text += chunk.text
  expect(text).toBe('two')
  await expect(both.generate(rootOf('3'), job, { signal })).rejects.toBeInstanceOf(ModelNotServedError)
  await both.close()
  for (const runtime of runtimes) {
    const [model] = runtime.models
    await expect(runtime.generate(model?.root ?? '0x', job, { signal })).rejects.toBeInstanceOf(RuntimeClosedError)
  }
})

test('hands whole work to the runtime of its model, and refuses it where that does none', async () => {
  const response = { kind: 'outputs' as const, outputs: [] }
  const units = { inputUnits: 1n, outputUnits: 2n }
  const perform: Runtime['perform'] = async (modelRoot) => {
    expect(modelRoot).toBe(rootOf('2'))
    return { response, units }
  }
  const both = combineRuntimes([fixed('1', 'one'), { ...fixed('2', 'two'), perform }])
  const request: WholeRequest = { kind: 'audit', model: rootOf('2'), nonce: '0x00', bundle: '{}' }
  expect(await both.perform?.(rootOf('2'), request, { signal })).toEqual({ response, units })
  await expect(both.perform?.(rootOf('1'), request, { signal })).rejects.toBeInstanceOf(ModelNotServedError)
})

test('hands audits to the runtime of their model, refuses them where that reads none, and shows what became of a model', async () => {
  const reading: AuditReading = { kind: 'vectors', inputTokens: 1, tokens: 1, replayed: [], isEqual: true }
  const audit: Runtime['audit'] = async () => reading
  const second = fixed('2', 'two')
  let build: Hex32 | undefined
  const loading: Runtime = {
    ...second,
    audit,
    get models() {
      return second.models.map((model) => ({ ...model, build }))
    },
  }
  const both = combineRuntimes([fixed('1', 'one'), loading])
  const auditJob: AuditJob = { kind: 'vectors', request: { kind: 'embed', inputs: ['a'] }, claimed: { vectors: [] } }
  expect(await both.audit?.(rootOf('2'), auditJob, { signal })).toBe(reading)
  await expect(both.audit?.(rootOf('1'), auditJob, { signal })).rejects.toBeInstanceOf(ModelNotServedError)
  expect(both.models.map((model) => model.build)).toEqual([undefined, undefined])
  build = rootOf('b')
  expect(both.models.map((model) => model.build)).toEqual([undefined, rootOf('b')])
})
