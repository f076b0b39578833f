/**
 * A real Slurm cluster of Debian's packages on this machine: munged, slurmctld, slurmrestd and some slurmd with names and ports of their
 * own, all in one temporary folder, gone when closed.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { slurmLimits } from '../../src/slurm/slurm-limits.ts'
import { createSlurmRest } from '../../src/slurm/slurm-rest.ts'

export type TestCluster = {
  /** Of slurmrestd, for its own user and root. */
  readonly socket: string
  /** Of slurmrestd, for who has a token. */
  readonly url: string
  readonly token: () => { readonly user: string; readonly token: string }
  /** Shared by all nodes, of the user that jobs run as. */
  readonly folder: string
  readonly nodes: readonly string[]
  /** Ends a node as a power cut does, with all that runs on it, and has Slurm know. */
  killNode(name: string): Promise<void>
  startNode(name: string): void
  /** Starts the nodes anew without bounds on memory and processors. */
  loosen(): Promise<void>
  /** Returns processes of jobs and folders of tasks, in words. */
  leftBehind(): readonly string[]
  close(): Promise<void>
}

/** User that jobs and slurmrestd run as: every Debian has it. */
const jobUser = { name: 'daemon', uid: 1, gid: 1 } as const
const programs = ['munged', 'slurmctld', 'slurmd', 'slurmrestd'] as const
/** Milliseconds for all of it to be there; under load each program takes seconds. */
const readyMsMax = 90_000

