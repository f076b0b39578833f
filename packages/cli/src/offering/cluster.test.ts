import { userInfo } from 'node:os'
import { expect, test } from 'vitest'
import { type ClusterOptions, clusterOf } from './cluster.ts'

test('a cluster is named by its address and folder', () => {
  expect(clusterOf({})).toBeUndefined()
  expect(clusterOf({ sandbox: 'bubblewrap,oci' })).toBeUndefined()
  const cluster = { address: 'unix:/run/s', folder: '/shared', partition: undefined, tokenFile: undefined }
  const user = userInfo().username
  expect(clusterOf({ slurm: 'unix:/run/s', slurmFolder: '/shared' })).toEqual({ ...cluster, user })
  const given = { slurmPartition: 'gpu', slurmUser: 'me', slurmTokenFile: '/t' }
  expect(clusterOf({ sandbox: 'slurm', slurm: 'https://head:6820/x', slurmFolder: '/shared', ...given })).toEqual({
    ...{ address: 'https://head:6820/x', folder: '/shared', partition: 'gpu', user: 'me', tokenFile: '/t' },
  })
})

test.each(['http://127.0.0.1:6820', 'http://localhost:6820', 'http://[::1]:6820', 'https://head'])(
  '%s is taken',
  (slurm) => {
    expect(clusterOf({ slurm, slurmFolder: '/shared' })?.address).toBe(slurm)
  },
)

test.each<ClusterOptions & { readonly sandbox?: string }>([
  { sandbox: 'slurm' },
  { slurmFolder: '/shared' },
  { slurm: 'unix:/run/s' },
  { slurm: '/run/s', slurmFolder: '/shared' },
  { slurm: 'http://me:token@head', slurmFolder: '/shared' },
  { slurm: 'http://head:6820', slurmFolder: '/shared' },
  { slurm: 'http://127.0.0.1.example:6820', slurmFolder: '/shared' },
  { slurm: 'http://[', slurmFolder: '/shared' },
  { sandbox: 'oci,slurm', slurm: 'unix:/run/s', slurmFolder: '/shared' },
  { sandbox: 'bubblewrap', slurm: 'unix:/run/s', slurmFolder: '/shared' },
])('%j is refused', (options) => {
  expect(() => clusterOf(options)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
})
