/** A process that was started with flags for V8 and answers one task. */
import { digestOf, type TierTask } from './tier-digest.ts'

process.once('message', (task: TierTask) => {
  digestOf(task).then(
    (digest) => process.send?.(digest, () => process.disconnect()),
    (error: unknown) => {
      process.exitCode = 1
      console.error(error)
      process.disconnect()
    },
  )
})
