/** What a job finds in its folder before it is submitted. */
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BoundInput, bwrapArguments } from '../bubblewrap/bwrap-arguments.ts'
import type { SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { boundPath, startCommand } from '../bubblewrap/start-script.ts'
import { bindOf, type TaskBind } from '../bubblewrap/task-binds.ts'
import { createTaskDisk } from '../bubblewrap/task-disk.ts'
import { rootEntries } from '../bubblewrap/task-image.ts'
import type { TaskSpec } from '../task/task.ts'
import { TaskRefusedError } from '../task/task-error.ts'
import { jobScript, nodeOptions } from './job-script.ts'
import type { SharedFolder } from './shared-folder.ts'

/** Names in a job's folder. */
export const jobFiles = {
  progress: 'progress',
  stdout: 'stdout',
  stderr: 'stderr',
  out: 'out',
  words: 'job.log',
} as const

/**
 * Memory of a job beside its task's, with its disk: shells, bubblewrap, who keeps the logs. Slurm counts in MiB.
 */
export const ownMemoryBytes = 16 << 20

/** Returns the memory that a job needs, whole MiB. */
export function jobMemoryBytes({
  memoryBytesMax,
  diskBytesMax,
}: Pick<TaskSpec['limits'], 'memoryBytesMax' | 'diskBytesMax'>): number {
  const mebibyte = 2 ** 20
  return Math.ceil((memoryBytesMax + diskBytesMax + ownMemoryBytes) / mebibyte) * mebibyte
}

/** Returns the names right below `out` that hold what is looked for, each once. */
export function outputNames({ outputs }: Pick<TaskSpec, 'outputs'>): readonly string[] {
  return [...new Set(outputs.map((path) => path.split('/')[0] ?? path))]
}

/**
 * Writes the folder of a job. Files that the job grows are there from the start: where a file system remembers that a name was
 * missing, a new one would be seen late.
 *
 * @throws {TaskRefusedError} when an input or the image cannot be given.
 */
export async function writeJobFiles(
  id: string,
  spec: TaskSpec,
  host: SandboxHost,
  shared: SharedFolder,
): Promise<void> {
  const own = shared.folderOf(id)
  shared.check()
  mkdirSync(own, { mode: 0o700 })
  const { limits } = spec
  const inputBinds = spec.inputs.map(({ source }, i) =>
    shareInput(bindOf(source, `inputs[${i}].source`, false), own, i, shared),
  )
  const rootBinds = spec.image.kind === 'directory' ? [sharedRoot(spec.image.path, shared)] : []
  const binds = [...inputBinds, ...rootBinds]
  const image =
    spec.image.kind === 'directory' ? rootEntries(spec.image, boundPath(inputBinds.length)) : shared.files.hostImage
  const inputs = spec.inputs.map(({ path }, i): BoundInput => ({ path, source: boundPath(i) }))
  const args = bwrapArguments({ spec, image, inputs, descriptorOf: noDescriptor, hidden: [] })
  const disk = await createTaskDisk(host, own, limits, binds.length)
  const command = startCommand({
    ...{ host, user: undefined, disk, binds, limits, joinFiles: [], command: spec.command },
    ...{ isCountedByNamespace: true, options: ['--cap-drop', 'ALL', nodeOptions] },
  })
  const script = jobScript({
    ...{ limits, command, filter: shared.files.filter, memoryBytes: jobMemoryBytes(limits) },
    outputNames: outputNames(spec),
  })
  for (const name of [jobFiles.progress, jobFiles.stdout, jobFiles.stderr, 'reports']) writePrivate(join(own, name), '')
  writePrivate(join(own, 'start.sh'), script)
  writePrivate(join(own, 'arguments'), args.map((argument) => `${argument}\0`).join(''))
  shared.give(own)
}

/** Nodes see the shared folder alone: what lies elsewhere is copied there. */
function shareInput(bind: TaskBind, own: string, index: number, shared: SharedFolder): TaskBind {
  if (bind.source.startsWith(`${shared.path}/`)) return bind
  const folder = join(own, 'in')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const source = join(folder, String(index))
  cpSync(bind.source, source, { recursive: true, verbatimSymlinks: true })
  if (!bind.isDirectory) chmodSync(source, 0o400)
  return { ...bind, source }
}

function sharedRoot(path: string, shared: SharedFolder): TaskBind {
  const bind = bindOf(path, 'image', false)
  if (bind.source.startsWith(`${shared.path}/`)) return bind
  throw new TaskRefusedError('image', 'is no directory of the folder that the nodes share')
}

function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
}

function noDescriptor(source: string): never {
  throw new TypeError(`Nothing is copied inside by a descriptor here, but ${source} is.`)
}
