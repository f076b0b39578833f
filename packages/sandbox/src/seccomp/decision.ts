/**
 * A seccomp filter as a tree of decisions, assembled into the classic BPF that the kernel loads.
 *
 * Every path of a tree ends in an answer, so both branches of a test are straight code and no jump needs a label.
 *
 * Sources: Linux, Documentation/userspace-api/seccomp_filter.rst, include/uapi/linux/{filter,bpf_common,seccomp}.h.
 */

export type Decision =
  | { readonly answer: number }
  /** Loads 32 bits of `struct seccomp_data` for the tests that follow. */
  | { readonly load: number; readonly next: Decision }
  | { readonly test: Test; readonly value: number; readonly yes: Decision; readonly no: Decision }

export type Test = 'equal' | 'atLeast' | 'anyBit'

/** Instructions that the kernel takes in one filter: BPF_MAXINSNS. */
export const filterInstructionsMax = 4_096

const codeOf = { load: 0x20, answer: 0x06, equal: 0x15, atLeast: 0x35, anyBit: 0x45 } as const
/** A jump says in one byte how many instructions it passes. */
const jumpMax = 255

/**
 * Returns the program: 8 bytes an instruction, little endian.
 *
 * @throws {RangeError} when both branches of a test are too long to jump over, or the whole for the kernel.
 */
export function assembleFilter(decision: Decision): Uint8Array {
  const instructions = assemble(decision)
  if (instructions.length > filterInstructionsMax) {
    throw new RangeError(
      `A filter may have ${filterInstructionsMax} instructions, this one has ${instructions.length}.`,
    )
  }
  const bytes = new DataView(new ArrayBuffer(instructions.length * 8))
  for (const [i, [code, whenTrue, whenFalse, value]] of instructions.entries()) {
    bytes.setUint16(i * 8, code, true)
    bytes.setUint8(i * 8 + 2, whenTrue)
    bytes.setUint8(i * 8 + 3, whenFalse)
    bytes.setUint32(i * 8 + 4, value, true)
  }
  return new Uint8Array(bytes.buffer)
}

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number]

function assemble(decision: Decision): readonly Instruction[] {
  if ('answer' in decision) return [[codeOf.answer, 0, 0, decision.answer]]
  if ('load' in decision) return [[codeOf.load, 0, 0, decision.load], ...assemble(decision.next)]
  const yes = assemble(decision.yes)
  const no = assemble(decision.no)
  const passed = Math.min(yes.length, no.length)
  if (passed > jumpMax) throw new RangeError(`Branches of ${passed} instructions are too long to jump over.`)
  const code = codeOf[decision.test]
  return yes.length < no.length
    ? [[code, 0, yes.length, decision.value], ...yes, ...no]
    : [[code, no.length, 0, decision.value], ...no, ...yes]
}
