/**
 * Users that tasks run as on the machine when root starts them: numbers that nobody else uses, one a task at a time.
 *
 * From 0x70000000 to 2147352575 no system or container hands out users: systemd, docs/UIDS-GIDS.md. Every process has its own block, by
 * its number, which is below 2^22.
 */

const userMin = 0x7000_0000
const usersPerProcess = 62
const processesMax = 2 ** 22
const taken = new Set<number>()

/** Tasks of one process that can have users of their own at the same time. */
export const taskUsersMax = usersPerProcess

/** Returns a user that no running task of this process has; undefined when there is none. */
export function takeTaskUser(): number | undefined {
  const block = userMin + (process.pid % processesMax) * usersPerProcess
  for (let user = block; user < block + usersPerProcess; user++) {
    if (taken.has(user)) continue
    taken.add(user)
    return user
  }
  return undefined
}

export function giveTaskUserBack(user: number | undefined): void {
  if (user !== undefined) taken.delete(user)
}
