/**
 * What the container runtime is told about a task: its whole configuration, written by us, so that nothing stands on what a program adds by
 * itself. It is kept in memory that only the runtime sees, for it holds the values of secrets.
 *
 * Inside everything is read-only but `out`, `/tmp` and `/dev/shm`, which lie on the task's disk. The first process inside is an init that
 * hands signals on and ends when the command does; it cannot be read, so the command cannot reach into it.
 *
 * Source: OCI runtime specification 1.0.2, config.md and config-linux.md.
 */
import { existsSync } from 'node:fs'
import type { SeccompProfile } from '../seccomp/seccomp-profile.ts'
import { type TaskSpec, taskFolder } from '../task/task.ts'
import type { CdiEdits } from './cdi.ts'
import { world } from './start-script.ts'
import type { UserMap } from './user-map.ts'

/** Program and arguments run as this user and group inside. */
export const insideUser = 1_000
/** Where the init is found inside. */
const initPath = '/dev/init'

/** Files and folders of proc and sys that tell of the machine or of others, or steer it. */
const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/bus',
  '/proc/cmdline',
  '/proc/config.gz',
  '/proc/fs',
  '/proc/interrupts',
  '/proc/irq',
  '/proc/kallsyms',
  '/proc/kcore',
  '/proc/key-users',
  '/proc/keys',
  '/proc/kmsg',
  '/proc/latency_stats',
  '/proc/locks',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/firmware',
  '/sys/fs',
  '/sys/kernel',
]
const readonlyPaths = ['/proc/sys', '/proc/sysrq-trigger']

const usualEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/tmp',
  TMPDIR: '/tmp',
}

export type RuntimeConfigPlan = {
  readonly spec: Pick<TaskSpec, 'command' | 'environment' | 'secrets' | 'limits'>
  /** Variables of the image. */
  readonly imageEnvironment: Readonly<Record<string, string>>
  /** Mounted by the shell at `source`. */
  readonly inputs: readonly { readonly source: string; readonly path: string }[]
  readonly users: UserMap
  readonly cgroupsPath: string
  readonly seccomp: SeccompProfile
  readonly devices: readonly DeviceBind[]
  readonly edits: Pick<CdiEdits, 'env' | 'mounts' | 'hooks'>
  /** The most that this process may give, by the name of the limit; what is not there is not limited. */
  readonly hardLimits: ReadonlyMap<string, number>
}

/** A device of the machine, with its numbers for the device group. */
export type DeviceBind = {
  readonly source: string
  readonly path: string
  readonly permissions: string
  readonly type: 'b' | 'c'
  readonly major: number
  readonly minor: number
}

/** Bytes by which a file may be larger than the disk: a full disk should be told as that. */
const fileMarginBytes = 1 << 20
/** Processes of the task's user while it is started: threads of the runtime. */
export const runtimeProcesses = 48

/** Returns the object for `config.json`. */
export function runtimeConfig(plan: RuntimeConfigPlan) {
  const { spec, imageEnvironment, users, cgroupsPath, seccomp, devices, edits } = plan
  const environment = { ...usualEnvironment, ...imageEnvironment, ...spec.environment, ...spec.secrets }
  const none: readonly string[] = []
  return {
    ociVersion: '1.0.2',
    hostname: 'task',
    root: { path: `${world}/rootfs`, readonly: true },
    process: {
      terminal: false,
      user: { uid: insideUser, gid: insideUser },
      args: [initPath, '--', ...spec.command],
      env: [...edits.env, ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)],
      cwd: taskFolder,
      capabilities: { bounding: none, effective: none, inheritable: none, permitted: none, ambient: none },
      noNewPrivileges: true,
      rlimits: limitsOf(plan),
    },
    mounts: mountsOf(plan),
    hooks: hooksOf(edits),
    linux: {
      uidMappings: users.map,
      gidMappings: users.map,
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount', 'user', 'cgroup'].map((type) => ({ type })),
      cgroupsPath,
      resources: {
        devices: [
          { allow: false, access: 'rwm' },
          ...devices.map(({ type, major, minor, permissions }) => ({
            ...{ allow: true, type, major, minor, access: permissions },
          })),
        ],
      },
      seccomp,
      maskedPaths: maskedPaths.filter((path) => existsSync(path)),
      readonlyPaths,
    },
  }
}

