/**
 * The cells that margins are counted in: bins of the margin × strata of how sure the reference is.
 *
 * The stratum of a token follows from the text before it, the bin from the token itself, so densities are of bins given a
 * stratum.
 */
import { type Margin, outsideMargin } from './margin.ts'

export type CellLayout = {
  /** Upper ends of the bins, ascending from 0, in the margin's unit. Two more bins follow: above the last, and outside. */
  readonly marginEdges: readonly number[]
  /** Upper ends of the strata but the last, ascending. */
  readonly stratumEdges: readonly number[]
}

export type Cell = { readonly stratum: number; readonly bin: number }

/** Bins that a layout may have, and strata: more would be empty. */
export const edgesMax = 32

/** Returns the layout for tokens: bins in steps of the tolerance, five strata. */
export function tokenLayout(tolerance: number): CellLayout {
  return {
    marginEdges: [0, 0.25, 0.5, 1, 2, 4, 16].map((step) => step * tolerance),
    stratumEdges: [0.3, 0.6, 0.85, 0.98],
  }
}

/** Returns the cell of a margin. */
export function cellOf({ marginEdges, stratumEdges }: CellLayout, { margin, topProbability }: Margin): Cell {
  const bin = margin >= outsideMargin ? marginEdges.length + 1 : firstHolding(marginEdges, margin)
  return { stratum: firstHolding(stratumEdges, topProbability), bin }
}

export function binsOf(layout: CellLayout): number {
  return layout.marginEdges.length + 2
}

export function strataOf(layout: CellLayout): number {
  return layout.stratumEdges.length + 1
}

function firstHolding(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) throw new RangeError('Expected a margin and a probability, got NaN.')
  const index = edges.findIndex((edge) => value <= edge)
  return index === -1 ? edges.length : index
}
