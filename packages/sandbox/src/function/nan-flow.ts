/**
 * Finds where a NaN must be made canonical: after an instruction whose result may be a NaN of bits that the processor chose, when
 * these bits may be looked at. Arithmetic and comparison of the same float width do not look at them.
 *
 * What a float local holds may come from such instructions alone: then it is made canonical where it is read and looked at, not
 * where it is written. What may also be given bits (a load, a parameter, a result) is written canonically, so that the bits of a
 * NaN that the program itself made are kept, as the specification wants.
 *
 * Method: the largest assignment of widths to versions of locals, and to selects and lanes that pass bits on, in which every
 * source fits; found by lowering until nothing changes. Cost: linear in writes and joins for each of at most {@link roundsMax} rounds.
 */
import { anyFloat, F32, float32, float64, floatResult, makesNaN, noFloat } from '../module/opcodes.ts'
import { bitsMatter, type FunctionPlan } from './function-plan.ts'
import { givenBits, noNaN } from './operand-stack.ts'

/** Rounds until all locals of a function are treated alike; compiled code needs two or three. */
const roundsMax = 16

const localGet = 0x20
const select = 0x1b
const splat32 = 0x213
const extract32 = 0x21f
const replace32 = 0x220

export type NanFlow = {
  /** Settles a plan's uses; {@link NanFlow.canonicalWidth} holds for it from then on. */
  settle(plan: FunctionPlan): void
  /** Returns the width in which an instruction's result must be made canonical; none where it need not. */
  canonicalWidth(at: number): number
}

export function createNanFlow(): NanFlow {
  let widths = new Uint8Array(1_024)
  /** 1 for versions whose bits are looked at, though they may come from somewhere lazy. */
  let isSeen = new Uint8Array(1_024)
  const widthOfPasser = new Map<number, number>()
  let plan: FunctionPlan

  /** Returns the width of the float an instruction leaves lazily; none where its bits are given. */
  function widthOf(source: number): number {
    if (source === noNaN) return anyFloat
    if (source === givenBits) return noFloat
    const op = plan.ops[source] as number
    if (op === localGet) return widths[plan.readVersion[source] as number] as number
    const width = floatResult[op] as number
    return width !== noFloat ? width : (widthOfPasser.get(source) ?? noFloat)
  }

  function start(): void {
    const { versions, paramCount, localTypes, passerCount, passers } = plan
    widthOfPasser.clear()
    for (let i = 0; i < passerCount; i++) widthOfPasser.set(passers[i] as number, anyFloat)
    if (versions.count > widths.length) {
      widths = new Uint8Array(versions.count * 2)
      isSeen = new Uint8Array(versions.count * 2)
    }
    widths.fill(anyFloat, 0, versions.count)
    isSeen.fill(0, 0, versions.count)
    // The caller chose the bits of a parameter; other locals start as zeros.
    for (let local = 0, version = 0; local < paramCount; local++)
      if ((localTypes[local] as number) >= F32) widths[version++] = noFloat
  }

  function lower(): boolean {
    let isChanged = false
    for (let i = 0; i < plan.passerCount; i++) {
      const at = plan.passers[i] as number
      const operands = widthOf(plan.passerFirst[i] as number) & widthOf(plan.passerSecond[i] as number)
      const width = operands & widthPassed(plan.ops[at] as number)
      if (width !== widthOfPasser.get(at)) isChanged = true
      widthOfPasser.set(at, width)
    }
    const lowered = (version: number, source: number): void => {
      const old = widths[version] as number
      const width = old & source
      if (width === old) return
      isChanged = true
      widths[version] = width
    }
    for (let i = 0; i < plan.writeCount; i++)
      lowered(plan.writeVersion[i] as number, widthOf(plan.writeSource[i] as number))
    const { edgeCount, joined, inputs } = plan.versions
    for (let i = 0; i < edgeCount; i++) lowered(joined[i] as number, widths[inputs[i] as number] as number)
    return isChanged
  }

  /** Marks what may reach a read that cannot be made canonical itself. */
  function spread(): boolean {
    let isChanged = false
    const { edgeCount, joined, inputs, isRead } = plan.versions
    for (let i = edgeCount - 1; i >= 0; i--) {
      const version = joined[i] as number
      const input = inputs[i] as number
      if (isSeen[input] === 1) continue
      if (isSeen[version] === 0 && (widths[version] !== noFloat || isRead[version] === 0)) continue
      isSeen[input] = 1
      isChanged = true
    }
    return isChanged
  }

  function giveUp(): void {
    widths.fill(noFloat, 0, plan.versions.count)
    isSeen.fill(1, 0, plan.versions.count)
    for (let i = 0; i < plan.passerCount; i++) widthOfPasser.set(plan.passers[i] as number, noFloat)
  }

  /** Repeats until nothing changes. Returns whether that came in time. */
  function isSettledBy(step: () => boolean): boolean {
    for (let round = 0; round < roundsMax; round++) if (!step()) return true
    return false
  }

  function observe(source: number): void {
    if (source >= 0) plan.uses[source] = (plan.uses[source] as number) | bitsMatter
  }

  return {
    settle(of) {
      plan = of
      start()
      if (!isSettledBy(lower) || !isSettledBy(spread)) giveUp()
      for (let i = 0; i < plan.writeCount; i++) {
        const version = plan.writeVersion[i] as number
        if (isSeen[version] === 1 || widths[version] === noFloat) observe(plan.writeSource[i] as number)
      }
      // A passer that is not lazy looks at the bits of its operands, which come before it.
      for (let i = plan.passerCount - 1; i >= 0; i--) {
        if (widthOfPasser.get(plan.passers[i] as number) !== noFloat) continue
        observe(plan.passerFirst[i] as number)
        observe(plan.passerSecond[i] as number)
      }
    },
    canonicalWidth(at) {
      const use = plan.uses[at] as number
      const op = plan.ops[at] as number
      const lazy = (makesNaN[op] as number) || (floatResult[op] === noFloat ? widthOf(at) : noFloat)
      return lazy !== anyFloat && (use & ~lazy) !== 0 ? lazy : noFloat
    },
  }
}

/** Returns the width of the floats that a passing instruction sees; a select sees none in particular. */
function widthPassed(op: number): number {
  if (op === select) return anyFloat
  return op === splat32 || op === extract32 || op === replace32 ? float32 : float64
}
