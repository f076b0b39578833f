/**
 * Whether what a provider says of a task is plausible: its units within what the processors had time for by the buyer's own clock,
 * its log within its limit, its end within its time, its outputs below what was asked for and within its disk.
 */
import { type Address, type TaskRequest, type TaskResponse, taskOutputUnits } from '@millrace/protocol'
import { OverchargedError, ProviderMisbehavedError } from '../buyer-error.ts'
import { taskLimits } from './task-limits.ts'

export type TaskTally = {
  /** @throws {OverchargedError} @throws {ProviderMisbehavedError} */
  chunk(seen: { readonly outputUnits: number; readonly text: string }): void
  /** @throws {ProviderMisbehavedError} */
  response(response: TaskResponse, log: string): void
}

/** @param elapsedMs - since the task was sent: no honest provider has held anything before. */
export function createTaskTally(node: Address, request: TaskRequest, elapsedMs: () => number): TaskTally {
  const { wallMsMax, logBytesMax, diskBytesMax } = request.limits
  let logBytes = 0
  let chunks = 0
  return {
    chunk({ outputUnits, text }) {
      const elapsed = Math.max(0, elapsedMs())
      const heldMsMax = elapsed + (elapsed * taskLimits.clockDriftPermille) / 1000 + taskLimits.clockToleranceMs
      if (outputUnits > taskOutputUnits(heldMsMax, request)) {
        throw new OverchargedError(node, `${outputUnits} CPU milliseconds, which had no time to pass.`)
      }
      if (elapsed > wallMsMax + taskLimits.overheadMsMax) {
        throw new ProviderMisbehavedError(node, `the task does not end, long after its ${wallMsMax} ms.`)
      }
      const chunksMax = taskLimits.chunksSpareMax + (heldMsMax / 1000) * taskLimits.chunksPerSecondMax
      if (++chunks > chunksMax) throw new ProviderMisbehavedError(node, 'it sent more chunks than anybody reads.')
      logBytes += Buffer.byteLength(text)
      if (logBytes > logBytesMax) {
        throw new ProviderMisbehavedError(node, `it sent a log of more than ${logBytesMax} bytes.`)
      }
    },
    response({ log: told, outputs, outcome }, log) {
      if (told !== log) throw new ProviderMisbehavedError(node, 'its log is not the one that it sent.')
      if (outcome === 'cancelled' && outputs.length > 0) {
        throw new ProviderMisbehavedError(node, 'it names outputs of a task that was cancelled.')
      }
      const stray = outputs.find(({ path }) => !request.outputs.some((asked) => isBelow(path, asked)))
      if (stray !== undefined) throw new ProviderMisbehavedError(node, 'it names an output that was not asked for.')
      // They lay on that disk together. Whoever says less is found out when they are fetched.
      if (outputs.reduce((sum, { bytes }) => sum + bytes, 0) > diskBytesMax) {
        throw new ProviderMisbehavedError(node, 'its outputs are larger than the disk of the task.')
      }
    },
  }
}

function isBelow(path: string, asked: string): boolean {
  return path === asked || path.startsWith(`${asked}/`)
}
