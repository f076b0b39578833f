/**
 * A table of unsigned 32-bit columns that grows in blocks: column-major within a block, so a scan of one column reads
 * consecutive words, and growing never copies.
 *
 * The word of row r, column c is `blocks[r >> blockShift][c * blockRows + (r & blockMask)]`; loops that matter do that by
 * themselves.
 */

/** Rows of a block: 2^13, so that a nearly empty book of a hundred bytes a row takes under a megabyte. */
export const blockShift = 13
export const blockRows = 1 << blockShift
export const blockMask = blockRows - 1

export type BlockTable = {
  readonly blocks: Uint32Array[]
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
    blocks,
    get bytes() {
      return blocks.length * blockRows * columns * 4
    },
    reserve(row) {
      while (blocks.length <= row >> blockShift) blocks.push(new Uint32Array(blockRows * columns))
    },
    get: (row, column) => (blocks[row >> blockShift] as Uint32Array)[column * blockRows + (row & blockMask)] as number,
    set(row, column, value) {
      const block = blocks[row >> blockShift] as Uint32Array
      block[column * blockRows + (row & blockMask)] = value
    },
  }
}
