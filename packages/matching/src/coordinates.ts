/**
 * Round trips without measuring each of them: Vivaldi network coordinates with height vectors, in three dimensions.
 *
 * Source: Dabek, Cox, Kaashoek, Morris, "Vivaldi: A Decentralized Network Coordinate System", SIGCOMM 2004, sections 3.4
 * (adaptive time step) and 5.4 (height vectors). The height is the way from a machine to the core of the network, which
 * every round trip of that machine pays.
 *
 * Coordinates come from strangers, so: whatever is not a finite coordinate within the bounds is ignored, one sample
 * moves a coordinate by at most {@link coordinateMoveMsMax}, and no claimed error counts as smaller than
 * {@link coordinateErrorMin}. A liar can bend estimates by degrees, which is why a measured round trip overrides one.
 *
 * Units: milliseconds; the error is relative (0.2 = a fifth).
 */

import { coordinateErrorPpmMax, coordinateUsMax, type OfferCoordinate } from '@millrace/protocol'

/** Farthest a coordinate may be from the origin along one axis, and most height, in milliseconds: what offers can say. */
export const coordinateMsMax = coordinateUsMax / 1_000
/** Least height, in milliseconds: below it, two machines of one rack would be at no distance. */
export const coordinateHeightMsMin = 0.01
/** Farthest one sample may move a coordinate, in milliseconds, so that no single peer can throw it away. */
export const coordinateMoveMsMax = 100
/** Least and most relative error: what a coordinate is trusted for at best, and where a new one starts. */
export const coordinateErrorMin = 0.02
export const coordinateErrorMax = 1.5
/** Longest round trip that is taken for one, in milliseconds; beyond it the sample is a stall, not a distance. */
export const roundTripSampleMsMax = 10_000

/** Constants c_e and c_c of the paper: how quickly the error and the position follow a sample. */
const errorGain = 0.25
const positionGain = 0.25
/** Largest error that a peer may claim: it only makes its coordinate weigh less. */
const claimedErrorMax = coordinateErrorPpmMax / 1_000_000
/** Two positions nearer than this have no direction between them, in milliseconds. */
const coincidentMs = 1e-6
/** Shortest round trip a clock can tell from nothing, in milliseconds. */
const roundTripMsMin = 0.01

export type Coordinate = {
  /** Position in milliseconds. */
  readonly x: number
  readonly y: number
  readonly z: number
  readonly heightMs: number
  /** Expected relative error of estimates from this coordinate. */
  readonly error: number
}

/** Returns where everybody starts: at the origin, knowing nothing. */
export function createCoordinate(): Coordinate {
  return { x: 0, y: 0, z: 0, heightMs: 0.1, error: coordinateErrorMax }
}

/**
 * Returns the own coordinate after a measured round trip to a peer that says where it is. What cannot be true (not finite,
 * out of bounds, a round trip of nothing or of more than {@link roundTripSampleMsMax}) changes nothing.
 *
 * @param random - uniform in [0, 1); only used when both are at the same place, which leaves the direction open.
 *
 * @example
 * const moved = updateCoordinate(createCoordinate(), theirs, 42, { random: Math.random })
 */
export function updateCoordinate(
  own: Coordinate,
  remote: Coordinate,
  roundTripMs: number,
  { random }: { readonly random: () => number },
): Coordinate {
  if (!isCoordinate(remote) || !(roundTripMs > 0) || roundTripMs > roundTripSampleMsMax) return own
  const sample = Math.max(roundTripMs, roundTripMsMin)
  const estimate = roundTripEstimateMs(own, remote)
  const trust = own.error / (own.error + Math.max(remote.error, coordinateErrorMin))
  const sampleError = Math.abs(estimate - sample) / sample
  const error = sampleError * errorGain * trust + own.error * (1 - errorGain * trust)
  const pull = clamp(positionGain * trust * (sample - estimate), -coordinateMoveMsMax, coordinateMoveMsMax)
  return { ...moved(own, remote, pull, random), error: clamp(error, coordinateErrorMin, coordinateErrorMax) }
}

