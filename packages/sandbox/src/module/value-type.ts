/** Value and function types as they stand in the binary format. */
import type { ByteReader } from './byte-reader.ts'
import { ModuleRefusedError } from './module-error.ts'
import type { FunctionType } from './module-info.ts'
import { F32, F64, I32, I64, V128 } from './opcodes.ts'

/** From byte 0x7B upward. */
const typesByByte = [V128, F64, F32, I64, I32]

/** Returns the value type that the next byte names. */
export function valueType(reader: ByteReader): number {
  const offset = reader.position
  const byte = reader.byte()
  const type = typesByByte[byte - 0x7b]
  if (type !== undefined) return type
  if (byte === 0x70 || byte === 0x6f)
    throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, 'reference types are not allowed')
  throw new ModuleRefusedError('WASM_MALFORMED', offset, `expected a value type, got 0x${byte.toString(16)}`)
}

/** Returns the byte of a value type. */
export function byteOfType(type: number): number {
  return 0x80 - type
}

/** Returns whether two function types are the same. */
export function sameType(a: FunctionType, b: FunctionType): boolean {
  return (
    a.result === b.result && a.params.length === b.params.length && a.params.every((type, i) => type === b.params[i])
  )
}
