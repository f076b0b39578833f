/** What a buyer can do about a provider, with the real command line, on one light network: audit, run batches, accuse, be refunded. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { courtTermsDefault, createSigner, decryptKeystore } from '@millrace/chain'
import { digest, domainSeparator, parseReceiptBundle, receiptBundleToJson, receiptType } from '@millrace/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Outcome,
  processesOf,
  type Running,
  removeHome,
  run,
  startNetwork,
  temporaryHome,
  untilNoneLeft,
} from './support/millrace.ts'

/** Writes out what it reads (at most 64 bytes), then runs for ever if that began with `!`. Assembled from text by wabt 1.0.39. */
const echo =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='

let home: string
let up: Running
let receiptFile: string

beforeAll(async () => {
  home = await temporaryHome()
  ;({ up } = await startNetwork(home))
  const asked = ['--model', 'stories15m', '--max-tokens', '12', '--exactness', 'replayable', '--policy', 'sampled:5%']
  const answer = await json('chat', ...asked, 'Tell me of a mill')
  expect(answer).toMatchObject({ policy: 'sampled:5%', exactness: 'replayable', build: expect.stringMatching(/^0x/) })
  receiptFile = join(home, 'receipt.json')
  expect((await millrace('receipts', 'get', answer.receiptId, '--out', receiptFile)).status).toBe(0)
}, 180_000)

afterAll(async () => {
  up.process.kill('SIGINT')
  await up.ended
  for (const line of processesOf(home)) process.kill(Number.parseInt(line, 10), 'SIGKILL')
  await untilNoneLeft(home)
  await removeHome(home)
})

/** Of the 1,000 MILL that a local operator stakes. */
const leastSlash = (1_000n * 10n ** 18n * BigInt(courtTermsDefault.slashFloorBps)) / 10_000n
const slow = { timeout: 120_000 }
const millrace = (...args: string[]): Promise<Outcome> => run(args, { home })
const json = async (...args: string[]) => {
  const { status, stdout, stderr } = await millrace(...args, '--json')
  expect([status, stderr]).toEqual([0, expect.any(String)])
  return JSON.parse(stdout)
}
const bundleOf = async (file: string) => parseReceiptBundle(JSON.parse(await readFile(file, 'utf8')))

test('the first answer is one that can be replayed, and says what its policy promises', slow, async () => {
  expect(up.output()).toMatch(/checked {3}policy sampled:2%, replayable, build 0x[0-9a-f]{10}…\n/)
  expect(up.output()).toContain('Replayed to the bit: a single wrong token convicts.')
})

test('an audit computes the answer again; what was tampered with convicts nobody', slow, async () => {
  const honest = await millrace('audit', receiptFile)
  expect([honest.status, honest.stdout]).toEqual([0, expect.stringContaining('✓ honest: All 12 tokens')])
  expect(await json('audit', receiptFile)).toMatchObject({
    outcome: 'honest',
    checked: 12,
    mismatches: 0,
    unable: null,
  })
  const tampered = join(home, 'tampered.json')
  const bundle = JSON.parse(await readFile(receiptFile, 'utf8'))
  await writeFile(tampered, JSON.stringify({ ...bundle, response: { ...bundle.response, text: 'Something else.' } }))
  const { status, stdout, stderr } = await millrace('audit', tampered, '--json')
  expect([status, JSON.parse(stdout)]).toMatchObject([8, { outcome: 'unable', unable: 'broken' }])
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code: 'AUDIT_UNABLE' } })
})

test('a receipt is read with its policy, its exactness and where it stands', slow, async () => {
  expect(await json('receipts', 'verify', receiptFile)).toMatchObject({
    ...{ holds: true, policy: 'sampled:5%', exactness: 'replayable' },
    standing: { cases: [], slashLeast: `${leastSlash}` },
  })
})

test('who accuses without grounds is told, before any money moves', slow, async () => {
  const poor = await millrace('cases', 'open', receiptFile, '--yes')
  expect([poor.status, poor.stderr]).toEqual([2, expect.stringContaining('the bond is 150 MILL')])
  await json('faucet')
  const unasked = await millrace('cases', 'open', receiptFile)
  expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining('This puts up a bond of 150 MILL.')])
  const unfounded = await millrace('cases', 'open', receiptFile, '--yes')
  expect([unfounded.status, unfounded.stderr]).toEqual([8, expect.stringContaining('(CASE_UNFOUNDED)')])
  const early = await millrace('cases', 'open', receiptFile, '--ghosting', '--yes')
  expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('Its receipts are due at')])
})

