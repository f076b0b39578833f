/**
 * The processor's speed in units that compare between machines: the challenge of
 * `packages/verification/src/hardware/challenge.ts`, put to oneself. A first short one finds out how much work the long one takes.
 *
 * Units are whole millions of int8 multiply-adds a second, making, hashing and handing over included.
 */
import { type Hash, zeroAddress } from '@millrace/protocol'
import { type ChallengeResponse, challengeWork, judgeChallenge, unitsOf } from '@millrace/verification'
import { challengeNodes, type ProverPort } from '../challenge/challenge-nodes.ts'
import { createHardwareProver, type HardwareProver } from '../challenge/prover.ts'

export type ProcessorSpeed = {
  readonly units: number
  /** What the longest challenge took, in milliseconds. */
  readonly ms: number
  readonly n: number
  readonly rounds: number
  readonly threads: number
  /** What was filled at once. */
  readonly memoryBytes: number
}

export type ProcessorMeasure = {
  readonly threads: number
  /** Most that may be filled. */
  readonly memoryBytes: number
  /** About how long it may take at full speed. */
  readonly aimMs: number
  /** Milliseconds. */
  readonly now: () => number
  /** 32 fresh random bytes. */
  readonly random: () => Hash
  readonly signal: AbortSignal
}

/** What the first, short challenge is planned for. Any machine is faster. */
const unitsAtLeast = 1_000
/** Milliseconds to wait for threads to start and end on a machine that is busy with other things. */
const startMsMax = 120_000
/** Rows opened of one's own work: to see that the machine computes right. */
const openedRows = 16

/**
 * Measures the processor.
 *
 * @throws {Error} where the machine computed something else than the product: its figures would mean nothing.
 * @throws the signal's reason on abort.
 */
export async function measureProcessor(measure: ProcessorMeasure): Promise<ProcessorSpeed> {
  const { threads, memoryBytes, aimMs } = measure
  await using prover = createHardwareProver({ threads, memoryBytesMax: memoryBytes })
  const port = portOf(prover)
  let units = unitsAtLeast
  let speed: ProcessorSpeed | undefined
  for (const shareOfAim of [0.02, 0.1, 1]) {
    const [response] = await challengeNodes([{ node: zeroAddress, units, memoryBytes, prover: port }], {
      ...measure,
      ...{ class: 'cpu', opened: openedRows, aimMs: aimMs * shareOfAim },
      limits: { pingMsMax: startMsMax, commitMsMin: startMsMax },
    })
    speed = speedOf(response, units, threads)
    units = Math.max(unitsAtLeast, speed.units)
  }
  if (speed === undefined) throw new TypeError('No challenge was put.')
  return speed
}

function speedOf(response: ChallengeResponse | undefined, claimed: number, threads: number): ProcessorSpeed {
  if (response?.kind !== 'answered') throw new Error(`the machine did not answer itself: ${response?.reason}`)
  if (response.opening !== 'right') throw new Error(`the machine computes wrong products: ${response.opening}`)
  const { challenge, sentAt, committedAt } = response
  const { results } = judgeChallenge([{ node: zeroAddress, units: claimed }], [response])
  const { n, rounds } = challenge
  const ms = committedAt - sentAt
  const units = results[0]?.measuredUnits ?? unitsOf(challengeWork(challenge), ms)
  return { units, ms, n, rounds, threads, memoryBytes: 6 * n * n * rounds }
}

/** Returns a prover in this process as a challenger reaches it. */
function portOf(prover: HardwareProver): ProverPort {
  return {
    ping: (options) => prover.prepare(options),
    commit: (challenge, options) => prover.commit(challenge, options),
    recall: (recall, options) => prover.recall(recall, options),
    open: async (rows) => prover.open(rows),
  }
}
