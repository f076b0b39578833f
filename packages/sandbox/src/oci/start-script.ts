/**
 * What stands between this process and the container runtime: a shell in a world of its own. It mounts the task's disk, puts the image under
 * a layer in memory where the runtime can make the places for its mounts, runs the container, and tells its end. The runtime keeps what it
 * knows in the same memory.
 *
 * File descriptors: 3 the runtime's configuration, 4 its end, 6 open until the outputs are collected. Nothing of a stranger's is part of
 * the script or its arguments.
 */

import type { TaskBind } from '../bubblewrap/task-binds.ts'
import type { TaskDisk } from '../bubblewrap/task-disk.ts'
import type { OciHost } from './oci-host.ts'
import type { UserMap } from './user-map.ts'
import { worldCommand, worldStart } from './world.ts'

/** Where the shell mounts all that is the task's: every Linux has this folder, and nothing on the way needs it. */
export const world = '/run'
/** Bytes of memory for the runtime's own files and the layer over the image. */
const worldBytes = 16 << 20
const worldFiles = 8_192
/** Characters of the runtime's words about its failure that are kept. */
export const failureCharsMax = 4_000

const script = `
${worldStart}user=$1 root=$2 image=$3 etc=$4 init=$5 runc=$6 type=$7 options=$8 source=$9; shift 9
mount -t tmpfs -o size=${worldBytes},nr_inodes=${worldFiles},mode=0711,nosuid tmpfs ${world} && cd ${world} || fail
install -d -m 0711 disk rootfs bound && install -d -m 0700 state bundle lower work || fail
mount -t "$type" -o "$options" "$source" disk || fail
install -d -m 0700 -o "$user" -g "$user" disk/out disk/tmp disk/shm || fail
install -d -m 0755 -o "$root" -g "$root" upper upper/proc upper/dev upper/tmp upper/work upper/work/in upper/work/out upper/etc || fail
install -m 0644 "$etc"/* upper/etc && install -m 0711 "$init" init || fail
n=0
while [ "$1" != - ]; do
  if [ "$1" = directory ]; then install -d bound/$n; else : > bound/$n; fi && mount --rbind "$2" bound/$n || fail
  shift 2; n=$((n + 1))
done
shift
while [ "$#" -gt 0 ]; do
  if [ "$1" = directory ]; then install -d -m 0755 -o "$root" -g "$root" "upper$2"; else : > "upper$2"; fi || fail
  shift 2
done
mount --bind "$image" lower && mount -t overlay -o nosuid,nodev,lowerdir=lower,upperdir=upper,workdir=work overlay rootfs || fail
cat <&3 > bundle/config.json || fail
"$runc" --root ${world}/state --log ${world}/log --log-format json run --keep --bundle ${world}/bundle task 3<&- 4>&-
echo "exit $?" >&4
[ ! -s log ] || head -c ${failureCharsMax} log >&4
`

export type StartPlan = {
  readonly host: OciHost
  readonly users: UserMap
  readonly disk: TaskDisk
  /** Mounted at {@link boundPath} by their place in the list. */
  readonly binds: readonly TaskBind[]
  /** The unpacked image, and files that lie over its `/etc`. */
  readonly image: { readonly rootfs: string; readonly etc: string }
  /** Made over the image so that something can be mounted there; a directory comes before what lies in it. */
  readonly places: readonly ImagePlace[]
}

/** Below the image's root, starting with `/`; no part of it is a link there. */
export type ImagePlace = { readonly path: string; readonly isDirectory: boolean }

/** Returns where the shell mounts what a task may read. */
export function boundPath(index: number): string {
  return `${world}/bound/${index}`
}

/** Returns where this process finds the disk of a task whose shell was started as a process. */
export function diskPath(pid: number | undefined): string {
  return `/proc/${pid}/root${world}/disk`
}

/** Returns program and arguments to spawn. */
export function startCommand(plan: StartPlan): readonly [program: string, ...rest: string[]] {
  const { host, users, disk, binds, image, places } = plan
  const { runc, catatonit } = host.programs
  const kindOf = (isDirectory: boolean) => (isDirectory ? 'directory' : 'file')
  return worldCommand(host.programs, script, [
    ...[String(users.user), String(users.root), image.rootfs, image.etc, catatonit, runc],
    ...[disk.type, disk.options, disk.source],
    ...binds.flatMap(({ source, isDirectory }) => [kindOf(isDirectory), source]),
    '-',
    ...places.flatMap(({ path, isDirectory }) => [kindOf(isDirectory), path]),
  ])
}
