/** Opens the sandbox of a cluster, with the token of its user. */
import { readFileSync } from 'node:fs'
import { createSlurmSandbox, type SlurmInit, type SlurmSandbox } from '@millrace/sandbox'
import type { ClusterOffering } from './offering/cluster.ts'

export type ClusterTerms = {
  /** As the environment tells it. */
  readonly token: string | undefined
  readonly tasksMax?: number
  /** The most of one task: by it the cluster's places are counted. */
  readonly slot?: NonNullable<SlurmInit['slot']>
}

/** @throws {SandboxUnavailableError} with what is missing and how to get it, also where no node holds one task. */
export function openCluster(cluster: ClusterOffering, terms: ClusterTerms): Promise<SlurmSandbox> {
  const { address, folder, partition, user, tokenFile } = cluster
  const { token, tasksMax, slot } = terms
  const readToken = tokenFile === undefined ? () => token : () => readFileSync(tokenFile, 'utf8')
  // `scontrol token` prints a variable.
  const credentials = () => ({ user, token: (readToken() ?? '').trim().replace(/^SLURM_JWT=/, '') })
  return createSlurmSandbox(
    {},
    {
      ...{ address, folder },
      ...(partition === undefined ? {} : { partition }),
      ...(readToken() === undefined ? {} : { token: credentials }),
      ...(tasksMax === undefined ? {} : { tasksMax }),
      ...(slot === undefined ? {} : { slot }),
    },
  )
}
