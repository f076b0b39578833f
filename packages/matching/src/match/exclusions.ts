/** How many offers each constraint rules out, by itself and alone: one pass over the leaves of the workload and model. */
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import type { ExclusionCount, ExclusionCounts } from './match-order.ts'
import { failuresOfLeaf, markLeaf, type Query } from './query.ts'
import { foreignBit, type Screen } from './screen.ts'

/** Offers by the set of constraints that they fail, as a mask; 0 are those that match. */
export type FailureCounts = ReadonlyMap<number, number>

/** Returns how many offers fail which constraints together. Cost: O(offers of the workload and model). */
export function countFailures(query: Query): FailureCounts {
  const counts = new Map<number, number>()
  forEachLeaf(query, (failed, count) => {
    let [run, runLength] = [-1, 0]
    for (let i = 0; i < count; i++) {
      const mask = (query.masks[i] as number) | failed
      if (mask === run) runLength++
      else {
        if (runLength > 0) counts.set(run, (counts.get(run) ?? 0) + runLength)
        ;[run, runLength] = [mask, 1]
      }
    }
    if (runLength > 0) counts.set(run, (counts.get(run) ?? 0) + runLength)
  })
  for (const mask of counts.keys()) if ((mask & foreignBit) !== 0) counts.delete(mask)
  return counts
}

/**
 * Screens leaf by leaf; masks of the rows are in `query.masks` when `look` is called.
 *
 * @param isOfUse - asked of a leaf's bounds, with the constraints that all of its rows fail, before its rows are looked at.
 */
export function forEachLeaf(
  query: Query,
  look: (failed: number, count: number, block: Uint32Array, first: number) => void,
  isOfUse: (failed: number, bounds: Float64Array, at: number) => boolean = () => true,
): void {
  const { leaves } = query.index
  const { bounds } = leaves
  for (let position = query.start; position < query.end; position++) {
    const leaf = leaves.order[position] as number
    const at = leaf * boundCount
    const failed = failuresOfLeaf(query, leaf)
    if (!isOfUse(failed, bounds, at)) continue
    markLeaf(query, leaf, query.open[0] as number)
    look(failed, bounds[at + leafCount] as number, blockOfLeaf(leaves.rows, leaf), firstOfLeaf(leaf))
  }
}

/** Returns the counts in words of the order. */
export function exclusionsOf(query: Query, failures: FailureCounts): ExclusionCounts {
  const counts: Record<string, ExclusionCount> = { ...marketExclusions(query) }
  const matching = failures.get(0) ?? 0
  for (const [number, screen] of query.screens.entries()) {
    const bit = 1 << number
    let excluded = 0
    for (const [mask, count] of failures) if ((mask & bit) !== 0) excluded += count
    if (excluded > 0) counts[screen.name] = { excluded, wouldMatch: matching + (failures.get(bit) ?? 0) }
  }
  return counts
}

/** Returns the offers of other workloads, and of other models of the workload. */
export function marketExclusions({ index, order, considered }: Query): ExclusionCounts {
  const inWorkload = index.workloadCounts[order.workload] as number
  const otherWorkload = index.size - inWorkload
  const otherModel = inWorkload - considered
  return {
    ...(otherWorkload === 0 ? {} : { workload: { excluded: otherWorkload } }),
    ...(otherModel === 0 ? {} : { modelRoot: { excluded: otherModel } }),
  }
}

/** Returns the screen of a mask's only bit, or undefined when it has none or several. */
export function onlyScreen(query: Query, mask: number): Screen | undefined {
  return mask !== 0 && (mask & (mask - 1)) === 0 ? query.screens[31 - Math.clz32(mask)] : undefined
}
