/**
 * A job under the `replicas` policy, played out in virtual time by workers that try to get paid without computing: the buyer's side is
 * the real round and step, the seals are real, an auditor that computes is the judge.
 *
 * What a worker may know when it acts is all that was sent by then: seals of others while it has not sealed, results of others once
 * any was revealed. That is more than it would see, for seals and results go to the buyer alone.
 */
import { type Address, bytesToHex, type Hash, resultSeal } from '@millrace/protocol'
import {
  advanceReplicaRound,
  createReplicaRound,
  type ReplicaEvent,
  type ReplicaJudge,
  type ReplicaRules,
  type ReplicaStep,
  type ReplicaWorker,
  replicaStep,
} from '@millrace/verification'
import { createEventQueue } from '../../event-queue.ts'
import type { Random } from '../../random.ts'

export const rightResult = hashOf('a', 1)
/** What the others of a bad worker's party would give, too. */
export const agreedResult = hashOf('b', 2)

/** Everything that was sent so far. */
export type Overheard = {
  readonly seals: ReadonlyMap<Address, Hash>
  readonly results: ReadonlyMap<Address, { readonly responseHash: Hash; readonly salt: Hash }>
}

export type WorkerCheat = {
  readonly name: string
  /** What it sends as its seal; undefined to wait until it knows more. */
  readonly seal: (self: ReplicaWorker, overheard: Overheard) => Hash | undefined
  readonly reveal: (self: ReplicaWorker, overheard: Overheard) => { readonly responseHash: Hash; readonly salt: Hash }
}

/** Computes, and says what it computed. */
export const honestWorker = revealing('honest', () => rightResult)
/** Makes something up, each another thing. */
export const wrongWorker = revealing('smaller program', (self) => hashOf('c', Number.parseInt(self.node.slice(-4), 16)))
/** Agrees beforehand with its like on one wrong result. */
export const colludingWorker = revealing('colluding replicas', () => agreedResult)

/** Sends another's seal as its own, and its result once it hears it. */
export const sealCopier: WorkerCheat = {
  name: 'copies a seal and its result',
  seal: (_, { seals }) => first(seals),
  reveal: (self, { results }) => first(results) ?? made(self, agreedResult),
}

/** Seals nothing that it could open, hoping to hear a result before it must reveal. */
export const resultCopier: WorkerCheat = {
  name: 'copies a result after sealing blindly',
  seal: (self) => sealOf(self, hashOf('d', 0)),
  reveal: (self, { results }) => first(results) ?? made(self, agreedResult),
}

/** Does not seal before it hears a result. */
export const waiter: WorkerCheat = {
  name: 'waits for a result before sealing',
  seal: (self, { results }) => {
    const heard = first(results)
    return heard === undefined ? undefined : sealOf(self, heard.responseHash)
  },
  reveal: (self, { results }) => made(self, first(results)?.responseHash ?? agreedResult),
}

export type ReplicaPlay = {
  readonly rules: ReplicaRules
  /** The n-th worker asked behaves like the n-th of these; after the last, honestly. */
  readonly workers: readonly WorkerCheat[]
  /** Milliseconds until a worker that has not sealed is given up. */
  readonly sealMsMax: number
}

export type ReplicaPlayed = {
  readonly step: ReplicaStep
  /** Names of the workers asked, by node. */
  readonly names: ReadonlyMap<Address, string>
  readonly endedAtMs: number
}

type Act = { readonly name: 'seal' | 'reveal' | 'give up'; readonly worker: ReplicaWorker; readonly cheat: WorkerCheat }

