/**
 * The slots of one model and who is on them. Held slots are those reserved now or within one notice; posted runs, spot runs
 * and held slots together never pass the capacity when a run is let in.
 */
import { createSpotPool, type SpotAction, type SpotInput, type SpotPool, spotSlots, stepSpot } from '@millrace/matching'
import type { Hash } from '@millrace/protocol'
import type { Deadlines } from './deadlines.ts'
import type { SlotUser } from './model-slots.ts'
import { RefusalError } from './refusal-error.ts'

export type SlotModelInit = {
  readonly noticeMs: number
  readonly capacity: () => number
  readonly queuedMax: () => number
  /** Most slots reserved at any time from now until one notice later. */
  readonly held: () => number
  readonly deadlines: Deadlines
  /** Milliseconds. */
  readonly now: () => number
}

type Waiter = { readonly user: SlotUser; readonly grant: () => void }
type Reserved = Extract<SlotUser['terms'], { kind: 'reserved' }>

export class SlotModel {
  readonly #init: SlotModelInit
  #spot: SpotPool
  #spotIds = 0
  readonly #spotUsers = new Map<string, SlotUser>()
  /** Oldest first; true once told that they end. */
  readonly #posted = new Map<SlotUser, boolean>()
  /** Running, by lease. */
  readonly #reserved = new Map<Hash, number>()
  readonly #waitingPosted = new Set<Waiter>()
  readonly #waitingReserved = new Set<Waiter>()
  /** Slots times milliseconds of posted and reserved runs from `#busySince` to `#busyAt`. */
  #busy = 0
  #busyAt: number
  #busySince: number

  constructor(init: SlotModelInit) {
    this.#init = init
    this.#spot = createSpotPool({ slots: 0, noticeMs: init.noticeMs })
    this.#busyAt = init.now()
    this.#busySince = this.#busyAt
  }

  /** See `ModelSlots.enter`. */
  async enter(user: SlotUser, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    const { terms } = user
    if (terms.kind === 'spot') return this.#enterSpot(user, terms.price)
    if (terms.kind === 'reserved') {
      this.#requireReservedSlot(terms)
      return this.#wait(this.#waitingReserved, user, signal)
    }
    this.#requireRoomInQueue()
    return this.#wait(this.#waitingPosted, user, signal)
  }

  /** Shares the slots anew, after anything that may have changed who needs them. */
  settle(): void {
    this.#shareSpot()
    for (const waiter of this.#waitingReserved) if (this.#fitsReserved()) waiter.grant()
    for (const waiter of this.#waitingPosted) if (this.#fitsPosted()) waiter.grant()
    this.#clearForReserved()
  }

  get queued(): number {
    return this.#waitingPosted.size + this.#waitingReserved.size
  }

  /** Jobs, in parts of one slot's work, before a new one's turn comes. */
  get waiting(): number {
    return this.#fitsPosted() ? 0 : (this.#waitingPosted.size + 1) / Math.max(1, this.#init.capacity())
  }

  get utilisation(): number {
    const wanted = this.#posted.size + this.#waitingPosted.size + this.#held
    return Math.min(1, wanted / Math.max(1, this.#init.capacity()))
  }

  takeUtilisation(now: number): number {
    this.#countBusy()
    const elapsedMs = now - this.#busySince
    const share = elapsedMs <= 0 ? 0 : this.#busy / (elapsedMs * Math.max(1, this.#init.capacity()))
    this.#busy = 0
    this.#busySince = now
    return Math.min(1, share)
  }

  get #reservedRunning(): number {
    return [...this.#reserved.values()].reduce((sum, count) => sum + count, 0)
  }

  get #held(): number {
    return Math.max(this.#init.held(), this.#reservedRunning)
  }

  get #spotTaken(): number {
    return spotSlots(this.#spot, ['running', 'noticed'])
  }

  #fitsPosted(): boolean {
    return this.#posted.size + this.#spotTaken + this.#held < this.#init.capacity()
  }

  #fitsReserved(): boolean {
    return this.#posted.size + this.#spotTaken + this.#reservedRunning < this.#init.capacity()
  }

  #requireReservedSlot({ leaseId, slots }: Reserved): void {
    const isMine = ({ user: { terms } }: Waiter) => terms.kind === 'reserved' && terms.leaseId === leaseId
    const mine = (this.#reserved.get(leaseId) ?? 0) + [...this.#waitingReserved].filter(isMine).length
    if (mine >= slots) throw new RefusalError('NODE_BUSY', `All ${slots} reserved slots are in use.`)
  }

  #requireRoomInQueue(): void {
    const queuedMax = this.#init.queuedMax()
    const queued = this.#waitingPosted.size
    if (queued < queuedMax || (queued === 0 && this.#fitsPosted())) return
    throw new RefusalError(
      'NODE_BUSY',
      `All ${this.#init.capacity()} slots are taken and the queue of ${queuedMax} is full.`,
    )
  }

  #wait(queue: Set<Waiter>, user: SlotUser, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leaveQueue = () => {
        queue.delete(waiter)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        leaveQueue()
        this.settle()
        reject(signal.reason)
      }
      const waiter: Waiter = {
        user,
        grant: () => {
          leaveQueue()
          this.#take(user)
          resolve(once(() => this.#leave(user)))
        },
      }
      queue.add(waiter)
      signal.addEventListener('abort', onAbort)
      this.settle()
    })
  }

  #take(user: SlotUser): void {
    this.#countBusy()
    const { terms } = user
    if (terms.kind === 'posted') this.#posted.set(user, false)
    if (terms.kind === 'reserved') this.#reserved.set(terms.leaseId, (this.#reserved.get(terms.leaseId) ?? 0) + 1)
  }

