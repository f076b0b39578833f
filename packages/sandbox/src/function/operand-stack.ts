/**
 * The two stacks of the specification's validation algorithm: operands with their types, control frames with their labels.
 * Beside its type an operand carries the instruction it comes from, as far as the bits of a NaN in it may still be chosen.
 *
 * Source: WebAssembly core specification 2.0, appendix "Validation Algorithm".
 */
import { ModuleRefusedError } from '../module/module-error.ts'
import type { ModuleLimits } from '../module/module-limits.ts'

/** An operand whose bits are what the program says. */
export const givenBits = -1
/** A constant that is no NaN, however it is read. */
export const noNaN = -2

export const frameFunction = 0
export const frameBlock = 1
export const frameLoop = 2
export const frameIf = 3
export const frameElse = 4

const typeNames = ['any', 'i32', 'i64', 'f32', 'f64', 'v128']

export class OperandStack {
  height = 0
  /** Most operands there have been. */
  heightMax = 0
  /** Type of the operand that was popped last; 0 in code that is never reached. */
  poppedType = 0
  /** Of the innermost frame: operands below it, and whether the rest of it is never reached. */
  base = 0
  isDead = false

  /** Index of the innermost frame; −1 once the function has ended. */
  frame = -1
  readonly frameKind: Uint8Array
  readonly frameResult: Uint8Array
  readonly frameIsTargeted: Uint8Array
  /** Outermost frame that a branch inside of the frame leads to. */
  readonly frameLeavesTo: Int32Array
  /** Charge site that was open when the frame began, and the loop's own. */
  readonly frameSiteBefore: Int32Array
  readonly frameSiteOwn: Int32Array

  readonly #types: Uint8Array
  readonly #sources: Int32Array
  readonly #frameBase: Int32Array
  readonly #frameIsDead: Uint8Array
  readonly #limits: ModuleLimits

  constructor(limits: ModuleLimits) {
    const frames = limits.nestingMax + 1
    this.#limits = limits
    this.#types = new Uint8Array(limits.operandsMax)
    this.#sources = new Int32Array(limits.operandsMax)
    this.#frameBase = new Int32Array(frames)
    this.#frameIsDead = new Uint8Array(frames)
    this.frameKind = new Uint8Array(frames)
    this.frameResult = new Uint8Array(frames)
    this.frameIsTargeted = new Uint8Array(frames)
    this.frameLeavesTo = new Int32Array(frames)
    this.frameSiteBefore = new Int32Array(frames)
    this.frameSiteOwn = new Int32Array(frames)
  }

  clear(): void {
    this.height = 0
    this.heightMax = 0
    this.base = 0
    this.isDead = false
    this.frame = -1
  }

  push(type: number, source: number, offset: number): void {
    const height = this.height
    if (height >= this.#limits.operandsMax)
      throw new ModuleRefusedError('WASM_TOO_LARGE', offset, `expected at most ${this.#limits.operandsMax} operands`)
    this.#types[height] = type
    this.#sources[height] = source
    this.height = height + 1
    if (height >= this.heightMax) this.heightMax = height + 1
  }

  /** Returns where the operand comes from. @param expected - its type; 0 for any. */
  pop(expected: number, offset: number): number {
    const height = this.height
    if (height === this.base) {
      if (!this.isDead) throw missing(expected, offset)
      this.poppedType = 0
      return givenBits
    }
    const type = this.#types[height - 1] as number
    if (type !== expected && type !== 0 && expected !== 0) throw mismatch(expected, type, offset)
    this.height = height - 1
    this.poppedType = type
    return this.#sources[height - 1] as number
  }

  pushFrame(kind: number, result: number, site: number, offset: number): void {
    const frame = this.frame + 1
    if (frame >= this.frameKind.length)
      throw new ModuleRefusedError(
        'WASM_TOO_LARGE',
        offset,
        `expected at most ${this.#limits.nestingMax} nested blocks`,
      )
    if (this.frame >= 0) this.#frameIsDead[this.frame] = Number(this.isDead)
    this.frame = frame
    this.frameKind[frame] = kind
    this.frameResult[frame] = result
    this.frameIsTargeted[frame] = 0
    this.frameLeavesTo[frame] = frame
    this.frameSiteBefore[frame] = site
    this.#frameBase[frame] = this.height
    this.base = this.height
    this.isDead = false
  }

  /** Ends the innermost frame, whose result has been popped. Branches out of it leave the frame around it, too. */
  popFrame(offset: number): void {
    if (this.height !== this.base)
      throw new ModuleRefusedError(
        'WASM_INVALID',
        offset,
        `${this.height - this.base} operands are left over at the end of a block`,
      )
    const frame = this.frame
    this.frame = frame - 1
    if (frame === 0) return
    const leavesTo = this.frameLeavesTo[frame] as number
    if (leavesTo < (this.frameLeavesTo[frame - 1] as number)) this.frameLeavesTo[frame - 1] = leavesTo
    this.base = this.#frameBase[frame - 1] as number
    this.isDead = this.#frameIsDead[frame - 1] === 1
  }

  /** From here on the innermost frame is never reached. */
  setDead(): void {
    this.height = this.base
    this.isDead = true
  }

  /** Returns the frame that a branch names, and remembers the branch. */
  branchTo(depth: number, offset: number): number {
    const target = this.frame - depth
    if (target < 0) throw new ModuleRefusedError('WASM_INVALID', offset, `there is no block ${depth} around the branch`)
    this.frameIsTargeted[target] = 1
    if (target < (this.frameLeavesTo[this.frame] as number)) this.frameLeavesTo[this.frame] = target
    return target
  }

  /** Returns the type a branch to the frame takes along; 0 for none. */
  labelType(frame: number): number {
    return this.frameKind[frame] === frameLoop ? 0 : (this.frameResult[frame] as number)
  }
}

function missing(expected: number, offset: number): ModuleRefusedError {
  return new ModuleRefusedError('WASM_INVALID', offset, `expected an operand of type ${typeNames[expected]}, got none`)
}

function mismatch(expected: number, got: number, offset: number): ModuleRefusedError {
  const problem = `expected an operand of type ${typeNames[expected]}, got ${typeNames[got]}`
  return new ModuleRefusedError('WASM_INVALID', offset, problem)
}
