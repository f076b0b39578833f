/**
 * Who may run on a model now. Its slots go to reserved work first, in the time it was reserved for, then to posted work, which
 * waits its turn, then to spot work, which takes what is idle and gives it back after a notice when posted or reserved work
 * needs it.
 *
 * Invariants: posted runs, spot runs and held slots together never pass the capacity when a run is let in; a spot run is
 * ended only while other work needs its slot; a notice lasts as long as was promised, and never longer.
 */
import { createSpotPool, type SpotAction, type SpotInput, type SpotPool, spotSlots, stepSpot } from '@millrace/matching'
import type { Hash } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { Deadlines } from './deadlines.ts'
import type { CheckedListing } from './listing.ts'
import { RefusalError } from './refusal-error.ts'

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
  /** Jobs before a new one's turn comes; 0 when it would run at once. */
  waiting(modelRoot: Hash): number
  /** All jobs that wait. */
  readonly queued: number
  /** Share of the slots that are taken or held now, spot work aside; from 0 to 1. */
  utilisation(modelRoot: Hash): number
  /** The same on average since this was asked last. */
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

type Waiter = { readonly user: SlotUser; readonly grant: () => void }
type Model = {
  readonly root: Hash
  readonly listedSlots: number
  readonly noticeMs: number
  spot: SpotPool
  readonly spotUsers: Map<string, SlotUser>
  /** Oldest first; those told that they end are true. */
  readonly posted: Map<SlotUser, boolean>
  readonly reserved: Map<Hash, number>
  readonly waitingPosted: Set<Waiter>
  readonly waitingReserved: Set<Waiter>
  /** Slots times milliseconds, up to `busyAt`, since `busySince`. */
  busy: number
  busyAt: number
  busySince: number
}

