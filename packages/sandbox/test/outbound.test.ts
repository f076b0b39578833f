/** Tasks with a network, on a machine with a line to a small Internet of its own: what they reach, and what not. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bubblewrapMissing } from './support/bubblewrap.ts'
import { publicAddress, refusedHosts } from './support/outbound-addresses.ts'

const missing = await bubblewrapMissing()
const tools = [
  ['slirp4netns', '--version'],
  ['nft', '--version'],
  ['ip', '-V'],
] as const
const absent = tools.find(([program, version]) => spawnSync(program, [version]).status !== 0)?.[0]

test('a task reaches public addresses, and nothing else', async ({ skip }) => {
  if (missing !== undefined) skip(missing)
  if (absent !== undefined) skip(`no ${absent}: apt-get install slirp4netns nftables iproute2`)
  const folder = mkdtempSync(join(tmpdir(), 'millrace-outbound-'))
  try {
    const script = fileURLToPath(new URL('./support/outbound-machine.ts', import.meta.url))
    const run = await promisify(execFile)('unshare', ['--net', process.execPath, script, folder])
    const report = JSON.parse(run.stdout)
    if (!report.networkOutbound) skip(`this machine holds no network of tasks: ${report.unheld[0]?.why}`)
    expect(report.machine).toEqual([publicAddress, ...refusedHosts].map((host) => `${host} internet`))
    expect(report.log).toEqual([
      'public: internet',
      `name: ${publicAddress}`,
      'by name: internet',
      'rebound: 10.1.2.3',
      'rebound: refused',
      ...refusedHosts.map((host) => `${host}: refused`),
      ...['mapped: refused', 'mapped metadata: refused', 'translated: refused', 'version 6: refused'],
      ...['the machine: refused', 'its loopback: refused', 'the stack: refused', 'own loopback: refused'],
      ...['nobody: refused', 'all: refused'],
      ...['10.1.2.3', '10.0.2.3', '255.255.255.255', '224.0.0.251'].map((host) => `datagram ${host}: refused`),
      ...['rules: kept', 'after: refused', ''],
    ])
    expect([report.outcome, report.exitCode]).toEqual(['exited', 0])
    // The stack has a filter of its own, and no rights.
    expect(report.stacks).toBe(1)
    expect(report.rights.join('\n')).toMatch(/^Uid:\t([1-9]\d+)\t\1\t\1\t\1\n/)
    const nothing = ['CapPrm', 'CapEff', 'CapAmb'].map((right) => `${right}:\t0000000000000000`)
    expect(report.rights.slice(1)).toEqual([...nothing, 'NoNewPrivs:\t1', 'Seccomp:\t2'])
    expect(report.lost).toBe('SANDBOX_HOST_FAULT its network ended')
    expect(report.cancelled).toBe('cancelled')
    expect(report.leftBehind).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
