/** Judges a batch by running it again: status, exit code, gas and output of every input are the same everywhere. */
import { type BatchOutput, type BatchRequest, canonicalJson, responseHash } from '@millrace/protocol'
import { type Finding, unable } from './finding.ts'
import type { JudgeComponents, JudgeOptions } from './judge-components.ts'

/** Returns what running the batch again shows. @throws a typed error when this machine has no result. */
export async function judgeBatch(
  { sandbox }: JudgeComponents,
  request: BatchRequest,
  claimed: readonly BatchOutput[],
  options: JudgeOptions,
): Promise<Finding> {
  if (sandbox === undefined) return unable('model-missing', 'This auditor runs no programs.')
  if (sandbox.engineRoot !== request.model) return unable('other-build', 'This auditor has another sandbox engine.')
  const { outputs } = await sandbox.run(request, options)
  const read = responseHash({ kind: 'outputs', outputs: [...outputs] })
  const length = Math.max(outputs.length, claimed.length)
  const differing = Array.from({ length }, (_, index) => index).filter((index) => {
    const [mine, theirs] = [outputs[index], claimed[index]]
    return mine === undefined || theirs === undefined || canonicalJson(mine) !== canonicalJson(theirs)
  })
  const [firstMismatch] = differing
  const found = { checked: outputs.length, mismatches: differing.length, read }
  if (firstMismatch === undefined) {
    return { outcome: 'honest', reason: `All ${outputs.length} outputs are what the program computes.`, ...found }
  }
  const reason = `Output ${firstMismatch} is not what the program computes; ${differing.length} of ${length} differ.`
  return { outcome: 'cheated', reason, ...found, firstMismatch }
}
