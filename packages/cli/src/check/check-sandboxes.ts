/** Tries the sandboxes of this machine: each runs a first task, and says what it holds. Nothing is left behind. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createBubblewrapSandbox,
  createOciSandbox,
  type HostileFamily,
  type SandboxCapabilities,
  SandboxUnavailableError,
  type TaskSandbox,
} from '@millrace/sandbox'
import type { ClusterOffering } from '../offering/cluster.ts'
import { openCluster } from '../open-cluster.ts'
import type { Fix, SandboxCheck } from './check-report.ts'

/** Returns what was found, the WebAssembly sandbox first: it comes with Millrace and needs nothing. */
export async function checkSandboxes(cluster?: ClusterOffering, slurmToken?: string): Promise<readonly SandboxCheck[]> {
  return [
    webAssembly,
    ...(cluster === undefined ? [] : [await checkCluster(cluster, slurmToken)]),
    await checkTaskSandbox(bubblewrap, (folder) => createBubblewrapSandbox({}, { folder, tasksMax: 1 })),
    await checkTaskSandbox(containers, (folder) => createOciSandbox({}, { folder, tasksMax: 1 })),
  ]
}

const webAssembly: SandboxCheck = {
  name: 'WebAssembly',
  option: '--batch',
  what: 'programs over many inputs',
  state: 'ready',
  holds: ['memory', 'time', 'no files', 'no network', 'no clock', 'same bits everywhere'],
  unheld: [],
  fix: undefined,
}

const bubblewrap = { name: 'bubblewrap', option: '--tasks', what: 'native programs' } as const
const containers = { name: 'containers', option: '--tasks', what: 'programs in container images' } as const

async function checkCluster(cluster: ClusterOffering, token: string | undefined): Promise<SandboxCheck> {
  let what = 'native programs'
  const check = await checkTaskSandbox({ name: 'Slurm', option: '--tasks', what }, async () => {
    const sandbox = await openCluster(cluster, { token })
    const { nodes, nodesAway, cpus, memoryBytes, gpus } = sandbox.capacity()
    const away = nodesAway === 0 ? '' : ` (${nodesAway} more are away)`
    const cards = gpus === 0 ? '' : `, ${gpus} GPUs that tasks do not get`
    what += ` on ${nodes} nodes${away}: ${cpus} processors, ${Math.floor(memoryBytes / 2 ** 20)} MiB${cards}`
    return sandbox
  })
  return { ...check, what }
}

async function checkTaskSandbox(
  common: Pick<SandboxCheck, 'name' | 'option' | 'what'>,
  create: (folder: string) => Promise<TaskSandbox>,
): Promise<SandboxCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-check-'))
  try {
    await using sandbox = await create(folder)
    const { isolation, unheld } = sandbox.capabilities
    const open = familiesOf(isolation, false)
    const fix = open.length === 0 ? undefined : fixOf(common, open, unheld)
    const state = open.length === 0 ? 'ready' : 'partly'
    // What keeps tasks from being sold comes first.
    const isLost = ({ what }: (typeof unheld)[number]) => open.some((family) => family === what)
    const sorted = unheld.toSorted((a, b) => Number(isLost(b)) - Number(isLost(a)))
    return { ...common, state, holds: familiesOf(isolation, true), unheld: sorted, fix }
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError)) throw error
    const fix = { problem: `no ${common.what}: ${error.missing}`, fix: error.hint.replace(/^To get it: /, '') }
    return { ...common, state: 'missing', holds: [], unheld: [], fix }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function familiesOf(isolation: SandboxCapabilities['isolation'], isHeld: boolean): readonly HostileFamily[] {
  return (Object.keys(isolation) as HostileFamily[]).filter((family) => isolation[family] === isHeld)
}

function fixOf(
  { name, what }: Pick<SandboxCheck, 'name' | 'what'>,
  open: readonly HostileFamily[],
  unheld: SandboxCapabilities['unheld'],
): Fix {
  const why = unheld.find((one) => open.some((family) => family === one.what))?.why
  return {
    problem: `no ${what}: ${name} does not hold ${open.join(', ')}`,
    fix: `${why ?? 'run it as root, or with Delegate=yes'}; "millrace provide --print-unit" prints such a service`,
  }
}
