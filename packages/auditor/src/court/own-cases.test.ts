/** What a refusal of the chain means for a case that is to be opened. */
import { ChainRevertError } from '@millrace/chain'
import { type BatchRequest, modelRoot, receiptBundleToJson, zeroHash } from '@millrace/protocol'
import { wasmEngineContent } from '@millrace/sandbox'
import { expect, test } from 'vitest'
import { createTestProvider, keyOf, testDomain } from '../../test/support/test-provider.ts'
import type { CourtContext } from './court-context.ts'
import { courtLimits } from './court-limits.ts'
import type { OwnCase } from './court-store.ts'
import { pursueCase } from './own-cases.ts'

const { signal } = new AbortController()
const engine = wasmEngineContent()
const output = { status: 'exited' as const, exitCode: 0, gas: '1500000', output: 'YQ==' }
const own: OwnCase = {
  ...{ receiptHash: zeroHash, caseId: undefined, node: `0x${'11'.repeat(20)}` as OwnCase['node'] },
  ...{ state: 'opening', reason: '', openedAt: 0 },
}

async function evidence(): Promise<string> {
  const run = async () => ({ outputs: [output], evidenceRoot: zeroHash })
  const sandbox = { run } as unknown as NonNullable<Parameters<typeof createTestProvider>[0]['sandbox']>
  const provider = createTestProvider({ key: keyOf(77), sandbox, contents: [engine] })
  const program = { program: 'AGFzbQ==', inputs: ['YQ=='], gasMax: '2000000', memoryPagesMax: 16, entropy: zeroHash }
  const nonce = `0x${'0f'.repeat(16)}` as BatchRequest['nonce']
  const request: BatchRequest = { kind: 'batch', model: modelRoot(engine), nonce, ...program }
  return JSON.stringify(receiptBundleToJson(await provider.serve(request, { exactness: 'exact' })))
}

/** Opens a case where the contract refuses with the error; returns the state it is given, if any. */
async function openedAgainst(error: Error): Promise<OwnCase['state'] | undefined> {
  let state: OwnCase['state'] | undefined
  const text = await evidence()
  const context = {
    reporter: { court: { openPanelCase: () => Promise.reject(error) } },
    store: {
      bundleOf: () => text,
      setOwnCase: (_hash: unknown, given: OwnCase['state']) => {
        state = given
      },
    },
    judge: { domain: testDomain },
    ...{ log: () => undefined, now: () => 0, limits: courtLimits, locator: zeroHash },
  } as unknown as CourtContext
  await pursueCase(context, own, { signal })
  return state
}

test.each([...['ReceiptAcquitted', 'ReceiptTooOld', 'NotComparable', 'SignatureInvalid', 'NodeNotOfOperator']])(
  '%s ends it',
  async (name) => {
    expect(await openedAgainst(new ChainRevertError(name, {}))).toBe('refused')
  },
)

test('a case that is open already is left to its event', async () => {
  expect(await openedAgainst(new ChainRevertError('CaseStillOpen', {}))).toBeUndefined()
})

test.each(['EnforcedPause', 'ERC20InsufficientBalance', 'ERC20InsufficientAllowance', undefined])(
  '%s may pass: it is thrown, to be tried again',
  async (name) => {
    const error = new ChainRevertError(name, {})
    await expect(openedAgainst(error)).rejects.toBe(error)
  },
)
