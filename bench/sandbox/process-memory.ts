/** Memory of processes, each page counted by the share of who uses it (Pss). Source: proc(5), `smaps_rollup`. */
import { readFileSync } from 'node:fs'

/** Returns the bytes of all processes below one. */
export function memoryBelow(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child) + memoryBelow(child), 0)
}

function childrenOf(pid: number): readonly number[] {
  return readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
}

function memoryOf(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1]
  return Number(kibibytes ?? 0) * 1_024
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // It ended between two looks.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
