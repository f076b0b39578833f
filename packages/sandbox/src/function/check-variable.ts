/** Locals, globals, constants, select, drop, shuffle, memory.size and bulk memory: the instructions with a rule of their own. */
import { ModuleRefusedError } from '../module/module-error.ts'
import { F32, F64, I32, I64, V128 } from '../module/opcodes.ts'
import type { FunctionContext } from './check-control.ts'
import { bitsMatter } from './function-plan.ts'
import { givenBits, noNaN } from './operand-stack.ts'

/** Lanes that a shuffle names: 16 of two vectors. */
const shuffleLanes = 32

export function checkVariable(context: FunctionContext, op: number, at: number, offset: number): void {
  const { stack, reader } = context
  switch (op) {
    case 0x1a:
      stack.pop(0, offset)
      return
    case 0x1b:
      select(context, at, offset)
      return
    case 0x20:
    case 0x21:
    case 0x22:
      local(context, op, at, offset)
      return
    case 0x23:
    case 0x24:
      global(context, op, offset)
      return
    case 0x3f:
      checkMemory(context, offset)
      readZero(context, offset)
      stack.push(I32, givenBits, offset)
      return
    case 0x41:
      reader.s32()
      stack.push(I32, givenBits, offset)
      return
    case 0x42:
      reader.skipS64()
      stack.push(I64, givenBits, offset)
      return
    case 0x43:
      stack.push(F32, isNaN32(reader.bytes, reader.skip(4)) ? givenBits : noNaN, offset)
      return
    case 0x44:
      stack.push(F64, isNaN64(reader.bytes, reader.skip(8)) ? givenBits : noNaN, offset)
      return
    case 0x20c:
      stack.push(V128, isNaNInAnyLane(reader.bytes, reader.skip(16)) ? givenBits : noNaN, offset)
      return
    case 0x20d:
      shuffle(context, offset)
      return
    default:
      bulk(context, op, offset)
      return
  }
}

function local({ plan, stack, reader }: FunctionContext, op: number, at: number, offset: number): void {
  const index = reader.u32()
  if (index >= plan.localCount) throw new ModuleRefusedError('WASM_INVALID', offset, `there is no local ${index}`)
  const type = plan.localTypes[index] as number
  plan.args[at] = index
  if (op === 0x20) {
    if (type >= F32) plan.readVersion[at] = plan.versions.read(index)
    stack.push(type, type >= F32 ? at : givenBits, offset)
    return
  }
  const source = stack.pop(type, offset)
  if (type >= F32) plan.addWrite(index, source)
  if (op === 0x22) stack.push(type, source, offset)
}

function global({ info, plan, stack, reader }: FunctionContext, op: number, offset: number): void {
  const index = reader.u32()
  const found = info.globals[index]
  if (found === undefined) throw new ModuleRefusedError('WASM_INVALID', offset, `there is no global ${index}`)
  if (op === 0x23) {
    stack.push(found.type, givenBits, offset)
    return
  }
  if (!found.isMutable) throw new ModuleRefusedError('WASM_INVALID', offset, `the global ${index} cannot be written`)
  const source = stack.pop(found.type, offset)
  if (source >= 0) plan.uses[source] = (plan.uses[source] as number) | bitsMatter
}

/** A select hands on the bits of one operand: who uses the result decides whether they are looked at. */
function select({ plan, stack }: FunctionContext, at: number, offset: number): void {
  stack.pop(I32, offset)
  const second = stack.pop(0, offset)
  const secondType = stack.poppedType
  const first = stack.pop(secondType, offset)
  const type = stack.poppedType === 0 ? secondType : stack.poppedType
  const isLazy = type >= F32 && first !== givenBits && second !== givenBits
  plan.args[at] = type
  if (isLazy) plan.addPasser(at, first, second)
  else {
    if (first >= 0) plan.uses[first] = (plan.uses[first] as number) | bitsMatter
    if (second >= 0) plan.uses[second] = (plan.uses[second] as number) | bitsMatter
  }
  stack.push(type, isLazy ? at : givenBits, offset)
}

function shuffle({ plan, stack, reader }: FunctionContext, offset: number): void {
  for (let i = 0; i < 16; i++) {
    const lane = reader.byte()
    if (lane >= shuffleLanes)
      throw new ModuleRefusedError('WASM_INVALID', offset, `expected a lane below 32, got ${lane}`)
  }
  for (let i = 0; i < 2; i++) {
    const source = stack.pop(V128, offset)
    if (source >= 0) plan.uses[source] = (plan.uses[source] as number) | bitsMatter
  }
  stack.push(V128, givenBits, offset)
}

function bulk(context: FunctionContext, op: number, offset: number): void {
  const { info, plan, stack, reader } = context
  if (op === 0x108 || op === 0x109) {
    const segment = reader.u32()
    if (info.dataCount === undefined)
      throw new ModuleRefusedError('WASM_MALFORMED', offset, 'expected a data count section')
    if (segment >= info.dataCount)
      throw new ModuleRefusedError('WASM_INVALID', offset, `there is no data segment ${segment}`)
    if (op === 0x109) return
  }
  checkMemory(context, offset)
  readZero(context, offset)
  if (op === 0x10a) readZero(context, offset)
  plan.bulkOperations += 1
  for (let i = 0; i < 3; i++) stack.pop(I32, offset)
}

function checkMemory({ info }: FunctionContext, offset: number): void {
  if (info.memory === undefined) throw new ModuleRefusedError('WASM_INVALID', offset, 'there is no memory')
}

function readZero({ reader }: FunctionContext, offset: number): void {
  if (reader.byte() !== 0) throw new ModuleRefusedError('WASM_MALFORMED', offset, 'expected memory 0')
}

function isNaN32(bytes: Uint8Array, start: number): boolean {
  const [low, mid, high, top] = [bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]] as [
    number,
    number,
    number,
    number,
  ]
  return (top & 0x7f) === 0x7f && (high & 0x80) !== 0 && ((high & 0x7f) | mid | low) !== 0
}

function isNaN64(bytes: Uint8Array, start: number): boolean {
  const [high, top] = [bytes[start + 6], bytes[start + 7]] as [number, number]
  if ((top & 0x7f) !== 0x7f || (high & 0xf0) !== 0xf0) return false
  let fraction = high & 0x0f
  for (let i = 0; i < 6; i++) fraction |= bytes[start + i] as number
  return fraction !== 0
}

function isNaNInAnyLane(bytes: Uint8Array, start: number): boolean {
  for (let lane = 0; lane < 16; lane += 4) if (isNaN32(bytes, start + lane)) return true
  return isNaN64(bytes, start) || isNaN64(bytes, start + 8)
}
