/** Writes the WebAssembly binary format into memory that doubles when it is full. */

export class ByteWriter {
  bytes: Uint8Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(capacity, 64))
  }

  /** Returns the bytes written so far; they hold until the next write. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1)
    this.bytes[this.length++] = value
  }

  raw(values: readonly number[] | Uint8Array): void {
    const count = values.length
    if (this.length + count > this.bytes.length) this.#grow(count)
    for (let i = 0; i < count; i++) this.bytes[this.length + i] = values[i] as number
    this.length += count
  }

  copy(source: Uint8Array, start: number, end: number): void {
    const count = end - start
    if (this.length + count > this.bytes.length) this.#grow(count)
    // Most runs between two insertions are short: the call that copies a range costs more than a loop.
    if (count > 48) this.bytes.set(source.subarray(start, end), this.length)
    else for (let i = 0; i < count; i++) this.bytes[this.length + i] = source[start + i] as number
    this.length += count
  }

  u32(value: number): void {
    let rest = value >>> 0
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  /** A signed integer of at most 53 bits. */
  signed(value: number): void {
    let rest = value
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest & 0x7f)
  }

  name(text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.u32(bytes.length)
    this.raw(bytes)
  }

  /** Leaves room for a size, to be filled in by {@link ByteWriter.endSize}. */
  beginSize(): number {
    const start = this.length
    this.raw([0x80, 0x80, 0x80, 0x80, 0x00])
    return start
  }

  /** Writes how much came since the room was left, padded to five bytes. */
  endSize(start: number): void {
    let size = this.length - start - 5
    for (let i = 0; i < 5; i++) {
      this.bytes[start + i] = (size & 0x7f) | (i < 4 ? 0x80 : 0)
      size >>>= 7
    }
  }

  #grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    larger.set(this.bytes)
    this.bytes = larger
  }
}
