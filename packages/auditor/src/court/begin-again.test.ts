/** What is brought to court again: what a person asks for, and nothing else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChainRevertError } from '@millrace/chain'
import { type BatchRequest, type Hash, modelRoot, zeroHash } from '@millrace/protocol'
import { wasmEngineContent } from '@millrace/sandbox'
import { afterAll, expect, test } from 'vitest'
import { createTestProvider, keyOf, testDomain } from '../../test/support/test-provider.ts'
import { openAuditorStore } from '../auditor-store.ts'
import type { Judgement } from '../judge/finding.ts'
import { receiptHashOf } from '../judge/judge-bundle.ts'
import { startCourt } from './court.ts'
import type { CourtContext } from './court-context.ts'
import { courtLimits } from './court-limits.ts'
import { createCourtStore } from './court-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-court-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { signal } = new AbortController()

test('a refusal that may pass is tried again; one that does not ends it; and who asks again is heard again', async () => {
  const answers: (Error | { caseId: Hash })[] = [
    new ChainRevertError('CasesArePaused', {}),
    new ChainRevertError('ReceiptTooOld', {}),
    { caseId: zeroHash },
  ]
  let asked = 0
  const court = {
    async *watchCases({ signal: until }: { signal: AbortSignal }) {
      await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }))
    },
    fees: async () => ({ panelBond: 1n }),
    bondOf: async () => 0n,
    caseOf: async () => undefined,
    async openPanelCase() {
      const answer = answers[asked++]
      if (answer === undefined || answer instanceof Error) throw answer
      return { ...answer, gasUsed: 1n }
    },
  }
  const chain = { account: keyOf(1), court, blockNumber: async () => 1n }
  const engine = wasmEngineContent()
  const output = { status: 'exited' as const, exitCode: 0, gas: '1500000', output: 'YQ==' }
  const sandbox = { run: async () => ({ outputs: [output], evidenceRoot: zeroHash }) } as never
  const provider = createTestProvider({ key: keyOf(77), sandbox, contents: [engine] })
  const program = { program: 'AGFzbQ==', inputs: ['YQ=='], gasMax: '2000000', memoryPagesMax: 16, entropy: zeroHash }
  const nonce = `0x${'0f'.repeat(16)}` as BatchRequest['nonce']
  const request: BatchRequest = { kind: 'batch', model: modelRoot(engine), nonce, ...program }
  const bundle = await provider.serve(request, { exactness: 'exact' })
  const store = openAuditorStore(join(folder, 'court.sqlite'))
  const context = {
    ...{ chain, reporter: chain, store: createCourtStore(store), judge: { domain: testDomain }, locator: zeroHash },
    ...{ limits: { ...courtLimits, tickMs: 5, evidenceRetryMs: 5 }, bondsMax: 9n, now: Date.now, log: () => undefined },
  } as unknown as CourtContext
  const accuser = startCourt(context)
  const stateOf = () => accuser.status().cases[0]?.state
  const receiptHash = receiptHashOf(bundle)
  const judgement = { receiptHash, outcome: 'cheated', reason: 'other output' } as unknown as Judgement
  expect(await accuser.report(bundle, judgement, { signal })).toBe(true)
  await until(() => stateOf() === 'refused')
  expect(asked).toBe(2)
  expect(await accuser.report(bundle, judgement, { signal })).toBe(false)
  expect(await accuser.report(bundle, judgement, { signal, isAgain: true })).toBe(true)
  await until(() => stateOf() === 'open')
  expect(await accuser.report(bundle, judgement, { signal, isAgain: true })).toBe(false)
  expect(asked).toBe(3)
  await accuser.close()
  store.close()
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
