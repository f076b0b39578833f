/**
 * Places in an image where something of the machine is mounted. The image is a stranger's: its links are followed inside of it, as they
 * would be for a program there, and never on the machine.
 */
import { lstatSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { TaskRefusedError } from '../task/task-error.ts'
import type { ImagePlace } from './start-script.ts'

/** Links that are followed on one path; as the kernel does. */
const linksMax = 40

/**
 * Returns the places with every folder above them, each once, folders first.
 *
 * @throws {TaskRefusedError} when links of the image lead round.
 */
export function placesFor(rootfs: string, asked: readonly ImagePlace[]): readonly ImagePlace[] {
  const places = new Map<string, ImagePlace>()
  for (const { path, isDirectory } of asked) {
    const parts = resolveInside(rootfs, path)
    for (let depth = 1; depth <= parts.length; depth++) {
      const above = `/${parts.slice(0, depth).join('/')}`
      if (!places.has(above)) places.set(above, { path: above, isDirectory: isDirectory || depth < parts.length })
    }
  }
  return [...places.values()]
}

/** Returns where a path leads inside a root, as names without links and dots. */
function resolveInside(rootfs: string, path: string): readonly string[] {
  let waiting = path.split('/')
  let reached: string[] = []
  let links = 0
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      reached = reached.slice(0, -1)
      continue
    }
    const at = join(rootfs, ...reached, name)
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      if (links++ >= linksMax) throw new TaskRefusedError('image', `has links at ${path} that lead nowhere`)
      const target = readlinkSync(at)
      if (target.startsWith('/')) reached = []
      waiting = [...target.split('/'), ...waiting]
    } else reached = [...reached, name]
  }
  return reached
}
