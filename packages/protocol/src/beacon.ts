/**
 * The provider's share of the randomness that an answer is sampled with. The quote names the end of a hash chain; the run of
 * sequence i reveals the link i steps before it. The node fixed all links before it saw any request, and the buyer learns a link
 * only after it fixed the request, so neither can choose a seed that suits it. A link tells the earlier ones too, whose requests
 * are fixed by then: sequences of a lease only grow.
 *
 * Cost: a chain is `leaseRunsMax` hashes; a link is `checkpointSteps` hashes at most; a check is as many as the sequence, or
 * as many as lie between it and a link that was checked before.
 * Source: L. Lamport, Password authentication with insecure communication, CACM 24(11), 1981 (the chain).
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, type Hash, hexToBytes } from './hex.ts'

/** Runs of one lease, and so the length of its chain: a new lease is one round trip, a longer chain delays every quote. */
export const leaseRunsMax = 512
const checkpointSteps = 16

/** A chain from its secret. `end` goes into the quote. */
export type BeaconChain = {
  readonly end: Hash
  /** Returns the link that the run of that sequence reveals. @throws {RangeError} beyond `leaseRunsMax`, or below 1. */
  link(sequence: bigint): Hash
}

/** Returns the chain that a 32-byte secret begins. The secret must never serve a second quote. */
export function createBeaconChain(secret: Uint8Array): BeaconChain {
  const checkpoints: Uint8Array[] = []
  let value = secret
  for (let step = 0; step < leaseRunsMax; step++) {
    if (step % checkpointSteps === 0) checkpoints.push(value)
    value = sha256(value)
  }
  const end = bytesToHex(value)
  return {
    end,
    link(sequence) {
      if (!isRunSequence(sequence)) throw new RangeError(`Sequence ${sequence} is not from 1 to ${leaseRunsMax}.`)
      const step = leaseRunsMax - Number(sequence)
      const start = checkpoints[Math.floor(step / checkpointSteps)] as Uint8Array
      return bytesToHex(hashTimes(start, step % checkpointSteps))
    },
  }
}

/** A link that is known to be of a chain, so that later ones are checked against it with few hashes. */
export type CheckedBeacon = { readonly sequence: bigint; readonly beacon: Hash }

/**
 * Returns whether the beacon is the link of that sequence in the chain with that end.
 *
 * @param known - a link of the same chain that was checked before; saves hashes.
 */
export function isBeaconOf(end: Hash, sequence: bigint, beacon: Hash, known?: CheckedBeacon): boolean {
  if (!isRunSequence(sequence)) return false
  const { sequence: other, beacon: otherBeacon } = known ?? { sequence: 0n, beacon: end }
  const [later, earlier] = sequence >= other ? [beacon, otherBeacon] : [otherBeacon, beacon]
  const steps = Number(sequence >= other ? sequence - other : other - sequence)
  return bytesToHex(hashTimes(hexToBytes(later), steps)) === earlier
}

/** Returns whether a lease has a run of that sequence. */
export function isRunSequence(sequence: bigint): boolean {
  return sequence >= 1n && sequence <= BigInt(leaseRunsMax)
}

function hashTimes(value: Uint8Array, times: number): Uint8Array {
  let hashed = value
  for (let i = 0; i < times; i++) hashed = sha256(hashed)
  return hashed
}
