/**
 * `starts.jsonl`: a line when a start begins, one when it has ended; each is on the disk before it counts. A torn line counts as not
 * written, which never makes the work dearer than it may be: without its end a start counts with all that it may have cost.
 */
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toJsonText } from '../json-text.ts'
import { parseStartLine, type StartLine } from './job-record.ts'

export type Starts = AsyncDisposable & {
  note(line: StartLine): Promise<void>
  /** Returns what earlier processes came to; what follows begins on a line of its own. */
  standing(): Promise<StartsStanding>
}

export type StartsStanding = { readonly spent: bigint; readonly firstStart: number }

/** Opens the starts of a folder, which it is made in where missing. */
export async function openStarts(folder: string): Promise<Starts> {
  const file = await open(join(folder, 'starts.jsonl'), 'a+', 0o600)
  return {
    async note(line) {
      await file.appendFile(`${toJsonText(line)}\n`)
      await file.datasync()
    },
    async standing() {
      // A line that was torn must not run into the next.
      await file.appendFile('\n')
      return standingOf(await readStarts(folder))
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** Returns what all starts have cost, and may have. */
export function standingOf(lines: readonly StartLine[]): StartsStanding {
  const amounts = new Map<number, bigint>()
  let firstStart = 0
  for (const line of lines) {
    amounts.set(line.start, 'amount' in line ? line.amount : line.amountMax)
    firstStart = Math.max(firstStart, line.start + 1)
  }
  return { spent: [...amounts.values()].reduce((sum, amount) => sum + amount, 0n), firstStart }
}

/** Returns what was noted of starts. */
export async function readStarts(folder: string): Promise<readonly StartLine[]> {
  const text = await readFile(join(folder, 'starts.jsonl'), 'utf8')
  return text.split('\n').flatMap((line) => parseStartLine(line) ?? [])
}
