/** Constant expressions: one constant and `end`. Nothing else can stand there, since no global is imported. */
import type { ByteReader } from './byte-reader.ts'
import { ModuleRefusedError } from './module-error.ts'
import { F32, F64, I32, I64, V128 } from './opcodes.ts'

/** Moves over an expression of the given type. */
export function constantExpression(reader: ByteReader, expected: number): void {
  const offset = reader.position
  const type = skipConstant(reader)
  if (type !== expected)
    throw new ModuleRefusedError('WASM_INVALID', offset, 'the constant has another type than expected')
  readEnd(reader)
}

/** Returns the offset of a segment: an unsigned number of 32 bits. */
export function offsetExpression(reader: ByteReader): number {
  const offset = reader.position
  const opcode = reader.byte()
  if (opcode !== 0x41)
    throw new ModuleRefusedError(
      'WASM_NOT_ALLOWED',
      offset,
      `expected i32.const as an offset, got opcode 0x${opcode.toString(16)}`,
    )
  const value = reader.s32() >>> 0
  readEnd(reader)
  return value
}

function skipConstant(reader: ByteReader): number {
  const offset = reader.position
  switch (reader.byte()) {
    case 0x41:
      reader.s32()
      return I32
    case 0x42:
      reader.skipS64()
      return I64
    case 0x43:
      reader.skip(4)
      return F32
    case 0x44:
      reader.skip(8)
      return F64
    case 0xfd:
      if (reader.u32() === 0x0c) {
        reader.skip(16)
        return V128
      }
  }
  throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, 'expected a constant')
}

function readEnd(reader: ByteReader): void {
  const offset = reader.position
  if (reader.byte() !== 0x0b)
    throw new ModuleRefusedError(
      'WASM_NOT_ALLOWED',
      offset,
      'expected the end of the expression: extended constants are not allowed',
    )
}
