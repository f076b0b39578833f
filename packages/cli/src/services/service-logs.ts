/**
 * What the instances of a service wrote, kept after they are gone: a file for each start, bounded in bytes and in number.
 *
 * A file that is full becomes the older half and a new one is begun, so that the end of every log is there.
 */
import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceLog } from '@millrace/sdk'
import { withoutControls } from '../terminal.ts'

export const serviceLogLimits = {
  /** Bytes of half a log. */
  halfBytesMax: 4 * 1024 * 1024,
  /** Logs kept: those of the latest starts. */
  logsMax: 64,
  /** Characters that wait for the disk; what comes beyond is left out, and said to be. */
  waitingCharsMax: 8 * 1024 * 1024,
} as const

export type ServiceLogs = AsyncDisposable & {
  /** Notes what an instance wrote. A disk that fails is told by `onFailure`, once. */
  write(log: ServiceLog): void
}

/** Opens the logs in a folder, made where missing. */
export async function openServiceLogs(
  folder: string,
  onFailure: (error: Error) => void,
  limits: { readonly [Name in keyof typeof serviceLogLimits]: number } = serviceLogLimits,
): Promise<ServiceLogs> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const bytes = new Map<string, number>()
  let waiting = 0
  let lost = 0
  let hasFailed = false
  let last: Promise<void> = Promise.resolve()

  async function append(name: string, text: string): Promise<void> {
    const path = join(folder, name)
    const isNew = !bytes.has(name)
    if (isNew) bytes.set(name, (await sizeOf(path)) ?? 0)
    const size = (bytes.get(name) ?? 0) + Buffer.byteLength(text)
    if (size > limits.halfBytesMax && bytes.get(name) !== 0) {
      await rename(path, `${path}.1`)
      bytes.set(name, Buffer.byteLength(text))
    } else bytes.set(name, size)
    await appendFile(path, text, { mode: 0o600 })
    if (isNew) await forgetOldest()
  }

  async function forgetOldest(): Promise<void> {
    const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'))
    const old = logs.sort((a, b) => startOf(b) - startOf(a)).slice(limits.logsMax)
    for (const name of old) {
      bytes.delete(name)
      await rm(join(folder, name), { force: true })
      await rm(join(folder, `${name}.1`), { force: true })
    }
  }

  return {
    write({ start, slot, text }) {
      if (waiting + text.length > limits.waitingCharsMax) {
        lost += text.length
        return
      }
      waiting += text.length
      const missing = lost === 0 ? '' : `\n[${lost} characters are missing: the disk was too slow]\n`
      lost = 0
      last = last
        .then(() => append(`${slot}.${start}.log`, missing + withoutControls(text)))
        .catch((error: Error) => {
          if (!hasFailed) onFailure(error)
          hasFailed = true
        })
        .finally(() => {
          waiting -= text.length
        })
    },
    [Symbol.asyncDispose]: () => last,
  }
}

/** Returns the names of the logs that there are, the oldest start first. */
export async function listServiceLogs(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^[0-9]+\.[0-9]+\.log$/.test(name))
  return names.sort((a, b) => startOf(a) - startOf(b))
}

function startOf(name: string): number {
  return Number(name.split('.')[1])
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}
