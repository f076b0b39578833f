/**
 * What commands write to: words and colours for people on one side, one JSON value for machines on the other.
 * With `--json`, standard output carries JSON only; everything for people goes to standard error.
 */
import type { Writable } from 'node:stream'
import Table from 'cli-table3'
import { createColors } from 'picocolors'
import { toJsonText } from './json-text.ts'

export type Colours = ReturnType<typeof createColors>

export type Terminal = {
  readonly json: boolean
  readonly colours: Colours
  /** Whether progress may redraw a line. */
  readonly live: boolean
  /** A line for people. */
  line(text?: string): void
  /** A piece of a line for people, as it streams. */
  write(text: string): void
  /** The command's result for machines; nothing without `--json`. */
  result(value: unknown): void
  table(head: readonly string[], rows: readonly (readonly string[])[]): void
}

/** Creates the terminal over two streams. */
export function createTerminal(
  streams: { readonly out: Writable & { isTTY?: boolean }; readonly err: Writable & { isTTY?: boolean } },
  options: { readonly json: boolean; readonly colours: boolean },
): Terminal {
  const people = options.json ? streams.err : streams.out
  const colours = createColors(options.colours)
  const write = (text: string): void => {
    people.write(text)
  }
  return {
    json: options.json,
    colours,
    live: streams.err.isTTY === true,
    line: (text = '') => write(`${text}\n`),
    write,
    result(value) {
      if (options.json) streams.out.write(`${toJsonText(value)}\n`)
    },
    table(head, rows) {
      const table = new Table({
        head: head.map((cell) => colours.bold(cell)),
        style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
        chars: plainFrame,
        colAligns: head.map((_, column) => (isNumeric(rows, column) ? 'right' : 'left')),
      })
      for (const row of rows) table.push([...row])
      for (const line of table.toString().split('\n')) write(`${line.trimEnd()}\n`)
    },
  }
}

/** Returns text of others, such as an answer, without the characters that would steer the terminal. */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '')
}

/** Whether a column holds numbers or amounts, which read best aligned on the right. */
function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => /^$|^-$|^[-+]?\d[\d.]*( \S+)?$/.test(row[column] ?? ''))
}

/** No box drawing: readable in logs, in narrow windows and by screen readers. */
const plainFrame = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
} as const
