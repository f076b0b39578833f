/** Courts on the real contracts, over real TLS: a cheat is convicted by its panel although one auditor is lazy; nobody votes twice. */
import { randomBytes } from 'node:crypto'
import { createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import {
  type Address,
  type BatchRequest,
  type Hash,
  modelRoot,
  receiptBundleToJson,
  verdictOutcomes,
  zeroHash,
} from '@millrace/protocol'
import { createWasmSandbox, type WasmJob, wasmEngineContent } from '@millrace/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evidenceHandler, fetchEvidence } from '../src/court/evidence-stream.ts'
import { encodeLocator } from '../src/court/locator.ts'
import { type JudgeComponents, judgeBundle } from '../src/index.ts'
import { type CourtStage, createCourtStage, mill, stake } from './support/court-stage.ts'
import { createTestProvider } from './support/test-provider.ts'

/** Writes out what it reads. Assembled from text by wabt 1.0.39. */
const echo =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='
const engine = wasmEngineContent()
const engineRoot = modelRoot(engine)
const options = { signal: new AbortController().signal }
const sandbox = createWasmSandbox()
const computed = sandbox.run(jobOf('one'), options)
let stage: CourtStage
beforeAll(async () => {
  stage = await createCourtStage()
})
afterAll(async () => {
  await stage?.close()
  await sandbox.close()
})

function jobOf(text: string): WasmJob {
  const inputs = [Buffer.from(text).toString('base64')]
  return { program: echo, inputs, gasMax: '1000000', memoryPagesMax: 16, entropy: zeroHash }
}

function judgeOf(run: NonNullable<JudgeComponents['sandbox']>['run']): JudgeComponents {
  const domain = stage.faucet.domain
  return { calibrations: [], recover: recoverSigner, domain, sandbox: { engineRoot, run } }
}

/** A node that sells `wrong` as what the program computes. */
async function cheated() {
  const { privateKey, operator, node } = await stage.provider()
  const now = await stage.faucet.blockTimestamp(options)
  const provider = createTestProvider({
    ...{ key: privateKey, sandbox: { run: () => computed }, contents: [engine] },
    ...{ domain: stage.faucet.domain, operator: operator.account, now: () => now },
  })
  const request: BatchRequest = {
    kind: 'batch',
    model: engineRoot,
    nonce: `0x${'0f'.repeat(16)}`,
    ...jobOf('one'),
  } as BatchRequest
  const bundle = await provider.serve(request, {
    exactness: 'exact',
    cheat: ({ response, ...answer }) => {
      if (response.kind !== 'outputs') throw new TypeError('Outputs were asked for')
      const outputs = response.outputs.map((output) => ({ ...output, output: 'd3Jvbmc=' }))
      return { ...answer, response: { kind: 'outputs', outputs } }
    },
  })
  return { bundle, operator, node }
}

test('a cheat is convicted by its panel, a lazy auditor dissents, evidence goes to members only, and a restart reveals what was committed', async () => {
  const honest = judgeOf(() => computed)
  /** Says of everything that it is what the program computes. */
  const { bundle, operator } = await cheated()
  if (bundle.response.kind !== 'outputs') throw new TypeError('Outputs were asked for')
  const claimed = { ...(await computed), outputs: bundle.response.outputs }
  const lazy = judgeOf(async () => claimed)
  const [first, second, idle] = [await stage.enrolled(), await stage.enrolled(), await stage.enrolled()]
  const seats = [await stage.seat(first, honest), await stage.seat(second, honest), await stage.seat(idle, lazy)]
  const reporterKey = await stage.provider()
  const reporterChain = await stage.account(1_000n * mill)
  const reporter = await stage.seat({ signer: createSigner(reporterKey.privateKey), chain: reporterChain }, honest)
  const accuser = reporter.start()
  const judgement = await judgeBundle(honest, bundle, options)
  expect(judgement.outcome).toBe('cheated')
  await nextSecond()
  expect(await accuser.report(bundle, judgement, options)).toBe(true)
  expect(await accuser.report(bundle, judgement, options)).toBe(false)
  const honestJudgement = { ...judgement, outcome: 'honest' as const }
  await expect(accuser.report(bundle, honestJudgement, options)).rejects.toMatchObject({ code: 'CASE_UNFOUNDED' })
  const courts = seats.map((seat) => seat.start())
  const caseId = await idOf(accuser)

  // One of them ends between commitment and revelation, and begins again with other randomness.
  await stage.passUntil(() => seats[0]?.events.some(({ event }) => event === 'verdict-committed') ?? false)
  await courts[0]?.close()
  const stranger = await stage.seat(await stage.enrolled(), honest)
  await expect(fetchEvidence(stranger.transport, reporter.endpoint, caseId, options)).rejects.toMatchObject({
    code: 'EVIDENCE_MISSING',
    message: expect.stringContaining('EVIDENCE_REFUSED'),
  })
  const member = seats[1]
  if (member === undefined) throw new Error('three seats')
  await expect(fetchEvidence(member.transport, reporter.endpoint, zeroHash, options)).rejects.toThrow(
    'EVIDENCE_REFUSED',
  )
  expect(await fetchEvidence(member.transport, reporter.endpoint, caseId, options)).toContain('"version":1')
  const restarted = seats[0]?.start()

  await stage.passUntil(() => accuser.status().cases[0]?.state === 'settled')
  const { panelFee } = await stage.faucet.court.fees(options)
  expect(await stage.stakeOf(operator.account)).toBe(stake - stake / 5n - 3n * panelFee)
  const outcomes = (await stage.faucet.court.sittingOf(caseId, 1, options)).seats.map(({ auditor, outcome }) => [
    auditor,
    outcome,
  ])
  expect(Object.fromEntries(outcomes)).toEqual({
    [first.signer.address]: verdictOutcomes.cheated,
    [second.signer.address]: verdictOutcomes.cheated,
    [idle.signer.address]: verdictOutcomes.honest,
  })
  expect(await stage.faucet.court.auditorRecord(idle.signer.address, options)).toMatchObject({ dissents: 1 })
  expect(await stage.faucet.court.auditorRecord(first.signer.address, options)).toMatchObject({
    verdicts: 1,
    dissents: 0,
  })
  for (const { events } of seats) {
    expect(events.filter(({ event }) => event === 'verdict-decided')).toHaveLength(1)
    expect(events.filter(({ event }) => event === 'verdict-committed')).toHaveLength(1)
  }
  // Its bonds and the reward came back.
  expect(await stage.faucet.tokenBalance(stage.deployment.millToken, reporterChain.account, options)).toBeGreaterThan(
    1_000n * mill,
  )
  await stage.passUntil(() => courts[1]?.status().duties.length === 0)
  await restarted?.close()
  for (const court of courts.slice(1)) await court.close()
  await accuser.close()
  await stranger.transport.close()
})

test('evidence of another receipt makes every verdict unable, and the case ends without fault', async () => {
  const honest = judgeOf(() => computed)
  const { bundle, operator } = await cheated()
  const other = await cheated()
  const auditors = [await stage.enrolled(), await stage.enrolled(), await stage.enrolled()]
  const seats = await Promise.all(auditors.map((auditor) => stage.seat(auditor, honest)))
  const withholding = await stage.account(1_000n * mill)
  const liar = createSigner(generatePrivateKey(randomBytes))
  const transport = createTlsTransport({ signer: liar, recoverSigner, domain: stage.faucet.domain })
  const asked: Address[] = []
  const serve = evidenceHandler(async (_caseId, remote) => {
    asked.push(remote)
    return JSON.stringify(receiptBundleToJson(other.bundle))
  })
  const listener = await transport.listen({ host: '127.0.0.1', port: 0, ...options }, serve)
  const port = Number(/tcp\/(\d+)/.exec(listener.addresses[0] ?? '')?.[1])
  const nobody = encodeLocator(liar.address, { host: '127.0.0.1', port })
  const accusation = { receipt: bundle.receipt, signature: bundle.receiptSignature, locatorHash: nobody }
  await nextSecond()
  const { caseId } = await withholding.court.openPanelCase(accusation, options)
  const courts = seats.map((seat) => seat.start())
  const cranked = pursue(withholding, caseId)
  const running = new Set(auditors.map(({ signer }) => signer.address))
  await stage.passUntil(async () => {
    await untilSaid(caseId, running)
    return (await stage.faucet.court.caseOf(caseId, options))?.state === 'dismissed'
  }, 30)
  await cranked
  const { seats: sat } = await stage.faucet.court.sittingOf(caseId, 1, options)
  const revealed = sat.filter(({ outcome }) => outcome !== 0).map(({ outcome }) => outcome)
  expect(revealed.length).toBeGreaterThan(0)
  expect(new Set(revealed)).toEqual(new Set([verdictOutcomes.unable]))
  expect(await stage.stakeOf(operator.account)).toBe(stake)
  expect(await stage.stakeOf(other.operator.account)).toBe(stake)
  expect(asked.length).toBeGreaterThan(0)
  await transport.close()
  for (const court of courts) await court.close()
})

async function idOf(court: { status(): { cases: readonly { caseId: Hash | undefined }[] } }): Promise<Hash> {
  await stage.passUntil(() => court.status().cases[0]?.caseId !== undefined)
  return court.status().cases[0]?.caseId ?? zeroHash
}

/** Who joined the roll in the second of an accusation cannot be drawn for it. */
async function nextSecond(): Promise<void> {
  const joined = await stage.faucet.blockTimestamp(options)
  await stage.passUntil(async () => (await stage.faucet.blockTimestamp(options)) > joined)
}

/** The chain's time goes faster than auditors work: lets those who sit say what they say before a window closes. */
async function untilSaid(caseId: Hash, running: ReadonlySet<Address>): Promise<void> {
  const { court } = stage.faucet
  for (let look = 0; look < 600; look++) {
    const [now, sitting] = [await stage.faucet.blockTimestamp(options), await court.sittingOf(caseId, 1, options)]
    const sat = sitting.seats.slice(sitting.from).filter(({ auditor }) => running.has(auditor))
    // What does not come two minutes before the end is given up, so then all of them commit.
    const mayCommit = now >= sitting.commitUntil - 110n && now < sitting.commitUntil
    const mayReveal = now > sitting.commitUntil && now < sitting.revealUntil
    const isSilent = (seat: (typeof sat)[number]) =>
      mayCommit ? seat.commitment === zeroHash : mayReveal && seat.commitment !== zeroHash && seat.outcome === 0
    if (!sat.some(isSilent)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Takes every step that anybody may take, until the case is over; the beacon's round is finished by the auditors themselves. */
async function pursue(chain: typeof stage.faucet, caseId: Hash): Promise<void> {
  const { court } = chain
  for (let step = 0; step < 2_000; step++) {
    if ((await court.caseOf(caseId, options))?.state !== 'open') return
    const trial = await court.trialOf(caseId, options)
    const attempts = [
      () => court.drawPanel(caseId, options),
      () => court.tallyPanel(caseId, options),
      () => court.concludePanel(caseId, options),
    ]
    for (const attempt of trial === undefined ? [] : attempts) await attempt().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
