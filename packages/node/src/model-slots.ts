/**
 * Who may run on a model now. Its slots go to reserved work first, in the time it was reserved for, then to posted work, which
 * waits its turn, then to spot work, which takes what is idle and gives it back after a notice when posted or reserved work
 * needs it. A spot run is ended only while other work needs its slot; a notice lasts as long as was promised, and never longer.
 */
import type { Hash } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { Deadlines } from './deadlines.ts'
import type { CheckedListing } from './listing.ts'
import { SlotModel } from './slot-model.ts'

export type SlotUser = {
  readonly modelRoot: Hash
  readonly terms:
    | { readonly kind: 'posted' }
    /** `price` ranks spot runs: the lowest goes first. */
    | { readonly kind: 'spot'; readonly price: bigint }
    | { readonly kind: 'reserved'; readonly leaseId: Hash; readonly slots: number }
  /** Told that it ends unless things change. */
  readonly onNotice: (reason: 'preempted' | 'withdrawn', endsInMs: number) => void
  /** Must end now, and leave. */
  readonly onEnd: () => void
}

export type ModelSlots = {
  /**
   * Resolves when the user may run. Aborting leaves the queue and rejects with the signal's reason.
   *
   * @returns the function by which it leaves; calling it again does nothing.
   * @throws {RefusalError} NODE_BUSY
   */
  enter(user: SlotUser, options: { readonly signal: AbortSignal }): Promise<() => void>
  /** Looks again at what is held: called as time passes. */
  tick(): void
  /** Slots that the model has. */
  capacity(modelRoot: Hash): number
  /** Jobs, in parts of one slot's work, before a new one's turn comes; 0 when it would run at once. */
  waiting(modelRoot: Hash): number
  /** All jobs that wait. */
  readonly queued: number
  /** Share of the slots that are taken, wanted or held now, spot work aside; from 0 to 1. */
  utilisation(modelRoot: Hash): number
  /** Share that posted and reserved runs took on average since this was asked last. */
  takeUtilisation(modelRoot: Hash, now: number): number
}

type ModelSlotsInit = {
  readonly listings: readonly CheckedListing[]
  readonly runtime: Runtime
  readonly deadlines: Deadlines
  /** Most slots that are reserved at any time from now until so many milliseconds later. */
  readonly held: (modelRoot: Hash, aheadMs: number) => number
  /** Milliseconds. */
  readonly now: () => number
}

/** Notice of a model that is no longer listed, for leases that outlived their listing. */
const unlistedNoticeMs = 30_000

export function createModelSlots({ listings, runtime, deadlines, held, now }: ModelSlotsInit): ModelSlots {
  const models = new Map<Hash, SlotModel>()

  const listingsOf = (modelRoot: Hash) => listings.filter((listing) => listing.modelRoot === modelRoot)
  const capacity = (modelRoot: Hash) => {
    const listed = listingsOf(modelRoot).map(({ slots }) => slots)
    const { slots } = runtime.load(modelRoot)
    return listed.length === 0 ? slots : Math.min(slots, Math.max(...listed))
  }
  const modelOf = (modelRoot: Hash): SlotModel => {
    const known = models.get(modelRoot)
    if (known !== undefined) return known
    const notices = listingsOf(modelRoot).map(({ noticeSeconds }) => noticeSeconds * 1000)
    // The shortest that was promised: none may be longer.
    const noticeMs = notices.length === 0 ? unlistedNoticeMs : Math.min(...notices)
    const model = new SlotModel({
      ...{ noticeMs, deadlines, now },
      capacity: () => capacity(modelRoot),
      queuedMax: () => runtime.load(modelRoot).queuedMax,
      held: () => held(modelRoot, noticeMs),
    })
    models.set(modelRoot, model)
    return model
  }

  return {
    enter: (user, { signal }) => modelOf(user.modelRoot).enter(user, signal),
    tick() {
      for (const model of models.values()) model.settle()
    },
    capacity,
    waiting: (modelRoot) => modelOf(modelRoot).waiting,
    get queued() {
      return [...models.values()].reduce((sum, { queued }) => sum + queued, 0)
    },
    utilisation: (modelRoot) => modelOf(modelRoot).utilisation,
    takeUtilisation: (modelRoot, at) => modelOf(modelRoot).takeUtilisation(at),
  }
}
