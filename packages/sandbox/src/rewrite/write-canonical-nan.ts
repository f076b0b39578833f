/**
 * Code that replaces a NaN on top of the operand stack, whatever its bits, with the canonical positive one; lane by lane in a vector.
 * A NaN alone differs from itself. A branch that is never taken costs less than a select: what follows does not wait for it.
 */
import { F32, F64, float32 } from '../module/opcodes.ts'
import type { ByteWriter } from './byte-writer.ts'

const canonical32 = [0x00, 0x00, 0xc0, 0x7f]
const canonical64 = [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xf8, 0x7f]
const simd = 0xfd

type Replacement = {
  /** Leaves whether two operands differ, in some lane. */
  readonly differ: readonly number[]
  /** Leaves the canonical NaN. */
  readonly canonical: readonly number[]
  /** Leaves a mask of the lanes that are equal. */
  readonly equalLanes?: readonly number[]
}

const scalar32: Replacement = { differ: [0x5c], canonical: [0x43, ...canonical32] }
const scalar64: Replacement = { differ: [0x62], canonical: [0x44, ...canonical64] }
const lanes32: Replacement = {
  differ: [simd, 0x42, simd, 0x53],
  canonical: [simd, 0x0c, ...canonical32, ...canonical32, ...canonical32, ...canonical32],
  equalLanes: [simd, 0x41],
}
const lanes64: Replacement = {
  differ: [simd, 0x48, simd, 0x53],
  canonical: [simd, 0x0c, ...canonical64, ...canonical64],
  equalLanes: [simd, 0x47],
}

/**
 * @param width - of the lanes of a vector.
 * @param temporary - a local of that type.
 * @returns how many control operators were written.
 */
export function writeCanonicalNaN(out: ByteWriter, type: number, width: number, temporary: number): number {
  const vector = width === float32 ? lanes32 : lanes64
  const { differ, canonical, equalLanes } = type === F32 ? scalar32 : type === F64 ? scalar64 : vector
  const local = (opcode: number): void => {
    out.byte(opcode)
    out.u32(temporary)
  }
  local(0x22)
  local(0x20)
  out.raw(differ)
  out.raw([0x04, 0x40])
  if (equalLanes !== undefined) local(0x20)
  out.raw(canonical)
  if (equalLanes !== undefined) {
    local(0x20)
    local(0x20)
    out.raw(equalLanes)
    out.raw([simd, 0x52])
  }
  local(0x21)
  out.byte(0x0b)
  local(0x20)
  return 1
}
