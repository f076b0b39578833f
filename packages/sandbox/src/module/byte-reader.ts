/**
 * Reads the WebAssembly binary format: bytes, LEB128 integers and names, each bounded by `end`.
 *
 * Source: WebAssembly core specification 2.0, section 5.2 (values). An integer may be padded with bytes that carry no bits, up
 * to the length its width needs; bits beyond the width must be the sign.
 */
import { ModuleRefusedError } from './module-error.ts'

export class ByteReader {
  readonly bytes: Uint8Array
  position: number
  /** Nothing at or after it is read. */
  end: number

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes
    this.position = position
    this.end = end
  }

  malformed(expected: string): ModuleRefusedError {
    const got = this.position < this.end ? `0x${this.#at(this.position).toString(16).padStart(2, '0')}` : 'the end'
    return new ModuleRefusedError('WASM_MALFORMED', this.position, `expected ${expected}, got ${got}`)
  }

  byte(): number {
    if (this.position >= this.end) throw this.malformed('a byte')
    return this.#at(this.position++)
  }

  /** Moves over bytes, and returns where they began. */
  skip(count: number): number {
    const start = this.position
    if (count > this.end - start) throw this.malformed(`${count} bytes where ${this.end - start} are left`)
    this.position = start + count
    return start
  }

  u32(): number {
    const first = this.byte()
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      const next = this.byte()
      value |= (next & 0x7f) << shift
      if (next < 0x80) return value
    }
    const last = this.byte()
    if (last > 0x0f) throw new ModuleRefusedError('WASM_MALFORMED', this.position - 1, 'expected an integer of 32 bits')
    return (value | (last << 28)) >>> 0
  }

  s32(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const next = this.byte()
      value |= (next & 0x7f) << shift
      if (next < 0x80) return (value << (25 - shift)) >> (25 - shift)
    }
    const last = this.byte()
    const isSignExtended = last <= 0x07 || (last >= 0x78 && last <= 0x7f)
    if (!isSignExtended)
      throw new ModuleRefusedError('WASM_MALFORMED', this.position - 1, 'expected a signed integer of 32 bits')
    return value | (last << 28)
  }

  /** A block type: a negative short form, or a type index; 33 bits. */
  s33(): number {
    const start = this.position
    const first = this.byte()
    if (first < 0x80) return first >= 0x40 ? first - 0x80 : first
    let value = first & 0x7f
    for (let factor = 2 ** 7; factor < 2 ** 28; factor *= 2 ** 7) {
      const next = this.byte()
      value += (next & 0x7f) * factor
      if (next < 0x80) return next >= 0x40 ? value - factor * 2 ** 7 : value
    }
    const last = this.byte()
    if (last > 0x0f && last < 0x70)
      throw new ModuleRefusedError('WASM_MALFORMED', start, 'expected an integer of 33 bits')
    if (last > 0x7f) throw new ModuleRefusedError('WASM_MALFORMED', start, 'expected an integer of 33 bits')
    return value + (last >= 0x70 ? last - 0x80 : last) * 2 ** 28
  }

  /** Moves over a signed 64-bit integer. */
  skipS64(): void {
    for (let count = 0; count < 9; count++) if (this.byte() < 0x80) return
    const last = this.byte()
    if (last !== 0 && last !== 0x7f)
      throw new ModuleRefusedError('WASM_MALFORMED', this.position - 1, 'expected a signed integer of 64 bits')
  }

  name(bytesMax: number): string {
    const length = this.u32()
    if (length > bytesMax)
      throw new ModuleRefusedError(
        'WASM_TOO_LARGE',
        this.position,
        `expected a name of at most ${bytesMax} bytes, got ${length}`,
      )
    const start = this.skip(length)
    try {
      return decoder.decode(this.bytes.subarray(start, start + length))
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause
      throw new ModuleRefusedError('WASM_MALFORMED', start, 'expected a name in UTF-8')
    }
  }

  #at(position: number): number {
    return this.bytes[position] as number
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