test('a batch is run by replicas that agree, and its receipts can be audited', slow, async () => {
  const program = join(home, 'echo.wasm')
  await writeFile(program, Buffer.from(echo, 'base64'))
  const [one, endless] = [join(home, 'one.txt'), join(home, 'endless.txt')]
  await writeFile(one, 'one')
  await writeFile(endless, '!')
  const out = join(home, 'outputs')
  const inputs = ['--input', one, '--input', endless, '--gas', '3000000', '--out', out]
  const result = await json('batch', program, ...inputs, '--policy', 'replicas:2/3')
  expect(result).toMatchObject({
    outcome: 'accepted',
    outputs: [
      { status: 'exited', exitCode: 0 },
      { status: 'out-of-gas', gas: '3000000' },
    ],
    accused: [],
  })
  const agreed = result.runs.filter(({ standing }: { standing: string }) => standing === 'agreed')
  expect(agreed.length).toBeGreaterThanOrEqual(2)
  expect(agreed[0]).toMatchObject({ policy: 'replicas:2/3', exactness: 'exact' })
  expect(await readFile(join(out, 'one.txt.out'), 'utf8')).toBe('one')
  expect(await json('audit', agreed[0].file)).toMatchObject({ outcome: 'honest', checked: 2 })

  await writeFile(program, 'no module')
  const refused = await millrace('batch', program)
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('(WASM_MALFORMED)')])
})

test('two receipts for one run convict at once, and the buyer is refunded when the claims are over', slow, async () => {
  const bundle = await bundleOf(receiptFile)
  const node = await nodeSigner(bundle.receipt.node)
  const receipt = { ...bundle.receipt, outputUnits: bundle.receipt.outputUnits + 1n }
  const receiptSignature = node.sign(digest(domainSeparator(bundle.domain), receiptType, receipt))
  const other = join(home, 'other.json')
  await writeFile(other, JSON.stringify(receiptBundleToJson({ ...bundle, receipt, receiptSignature })))

  const { caseId, slashed } = await json('cases', 'open', receiptFile, '--with', other)
  expect(BigInt(slashed)).toBeGreaterThanOrEqual(leastSlash)
  expect((await millrace('cases')).stdout).toMatch(/^convicted {2}two receipts for one run\n/)
  const { pot, next } = await json('cases', 'show', caseId.slice(0, 10))
  expect(next.words).toBe('buyers of the epoch can claim refunds from then on')
  const { stdout } = await millrace('receipts', 'verify', receiptFile)
  for (const words of ['sampled:5%', 'replayable', 'build 0x', 'convicted: two receipts for one run']) {
    expect(stdout).toContain(words)
  }
  // The chain's time runs ahead from here on: the node posts by its own clock.
  const proof = await provenOf(receiptFile)
  expect(proof.inclusion.proof).toEqual(expect.any(Array))
  await passUntil(pot.claimsFrom)
  const missing = await millrace('cases', 'claim', caseId)
  expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('Which receipts?')])
  const claimed = await json('cases', 'claim', caseId, receiptFile)
  expect(claimed).toMatchObject({ step: 'claimed', words: expect.stringContaining('run this again after') })
  expect(claimed.words).not.toContain('without a proof')
  await passUntil(pot.claimsUntil)
  expect(await json('cases', 'claim', caseId)).toMatchObject({ step: 'taken', amount: claimed.amount })
  expect((await millrace('cases', 'show', caseId)).stdout).toContain('it is over: refunds can be taken')
})

/** Returns the proof that the node tells once the root of the receipt's epoch is posted. */
async function provenOf(file: string) {
  for (;;) {
    const { proof } = await json('receipts', 'verify', file)
    if (proof.state === 'proven') return proof
    expect(proof.reason).toContain('has posted no root')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/** Returns the key of a local node, which stands in this home: a node that lies. */
async function nodeSigner(address: string) {
  const dir = join(home, 'networks', 'local')
  const password = await readFile(join(dir, 'password'), 'utf8')
  for (const name of ['alder', 'birch', 'cedar']) {
    const keystore = JSON.parse(await readFile(join(dir, 'keys', `${name}-node.json`), 'utf8'))
    const signer = createSigner(await decryptKeystore(keystore, password, { signal: AbortSignal.timeout(30_000) }))
    if (signer.address === address) return signer
  }
  throw new Error(`no local node ${address}`)
}

/** Lets the chain's clock reach a time, in Unix seconds, and a second more. */
async function passUntil(time: string): Promise<void> {
  const { rpcUrl } = JSON.parse(await readFile(join(home, 'networks', 'local', 'network.json'), 'utf8'))
  for (const [method, params] of [
    ['evm_setNextBlockTimestamp', [Number(time) + 1]],
    ['evm_mine', []],
  ] as const) {
    await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
  }
}
