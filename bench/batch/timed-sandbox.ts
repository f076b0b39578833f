/** A sandbox at its port whose tasks take the time that their fate says, without any work: what is measured is everything around it. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  HostFaultError,
  hostileFamilies,
  type RunningTask,
  type SandboxCapabilities,
  type TaskResult,
  type TaskSandbox,
} from '@millrace/sandbox'
import type { Fate } from './fates.ts'

/** @param fateOf - of the next start of an item. */
export function createTimedSandbox(tasksMax: number, fateOf: (item: number) => Fate): TaskSandbox {
  let tasks = 0
  const isolation = Object.fromEntries(
    hostileFamilies.map((family) => [family, true]),
  ) as SandboxCapabilities['isolation']
  const capabilities: SandboxCapabilities = {
    ...{
      isolation,
      images: ['host'] as const,
      networkOutbound: false,
      gpusMax: 0,
      services: false,
      tasksMax,
      unheld: [],
    },
    limitsMax: {
      ...{ wallMsMax: 3_600_000, cpuMsMax: 3_600_000 * 64, memoryBytesMax: 2 ** 34, processesMax: 1_024 },
      ...{ diskBytesMax: 2 ** 30, filesMax: 10_000, logBytesMax: 2 ** 20, openFilesMax: 1_024, cpus: 64 },
    },
  }

  async function work(item: number, signal: AbortSignal): Promise<TaskResult> {
    const beganAt = performance.now()
    const { ms, diesAfterMs } = fateOf(item)
    const outcome = await delay(diesAfterMs ?? ms, 'exited' as const, { signal }).catch(() => 'cancelled' as const)
    tasks--
    if (outcome === 'exited' && diesAfterMs !== undefined) throw new HostFaultError('other', 'its fate')
    const wallMs = performance.now() - beganAt
    const exitCode = outcome === 'exited' ? 0 : undefined
    const usage = { wallMs, cpuMs: wallMs, memoryBytesPeak: 1, diskBytes: 1 }
    return { outcome, exitCode, signal: undefined, usage, outputs: [], refusal: undefined }
  }

  return {
    ...{ name: 'bubblewrap', capabilities, load: () => ({ tasks, tasksMax }) },
    async start({ command }, { signal }): Promise<RunningTask> {
      tasks++
      const stop = new AbortController()
      const result = work(Number(command[1]), AbortSignal.any([signal, stop.signal]))
      return { id: String(command[1]), result, signal: () => stop.abort() }
    },
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
}
