/** The sandbox of somebody who is not root but was given control groups: ports, programs beside a task, and a network. */
import { execFile, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { cgroupMounts, ownGroupFolder } from '../src/cgroup/cgroup-mounts.ts'
import { bubblewrapMissing } from './support/bubblewrap.ts'

/** Nobody's. */
const user = 1_999_999_999
const script = fileURLToPath(new URL('./support/unprivileged-service.ts', import.meta.url))
const missing = await bubblewrapMissing()

/** Enters the groups, and becomes the user, with a device of its own for packets. */
const become = `
mount -t tmpfs -o mode=0755 tmpfs /dev/net && mknod -m 0666 /dev/net/tun c 10 200
user=$1 groups=$2; shift 2
while [ "$groups" -gt 0 ]; do echo 0 > "$1/cgroup.procs" || exit 97; shift; groups=$((groups - 1)); done
exec setpriv --reuid="$user" --regid="$user" --clear-groups "$@"`

test('without root a task is reached, and has programs beside it and a network', async ({ skip }) => {
  if (missing !== undefined) skip(missing)
  if (!mayRead()) skip('only its owner may read this folder')
  const groups = ownGroups()
  if (groups === undefined) return skip('no control groups of version 1 to give to somebody')
  const folder = mkdtempSync(join(tmpdir(), 'millrace-unprivileged-'))
  chownSync(folder, user, user)
  try {
    for (const group of groups) giveGroup(group)
    const args = ['--mount', 'sh', '-c', become, 'become', String(user), String(groups.length), ...groups]
    const run = await promisify(execFile)('unshare', [...args, process.execPath, script, join(folder, 'sandbox')])
    const { networkOutbound, said, ...report } = JSON.parse(run.stdout)
    expect(report).toEqual({ heard: 'hello\nheard 3\n', exec: { exitCode: 7 }, outcome: 'signalled', leftBehind: [] })
    const rights = ['1000', 'CapEff:\t0000000000000000', 'NoNewPrivs:\t1', 'Seccomp:\t2']
    expect(said.split('\n').slice(0, 5)).toEqual([...rights, 'unshare: unshare failed: Operation not permitted'])
    if (networkOutbound) expect(said).toContain('tap0\t00000000')
  } finally {
    for (const group of groups) removeGroup(group)
    rmSync(folder, { recursive: true, force: true })
  }
})

function mayRead(): boolean {
  const as = ['--reuid', String(user), '--regid', String(user), '--clear-groups']
  return spawnSync('/usr/bin/setpriv', [...as, process.execPath, '--version'], { cwd: '/' }).status === 0
}

/** Returns new names beside the groups of this process; undefined where one is missing. */
function ownGroups(): readonly string[] | undefined {
  const place = {
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    self: readFileSync('/proc/self/cgroup', 'utf8'),
  }
  const mounts = cgroupMounts(place).filter(({ version }) => version === 1)
  const found = ['memory', 'pids', 'cpu', 'cpuacct'].map((controller) => {
    const mount = mounts.find(({ controllers }) => controllers.includes(controller))
    return mount && join(ownGroupFolder(place, mount, controller), `millrace-test-${process.pid}`)
  })
  const groups = found.filter((group) => group !== undefined)
  return groups.length === found.length ? [...new Set(groups)] : undefined
}

function giveGroup(group: string): void {
  mkdirSync(group)
  for (const path of [group, ...readdirSync(group).map((name) => join(group, name))]) chownSync(path, user, user)
}

function removeGroup(group: string): void {
  const below = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of below) removeGroup(join(group, name))
  rmdirSync(group)
}
