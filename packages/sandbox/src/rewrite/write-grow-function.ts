/**
 * The function that takes the place of memory.grow. It answers −1 only past the maximum that the rewriter set, for which it asks
 * nobody; it charges for the pages before it asks for them; a refusal by the host sets a flag and stops the program, since a
 * result must not depend on how much memory a host had left.
 */
import type { ByteWriter } from './byte-writer.ts'

/** Gas a page of memory costs, as a power of two: 4,096. */
const pageGasShift = 12

export function writeGrowFunction(
  out: ByteWriter,
  init: {
    readonly gasGlobal: number
    readonly faultGlobal: number
    readonly pagesMax: number
    readonly chargesGas: boolean
    /** Without a memory nothing calls the function. */
    readonly hasMemory: boolean
  },
): void {
  const size = out.beginSize()
  if (!init.hasMemory) {
    out.raw([0, 0x00, 0x0b])
    out.endSize(size)
    return
  }
  out.raw([1, 1, 0x7e])
  // if (pages + memory.size > pagesMax) return -1
  out.raw([0x20, 0, 0xad, 0x3f, 0, 0xad, 0x7c, 0x42])
  out.signed(init.pagesMax)
  out.raw([0x56, 0x04, 0x40, 0x41, 0x7f, 0x0f, 0x0b])
  if (init.chargesGas) {
    // gas -= pages << 12; if (gas < 0) unreachable
    out.byte(0x23)
    out.u32(init.gasGlobal)
    out.raw([0x20, 0, 0xad, 0x42, pageGasShift, 0x86, 0x7d, 0x22, 1, 0x24])
    out.u32(init.gasGlobal)
    out.raw([0x20, 1, 0x42, 0, 0x53, 0x04, 0x40, 0x00, 0x0b])
  }
  // if ((pages = memory.grow(pages)) == -1) { fault = 1; unreachable }
  out.raw([0x20, 0, 0x40, 0, 0x22, 0, 0x41, 0x7f, 0x46, 0x04, 0x40, 0x42, 1, 0x24])
  out.u32(init.faultGlobal)
  out.raw([0x00, 0x0b, 0x20, 0, 0x0b])
  out.endSize(size)
}
