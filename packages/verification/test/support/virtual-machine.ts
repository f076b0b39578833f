/**
 * A machine of known speed behind any number of nodes, on a virtual clock: when each node's commitment leaves, by how the
 * machine shares itself out. Never more work than its speed allows.
 */
import type { Address } from '@millrace/protocol'
import { challengeWork, type HardwareChallenge } from '../../src/hardware/challenge.ts'
import type { OpeningOutcome } from '../../src/hardware/check-opening.ts'
import type { ChallengeResponse } from '../../src/hardware/judge-challenge.ts'

export type VirtualJob = {
  readonly node: Address
  readonly challenge: HardwareChallenge
  readonly sentAt: number
  readonly opening?: OpeningOutcome
}

/** What part of the machine each of the jobs that are not done gets, in the order of the jobs; sums to 1 at most. */
export type Sharing = (left: readonly VirtualJob[]) => readonly number[]

export const oneByOne: Sharing = (left) => left.map((_, i) => (i === 0 ? 1 : 0))
export const evenly: Sharing = (left) => left.map(() => 1 / left.length)

/**
 * Returns the answers of all jobs.
 *
 * @param units - speed of the machine, millions of multiply-adds a second.
 * @param roundTripMs - to every node; half of it each way.
 */
export function answersOf(
  jobs: readonly VirtualJob[],
  { units, sharing, roundTripMs }: { readonly units: number; readonly sharing: Sharing; readonly roundTripMs: number },
): readonly ChallengeResponse[] {
  const arrival = roundTripMs / 2
  const work = new Map(jobs.map((job) => [job, challengeWork(job.challenge)]))
  const responses: ChallengeResponse[] = []
  let now = Math.min(...jobs.map(({ sentAt }) => sentAt)) + arrival
  while (work.size > 0) {
    const left = jobs.filter((job) => work.has(job) && job.sentAt + arrival <= now)
    const nextArrival = Math.min(...jobs.map(({ sentAt }) => sentAt + arrival).filter((at) => at > now))
    const shares = sharing(left)
    const ends = left.map((job, i) => now + (work.get(job) ?? 0) / (units * 1_000 * (shares[i] ?? 0)))
    const until = Math.min(nextArrival, ...ends)
    for (const [i, job] of left.entries()) {
      const rest = (work.get(job) ?? 0) - (until - now) * units * 1_000 * (shares[i] ?? 0)
      if (ends[i] !== until) {
        work.set(job, rest)
        continue
      }
      work.delete(job)
      const { node, challenge, sentAt, opening = 'right' } = job
      const committedAt = until + arrival
      responses.push({ kind: 'answered', node, challenge, sentAt, committedAt, roundTripMs, opening })
    }
    now = until
  }
  return responses
}
