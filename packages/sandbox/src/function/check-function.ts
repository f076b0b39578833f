/**
 * Checks the body of one function instruction by instruction, and plans its rewriting in the same pass.
 *
 * Sources: WebAssembly core specification 2.0, sections 3.3 (instructions), 5.4 (their binary format), appendix "Validation Algorithm".
 * Charge sites: see `charge-sites.ts`. NaN: see `nan-flow.ts`. Cost: linear in the bytes of the body.
 */
import { ByteReader } from '../module/byte-reader.ts'
import { ModuleRefusedError } from '../module/module-error.ts'
import type { ModuleInfo } from '../module/module-info.ts'
import type { ModuleLimits } from '../module/module-limits.ts'
import {
  alignmentOf,
  bulkBase,
  floatResult,
  gasOf,
  ignoresNaN,
  immediate,
  kindOf,
  laneCount,
  leaves,
  opcodesEnd,
  simdBase,
  takesFirst,
  takesSecond,
  takesThird,
} from '../module/opcodes.ts'
import { valueType } from '../module/value-type.ts'
import { ControlChecker } from './check-control.ts'
import { checkVariable } from './check-variable.ts'
import { bitsMatter, FunctionPlan } from './function-plan.ts'
import { frameFunction, givenBits, OperandStack } from './operand-stack.ts'

export type FunctionChecker = {
  /** Returns the plan of a function of the code section; it holds until the next call. @throws {ModuleRefusedError} */
  check(body: number): FunctionPlan
}

export function createFunctionChecker(info: ModuleInfo, limits: ModuleLimits): FunctionChecker {
  const longest = info.bodyEnds.reduce((most, end, i) => Math.max(most, end - (info.bodyStarts[i] ?? end)), 0)
  const plan = new FunctionPlan(longest, limits)
  const stack = new OperandStack(limits)
  const reader = new ByteReader(info.bytes)
  const control = new ControlChecker({ info, limits, plan, stack, reader })

  return {
    check(body) {
      const type = info.functionTypes[info.imports.length + body]
      if (type === undefined) throw new RangeError(`There is no function body ${body}.`)
      plan.clear()
      stack.clear()
      reader.position = info.bodyStarts[body] as number
      reader.end = info.bodyEnds[body] as number
      readLocals(reader, plan, type.params, limits)
      plan.versions.open(plan)
      plan.codeStart = reader.position
      plan.codeEnd = reader.end
      control.open(type.result)
      stack.pushFrame(frameFunction, type.result, 0, reader.position)
      while (stack.frame >= 0) checkInstruction()
      if (reader.position !== reader.end) throw reader.malformed('the end of the function')
      plan.starts[plan.count] = reader.position
      plan.operandsMax = stack.heightMax
      return plan
    },
  }

  function checkInstruction(): void {
    const offset = reader.position
    const op = readOpcode(reader)
    const at = plan.count++
    plan.ops[at] = op
    plan.starts[at] = offset
    control.charge(gasOf[op] as number)
    switch (kindOf[op]) {
      case immediate.none:
        checkTyped(op, at, offset)
        return
      case immediate.memory:
        readMemoryArgument(op, offset)
        checkTyped(op, at, offset)
        return
      case immediate.special:
        if (op < 0x1a || op === 0x40) {
          control.check(op, at, offset)
          return
        }
        checkVariable({ info, plan, stack, reader }, op, at, offset)
        return
      case immediate.memoryLane:
        readMemoryArgument(op, offset)
        readLane(op, offset)
        checkTyped(op, at, offset)
        return
      case immediate.lane:
        readLane(op, offset)
        checkTyped(op, at, offset)
        return
      default:
        throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, `the instruction 0x${nameOfKey(op)} is not allowed`)
    }
  }

  /** Takes and leaves operands as the tables say. */
  function checkTyped(op: number, at: number, offset: number): void {
    const use = ignoresNaN[op] || bitsMatter
    const first = takesFirst[op] as number
    const firstSource = stack.pop(first, offset)
    let secondSource = givenBits
    if (op >= 0x213 && op <= 0x222 && passesLanes(op)) {
      if (takesSecond[op] !== 0) secondSource = stack.pop(takesSecond[op] as number, offset)
      pass(op, at, offset, firstSource, takesSecond[op] === 0 ? firstSource : secondSource)
      return
    }
    if (firstSource >= 0) plan.uses[firstSource] = (plan.uses[firstSource] as number) | use
    const second = takesSecond[op] as number
    if (second !== 0) {
      secondSource = stack.pop(second, offset)
      if (secondSource >= 0) plan.uses[secondSource] = (plan.uses[secondSource] as number) | use
      const third = takesThird[op] as number
      if (third !== 0) {
        const thirdSource = stack.pop(third, offset)
        if (thirdSource >= 0) plan.uses[thirdSource] = (plan.uses[thirdSource] as number) | use
      }
    }
    const result = leaves[op] as number
    if (result !== 0) stack.push(result, floatResult[op] === 0 ? givenBits : at, offset)
  }

  /** Splats and lanes of floats carry bits along: whether they are looked at is decided by who uses the result. */
  function pass(op: number, at: number, offset: number, first: number, second: number): void {
    plan.args[at] = leaves[op] as number
    const isLazy = first !== givenBits && second !== givenBits
    if (isLazy) plan.addPasser(at, first, second)
    else {
      if (first >= 0) plan.uses[first] = (plan.uses[first] as number) | bitsMatter
      if (second >= 0) plan.uses[second] = (plan.uses[second] as number) | bitsMatter
    }
    stack.push(leaves[op] as number, isLazy ? at : givenBits, offset)
  }

  function readMemoryArgument(op: number, offset: number): void {
    if (info.memory === undefined) throw new ModuleRefusedError('WASM_INVALID', offset, 'there is no memory to access')
    const alignment = reader.u32()
    if (alignment > (alignmentOf[op] as number)) {
      const problem = `expected an alignment of at most 2^${alignmentOf[op]}, got 2^${alignment}`
      throw new ModuleRefusedError('WASM_INVALID', offset, problem)
    }
    reader.u32()
  }

  function readLane(op: number, offset: number): void {
    const lane = reader.byte()
    if (lane >= (laneCount[op] as number))
      throw new ModuleRefusedError('WASM_INVALID', offset, `expected a lane below ${laneCount[op]}, got ${lane}`)
  }
}

