/** The sandbox's folder on the machine, and what processes that are gone left there and in control groups. Only this user may look into it. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isLeftover, sweepLeftovers } from '../bubblewrap/task-files.ts'
import { type OciGroups, ociGroupPrefix } from './oci-groups.ts'

export function prepareOciFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  for (const name of ['tasks', 'results', 'pipes']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
}

/** Removes what processes left that do not run any more. */
export async function sweepOciLeftovers(folder: string, groups: OciGroups): Promise<void> {
  for (const name of groups.list()) {
    if (!isLeftover(name.slice(ociGroupPrefix.length))) continue
    const group = groups.open(name)
    await group.kill()
    await group.remove()
  }
  await sweepLeftovers(folder, undefined)
}
