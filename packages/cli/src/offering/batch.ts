/** What of this machine runs other people's WebAssembly programs, and at which prices, from a provider's command line. */
import type { Prices, TokenUnit } from '@millrace/protocol'
import { sandboxLimits } from '@millrace/sandbox'
import type { Hardware } from '../hardware.ts'
import { wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'

export type BatchOptions = {
  readonly batch?: string
  readonly batchSlots?: string
  readonly batchMemory?: string
  readonly batchSeconds?: string
}

export type BatchOffering = {
  /** Base units per million units: KiB read, and millions of gas. */
  readonly prices: Prices
  /** Programs at once, a process each. */
  readonly slots: number
  /** Pages of 64 KiB that one program may have. */
  readonly memoryPagesMax: number
  readonly jobMsMax: number
}

const pagesPerMib = 16
/** Longest that one job may be let run, in seconds. */
const batchSecondsMax = 3_600
/** Most memory of one program, in MiB: what WebAssembly can address. */
const batchMemoryMibMax = 4_096

/** Returns what the options spell, undefined where no programs are run. @throws {UsageError} */
export function batchOf(
  options: BatchOptions,
  token: TokenUnit,
  { cores }: Pick<Hardware, 'cores'>,
): BatchOffering | undefined {
  const { batch, batchSlots, batchMemory, batchSeconds } = options
  if (batch === undefined) {
    if ((batchSlots ?? batchMemory ?? batchSeconds) === undefined) return undefined
    throw new UsageError('Limits of batches are given, but no batches are sold.', 'Add --batch with prices.')
  }
  const { jobMsMax, memoryPagesMax } = sandboxLimits
  return {
    prices: pricesOf(batch, token),
    slots:
      batchSlots === undefined ? Math.max(1, Math.floor(cores / 2)) : wholeNumber(batchSlots, '--batch-slots', 1, 64),
    memoryPagesMax:
      batchMemory === undefined
        ? memoryPagesMax
        : wholeNumber(batchMemory, '--batch-memory', 1, batchMemoryMibMax) * pagesPerMib,
    jobMsMax:
      batchSeconds === undefined ? jobMsMax : wholeNumber(batchSeconds, '--batch-seconds', 1, batchSecondsMax) * 1_000,
  }
}

function pricesOf(text: string, token: TokenUnit): Prices {
  const [, input = '', output = ''] = /^([0-9.]+)\/([0-9.]+)$/.exec(text) ?? []
  if (input !== '') {
    return { inputPrice: parseTokenAmount(input, token), outputPrice: parseTokenAmount(output, token) }
  }
  throw new UsageError(
    `--batch: expected INPUT/OUTPUT, got "${text.slice(0, 80)}".`,
    'Write prices per million KiB read and per million million gas, for example 0.10/1.00.',
  )
}
