/** The real command line as child processes, in homes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Outcome = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

export type Running = {
  readonly process: ChildProcess
  output(): string
  /** Resolves when the output holds the text. @throws when the process ends first. */
  shows(text: string): Promise<void>
  readonly ended: Promise<Outcome>
}

export type RunOptions = {
  readonly home: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Its own process group, as a shell gives to a command. */
  readonly group?: boolean
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Makes a home that is gone at the end. */
export async function temporaryHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'millrace-cli-'))
}

/** Removes a home; nothing may run in it any more. */
export async function removeHome(home: string): Promise<void> {
  await rm(home, { recursive: true, force: true })
}

/** Starts a command. */
export function start(args: readonly string[], options: RunOptions): Running {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...cleanEnvironment(), MILLRACE_HOME: options.home, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: options.group === true,
  })
  let stdout = ''
  let stderr = ''
  let changed = Promise.withResolvers<void>()
  const tell = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    tell()
  })
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
    tell()
  })
  child.once('exit', tell)
  // A command that reads nothing may be gone before it is written to.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, stdout, stderr }))
  return {
    process: child,
    output: () => stdout + stderr,
    async shows(text) {
      while (!`${stdout}${stderr}`.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          const how = child.exitCode ?? child.signalCode
          throw new Error(`it ended with ${how} before it showed "${text}":\n${stdout}\n${stderr}`)
        }
        await changed.promise
      }
    },
    ended,
  }
}

/** Runs a command to its end. */
export async function run(args: readonly string[], options: RunOptions): Promise<Outcome> {
  return start(args, options).ended
}

/** Starts the light local network and returns when it is up. */
export async function startNetwork(home: string, options: Partial<RunOptions> & { args?: readonly string[] } = {}) {
  const up = start(['up', '--light', '--port', '0', ...(options.args ?? [])], { home, ...options })
  await up.shows('Ctrl-C stops everything')
  const url = /base URL {2}(\S+)\/v1/.exec(up.output())?.[1]
  const apiKey = /API key {3}(\S+)/.exec(up.output())?.[1]
  if (url === undefined || apiKey === undefined) throw new Error(`no address in:\n${up.output()}`)
  return { up, url, apiKey }
}

/** Returns the command lines of living processes that belong to a home, by their environment or arguments. */
export function processesOf(home: string): readonly string[] {
  const lines: string[] = []
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue
    const about = (file: string): string => readProcess(pid, file).replaceAll('\0', ' ')
    const command = about('cmdline')
    if (command !== '' && (command.includes(home) || about('environ').includes(home))) lines.push(`${pid} ${command}`)
  }
  return lines
}

/** Resolves when no process of the home lives. The test's own time limit bounds it. */
export async function untilNoneLeft(home: string): Promise<void> {
  while (processesOf(home).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    // It ended meanwhile, or is another user's.
    return ''
  }
}

/** The tests' own environment, without what would change the command's behaviour. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^MILLRACE_|^XDG_|COLOR|^NODE_OPTIONS$|^VITEST|^NODE_V8_COVERAGE$/.test(name) || name === 'MILLRACE_CACHE',
  )
  return Object.fromEntries(kept)
}
