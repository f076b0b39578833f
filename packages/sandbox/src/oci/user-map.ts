/**
 * How users inside a container are numbers on the machine: the task is a user of its own, as in every sandbox; below it stand the root that
 * the runtime is while it makes the container, and the other users that an image may know. Nothing runs as those.
 */
import { userRangeEnd } from '../bubblewrap/task-users.ts'

export type UserMap = {
  /** Owner of what the runtime makes inside, on the machine. */
  readonly root: number
  /** Of the task, on the machine. */
  readonly user: number
  readonly map: readonly { readonly containerID: number; readonly hostID: number; readonly size: number }[]
}

/** @param user - of the task, on the machine. @param inside - its number inside. */
export function userMapOf(user: number, inside: number): UserMap {
  return {
    root: userRangeEnd,
    user,
    map: [
      { containerID: 0, hostID: userRangeEnd, size: inside },
      { containerID: inside, hostID: user, size: 1 },
    ],
  }
}
