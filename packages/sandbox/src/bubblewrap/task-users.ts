/**
 * Users that tasks run as on the machine when root starts them: numbers that nobody else uses, one a task at a time.
 *
 * From 0x70000000 to 2147352575 no system or container hands out users: systemd, docs/UIDS-GIDS.md. Every process has its own block, by
 * its number, which is below 2^22; the last of a block is that of the processes that serve tasks from outside.
 */

const userMin = 0x7000_0000
const usersPerProcess = 62
const processesMax = 2 ** 22
const taken = new Set<number>()
let next = 0

/** First number above those of all tasks; some four million that nobody hands out follow. */
export const userRangeEnd = userMin + (usersPerProcess + 1) * processesMax

/** Tasks of one process that can have users of their own at the same time. */
export const taskUsersMax = usersPerProcess

/** Returns a user that no running task of this process has, the one unused for longest; undefined when there is none. */
export function takeTaskUser(): number | undefined {
  for (let tries = 0; tries < usersPerProcess; tries++) {
    const user = blockStart() + (next++ % usersPerProcess)
    if (taken.has(user)) continue
    taken.add(user)
    return user
  }
  return undefined
}

export function giveTaskUserBack(user: number | undefined): void {
  if (user !== undefined) taken.delete(user)
}

/** Returns whether a user is one of this process's tasks, or of their helpers. */
export function isTaskUser(user: number): boolean {
  const first = blockStart()
  return user >= first && user <= helperUser()
}

/** Returns the user of this process's helpers, which no task has. */
export function helperUser(): number {
  return blockStart() + usersPerProcess
}

function blockStart(): number {
  return userMin + (process.pid % processesMax) * (usersPerProcess + 1)
}
