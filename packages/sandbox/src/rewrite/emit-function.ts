/**
 * Writes a checked function again with its instruments: charges at its sites, looks at the gas and the stack where it could run
 * away, canonical NaNs where bits may be looked at. The program's own instructions stay as they are, byte for byte.
 *
 * Gas is counted in a local where the function has a loop, and in the global elsewhere. A local is written back before a call and
 * wherever the function may be left, and read again after a call. What a trap leaves in a local is lost: a module rewritten with
 * `keepsGasInLocals: false` has the same charges and never loses any.
 */
import type { FunctionPlan } from '../function/function-plan.ts'
import type { NanFlow } from '../function/nan-flow.ts'
import { F32, F64, I32, I64, leaves, makesNaN, noFloat, V128 } from '../module/opcodes.ts'
import { byteOfType } from '../module/value-type.ts'
import type { ByteWriter } from './byte-writer.ts'
import { writeCanonicalNaN } from './write-canonical-nan.ts'

/** A function without loops and calls looks at the gas itself only above this: it cannot run longer than it costs. */
export const uncheckedGasMax = 4_096
/** Bytes that memory.copy, .fill and .init move for one unit of gas, as a power of two. */
const bulkBytesShift = 3

export type Instruments = {
  /** Whether gas may be kept in a local; off only to settle a run that trapped, and for measuring. */
  readonly keepsGasInLocals: boolean
  /** Each can be left out, for measuring alone: without one a program can run away, or give another result elsewhere. */
  /** `blocks`: as ever. `instructions`: before each instruction, without looking at it; the sum is the same where nothing traps. */
  readonly gas: 'blocks' | 'instructions' | 'none'
  readonly depth: boolean
  /** `lazy`: where the bits may be looked at. `eager`: after every instruction that may make one; the result is the same. */
  readonly nan: 'lazy' | 'eager' | 'none'
}

/** Where the appended globals and the helper stand. */
export type Appended = { readonly gasGlobal: number; readonly depthGlobal: number; readonly growFunction: number }

/** What the compiler must join, after instrumentation. */
export type EmittedSize = { readonly locals: number; readonly joins: number }

type Local = { index: number; readonly type: number }

export class FunctionEmitter {
  readonly #out: ByteWriter
  readonly #source: Uint8Array
  readonly #appended: Appended
  readonly #instruments: Instruments
  readonly #nan: NanFlow
  readonly #gas: Local = { index: -1, type: I64 }
  readonly #depth: Local = { index: -1, type: I64 }
  readonly #length: Local = { index: -1, type: I32 }
  readonly #f32: Local = { index: -1, type: F32 }
  readonly #f64: Local = { index: -1, type: F64 }
  readonly #v128: Local = { index: -1, type: V128 }
  readonly #canonical: Uint8Array
  #hasGas = true
  #isGasLocal = false
  #addedJoins = 0

  constructor(init: {
    readonly out: ByteWriter
    readonly source: Uint8Array
    readonly appended: Appended
    readonly instruments: Instruments
    readonly nan: NanFlow
    readonly instructionsMax: number
  }) {
    this.#out = init.out
    this.#source = init.source
    this.#appended = init.appended
    this.#instruments = init.instruments
    this.#nan = init.nan
    this.#canonical = new Uint8Array(init.instructionsMax)
  }

