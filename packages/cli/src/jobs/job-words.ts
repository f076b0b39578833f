/** A job's results in words: for people a table, for machines one JSON value. */
import { join } from 'node:path'
import { formatAmount, MillraceError, type TokenUnit } from '@millrace/protocol'
import type { ItemResult } from '@millrace/sdk'
import type { Terminal } from '../terminal.ts'
import { withoutControls } from '../terminal.ts'
import type { JobFolder } from './job-folder.ts'

/** Rows of the table that are shown: those that failed first. */
export const jobRowsShownMax = 100

export type JobSummary = {
  readonly ids: readonly string[]
  readonly results: readonly ItemResult[]
  /** What all starts cost, and those may have that were under way when their process was killed. */
  readonly spent: bigint
  readonly token: TokenUnit
  /** Why it ended; undefined when nobody says. */
  readonly end: string | undefined
}

/** Returns whether an item's program ended as it should. */
export function isGood({ outcome, exitCode }: ItemResult): boolean {
  return outcome === 'exited' && exitCode === 0
}

/** Shows what a job came to. */
export function showJob(terminal: Terminal, folder: JobFolder, { ids, results, spent, token, end }: JobSummary): void {
  const { bold, dim, green, red } = terminal.colours
  const shown = [...results.filter((result) => !isGood(result)), ...results.filter(isGood)].slice(0, jobRowsShownMax)
  terminal.table(
    ['item', 'provider', 'exit', 'seconds', 'cost', 'receipt'],
    shown.map((result) => [
      ids[result.item] ?? '',
      result.node,
      isGood(result) ? green('0') : red(exitText(result)),
      (result.tookMs / 1_000).toFixed(1),
      formatAmount(result.amount, token),
      join(folder.folderOf(result.item), 'receipt-1.json'),
    ]),
  )
  if (results.length > shown.length) terminal.line(dim(`… and ${results.length - shown.length} more`))
  terminal.line(
    `${bold(`${results.length} of ${ids.length} items`)} have a result, for ${formatAmount(spent, token)} in all; they are in ${folder.path}`,
  )
  terminal.result({
    ...{ folder: folder.path, end: end ?? null, items: ids.length, accepted: results.length, spent },
    results: results.map(({ item, ...result }) => ({
      ...{ item: ids[item], ...result, folder: folder.folderOf(item) },
    })),
  })
}

function exitText({ outcome, exitCode, signal, refusal }: ItemResult): string {
  if (outcome === 'exited') return String(exitCode ?? '')
  if (outcome === 'signalled') return signal ?? outcome
  return refusal === undefined ? outcome : `${outcome}: ${withoutControls(`${refusal.path}: ${refusal.problem}`)}`
}

/** Why a job ended before all its items had a result. */
const endings: Readonly<Record<string, string>> = {
  budget: 'its budget is spent',
  deadline: 'its deadline has come',
  refused: 'no provider takes the rest',
  stopped: 'it was stopped',
  done: 'every provider that was tried lost them',
}

/** Items are left without a result; what there is, is kept. */
export class JobUnfinishedError extends MillraceError {
  override readonly name = 'JobUnfinishedError'

  constructor(path: string, left: number, end: string, failure: Error | undefined) {
    super({
      code: 'JOB_UNFINISHED',
      message: `The job ended with ${left} of its items without a result: ${endings[end] ?? end}.${failure === undefined ? '' : ` The last failure: ${failure.message}`}`,
      hint: `Go on with "millrace jobs resume ${path}"; a larger budget is said with --max-cost.`,
      retryable: true,
      cause: failure,
    })
  }
}

/** The job is done, and some of its programs failed. */
export class JobItemsFailedError extends MillraceError {
  override readonly name = 'JobItemsFailedError'

  constructor(path: string, failed: readonly string[]) {
    super({
      code: 'JOB_ITEMS_FAILED',
      message: `The programs of ${failed.length} items failed, such as that of ${failed[0]}.`,
      hint: `Read log.txt in their folders in ${path}; remove such a folder and resume the job to have it run again.`,
      retryable: false,
    })
  }
}