/** f32x4 and f64x2: splat, extract_lane, replace_lane. */
function passesLanes(op: number): boolean {
  return op <= 0x214 || op >= 0x21f
}

function readOpcode(reader: ByteReader): number {
  const byte = reader.byte()
  if (byte < 0xfc) return byte
  const base = byte === 0xfc ? bulkBase : simdBase
  const number = reader.u32()
  const max = byte === 0xfc ? simdBase - bulkBase : opcodesEnd - simdBase
  if (byte > 0xfd || number >= max)
    throw new ModuleRefusedError(
      'WASM_NOT_ALLOWED',
      reader.position,
      `the instruction 0x${byte.toString(16)} ${number} is not allowed`,
    )
  return base + number
}

function nameOfKey(op: number): string {
  if (op < bulkBase) return op.toString(16).padStart(2, '0')
  return op < simdBase ? `fc ${op - bulkBase}` : `fd ${op - simdBase}`
}

function readLocals(reader: ByteReader, plan: FunctionPlan, params: readonly number[], limits: ModuleLimits): void {
  for (const type of params) plan.localTypes[plan.localCount++] = type
  plan.paramCount = params.length
  for (let groups = reader.u32(); groups > 0; groups--) {
    const offset = reader.position
    const count = reader.u32()
    if (plan.localCount + count > limits.localsMax) {
      const problem = `expected at most ${limits.localsMax} locals, got ${plan.localCount + count} or more`
      throw new ModuleRefusedError('WASM_TOO_LARGE', offset, problem)
    }
    const type = valueType(reader)
    for (let i = 0; i < count; i++) plan.localTypes[plan.localCount++] = type
  }
}
