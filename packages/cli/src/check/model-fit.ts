/** Which of the models that come with Millrace fit a machine: pure. */
import type { ModelContent } from '@millrace/protocol'
import type { Hardware } from '../hardware.ts'
import type { ModelFit } from './check-report.ts'

/** Bytes beside the weights: the contexts of a few answers at once, buffers, and this process. */
export const modelOverheadBytes = 512 * 2 ** 20
/** Share of the memory that models may take: the rest is the owner's. */
const memoryShare = 0.8
const mebibyte = 2 ** 20

/** Returns the models, the largest first, and where each fits. */
export function modelFits(
  models: readonly ModelContent[],
  { memoryBytes, gpuMemoryMib }: Pick<Hardware, 'memoryBytes' | 'gpuMemoryMib'>,
): readonly ModelFit[] {
  const cardBytes = gpuMemoryMib.state === 'present' ? gpuMemoryMib.value * mebibyte : 0
  return models
    .map(({ name, files }) => {
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      const needed = bytes + modelOverheadBytes
      const fits = needed <= cardBytes ? 'card' : needed <= memoryBytes * memoryShare ? 'memory' : 'no'
      return { name, bytes, memoryBytes: needed, fits } as const
    })
    .sort((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name))
}
