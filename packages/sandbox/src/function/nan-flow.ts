/**
 * Finds where a NaN must be made canonical: after an instruction whose result may be a NaN of bits that the processor chose,
 * when these bits may be looked at. Arithmetic and comparison of the same float width do not look at them.
 *
 * A float local that is written by such instructions alone holds values that are made canonical where they are read and looked
 * at, not where they are written. A local that also gets given bits (a load, a parameter, a result) is written canonically, so
 * that the bits of a NaN that the program itself made are kept, as the specification wants.
 *
 * Method: the largest assignment of widths to such locals, and to selects and lanes that pass bits on, in which every write fits;
 * found by lowering until nothing changes. Cost: linear in the writes for each of at most {@link roundsMax} rounds.
 */
import { anyFloat, F32, float32, float64, floatResult, makesNaN, noFloat } from '../module/opcodes.ts'
import { bitsMatter, type FunctionPlan } from './function-plan.ts'
import { givenBits, noNaN } from './operand-stack.ts'

/** Rounds until locals that are copied in a long chain are all treated alike; hand-written code needs two or three. */
const roundsMax = 12

const localGet = 0x20
const select = 0x1b
const splat32 = 0x213
const extract32 = 0x21f
const replace32 = 0x220

export type NanFlow = {
  /** Settles a plan's uses. {@link NanFlow.canonicalWidth} holds for it from then on. */
  settle(plan: FunctionPlan): void
  /** Returns the width in which an instruction's result must be made canonical; none where it need not. */
  canonicalWidth(at: number): number
}

export function createNanFlow(localsMax: number): NanFlow {
  const widthOfLocal = new Uint8Array(localsMax)
  const widthOfPasser = new Map<number, number>()
  let plan: FunctionPlan

  /** Returns the width of the float an instruction leaves lazily; none where its bits are given. */
  function widthOf(source: number): number {
    if (source === noNaN) return anyFloat
    if (source === givenBits) return noFloat
    const op = plan.ops[source] as number
    if (op === localGet) return widthOfLocal[plan.args[source] as number] as number
    const width = floatResult[op] as number
    return width !== noFloat ? width : (widthOfPasser.get(source) ?? noFloat)
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
    for (let i = 0; i < plan.writeCount; i++) {
      const local = plan.writeLocal[i] as number
      const old = widthOfLocal[local] as number
      const width = old & widthOf(plan.writeSource[i] as number)
      if (width !== old) isChanged = true
      widthOfLocal[local] = width
    }
    return isChanged
  }

  function start(): void {
    widthOfPasser.clear()
    for (let i = 0; i < plan.passerCount; i++) widthOfPasser.set(plan.passers[i] as number, anyFloat)
    for (let i = 0; i < plan.localCount; i++) {
      const type = plan.localTypes[i] as number
      const isLazy = i >= plan.paramCount && type >= F32
      widthOfLocal[i] = isLazy ? anyFloat : noFloat
    }
  }

  function giveUp(): void {
    widthOfLocal.fill(noFloat, 0, plan.localCount)
    for (let i = 0; i < plan.passerCount; i++) widthOfPasser.set(plan.passers[i] as number, noFloat)
  }

  function observe(source: number): void {
    if (source >= 0) plan.uses[source] = (plan.uses[source] as number) | bitsMatter
  }

  return {
    settle(of) {
      plan = of
      start()
      let rounds = 0
      while (lower()) {
        if (++rounds < roundsMax) continue
        giveUp()
        break
      }
      for (let i = 0; i < plan.writeCount; i++)
        if (widthOfLocal[plan.writeLocal[i] as number] === noFloat) observe(plan.writeSource[i] as number)
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
