/**
 * The columns that screening and scoring read, one row per offer, and the order that rows are kept in.
 *
 * Rows lie in leaves of {@link leafRows}; leaves are in the order of the rows' keys, rows within a leaf in none. The key
 * puts together what an order asks for together: workload, model, region, a cell of the network coordinates, price.
 */
import { type BlockTable, blockMask, blockRows, blockShift } from './block-table.ts'

/** Rows of a leaf: more make the bounds of a leaf looser, fewer make more leaves to look at. */
export const leafRows = 256
export const leafShift = 8

/** Columns, as offsets into a block. */
const column = (number: number): number => number * blockRows
export const inputLow = column(0)
export const inputHigh = column(1)
export const outputLow = column(2)
export const outputHigh = column(3)
/** Coordinate in microseconds, signed; meaningless where `height` is {@link none}. */
export const x = column(4)
export const y = column(5)
export const z = column(6)
export const height = column(7)
/** Round trip measured by us, in microseconds, or {@link none}. */
export const measured = column(8)
export const gpuMemory = column(9)
export const context = column(10)
export const prefill = column(11)
export const decode = column(12)
export const queue = column(13)
/** Lower bound of the success rate, in millionths. */
export const reputation = column(14)
export const from = column(15)
export const until = column(16)
export const expires = column(17)
/** Region, resource class, terms and exactness, a byte each from the lowest. */
export const kind = column(18)
export const attested = column(19)
/** Country in the low 16 bits, flags above. */
export const place = column(20)
/** Workload and model, see {@link marketOf}. */
export const market = column(21)
export const operator = column(22)
export const node = column(23)
/** Row of the offer in the table of what is read less often. */
export const handle = column(24)
export const rowColumns = 25

/** In a column that may hold nothing. */
export const none = 0xffff_ffff
/** Flags of `place`. */
export const withdrawnFlag = 1 << 16
export const unavailableFlag = 1 << 17

/** Models a book tells apart at once; each offer has one, so this bounds the offers, too. */
export const modelsMax = 2 ** 21

/** Returns one number for a workload and a model. */
export function marketOf(workload: number, model: number): number {
  return workload * modelsMax + model
}

/** Keys of one market: from `market * keysPerMarket` to below the next one's. All keys are below 2^53. */
export const keysPerMarket = 2 ** 24
const priceCodes = 2 ** 13
const cells = 2 ** 6
/** Edge of a cell, in microseconds. Cells four edges apart share a number, which costs tightness, never correctness. */
const cellUs = 20_000

const floatView = new Float32Array(1)
const floatBits = new Uint32Array(floatView.buffer)

/** Returns the key of a row. @param block - that holds it. @param row - within the block. */
export function keyOf(block: Uint32Array, row: number): number {
  const price = priceOf(block, inputLow + row) + priceOf(block, outputLow + row)
  const region = (block[kind + row] as number) & 255
  const isPlaced = block[height + row] !== none
  const cell = isPlaced ? cellOf(block[x + row] as number, block[y + row] as number, block[z + row] as number) : 0
  return keyFrom(block[market + row] as number, region, cell, price)
}

/** Returns the key of a row that is not in a block yet. @param row - a word per column. */
export function keyOfWords(row: Uint32Array): number {
  const word = (column: number): number => row[column >> blockShift] as number
  const price = word(inputHigh) * 2 ** 32 + word(inputLow) + (word(outputHigh) * 2 ** 32 + word(outputLow))
  const cell = word(height) === none ? 0 : cellOf(word(x), word(y), word(z))
  return keyFrom(word(market), word(kind) & 255, cell, price)
}

function keyFrom(market: number, region: number, cell: number, price: number): number {
  floatView[0] = price
  // Exponent and five bits of mantissa: prices in one code differ by less than 3 %.
  const priceCode = (floatBits[0] as number) >>> 18
  return ((market * 32 + region) * cells + cell) * priceCodes + priceCode
}

/** Returns a price as the nearest double. @param at - offset of its lower word; the upper one is in the next column. */
export function priceOf(block: Uint32Array, at: number): number {
  return (block[at + blockRows] as number) * 2 ** 32 + (block[at] as number)
}

function cellOf(xUs: number, yUs: number, zUs: number): number {
  return ((edgesOf(xUs) & 3) << 4) | ((edgesOf(yUs) & 3) << 2) | (edgesOf(zUs) & 3)
}

function edgesOf(us: number): number {
  return Math.floor((us | 0) / cellUs)
}

/** Copies a row. */
export function copyRow(rows: BlockTable, source: number, target: number): void {
  const fromBlock = rows.blocks[source >> blockShift] as Uint32Array
  const toBlock = rows.blocks[target >> blockShift] as Uint32Array
  let read = source & blockMask
  let write = target & blockMask
  for (let column = 0; column < rowColumns; column++) {
    toBlock[write] = fromBlock[read] as number
    read += blockRows
    write += blockRows
  }
}
