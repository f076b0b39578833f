/**
 * The source of the sampler's WebAssembly module: Threefry noise, `log`, `exp` and the search over a vocabulary.
 *
 * The module uses integer arithmetic, SIMD integer arithmetic and f64 add, subtract, multiply, divide and
 * `nearest` only. Each of these has one result in the WebAssembly specification, so every engine gives the same bits; no
 * `Math` function of a host is used. NaN never arises from the inputs that `noise.ts` lets in.
 *
 * Sources: J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Threefry-2x32, 20 rounds). The
 * logarithm is the series of 2·atanh(s) and the exponential the Taylor series, both after the usual reduction to one
 * octave; the coefficients are the exact fractions.
 */
import { assembleModule, type Code, float64, signed, unsigned, type WasmFunction } from './wasm-assembler.ts'

/** 64 KiB pages: 2^20 words of four bytes (the largest vocabulary) are 64 pages. */
const memoryPagesMax = 64

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const
const keyParity = 0x1bd11bda
/** ln 2 in two parts: the first has 21 trailing zero bits, so a binary exponent times it is exact. */
const ln2High = new Float64Array(new BigUint64Array([0x3fe62e42fee00000n]).buffer)[0] as number
const ln2Low = 1.9082149292705877e-10
/** Terms s^(2n)/(2n+1), n ≤ 10: the first left out is below 2^-60 of the sum for s² ≤ (3 − 2√2)². */
const atanhTerms = 10
/** Degree of the exponential's series: the first term left out is below 2^-57 of the sum for |r| ≤ ln 2 ÷ 2. */
const exponentialDegree = 14
/** Under this exp is 0 by definition: the results stay normal numbers. */
export const exponentFloor = -708
/** Above the largest noise, 53·ln 2 ≈ 36.74. */
const noiseBound = 37

/** Returns the module's bytes. `src/sampler/noise-module.ts` holds them in base64; a test holds it to this function. */
export function assembleNoiseModule(): Uint8Array<ArrayBuffer> {
  return assembleModule([threefry(), log(), exp(), gumbel(), heavyIds(), best()], memoryPagesMax)
}

const logIndex = 1
const gumbelIndex = 3

/** threefry(key0, key1, counter0, counter1) → x0 | x1·2^32. */
function threefry(): WasmFunction {
  const [k0, k1, c0, c1, k2, x0, x1] = [0, 1, 2, 3, 4, 5, 6]
  return {
    name: 'threefry',
    parameters: ['i32', 'i32', 'i32', 'i32'],
    result: 'i64',
    locals: ['i32', 'i32', 'i32'],
    body: [
      threefryScalar({ k0, k1, k2, c0, c1, x0, x1 }),
      [get(x0), 0xad, get(x1), 0xad, i64(32n), 0x86, 0x84], // extend, extend, shl, or
    ],
  }
}

/**
 * log(x) for normal x > 0. x = 2^k·m with m in [√½, √2]; f = m − 1, s = f ÷ (2 + f), R = 2·(s²/3 + s⁴/5 + …);
 * ln m = f − s·(f − R), because 2s = f − s·f.
 */
function log(): WasmFunction {
  const [x, bits, k, m, f, s, z] = [0, 1, 2, 3, 4, 5, 6]
  const coefficients = Array.from({ length: atanhTerms }, (_, index) => 2 / (2 * (index + 1) + 1))
  const series = mul(get(z), polynomial(z, coefficients))
  return {
    name: 'log',
    parameters: ['f64'],
    result: 'f64',
    locals: ['i64', 'f64', 'f64', 'f64', 'f64', 'f64'],
    body: [
      [get(x), 0xbd, set(bits)], // reinterpret
      [get(bits), i64(52n), 0x88, i64(1023n), 0x7d, 0xb9, set(k)], // shr_u, sub, convert
      [get(bits), i64(0x000fffffffffffffn), 0x83, i64(0x3ff0000000000000n), 0x84, 0xbf, set(m)], // and, or, reinterpret
      [get(m), f64(Math.SQRT2), 0x64, 0x04, 0x40], // gt, if
      [mul(get(m), f64(0.5)), set(m), add(get(k), f64(1)), set(k), 0x0b],
      [sub(get(m), f64(1)), set(f)],
      [div(get(f), add(f64(2), get(f))), set(s)],
      [mul(get(s), get(s)), set(z)],
      add(mul(get(k), f64(ln2High)), sub(get(f), sub(mul(get(s), sub(get(f), series)), mul(get(k), f64(ln2Low))))),
    ],
  }
}