export function createModelSlots(init: ModelSlotsInit): ModelSlots {
  const { runtime, deadlines, now } = init
  const models = new Map<Hash, Model>()
  let spotIds = 0

  const modelOf = (root: Hash): Model => {
    const known = models.get(root)
    if (known !== undefined) return known
    const listings = init.listings.filter(({ modelRoot }) => modelRoot === root)
    const noticeMs = Math.min(...listings.map(({ noticeSeconds }) => noticeSeconds * 1000), Number.MAX_SAFE_INTEGER)
    const model: Model = {
      ...{ root, noticeMs, spot: createSpotPool({ slots: 0, noticeMs }), spotUsers: new Map(), posted: new Map() },
      ...{ reserved: new Map(), waitingPosted: new Set(), waitingReserved: new Set() },
      ...{ busy: 0, busyAt: now(), busySince: now() },
      listedSlots: Math.max(...listings.map(({ slots }) => slots), 0),
    }
    models.set(root, model)
    return model
  }
  const capacityOf = (model: Model) => {
    const { slots } = runtime.load(model.root)
    return model.listedSlots === 0 ? slots : Math.min(model.listedSlots, slots)
  }
  const reservedRunning = (model: Model) => [...model.reserved.values()].reduce((sum, count) => sum + count, 0)
  /** Slots that no other work may take: held now or soon, and those that reserved runs still have. */
  const heldOf = (model: Model) => Math.max(init.held(model.root, model.noticeMs), reservedRunning(model))
  const spotTaken = (model: Model) => spotSlots(model.spot, ['running', 'noticed'])
  const fitsPosted = (model: Model) => model.posted.size + spotTaken(model) + heldOf(model) < capacityOf(model)
  const fitsReserved = (model: Model) =>
    model.posted.size + spotTaken(model) + reservedRunning(model) < capacityOf(model)

  const count = (model: Model) => {
    const at = now()
    model.busy += (model.posted.size + reservedRunning(model)) * Math.max(0, at - model.busyAt)
    model.busyAt = at
  }
  const stepSpotPool = (model: Model, input: SpotInput): readonly SpotAction[] => {
    const { pool, actions } = stepSpot(model.spot, input, now())
    model.spot = pool
    for (const action of actions) {
      const user = model.spotUsers.get(action.id)
      if (action.type === 'notice') {
        user?.onNotice('preempted', action.endsAt - now())
        deadlines.after(model.noticeMs, () => stepSpotPool(model, { type: 'time' }))
      }
      if (action.type === 'end' && action.reason === 'preempted') user?.onEnd()
    }
    return actions
  }
  const shareSpot = (model: Model) => {
    const others = model.posted.size + model.waitingPosted.size + heldOf(model)
    stepSpotPool(model, { type: 'slots', slots: Math.max(0, capacityOf(model) - others) })
  }
  const admitWaiting = (model: Model) => {
    for (const waiter of model.waitingReserved) if (fitsReserved(model)) waiter.grant()
    for (const waiter of model.waitingPosted) if (fitsPosted(model)) waiter.grant()
  }
  const settle = (model: Model) => {
    shareSpot(model)
    admitWaiting(model)
    clearForReserved(model)
  }
  /** Posted runs that began long ago may still sit on slots that are reserved soon: the youngest must go. */
  const clearForReserved = (model: Model) => {
    const isOver = () => model.posted.size + heldOf(model) > capacityOf(model)
    let excess = model.posted.size + heldOf(model) - capacityOf(model)
    for (const [user, isTold] of [...model.posted].reverse()) {
      if (excess-- <= 0) return
      if (isTold) continue
      model.posted.set(user, true)
      user.onNotice('withdrawn', model.noticeMs)
      deadlines.after(model.noticeMs, () => {
        if (model.posted.has(user) && isOver()) user.onEnd()
      })
    }
  }
  const take = (model: Model, user: SlotUser) => {
    count(model)
    if (user.terms.kind === 'posted') model.posted.set(user, false)
    else if (user.terms.kind === 'reserved') {
      model.reserved.set(user.terms.leaseId, (model.reserved.get(user.terms.leaseId) ?? 0) + 1)
    }
  }
  const leaverOf = (model: Model, user: SlotUser, spotId?: string) => {
    let isGone = false
    return () => {
      if (isGone) return
      isGone = true
      count(model)
      if (user.terms.kind === 'posted') model.posted.delete(user)
      else if (user.terms.kind === 'reserved') {
        const left = (model.reserved.get(user.terms.leaseId) ?? 1) - 1
        if (left === 0) model.reserved.delete(user.terms.leaseId)
        else model.reserved.set(user.terms.leaseId, left)
      } else if (spotId !== undefined) {
        model.spotUsers.delete(spotId)
        stepSpotPool(model, { type: 'finished', id: spotId })
      }
      settle(model)
    }
  }
  const enterSpot = (model: Model, user: SlotUser, price: bigint) => {
    shareSpot(model)
    const id = String(++spotIds)
    const actions = stepSpotPool(model, { type: 'bid', bid: { id, bid: price, slots: 1 } })
    if (!actions.some((action) => action.type === 'start' && action.id === id)) {
      stepSpotPool(model, { type: 'finished', id })
      throw new RefusalError('NODE_BUSY', 'No slot is idle for spot work.')
    }
    model.spotUsers.set(id, user)
    return leaverOf(model, user, id)
  }
  const wait = (model: Model, queue: Set<Waiter>, user: SlotUser, signal: AbortSignal) =>
    new Promise<() => void>((resolve, reject) => {
      const leave = () => {
        queue.delete(waiter)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        leave()
        settle(model)
        reject(signal.reason)
      }
      const waiter: Waiter = {
        user,
        grant() {
          leave()
          take(model, user)
          resolve(leaverOf(model, user))
        },
      }
      queue.add(waiter)
      signal.addEventListener('abort', onAbort)
      settle(model)
    })

  return {
    async enter(user, { signal }) {
      signal.throwIfAborted()
      const model = modelOf(user.modelRoot)
      const { terms } = user
      if (terms.kind === 'spot') return enterSpot(model, user, terms.price)
      if (terms.kind === 'reserved') {
        const mine = [...model.waitingReserved].filter((waiter) => isOf(waiter.user, terms.leaseId)).length
        if ((model.reserved.get(terms.leaseId) ?? 0) + mine >= terms.slots) {
          throw new RefusalError('NODE_BUSY', `All ${terms.slots} reserved slots are in use.`)
        }
        return wait(model, model.waitingReserved, user, signal)
      }
      const { queuedMax } = runtime.load(model.root)
      if (model.waitingPosted.size >= queuedMax && !(model.waitingPosted.size === 0 && fitsPosted(model))) {
        throw new RefusalError(
          'NODE_BUSY',
          `All ${capacityOf(model)} slots are taken and the queue of ${queuedMax} is full.`,
        )
      }
      return wait(model, model.waitingPosted, user, signal)
    },
    tick() {
      for (const model of models.values()) settle(model)
    },
    capacity: (root) => capacityOf(modelOf(root)),
    waiting(root) {
      const model = modelOf(root)
      return fitsPosted(model) ? 0 : (model.waitingPosted.size + 1) / Math.max(1, capacityOf(model))
    },
    get queued() {
      let sum = 0
      for (const { waitingPosted, waitingReserved } of models.values()) sum += waitingPosted.size + waitingReserved.size
      return sum
    },
    utilisation(root) {
      const model = modelOf(root)
      return Math.min(
        1,
        (model.posted.size + model.waitingPosted.size + heldOf(model)) / Math.max(1, capacityOf(model)),
      )
    },
    takeUtilisation(root, at) {
      const model = modelOf(root)
      count(model)
      const elapsedMs = at - model.busySince
      const share = elapsedMs <= 0 ? 0 : model.busy / (elapsedMs * Math.max(1, capacityOf(model)))
      model.busy = 0
      model.busySince = at
      return Math.min(1, share)
    },
  }
}

function isOf({ terms }: SlotUser, leaseId: Hash): boolean {
  return terms.kind === 'reserved' && terms.leaseId === leaseId
}
