/** A machine played back: files and what tools print, as text. What is not listed is missing, as on a real one. */
import type { ProbeHost } from '../../src/probe/probe-host.ts'

export type PlayedHost = {
  readonly platform?: NodeJS.Platform
  readonly files?: Readonly<Record<string, string>>
  /** By the command's name; an error is thrown. */
  readonly tools?: Readonly<Record<string, string | Error>>
  readonly node?: Partial<ReturnType<ProbeHost['node']>>
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number }
  /** Times of last reading by path. */
  readonly readAt?: Readonly<Record<string, number>>
}

export function playHost({
  platform = 'linux',
  files = {},
  tools = {},
  node,
  disk,
  readAt = {},
}: PlayedHost): ProbeHost {
  return {
    platform,
    async readFile(path, { signal }) {
      signal.throwIfAborted()
      const text = files[path]
      if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`)
      return text
    },
    async list(path) {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`))
      if (inside.length === 0 && !(`${path}/` in files))
        throw new Error(`ENOENT: no such file or directory, scandir '${path}'`)
      return [...new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))].filter(Boolean).sort()
    },
    async lastReadAt(path) {
      const at = readAt[path]
      if (at === undefined) throw new Error(`ENOENT: no such file or directory, stat '${path}'`)
      return at
    },
    async execute(command, _args, { signal }) {
      signal.throwIfAborted()
      const printed = tools[command]
      if (printed === undefined) throw new Error(`${command} is not installed`)
      if (printed instanceof Error) throw printed
      return printed
    },
    diskOf: async () => disk ?? { freeBytes: 10 ** 9, totalBytes: 10 ** 10 },
    node: () => ({ cpuModel: 'Some Processor', cores: 4, memoryBytes: 8 * 2 ** 30, interfaces: [], ...node }),
  }
}
