/**
 * Which workers run the replicas of a job: drawn at random by stake, no two of one operator or one subnet.
 *
 * Every operator has one ticket, weighted by its stake: the least of −ln(u)/stake comes first, with u from a hash of the seed and
 * the operator (P. S. Efraimidis and P. G. Spirakis, Weighted random sampling with a reservoir, 2006). So more nodes or
 * more operators for one stake gain nothing. The seed must be the buyer's secret until the workers are asked.
 *
 * Invariants: no two of those drawn, nor one of them and one taken, share an operator or a subnet; workers whose subnet is not known
 * count as one subnet; one without stake is never drawn.
 */
import { type Address, bytesToHex, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** Who a replica must not share a place with. */
export type ReplicaPlace = {
  readonly operator: Address
  /** What one outsider controls at once, as the caller groups addresses: the /16 of an IPv4, the /32 of an IPv6 address. */
  readonly subnet?: string
}
export type ReplicaCandidate = ReplicaPlace & {
  readonly node: Address
  /** Stake of the operator, base units. */
  readonly stake: bigint
}

const purpose = utf8ToBytes('millrace:replica-draw:v1\n')

/**
 * Returns up to `count` candidates, in the order drawn; fewer where diversity allows no more. It does not search for the largest diverse
 * set: a choice that depends on who is left out could be steered.
 *
 * Cost: a hash and a sort over the candidates.
 *
 * @param taken - workers and judges already asked for this job.
 */
export function drawReplicas<T extends ReplicaCandidate>(
  candidates: readonly T[],
  count: number,
  seed: Hash,
  taken: readonly ReplicaPlace[] = [],
): T[] {
  const drawn: T[] = []
  for (const { candidate } of ticketsOf(candidates, seed)) {
    if (drawn.length >= count) break
    if ([...taken, ...drawn].every((other) => isDiverse(candidate, other))) drawn.push(candidate)
  }
  return drawn
}

/** Returns whether two workers share neither operator nor subnet. */
export function isDiverse(a: ReplicaPlace, b: ReplicaPlace): boolean {
  return a.operator !== b.operator && a.subnet !== b.subnet
}

/** Nodes of one operator keep its place in the order; among them the hash decides. */
function ticketsOf<T extends ReplicaCandidate>(candidates: readonly T[], seed: Hash) {
  return candidates
    .filter(({ stake }) => stake > 0n)
    .map((candidate) => ({
      candidate,
      rank: -Math.log(uniformOf(ticketHash(seed, candidate.operator))) / Number(candidate.stake),
      tie: bytesToHex(ticketHash(seed, candidate.node)),
    }))
    .sort((a, b) => a.rank - b.rank || (a.tie < b.tie ? -1 : 1))
}

function ticketHash(seed: Hash, address: Address): Uint8Array {
  return sha256(concatBytes(purpose, hexToBytes(seed), hexToBytes(address)))
}

/** A number above 0 and below 1 from the first 52 bits. */
function uniformOf(hash: Uint8Array): number {
  const view = new DataView(hash.buffer, hash.byteOffset)
  return (view.getUint32(0) * 2 ** 20 + (view.getUint32(4) >>> 12) + 0.5) / 2 ** 52
}
