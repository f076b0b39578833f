/** The script of one job: the functions of `node-script.ts`, this task's figures, and the pipeline that runs it. */
import { hiddenProcFiles } from '../bubblewrap/bwrap-arguments.ts'
import { mountPoint } from '../bubblewrap/start-script.ts'
import type { TaskLimits } from '../task/task.ts'
import { taskSpecLimits } from '../task/task-limits.ts'
import { nodeScript } from './node-script.ts'

export type JobScriptPlan = {
  readonly limits: TaskLimits
  /** Of the whole job. */
  readonly memoryBytes: number
  /** The seccomp filter, on the shared folder. */
  readonly filter: string
  /** Program and arguments of the launcher. */
  readonly command: readonly string[]
  /** Names below `out` that are taken. */
  readonly outputNames: readonly string[]
}

/** Stands in a command for the options that a node finds out; no argument of a task holds a zero character. */
export const nodeOptions = '\0hidden'

/** Returns the script, for a POSIX shell. */
export function jobScript({ limits, memoryBytes, filter, command, outputNames }: JobScriptPlan): string {
  const words = command.map((word) => (word === nodeOptions ? '$hidden' : quoted(word))).join(' ')
  const names = outputNames.map(quoted).join(' ')
  // Blocks of 512 bytes; one byte more than may be shown is told from just as many.
  const logBlocks = Math.ceil((limits.logBytesMax + 1) / 512)
  return `${nodeScript}
memory_max=${memoryBytes} wall_max=${limits.wallMsMax} cpu_max=${limits.cpuMsMax} cpus=${limits.cpus} log_blocks=${logBlocks}
disk=${mountPoint} depth_max=${taskSpecLimits.pathDepthMax} filter=${quoted(filter)} hidden_proc='${hiddenProcFiles.join(' ')}'

held=yes
look_at_node
[ "$held" = yes ] || { tell end; exit 0; }
hidden_files
supervise ${names} | {
  {
    { launch ${words} 4>&1 1>&8 2>&9 8>&- 9>&- | note 8>&- 9>&- > /dev/null; } 8>&1 | keep stdout 9>&-
  } 9>&1 | keep stderr
}
tell end
`
}

/**
 * Returns a word as a POSIX shell reads it unchanged.
 *
 * @example
 * quoted("it's") // 'it'\''s'
 */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
