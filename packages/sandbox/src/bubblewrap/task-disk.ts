/**
 * The disk of a task: a file system of its own, so its bytes and files end where they should. Small ones are kept in memory and counted
 * there; larger ones are ext4 in a file without content until it is written.
 *
 * It is mounted in a namespace that ends with the task's processes: there is nothing to unmount, whoever is killed.
 */
import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HostFaultError } from '../run/host-fault.ts'
import type { TaskLimits } from '../task/task.ts'
import { memoryDiskBytesMax } from './bubblewrap-capabilities.ts'
import type { SandboxHost } from './sandbox-host.ts'

/** Arguments of `mount`. */
export type TaskDisk = { readonly type: 'tmpfs' | 'ext4'; readonly options: string; readonly source: string }

/** Files that are there before the task makes any: the root and the folders in it, and what ext4 keeps. */
const ownFiles = { tmpfs: 5, ext4: 16 } as const
/** Bytes an ext4 file system takes for itself beside its files: at least this, and a share. */
const ext4OwnBytes = 8 << 20
const ext4OwnShare = 0.02
const inodeBytes = 256
/** Milliseconds to make a file system. */
export const diskMakeMsMax = 60_000

/**
 * Returns how to mount the disk of a task, after making what it is kept in.
 *
 * @param boundFiles - files that are mounted on it.
 */
export async function createTaskDisk(
  host: Pick<SandboxHost, 'mkfs'>,
  folder: string,
  { diskBytesMax, filesMax }: Pick<TaskLimits, 'diskBytesMax' | 'filesMax'>,
  boundFiles: number,
): Promise<TaskDisk> {
  if (diskBytesMax <= memoryDiskBytesMax || host.mkfs === undefined) {
    const options = `size=${diskBytesMax},nr_inodes=${filesMax + ownFiles.tmpfs + boundFiles},mode=0711,nosuid,nodev`
    return { type: 'tmpfs', options, source: 'tmpfs' }
  }
  const source = join(folder, 'disk.img')
  const files = filesMax + ownFiles.ext4 + boundFiles
  const bytes = Math.ceil(diskBytesMax * (1 + ext4OwnShare)) + files * inodeBytes + ext4OwnBytes
  const image = await open(source, 'wx', 0o600)
  await image.truncate(bytes)
  await image.close()
  await makeExt4(host.mkfs, source, files)
  return { type: 'ext4', options: 'loop,nosuid,nodev,noatime', source }
}

/** Returns whether the disk is in memory, where it counts to the memory of the task. */
export function isInMemory({ type }: TaskDisk): boolean {
  return type === 'tmpfs'
}

async function makeExt4(mkfs: string, source: string, files: number): Promise<void> {
  const flags = ['-q', '-F', '-m', '0', '-O', '^has_journal', '-I', String(inodeBytes), '-N', String(files)]
  const options = { env: {}, timeout: diskMakeMsMax }
  await promisify(execFile)(mkfs, [...flags, '-E', 'lazy_itable_init=1', source], options).catch((cause: unknown) => {
    throw new HostFaultError('other', 'no disk could be made for it', cause)
  })
}
