/** Replicas that copy, wait, make up and collude, before the real round: none is paid for what it did not compute, but where said. */
import type { Address } from '@millrace/protocol'
import { ordinaryAssumptions, type ReplicaRules } from '@millrace/verification'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../random.ts'
import {
  agreedResult,
  colludingWorker,
  honestWorker,
  playReplicas,
  type ReplicaPlayed,
  resultCopier,
  rightResult,
  sealCopier,
  type WorkerCheat,
  waiter,
  wrongWorker,
} from './replica-play.ts'

const rules: ReplicaRules = {
  agree: 2,
  of: 3,
  errorMax: 0.02,
  workers: ordinaryAssumptions,
  judges: ordinaryAssumptions,
}

const seeds = Array.from({ length: 30 }, (_, seed) => seed)
const play = (workers: readonly WorkerCheat[], seed: number): ReplicaPlayed =>
  playReplicas({ rules, workers, sealMsMax: 60_000 }, createRandom(seed))
const namesOf = ({ names }: ReplicaPlayed, nodes: readonly Address[]) => nodes.map((node) => names.get(node))

describe('a replica that cheats alone', () => {
  test.each([sealCopier, resultCopier, waiter, wrongWorker].map((cheat) => [cheat.name, cheat] as const))(
    '%s: not paid, and the right result is accepted',
    (name, cheat) => {
      for (const seed of seeds) {
        // once asked first, once last
        const workers = seed % 2 === 0 ? [cheat, honestWorker] : [honestWorker, cheat]
        const played = play(workers, seed)
        expect(played.step).toMatchObject({ kind: 'accepted', responseHash: rightResult })
        if (played.step.kind !== 'accepted') throw new Error('it is accepted')
        const { paid, unpaid, suspected, accused } = played.step
        expect(namesOf(played, paid)).not.toContain(name)
        expect(namesOf(played, [...unpaid, ...suspected, ...accused])).toContain(name)
        expect(namesOf(played, [...unpaid, ...suspected, ...accused])).not.toContain('honest')
      }
    },
  )

  test('who copied is unpaid for its own broken seal; who made something up is accused by a judge', () => {
    const step = (cheat: WorkerCheat) => play([honestWorker, cheat], 1).step
    expect(step(resultCopier)).toMatchObject({ unpaid: [expect.any(String)], accused: [] })
    expect(step(wrongWorker)).toMatchObject({ unpaid: [], accused: [expect.any(String)] })
  })
})

test('honest replicas are all paid', () => {
  const { step } = play([], 7)
  expect(step).toMatchObject({ kind: 'accepted', unpaid: [], suspected: [], accused: [] })
})

describe('colluding replicas', () => {
  test('one among three: a judge or a third decides, and the honest are paid', () => {
    for (const seed of seeds) {
      const played = play([colludingWorker, honestWorker], seed)
      expect(played.step).toMatchObject({ kind: 'accepted', responseHash: rightResult })
    }
  })

  test('not caught by the round: two of two asked, who agree on a wrong result; only the floor of audits finds it', () => {
    const played = play([colludingWorker, colludingWorker], 1)
    expect(played.step).toMatchObject({ kind: 'accepted', responseHash: agreedResult, accused: [] })
  })

  test('that happens as rarely as the rules say when workers are drawn at random', () => {
    const random = createRandom(5)
    let wrong = 0
    const jobs = 4_000
    for (let job = 0; job < jobs; job += 1) {
      const workers = Array.from({ length: 6 }, () =>
        random.next() < ordinaryAssumptions.badShare ? colludingWorker : honestWorker,
      )
      const { step } = playReplicas({ rules, workers, sealMsMax: 60_000 }, random)
      if (step.kind === 'accepted' && step.responseHash === agreedResult) wrong += 1
    }
    expect(wrong).toBeGreaterThan(0)
    expect(wrong / jobs).toBeLessThan(rules.errorMax)
  })
})