/** exp(x) for x ≤ 0, and 0 under {@link exponentFloor}. x = n·ln 2 + r; e^x = 2^n·(1 + r + r²/2! + …). */
function exp(): WasmFunction {
  const [x, n, r] = [0, 1, 2]
  let factorial = 1
  const coefficients = Array.from({ length: exponentialDegree }, (_, index) => {
    factorial *= index + 1
    return 1 / factorial
  })
  return {
    name: 'exp',
    parameters: ['f64'],
    result: 'f64',
    locals: ['f64', 'f64'],
    body: [
      [get(x), f64(exponentFloor), 0x63, 0x04, 0x40, f64(0), 0x0f, 0x0b], // lt, if, return
      [mul(get(x), f64(Math.LOG2E)), 0x9e, set(n)], // nearest, ties to even
      [sub(sub(get(x), mul(get(n), f64(ln2High))), mul(get(n), f64(ln2Low))), set(r)],
      mul(
        add(f64(1), mul(get(r), polynomial(r, coefficients))),
        [get(n), 0xb0, i64(1023n), 0x7c, i64(52n), 0x86, 0xbf], // trunc_s, add, shl, reinterpret
      ),
    ],
  }
}

/** gumbel(key0, key1, position, id) → −ln(−ln u), u = (x0·2^20 + (x1 >>> 12) + ½) ÷ 2^52, exact in float64. */
function gumbel(): WasmFunction {
  const [k0, k1, c0, c1, k2, x0, x1] = [0, 1, 2, 3, 4, 5, 6]
  const high = mul([get(x0), 0xb8], f64(2 ** 20))
  const low = [get(x1), i32(12), 0x76, 0xb8] // shr_u, convert_u
  const u = mul(add(add(high, low), f64(0.5)), f64(2 ** -52))
  return {
    name: 'gumbel',
    parameters: ['i32', 'i32', 'i32', 'i32'],
    result: 'f64',
    locals: ['i32', 'i32', 'i32'],
    body: [threefryScalar({ k0, k1, k2, c0, c1, x0, x1 }), u, call(logIndex), negate, call(logIndex), negate],
  }
}

/** heavyIds(key0, key1, position, count, threshold) → how many ids under count have x0 ≥ threshold; written from 0. */
function heavyIds(): WasmFunction {
  const [key0, key1, position, count, threshold, id, found, mask, token] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const [x0, x1, k0, k1, k2, least, start] = [9, 10, 11, 12, 13, 14, 15]
  const splat = simd(0x11)
  return {
    name: 'heavyIds',
    parameters: ['i32', 'i32', 'i32', 'i32', 'i32'],
    result: 'i32',
    locals: ['i32', 'i32', 'i32', 'i32', 'v128', 'v128', 'v128', 'v128', 'v128', 'v128', 'v128'],
    body: [
      [get(key0), splat, set(k0), get(key1), splat, set(k1), get(threshold), splat, set(least)],
      [get(key0), get(key1), 0x73, i32(keyParity), 0x73, splat, set(k2)],
      [get(position), get(key0), 0x6a, splat, set(start)],
      [0x02, 0x40, 0x03, 0x40], // block, loop
      [get(id), get(count), 0x4f, 0x0d, 1], // ge_u, br_if out
      [get(start), set(x0)],
      [get(id), get(key1), 0x6a, splat, laneNumbers, simd(174), set(x1)],
      rounds({ k0, k1, k2, x0, x1 }, simdWord),
      [get(x0), get(least), simd(0x40), simd(164), set(mask)], // ge_u, bitmask
      [0x02, 0x40, 0x03, 0x40],
      [get(mask), 0x45, 0x0d, 1], // eqz, br_if out
      [get(id), get(mask), 0x68, 0x6a, 0x22, token, get(count), 0x49, 0x04, 0x40], // ctz, add, tee, lt_u, if
      [get(found), i32(2), 0x74, get(token), 0x36, 2, 0], // shl, store
      [get(found), i32(1), 0x6a, set(found), 0x0b],
      [get(mask), get(mask), i32(1), 0x6b, 0x71, set(mask), 0x0c, 0, 0x0b, 0x0b], // sub, and, br again
      [get(id), i32(4), 0x6a, set(id), 0x0c, 0, 0x0b, 0x0b],
      get(found),
    ],
  }
}

/**
 * best(key0, key1, position, count, maximum, temperature) → the id of greatest (z − maximum) ÷ temperature + noise, ties
 * to the lower id, over `count` float32 logits that lie from address 0; −1 where all are −∞.
 */