type Mount = {
  readonly destination: string
  readonly type: string
  readonly source: string
  readonly options: readonly string[]
}

function mountsOf({ inputs, devices, edits }: RuntimeConfigPlan): readonly Mount[] {
  const bind = (source: string, destination: string, ...options: readonly string[]): Mount => ({
    ...{ destination, source, type: 'bind' },
    options: ['rbind', 'rprivate', 'nosuid', ...options],
  })
  const disk = (name: string, destination: string) => bind(`${world}/disk/${name}`, destination, 'rw', 'nodev')
  const system = (destination: string, type: string, ...options: readonly string[]): Mount => ({
    ...{ destination, type, source: type },
    options: ['nosuid', 'noexec', ...options],
  })
  return [
    system('/proc', 'proc', 'nodev'),
    system('/dev', 'tmpfs', 'strictatime', 'mode=755', 'size=65536k', 'nr_inodes=1024'),
    system('/dev/pts', 'devpts', 'newinstance', 'ptmxmode=0666', 'mode=0620'),
    // Programs for cards look for them there.
    ...(devices.length === 0 ? [] : [system('/sys', 'sysfs', 'nodev', 'ro')]),
    bind(`${world}/init`, initPath, 'ro', 'nodev'),
    disk('shm', '/dev/shm'),
    disk('tmp', '/tmp'),
    disk('out', `${taskFolder}/out`),
    ...inputs.map(({ source, path }) => bind(source, `${taskFolder}/in/${path}`, 'ro', 'nodev')),
    ...devices.map(({ source, path }) => bind(source, path, 'rw', 'noexec')),
    ...edits.mounts.map(({ hostPath, containerPath, options }) =>
      bind(hostPath, containerPath, 'nodev', 'ro', ...options.filter((option) => option === 'noexec')),
    ),
  ]
}

function hooksOf({ hooks }: Pick<CdiEdits, 'hooks'>): Readonly<Record<string, readonly object[]>> {
  const names = [...new Set(hooks.map(({ hookName }) => hookName))]
  return Object.fromEntries(
    names.map((name) => [
      name,
      hooks.filter(({ hookName }) => hookName === name).map(({ path, args, env }) => ({ path, args, env })),
    ]),
  )
}

function limitsOf({ spec: { limits }, hardLimits }: RuntimeConfigPlan) {
  const limit = (type: string, name: string, wanted: number) => {
    const most = Math.min(wanted, hardLimits.get(name) ?? Number.POSITIVE_INFINITY)
    return { type, soft: most, hard: most }
  }
  return [
    limit('RLIMIT_CORE', 'Max core file size', 0),
    limit('RLIMIT_CPU', 'Max cpu time', Math.ceil(limits.cpuMsMax / 1_000) + 1),
    limit('RLIMIT_FSIZE', 'Max file size', limits.diskBytesMax + fileMarginBytes),
    limit('RLIMIT_NOFILE', 'Max open files', limits.openFilesMax),
    limit('RLIMIT_NPROC', 'Max processes', limits.processesMax + runtimeProcesses),
  ]
}

/** Returns the hard limits in the text of `/proc/self/limits`, by name. */
export function readHardLimits(text: string): ReadonlyMap<string, number> {
  const rows = text.split('\n').map((line) => /^(Max [a-z ]+?) {2,}\S+ +(\d+) /.exec(line))
  return new Map(rows.flatMap((row) => (row === null ? [] : [[row[1] ?? '', Number(row[2])] as const])))
}
