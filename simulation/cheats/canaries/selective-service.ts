/**
 * A provider that serves suspected canaries honestly and cheats on the rest. It learns to tell them from a stream whose truth it was told,
 * with a real classifier, and then acts on the next one.
 */
import type { Labelled, Score, SeenRequest } from '../../../packages/verification/test/support/stream-classifier.ts'
import { trainLogisticRegression } from '../../../packages/verification/test/support/stream-classifier.ts'

export type SelectiveProvider = { readonly cheatsOn: (seen: SeenRequest) => boolean }

/** Returns the provider that learnt from the past. @param past - as many canaries as others. */
export function selectiveProvider(past: readonly Labelled[]): SelectiveProvider {
  const score: Score = trainLogisticRegression(past)
  return { cheatsOn: (seen) => score(seen) < 0 }
}

/** What selective service came to on a stream. */
export type Selection = {
  /** Share of the canaries that it cheated on: what audits still see. */
  readonly canariesCheated: number
  readonly othersCheated: number
  /** How often it was right about a request, ppm: what stakes are sized by. */
  readonly accuracyPpm: number
}

/** Returns how a provider fares on the next stream. @param next - as many canaries as others. */
export function selectionOn({ cheatsOn }: SelectiveProvider, next: readonly Labelled[]): Selection {
  const shareOf = (isCanary: boolean): number => {
    const all = next.filter((one) => one.isCanary === isCanary)
    return all.filter(({ seen }) => cheatsOn(seen)).length / all.length
  }
  const [canariesCheated, othersCheated] = [shareOf(true), shareOf(false)]
  return { canariesCheated, othersCheated, accuracyPpm: Math.round(500_000 * (1 - canariesCheated + othersCheated)) }
}
