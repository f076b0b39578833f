/**
 * Cases for the hardware challenge, by a slow form that shares no code with `src/hardware`: what another implementation of a
 * prover must send, to the bit.
 */
import { createHash } from 'node:crypto'
import { slowThreefry } from './exact-functions.ts'

const cases = [
  { seedNumber: 1, n: 64, rounds: 1 },
  { seedNumber: 2, n: 96, rounds: 2 },
]

/** Returns the contents of `vectors/hardware.json`. */
export function hardwareVectors(): unknown {
  return {
    algorithm: 'millrace hardware challenge v1: see docs/adr/0032-measured-hardware.md',
    challenges: cases.map(({ seedNumber, n, rounds }) => {
      const seed = sha256(`hardware seed ${seedNumber}`)
      const salt = sha256(`hardware salt ${seedNumber}`)
      const rows = Array.from({ length: rounds }, (_, round) => product(seed, round, n)).flat()
      const root = rootOf(seed, rows, Buffer.alloc(0))
      const saltedRoot = rootOf(seed, rows, salt)
      const firstLine = line(keyOf(seed, 0), 0, n).subarray(0, 16)
      return {
        ...{ seed: hex(seed), n, rounds, salt: hex(salt), key: keyOf(seed, 0) },
        ...{ firstBytes: firstLine.toString('hex'), lastRow: [...int32Of(rows.at(-1) ?? Buffer.alloc(0))] },
        ...{ root: hex(root), saltedRoot: hex(saltedRoot) },
      }
    }),
  }
}

function product(seed: Buffer, round: number, n: number): Buffer[] {
  const key = keyOf(seed, round)
  const lines = Array.from({ length: 2 * n }, (_, number) => line(key, number, n))
  return lines.slice(0, n).map((left) => {
    const row = Buffer.alloc(4 * n)
    for (const [j, right] of lines.slice(n).entries()) {
      let sum = 0n
      for (let k = 0; k < n; k++) sum += BigInt(left.readInt8(k) * right.readInt8(k))
      row.writeInt32LE(Number(sum), 4 * j)
    }
    return row
  })
}

function line(key: readonly [number, number], number: number, n: number): Buffer {
  const bytes = Buffer.alloc(n)
  for (let at = 0; at < n / 8; at++) {
    const [x0, x1] = slowThreefry(key, [number, at])
    bytes.writeUInt32LE(x0, 8 * at)
    bytes.writeUInt32LE(x1, 8 * at + 4)
  }
  return bytes
}

function keyOf(seed: Buffer, round: number): [number, number] {
  const number = Buffer.alloc(4)
  number.writeUInt32LE(round)
  const hash = sha256('millrace:hardware-factors:v1\n', seed, number)
  return [hash.readUInt32LE(0), hash.readUInt32LE(4)]
}

function rootOf(seed: Buffer, rows: readonly Buffer[], salt: Buffer): Buffer {
  return sha256('millrace:hardware-rows:v1\n', seed, ...rows.map((row) => sha256(salt, row)))
}

function int32Of(row: Buffer): number[] {
  return Array.from({ length: row.length / 4 }, (_, j) => row.readInt32LE(4 * j))
}

function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function hex(bytes: Buffer): string {
  return `0x${bytes.toString('hex')}`
}
