/** The runs under way: how many, which idempotency keys they hold, and how to end them all. */
import type { Hash } from '@millrace/protocol'
import type { ActiveRun } from './active-run.ts'
import type { Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

export type RunRegistry = {
  /** Counts a run in. @throws {RefusalError} NODE_BUSY, NODE_CLOSING */
  add(run: ActiveRun): void
  remove(run: ActiveRun): void
  /** Takes a key for a run. @returns the run that holds it already, if one does. */
  holdKey(key: string, holder: KeyHolder): KeyHolder | undefined
  dropKey(key: string): void
  /** Returns a connection's place in the order in which connections first sent a stream. */
  ageOf(peer: Peer): number
  /**
   * Ends the channel's runs over connections older than this one, as if their buyer had cancelled: it pays and settles over one
   * connection at a time, so those are lost. What goes out on them would be owed, and take up the credit of its next runs.
   */
  endOlder(channelId: Hash, peer: Peer): void
  /** Refuses every further run. */
  stop(): void
  /** @throws {RefusalError} NODE_CLOSING once stopped. */
  requireOpen(): void
  /** Resolves when no run is left. */
  idle(): Promise<void>
  /** Ends every run now; each settles what it delivered. */
  abortAll(): void
  entries(): Iterable<ActiveRun>
  readonly size: number
}

export type KeyHolder = {
  readonly requestHash: Hash
  /** Whether it continues an answer. */
  readonly isPart: boolean
}

export function createRunRegistry({ runsMax }: { readonly runsMax: number }): RunRegistry {
  const runs = new Set<ActiveRun>()
  const keys = new Map<string, KeyHolder>()
  const ages = new WeakMap<Peer, number>()
  let connections = 0
  let stopped = false
  let onIdle: (() => void)[] = []

  const requireOpen = () => {
    if (stopped) throw new RefusalError('NODE_CLOSING', 'The node is closing and takes no more work.')
  }

  const ageOf = (peer: Peer): number => {
    const age = ages.get(peer) ?? ++connections
    ages.set(peer, age)
    return age
  }

  return {
    requireOpen,
    ageOf,
    endOlder(channelId, peer) {
      const age = ageOf(peer)
      for (const run of runs) {
        if (run.entry.channelId === channelId && run.connectionAge < age) run.abort.abort(buyerCancelled)
      }
    },
    add(run) {
      requireOpen()
      if (runs.size >= runsMax) throw new RefusalError('NODE_BUSY', `All ${runsMax} runs are taken.`)
      runs.add(run)
    },
    remove(run) {
      runs.delete(run)
      if (runs.size > 0) return
      for (const resolve of onIdle) resolve()
      onIdle = []
    },
    holdKey(key, holder) {
      const held = keys.get(key)
      if (held === undefined) keys.set(key, holder)
      return held
    },
    dropKey(key) {
      keys.delete(key)
    },
    stop() {
      stopped = true
    },
    idle: () => (runs.size === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    abortAll() {
      for (const run of runs) run.abort.abort(nodeClosing)
    },
    entries: () => runs.values(),
    get size() {
      return runs.size
    },
  }
}

/** Why a run was aborted: the buyer asked for it, or has lost the connection. */
export const buyerCancelled = Symbol('buyer cancelled')
/** Why a run was aborted: by the node that closes, not by the buyer. */
export const nodeClosing = Symbol('node closing')
/** Why a run was aborted: its slot is needed, or it is no longer sold. */
export const runPreempted = Symbol('run preempted')

/** Returns whether the node ended the run, for reasons of its own. */
export function isEndedByNode(reason: unknown): boolean {
  return reason === nodeClosing || reason === runPreempted
}
