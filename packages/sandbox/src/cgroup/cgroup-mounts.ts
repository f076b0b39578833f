/** Where control groups are mounted, and which group this process is in. Source: proc(5), cgroups(7). */
import type { CgroupPlace } from './task-group.ts'

export type CgroupMount = {
  readonly version: 1 | 2
  readonly folder: string
  /** Group that the mount shows as its root. */
  readonly root: string
  /** Controllers of version 1. */
  readonly controllers: readonly string[]
}

/** Returns the mounts of control groups. */
export function cgroupMounts({ mounts }: CgroupPlace): readonly CgroupMount[] {
  return mounts.split('\n').flatMap((line): CgroupMount[] => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root = '/', folder = ''] = before.split(' ')
    const [type, , options = ''] = after.split(' ')
    if (type === 'cgroup2') return [{ version: 2, folder, root, controllers: [] }]
    return type === 'cgroup' ? [{ version: 1, folder, root, controllers: options.split(',') }] : []
  })
}

/**
 * Returns the folder of this process's group in a mount. A group above what the mount shows counts as the mount's root.
 *
 * @param controller - of version 1; the empty word for version 2.
 */
export function ownGroupFolder({ self }: CgroupPlace, mount: CgroupMount, controller: string): string {
  const line = self.split('\n').find((text) => text.split(':')[1]?.split(',').includes(controller))
  const path = line?.split(':').slice(2).join(':') ?? '/'
  const inside = mount.root !== '/' && path.startsWith(mount.root) ? path.slice(mount.root.length) : path
  return inside === '/' || inside === '' || inside.startsWith('/..') ? mount.folder : `${mount.folder}${inside}`
}
