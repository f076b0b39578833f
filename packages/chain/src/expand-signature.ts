import { type Hex, hexToBytes, type Signature } from '@millrace/protocol'

/** A signature as its parts: contracts take these, transactions carry them. */
export type SignatureParts = {
  readonly r: Hex
  readonly s: Hex
  readonly vs: Hex
  readonly yParity: 0 | 1
  readonly v: 27 | 28
}

/** Returns the parts of a compact signature (EIP-2098). */
export function expandSignature(signature: Signature): SignatureParts {
  const vs = `0x${signature.slice(66)}` as Hex
  const topByte = hexToBytes(vs)[0] ?? 0
  const yParity = topByte >> 7 === 1 ? 1 : 0
  const s = `0x${(topByte & 0x7f).toString(16).padStart(2, '0')}${vs.slice(4)}` as Hex
  return { r: signature.slice(0, 66) as Hex, s, vs, yParity, v: yParity === 1 ? 28 : 27 }
}

/** Returns the signature in the 65 bytes (r, s, v) that contracts take as `bytes`. */
export function toLongSignature(signature: Signature): Hex {
  const { r, s, v } = expandSignature(signature)
  return `${r}${s.slice(2)}${v.toString(16)}` as Hex
}
