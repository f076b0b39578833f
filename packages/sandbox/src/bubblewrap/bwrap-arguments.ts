/**
 * Arguments of bubblewrap for a task. They reach it through a descriptor, for they hold the values of secrets.
 *
 * Inside everything is read-only but `out`, `/tmp` and `/dev/shm`, which lie on the task's disk.
 *
 * Source: bwrap(1).
 */
import { existsSync } from 'node:fs'
import { type TaskSpec, taskFolder } from '../task/task.ts'
import { mountPoint } from './start-script.ts'
import type { ImageEntry } from './task-image.ts'

/** User and group inside. */
export const insideUser = 1_000

/** Files of proc that tell of the machine or of others; not every kernel has all. */
export const hiddenProcFiles: readonly string[] = [
  'cmdline',
  'config.gz',
  'interrupts',
  'kallsyms',
  'kcore',
  'key-users',
  'keys',
  'kmsg',
  'locks',
  'sched_debug',
  'sysrq-trigger',
  'timer_list',
].map((name) => `/proc/${name}`)
const hiddenHere = hiddenProcFiles.filter((path) => existsSync(path))

const usualEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/tmp',
  TMPDIR: '/tmp',
  LANG: 'C.UTF-8',
}

/** A file or directory that the task's user reaches at `source`. */
export type BoundInput = { readonly source: string; readonly path: string }

export type BwrapPlan = {
  readonly spec: Pick<TaskSpec, 'environment' | 'secrets'>
  readonly image: readonly ImageEntry[]
  /** Bound below `in`. */
  readonly inputs: readonly BoundInput[]
  /** Returns the descriptor by which bubblewrap finds a file that is copied inside. */
  readonly descriptorOf: (source: string) => number
  /** Files of proc that are hidden; those of {@link hiddenProcFiles} that this machine has when left out. */
  readonly hidden?: readonly string[]
  /** Namespaces; new ones when left out. */
  readonly namespaces?: readonly string[]
}

/** Options for the namespaces of a task. */
const newNamespaces = [
  ...['--unshare-all', '--unshare-user', '--disable-userns', '--new-session'],
  ...['--uid', String(insideUser), '--gid', String(insideUser), '--hostname', 'task'],
]
/**
 * Options for a program beside a task, which is in the task's other namespaces already. Descriptors: 7 the task's user namespace, 8 the
 * one above, which owns the others, 9 that of processes; without it bubblewrap would show the machine's. Watching 8 and waiting for 7,
 * which fails at once, makes bubblewrap close them before it starts the program. The program could open 7 and 9 by itself.
 */
export const joinedNamespaces: readonly string[] = [
  ...['--userns', '8', '--userns2', '7', '--pidns', '9', '--assert-userns-disabled', '--unshare-cgroup-try'],
  ...['--sync-fd', '8', '--block-fd', '7'],
]

export function bwrapArguments({
  spec,
  image,
  inputs,
  descriptorOf,
  hidden = hiddenHere,
  namespaces = newNamespaces,
}: BwrapPlan): readonly string[] {
  const environment = { ...usualEnvironment, ...spec.environment, ...spec.secrets }
  return [
    ...namespaces,
    ...['--die-with-parent', '--seccomp', '5', '--json-status-fd', '4', '--clearenv'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...image.flatMap((entry) => imageArguments(entry, descriptorOf)),
    ...['--proc', '/proc'],
    ...hidden.flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...['--dev', '/dev', '--bind', `${mountPoint}/shm`, '/dev/shm', '--remount-ro', '/dev'],
    ...['--bind', `${mountPoint}/tmp`, '/tmp', '--dir', `${taskFolder}/in`],
    ...['--bind', `${mountPoint}/out`, `${taskFolder}/out`],
    ...inputs.flatMap(({ source, path }) => ['--ro-bind', source, `${taskFolder}/in/${path}`]),
    ...['--remount-ro', '/', '--chdir', taskFolder],
  ]
}

function imageArguments(entry: ImageEntry, descriptorOf: BwrapPlan['descriptorOf']): readonly string[] {
  switch (entry.kind) {
    case 'link':
      return ['--symlink', entry.target, entry.path]
    case 'system':
      return ['--ro-bind-try', entry.source, entry.path]
    case 'file':
      return ['--file', String(descriptorOf(entry.source)), entry.path]
  }
}
