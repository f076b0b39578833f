/**
 * The instructions a program may use, as tables by opcode: what they take from the operand stack, what they leave, what follows
 * in the code, what they cost, and what they do with the bits of a NaN.
 *
 * An instruction after a prefix has the key `prefix base + its number`: 0x100 for 0xFC, 0x200 for 0xFD. Everything that stands in
 * no table is refused.
 * Sources: WebAssembly core specification 2.0, sections 5.4 and 7.10; the numbers of SIMD go up to 255.
 */

/** Value types as one small number each; 0 is "any", met in code that is never reached. */
export const I32 = 1
export const I64 = 2
export const F32 = 3
export const F64 = 4
export const V128 = 5

/** How wide the floats of a value or of its lanes are, as sets: a value that is never a NaN fits both. */
export const noFloat = 0
export const float32 = 1
export const float64 = 2
export const anyFloat = 3

export const bulkBase = 0x100
export const simdBase = 0x200
export const opcodesEnd = 0x300

/** What stands behind an opcode. `special` is handled one by one. */
export const immediate = {
  refused: 0,
  none: 1,
  memory: 2,
  lane: 3,
  memoryLane: 4,
  special: 5,
} as const

export const kindOf = new Uint8Array(opcodesEnd)
/** Types taken, the topmost first; 0 ends the list. */
export const takesFirst = new Uint8Array(opcodesEnd)
export const takesSecond = new Uint8Array(opcodesEnd)
export const takesThird = new Uint8Array(opcodesEnd)
export const leaves = new Uint8Array(opcodesEnd)
/** Largest alignment exponent of a memory access. */
export const alignmentOf = new Uint8Array(opcodesEnd)
/** Lanes a lane number may name. */
export const laneCount = new Uint8Array(opcodesEnd)
/** Gas; 1 for what a processor does in about one step. */
export const gasOf = new Uint16Array(opcodesEnd).fill(1)
/** The width in which the result may be a NaN whose bits the processor chooses. */
export const makesNaN = new Uint8Array(opcodesEnd)
/** The width in which operands are read as numbers, so that the bits of a NaN do not matter. */
export const ignoresNaN = new Uint8Array(opcodesEnd)
/** The width in which the result is a number, or a NaN whose bits do not matter. */
export const floatResult = new Uint8Array(opcodesEnd)

const typeOfLetter: Readonly<Record<string, number>> = { i: I32, l: I64, f: F32, d: F64, v: V128 }

