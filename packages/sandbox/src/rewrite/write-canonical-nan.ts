/**
 * Code that replaces a NaN on top of the operand stack, whatever its bits, with the canonical positive one; lane by lane in a vector.
 * A number is the only value that equals itself.
 */
import { F32, F64, float32 } from '../module/opcodes.ts'
import type { ByteWriter } from './byte-writer.ts'

const canonical32 = [0x00, 0x00, 0xc0, 0x7f]
const canonical64 = [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xf8, 0x7f]
const simd = 0xfd

/**
 * @param width - of the lanes of a vector.
 * @param temporary - a local of that type.
 * @returns how many control operators were written.
 */
export function writeCanonicalNaN(out: ByteWriter, type: number, width: number, temporary: number): number {
  tee(out, temporary)
  if (type === F32) out.raw([0x43, ...canonical32])
  else if (type === F64) out.raw([0x44, ...canonical64])
  else out.raw(width === float32 ? canonicalLanes32 : canonicalLanes64)
  get(out, temporary)
  get(out, temporary)
  if (type === F32) out.raw([0x5b, 0x1b])
  else if (type === F64) out.raw([0x61, 0x1b])
  else out.raw(width === float32 ? [simd, 0x41, simd, 0x52] : [simd, 0x47, simd, 0x52])
  return 0
}

const canonicalLanes32 = [simd, 0x0c, ...canonical32, ...canonical32, ...canonical32, ...canonical32]
const canonicalLanes64 = [simd, 0x0c, ...canonical64, ...canonical64]

function tee(out: ByteWriter, local: number): void {
  out.byte(0x22)
  out.u32(local)
}

function get(out: ByteWriter, local: number): void {
  out.byte(0x20)
  out.u32(local)
}
