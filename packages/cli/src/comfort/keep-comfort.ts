/**
 * Watches the owner's machine beside a running provider: has it pause and sell again by the rules, and counts the energy meanwhile.
 *
 * One look at a time, `lookMs` apart. A look that fails is told and changes nothing: no look is no reason to pause or to go on.
 */
import { notPaused, type PauseReading, type PauseRules, type PauseState, shouldPause } from '@millrace/hardware'
import type { Log, Node } from '@millrace/node'

/** Milliseconds between two looks: soon enough for who sits down at the machine, rare enough to cost nothing. */
export const comfortLookMs = 5_000

/** What one look saw; joules since the look before, undefined where nothing meters them. */
export type ComfortLook = Omit<PauseReading, 'isOwnGpuBusy' | 'at'> & { readonly joules: number | undefined }

export type ComfortComponents = {
  readonly node: Pick<Node, 'pause' | 'resume'>
  readonly look: (options: { readonly signal: AbortSignal }) => Promise<ComfortLook>
  /** Whether work of the provider's runs on a card. */
  readonly isOwnGpuBusy: () => boolean
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** Milliseconds. */
  readonly now: () => number
  readonly log: Log
}

export type ComfortInit = {
  /** Undefined for energy alone. */
  readonly rules: PauseRules | undefined
  readonly noticeSeconds: number
}

/** Energy used while it was watched. */
export type EnergyUsed = { readonly joules: number; readonly isMetered: boolean }

/** Watches until the signal aborts, and returns the energy that was used. A node that pauses then stays so: it withdraws next. */
export async function keepComfort(
  { node, look, isOwnGpuBusy, wait, now, log }: ComfortComponents,
  { rules, noticeSeconds }: ComfortInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<EnergyUsed> {
  let state = notPaused
  let joules = 0
  let isMetered = false
  const step = async () => {
    const { joules: used, ...seen } = await look({ signal })
    if (used !== undefined) {
      joules += used
      isMetered = true
    }
    if (rules === undefined) return
    const next = shouldPause(state, { ...seen, isOwnGpuBusy: isOwnGpuBusy(), at: now() }, rules)
    if (next.isPaused && !state.isPaused) {
      log('info', 'paused', { because: wordsOf(next) })
      node.pause({ noticeSeconds })
    } else if (state.isPaused && !next.isPaused) {
      log('info', 'selling-again')
      node.resume()
    }
    state = next
  }
  while (!signal.aborted) {
    try {
      await step()
    } catch (error) {
      if (signal.aborted) break
      log('warn', 'comfort-look-failed', { error: error instanceof Error ? error.message : String(error) })
    }
    await wait(comfortLookMs, signal)
  }
  return { joules, isMetered }
}

function wordsOf({ causes }: PauseState): string {
  return causes.map((cause) => causeWords[cause]).join(', ')
}

const causeWords: Readonly<Record<PauseState['causes'][number], string>> = {
  'owner-processor': 'other programs use the processor',
  'owner-gpu': 'other programs use the card',
  'owner-input': 'somebody types or moves the mouse',
  'processor-heat': 'the processor is hot',
  'gpu-heat': 'a card is hot',
  power: 'it draws much power',
}
