/** How every bench ends: a table for people, then one JSON object on the last line for machines. */
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpus, totalmem } from 'node:os'
import Table from 'cli-table3'

export type BenchReport = {
  readonly bench: string
  readonly seed: number
  /** What the run computed, not how fast: equal inputs give an equal hash. */
  readonly result: unknown
  readonly figures: Record<string, number>
}

/** Prints a table of figures. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({ head: [...head], style: { head: [], border: [] } })
  for (const row of rows) table.push([...row])
  process.stdout.write(`${table.toString()}\n`)
}

/** Prints the last line. */
export function printReport({ bench, seed, result, figures }: BenchReport): void {
  const resultHash = createHash('sha256').update(JSON.stringify(result)).digest('hex')
  const line = { bench, commit: commit(), machine: machine(), seed, resultHash, figures }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Returns the value below which the share `quantile` of the sorted samples lies. */
export function quantileOf(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? Number.NaN
}

function commit(): string {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    const dirty = execFileSync('git', ['status', '--porcelain'], options) === '' ? '' : '+changes'
    return `${execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim()}${dirty}`
  } catch {
    return 'unknown'
  }
}

function machine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
}
