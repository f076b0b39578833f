/**
 * Counts the CPU milliseconds that a task holds: wall time by a clock that only goes forward, times its processors. What is
 * counted never falls and never passes what the request allows.
 */
import { type TaskRequest, taskOutputUnits, taskOutputUnitsMax } from '@millrace/protocol'

export type TaskMeter = {
  /** The task runs from now on. */
  begin(): void
  /** It ran for so long, in milliseconds. */
  end(wallMs: number): void
  /** Returns the units since the last call. */
  take(): number
}

/** @param now - milliseconds of a monotonic clock. */
export function createTaskMeter(request: Pick<TaskRequest, 'limits'>, now: () => number): TaskMeter {
  const unitsMax = taskOutputUnitsMax(request)
  let begunAt: number | undefined
  let wallMs: number | undefined
  let taken = 0
  return {
    begin() {
      begunAt = now()
    },
    end(ran) {
      wallMs = Math.ceil(ran)
    },
    take() {
      const heldMs = wallMs ?? (begunAt === undefined ? 0 : Math.floor(now() - begunAt))
      const total = Math.min(Math.max(taken, taskOutputUnits(Math.max(0, heldMs), request)), unitsMax)
      const units = total - taken
      taken = total
      return units
    },
  }
}
