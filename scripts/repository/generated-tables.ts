/** The tables that documents carry between markers, made from the source. */
import { findErrorCodes } from './find-error-codes.ts'
import { findLimits } from './find-limits.ts'
import type { RepositoryTree } from './source-tree.ts'

/** Returns each generated table by the document it belongs to. */
export function generatedTables(tree: RepositoryTree): Readonly<Record<string, string>> {
  return { 'docs/errors.md': errorTable(tree), 'docs/limits.md': limitTable(tree) }
}

/** Returns the document with what stands between its markers replaced. */
export function withTable(document: string, table: string): string {
  const [start, end] = [document.indexOf(startMarker), document.indexOf(endMarker)]
  if (start === -1 || end < start) throw new Error(`The document has no ${startMarker} … ${endMarker}.`)
  return `${document.slice(0, start + startMarker.length)}\n\n${table}\n\n${document.slice(end)}`
}

const startMarker = '<!-- generated: node scripts/list-codes-and-limits.ts --write -->'
const endMarker = '<!-- end of generated -->'

function errorTable(tree: RepositoryTree): string {
  const rows = findErrorCodes(tree).map(({ code, packages, messages, hints, retryable }) => [
    `\`${code}\``,
    packages.join(', '),
    messages.map(cell).join('<br>'),
    hints.map(cell).join('<br>'),
    retryable === undefined ? '' : retryable ? 'yes' : 'no',
  ])
  return markdownTable(['Code', 'Made by', 'Message', 'What to do', 'Retry as is'], rows)
}

function limitTable(tree: RepositoryTree): string {
  const rows = findLimits(tree).map((limit) => [
    limit.package,
    `\`${limit.name}\``,
    `\`${limit.value}\``,
    cell(limit.why),
  ])
  return markdownTable(['Package', 'Limit', 'Value', 'What it bounds'], rows)
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[|\\<`]/g, '\\$&')
}
