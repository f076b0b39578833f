/**
 * Starts the process of one job: no environment, no files open but the channel, its stack and memory limited, no core file.
 *
 * A shell sets the limits and then becomes Node, so the process that is killed is the one that runs the program.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type SandboxLimits, stackKibibytesMax } from './sandbox-limits.ts'

/** Mebibytes of JavaScript objects; the program's memory is not among them. */
const heapMebibytesMax = 256
/** The stack beside V8's own share of it, in KiB. */
const stackMarginKibibytes = 8_192
/** Writable memory that Node maps before it runs anything, most of it for stacks of its threads, in bytes. */
const idleDataBytes = 768 * 1024 * 1024
/** Exit status when a limit could not be set. */
export const limitRefusedStatus = 97

const script = `ulimit -c 0 && ulimit -s "$1" && ulimit -d "$2" || exit ${limitRefusedStatus}; shift 2; exec "$@"`

export function startChild(memoryBytesMax: number): ChildProcess {
  const entry = fileURLToPath(new URL('./child-main.ts', import.meta.url))
  const stack = String(stackKibibytesMax + stackMarginKibibytes)
  const data = String(Math.ceil((idleDataBytes + memoryBytesMax) / 1024))
  const flags = [
    `--stack-size=${stackKibibytesMax}`,
    `--max-old-space-size=${heapMebibytesMax}`,
    '--v8-pool-size=0',
    '--expose-gc',
  ]
  return spawn('/bin/sh', ['-c', script, 'sandbox', stack, data, process.execPath, ...flags, entry], {
    cwd: '/',
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Returns the bytes that the process of a job may use. */
export function memoryBytesOf(memoryPagesMax: number, { compileBytesMax }: SandboxLimits): number {
  return compileBytesMax + memoryPagesMax * 65_536
}
