/** A short benchmark of this machine: some seconds each, bounded. What cannot be measured says why. */
import { availableParallelism, totalmem } from 'node:os'
import {
  createKernelThreads,
  diskBenchBytes,
  type Measured,
  measureDisk,
  measured,
  measureMemory,
  measureProcessor,
} from '@millrace/hardware'
import { bytesToHex } from '@millrace/protocol'
import type { Context } from '../context.ts'
import type { Speed } from './check-report.ts'

/** Longest that one of the three may take, in milliseconds: many times what it takes on a machine that is busy. */
export const checkBenchMsMax = 60_000
/** About how long the processor is at work, in milliseconds. */
const processorAimMs = 1_500
/** Most bytes that are filled and moved in memory. */
const spanBytesMax = 2 ** 28

/** Measures the processor, the memory and the disk of a folder, one after the other. */
export async function measureSpeed(
  { signal, random }: Pick<Context, 'signal' | 'random'>,
  folder: string,
  onStep: (text: string) => void,
): Promise<Speed> {
  const threads = availableParallelism()
  const memoryBytes = Math.min(spanBytesMax, Math.floor(totalmem() / 8))
  const now = () => performance.now()
  const step = <T>(text: string, measure: (signal: AbortSignal) => Promise<T>): Promise<Measured<T>> => {
    onStep(text)
    return measured(signal, () => measure(AbortSignal.any([signal, AbortSignal.timeout(checkBenchMsMax)])))
  }
  return {
    processor: await step('measuring the processor, 1 of 3', (bounded) =>
      measureProcessor({
        ...{ threads, memoryBytes, now, signal: bounded, aimMs: processorAimMs },
        random: () => bytesToHex(random(32)),
      }),
    ),
    memory: await step('measuring the memory, 2 of 3', async (bounded) => {
      await using kernels = createKernelThreads(threads)
      return await measureMemory(kernels, { spanBytes: memoryBytes, now, signal: bounded })
    }),
    disk: await step('measuring the disk, 3 of 3', (bounded) =>
      measureDisk(folder, { bytes: diskBenchBytes / 4, now, signal: bounded }),
    ),
  }
}
