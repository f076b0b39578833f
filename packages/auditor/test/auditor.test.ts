/** The service as a whole, and what a kill leaves of it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recoverSigner } from '@millrace/chain'
import { modelRoot, zeroHash } from '@millrace/protocol'
import { wasmEngineContent } from '@millrace/sandbox'
import { afterAll, expect, test } from 'vitest'
import { openAuditorStore } from '../src/auditor-store.ts'
import { createCourtStore } from '../src/court/court-store.ts'
import { type AuditorComponents, createAuditor, type WatchedProvider } from '../src/index.ts'
import { createTestProvider, keyOf, testDomain } from './support/test-provider.ts'

const engine = wasmEngineContent()
const options = { signal: new AbortController().signal }
const folder = mkdtempSync(join(tmpdir(), 'millrace-auditor-'))
afterAll(() => rmSync(folder, { recursive: true }))
const outputs = [{ status: 'exited' as const, exitCode: 0, gas: '5', output: 'YQ==' }]
const run = async () => ({ outputs, moduleHash: zeroHash, memoryBound: 'rlimit-data' as const })
const judge = {
  ...{ calibrations: [], recover: recoverSigner, domain: testDomain },
  sandbox: { engineRoot: modelRoot(engine), run },
}
const init = { locator: zeroHash, bondsMax: 0n }

test('an auditor without chain and payers judges, and serves no evidence', async () => {
  const path = join(folder, 'alone.db')
  const auditor = createAuditor({ judge }, { ...init, path })
  auditor.start()
  const provider = createTestProvider({ key: keyOf(51), sandbox: { run }, contents: [engine] })
  const request = {
    ...{ kind: 'batch' as const, model: modelRoot(engine), nonce: `0x${'0f'.repeat(16)}`, program: 'AA==' },
    ...{ inputs: ['YQ=='], gasMax: '9', memoryPagesMax: 1, entropy: zeroHash },
  }
  const bundle = await provider.serve(request, { exactness: 'exact' })
  expect(await auditor.judge(bundle, options)).toMatchObject({ outcome: 'honest' })
  await expect(auditor.accuse(bundle, options)).rejects.toThrow(TypeError)
  await expect(auditor.serveEvidence(zeroHash, provider.node, options)).rejects.toMatchObject({
    code: 'EVIDENCE_REFUSED',
  })
  expect(auditor.status()).toEqual({})
  expect(auditor.runtime.load()).toMatchObject({ running: 0 })
  expect(() => createAuditor({ judge }, { ...init, path })).toThrow('it is in use')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await auditor.close()
  await auditor.close()
  expect(() => auditor.start()).toThrow('The auditor is closed')
})

test('it looks for whom to watch from start to close, and goes on when that fails', async () => {
  const events: string[] = []
  const looks: PromiseWithResolvers<void>[] = [Promise.withResolvers(), Promise.withResolvers()]
  let count = 0
  const components: AuditorComponents = {
    judge,
    log: ({ event }) => events.push(event),
    canaries: {
      async providers(): Promise<readonly WatchedProvider[]> {
        looks[count++]?.resolve()
        if (count === 1) throw new Error('No answer')
        return []
      },
      payers: () => [],
    },
  }
  const auditor = createAuditor(components, { ...init, path: join(folder, 'watch.db'), canaryLimits: { tickMs: 1 } })
  expect(count).toBe(0)
  auditor.start()
  auditor.start()
  for (const { promise } of looks) await promise
  expect(events).toEqual(['canary-look-failed'])
  expect(auditor.status()).toMatchObject({ canaries: { budgetFactor: 1, spentToday: 0n, providers: [] } })
  await auditor.close()
  expect(count).toBe(2)
})

test('a verdict that was fixed before a kill is the one that stands after it', async () => {
  const path = join(folder, 'killed.db')
  const writer = fileURLToPath(new URL('./support/store-writer.ts', import.meta.url))
  for (const salt of ['11', '22']) {
    const child = spawn(process.execPath, [writer, path, `0x${salt.repeat(32)}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(child.stdout, 'data')
    expect(String(said)).toBe(`0x${'11'.repeat(32)}`)
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  const file = openAuditorStore(path)
  expect(createCourtStore(file).duties()).toMatchObject([
    { state: 'decided', verdict: { salt: `0x${'11'.repeat(32)}`, outcome: 2 } },
  ])
  file.close()
})
