/** How long first outputs took, per model: when a second provider is worth asking. */
import { firstTokenEstimateMs } from '@millrace/matching'
import type { Hash } from '@millrace/protocol'
import type { ProviderOffer } from './offer-view.ts'

/** Times kept per model, the newest. */
export const firstOutputsKeptMax = 256
/** Models whose times are kept; those used least recently go first. */
export const firstOutputModelsMax = 1_024
/** Times needed before they count for more than an estimate. */
const firstOutputsMin = 20
/** Share of runs that are expected to be quicker. */
const percentile = 0.95
/** Bounds of the wait, in milliseconds, and the wait where nothing at all is known. */
const waitMsMin = 20
const waitMsMax = 30_000
const waitMsUnknown = 2_000
/** An estimate says what is usual; late is twice that, and a little for the machine at this end. */
const lateFactor = 2
const lateSlackMs = 100

export type FirstOutputs = {
  add(root: Hash, ms: number): void
  /** Returns milliseconds after which the first output of the offer's model is late. */
  lateAfterMs(offer: ProviderOffer, inputUnits: number, roundTripMs: number): number
}

export function createFirstOutputs(): FirstOutputs {
  const timesOf = new Map<Hash, { readonly times: Float64Array; count: number }>()
  return {
    add(root, ms) {
      const known = timesOf.get(root) ?? { times: new Float64Array(firstOutputsKeptMax), count: 0 }
      known.times[known.count % firstOutputsKeptMax] = ms
      known.count++
      timesOf.delete(root)
      timesOf.set(root, known)
      const [oldest] = timesOf.keys()
      if (timesOf.size > firstOutputModelsMax && oldest !== undefined) timesOf.delete(oldest)
    },
    lateAfterMs({ modelRoot, details }, inputUnits, roundTripMs) {
      const known = timesOf.get(modelRoot)
      const late =
        known !== undefined && known.count >= firstOutputsMin
          ? percentileOf(known.times.subarray(0, Math.min(known.count, firstOutputsKeptMax)))
          : lateFactor * firstTokenEstimateMs({ roundTripMs, inputUnits, ...details.rates }) + lateSlackMs
      return Number.isFinite(late) ? Math.min(Math.max(late, waitMsMin), waitMsMax) : waitMsUnknown
    },
  }
}

/** Nearest rank. Cost: O(n log n) of {@link firstOutputsKeptMax}. */
function percentileOf(times: Float64Array): number {
  const sorted = times.toSorted()
  return sorted[Math.ceil(sorted.length * percentile) - 1] ?? 0
}