/** Returns the round trip between two coordinates, in milliseconds: their distance and both heights. */
export function roundTripEstimateMs(a: Coordinate, b: Coordinate): number {
  const [dx, dy, dz] = [a.x - b.x, a.y - b.y, a.z - b.z]
  return Math.sqrt(dx * dx + dy * dy + dz * dz) + (a.heightMs + b.heightMs)
}

/** Returns the coordinate in whole microseconds and millionths. Loses less than a microsecond. */
export function coordinateToDetails(coordinate: Coordinate): OfferCoordinate {
  return {
    xUs: toWhole(coordinate.x * 1_000),
    yUs: toWhole(coordinate.y * 1_000),
    zUs: toWhole(coordinate.z * 1_000),
    heightUs: toWhole(coordinate.heightMs * 1_000),
    errorPpm: toWhole(coordinate.error * 1_000_000),
  }
}

/** Returns the coordinate that an offer carries, or undefined when it is out of bounds: then the peer's place is unknown. */
export function coordinateFromDetails(details: OfferCoordinate): Coordinate | undefined {
  const coordinate = {
    x: details.xUs / 1_000,
    y: details.yUs / 1_000,
    z: details.zUs / 1_000,
    heightMs: details.heightUs / 1_000,
    error: details.errorPpm / 1_000_000,
  }
  return isCoordinate(coordinate) ? coordinate : undefined
}

/** Moves by `pull` milliseconds along the unit height vector from the remote one; negative moves towards it. */
function moved(own: Coordinate, remote: Coordinate, pull: number, random: () => number): Omit<Coordinate, 'error'> {
  const [dx, dy, dz] = [own.x - remote.x, own.y - remote.y, own.z - remote.z]
  const distance = Math.sqrt(dx * dx + dy * dy + dz * dz)
  if (distance < coincidentMs && pull > 0) {
    const [ux, uy, uz] = randomDirection(random)
    return within({ x: own.x + pull * ux, y: own.y + pull * uy, z: own.z + pull * uz, heightMs: own.heightMs })
  }
  const heights = own.heightMs + remote.heightMs
  const scale = pull / (distance + heights)
  return within({
    x: own.x + dx * scale,
    y: own.y + dy * scale,
    z: own.z + dz * scale,
    heightMs: own.heightMs + heights * scale,
  })
}

/** Returns a direction from two uniform numbers: equal slices of a sphere's height have equal area. */
function randomDirection(random: () => number): readonly [number, number, number] {
  const z = 2 * random() - 1
  const angle = 2 * Math.PI * random()
  const radius = Math.sqrt(Math.max(0, 1 - z * z))
  return [radius * Math.cos(angle), radius * Math.sin(angle), z]
}

function within(place: Omit<Coordinate, 'error'>): Omit<Coordinate, 'error'> {
  return {
    x: clamp(place.x, -coordinateMsMax, coordinateMsMax),
    y: clamp(place.y, -coordinateMsMax, coordinateMsMax),
    z: clamp(place.z, -coordinateMsMax, coordinateMsMax),
    heightMs: clamp(place.heightMs, coordinateHeightMsMin, coordinateMsMax),
  }
}

/** Comparisons are false for NaN, so that one is refused too. */
function isCoordinate({ x, y, z, heightMs, error }: Coordinate): boolean {
  return (
    Math.abs(x) <= coordinateMsMax &&
    Math.abs(y) <= coordinateMsMax &&
    Math.abs(z) <= coordinateMsMax &&
    heightMs >= 0 &&
    heightMs <= coordinateMsMax &&
    error >= 0 &&
    error <= claimedErrorMax
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/** Rounds, and spells -0 as 0, which is how signed content writes it. */
function toWhole(value: number): number {
  return Math.round(value) + 0
}
