/** Descriptors that this process was started with and that every program it starts would have, too: a task must not. */
import { readdirSync, readFileSync } from 'node:fs'

/** Returns those above the standard three. Read once: Node opens none of this kind itself. */
export function inheritedDescriptors(): readonly number[] {
  inherited ??= readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && isInheritable(descriptor))
  return inherited
}

let inherited: readonly number[] | undefined

/** O_CLOEXEC, on both machines. */
const closeOnExec = 0o2000000

/** Whether a descriptor survives exec. The one by which the list was read is gone by now. */
function isInheritable(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '0'
    return (Number.parseInt(flags, 8) & closeOnExec) === 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
