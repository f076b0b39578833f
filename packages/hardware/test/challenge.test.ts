/** Challenges of real provers in processes of their own, over the whole protocol. How fast they are is for the bench. */
import { createHash } from 'node:crypto'
import type { Address, Hash } from '@millrace/protocol'
import { hardwareLimits, judgeChallenge } from '@millrace/verification'
import { expect, test } from 'vitest'
import { type ChallengeInit, challengeNodes, type ProverPort } from '../src/challenge/challenge-nodes.ts'
import { startProver } from './support/start-prover.ts'

const claimOf = (number: number, prover: ProverPort) => ({
  ...{ node: `0x${String(number).padStart(40, '0')}` as Address, units: 1_000, memoryBytes: 2 ** 24, prover },
})

function initOf(changes: Partial<ChallengeInit> = {}): ChallengeInit {
  let drawn = 0
  return {
    ...{ class: 'cpu', aimMs: 20, opened: 64, now: () => performance.now() },
    random: () => `0x${createHash('sha256').update(`random ${drawn++}`).digest('hex')}` as Hash,
    // Nobody is judged by the speed of a busy machine here.
    limits: { pingMsMax: 60_000, commitMsMin: 60_000 },
    ...{ signal: new AbortController().signal, ...changes },
  }
}

test('honest provers of one operator are right; the others are told apart, each by its own reason', async () => {
  await using provers = new AsyncDisposableStack()
  const behaviours = ['honest', 'honest', 'forged', 'forgetful', 'silent'] as const
  const nodes = behaviours.map((behaviour, i) => claimOf(i, provers.use(startProver(behaviour))))
  const responses = await challengeNodes(nodes, initOf())
  expect(responses.map((response) => (response.kind === 'answered' ? response.opening : response.reason))).toEqual([
    ...['right', 'right', 'not-as-committed', 'no-opening', 'no-commitment'],
  ])
  for (const { challenge } of responses) expect(challenge.n).toBeGreaterThanOrEqual(hardwareLimits.sideMin)
  expect(new Set(responses.map(({ challenge }) => challenge.seed)).size).toBe(5)

  const { results } = judgeChallenge(nodes, responses)
  expect(results[2]).toMatchObject({ verdict: 'failed', provenUnits: 0 })
  for (const result of results.slice(3)) expect(result).toMatchObject({ verdict: 'untested' })
  for (const response of responses) {
    if (response.kind === 'answered') expect(response.committedAt).toBeGreaterThanOrEqual(response.sentAt)
  }
})

test('who cannot be reached, or hangs up, is untested', async () => {
  const refused = () => Promise.reject(new Error('connection refused'))
  const gone: ProverPort = { ping: refused, commit: refused, recall: refused, open: refused }
  const [response] = await challengeNodes([claimOf(0, gone)], initOf())
  expect(response).toMatchObject({ kind: 'untested', reason: 'unreachable' })
})

test('an abort ends it with its reason, whatever a prover does', async () => {
  const stopping = new AbortController()
  const asked = Promise.withResolvers<void>()
  const never = () => {
    asked.resolve()
    return new Promise<never>(() => undefined)
  }
  const silent: ProverPort = { ping: async () => undefined, commit: never, recall: never, open: never }
  const challenged = challengeNodes([claimOf(0, silent)], initOf({ signal: stopping.signal }))
  await asked.promise
  stopping.abort(new Error('stopped by the test'))
  await expect(challenged).rejects.toThrow('stopped by the test')
})

test('no nodes, and too many, are a mistake', async () => {
  await expect(challengeNodes([], initOf())).rejects.toThrow(RangeError)
})
