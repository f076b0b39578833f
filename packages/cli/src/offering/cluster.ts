/** A cluster whose jobs run other people's native tasks, from a provider's command line. */
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { UsageError } from '../usage-error.ts'

export type ClusterOptions = {
  readonly slurm?: string
  readonly slurmFolder?: string
  readonly slurmPartition?: string
  readonly slurmUser?: string
  readonly slurmTokenFile?: string
}

export type ClusterOffering = {
  /** Of slurmrestd. */
  readonly address: string
  /** That this machine and all nodes share. */
  readonly folder: string
  /** The cluster's default when undefined. */
  readonly partition: string | undefined
  /** Whose token it is. */
  readonly user: string
  /** Where the token is kept; when undefined it is in the environment, or the address needs none. */
  readonly tokenFile: string | undefined
}

/** Hosts that are this machine. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Returns what the options spell, undefined where they name no cluster. @throws {UsageError} */
export function clusterOf(options: ClusterOptions & { readonly sandbox?: string }): ClusterOffering | undefined {
  const { sandbox = '', slurm, slurmFolder, slurmPartition, slurmUser, slurmTokenFile } = options
  const given = [slurm, slurmFolder, slurmPartition, slurmUser, slurmTokenFile]
  const isAsked = sandbox.split(',').includes('slurm')
  if (!isAsked && given.every((value) => value === undefined)) return undefined
  if (sandbox !== '' && sandbox !== 'slurm') {
    throw new UsageError(
      '--sandbox: a cluster is sold alone.',
      'Sell what runs on this machine by another provider, with a --name of its own.',
    )
  }
  if (slurm === undefined || !/^(unix:\/.|https?:\/\/[^\s@]+$)/.test(slurm) || !URL.canParse(slurm)) {
    throw new UsageError(
      `--slurm: expected unix:/path or https://host:port of slurmrestd, got "${String(slurm).slice(0, 80)}".`,
      'Tokens stand in a file (--slurm-token-file) or in SLURM_JWT, never in an address.',
    )
  }
  if (slurm.startsWith('http:') && !loopback.test(new URL(slurm).hostname)) {
    throw new UsageError(
      `--slurm: "${slurm.slice(0, 80)}" would send the token in clear over the network.`,
      'Use https:// (a proxy before slurmrestd), or unix:/path or http://127.0.0.1:port on this machine.',
    )
  }
  if (slurmFolder === undefined) {
    throw new UsageError('--slurm-folder is missing.', 'Name a folder that this machine and all nodes see at one path.')
  }
  return {
    ...{ address: slurm, folder: resolve(slurmFolder), partition: slurmPartition },
    ...{ user: slurmUser ?? userInfo().username, tokenFile: slurmTokenFile && resolve(slurmTokenFile) },
  }
}
