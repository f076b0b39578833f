/** This machine as the comfort of its owner sees it: what others do on it, what it draws, how warm it is. */
import { setTimeout } from 'node:timers/promises'
import { createActivityMeter, createEnergyMeter, createProbeHost } from '@millrace/hardware'
import { toolPath } from '../hardware.ts'
import type { ComfortComponents } from './keep-comfort.ts'

/** Returns what looks at this machine; this process and all that it started count as ours. */
export function createMachineWatch(
  ownPid: number,
  now: () => number,
): Pick<ComfortComponents, 'look' | 'wait' | 'now'> {
  const host = createProbeHost({ searchPath: toolPath })
  const activity = createActivityMeter(host, { ownPid, now })
  const energy = createEnergyMeter(host, { now: () => performance.now() })
  return {
    now,
    async look({ signal }) {
      const [owner, drawn] = await Promise.all([activity.look({ signal }), energy.look({ signal })])
      const { joules, ...rest } = drawn
      return { ...owner, ...rest, joules: joules.state === 'present' ? joules.value : undefined }
    },
    async wait(ms, signal) {
      await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
    },
  }
}
