/**
 * Pipes with names for what tasks print. Node gives programs sockets, which a task cannot open anew as `/dev/stdout`, and through which
 * it could send open files.
 *
 * Made once, two for each task at the same time; a task owns its pair while it runs.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, closeSync, constants, mkdirSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

export type LogPipes = {
  /** Opens a pair for a task. @throws {RangeError} when all are taken. */
  open(user: number | undefined): LogPipePair
  /** Removes them all; no task may run. */
  remove(): void
}

export type LogPipePair = {
  /** For the task's processes. */
  readonly writers: { readonly stdout: number; readonly stderr: number }
  /** They end when nobody holds the other end any more. */
  readonly readers: { readonly stdout: Readable; readonly stderr: Readable }
  /** To be called once the task has its ends, or will not get them. */
  closeWriters(): void
  /** To be called when no process has an end any more. */
  giveBack(): void
}

type PipeMaker = { readonly programs: { readonly mkfifo: string } }

/** @param folder - for the pipes alone. */
export function createLogPipes(host: PipeMaker, folder: string, tasksMax: number): LogPipes {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const free = Array.from(
    { length: tasksMax },
    (_, i): PipePaths => [join(folder, `${i}-out`), join(folder, `${i}-err`)],
  )
  execFileSync(host.programs.mkfifo, ['-m', '0600', ...free.flat()], { env: {} })
  return {
    open(user) {
      const paths = free.pop()
      if (paths === undefined) throw new RangeError(`At most ${tasksMax} tasks have pipes for their logs.`)
      const stdout = openPipe(paths[0], user)
      const stderr = openPipe(paths[1], user)
      return {
        writers: { stdout: stdout.writer, stderr: stderr.writer },
        readers: { stdout: stdout.reader, stderr: stderr.reader },
        closeWriters() {
          closeSync(stdout.writer)
          closeSync(stderr.writer)
        },
        giveBack() {
          stdout.reader.destroy()
          stderr.reader.destroy()
          free.push(paths)
        },
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

type PipePaths = readonly [stdout: string, stderr: string]

function openPipe(path: string, user: number | undefined) {
  // Whoever may write may open it anew, and change its mode.
  if (user !== undefined) chownSync(path, user, user)
  chmodSync(path, 0o600)
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  return { writer, reader: new Socket({ fd, readable: true, writable: false }) }
}
