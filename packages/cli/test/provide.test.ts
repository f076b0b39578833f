/** A machine that joins a running network: what it checks before, and native tasks sold by it, bought and paid. */
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { formatAmount } from '@millrace/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../src/context.ts'
import { readEnvironment } from '../src/environment.ts'
import { openJobBuyer } from '../src/job-buyer.ts'
import { readNetwork, settlementToken } from '../src/network.ts'
import { createTerminal } from '../src/terminal.ts'
import {
  cleanEnvironment,
  processesOf,
  type Running,
  removeHome,
  start,
  startNetwork,
  temporaryHome,
  untilNoneLeft,
} from './support/millrace.ts'
import { runHere } from './support/run-here.ts'

let home: string
let up: Running

beforeAll(async () => {
  home = await temporaryHome()
  ;({ up } = await startNetwork(home))
}, 180_000)

afterAll(async () => {
  up.process.kill('SIGINT')
  await up.ended
  for (const line of processesOf(home)) process.kill(Number.parseInt(line, 10), 'SIGKILL')
  await untilNoneLeft(home)
  await removeHome(home)
})

const slow = { timeout: 180_000 }
const hasBubblewrap = existsSync('/usr/bin/bwrap')

test(
  '--check says what the machine holds, fits and could earn by the prices heard, and serves nothing',
  slow,
  async () => {
    const ports = ['--port', '0', '--peer-port', '0']
    const { status, stdout, stderr } = await runHere(['provide', '--check', '--tasks', '0.036', ...ports], { home })
    expect(status).toBe(0)
    expect(stderr).toContain('measuring the processor, 1 of 3')
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
    for (const part of ['machine\n', 'WebAssembly   ready', 'stories15m', 'reached       on this machine alone']) {
      expect(stdout).toContain(part)
    }
    expect(stdout).toMatch(/\d+ heard, of 3 nodes/)
    expect(stdout).toMatch(/tUSD +stories15m, one answer at a time: memory gives about/)
    expect((await runHere(['provide', '--check', '--model', 'stories15m=free'], { home })).status).toBe(2)
  },
)

test.runIf(hasBubblewrap)(
  'a provider with --tasks sells native tasks, gets paid, and tells what it earned (needs bubblewrap)',
  slow,
  async () => {
    const args = ['--tasks', '0.036', '--task-slots', '1', '--task-cpus', '1', '--kwh-price', '0.30', '--notice', '2']
    const ports = ['--port', '0', '--peer-port', '0']
    const provider = start(['provide', '--name', 'mill', ...args, ...ports], { home })
    await provider.shows('Ctrl-C withdraws')
    expect(provider.output()).toContain(
      'native tasks             0.036 tUSD per CPU-hour, 0.000005 tUSD per million KiB of inputs; 1 at once, 1 CPU,',
    )

    const context = contextOf(home)
    const network = await readNetwork(home, 'local')
    const terminal = createTerminal(context.streams, { json: true, colours: false })
    await using session = await openJobBuyer(context, network, { network: 'local', maxCost: '1' }, terminal)
    const task = () =>
      session.buyer.task(
        { command: ['/bin/sh', '-c', 'echo good morning; sleep 1'], limits },
        { signal: AbortSignal.timeout(60_000) },
      ).result
    // Its offer travels by gossip.
    const answer = await untilOffered(task)
    expect(answer).toMatchObject({ outcome: 'exited', exitCode: 0, log: 'good morning\n' })
    expect(answer.amount).toBeGreaterThanOrEqual(10n)

    provider.process.kill('SIGTERM')
    const { stdout } = await provider.ended
    expect(stdout).toContain(`earned  amount ${formatAmount(answer.amount, settlementToken(network))}  `)
    expect(stdout).toContain('node closed')
  },
)

test('--print-unit prints the same command as a unit, without what printed it', async () => {
  const args = ['provide', '--tasks', '0.02', '--open', 'daily 19:00-08:00', '--no-post-receipts', '--notice', '60']
  const { status, stdout, stderr } = await runHere([...args, '--print-unit', 'system'], { home })
  expect(status).toBe(0)
  expect(stdout).toMatch(
    / provide --no-post-receipts --open "daily 19:00-08:00" --notice 60 --tasks 0\.02\nEnvironment=HOME=/,
  )
  expect(stdout).toContain(`Environment=MILLRACE_HOME=${home}\n`)
  expect(stdout).toContain('TimeoutStopSec=150\n')
  expect(stderr).toContain('systemctl enable --now millrace-provider')
  expect(await runHere([...args, '--print-unit', 'launchd'], { home })).toMatchObject({ status: 2 })
})

const limits = {
  ...{ wallMsMax: 60_000, cpus: 1, memoryBytesMax: 64 << 20, diskBytesMax: 1 << 20, processesMax: 16 },
  ...{ filesMax: 64, openFilesMax: 64, logBytesMax: 4_096 },
}

/** Asks again while nobody is known to sell it. */
async function untilOffered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || !/NO_|NOT_OFFERED/.test(String(error.code))) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

function contextOf(dataDir: string): Context {
  return {
    environment: readEnvironment(
      { ...cleanEnvironment(), MILLRACE_HOME: dataDir },
      { cwd: process.cwd(), isTerminal: false },
    ),
    streams: { in: Readable.from([]), out: process.stdout, err: process.stderr },
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    signal: new AbortController().signal,
    parent: undefined,
  }
}
