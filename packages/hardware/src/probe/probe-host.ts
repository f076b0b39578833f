/**
 * What probes may ask of a machine, and this machine's answers: bounded reads of files and folders, bounded runs of tools. Behind a
 * type, so that what real tools print can be played back.
 *
 * Tools run without a shell, with an empty environment but for the search path and the C locale, and are killed when their time is
 * over or they print too much.
 */
import { type ExecFileOptionsWithStringEncoding, execFile } from 'node:child_process'
import { open, readdir, stat, statfs } from 'node:fs/promises'
import { availableParallelism, cpus, networkInterfaces, totalmem } from 'node:os'

export const probeLimits = {
  /** One file of /proc or /sys, in bytes. /proc/cpuinfo of 1,024 cores has 1.5 MB. */
  fileBytesMax: 4_194_304,
  /** Entries of one folder. */
  entriesMax: 4_096,
  /** One run of a tool, in milliseconds: a card that wakes up takes seconds. */
  toolMsMax: 10_000,
  /** What a tool may print, in bytes. */
  toolBytesMax: 4_194_304,
} as const

export type ProbeHost = {
  readonly platform: NodeJS.Platform
  /** Returns a file's text. @throws as the file system does, and for a file that is too large. */
  readFile(path: string, options: { readonly signal: AbortSignal }): Promise<string>
  /** Returns the names in a folder, sorted. */
  list(path: string): Promise<readonly string[]>
  /** Returns when a file was last read from, milliseconds since 1970. */
  lastReadAt(path: string): Promise<number>
  /** Returns what a tool prints. @throws where it is missing, fails, takes too long or prints too much. */
  execute(command: string, args: readonly string[], options: { readonly signal: AbortSignal }): Promise<string>
  diskOf(path: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>
  /** What Node itself knows. */
  node(): {
    readonly cpuModel: string | undefined
    readonly cores: number
    readonly memoryBytes: number
    readonly interfaces: readonly { readonly name: string; readonly address: string; readonly isInternal: boolean }[]
  }
}

/** Returns this machine. @param searchPath - where tools are looked for. */
export function createProbeHost({ searchPath }: { readonly searchPath: string }): ProbeHost {
  return {
    platform: process.platform,
    readFile: readBounded,
    async list(path) {
      return (await readdir(path)).slice(0, probeLimits.entriesMax).sort()
    },
    async lastReadAt(path) {
      return (await stat(path)).atimeMs
    },
    execute: (command, args, { signal }) => executeBounded(command, args, searchPath, signal),
    async diskOf(path) {
      const { bavail, blocks, bsize } = await statfs(path)
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
    },
    node: () => ({
      cpuModel: cpus()[0]?.model,
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      interfaces: Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
        addresses.map(({ address, internal }) => ({ name, address, isInternal: internal })),
      ),
    }),
  }
}

async function readBounded(path: string, { signal }: { readonly signal: AbortSignal }): Promise<string> {
  signal.throwIfAborted()
  await using file = await open(path)
  const chunks: Buffer[] = []
  let bytes = 0
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536), 0, 65_536)
    signal.throwIfAborted()
    if (bytesRead === 0) return Buffer.concat(chunks).toString('utf8')
    bytes += bytesRead
    if (bytes > probeLimits.fileBytesMax) throw new Error(`${path} has more than ${probeLimits.fileBytesMax} bytes`)
    chunks.push(buffer.subarray(0, bytesRead))
  }
}

function executeBounded(
  command: string,
  args: readonly string[],
  searchPath: string,
  signal: AbortSignal,
): Promise<string> {
  const { toolMsMax, toolBytesMax } = probeLimits
  const options: ExecFileOptionsWithStringEncoding = {
    ...{ signal, timeout: toolMsMax, killSignal: 'SIGKILL', maxBuffer: toolBytesMax, windowsHide: true },
    ...{ encoding: 'utf8', env: { PATH: searchPath, LC_ALL: 'C' } },
  }
  return new Promise((resolve, reject) => {
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else if (error.killed === true && !signal.aborted) reject(new Error(`${command} took more than ${toolMsMax} ms`))
      else reject(toolError(error, command, stderr))
    })
  })
}

function toolError(error: Error & { readonly code?: unknown }, command: string, stderr: string): Error {
  if (error.code === 'ENOENT') return new Error(`${command} is not installed`)
  if (error.name === 'AbortError') return error
  const said = stderr.trim().split('\n')[0] ?? ''
  return new Error(`${command} failed${said === '' ? '' : `: ${said.slice(0, 200)}`}`, { cause: error })
}
