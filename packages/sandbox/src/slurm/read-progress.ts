/** What a job tells of its task, line by line, in the file `progress`. Written by our script on the node; a stranger cannot reach it. */
import type { TaskOutcome } from '../task/task.ts'

export type JobProgress = {
  /** Its program runs, or ran. */
  readonly hasStarted: boolean
  /** Nothing more will come. */
  readonly isWhole: boolean
  /** Families of attacks that the node does not hold; then nothing was started. */
  readonly unheld: readonly string[]
  /** What the node could not do, in words. */
  readonly failed: string | undefined
  readonly stopped: TaskOutcome | undefined
  readonly exitCode: number | undefined
  readonly wallMs: number | undefined
  /** Undefined where the node does not count it. */
  readonly cpuMs: number | undefined
  readonly memoryBytesPeak: number
  readonly disk: DiskUse | undefined
  /** An output that was not taken, by its place among the names that were looked for, and why. */
  readonly refused: { readonly index: number; readonly why: 'deep' | 'unreadable' } | undefined
}

export type DiskUse = { readonly bytes: number; readonly bytesFree: number; readonly filesFree: number }

/** Bytes of the file: a few dozen lines. */
export const progressBytesMax = 65_536

const stops: ReadonlySet<string> = new Set<TaskOutcome>([
  'wall-time-exceeded',
  'cpu-time-exceeded',
  'memory-exceeded',
  'signalled',
])

export function readProgress(text: string): JobProgress {
  // The last line may be on its way.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  const find = (word: string) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1)
  const count = (word: string) => numberIn(find(word))
  const stopped = find('stopped') ?? ''
  const [index = '', why = ''] = (find('refused') ?? '').split(' ')
  return {
    hasStarted: lines.includes('started'),
    isWhole: lines.includes('end'),
    unheld: lines.filter((line) => line.startsWith('unheld ')).map((line) => line.slice('unheld '.length)),
    failed: find('failed'),
    stopped: stops.has(stopped) ? (stopped as TaskOutcome) : undefined,
    exitCode: count('exit'),
    wallMs: count('wall'),
    cpuMs: count('cpu'),
    memoryBytesPeak: count('memory') ?? 0,
    disk: diskOf(find('disk')),
    refused: why === 'deep' || why === 'unreadable' ? { index: Number(index) - 1, why } : undefined,
  }
}

/** Blocks, free blocks, bytes of a block, blocks free to users, free files: as `stat -f` tells them. */
function diskOf(text: string | undefined): DiskUse | undefined {
  const [blocks, free, size, available, filesFree] = (text ?? '').split(' ').map(numberIn)
  if (blocks === undefined || free === undefined || size === undefined) return undefined
  if (available === undefined || filesFree === undefined) return undefined
  return { bytes: (blocks - free) * size, bytesFree: available * size, filesFree }
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
