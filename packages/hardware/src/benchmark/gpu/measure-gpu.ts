/**
 * A card's speed by the same product, through WebGPU, in a process of its own. Where there is no card, no driver or no package, it could
 * not be tested, which is no figure.
 *
 * Units are whole millions of int8 multiply-adds a second, transfers left out. Some rows are fetched and checked.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Hash } from '@millrace/protocol'
import { createProductCheck, hardwareLimits, unitsOf } from '@millrace/verification'
import { readName } from '../../probe/read-number.ts'
import { type Measured, measured } from '../measured.ts'
import type { GpuReport, GpuTask } from './gpu-process.ts'

export type GpuSpeed = {
  readonly name: string
  readonly units: number
  /** Side of the products. */
  readonly n: number
}

/** Longest the process may take beyond the time that was aimed at, in milliseconds: drivers compile, cards wake up. */
export const gpuProcessMsMax = 120_000
/** Rows that are fetched and checked, by numbers of which the side is taken off. */
const checkedRows = [0, 1, 63, 64, 511, 4_095, 7_777, 16_383]

/** Measures the card that WebGPU prefers. @throws the signal's reason on abort, and nothing else. */
export async function measureGpu({
  aimMs,
  seed,
  signal,
}: {
  readonly aimMs: number
  /** Fresh and random: rows are checked by it. */
  readonly seed: Hash
  readonly signal: AbortSignal
}): Promise<Measured<GpuSpeed>> {
  return measured(signal, async () => {
    const task: GpuTask = { seed, aimMs, sideMax: hardwareLimits.sideMax, rows: checkedRows }
    const report = await reportOf(task, AbortSignal.any([signal, AbortSignal.timeout(aimMs + gpuProcessMsMax)]))
    if (report.type === 'could-not-test') throw new Error(report.reason)
    const { n, ms, round, rows } = report
    const check = createProductCheck({ seed, n }, round, seed)
    if (!rows.every(({ index, entries }) => check.isRow(index, entries))) {
      throw new Error('the card computes wrong products')
    }
    return { name: readName(report.name) ?? 'unnamed card', units: unitsOf(n ** 3, ms), n }
  })
}

function reportOf(task: GpuTask, signal: AbortSignal): Promise<GpuReport> {
  const { promise, resolve, reject } = Promise.withResolvers<GpuReport>()
  const child = fork(fileURLToPath(new URL('./gpu-process.ts', import.meta.url)), {
    ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: ['--no-warnings'] },
  })
  const onAbort = () => {
    child.kill('SIGKILL')
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  child.once('message', (report: GpuReport) => resolve(report))
  child.once('error', reject)
  child.once('exit', (code, killedBy) => reject(new Error(`the card's process ended with ${killedBy ?? code}`)))
  child.send(task, (error) => {
    if (error !== null) reject(error)
  })
  return promise.finally(() => signal.removeEventListener('abort', onAbort))
}