/** Each row: first and last opcode, operands in stack order, result. */
const plain: readonly (readonly [first: number, last: number, takes: string, leaves: string])[] = [
  [0x45, 0x45, 'i', 'i'],
  [0x46, 0x4f, 'ii', 'i'],
  [0x50, 0x50, 'l', 'i'],
  [0x51, 0x5a, 'll', 'i'],
  [0x5b, 0x60, 'ff', 'i'],
  [0x61, 0x66, 'dd', 'i'],
  [0x67, 0x69, 'i', 'i'],
  [0x6a, 0x78, 'ii', 'i'],
  [0x79, 0x7b, 'l', 'l'],
  [0x7c, 0x8a, 'll', 'l'],
  [0x8b, 0x91, 'f', 'f'],
  [0x92, 0x98, 'ff', 'f'],
  [0x99, 0x9f, 'd', 'd'],
  [0xa0, 0xa6, 'dd', 'd'],
  [0xa7, 0xa7, 'l', 'i'],
  [0xa8, 0xa9, 'f', 'i'],
  [0xaa, 0xab, 'd', 'i'],
  [0xac, 0xad, 'i', 'l'],
  [0xae, 0xaf, 'f', 'l'],
  [0xb0, 0xb1, 'd', 'l'],
  [0xb2, 0xb3, 'i', 'f'],
  [0xb4, 0xb5, 'l', 'f'],
  [0xb6, 0xb6, 'd', 'f'],
  [0xb7, 0xb8, 'i', 'd'],
  [0xb9, 0xba, 'l', 'd'],
  [0xbb, 0xbb, 'f', 'd'],
  [0xbc, 0xbc, 'f', 'i'],
  [0xbd, 0xbd, 'd', 'l'],
  [0xbe, 0xbe, 'i', 'f'],
  [0xbf, 0xbf, 'l', 'd'],
  [0xc0, 0xc1, 'i', 'i'],
  [0xc2, 0xc4, 'l', 'l'],
  [0x100, 0x101, 'f', 'i'],
  [0x102, 0x103, 'd', 'i'],
  [0x104, 0x105, 'f', 'l'],
  [0x106, 0x107, 'd', 'l'],
  [0x20e, 0x20e, 'vv', 'v'],
  [0x20f, 0x211, 'i', 'v'],
  [0x212, 0x212, 'l', 'v'],
  [0x213, 0x213, 'f', 'v'],
  [0x214, 0x214, 'd', 'v'],
  [0x223, 0x24c, 'vv', 'v'],
  [0x24d, 0x24d, 'v', 'v'],
  [0x24e, 0x251, 'vv', 'v'],
  [0x252, 0x252, 'vvv', 'v'],
  [0x253, 0x253, 'v', 'i'],
  [0x25e, 0x262, 'v', 'v'],
  [0x263, 0x264, 'v', 'i'],
  [0x265, 0x266, 'vv', 'v'],
  [0x267, 0x26a, 'v', 'v'],
  [0x26b, 0x26d, 'vi', 'v'],
  [0x26e, 0x273, 'vv', 'v'],
  [0x274, 0x275, 'v', 'v'],
  [0x276, 0x279, 'vv', 'v'],
  [0x27a, 0x27a, 'v', 'v'],
  [0x27b, 0x27b, 'vv', 'v'],
  [0x27c, 0x281, 'v', 'v'],
  [0x282, 0x282, 'vv', 'v'],
  [0x283, 0x284, 'v', 'i'],
  [0x285, 0x286, 'vv', 'v'],
  [0x287, 0x28a, 'v', 'v'],
  [0x28b, 0x28d, 'vi', 'v'],
  [0x28e, 0x293, 'vv', 'v'],
  [0x294, 0x294, 'v', 'v'],
  [0x295, 0x299, 'vv', 'v'],
  [0x29b, 0x29f, 'vv', 'v'],
  [0x2a0, 0x2a1, 'v', 'v'],
  [0x2a3, 0x2a4, 'v', 'i'],
  [0x2a7, 0x2aa, 'v', 'v'],
  [0x2ab, 0x2ad, 'vi', 'v'],
  [0x2ae, 0x2ae, 'vv', 'v'],
  [0x2b1, 0x2b1, 'vv', 'v'],
  [0x2b5, 0x2ba, 'vv', 'v'],
  [0x2bc, 0x2bf, 'vv', 'v'],
  [0x2c0, 0x2c1, 'v', 'v'],
  [0x2c3, 0x2c4, 'v', 'i'],
  [0x2c7, 0x2ca, 'v', 'v'],
  [0x2cb, 0x2cd, 'vi', 'v'],
  [0x2ce, 0x2ce, 'vv', 'v'],
  [0x2d1, 0x2d1, 'vv', 'v'],
  [0x2d5, 0x2df, 'vv', 'v'],
  [0x2e0, 0x2e1, 'v', 'v'],
  [0x2e3, 0x2e3, 'v', 'v'],
  [0x2e4, 0x2eb, 'vv', 'v'],
  [0x2ec, 0x2ed, 'v', 'v'],
  [0x2ef, 0x2ef, 'v', 'v'],
  [0x2f0, 0x2f7, 'vv', 'v'],
  [0x2f8, 0x2ff, 'v', 'v'],
]