/** Returns what is missing, in words; undefined when nothing is. */
export function slurmMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start the nodes of a cluster'
  const missing = programs.filter((name) => !existsSync(`/usr/sbin/${name}`))
  if (missing.length > 0) return `there is no ${missing.join(', ')}: apt-get install slurmctld slurmd slurmrestd munge`
  const plugins = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/slurm-wlm/auth_jwt.so`)
  if (!plugins.some((path) => existsSync(path))) {
    return 'Slurm knows no tokens: apt-get install slurm-wlm-jwt-plugin'
  }
  return existsSync('/sys/fs/cgroup/freezer')
    ? undefined
    : 'Slurm 22.05 without systemd needs control groups of version 1'
}

export async function startCluster(nodesCount = 2): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-slurm-'))
  chmodSync(folder, 0o711)
  const mark = randomBytes(4).toString('hex')
  const nodes = Array.from({ length: nodesCount }, (_, i) => `m${mark}n${i + 1}`)
  const ports = await freePorts(nodesCount + 2)
  const environment = { PATH: '/usr/sbin:/usr/bin', SLURM_CONF: join(folder, 'slurm.conf') }
  const running = new Set<ChildProcess>()
  const run = (name: string, program: string, args: readonly string[], change = {}) => {
    const child = spawn(program, args, {
      env: environment,
      // A group of its own: nothing of it outlives the test.
      ...{ detached: true, stdio: ['ignore', 'ignore', 'ignore'], cwd: folder, ...change },
    })
    child.on('error', () => undefined)
    running.add(child)
    child.once('exit', () => running.delete(child))
    daemons.set(name, child)
  }
  const daemons = new Map<string, ChildProcess>()
  const endAll = () => {
    for (const child of running) killGroup(child)
    for (const name of nodes) for (const pid of processesOf(name)) killIfThere(pid)
  }
  process.once('exit', endAll)

  writeSettings(folder, nodes, ports)
  const munge = join(folder, 'munge')
  const files = ['key', 'socket', 'pid', 'log', 'seed'].map((name) => `--${fileOption(name)}=${join(munge, name)}`)
  run('munged', '/usr/sbin/munged', ['--foreground', '--force', ...files])
  await until('munged', () => existsSync(join(munge, 'socket')))
  run('slurmctld', '/usr/sbin/slurmctld', ['-D', '-f', join(folder, 'slurm.conf')])
  const startNode = (name: string) =>
    run(name, '/usr/sbin/slurmd', ['-D', '-N', name, '-f', join(folder, 'slurm.conf')])
  nodes.forEach(startNode)
  const rest = join(folder, 'rest', 'socket')
  const url = `http://127.0.0.1:${ports[1]}`
  const asUser = { uid: jobUser.uid, gid: jobUser.gid }
  const slurmrestd = (auth: string, address: string, change = {}) =>
    run('slurmrestd', '/usr/sbin/slurmrestd', ['-a', auth, '-s', 'openapi/v0.0.38', address], { ...asUser, ...change })
  slurmrestd('rest_auth/local', `unix:${rest}`)
  // Tokens are taken by one that was started with this, and sockets by one without.
  slurmrestd('rest_auth/jwt', url.slice('http://'.length), { env: { ...environment, SLURM_JWT: 'daemon' } })
  const client = createSlurmRest({ address: `unix:${rest}` }, slurmLimits)
  const never = new AbortController().signal
  const isReady = async () => {
    const seen = await client.nodes(never).catch(() => [])
    const isListening = await fetch(url).then(
      () => true,
      () => false,
    )
    return isListening && seen.length === nodesCount && seen.every(({ state }) => state === 'idle')
  }
  const key = readFileSync(join(folder, 'jwt.key'))
  const shared = join(folder, 'shared')
  const cluster: TestCluster = {
    ...{ socket: `unix:${rest}`, url, folder: shared, nodes, startNode },
    token: () => ({ user: jobUser.name, token: tokenOf(jobUser.name, key) }),
    async killNode(name) {
      const child = daemons.get(name)
      const ended = child === undefined ? undefined : once(child, 'exit')
      child?.kill('SIGKILL')
      await ended
      for (const pid of processesOf(name)) killIfThere(pid)
      // Slurm waits long for a node that says nothing, as a busy machine needs; who sees it dead says so.
      const words = ['update', `nodename=${name}`, 'state=down', 'reason=dead']
      execFileSync('/usr/bin/scontrol', words, { env: environment })
    },
    async loosen() {
      for (const name of nodes) await cluster.killNode(name)
      writeFileSync(join(folder, 'cgroup.conf'), 'CgroupPlugin=cgroup/v1\nConstrainCores=no\nConstrainRAMSpace=no\n')
      nodes.forEach(startNode)
      await until('the nodes', isReady)
    },
    leftBehind: () => [
      ...nodes.flatMap(processesOf).flatMap(commandOf),
      ...(existsSync(join(shared, 'tasks')) ? readdirSync(join(shared, 'tasks')) : []),
    ],
    async close() {
      const ended = [...running].map((child) => once(child, 'exit'))
      endAll()
      await Promise.all(ended)
      process.removeListener('exit', endAll)
      await until('the end of jobs', () => nodes.flatMap(processesOf).length === 0)
      for (const name of nodes) removeGroups(name)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  try {
    await until('the cluster', isReady)
    return cluster
  } catch (error) {
    await cluster.close()
    throw error
  }
}

function fileOption(name: string): string {
  return name === 'socket' ? 'socket' : `${name}-file`
}

function writeSettings(folder: string, nodes: readonly string[], [control, , ...own]: readonly number[]): void {
  for (const name of ['munge', 'state', 'rest', 'shared', ...nodes]) mkdirSync(join(folder, name))
  for (const name of ['rest', 'shared']) chownSync(join(folder, name), jobUser.uid, jobUser.gid)
  chmodSync(join(folder, 'shared'), 0o700)
  writeFileSync(join(folder, 'munge', 'key'), randomBytes(1_024), { mode: 0o400 })
  writeFileSync(join(folder, 'jwt.key'), randomBytes(32), { mode: 0o600 })
  const host = hostname().split('.')[0]
  const lines = nodes.map(
    (name, i) => `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${own[i]} CPUs=1 RealMemory=1024`,
  )
  writeFileSync(
    join(folder, 'slurm.conf'),
    `ClusterName=millrace
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${control}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=${folder}/jwt.key
CredType=cred/munge
MailProg=/bin/true
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/%n.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/%n.log
ProctrackType=proctrack/cgroup
TaskPlugin=task/cgroup
JobAcctGatherType=jobacct_gather/cgroup
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
MpiDefault=none
ReturnToService=2
SlurmdTimeout=300
BatchStartTimeout=120
MessageTimeout=60
UnkillableStepTimeout=300
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
${lines.join('\n')}
PartitionName=main Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP
PartitionName=other Nodes=${nodes[0]} MaxTime=INFINITE State=UP
`,
  )
  const groups = 'CgroupPlugin=cgroup/v1\nConstrainCores=yes\nConstrainRAMSpace=yes\nConstrainSwapSpace=yes\n'
  writeFileSync(join(folder, 'cgroup.conf'), groups)
}

/** A token as `scontrol token` makes it. */
function tokenOf(user: string, key: Buffer): string {
  const seconds = Math.floor(Date.now() / 1_000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat: seconds, exp: seconds + 3_600, sun: user })}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map(portOf)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + readyMsMax
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} was not there after ${readyMsMax} ms`)
    await sleep(20)
  }
}

const freezer = '/sys/fs/cgroup/freezer'

/** Processes of a node's jobs, with who watches over them. */
function processesOf(node: string): readonly number[] {
  return groupsBelow(`${freezer}/slurm_${node}`).flatMap((group) => {
    return existsSync(`${group}/cgroup.procs`)
      ? readFileSync(`${group}/cgroup.procs`, 'utf8').split('\n').filter(Boolean).map(Number)
      : []
  })
}

function groupsBelow(path: string): readonly string[] {
  if (!existsSync(path)) return []
  const inner = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [...inner.flatMap(({ name }) => groupsBelow(join(path, name))), path]
}

function removeGroups(node: string): void {
  for (const controller of readdirSync('/sys/fs/cgroup')) {
    for (const group of groupsBelow(`/sys/fs/cgroup/${controller}/slurm_${node}`)) rmdirSync(group)
  }
}

function commandOf(pid: number): readonly string[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    // Slurm's own, which ends a moment after the job.
    return command.startsWith('slurmstepd') ? [] : [`process ${pid} ${command.slice(0, 100)}`]
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) killIfThere(-pid)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
