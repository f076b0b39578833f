/**
 * A table of unsigned 32-bit columns that grows in blocks, so growing never copies. The words of a row lie together, as
 * whoever reads one reads others: a row of sixteen is a cache line.
 */

/** Rows of a block: 2^13, so that a nearly empty book of a hundred bytes a row takes under a megabyte. */
const blockShift = 13
const blockRows = 1 << blockShift
const blockMask = blockRows - 1

export type BlockTable = {
  readonly bytes: number
  /** Makes sure that the row exists. New rows are zero. */
  reserve(row: number): void
  get(row: number, column: number): number
  set(row: number, column: number, value: number): void
}

/** Returns an empty table of `columns` columns. */
export function createBlockTable(columns: number): BlockTable {
  const blocks: Uint32Array[] = []
  return {
    get bytes() {
      return blocks.length * blockRows * columns * 4
    },
    reserve(row) {
      while (blocks.length <= row >> blockShift) blocks.push(new Uint32Array(blockRows * columns))
    },
    get: (row, column) => (blocks[row >> blockShift] as Uint32Array)[(row & blockMask) * columns + column] as number,
    set(row, column, value) {
      const block = blocks[row >> blockShift] as Uint32Array
      block[(row & blockMask) * columns + column] = value
    },
  }
}