  /** Writes the function, its size before it. */
  emit(plan: FunctionPlan): EmittedSize {
    const out = this.#out
    if (this.#instruments.gas === 'instructions') plan.chargeEachInstruction()
    this.#hasGas = this.#instruments.gas !== 'none'
    this.#isGasLocal = this.#hasGas && this.#instruments.keepsGasInLocals && plan.loops > 0
    this.#addedJoins = 0
    this.#chooseLocals(plan)
    const size = out.beginSize()
    const locals = this.#writeLocals(plan)
    this.#writeEntry(plan)
    this.#writeBody(plan)
    out.endSize(size)
    return { locals, joins: plan.joins + this.#addedJoins }
  }

  #chooseLocals(plan: FunctionPlan): void {
    const { depth, nan } = this.#instruments
    const gas = this.#hasGas
    for (const local of this.#allLocals()) local.index = -1
    const isCalling = plan.calls > 0
    if (
      gas &&
      (this.#isGasLocal || plan.bulkOperations > 0 || isCalling || plan.gas > uncheckedGasMax || plan.loops > 0)
    )
      this.#gas.index = 0
    if (depth && isCalling) this.#depth.index = 0
    if (gas && plan.bulkOperations > 0) this.#length.index = 0
    if (nan !== 'none') this.#chooseCanonical(plan, nan === 'eager')
    let next = plan.localCount
    for (const local of this.#allLocals()) if (local.index === 0) local.index = next++
  }

  #chooseCanonical(plan: FunctionPlan, isEager: boolean): void {
    this.#nan.settle(plan)
    for (let at = 0; at < plan.count; at++) {
      const lazy = plan.uses[at] === 0 ? noFloat : this.#nan.canonicalWidth(at)
      const width = isEager ? (makesNaN[plan.ops[at] as number] as number) : lazy
      this.#canonical[at] = width
      if (width !== noFloat) this.#temporary(typeLeft(plan, at)).index = 0
    }
  }

  #allLocals(): readonly Local[] {
    return [this.#gas, this.#depth, this.#length, this.#f32, this.#f64, this.#v128]
  }

  #temporary(type: number): Local {
    return type === F32 ? this.#f32 : type === F64 ? this.#f64 : this.#v128
  }

  /** Writes the declarations again with those appended, and returns how many locals there are. */
  #writeLocals(plan: FunctionPlan): number {
    const added = this.#allLocals().filter(({ index }) => index !== -1)
    const out = this.#out
    const groups: [count: number, type: number][] = []
    for (let i = plan.paramCount; i < plan.localCount; i++) {
      const type = plan.localTypes[i] as number
      const last = groups.at(-1)
      if (last?.[1] === type) last[0] += 1
      else groups.push([1, type])
    }
    for (const { type } of added) groups.push([1, type])
    out.u32(groups.length)
    for (const [count, type] of groups) {
      out.u32(count)
      out.byte(byteOfType(type))
    }
    return plan.localCount + added.length
  }

  /** The first charge, with a look at gas and stack where the function calls others or is long. */
  #writeEntry(plan: FunctionPlan): void {
    const out = this.#out
    const isCalling = plan.calls > 0
    const checksGas = this.#hasGas && (isCalling || (plan.loops === 0 && plan.gas > uncheckedGasMax))
    if (this.#hasGas) {
      if (this.#isGasLocal) {
        this.#globalGet(this.#appended.gasGlobal)
        this.#subtract(plan.siteGas[0] as number)
        this.#localSet(this.#gas)
      } else if ((plan.siteGas[0] as number) > 0 || checksGas) {
        this.#globalGet(this.#appended.gasGlobal)
        this.#subtract(plan.siteGas[0] as number)
        if (checksGas) this.#localTee(this.#gas)
        this.#globalSet(this.#appended.gasGlobal)
      }
    }
    if (this.#depth.index !== -1) {
      this.#globalGet(this.#appended.depthGlobal)
      this.#subtract(frameSlots(plan))
      this.#localTee(this.#depth)
      if (checksGas) {
        this.#localGet(this.#gas)
        out.byte(0x84)
      }
      this.#trapIfNegative()
    } else if (checksGas) {
      this.#localGet(this.#gas)
      this.#trapIfNegative()
    }
  }

