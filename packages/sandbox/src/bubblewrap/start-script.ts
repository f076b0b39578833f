/**
 * What stands between this process and bubblewrap: a shell in a mount namespace of its own that mounts the task's disk and what it may
 * read, starts bubblewrap in the task's control groups, with its limits and as its user, and then waits until its outputs are collected.
 *
 * Joining groups waits for the kernel, some milliseconds; mounting goes on beside it, and outside of them.
 *
 * Mounts lie over {@link mountPoint}, which only this namespace sees; they are gone with the shell, whoever is killed. The shell ends when
 * descriptor 6 does, and so with this process; bubblewrap ends with the shell, and everything inside with bubblewrap.
 *
 * File descriptors: 3 bubblewrap's arguments, 4 its reports, 5 the filter, 6 open until the outputs are collected, then files that are
 * copied inside. Nothing of a stranger's is part of the script or its arguments but the command, which follows bubblewrap's `--`.
 */
import type { TaskLimits } from '../task/task.ts'
import type { SandboxHost } from './sandbox-host.ts'
import type { TaskBind } from './task-binds.ts'
import type { TaskDisk } from './task-disk.ts'

/** Where the task's disk is mounted, in the shell's namespace: every Linux has this folder, and nothing on the way needs it. */
export const mountPoint = '/run'
/** Processes of bubblewrap itself: who watches from outside and the first process inside. */
export const ownProcesses = 2
/** First descriptor that is free for files. */
export const firstFileDescriptor = 7
/** Processes of a user's earlier tasks that ended, and that the machine's first process has not noticed yet; groups do not count them. */
const endedProcessesMargin = 32
/** Bytes by which a file may be larger than the disk: a full disk should be told as that. */
const fileMarginBytes = 1 << 20
/** Exit status when the shell could not do something. */
const refusedStatus = 97

/** Takes the group's files from the arguments. */
const joinGroups = `
  groups=$1; shift
  while [ "$groups" -gt 0 ]; do echo 0 > "$1" || fail; shift; groups=$((groups - 1)); done`
const setLimits = `
  ulimit -c 0 && ulimit -t "$seconds" && ulimit -f "$blocks" && ulimit -n "$open" || fail
  [ "$processes" = - ] || ulimit -u "$processes" 2>&- || ulimit -p "$processes" || fail`

const script = `
fail() { exit ${refusedStatus}; }
prepare() {
  mount -t "$type" -o "$options" "$source" ${mountPoint} && cd ${mountPoint} || fail
  if [ "$user" = - ]; then install -d -m 0700 out tmp shm || fail
  else install -d -m 0700 -o "$user" -g "$user" out tmp shm || fail
  fi
  [ "$binds" -eq 0 ] || install -d -m 0711 bound || fail
  n=0
  while [ "$n" -lt "$binds" ]; do
    if [ "$1" = directory ]; then install -d bound/$n || fail; else : > bound/$n; fi
    mount --rbind "$2" bound/$n || fail
    shift 2; n=$((n + 1))
  done
}
user=$1 type=$2 options=$3 source=$4 seconds=$5 blocks=$6 open=$7 processes=$8; shift 8
(
  binds=$1; shift
  prepare "$@" & prepared=$!
  shift $((2 * binds))${joinGroups}
  wait "$prepared" || fail${setLimits}
  exec "$@" 6<&-
) &
exec >&- 2>&- 3<&- 4>&- 5<&-
read collected <&6 && wait
`

/** For a program beside a task: what the task's shell does without its mounts, which it joins. */
const besideScript = `
fail() { exit ${refusedStatus}; }
seconds=$1 blocks=$2 open=$3 processes=$4; shift 4${joinGroups}${setLimits}
  exec "$@"
`

export type StartPlan = {
  readonly host: SandboxHost
  /** Of the task, on the machine; undefined where it has none of its own. */
  readonly user: number | undefined
  readonly disk: TaskDisk
  /** Mounted at {@link boundPath} by their place in the list. */
  readonly binds: readonly TaskBind[]
  readonly limits: TaskLimits
  readonly joinFiles: readonly string[]
  readonly command: readonly string[]
  /** Whether the kernel counts processes by namespace, so that one user's other processes do not matter: Linux 5.14 and later. */
  readonly isCountedByNamespace?: boolean
  /** Of bubblewrap, after those that reach it through a descriptor. */
  readonly options?: readonly string[]
}

/** Returns where the shell mounts what a task may read. */
export function boundPath(index: number): string {
  return `${mountPoint}/bound/${index}`
}

/** Returns program and arguments to spawn. */
export function startCommand(plan: StartPlan): readonly [program: string, ...rest: string[]] {
  const { host, user, disk, binds, limits, joinFiles, command, isCountedByNamespace = false, options = [] } = plan
  const { unshare, sh, bwrap } = host.programs
  const namespaces = host.isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount']
  return [
    unshare,
    ...[...namespaces, '--', sh, '-c', script, 'sandbox'],
    ...[user === undefined ? '-' : String(user), disk.type, disk.options, disk.source],
    ...limitArguments(limits, processesOf(limits, user, isCountedByNamespace)),
    String(binds.length),
    ...binds.flatMap(({ source, isDirectory }) => [isDirectory ? 'directory' : 'file', source]),
    ...[String(joinFiles.length), ...joinFiles],
    ...[...asUser(host, user), bwrap, '--args', '3', ...options, '--', ...command],
  ]
}

/** Returns what runs a program beside a task, when it is started in the namespaces of the task's shell and the task's others. */
export function besideCommand(
  plan: Omit<StartPlan, 'disk' | 'binds' | 'options'> & { readonly bwrap: string | undefined },
): readonly string[] {
  const { bwrap = plan.host.programs.bwrap } = plan
  const { host, user, limits, joinFiles, command, isCountedByNamespace = false } = plan
  return [
    ...[host.programs.sh, '-c', besideScript, 'beside'],
    ...limitArguments(limits, processesOf(limits, user, isCountedByNamespace)),
    ...[String(joinFiles.length), ...joinFiles],
    ...asUser(host, user),
    // setpriv has root's rights until it has started something: what it starts itself would count as readable.
    ...[host.programs.sh, '-c', 'exec "$@"', 'sh', bwrap, '--args', '3', '--', ...command],
  ]
}

function asUser({ isRoot, programs }: SandboxHost, user: number | undefined): readonly string[] {
  if (isRoot && (user === undefined || user === 0)) throw new TypeError('A task never runs as root.')
  if (user === undefined) return []
  return [programs.setpriv, `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--inh-caps=-all']
}

/** Limits of each process, behind those of the whole task. */
function limitArguments({ cpuMsMax, diskBytesMax, openFilesMax }: TaskLimits, processes: string): string[] {
  const seconds = Math.ceil(cpuMsMax / 1_000) + 1
  const blocks = Math.ceil((diskBytesMax + fileMarginBytes) / 512)
  return [String(seconds), String(blocks), String(openFilesMax), processes]
}

/** Counted by user: one that is not the task's own has other processes. In a namespace there is the shell beside bubblewrap. */
function processesOf({ processesMax }: TaskLimits, user: number | undefined, isCountedByNamespace: boolean): string {
  if (user !== undefined) return String(processesMax + ownProcesses + endedProcessesMargin)
  return isCountedByNamespace ? String(processesMax + ownProcesses + 1) : '-'
}
