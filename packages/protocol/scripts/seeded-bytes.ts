import { createHash } from 'node:crypto'

/** Returns a source of bytes that depends on the seed only: SHA-256 of seed and counter. For vectors, not for secrets. */
export function seededBytes(seed: string): (length: number) => Uint8Array {
  let counter = 0
  return (length) => {
    const blocks: Uint8Array[] = []
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest())
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}

/** Returns bytes as 0x-prefixed lower-case hex, without the protocol's own encoder. */
export function toHex(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

/** Returns the unsigned integer that the bytes spell, most significant first. */
export function toUint(bytes: Uint8Array): bigint {
  return BigInt(toHex(bytes))
}
