/** Tries the sandboxes of this machine: each runs a first task, and says what it holds. Nothing is left behind. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createBubblewrapSandbox,
  type HostileFamily,
  type SandboxCapabilities,
  SandboxUnavailableError,
} from '@millrace/sandbox'
import type { Fix, SandboxCheck } from './check-report.ts'

/** Returns what was found, the WebAssembly sandbox first: it comes with Millrace and needs nothing. */
export async function checkSandboxes(): Promise<readonly SandboxCheck[]> {
  return [webAssembly, await checkBubblewrap()]
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

async function checkBubblewrap(): Promise<SandboxCheck> {
  const common = { name: 'bubblewrap', option: '--tasks', what: 'native programs' } as const
  const folder = await mkdtemp(join(tmpdir(), 'millrace-check-'))
  try {
    await using sandbox = await createBubblewrapSandbox({}, { folder, tasksMax: 1 })
    const { isolation, unheld } = sandbox.capabilities
    const open = familiesOf(isolation, false)
    const fix = open.length === 0 ? undefined : fixOf(open, unheld)
    const state = open.length === 0 ? 'ready' : 'partly'
    // What keeps tasks from being sold comes first.
    const isLost = ({ what }: (typeof unheld)[number]) => open.some((family) => family === what)
    const sorted = unheld.toSorted((a, b) => Number(isLost(b)) - Number(isLost(a)))
    return { ...common, state, holds: familiesOf(isolation, true), unheld: sorted, fix }
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError)) throw error
    const fix = { problem: `no native tasks: ${error.missing}`, fix: error.hint.replace(/^To get it: /, '') }
    return { ...common, state: 'missing', holds: [], unheld: [], fix }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function familiesOf(isolation: SandboxCapabilities['isolation'], isHeld: boolean): readonly HostileFamily[] {
  return (Object.keys(isolation) as HostileFamily[]).filter((family) => isolation[family] === isHeld)
}

function fixOf(open: readonly HostileFamily[], unheld: SandboxCapabilities['unheld']): Fix {
  const why = unheld.find(({ what }) => open.some((family) => family === what))?.why
  return {
    problem: `no native tasks: bubblewrap does not hold ${open.join(', ')}`,
    fix: `${why ?? 'run it as root, or with Delegate=yes'}; "millrace provide --print-unit" prints such a service`,
  }
}
