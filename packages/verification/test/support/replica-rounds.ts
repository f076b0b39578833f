/** Plays rounds of replicas with workers of the test's making, and says what theory expects of them. */
import { type Address, bytesToHex, type Hash, resultSeal } from '@millrace/protocol'
import {
  advanceReplicaRound,
  createReplicaRound,
  type ReplicaRound,
  type ReplicaRules,
  type ReplicaWorker,
} from '../../src/replicas/replica-round.ts'
import { type ReplicaStep, replicaStep } from '../../src/replicas/replica-step.ts'

export const rightHash = hashOf(1)
export const wrongHash = hashOf(2)

export function hashOf(n: number): Hash {
  return `0x${n.toString(16).padStart(64, '0')}` as Hash
}

export function addressOf(n: number): Address {
  return `0x${n.toString(16).padStart(40, '0')}` as Address
}

export function workerOf(n: number, checksSurvived = 0): ReplicaWorker {
  return {
    node: addressOf(n),
    operator: addressOf(1_000 + n),
    subnet: `net-${n}`,
    leaseId: hashOf(100 + n),
    sequence: 1 + (n % 512),
    checksSurvived,
  }
}

export function saltOf(worker: ReplicaWorker): Hash {
  return bytesToHex(new Uint8Array(32).fill(worker.sequence % 256))
}

export function sealOf(worker: ReplicaWorker, responseHash: Hash): Hash {
  const { node, leaseId, sequence } = worker
  return resultSeal({ node, leaseId, sequence: BigInt(sequence), responseHash, salt: saltOf(worker) })
}

/** Asks, seals and reveals as the steps say. `answersOf` gives the results of one wave of workers, all asked together. */
export function playWorkers(
  rules: ReplicaRules,
  answersOf: (count: number, round: ReplicaRound) => readonly Hash[],
): { readonly round: ReplicaRound; readonly step: ReplicaStep } {
  let round = createReplicaRound(rules)
  let step = replicaStep(round)
  while (step.kind === 'need') {
    const answers = answersOf(step.count, round)
    const wave = answers.map((responseHash, i) => ({ worker: workerOf(round.runs.length + i), responseHash }))
    for (const { worker } of wave) round = advanceReplicaRound(round, { kind: 'asked', worker })
    for (const { worker, responseHash } of wave)
      round = advanceReplicaRound(round, { kind: 'sealed', node: worker.node, seal: sealOf(worker, responseHash) })
    for (const { worker, responseHash } of wave)
      round = advanceReplicaRound(round, { kind: 'revealed', node: worker.node, responseHash, salt: saltOf(worker) })
    step = replicaStep(round)
  }
  return { round, step }
}

/** Chances of a round's ends when each worker drawn is bad with chance `badShare`. */
export type RoundChances = { readonly wrong: number; readonly right: number; readonly disputed: number }

/**
 * Returns the chances of a round without losses, of workers without records, by going through all that can happen. The odds
 * of a group of a against b others are ρ^a ÷ (1 + ρ^b), ρ = (1 − f)/f, or ρ^a where b is 0.
 *
 * @param strategy - `always`: every bad worker gives the one wrong result. `best`: the bad ones of a wave know everything and
 * choose together how many of them do, so that a wrong result is accepted as often as it can be.
 */
export function exactRound(rules: ReplicaRules, badShare: number, strategy: 'always' | 'best'): RoundChances {
  const assumed = rules.workers.badShare
  const rho = (1 - assumed) / assumed
  const odds = (a: number, b: number) => (b === 0 ? rho ** a : rho ** a / (1 + rho ** b))
  const settles = (a: number, b: number) => a >= rules.agree && odds(a, b) >= (1 / rules.errorMax) * (1 - 1e-9)
  const known = new Map<string, RoundChances>()

  const after = (wrong: number, right: number): RoundChances => {
    if (settles(wrong, right)) return { wrong: 1, right: 0, disputed: 0 }
    if (settles(right, wrong)) return { wrong: 0, right: 1, disputed: 0 }
    const [best, rest] = [Math.max(wrong, right), Math.min(wrong, right)]
    let count = 1
    while (count <= rules.of && !settles(best + count, rest)) count++
    if (wrong + right + count > rules.of) return { wrong: 0, right: 0, disputed: 1 }
    const key = `${wrong}:${right}`
    const result = known.get(key) ?? sumOf(wave(wrong, right, count))
    known.set(key, result)
    return result
  }
  const wave = (wrong: number, right: number, count: number) =>
    Array.from({ length: count + 1 }, (_, bad) => {
      const weight = binomial(count, bad) * badShare ** bad * (1 - badShare) ** (count - bad)
      const choices = strategy === 'always' ? [bad] : Array.from({ length: bad + 1 }, (_, cheats) => cheats)
      const ends = choices.map((cheats) => after(wrong + cheats, right + count - cheats))
      return { weight, end: ends.reduce((best, end) => (end.wrong > best.wrong ? end : best)) }
    })
  return after(0, 0)
}

function sumOf(cases: readonly { weight: number; end: RoundChances }[]): RoundChances {
  const sum = (name: keyof RoundChances) => cases.reduce((total, { weight, end }) => total + weight * end[name], 0)
  return { wrong: sum('wrong'), right: sum('right'), disputed: sum('disputed') }
}

function binomial(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return result
}