  #writeBody(plan: FunctionPlan): void {
    const out = this.#out
    let copied = plan.codeStart
    let site = 1
    const { nan } = this.#instruments
    const gas = this.#hasGas
    for (let at = 0; at < plan.count; at++) {
      const op = plan.ops[at] as number
      const start = plan.starts[at] as number
      while (site < plan.siteCount && plan.siteAt[site] === at) {
        if (gas && ((plan.siteGas[site] as number) > 0 || plan.siteIsLoop[site] === 1)) {
          out.copy(this.#source, copied, start)
          copied = start
          this.#writeCharge(plan, site)
        }
        site += 1
      }
      const isCall = op === 0x10 || op === 0x11 || op === 0x40
      const isBulk = gas && (op === 0x108 || op === 0x10a || op === 0x10b)
      const isExit = plan.exits[at] === 1 && this.#isGasLocal
      const isCanonical = nan !== 'none' && this.#canonical[at] !== noFloat
      if (!isCall && !isBulk && !isExit && !isCanonical) continue
      const end = plan.starts[at + 1] as number
      out.copy(this.#source, copied, isCanonical ? end : start)
      copied = isCanonical ? end : start
      if (isCanonical) this.#writeCanonical(plan, at)
      if (isExit) this.#storeGas()
      if (isBulk) this.#chargeLength()
      if (isCall) {
        this.#writeCall(op, start, end)
        copied = end
      }
    }
    out.copy(this.#source, copied, plan.codeEnd)
  }

  #writeCharge(plan: FunctionPlan, site: number): void {
    const cost = plan.siteGas[site] as number
    const isChecked = plan.siteIsLoop[site] === 1
    if (this.#isGasLocal) {
      this.#localGet(this.#gas)
      this.#subtract(cost)
      if (!isChecked) {
        this.#localSet(this.#gas)
        return
      }
      this.#localTee(this.#gas)
    } else {
      this.#globalGet(this.#appended.gasGlobal)
      this.#subtract(cost)
      if (isChecked) this.#localTee(this.#gas)
      this.#globalSet(this.#appended.gasGlobal)
      if (!isChecked) return
      this.#localGet(this.#gas)
    }
    this.#trapIfNegative()
  }

  #writeCall(op: number, start: number, end: number): void {
    const out = this.#out
    this.#storeGas()
    if (op === 0x40) {
      out.byte(0x10)
      out.u32(this.#appended.growFunction)
    } else {
      if (this.#depth.index !== -1) {
        this.#localGet(this.#depth)
        this.#globalSet(this.#appended.depthGlobal)
      }
      out.copy(this.#source, start, end)
    }
    if (!this.#isGasLocal) return
    this.#globalGet(this.#appended.gasGlobal)
    this.#localSet(this.#gas)
  }

  /** Charges for the length on top of the stack, and leaves it there. */
  #chargeLength(): void {
    const out = this.#out
    this.#localTee(this.#length)
    if (this.#isGasLocal) this.#localGet(this.#gas)
    else this.#globalGet(this.#appended.gasGlobal)
    this.#localGet(this.#length)
    out.raw([0xad, 0x42, bulkBytesShift, 0x88, 0x7d])
    this.#localTee(this.#gas)
    if (!this.#isGasLocal) {
      this.#globalSet(this.#appended.gasGlobal)
      this.#localGet(this.#gas)
    }
    this.#trapIfNegative()
  }

  #writeCanonical(plan: FunctionPlan, at: number): void {
    const type = typeLeft(plan, at)
    const width = this.#canonical[at] as number
    this.#addedJoins += writeCanonicalNaN(this.#out, type, width, this.#temporary(type).index)
  }

  /** Stops the program when the number on top of the stack is below 0. */
  #trapIfNegative(): void {
    this.#addedJoins += 1
    this.#out.raw([0x42, 0x00, 0x53, 0x04, 0x40])
    this.#storeGas()
    this.#out.raw([0x00, 0x0b])
  }

  #storeGas(): void {
    if (!this.#isGasLocal) return
    this.#localGet(this.#gas)
    this.#globalSet(this.#appended.gasGlobal)
  }

  #subtract(amount: number): void {
    if (amount === 0) return
    this.#out.byte(0x42)
    this.#out.signed(amount)
    this.#out.byte(0x7d)
  }

  #localGet({ index }: Local): void {
    this.#out.byte(0x20)
    this.#out.u32(index)
  }

  #localSet({ index }: Local): void {
    this.#out.byte(0x21)
    this.#out.u32(index)
  }

  #localTee({ index }: Local): void {
    this.#out.byte(0x22)
    this.#out.u32(index)
  }

  #globalGet(index: number): void {
    this.#out.byte(0x23)
    this.#out.u32(index)
  }

  #globalSet(index: number): void {
    this.#out.byte(0x24)
    this.#out.u32(index)
  }
}

/**
 * Returns the stack slots that a frame may take, at most: its locals and operands, what the compiler keeps beside them over calls,
 * which grows with the length of the code, and the frame itself.
 */
function frameSlots(plan: FunctionPlan): number {
  let slots = 8 + 2 * plan.operandsMax + Math.ceil(plan.count / 4)
  for (let i = 0; i < plan.localCount; i++) slots += plan.localTypes[i] === V128 ? 2 : 1
  return slots
}

function typeLeft(plan: FunctionPlan, at: number): number {
  const op = plan.ops[at] as number
  if (op === 0x20) return plan.localTypes[plan.args[at] as number] as number
  return op === 0x1b ? (plan.args[at] as number) : (leaves[op] as number)
}
