/**
 * What the registry says of a node and its operator, remembered for a while: a yes for longer than a no, and apart from
 * it, so that a flood of strangers pushes no known node out.
 */
import type { Address } from '@millrace/protocol'
import { orAborted } from './waits.ts'

/** Whether the operator has registered the node. Rejects when the registry cannot be asked. */
export type RegistryPort = (node: Address, operator: Address, options: { signal: AbortSignal }) => Promise<boolean>

export type RegistryCacheInit = {
  readonly isRegistered: RegistryPort
  readonly entriesMax: number
  readonly lookupsMax: number
  readonly waitingMax: number
  readonly lookupMsMax: number
  readonly registeredMs: number
  readonly unregisteredMs: number
  /** Milliseconds for which a registry that failed to answer is not asked. */
  readonly silentMs: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

/** `unknown`: the registry does not answer, not in time, or too much is asked of it. */
export type Registration = 'registered' | 'unregistered' | 'unknown'

export type RegistryCache = {
  /** Returns what is remembered. */
  remembered(node: Address, operator: Address): Registration | undefined
  /**
   * Asks the registry, once for all who ask at the same time. Never rejects. A registry that just failed to answer is not
   * asked, so that a chain that is down does not hold up the offers of nodes that are known.
   */
  ask(node: Address, operator: Address): Promise<Registration>
  close(): void
}

export function createRegistryCache(init: RegistryCacheInit): RegistryCache {
  const { isRegistered, entriesMax, lookupsMax, waitingMax, lookupMsMax, registeredMs, unregisteredMs, silentMs, now } =
    init
  /** Until when each answer holds, oldest first. */
  const until = { registered: new Map<string, number>(), unregistered: new Map<string, number>() }
  const asking = new Map<string, Promise<Registration>>()
  const waiting: (() => void)[] = []
  const closing = new AbortController()
  let lookups = 0
  let silentUntil = Number.NEGATIVE_INFINITY

  const remember = (answer: 'registered' | 'unregistered', key: string) => {
    until.registered.delete(key)
    until.unregistered.delete(key)
    until[answer].set(key, now() + (answer === 'registered' ? registeredMs : unregisteredMs))
    if (until[answer].size <= entriesMax) return
    for (const oldest of until[answer].keys()) {
      until[answer].delete(oldest)
      break
    }
  }

  const lookUp = async (node: Address, operator: Address, key: string): Promise<Registration> => {
    // Who waits is handed the place of one that is done, so that the count stands still.
    if (lookups >= lookupsMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else lookups++
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(lookupMsMax)])
    const answer = await orAborted(isRegistered(node, operator, { signal }), signal).then(
      (yes) => (yes ? 'registered' : 'unregistered'),
      () => 'unknown' as const,
    )
    if (answer === 'unknown') silentUntil = now() + silentMs
    else remember(answer, key)
    asking.delete(key)
    const next = waiting.shift()
    if (next === undefined) lookups--
    else next()
    return answer
  }

  return {
    remembered(node, operator) {
      const key = `${node}/${operator}`
      if ((until.registered.get(key) ?? 0) > now()) return 'registered'
      return (until.unregistered.get(key) ?? 0) > now() ? 'unregistered' : undefined
    },
    ask(node, operator) {
      const key = `${node}/${operator}`
      const pending = asking.get(key)
      if (pending !== undefined) return pending
      const silent = closing.signal.aborted || now() < silentUntil
      if (silent || waiting.length >= waitingMax) return Promise.resolve('unknown')
      const asked = lookUp(node, operator, key)
      asking.set(key, asked)
      return asked
    },
    close() {
      closing.abort()
      for (const wake of waiting.splice(0)) wake()
    },
  }
}
