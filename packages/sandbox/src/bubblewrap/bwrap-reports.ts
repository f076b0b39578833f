/** What bubblewrap reports about a sandbox: one JSON object a line. Source: bwrap(1), `--json-status-fd`. */
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'

export type BwrapReports = {
  /** Resolves when the first process inside exists, and when nothing will be reported any more. */
  readonly started: Promise<void>
  /** Of the first process inside, on the machine. */
  readonly firstProcess: () => number | undefined
  /** Undefined when the command was never run, or bubblewrap was killed. */
  readonly exitCode: () => number | undefined
}

/** Characters of all reports together. */
const reportCharsMax = 8_192

export function readReports(stream: Readable): BwrapReports {
  const { promise: started, resolve } = Promise.withResolvers<void>()
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (piece: string) => {
    text = (text + piece).slice(0, reportCharsMax)
    if (numberOf('child-pid') !== undefined) resolve()
  })
  stream.on('close', resolve)

  function numberOf(key: string): number | undefined {
    const found = new RegExp(`"${key}": (\\d+)[, ]`).exec(text)?.[1]
    return found === undefined ? undefined : Number(found)
  }

  return { started, firstProcess: () => numberOf('child-pid'), exitCode: () => numberOf('exit-code') }
}

/** Returns the oldest child of the first process inside: the task's command; undefined when it is not there yet, or any more. */
export function commandProcess(firstProcess: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${firstProcess}/task/${firstProcess}/children`, 'utf8').trim()
    return children === '' ? undefined : Number(children.split(' ')[0])
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Returns whether a process exists and has not ended; one that has may still be listed. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
