/**
 * Which writes of a float local each read of it may see. A compiler uses one local for many unrelated values in turn; here every
 * write makes a version of its own, and where control meets with different ones, a version that may be any of them.
 *
 * That is static single assignment without looking first where it is needed: versions that nobody reads are told apart afterwards.
 * Cost: one step for each float local at each control operator and branch, so the caller bounds their product.
 */
import { F32 } from '../module/opcodes.ts'
import type { FunctionPlan } from './function-plan.ts'

export class LocalVersions {
  /** Versions so far; the first ones are what the float locals hold at the start, in their order. */
  count = 0
  /** 1 for versions that are read. */
  isRead = new Uint8Array(1_024)
  /** Pairs: `joined` may be what `input` is. An input may itself be joined of others. */
  edgeCount = 0
  joined = new Int32Array(1_024)
  inputs = new Int32Array(1_024)
  /** Float locals of the function. */
  #tracked = 0
  readonly #slotOf: Int32Array
  readonly #current: Int32Array
  /** By frame: versions that arrive at its label, whether any do, and the first version that can be a joined one of it. */
  readonly #labels: Int32Array[] = []
  readonly #hasLabel: boolean[] = []
  readonly #firstOwn: number[] = []
  /** By frame: versions at its begin. */
  readonly #entries: Int32Array[] = []
  /** The frame whose label a joined version stands at; −1 for a write. */
  #owner = new Int32Array(1_024)

  constructor(localsMax: number) {
    this.#slotOf = new Int32Array(localsMax)
    this.#current = new Int32Array(localsMax)
  }

  /** Begins a function. */
  open({ localCount, localTypes }: FunctionPlan): void {
    this.count = 0
    this.edgeCount = 0
    this.#tracked = 0
    for (let local = 0; local < localCount; local++) {
      if ((localTypes[local] as number) < F32) continue
      this.#slotOf[local] = this.#tracked
      this.#current[this.#tracked++] = this.#add(-1)
    }
  }

  read(local: number): number {
    const version = this.#current[this.#slotOf[local] as number] as number
    this.isRead[version] = 1
    return version
  }

  write(local: number): number {
    const version = this.#add(-1)
    this.#current[this.#slotOf[local] as number] = version
    return version
  }

  /** A frame begins. A loop's label is its begin, where more may arrive later. */
  begin(frame: number, isLoop: boolean): void {
    if (this.#tracked === 0) return
    this.#hasLabel[frame] = isLoop
    this.#firstOwn[frame] = this.count
    if (isLoop) {
      for (let slot = 0; slot < this.#tracked; slot++) {
        const before = this.#current[slot] as number
        const version = this.#add(frame)
        this.#connect(version, before)
        this.#current[slot] = version
      }
      this.#copyTo(this.#labels, frame)
    }
    this.#copyTo(this.#entries, frame)
  }

  /** Control may go from here to a frame's label. */
  branch(frame: number): void {
    // At the end of the function no local is read.
    if (this.#tracked === 0 || frame === 0) return
    if (this.#hasLabel[frame] === true) {
      this.#arrive(frame, this.#current)
      return
    }
    this.#hasLabel[frame] = true
    this.#copyTo(this.#labels, frame)
  }

  /** The else of a frame begins. @param isDead - whether the end of the then is never reached. */
  otherwise(frame: number, isDead: boolean): void {
    if (this.#tracked === 0) return
    if (!isDead) this.branch(frame)
    this.#take(this.#entries[frame] as Int32Array)
  }

  /** A frame ends. @param skips - whether the frame may not have been entered, as an if without an else. */
  end(frame: number, isLoop: boolean, skips: boolean, isDead: boolean): void {
    if (this.#tracked === 0 || frame === 0 || isLoop) return
    if (!isDead) this.branch(frame)
    if (skips) {
      this.#take(this.#entries[frame] as Int32Array)
      this.branch(frame)
    }
    if (this.#hasLabel[frame] === true) this.#take(this.#labels[frame] as Int32Array)
  }

  #arrive(frame: number, versions: Int32Array): void {
    const label = this.#labels[frame] as Int32Array
    const firstOwn = this.#firstOwn[frame] as number
    for (let slot = 0; slot < this.#tracked; slot++) {
      const there = label[slot] as number
      const version = versions[slot] as number
      if (there === version) continue
      let joined = there
      if (there < firstOwn || this.#owner[there] !== frame) {
        joined = this.#add(frame)
        this.#connect(joined, there)
        label[slot] = joined
      }
      this.#connect(joined, version)
    }
  }

  #add(owner: number): number {
    if (this.count === this.#owner.length) {
      this.#owner = doubled(this.#owner)
      const isRead = new Uint8Array(this.count * 2)
      isRead.set(this.isRead)
      this.isRead = isRead
    }
    this.#owner[this.count] = owner
    this.isRead[this.count] = 0
    return this.count++
  }

  #connect(joined: number, input: number): void {
    if (this.edgeCount === this.joined.length) {
      this.joined = doubled(this.joined)
      this.inputs = doubled(this.inputs)
    }
    this.joined[this.edgeCount] = joined
    this.inputs[this.edgeCount++] = input
  }

  #copyTo(store: Int32Array[], frame: number): void {
    const room = store[frame]
    const versions = room !== undefined && room.length >= this.#tracked ? room : new Int32Array(this.#tracked * 2)
    for (let slot = 0; slot < this.#tracked; slot++) versions[slot] = this.#current[slot] as number
    store[frame] = versions
  }

  #take(versions: Int32Array): void {
    for (let slot = 0; slot < this.#tracked; slot++) this.#current[slot] = versions[slot] as number
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
