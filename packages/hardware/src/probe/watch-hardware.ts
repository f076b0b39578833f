/**
 * Says when a machine's hardware changed: a card that came or went, memory of a container that was cut. What moves all the time, the
 * free room of the disk, is not a change.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Hardware } from './detect-hardware.ts'
import type { Fact } from './fact.ts'

/** Milliseconds between two looks. A card that falls off the bus costs every job on it, so minutes; vendors' tools wake cards, so not seconds. */
export const hardwareLookMs = 60_000

export type HardwareChange = {
  readonly part: string
  readonly before: Fact<unknown>
  readonly now: Fact<unknown>
}

/**
 * Looks again and again until the signal aborts, and returns then.
 *
 * @param first - what was found before, which the first look is held against.
 * @param onChange - hears the changes of one look, and what is there now.
 * @throws what `look` throws but for the abort: a probe never does.
 */
export async function watchHardware(
  look: (options: { readonly signal: AbortSignal }) => Promise<Hardware>,
  first: Hardware,
  {
    signal,
    onChange,
    intervalMs = hardwareLookMs,
  }: {
    readonly signal: AbortSignal
    readonly onChange: (changes: readonly HardwareChange[], hardware: Hardware) => void
    readonly intervalMs?: number
  },
): Promise<void> {
  let before = first
  while (await passes(intervalMs, signal)) {
    const now = await look({ signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (now === undefined) return
    const changes = hardwareChanges(before, now)
    before = now
    if (changes.length > 0) onChange(changes, now)
  }
}

/** Returns what differs. Who says so, and with what note, is no difference. */
export function hardwareChanges(before: Hardware, now: Hardware): readonly HardwareChange[] {
  const then = partsOf(before)
  return Object.entries(partsOf(now)).flatMap(([part, fact]) => {
    const old = then[part]
    return old === undefined || essence(old) === essence(fact) ? [] : [{ part, before: old, now: fact }]
  })
}

function partsOf({ processor, memoryBytes, disks, network, gpus }: Hardware): Record<string, Fact<unknown>> {
  const { model, cores, instructionSets } = processor
  return { model, cores, instructionSets, memoryBytes, disks, network, gpus }
}

/** A fact without its sources, as text. */
function essence(fact: Fact<unknown>): string {
  const { state } = fact
  return JSON.stringify(state === 'present' ? { state, value: fact.value } : { state }, (key, value: unknown) =>
    ['source', 'note', 'reason'].includes(key) ? undefined : value,
  )
}

async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal }).catch((error: unknown) => {
    if (signal.aborted) return false
    throw error
  })
}
