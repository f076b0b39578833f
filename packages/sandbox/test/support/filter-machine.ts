/** A machine for seccomp filters, to ask one what it answers. Source: Linux, Documentation/networking/filter.rst. */

/** `struct seccomp_data`. */
export function callOf(machine: number, number: number, args: readonly number[]): DataView {
  const data = new DataView(new ArrayBuffer(64))
  data.setUint32(0, number, true)
  data.setUint32(4, machine, true)
  for (const [i, argument] of args.entries()) data.setBigUint64(16 + 8 * i, BigInt(argument), true)
  return data
}

/** The part of the classic BPF machine that filters use. */
export function runFilter(program: Uint8Array, data: DataView): number {
  const code = new DataView(program.buffer)
  let accumulator = 0
  for (let at = 0; ; at++) {
    const value = code.getUint32(at * 8 + 4, true)
    const jump = (is: boolean) => code.getUint8(at * 8 + (is ? 2 : 3))
    switch (code.getUint16(at * 8, true)) {
      case 0x20:
        accumulator = data.getUint32(value, true)
        break
      case 0x06:
        return value
      case 0x15:
        at += jump(accumulator === value)
        break
      case 0x35:
        at += jump(accumulator >= value)
        break
      case 0x45:
        at += jump((accumulator & value) !== 0)
        break
      default:
        throw new Error('an instruction that filters do not use')
    }
  }
}
