/** What there is on the machine of this process's containers: after they ended, nothing. */
import { leftoversOf } from '../bubblewrap/bubblewrap-leftovers.ts'
import { findOciGroups, ociGroupPrefix } from './oci-groups.ts'

/** Returns a function that lists processes, control groups, mounts and files of tasks, in words; results and images stay. */
export async function ociLeftoversOf(folder: string): Promise<() => readonly string[]> {
  const groups = await findOciGroups()
  const others = await leftoversOf(folder)
  const own = `${ociGroupPrefix}${process.pid}-`
  return () => [
    ...others(),
    ...(groups?.list() ?? []).filter((name) => name.startsWith(own)).map((name) => `control group ${name}`),
  ]
}
