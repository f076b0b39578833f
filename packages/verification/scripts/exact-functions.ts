/**
 * Logarithm and exponential of float64 numbers to 240 bits, in integers, and the slow form of the sampler's noise: what
 * the WebAssembly module is held to. A fixed-point number of `b` bits is an integer divided by 2^b.
 */

/** Fraction bits of every fixed-point number here, so that the least normal float64 (2^-1074 with its digits) is exact. */
export const fractionBits = 1_400n
/** Bits that the series carry. */
const seriesBits = 256n
const one = 1n << seriesBits
const ln2 = 2n * atanhOfInverse(3n)

/** Returns a finite float64 as an exact fixed-point number. */
export function fixedOf(x: number): bigint {
  const bits = BigInt.asUintN(64, new BigInt64Array(new Float64Array([x]).buffer)[0] as bigint)
  const exponent = (bits >> 52n) & 0x7ffn
  const digits = bits & 0xfffffffffffffn
  const magnitude =
    exponent === 0n
      ? digits << (fractionBits - 1_074n)
      : shifted(digits | (1n << 52n), exponent - 1_075n + fractionBits)
  return bits >> 63n === 1n ? -magnitude : magnitude
}

/** Returns ln of a fixed-point number above 0, by 2·atanh((m − 1) ÷ (m + 1)) after taking out powers of two. */
export function exactLog(x: bigint): bigint {
  let k = BigInt(x.toString(2).length) - 1n - fractionBits
  let m = shifted(x, seriesBits - fractionBits - k)
  if (m * m > 2n * one * one) {
    m >>= 1n
    k += 1n
  }
  const s = ((m - one) * one) / (m + one)
  const square = (s * s) / one
  let [sum, term] = [0n, s]
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n
    term = (term * square) / one
  }
  return shifted(2n * sum + k * ln2, fractionBits - seriesBits)
}

/** Returns e^x of a fixed-point number. */
export function exactExp(x: bigint): bigint {
  const value = shifted(x, seriesBits - fractionBits)
  const n = value / ln2
  const r = value - n * ln2
  let [sum, term] = [0n, one]
  for (let i = 1n; term !== 0n; i += 1n) {
    sum += term
    term = (term * r) / (one * i)
  }
  return shifted(sum, n + fractionBits - seriesBits)
}

/** Returns Threefry-2x32-20 as the paper writes it, in unsigned words. */
export function slowThreefry(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const word = (x: number) => x >>> 0
  const keys = [word(key[0]), word(key[1]), word(0x1bd11bda ^ key[0] ^ key[1])]
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24]
  let [x0, x1] = [word(counter[0] + (keys[0] ?? 0)), word(counter[1] + (keys[1] ?? 0))]
  for (let round = 0; round < 20; round += 1) {
    const by = rotations[round % 8] ?? 0
    x0 = word(x0 + x1)
    x1 = word(((x1 << by) | (x1 >>> (32 - by))) ^ x0)
    if (round % 4 === 3) {
      const injection = (round + 1) / 4
      x0 = word(x0 + (keys[injection % 3] ?? 0))
      x1 = word(x1 + (keys[(injection + 1) % 3] ?? 0) + injection)
    }
  }
  return [x0, x1]
}

/** Returns the noise of two Threefry words, in fixed point. */
export function exactGumbel([x0, x1]: readonly [number, number]): bigint {
  const u = ((BigInt(x0) << 21n) + (BigInt(x1 >>> 12) << 1n) + 1n) << (fractionBits - 53n)
  return -exactLog(-exactLog(u))
}

/** atanh(1/n) in series bits. */
function atanhOfInverse(n: bigint): bigint {
  let [sum, power] = [0n, one / n]
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += power / i
    power /= n * n
  }
  return sum
}

function shifted(x: bigint, bits: bigint): bigint {
  return bits >= 0n ? x << bits : x >> -bits
}
