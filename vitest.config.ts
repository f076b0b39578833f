import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Compiled code is kept for the processes that tests start: half of their start is compiling.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled')

const units = 'packages/*/src/**/*.test.ts'
/** Tests of whole packages that leave nothing behind in their process: no model, no mock of something global. */
const parts = 'packages/{auditor,chain,gateway,node,sdk,storage}/test/**/*.test.ts'

export default defineConfig({
  test: {
    pool: 'forks',
    // Many tests wait for other processes: one worker a core, where the default leaves a core idle.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      // These change nothing that the next file sees, so a worker keeps its modules: half of the processor time was loading them again.
      { extends: true, test: { name: 'units', include: [units], isolate: false } },
      { extends: true, test: { name: 'parts', include: [parts], isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            'packages/*/test/**/*.test.ts',
            'test/**/*.test.ts',
            'bench/**/*.test.ts',
            'simulation/**/*.test.ts',
          ],
          exclude: [parts],
        },
      },
    ],
  },
})
