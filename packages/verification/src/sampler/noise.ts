/**
 * The sampler's noise and its two transcendental functions, on one WebAssembly module that every engine runs to the
 * same bits.
 *
 * Noise of a token at a position: (x0, x1) = Threefry-2x32-20 with the seed's key at counter (position, token id),
 * u = (x0·2^20 + (x1 >>> 12) + ½) ÷ 2^52, g = −ln(−ln u). The module's source is `scripts/noise-module.ts`. `log` and `exp`
 * are within 1 ulp of the true value at every point that `noise.test.ts` checks against 256-bit arithmetic; everything
 * proved from them allows for {@link functionErrorMax}, a thousand times as much.
 */
import { type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { noiseModuleBase64 } from './noise-module.ts'

/** Largest vocabulary the sampler takes: 2^20 ids fill the module's 4 MiB of memory. Models have up to 262,144. */
export const vocabularySizeMax = 1_048_576

/** Relative error that proofs allow for in `log` and `exp`; measured errors are below 2.3e-16. */
export const functionErrorMax = 1e-12

/** Above the greatest noise, 53·ln 2 ≈ 36.7368. */
export const noiseMax = 36.737

/** Two words that key the noise of one answer. */
export type NoiseKey = { readonly key0: number; readonly key1: number }

type NoiseExports = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  threefry(key0: number, key1: number, counter0: number, counter1: number): bigint
  log(x: number): number
  exp(x: number): number
  gumbel(key0: number, key1: number, position: number, id: number): number
  heavyIds(key0: number, key1: number, position: number, count: number, threshold: number): number
  best(key0: number, key1: number, position: number, count: number, maximum: number, temperature: number): number
}

// The standard library's types leave WebAssembly out; every engine the product runs on has it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

const pageBytes = 65_536
const purpose = utf8ToBytes('millrace:sampler-noise:v1\n')
const wasm = new WebAssembly.Instance(
  new WebAssembly.Module(Uint8Array.from(atob(noiseModuleBase64), (letter) => letter.charCodeAt(0))),
).exports as NoiseExports

/** Returns the key of a seed's noise: the first 8 bytes of SHA-256 over the purpose and the seed, as little-endian words. */
export function noiseKeyOf(seed: Hash): NoiseKey {
  const hash = sha256(concatBytes(purpose, hexToBytes(seed)))
  const words = new DataView(hash.buffer, hash.byteOffset, 8)
  return { key0: words.getInt32(0, true), key1: words.getInt32(4, true) }
}

/** Returns Threefry-2x32-20 of a counter under a key, as two unsigned words. */
export function threefry({ key0, key1 }: NoiseKey, counter0: number, counter1: number): readonly [number, number] {
  const word = BigInt.asUintN(64, wasm.threefry(key0, key1, counter0, counter1))
  return [Number(word & 0xffff_ffffn), Number(word >> 32n)]
}

/** Returns the natural logarithm of a normal number above 0. */
export function log(x: number): number {
  return wasm.log(x)
}

/** Returns e^x for x ≤ 0; 0 below −708, so no result is subnormal. */
export function exp(x: number): number {
  return wasm.exp(x)
}

/** Returns the standard Gumbel noise of a token at a position, from −3.61 to 36.74. */
export function gumbel({ key0, key1 }: NoiseKey, position: number, id: number): number {
  return wasm.gumbel(key0, key1, position, id)
}

/**
 * Returns the ids under `vocabularySize` whose first word of noise is at least `threshold`, ascending. Cost: about
 * 7 ns an id.
 */
export function idsAbove(
  { key0, key1 }: NoiseKey,
  position: number,
  vocabularySize: number,
  threshold: number,
): Int32Array {
  reserve(vocabularySize)
  const count = wasm.heavyIds(key0, key1, position, vocabularySize, threshold | 0)
  return new Int32Array(wasm.memory.buffer, 0, count).slice()
}

/**
 * Returns the id of greatest (z − maximum) ÷ temperature + noise, ties to the lower id; −1 where all logits are −∞.
 * Cost: about 80 ns an id.
 */
export function noisiestId(
  { key0, key1 }: NoiseKey,
  position: number,
  logits: Float32Array,
  { maximum, temperature }: { readonly maximum: number; readonly temperature: number },
): number {
  reserve(logits.length)
  new Float32Array(wasm.memory.buffer, 0, logits.length).set(logits)
  return wasm.best(key0, key1, position, logits.length, maximum, temperature)
}

function reserve(words: number): void {
  const missing = Math.ceil((words * 4) / pageBytes) - wasm.memory.buffer.byteLength / pageBytes
  if (missing > 0) wasm.memory.grow(missing)
}