/** Memory accesses: first and last opcode, operands, result, alignment exponent, lanes (0: no lane number follows). */
const memory: readonly (readonly [
  first: number,
  last: number,
  takes: string,
  leaves: string,
  align: number,
  lanes: number,
])[] = [
  [0x28, 0x28, 'i', 'i', 2, 0],
  [0x29, 0x29, 'i', 'l', 3, 0],
  [0x2a, 0x2a, 'i', 'f', 2, 0],
  [0x2b, 0x2b, 'i', 'd', 3, 0],
  [0x2c, 0x2d, 'i', 'i', 0, 0],
  [0x2e, 0x2f, 'i', 'i', 1, 0],
  [0x30, 0x31, 'i', 'l', 0, 0],
  [0x32, 0x33, 'i', 'l', 1, 0],
  [0x34, 0x35, 'i', 'l', 2, 0],
  [0x36, 0x36, 'ii', '', 2, 0],
  [0x37, 0x37, 'il', '', 3, 0],
  [0x38, 0x38, 'if', '', 2, 0],
  [0x39, 0x39, 'id', '', 3, 0],
  [0x3a, 0x3a, 'ii', '', 0, 0],
  [0x3b, 0x3b, 'ii', '', 1, 0],
  [0x3c, 0x3c, 'il', '', 0, 0],
  [0x3d, 0x3d, 'il', '', 1, 0],
  [0x3e, 0x3e, 'il', '', 2, 0],
  [0x200, 0x200, 'i', 'v', 4, 0],
  [0x201, 0x206, 'i', 'v', 3, 0],
  [0x207, 0x207, 'i', 'v', 0, 0],
  [0x208, 0x208, 'i', 'v', 1, 0],
  [0x209, 0x209, 'i', 'v', 2, 0],
  [0x20a, 0x20a, 'i', 'v', 3, 0],
  [0x20b, 0x20b, 'iv', '', 4, 0],
  [0x254, 0x254, 'iv', 'v', 0, 16],
  [0x255, 0x255, 'iv', 'v', 1, 8],
  [0x256, 0x256, 'iv', 'v', 2, 4],
  [0x257, 0x257, 'iv', 'v', 3, 2],
  [0x258, 0x258, 'iv', '', 0, 16],
  [0x259, 0x259, 'iv', '', 1, 8],
  [0x25a, 0x25a, 'iv', '', 2, 4],
  [0x25b, 0x25b, 'iv', '', 3, 2],
  [0x25c, 0x25c, 'i', 'v', 2, 0],
  [0x25d, 0x25d, 'i', 'v', 3, 0],
]

/** Lane reads and writes: opcode, operands, result, lanes. */
const lanes: readonly (readonly [first: number, last: number, takes: string, leaves: string, lanes: number])[] = [
  [0x215, 0x216, 'v', 'i', 16],
  [0x217, 0x217, 'vi', 'v', 16],
  [0x218, 0x219, 'v', 'i', 8],
  [0x21a, 0x21a, 'vi', 'v', 8],
  [0x21b, 0x21b, 'v', 'i', 4],
  [0x21c, 0x21c, 'vi', 'v', 4],
  [0x21d, 0x21d, 'v', 'l', 2],
  [0x21e, 0x21e, 'vl', 'v', 2],
  [0x21f, 0x21f, 'v', 'f', 4],
  [0x220, 0x220, 'vf', 'v', 4],
  [0x221, 0x221, 'v', 'd', 2],
  [0x222, 0x222, 'vd', 'v', 2],
]

/** Control, variables, constants, select, drop, memory.size and .grow, bulk memory, v128.const, shuffle. */
const special: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x05],
  [0x0b, 0x11],
  [0x1a, 0x1b],
  [0x20, 0x24],
  [0x3f, 0x44],
  [0x108, 0x10b],
  [0x20c, 0x20d],
]

/** Opcodes that make a NaN, with the width of the result and that of the operands. */
const nanMakers: readonly (readonly [first: number, last: number, result: number, operands: number])[] = [
  [0x8d, 0x97, float32, float32],
  [0x9b, 0xa5, float64, float64],
  [0xb6, 0xb6, float32, float64],
  [0xbb, 0xbb, float64, float32],
  [0x25e, 0x25e, float32, float64],
  [0x25f, 0x25f, float64, float32],
  [0x267, 0x26a, float32, float32],
  [0x274, 0x275, float64, float64],
  [0x27a, 0x27a, float64, float64],
  [0x294, 0x294, float64, float64],
  [0x2e3, 0x2e9, float32, float32],
  [0x2ef, 0x2f5, float64, float64],
]

