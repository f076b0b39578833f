/** What has to be undone when a task ends, however it does. */

/** Undoes something; all of them are run, the last first. */
export type CleanUp = () => Promise<void> | void

/** Runs all of them, the last first, whichever fail; and then fails as the first that did. */
export async function runAll(steps: readonly CleanUp[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps.toReversed()) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
