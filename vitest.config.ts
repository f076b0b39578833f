import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const units = 'packages/*/src/**/*.test.ts'

export default defineConfig({
  test: {
    pool: 'forks',
    // Many tests wait for other processes: one worker a core, where the default leaves a core idle.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      // Units change nothing that the next file sees, so a worker keeps its modules: half of the processor time was loading them again.
      { extends: true, test: { name: 'units', include: [units], isolate: false } },
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
        },
      },
    ],
  },
})
