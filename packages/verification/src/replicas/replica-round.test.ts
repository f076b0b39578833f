import { replicasMax } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addressOf,
  exactRound,
  hashOf,
  playWorkers,
  rightHash,
  saltOf,
  sealOf,
  workerOf,
  wrongHash,
} from '../../test/support/replica-rounds.ts'
import { seededRandom } from '../../test/support/seeded-random.ts'
import { ordinaryAssumptions } from './credibility.ts'
import {
  advanceReplicaRound,
  askedPerResultMax,
  createReplicaRound,
  judgesMax,
  type ReplicaEvent,
  type ReplicaRound,
  type ReplicaRules,
} from './replica-round.ts'
import { replicaStep } from './replica-step.ts'
import { ReplicasTooFewError } from './replicas-too-few-error.ts'

const rules: ReplicaRules = {
  agree: 2,
  of: 5,
  errorMax: 0.0125,
  workers: ordinaryAssumptions,
  judges: ordinaryAssumptions,
}

describe('a round of replicas', () => {
  test('asks as many as could settle it, waits for all seals, then for results', () => {
    let round = createReplicaRound(rules)
    expect(replicaStep(round)).toEqual({ kind: 'need', count: 2 })
    const [a, b] = [workerOf(1), workerOf(2)]
    round = after(round, { kind: 'asked', worker: a }, { kind: 'asked', worker: b })
    round = after(round, { kind: 'sealed', node: a.node, seal: sealOf(a, rightHash) })
    expect(replicaStep(round)).toEqual({ kind: 'wait', nodes: [b.node] })
    round = after(round, { kind: 'sealed', node: b.node, seal: sealOf(b, rightHash) })
    expect(replicaStep(round)).toEqual({ kind: 'reveal', nodes: [a.node, b.node] })
    round = after(round, { kind: 'revealed', node: a.node, responseHash: rightHash, salt: saltOf(a) })
    expect(replicaStep(round)).toEqual({ kind: 'reveal', nodes: [b.node] })
    round = after(round, { kind: 'revealed', node: b.node, responseHash: rightHash, salt: saltOf(b) })
    expect(replicaStep(round)).toEqual({
      kind: 'accepted',
      responseHash: rightHash,
      credibility: expect.closeTo(81 / 82, 9),
      paid: [a.node, b.node],
      suspected: [],
      accused: [],
      unpaid: [],
    })
  })

  test('workers with a record settle it with fewer', () => {
    const strict = { ...rules, errorMax: 1e-3 }
    let round = createReplicaRound(strict)
    expect(replicaStep(round)).toEqual({ kind: 'need', count: 4 })
    round = answered(round, [workerOf(1, 50), rightHash], [workerOf(2, 50), rightHash])
    expect(replicaStep(round)).toMatchObject({
      kind: 'accepted',
      credibility: expect.closeTo(49 ** 2 / (1 + 49 ** 2), 9),
    })
  })

  test('disagreement asks for more, and the one left alone is suspected, not accused', () => {
    let round = answered(createReplicaRound(rules), [workerOf(1), wrongHash], [workerOf(2), rightHash])
    expect(replicaStep(round)).toEqual({ kind: 'need', count: 3 })
    round = answered(round, ...[3, 4, 5].map((n) => [workerOf(n), rightHash] as const))
    expect(replicaStep(round)).toMatchObject({
      kind: 'accepted',
      responseHash: rightHash,
      suspected: [addressOf(1)],
      accused: [],
    })
  })

  test('what workers cannot settle goes to judges, whose word accuses', () => {
    let round = disputedRound()
    expect(replicaStep(round)).toEqual({ kind: 'disputed', reason: 'disagreement' })
    round = after(round, { kind: 'judged', judge: workerOf(90, 99), responseHash: null })
    expect(replicaStep(round)).toEqual({ kind: 'disputed', reason: 'disagreement' })
    round = after(round, { kind: 'judged', judge: workerOf(91, 99), responseHash: rightHash })
    expect(replicaStep(round)).toMatchObject({
      kind: 'accepted',
      responseHash: rightHash,
      paid: [3, 4, 5].map(addressOf),
      suspected: [],
      accused: [1, 2].map(addressOf),
    })
  })

  test('judges who differ accuse nobody', () => {
    let round = after(disputedRound(), { kind: 'judged', judge: workerOf(90), responseHash: wrongHash })
    expect(replicaStep(round)).toMatchObject({ kind: 'disputed' })
    round = after(round, { kind: 'judged', judge: workerOf(91, 99), responseHash: rightHash })
    round = after(round, { kind: 'judged', judge: workerOf(92, 99), responseHash: rightHash })
    expect(replicaStep(round)).toMatchObject({ kind: 'accepted', suspected: [1, 2].map(addressOf), accused: [] })
  })

  test('judges who are all unable leave it unsettled: delivered work is paid, nobody is accused', () => {
    const unable = Array.from({ length: judgesMax }, (_, i): ReplicaEvent => {
      return { kind: 'judged', judge: workerOf(90 + i), responseHash: null }
    })
    expect(replicaStep(after(disputedRound(), ...unable))).toEqual({
      kind: 'failed',
      reason: 'unsettled',
      paid: [1, 2, 3, 4, 5].map(addressOf),
      suspected: [],
      accused: [],
      unpaid: [],
    })
  })

  test('lost workers are replaced, up to a bound', () => {
    let round = createReplicaRound(rules)
    for (let n = 0; n < askedPerResultMax * rules.of; n++) {
      expect(replicaStep(round)).toMatchObject({ kind: 'need' })
      round = after(round, { kind: 'asked', worker: workerOf(n) }, { kind: 'lost', node: addressOf(n) })
      if (replicaStep(round).kind === 'failed') break
    }
    expect(replicaStep(round)).toMatchObject({ kind: 'failed', reason: 'no-results', paid: [], accused: [] })
    expect(after(round, { kind: 'asked', worker: workerOf(99) }).runs.length).toBeLessThanOrEqual(10)
  })

  test('one result where the others are lost is for a judge', () => {
    let round = answered(createReplicaRound(rules), [workerOf(1), rightHash])
    while (replicaStep(round).kind === 'need') {
      const n = round.runs.length + 1
      round = after(round, { kind: 'asked', worker: workerOf(n) }, { kind: 'lost', node: addressOf(n) })
    }
    expect(replicaStep(round)).toEqual({ kind: 'disputed', reason: 'too-few' })
    round = after(round, { kind: 'judged', judge: workerOf(90, 99), responseHash: rightHash })
    expect(replicaStep(round)).toMatchObject({ kind: 'accepted', paid: [addressOf(1)] })
  })

  test('where nobody is left to ask, what there is goes to a judge', () => {
    const none = after(createReplicaRound(rules), { kind: 'exhausted' })
    expect(replicaStep(none)).toMatchObject({ kind: 'failed', reason: 'no-results' })
    const two = answered(createReplicaRound(rules), [workerOf(1), wrongHash], [workerOf(2), rightHash])
    expect(replicaStep(two)).toEqual({ kind: 'need', count: 3 })
    expect(replicaStep(after(two, { kind: 'exhausted' }))).toEqual({ kind: 'disputed', reason: 'disagreement' })
  })

  test('refuses rules that no agreement would meet', () => {
    expect(() => createReplicaRound({ ...rules, errorMax: 1e-6 })).toThrow(ReplicasTooFewError)
    for (const wrong of [{ of: 0 }, { of: replicasMax + 1 }, { of: 2.5 }, { agree: 0 }, { agree: 6 }, { errorMax: 0 }])
      expect(() => createReplicaRound({ ...rules, ...wrong })).toThrow(RangeError)
  })
})

