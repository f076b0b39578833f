/** The promise of the start under way: settled once, and replaced when that start is over. */
import { ignore } from '../abortable.ts'
import type { TaskInstance } from './task-instance.ts'

export type InstanceSlot = {
  readonly current: Promise<TaskInstance>
  fill(instance: TaskInstance): void
  /** The start is over, and another may follow. */
  renew(): void
  /** None follows. */
  fail(error: unknown): void
}

export function createInstanceSlot(): InstanceSlot {
  let slot = emptySlot()
  let isFilled = false
  return {
    get current() {
      return slot.promise
    },
    fill(instance) {
      isFilled = true
      slot.resolve(instance)
    },
    renew() {
      if (isFilled) slot = emptySlot()
      isFilled = false
    },
    fail(error) {
      slot.reject(error)
    },
  }
}

function emptySlot(): PromiseWithResolvers<TaskInstance> {
  const slot = Promise.withResolvers<TaskInstance>()
  // Who asks for no instance is told by the result.
  slot.promise.catch(ignore)
  return slot
}
