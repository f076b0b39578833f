/**
 * The columns that screening and scoring read, one row per offer, and the order that rows are kept in.
 *
 * Rows lie in leaves of {@link leafRows}; leaves are in the order of the rows' keys, rows within a leaf in none. The key
 * puts together what an order asks for together: workload, model, terms, GPU memory, speed, price, record, region, place.
 */

/** Rows of a leaf: more make the bounds of a leaf looser, fewer make more leaves to look at. */
export const leafRows = 128
export const leafShift = 7
const leafMask = leafRows - 1

/** Columns, as offsets from the place of a row's first word. */
const column = (number: number): number => number * leafRows
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
export const modelsMax = 2 ** 20

/** Returns one number for a workload and a model. */
export function marketOf(workload: number, model: number): number {
  return workload * modelsMax + model
}

/** Keys of one market: from `market * keysPerMarket` to below the next one's. All keys are below 2^53. */
export const keysPerMarket = 2 ** 25
/** Edge of a cell, in microseconds. Cells a few edges apart share a number, which costs tightness, never correctness. */
const cellUs = 20_000

const floatView = new Float32Array(1)
const floatBits = new Uint32Array(floatView.buffer)

/** What a key is made of: the market, and small codes of what tells the offers of a market apart. */
type KeyParts = {
  readonly market: number
  readonly kind: number
  readonly reputation: number
  readonly decode: number
  readonly memory: number
  readonly price: number
  /** Absent when the place is unknown. */
  readonly height: number
  readonly x: number
  readonly y: number
}

/** Returns the key of a row. @param block - that holds it. @param row - within the block. */
export function keyOf(block: Uint32Array, row: number): number {
  return keyFrom({
    market: block[market + row] as number,
    kind: block[kind + row] as number,
    reputation: block[reputation + row] as number,
    decode: block[decode + row] as number,
    memory: block[gpuMemory + row] as number,
    price: priceOf(block, inputLow + row) + priceOf(block, outputLow + row),
    height: block[height + row] as number,
    x: block[x + row] as number,
    y: block[y + row] as number,
  })
}

/** Returns the key of a row that is not in a block yet. @param row - a word per column. */
export function keyOfWords(row: Uint32Array): number {
  const word = (column: number): number => row[column >> leafShift] as number
  return keyFrom({
    market: word(market),
    kind: word(kind),
    reputation: word(reputation),
    decode: word(decode),
    memory: word(gpuMemory),
    price: word(inputHigh) * 2 ** 32 + word(inputLow) + (word(outputHigh) * 2 ** 32 + word(outputLow)),
    height: word(height),
    x: word(x),
    y: word(y),
  })
}

/**
 * Interleaves the codes, so that a run of keys is a small box in all of them at once (a Z-order curve): rows of a leaf then
 * have tight bounds in what scores are made of, whichever of them an order weighs most.
 */
function keyFrom(parts: KeyParts): number {
  const speed = halfOctaves(parts.decode, 31)
  const price = halfOctaves(parts.price, 127)
  const region = parts.kind & 31
  const terms = Math.min((parts.kind >>> 16) & 255, 1)
  const record = recordCode(parts.reputation)
  const cell = parts.height === none ? 0 : cellOf(parts.x, parts.y)
  let key = terms
  key = (key << 2) | memoryCode(parts.memory)
  key = (key << 2) | (speed >>> 3)
  key = (key << 3) | (price >>> 4)
  key = (key << 1) | (record >>> 1)
  key = (key << 1) | ((speed >>> 2) & 1)
  key = (key << 1) | ((price >>> 3) & 1)
  key = (key << 2) | (region >>> 3)
  key = (key << 1) | ((speed >>> 1) & 1)
  key = (key << 1) | ((price >>> 2) & 1)
  key = (key << 3) | (region & 7)
  key = (key << 1) | ((price >>> 1) & 1)
  key = (key << 1) | (speed & 1)
  key = (key << 1) | (price & 1)
  key = (key << 1) | (record & 1)
  key = (key << 3) | cell
  return parts.market * keysPerMarket + key
}

/** Returns twice the binary logarithm, about: two codes an octave. */
function halfOctaves(value: number, most: number): number {
  floatView[0] = value
  return Math.max(0, Math.min(most, ((floatBits[0] as number) >>> 22) - 254))
}

/** Returns a code of how good a record is, from 0. */
function recordCode(millionths: number): number {
  if (millionths >= 900_000) return 3
  if (millionths >= 500_000) return 2
  return millionths > 100_000 ? 1 : 0
}

/** Returns a code of how much a machine's GPU holds, from 0: none, that of a desk, a workstation, a data centre. */
export function memoryCode(mib: number): number {
  if (mib >= 65_536) return 3
  if (mib >= 32_768) return 2
  return mib > 0 ? 1 : 0
}

/** Returns three bits: two of x, one of y. */
function cellOf(xUs: number, yUs: number): number {
  return ((edgesOf(xUs) & 3) << 1) | (edgesOf(yUs) & 1)
}

function edgesOf(us: number): number {
  return Math.floor((us | 0) / cellUs)
}

/** Returns a price as the nearest double. @param at - offset of its lower word; the upper one is in the next column. */
export function priceOf(block: Uint32Array, at: number): number {
  return (block[at + leafRows] as number) * 2 ** 32 + (block[at] as number)
}

/** Words of a leaf: a leaf's columns lie together, one after the other, so that looking into it touches few pages. */
const leafWords = rowColumns * leafRows
/** Leaves of a block: 32, so that a nearly empty book is small and a full one has few blocks. */
const blockShift = 5
const blockMask = (1 << blockShift) - 1

/** Rows in blocks of leaves. A row is known by its slot: its leaf times {@link leafRows} and its place there. */
export type RowTable = { readonly blocks: Uint32Array[]; readonly bytes: number; reserve(leaf: number): void }

/** Returns an empty table, which grows block by block and never copies. */
export function createRowTable(): RowTable {
  const blocks: Uint32Array[] = []
  return {
    blocks,
    get bytes() {
      return blocks.length * leafWords * 4 * (1 << blockShift)
    },
    reserve(leaf) {
      while (blocks.length <= leaf >> blockShift) blocks.push(new Uint32Array(leafWords << blockShift))
    },
  }
}

/** Returns the block that holds a leaf. */
export function blockOfLeaf(rows: RowTable, leaf: number): Uint32Array {
  return rows.blocks[leaf >> blockShift] as Uint32Array
}

/** Returns the place of a leaf's first row in its block. */
export function firstOfLeaf(leaf: number): number {
  return (leaf & blockMask) * leafWords
}

/** Returns the block that holds a slot. */
export function blockOf(rows: RowTable, slot: number): Uint32Array {
  return rows.blocks[slot >> (leafShift + blockShift)] as Uint32Array
}

/** Returns the place of a slot's row in its block; a column's word is at that plus the column. */
export function rowOf(slot: number): number {
  return firstOfLeaf(slot >> leafShift) + (slot & leafMask)
}

/** Copies a row. */
export function copyRow(rows: RowTable, source: number, target: number): void {
  const [fromBlock, toBlock] = [blockOf(rows, source), blockOf(rows, target)]
  let read = rowOf(source)
  let write = rowOf(target)
  for (let column = 0; column < rowColumns; column++) {
    toBlock[write] = fromBlock[read] as number
    read += leafRows
    write += leafRows
  }
}
