/** The files by which Linux control groups are made, limited and read; a port, so that both versions can be tested anywhere. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

export type ControlFiles = {
  /** Makes a group. @throws {Error} as the system does. */
  make(group: string): void
  /** Writes to a control file that exists. @throws {Error} as the system does. */
  write(path: string, text: string): void
  /** Returns what a file says, or undefined where there is none. */
  read(path: string): string | undefined
  /** Removes a group without processes. @throws {Error} as the system does, with `EBUSY` while something is in it. */
  remove(group: string): void
  /** Returns the names of the groups in a group. */
  list(group: string): readonly string[]
}

export const systemControlFiles: ControlFiles = {
  make: (group) => mkdirSync(group),
  // Where no such controller is mounted there is no such file, and none may be made.
  write: (path, text) => writeFileSync(path, text, { flag: 'r+' }),
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  remove: (group) => rmdirSync(group),
  list: (group) =>
    existsSync(group)
      ? readdirSync(group, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
      : [],
}

/** Returns a number that a control file holds; `max` and files that do not exist are undefined. */
export function readNumber(files: ControlFiles, path: string): number | undefined {
  const value = Number.parseInt(files.read(path) ?? '', 10)
  return Number.isFinite(value) ? value : undefined
}

/** Returns the number behind a key of a control file of lines `key number`, or 0. */
export function readKey(files: ControlFiles, path: string, key: string): number {
  const line = (files.read(path) ?? '').split('\n').find((text) => text.startsWith(`${key} `))
  return line === undefined ? 0 : Number(line.slice(key.length + 1))
}

/** Returns whether the system refused: no right, no such controller, a read-only file system, or processes in the way. */
export function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
