/** Waiting for what other processes will have done, where nothing tells of it. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves when the check holds, looked at ten times a second. @throws when it does not within `msMax`. */
export async function until(what: string, check: () => Promise<boolean>, msMax = 60_000): Promise<void> {
  const late = performance.now() + msMax
  while (!(await check())) {
    if (performance.now() > late) throw new Error(`waited ${msMax} ms for this in vain: ${what}`)
    await sleep(100)
  }
}
