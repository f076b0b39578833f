/**
 * What batch work, audits and tasks are metered by. Both sides can count it themselves: from the request before anything is computed,
 * and from the outputs that the receipt binds.
 */
import type { Receipt } from './messages.ts'
import type { ReceiptBundle } from './receipt-bundle.ts'
import type { BatchOutput, BatchRequest } from './request.ts'
import type { TaskRequest } from './task.ts'

/** Gas of one output unit. */
export const gasPerUnit = 1_000_000n
const bytesPerUnit = 1024

/** Returns the input units of a batch: KiB of program and inputs, rounded up once. */
export function batchInputUnits({ program, inputs }: Pick<BatchRequest, 'program' | 'inputs'>): number {
  const bytes = inputs.reduce((sum, input) => sum + bytesOf(input), bytesOf(program))
  return Math.ceil(bytes / bytesPerUnit)
}

/** Returns the most output units that a batch can come to. */
export function batchOutputUnitsMax({ inputs, gasMax }: Pick<BatchRequest, 'inputs' | 'gasMax'>): bigint {
  return BigInt(inputs.length) * unitsOfGas(gasMax)
}

/** Returns the output units of a batch: millions of gas, rounded up for each input. */
export function batchOutputUnits(outputs: readonly Pick<BatchOutput, 'gas'>[]): bigint {
  return outputs.reduce((sum, { gas }) => sum + unitsOfGas(gas), 0n)
}

/** Returns the input units of an audit: all units of the receipt, which the auditor computes again. It has no output units. */
export function auditInputUnits({ receipt }: Pick<ReceiptBundle, 'receipt'>): bigint {
  return receipt.inputUnits + receipt.outputUnits
}

/** Returns the input units of a task: KiB of its inputs, rounded up once. */
export function taskInputUnits({ inputs }: Pick<TaskRequest, 'inputs'>): number {
  return Math.ceil(inputs.reduce((sum, { bytes }) => sum + bytes, 0) / bytesPerUnit)
}

/** Returns the output units of a task that held its processors for so long: CPU milliseconds, whether it used them or not. */
export function taskOutputUnits(wallMs: number, { limits: { cpus } }: Pick<TaskRequest, 'limits'>): number {
  return Math.ceil(wallMs * cpus)
}

/** Returns the most output units that a task can come to. */
export function taskOutputUnitsMax({ limits }: Pick<TaskRequest, 'limits'>): number {
  return taskOutputUnits(limits.wallMsMax, { limits })
}

/** How far the clock that dates receipts may have been set back while a task ran: others count the time. */
export const taskClockSlackMs = 60_000

/** Returns the most output units that a task can come to between the dates of its receipt, which are cut to whole seconds. */
export function taskOutputUnitsWithin(
  { startedAt, finishedAt }: Pick<Receipt, 'startedAt' | 'finishedAt'>,
  request: Pick<TaskRequest, 'limits'>,
): number {
  const heldMs = Math.max(0, Number(finishedAt - startedAt) + 1) * 1000 + taskClockSlackMs
  return taskOutputUnits(Math.min(heldMs, request.limits.wallMsMax), request)
}

function unitsOfGas(gas: string): bigint {
  return (BigInt(gas) + gasPerUnit - 1n) / gasPerUnit
}

function bytesOf(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return (base64.length / 4) * 3 - padding
}