describe('seals', () => {
  const [a, b] = [workerOf(1), workerOf(2)]

  test('a copied seal never counts, whatever is revealed under it', () => {
    const copied = sealOf(a, rightHash)
    fc.assert(
      fc.property(
        fc.constantFrom(rightHash, wrongHash),
        fc.constantFrom(saltOf(a), saltOf(b)),
        (responseHash, salt) => {
          const round = after(
            createReplicaRound(rules),
            { kind: 'asked', worker: a },
            { kind: 'asked', worker: b },
            { kind: 'sealed', node: b.node, seal: copied },
            { kind: 'sealed', node: a.node, seal: copied },
            { kind: 'revealed', node: a.node, responseHash: rightHash, salt: saltOf(a) },
            { kind: 'revealed', node: b.node, responseHash, salt },
          )
          expect(round.runs.map(({ progress }) => progress.name)).toEqual(['revealed', 'refused'])
        },
      ),
    )
  })

  test('a worker that changes its mind after others revealed does not count and is not paid', () => {
    let round = after(createReplicaRound(rules), { kind: 'asked', worker: a }, { kind: 'asked', worker: b })
    round = after(round, { kind: 'sealed', node: a.node, seal: sealOf(a, rightHash) })
    round = after(round, { kind: 'sealed', node: b.node, seal: sealOf(b, wrongHash) })
    round = after(round, { kind: 'revealed', node: a.node, responseHash: rightHash, salt: saltOf(a) })
    const changed = after(
      round,
      { kind: 'sealed', node: b.node, seal: sealOf(b, rightHash) },
      { kind: 'revealed', node: b.node, responseHash: rightHash, salt: saltOf(b) },
      { kind: 'revealed', node: b.node, responseHash: wrongHash, salt: saltOf(b) },
    )
    expect(changed.runs[1]?.progress).toEqual({ name: 'refused', reason: 'seal-broken' })
    expect(replicaStep(changed)).toMatchObject({ kind: 'need' })
  })

  test('a result before its seal does not count', () => {
    const round = after(createReplicaRound(rules), { kind: 'asked', worker: a })
    const early = after(round, { kind: 'revealed', node: a.node, responseHash: rightHash, salt: saltOf(a) })
    expect(early.runs[0]?.progress).toEqual({ name: 'refused', reason: 'not-sealed' })
  })

  test('nobody is asked to reveal while one who was asked has not sealed', () => {
    fc.assert(
      fc.property(fc.array(eventOf(), { maxLength: 60 }), (events) => {
        let round = createReplicaRound(rules)
        for (const event of events) {
          round = advanceReplicaRound(round, event)
          const step = replicaStep(round)
          if (step.kind === 'reveal') expect(round.runs.filter(({ progress }) => progress.name === 'asked')).toEqual([])
        }
      }),
    )
  })
})

