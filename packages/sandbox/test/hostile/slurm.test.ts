import { afterAll, test } from 'vitest'
import { ownMemoryBytes } from '../../src/slurm/job-files.ts'
import { createSlurmSandbox } from '../../src/slurm/slurm-sandbox.ts'
import { slurmMissing, startCluster } from '../support/slurm-cluster.ts'
import { describeHostileCompliance } from './describe-hostile.ts'

const missing = slurmMissing()
if (missing !== undefined) test.skip(`hostile tasks in Slurm: ${missing}`, () => undefined)
else {
  const cluster = await startCluster()
  afterAll(() => cluster.close())
  describeHostileCompliance('slurm', {
    create: () => createSlurmSandbox({}, { address: cluster.socket, folder: cluster.folder }),
    image: { kind: 'host' },
    ownMemoryBytes,
    leftBehind: async () => cluster.leftBehind,
  })
}
