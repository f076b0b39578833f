/**
 * A task: a command of a stranger, run once with limits, and the port that every sandbox for native work satisfies.
 *
 * Inside, a task finds its inputs in `in` and leaves its outputs in `out`, both below {@link taskFolder}; everything else that it can
 * write to, `/tmp` among it, counts to the same disk limit and is gone afterwards.
 */
import type { Duplex, Writable } from 'node:stream'
import type { SandboxCapabilities } from './task-capabilities.ts'

/** Folder of a task, inside. */
export const taskFolder = '/work'

/**
 * What a task sees as its system. `host`: the system directories of the machine. `directory`: an unpacked root. Both are read-only.
 * `oci`: an image by digest, `name@sha256:…`.
 */
export type TaskImage =
  | { readonly kind: 'host' }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'oci'; readonly reference: string }

/** A file or directory of the machine that a task may read. */
export type TaskInput = {
  /** Below `in`, inside. */
  readonly path: string
  /** On the machine. No link, and readable by everybody, for the task has a user of its own. */
  readonly source: string
}

export type TaskNetwork = 'none' | 'outbound'

export type TaskSpec = {
  /** Program and arguments; never a line for a shell. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Variables that only the task sees: they stand in no log, no error, no list of processes and no file. */
  readonly secrets: Readonly<Record<string, string>>
  readonly image: TaskImage
  readonly inputs: readonly TaskInput[]
  /** Files and directories below `out` that are collected; those that are not there are left out. */
  readonly outputs: readonly string[]
  /** `outbound` never reaches private, link-local or metadata addresses. */
  readonly network: TaskNetwork
  /** TCP ports that it listens on, at any of its loopback addresses, and by which it is reached. */
  readonly ports?: readonly number[]
  readonly gpus: number
  readonly limits: TaskLimits
}

/** All are positive safe integers. */
export type TaskLimits = {
  readonly wallMsMax: number
  /** Processor time of all processes together. */
  readonly cpuMsMax: number
  /** Of all processes together. A disk in memory is counted on top, up to `diskBytesMax`. */
  readonly memoryBytesMax: number
  /** Processes and threads at the same time. */
  readonly processesMax: number
  readonly diskBytesMax: number
  /** Files, directories and links on the task's disk. */
  readonly filesMax: number
  /** Of both logs together. */
  readonly logBytesMax: number
  /** Per process. */
  readonly openFilesMax: number
  readonly cpus: number
}

export type TaskOutcome =
  | 'exited'
  /** By a signal of its own or of somebody inside, or with the status 128 + n, by which shells say the same. */
  | 'signalled'
  | 'wall-time-exceeded'
  | 'cpu-time-exceeded'
  | 'memory-exceeded'
  /** It failed while its disk was full. */
  | 'disk-exceeded'
  | 'log-exceeded'
  | 'cancelled'
  /** It exited, but left something where its outputs should be that is no plain file or directory, or too much of it. */
  | 'outputs-refused'

export type TaskUsage = {
  readonly wallMs: number
  readonly cpuMs: number
  readonly memoryBytesPeak: number
  readonly diskBytes: number
}

export type TaskOutput = {
  /** Below `out`, inside. */
  readonly path: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** On the machine; the caller moves or deletes it. */
  readonly file: string
}

export type TaskResult = {
  readonly outcome: TaskOutcome
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  readonly usage: TaskUsage
  /** All of them or, when one is refused or the task was cancelled, none. */
  readonly outputs: readonly TaskOutput[]
  /** What is wrong with an output, when outputs are refused. */
  readonly refusal: OutputRefusal | undefined
}

export type OutputRefusal = { readonly path: string; readonly problem: string }

export type LogChunk = {
  readonly stream: 'stdout' | 'stderr'
  /** Without the values of secrets, in whichever pieces they were written. */
  readonly text: string
}

export type TaskSandbox = {
  readonly name: 'bubblewrap' | 'oci' | 'slurm' | 'kubernetes' | 'webassembly'
  /** What it holds; work goes only where everything it needs is held. */
  readonly capabilities: SandboxCapabilities
  /**
   * Starts a task. Aborting cancels it, before and after it started.
   *
   * @throws {TaskRefusedError} when no sandbox takes the specification.
   * @throws {SandboxUnsuitedError} when this one does not hold what the task needs.
   * @throws {SandboxBusyError} {@link SandboxClosedError} {@link HostFaultError}
   */
  start(
    spec: TaskSpec,
    options: { readonly signal: AbortSignal; readonly onLog?: (chunk: LogChunk) => void },
  ): Promise<RunningTask>
  load(): { readonly tasks: number; readonly tasksMax: number }
  /** Ends every task and waits for it. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type RunningTask = {
  readonly id: string
  /** Rejects with {@link HostFaultError} when the machine failed, which says nothing about the task. */
  readonly result: Promise<TaskResult>
  /** Sends a signal to the task's first process; SIGKILL ends all. Nothing happens when it ended. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void
  /**
   * Opens a connection to one of the task's ports; there where it has some. Each side can end what it says and still listen, and a
   * slow reader slows its writer. Aborting before it is there rejects; later it destroys the connection.
   *
   * @throws {TaskPortClosedError} when nothing listens there, or not yet.
   * @throws {TaskRefusedError} when the task did not name the port.
   * @throws {TaskBusyError} {@link TaskNotRunningError}
   */
  connect?(port: number, options: { readonly signal: AbortSignal }): Promise<Duplex>
  /**
   * Runs another program beside the task's: as the same user, with the same files, network, filter of system calls and limits, counted
   * to the same groups. It sees the task's variables and its own. Aborting ends it.
   *
   * @throws {TaskRefusedError} {@link TaskBusyError} {@link TaskNotRunningError} {@link HostFaultError}
   */
  exec?(spec: ExecSpec, options: { readonly signal: AbortSignal }): Promise<RunningExec>
}

export type TerminalSize = { readonly columns: number; readonly rows: number }

export type ExecSpec = {
  /** Program and arguments; never a line for a shell. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** It gets a terminal of this size, by which it reads and writes; otherwise pipes. */
  readonly terminal?: TerminalSize
}

/** What a program wrote, as it is: secrets in it are the caller's own. */
export type ExecOutput = { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }

/** An exit code, 128 + n for signal n; or the signal by which it, or its task, was ended from outside. */
export type ExecResult = { readonly exitCode?: number; readonly signal?: string }

export type RunningExec = {
  readonly stdin: Writable
  /** To be read once; it ends with the program. One whose output nobody reads waits. A terminal has one stream, `stdout`. */
  readonly output: AsyncIterable<ExecOutput>
  /** Where it has a terminal: its new size. */
  resize?(columns: number, rows: number): void
  /** Resolves when the program has ended. */
  readonly result: Promise<ExecResult>
  /** Ends the program; what it left behind ends with the task. Nothing happens when it ended. */
  end(): void
}
