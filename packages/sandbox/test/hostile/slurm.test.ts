import { afterAll, test } from 'vitest'
import { ownMemoryBytes } from '../../src/slurm/job-files.ts'
import { createSlurmSandbox } from '../../src/slurm/slurm-sandbox.ts'
import { slurmMissing, startCluster } from '../support/slurm-cluster.ts'
import { describeHostileCompliance } from './describe-hostile.ts'

/** Many tasks, one after the other, on a cluster of our own. */
const lookMs = { min: 25, max: 100 } as const
const missing = slurmMissing()
if (missing !== undefined) test.skip(`hostile tasks in Slurm: ${missing}`, () => undefined)
else {
  const cluster = await startCluster()
  afterAll(() => cluster.close())
  describeHostileCompliance('slurm', {
    create: () => createSlurmSandbox({}, { address: cluster.socket, folder: cluster.folder, limits: { lookMs } }),
    image: { kind: 'host' },
    ownMemoryBytes,
    leftBehind: async () => cluster.leftBehind,
  })
}