/** Opcodes that read floats and leave integers: comparisons and truncations. */
const nanReaders: readonly (readonly [first: number, last: number, operands: number])[] = [
  [0x5b, 0x60, float32],
  [0x61, 0x66, float64],
  [0xa8, 0xa9, float32],
  [0xaa, 0xab, float64],
  [0xae, 0xaf, float32],
  [0xb0, 0xb1, float64],
  [0x100, 0x101, float32],
  [0x102, 0x103, float64],
  [0x104, 0x105, float32],
  [0x106, 0x107, float64],
  [0x241, 0x246, float32],
  [0x247, 0x24c, float64],
  [0x2f8, 0x2f9, float32],
  [0x2fc, 0x2fd, float64],
]

/** Integers turned into floats, with the width of the result. */
const converters: readonly (readonly [first: number, last: number, result: number])[] = [
  [0xb2, 0xb5, float32],
  [0xb7, 0xba, float64],
  [0x2fa, 0x2fb, float32],
  [0x2fe, 0x2ff, float64],
]

/** What costs more than a step: markers of structure cost nothing, since nothing is executed for them. */
const costs: readonly (readonly [first: number, last: number, gas: number])[] = [
  [0x01, 0x03, 0],
  [0x05, 0x05, 0],
  [0x0b, 0x0b, 0],
  [0x0e, 0x0e, 4],
  [0x10, 0x10, 8],
  [0x11, 0x11, 16],
  [0x3f, 0x3f, 4],
  [0x40, 0x40, 1_000],
  [0x6d, 0x70, 12],
  [0x7f, 0x82, 24],
  [0x8d, 0x90, 2],
  [0x91, 0x91, 8],
  [0x95, 0x95, 6],
  [0x9b, 0x9e, 2],
  [0x9f, 0x9f, 10],
  [0xa3, 0xa3, 8],
  [0xa8, 0xab, 4],
  [0xae, 0xb1, 4],
  [0x100, 0x107, 4],
  [0x108, 0x108, 16],
  [0x10a, 0x10b, 16],
  [0x262, 0x262, 4],
  [0x26b, 0x26d, 3],
  [0x2cc, 0x2cc, 4],
  [0x2d5, 0x2d5, 4],
  [0x2e3, 0x2e3, 8],
  [0x2e7, 0x2e7, 6],
  [0x2ef, 0x2ef, 12],
  [0x2f3, 0x2f3, 8],
  [0x2f8, 0x2ff, 4],
]

for (const [first, last, takes, result] of plain) define(first, last, immediate.none, takes, result)
for (const [first, last, takes, result, align, lane] of memory) {
  define(first, last, lane === 0 ? immediate.memory : immediate.memoryLane, takes, result)
  alignmentOf.fill(align, first, last + 1)
  laneCount.fill(lane, first, last + 1)
}
for (const [first, last, takes, result, count] of lanes) {
  define(first, last, immediate.lane, takes, result)
  laneCount.fill(count, first, last + 1)
}
for (const [first, last] of special) kindOf.fill(immediate.special, first, last + 1)
for (const [first, last, result, operands] of nanMakers) {
  makesNaN.fill(result, first, last + 1)
  floatResult.fill(result, first, last + 1)
  ignoresNaN.fill(operands, first, last + 1)
}
for (const [first, last, operands] of nanReaders) ignoresNaN.fill(operands, first, last + 1)
for (const [first, last, result] of converters) floatResult.fill(result, first, last + 1)
for (const [first, last, gas] of costs) gasOf.fill(gas, first, last + 1)

function define(first: number, last: number, kind: number, takes: string, result: string): void {
  const types = [...takes].reverse().map((letter) => typeOfLetter[letter] ?? 0)
  kindOf.fill(kind, first, last + 1)
  takesFirst.fill(types[0] ?? 0, first, last + 1)
  takesSecond.fill(types[1] ?? 0, first, last + 1)
  takesThird.fill(types[2] ?? 0, first, last + 1)
  leaves.fill(typeOfLetter[result] ?? 0, first, last + 1)
}