  #leave(user: SlotUser): void {
    this.#countBusy()
    this.#posted.delete(user)
    if (user.terms.kind === 'reserved') {
      const { leaseId } = user.terms
      const left = (this.#reserved.get(leaseId) ?? 1) - 1
      if (left === 0) this.#reserved.delete(leaseId)
      else this.#reserved.set(leaseId, left)
    }
    this.settle()
  }

  #enterSpot(user: SlotUser, price: bigint): () => void {
    this.#shareSpot()
    const id = String(++this.#spotIds)
    const actions = this.#stepSpot({ type: 'bid', bid: { id, bid: price, slots: 1 } })
    if (!actions.some((action) => action.type === 'start' && action.id === id)) {
      this.#stepSpot({ type: 'finished', id })
      throw new RefusalError('NODE_BUSY', 'No slot is idle for spot work.')
    }
    this.#spotUsers.set(id, user)
    return once(() => {
      this.#spotUsers.delete(id)
      this.#stepSpot({ type: 'finished', id })
      this.settle()
    })
  }

  #shareSpot(): void {
    const others = this.#posted.size + this.#waitingPosted.size + this.#held
    this.#stepSpot({ type: 'slots', slots: Math.max(0, this.#init.capacity() - others) })
  }

  #stepSpot(input: SpotInput): readonly SpotAction[] {
    const { deadlines, noticeMs, now } = this.#init
    const { pool, actions } = stepSpot(this.#spot, input, now())
    this.#spot = pool
    for (const action of actions) {
      const user = this.#spotUsers.get(action.id)
      if (action.type === 'notice') {
        user?.onNotice('preempted', action.endsAt - now())
        deadlines.after(noticeMs, () => this.#stepSpot({ type: 'time' }))
      }
      if (action.type === 'end' && action.reason === 'preempted') user?.onEnd()
    }
    return actions
  }

  /** Posted runs that began long ago may still sit on slots that are reserved soon: the youngest must go. */
  #clearForReserved(): void {
    const excess = () => this.#posted.size + this.#held - this.#init.capacity()
    if (excess() <= 0) return
    for (const [user, isTold] of [...this.#posted].reverse().slice(0, excess())) {
      if (isTold) continue
      this.#posted.set(user, true)
      user.onNotice('withdrawn', this.#init.noticeMs)
      this.#init.deadlines.after(this.#init.noticeMs, () => {
        if (this.#posted.has(user) && excess() > 0) user.onEnd()
      })
    }
  }

  #countBusy(): void {
    const now = this.#init.now()
    this.#busy += (this.#posted.size + this.#reservedRunning) * Math.max(0, now - this.#busyAt)
    this.#busyAt = now
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}
