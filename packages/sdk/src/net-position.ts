/** Where this buyer stands: round trips that it measured, and the coordinate that they give it. */
import { type Coordinate, coordinateFromDetails, createCoordinate, updateCoordinate } from '@millrace/matching'
import type { Address } from '@millrace/protocol'
import type { HeldOffers } from './held-offers.ts'

/** Measurements of one node that count: the quickest of them, as the rest were held up. */
const samplesPerNode = 8
/** Nodes whose measurements are kept; those measured least recently go first. */
export const measuredNodesMax = 4_096
/** The matcher is told of a change beyond this share. */
const tellShare = 0.1

export type NetPosition = {
  measured(node: Address, ms: number): void
  /** Milliseconds, by measurement; undefined where there is none. */
  roundTripMs(node: Address): number | undefined
  coordinate(): Coordinate
  /** Tells the matcher what is known of a node that is new to it. */
  announce(node: Address): void
}

export function createNetPosition(held: () => HeldOffers, random: () => number): NetPosition {
  const samples = new Map<Address, { readonly recent: number[]; told: number | undefined }>()
  let own = createCoordinate()

  function tell(node: Address, told: number): void {
    held().matching.setRoundTrip(node, told)
  }

  return {
    measured(node, ms) {
      // A clock that was set back meanwhile has measured nothing.
      if (!(ms >= 0)) return
      const known = samples.get(node) ?? { recent: [], told: undefined }
      known.recent.push(ms)
      if (known.recent.length > samplesPerNode) known.recent.shift()
      samples.delete(node)
      samples.set(node, known)
      const [oldest] = samples.keys()
      if (samples.size > measuredNodesMax && oldest !== undefined) samples.delete(oldest)
      const quickest = Math.min(...known.recent)
      const claimed = held().offersOf(node)[0]?.details.coordinate
      const theirs = claimed === undefined ? undefined : coordinateFromDetails(claimed)
      if (theirs !== undefined) own = updateCoordinate(own, theirs, quickest, { random })
      const isNews = known.told === undefined || Math.abs(quickest - known.told) > known.told * tellShare
      if (!isNews) return
      known.told = quickest
      if (held().hasNode(node)) tell(node, quickest)
    },
    roundTripMs: (node) => samples.get(node)?.told,
    coordinate: () => own,
    announce(node) {
      const told = samples.get(node)?.told
      if (told !== undefined) tell(node, told)
    },
  }
}
