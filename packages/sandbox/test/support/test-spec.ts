/** A task that is right in every way, to change one thing of. */
import type { TaskSpec } from '../../src/task/task.ts'

export function testSpec(change: Partial<TaskSpec>): TaskSpec {
  return {
    command: ['true'],
    environment: {},
    secrets: {},
    image: { kind: 'host' },
    inputs: [],
    outputs: [],
    network: 'none',
    gpus: 0,
    limits: {
      wallMsMax: 60_000,
      cpuMsMax: 30_000,
      memoryBytesMax: 64 << 20,
      processesMax: 32,
      diskBytesMax: 8 << 20,
      filesMax: 200,
      logBytesMax: 65_536,
      openFilesMax: 64,
      cpus: 2,
    },
    ...change,
  }
}
