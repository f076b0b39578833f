/** A task that runs at a provider, as whoever ordered it reaches it. */
import type { Duplex, Writable } from 'node:stream'
import type { Address, Hash, TaskResponse, TerminalSize } from '@millrace/protocol'
import type { PartFailure } from '../run.ts'

export type TaskInstance = {
  /** The node. */
  readonly provider: Address
  readonly operator: Address
  readonly leaseId: Hash
  readonly sequence: bigint
  /**
   * Connects to a port that the order names. Either side may end what it says and still listen; a slow reader slows its writer. The
   * connection is destroyed with a typed error when it is reset, when the task ends, or when the provider is lost. On abort before it
   * stands it rejects with the signal's reason; after, the signal does nothing.
   *
   * @throws {TaskPortClosedError} while nothing listens there. @throws {TaskEndedError} @throws {ProviderError}
   */
  connect(port: number, options: { readonly signal: AbortSignal }): Promise<Duplex>
  /** Runs a program beside the task's own. On abort before it runs rejects; after, it is ended. Throws as `connect` does. */
  exec(spec: RemoteExecSpec, options: { readonly signal: AbortSignal }): Promise<RemoteExec>
  /** Resolves when the provider says that it will end the task before its time; else never. */
  readonly noticed: Promise<TaskNotice>
  /** Resolves when it has ended here; never rejects. */
  readonly ended: Promise<TaskEnd>
}

/** @see TaskInstance.noticed */
export type TaskNotice = {
  readonly reason: 'preempted' | 'withdrawn'
  /** Unix milliseconds by this machine's clock. */
  readonly endsAt: number
}

/** How a start of a task ended. */
export type TaskEnd = {
  /** Of the task itself; undefined where the provider was lost before it said. */
  readonly outcome: TaskResponse['outcome'] | undefined
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  /** Why it was no result: its provider was lost, refused, ended it early, or misbehaved. */
  readonly failure: PartFailure | undefined
}

export type RemoteExecSpec = {
  /** Program and arguments; never a line for a shell. */
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** It gets a terminal of this size; otherwise pipes. */
  readonly terminal?: TerminalSize
}

export type RemoteExec = {
  readonly stdin: Writable
  /** To be read once, to its end: a program whose output nobody reads waits. A terminal has one stream, `stdout`. */
  readonly output: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }>
  /** The terminal's new size; nothing without one. */
  resize(columns: number, rows: number): void
  /** Resolves when the output told that it has ended: with neither, when `end` or the task's end ended it. Rejects with a typed error when it is lost. */
  readonly result: Promise<{ readonly exitCode?: number; readonly signal?: string }>
  /** Ends it and what it started. */
  end(): void
}