describe('whatever happens', () => {
  test('a state is JSON, bounds hold, shares are apart, and only a judge’s word accuses', () => {
    fc.assert(
      fc.property(fc.array(eventOf(), { maxLength: 80 }), (events) => {
        const round = after(createReplicaRound(rules), ...events)
        expect(JSON.parse(JSON.stringify(round))).toEqual(round)
        expect(round.runs.length).toBeLessThanOrEqual(askedPerResultMax * rules.of)
        expect(round.judgements.length).toBeLessThanOrEqual(judgesMax)
        const step = replicaStep(round)
        if (step.kind !== 'accepted' && step.kind !== 'failed') return
        const shares = [...step.paid, ...step.suspected, ...step.accused, ...step.unpaid]
        expect(new Set(shares).size).toBe(shares.length)
        expect(new Set(shares)).toEqual(new Set(round.runs.map(({ worker }) => worker.node)))
        if (step.accused.length > 0)
          expect(round.judgements.some(({ responseHash }) => responseHash !== null)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('against colluders', () => {
  const grid = [0.02, 0.1, 0.2, 0.3].flatMap((badShare) =>
    [0.1, 1e-2, 1e-3].flatMap((errorMax) =>
      [5, 9, 16].map((of): ReplicaRules => {
        const assumed = { badShare, sleeperShare: badShare }
        return { agree: 2, of, errorMax, workers: assumed, judges: assumed }
      }),
    ),
  )
  const feasible = grid.filter((one) => {
    const needed = Math.log(1 / one.errorMax) / Math.log((1 - one.workers.badShare) / one.workers.badShare)
    return Math.ceil(needed * (1 - 1e-12)) <= one.of
  })

  test('a wrong result is accepted less often than asked, even by bad workers who know and plan everything', () => {
    expect(feasible.length).toBeGreaterThan(25)
    for (const one of feasible) {
      for (const share of [one.workers.badShare, one.workers.badShare / 2]) {
        const { wrong } = exactRound(one, share, 'best')
        expect(wrong).toBeLessThanOrEqual(one.errorMax)
        expect(wrong).toBeGreaterThanOrEqual(exactRound(one, share, 'always').wrong)
      }
    }
  })

  test('more bad workers than assumed break the promise: the assumption matters', () => {
    const assumed = { badShare: 0.1, sleeperShare: 0.1 }
    const one = { agree: 2, of: 9, errorMax: 1e-2, workers: assumed, judges: assumed }
    expect(exactRound(one, 0.1, 'best').wrong).toBeLessThanOrEqual(1e-2)
    expect(exactRound(one, 0.4, 'best').wrong).toBeGreaterThan(1e-2)
  })

  test('rounds played from a seed end as the formula says', () => {
    const random = seededRandom('colluders')
    const rounds = 3_000
    for (const [badShare, errorMax, of] of [
      [0.3, 0.1, 9],
      [0.2, 0.01, 5],
    ] as const) {
      const assumed = { badShare, sleeperShare: badShare }
      const one = { agree: 2, of, errorMax, workers: assumed, judges: assumed }
      const ends = { wrong: 0, right: 0, disputed: 0 }
      for (let i = 0; i < rounds; i++) {
        const { step } = playWorkers(one, (count) =>
          Array.from({ length: count }, () => (random() < badShare ? wrongHash : rightHash)),
        )
        if (step.kind === 'accepted') ends[step.responseHash === wrongHash ? 'wrong' : 'right']++
        else ends.disputed++
      }
      const exact = exactRound(one, badShare, 'always')
      expect(exact.wrong + exact.right + exact.disputed).toBeCloseTo(1, 9)
      for (const end of ['wrong', 'right', 'disputed'] as const) {
        const deviation = Math.sqrt((exact[end] * (1 - exact[end])) / rounds)
        expect(Math.abs(ends[end] / rounds - exact[end]), end).toBeLessThan(4 * deviation + 1 / rounds)
      }
    }
  })

  test('an honest minority is suspected at most, however large the wrong majority', () => {
    const { step } = playWorkers(rules, (count, round) =>
      Array.from({ length: count }, (_, i) => (round.runs.length + i === 0 ? rightHash : wrongHash)),
    )
    expect(step).toMatchObject({ kind: 'accepted', responseHash: wrongHash, suspected: [addressOf(0)], accused: [] })
  })
})

function after(round: ReplicaRound, ...events: readonly ReplicaEvent[]): ReplicaRound {
  return events.reduce(advanceReplicaRound, round)
}

function answered(
  round: ReplicaRound,
  ...answers: readonly (readonly [ReturnType<typeof workerOf>, `0x${string}`])[]
): ReplicaRound {
  return after(
    round,
    ...answers.map(([worker]): ReplicaEvent => ({ kind: 'asked', worker })),
    ...answers.map(
      ([worker, hash]): ReplicaEvent => ({ kind: 'sealed', node: worker.node, seal: sealOf(worker, hash) }),
    ),
    ...answers.map(
      ([worker, responseHash]): ReplicaEvent => ({
        kind: 'revealed',
        node: worker.node,
        responseHash,
        salt: saltOf(worker),
      }),
    ),
  )
}

function disputedRound(): ReplicaRound {
  return answered(
    createReplicaRound(rules),
    [workerOf(1), wrongHash],
    [workerOf(2), wrongHash],
    ...[3, 4, 5].map((n) => [workerOf(n), rightHash] as const),
  )
}

function eventOf(): fc.Arbitrary<ReplicaEvent> {
  const worker = fc.integer({ min: 1, max: 12 }).map((n) => workerOf(n))
  const responseHash = fc.constantFrom(rightHash, wrongHash, hashOf(3))
  return fc.oneof(
    { weight: 3, arbitrary: worker.map((one): ReplicaEvent => ({ kind: 'asked', worker: one })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(worker, responseHash)
        .map(([one, hash]): ReplicaEvent => ({ kind: 'sealed', node: one.node, seal: sealOf(one, hash) })),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(worker, responseHash)
        .map(
          ([one, hash]): ReplicaEvent => ({ kind: 'revealed', node: one.node, responseHash: hash, salt: saltOf(one) }),
        ),
    },
    { weight: 1, arbitrary: fc.constant<ReplicaEvent>({ kind: 'exhausted' }) },
    { weight: 1, arbitrary: worker.map((one): ReplicaEvent => ({ kind: 'lost', node: one.node })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(worker, fc.option(responseHash))
        .map(([judge, hash]): ReplicaEvent => ({ kind: 'judged', judge, responseHash: hash })),
    },
  )
}