function best(): WasmFunction {
  const [k0, k1, position, count, maximum, temperature, id, winner, base, score, top] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]
  const logit = [get(id), i32(2), 0x74, 0x2a, 2, 0, 0xbb] // shl, f32.load, promote
  return {
    name: 'best',
    parameters: ['i32', 'i32', 'i32', 'i32', 'f64', 'f64'],
    result: 'i32',
    locals: ['i32', 'i32', 'f64', 'f64', 'f64'],
    body: [
      [i32(-1), set(winner), f64(Number.NEGATIVE_INFINITY), set(top)],
      [0x02, 0x40, 0x03, 0x40],
      [get(id), get(count), 0x4f, 0x0d, 1],
      [div(sub(logit, get(maximum)), get(temperature)), set(base)],
      [add(get(base), f64(noiseBound)), get(top), 0x64, 0x04, 0x40], // gt, if: else no noise can make it the best
      [add(get(base), [get(k0), get(k1), get(position), get(id), call(gumbelIndex)]), 0x22, score],
      [get(top), 0x64, 0x04, 0x40, get(score), set(top), get(id), set(winner), 0x0b, 0x0b],
      [get(id), i32(1), 0x6a, set(id), 0x0c, 0, 0x0b, 0x0b],
      get(winner),
    ],
  }
}

type Words = { readonly k0: number; readonly k1: number; readonly k2: number; readonly x0: number; readonly x1: number }

/** How a word of 32 bits is worked on, one at a time or four. */
type WordCode = {
  readonly add: Code
  readonly xor: Code
  readonly constant: (value: number) => Code
  readonly rotateLeft: (local: number, bits: number) => Code
}

const scalarWord: WordCode = {
  add: [0x6a],
  xor: [0x73],
  constant: (value) => i32(value),
  rotateLeft: (local, bits) => [get(local), i32(bits), 0x77],
}

const simdWord: WordCode = {
  add: simd(174),
  xor: simd(81),
  constant: (value) => [i32(value), simd(0x11)],
  rotateLeft: (local, bits) => [[get(local), i32(bits), simd(171)], [get(local), i32(32 - bits), simd(173)], simd(80)],
}

function threefryScalar(words: Words & { readonly c0: number; readonly c1: number }): Code {
  const { k0, k1, k2, c0, c1, x0, x1 } = words
  return [
    [get(k0), get(k1), 0x73, i32(keyParity), 0x73, set(k2)],
    [get(c0), get(k0), 0x6a, set(x0), get(c1), get(k1), 0x6a, set(x1)],
    rounds(words, scalarWord),
  ]
}

/** The 20 rounds, after the first key injection. */
function rounds({ k0, k1, k2, x0, x1 }: Words, word: WordCode): Code {
  const keys = [k0, k1, k2]
  return Array.from({ length: 20 }, (_, round): Code => {
    const mix = [
      [get(x0), get(x1), word.add, set(x0)],
      [word.rotateLeft(x1, rotations[round % 8] as number), get(x0), word.xor, set(x1)],
    ]
    if (round % 4 !== 3) return mix
    const injection = (round + 1) / 4
    return [
      mix,
      [get(x0), get(keys[injection % 3] as number), word.add, set(x0)],
      [get(x1), get(keys[(injection + 1) % 3] as number), word.add, word.constant(injection), word.add, set(x1)],
    ]
  })
}

/** Horner's rule: c0 + x·(c1 + x·(…)). */
function polynomial(local: number, coefficients: readonly number[]): Code {
  return coefficients.reduceRight<Code>(
    (inner, coefficient) => (inner.length === 0 ? f64(coefficient) : add(f64(coefficient), mul(get(local), inner))),
    [],
  )
}

function get(local: number): Code {
  return [0x20, unsigned(local)]
}

function set(local: number): Code {
  return [0x21, unsigned(local)]
}

function call(index: number): Code {
  return [0x10, unsigned(index)]
}

function i32(value: number): Code {
  return [0x41, signed(BigInt(value))]
}

function i64(value: bigint): Code {
  return [0x42, signed(value)]
}

function f64(value: number): Code {
  return [0x44, float64(value)]
}

function simd(opcode: number): Code {
  return [0xfd, unsigned(opcode)]
}

const laneNumbers: Code = [0xfd, 0x0c, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]
const negate: Code = [0x9a]

function add(left: Code, right: Code): Code {
  return [left, right, 0xa0]
}

function sub(left: Code, right: Code): Code {
  return [left, right, 0xa1]
}

function mul(left: Code, right: Code): Code {
  return [left, right, 0xa2]
}

function div(left: Code, right: Code): Code {
  return [left, right, 0xa3]
}
