/** Takes the time of one run, for the rates that the offers publish. */
import type { ActiveRun } from './active-run.ts'
import type { NodeContext } from './node-context.ts'

export type RunPace = {
  /** A chunk is here. */
  see(tokens: number): void
  /** The run is over, and ended by itself. */
  record(run: ActiveRun): void
}

export function createPace({ now, rates }: Pick<NodeContext, 'now' | 'rates'>, inputTokens: number): RunPace {
  const startedAt = now()
  let firstAt: number | undefined
  let lastAt = startedAt
  let outputTokens = 0
  return {
    see(tokens) {
      lastAt = now()
      firstAt ??= lastAt
      outputTokens += tokens
    },
    record(run) {
      if (firstAt === undefined) return
      rates.record(run.lease.quote.modelRoot, {
        ...{ inputTokens, outputTokens, prefillMs: firstAt - startedAt },
        decodeMs: run.waited ? undefined : lastAt - firstAt,
      })
    },
  }
}
