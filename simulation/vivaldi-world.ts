/** Network coordinates of everybody in the world, found as peers find them: by measuring a few round trips with noise. */
import { type Coordinate, createCoordinate, updateCoordinate } from '@millrace/matching'
import { coreRoundTripMs, type Place } from './places.ts'
import type { Random } from './random.ts'

type Somewhere = { readonly place: Place; readonly lastMileMs: number }

const landmarksCount = 32
const landmarkRounds = 60
const probesEach = 24
/** A measured round trip is longer than the true one by this share at the median. */
const noise = 0.05

/** Returns a coordinate for each, in order. Cost: linear. */
export function findCoordinates(random: Random, everybody: readonly Somewhere[]): Coordinate[] {
  const landmarks = Array.from({ length: landmarksCount }, () => everybody[random.integer(everybody.length)])
  const known: Coordinate[] = landmarks.map(() => createCoordinate())
  const probe = (own: Coordinate, from: Somewhere, at: number): Coordinate => {
    const [landmark, remote] = [landmarks[at], known[at]]
    if (landmark === undefined || remote === undefined || landmark === from) return own
    const core = coreRoundTripMs(from.place, landmark.place)
    const measured = (core + from.lastMileMs + landmark.lastMileMs) * random.logNormal(1 + noise, noise)
    return updateCoordinate(own, remote, measured, { random: random.next })
  }
  for (let round = 0; round < landmarkRounds * landmarksCount; round++) {
    const at = round % landmarksCount
    const from = landmarks[at]
    if (from !== undefined) known[at] = probe(known[at] ?? createCoordinate(), from, random.integer(landmarksCount))
  }
  return everybody.map((from) => {
    let own = createCoordinate()
    for (let i = 0; i < probesEach; i++) own = probe(own, from, random.integer(landmarksCount))
    return own
  })
}
