/** How a task that runs is reached: connections to its ports, and programs beside it. */
import type { Duplex, Writable } from 'node:stream'
import type { TerminalSize } from '@millrace/protocol'

export type TaskReach = {
  /**
   * Connects to a port that the task listens on, once it has started. Half-open ends stay open, a slow reader slows its writer. Aborting
   * rejects, and later destroys the connection. Throws typed errors, `TASK_PORT_CLOSED` among them.
   */
  connect(port: number, options: { readonly signal: AbortSignal }): Promise<Duplex>
  /** Runs a program beside the task's own, once it has started. Aborting ends it. Throws typed errors. */
  exec(program: TaskProgram, options: { readonly signal: AbortSignal }): Promise<RunningProgram>
}

export type TaskProgram = {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly terminal?: TerminalSize
}

export type RunningProgram = {
  readonly stdin: Writable
  /** To be read once, to its end. */
  readonly output: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }>
  resize?(columns: number, rows: number): void
  /** Resolves when it has ended. */
  readonly result: Promise<{ readonly exitCode?: number; readonly signal?: string }>
  /** Ends it and what it started. */
  end(): void
}
