/**
 * What checking one answer showed, one line of JSON each, in a file that grows: a bench that is stopped goes on where it was.
 *
 * The margin of a token is kept as its cell, one character for each token: what a calibration counts, and nothing more.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CellLayout, type Margin, outsideMargin, tokenLayout } from '@millrace/verification'
import { cellOf } from '../../packages/verification/src/tolerant/cells.ts'
import type { Proof } from '../../simulation/cheats/answers/judge-answer.ts'

export type AnswerRecord = {
  /** Number of the request in its series. */
  readonly index: number
  readonly tokens: number
  /** Indexes of the tokens that a canonical replay gives otherwise. */
  readonly wrong: readonly number[]
  /** What convicts without any logits. */
  readonly form?: Proof
  /** Tolerant mode: cells of the tokens' margins. */
  readonly cells?: string
}

export type RecordFile = {
  readonly records: readonly AnswerRecord[]
  readonly has: (index: number) => boolean
  readonly append: (record: AnswerRecord) => void
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Opens the file of a series; a last line that was cut off is left out. */
export function openRecords(path: string): RecordFile {
  mkdirSync(dirname(path), { recursive: true })
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const records = whole
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as AnswerRecord)
  const known = new Set(records.map(({ index }) => index))
  if (text !== whole) appendFileSync(path, '\n')
  return {
    records,
    has: (index) => known.has(index),
    append(record) {
      known.add(record.index)
      records.push(record)
      appendFileSync(path, `${JSON.stringify(record)}\n`)
    },
  }
}

/** Bins of every layout for tokens, in each stratum. */
export const cellsPerStratum = binsOf(tokenLayout(1))

/** Returns the number of the stratum that a cell is in. */
export function stratumOf(cell: string): number {
  return Math.floor(alphabet.indexOf(cell) / cellsPerStratum)
}

/** Returns the cells of margins, a character each. */
export function encodeCells(margins: readonly Margin[], tolerance: number): string {
  const layout = tokenLayout(tolerance)
  return margins
    .map((margin) => {
      const { stratum, bin } = cellOf(layout, margin)
      return alphabet[stratum * binsOf(layout) + bin]
    })
    .join('')
}

/** Returns margins that fall into the cells: what a calibration makes of them is the same. */
export function decodeCells(cells: string, tolerance: number): readonly Margin[] {
  const layout = tokenLayout(tolerance)
  return [...cells].map((letter) => {
    const cell = alphabet.indexOf(letter)
    const bin = cell % binsOf(layout)
    const stratum = Math.floor(cell / binsOf(layout))
    return { margin: marginIn(layout, bin), topProbability: layout.stratumEdges[stratum] ?? 1 }
  })
}

function marginIn({ marginEdges }: CellLayout, bin: number): number {
  if (bin > marginEdges.length) return outsideMargin
  return marginEdges[bin] ?? 2 * (marginEdges.at(-1) as number)
}

function binsOf({ marginEdges }: CellLayout): number {
  return marginEdges.length + 2
}