/** Plays the job to its end. */
export function playReplicas({ rules, workers, sealMsMax }: ReplicaPlay, random: Random): ReplicaPlayed {
  const queue = createEventQueue<Act>()
  const names = new Map<Address, string>()
  const cheats = new Map<Address, WorkerCheat>()
  const seals = new Map<Address, Hash>()
  const results = new Map<Address, { readonly responseHash: Hash; readonly salt: Hash }>()
  const overheard: Overheard = { seals, results }
  let round = createReplicaRound(rules)
  let now = 0
  const advance = (event: ReplicaEvent): void => {
    round = advanceReplicaRound(round, event)
  }
  const delay = (): number => random.exponential(sealMsMax / 20)

  const ask = (): void => {
    const number = round.runs.length
    const worker = workerOf(number)
    const cheat = workers[number] ?? honestWorker
    names.set(worker.node, cheat.name)
    cheats.set(worker.node, cheat)
    advance({ kind: 'asked', worker })
    queue.plan(now + delay(), { name: 'seal', worker, cheat })
    queue.plan(now + sealMsMax, { name: 'give up', worker, cheat })
  }
  const act = ({ name, worker, cheat }: Act): void => {
    const { node } = worker
    if (name === 'give up') {
      if (!seals.has(node)) advance({ kind: 'lost', node })
      return
    }
    if (name === 'reveal') {
      const told = cheat.reveal(worker, overheard)
      results.set(node, told)
      advance({ kind: 'revealed', node, ...told })
      return
    }
    const seal = cheat.seal(worker, overheard)
    if (seal === undefined) {
      queue.plan(now + sealMsMax / 20, { name: 'seal', worker, cheat })
      return
    }
    seals.set(node, seal)
    advance({ kind: 'sealed', node, seal })
  }

  for (;;) {
    const step = replicaStep(round)
    if (step.kind === 'accepted' || step.kind === 'failed') return { step, names, endedAtMs: now }
    if (step.kind === 'need') for (let count = step.count; count > 0; count -= 1) ask()
    if (step.kind === 'disputed')
      advance({ kind: 'judged', judge: judgeOf(round.judgements.length), responseHash: rightResult })
    if (step.kind === 'reveal') {
      for (const node of step.nodes) {
        const worker = round.runs.find((run) => run.worker.node === node)?.worker
        const cheat = cheats.get(node)
        if (worker !== undefined && cheat !== undefined) act({ name: 'reveal', worker, cheat })
      }
    }
    if (step.kind !== 'wait') continue
    const next = queue.next()
    if (next === undefined) throw new Error('everyone is waited for, and nobody acts')
    now = next.at
    act(next.event)
  }
}

function revealing(name: string, resultOf: (self: ReplicaWorker) => Hash): WorkerCheat {
  return { name, seal: (self) => sealOf(self, resultOf(self)), reveal: (self) => made(self, resultOf(self)) }
}

function made(self: ReplicaWorker, responseHash: Hash): { readonly responseHash: Hash; readonly salt: Hash } {
  return { responseHash, salt: saltOf(self) }
}

function sealOf(self: ReplicaWorker, responseHash: Hash): Hash {
  const { node, leaseId, sequence } = self
  return resultSeal({ node, leaseId, sequence: BigInt(sequence), responseHash, salt: saltOf(self) })
}

function saltOf({ sequence }: ReplicaWorker): Hash {
  return bytesToHex(new Uint8Array(32).fill(sequence))
}

function workerOf(number: number): ReplicaWorker {
  const digits = String(number + 1).padStart(40, '0')
  return {
    node: `0x${digits}` as Address,
    operator: `0xa${digits.slice(1)}` as Address,
    subnet: `net ${number}`,
    leaseId: hashOf('e', number),
    sequence: number + 1,
    checksSurvived: 0,
  }
}

function judgeOf(number: number): ReplicaJudge {
  const digits = String(number + 1).padStart(39, '0')
  return {
    node: `0xf${digits}` as Address,
    operator: `0xe${digits}` as Address,
    subnet: `judge ${number}`,
    checksSurvived: 300,
  }
}

function hashOf(letter: string, number: number): Hash {
  return `0x${letter}${number.toString(16).padStart(63, '0')}` as Hash
}

function first<T>(map: ReadonlyMap<Address, T>): T | undefined {
  return map.values().next().value
}
