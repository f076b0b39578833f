/**
 * Judges an answer in words. Under `replayable` each claimed token must be the one that the specified sampler draws from canonical rows,
 * the text must be what the tokens say, and it must end where it may; nothing is tolerated. Under `tolerant` the margins of
 * the tokens are read.
 */
import {
  type ChatRequest,
  type CompletionRequest,
  finishes,
  type Hash,
  nameOfCode,
  type ReceiptBundle,
  receiptIdOf,
  samplerSeed,
  type TextResponse,
} from '@millrace/protocol'
import type { AnswerReading, AuditJob } from '@millrace/runtime'
import { createMarginReader, samplingRulesOf } from '@millrace/verification'
import { contradicted, type Finding, purposeHash, unable } from './finding.ts'
import type { JudgeComponents, JudgeOptions } from './judge-components.ts'
import { requireBuild, runtimeFor } from './judge-runtime.ts'
import { calibrationFor, tolerantFinding } from './tolerant-finding.ts'

type AnswerWork = {
  readonly request: ChatRequest | CompletionRequest
  readonly response: TextResponse
  readonly exactness: 'tolerant' | 'replayable'
}

/** Returns what reading the answer again shows. @throws a typed error when this machine could not read it. */
export async function judgeAnswer(
  components: JudgeComponents,
  { receipt }: ReceiptBundle,
  work: AnswerWork,
  options: JudgeOptions,
): Promise<Finding> {
  const { request, response, exactness } = work
  const runtime = runtimeFor(components, receipt, { kind: request.kind, exactness })
  if ('outcome' in runtime) return runtime
  const tokenIds = response.tokenIds ?? (response.text === '' && receipt.outputUnits === 0n ? [] : undefined)
  if (tokenIds === undefined) {
    // Its lease promised their names, and the node signed an answer without them.
    if (exactness === 'replayable') return nameless()
    return unable('unnamed', 'The answer does not name its tokens.')
  }
  if (exactness === 'tolerant' && request.seed !== undefined) {
    return unable('seed-fixed', 'The buyer fixed the seed, so the answer has no weight in a statistical test.')
  }
  const seed = seedOf(receipt, request)
  const job = jobOf(work, { receipt, seed, tokenIds })
  const reading = await runtime.audit(receipt.modelRoot, job, options)
  if (reading.kind !== 'tokens') throw new TypeError('A reading of tokens was asked for')
  const build = requireBuild(reading, receipt, exactness)
  if (typeof build !== 'string') return build
  if (exactness === 'replayable') return replayed(receipt, tokenIds, reading)
  return tolerated(components, { receipt, request, reading, seed, reference: build })
}

function nameless(): Finding {
  const reason = 'The node signed a contradiction: the answer is sold as replayable and does not name its tokens.'
  return { outcome: 'cheated', reason, checked: 0, mismatches: 0 }
}

function seedOf({ leaseId, sequence, beacon, requestHash }: ReceiptBundle['receipt'], { seed }: AnswerWork['request']) {
  return samplerSeed({ beacon, receiptId: receiptIdOf(leaseId, sequence), requestHash, fixedSeed: seed })
}

function jobOf(
  { request, response, exactness }: AnswerWork,
  run: { readonly receipt: ReceiptBundle['receipt']; readonly seed: Hash; readonly tokenIds: readonly number[] },
): Extract<AuditJob, { kind: 'tokens' }> {
  const { model: _model, nonce: _nonce, topK, minP, seed: _seed, ...job } = request
  const finish = nameOfCode(finishes, run.receipt.finish, 'finish')
  return {
    kind: 'tokens',
    request: { ...job, mode: { exactness, samplerSeed: run.seed, topK, minP } },
    claimed: { tokenIds: run.tokenIds, text: response.text, finish },
  }
}

/** Ordered from what the buyer reads to what it pays. */
function replayed(receipt: ReceiptBundle['receipt'], tokenIds: readonly number[], reading: AnswerReading): Finding {
  const { mismatches, firstMismatch, faults, replayed: mine, inputTokens } = reading
  const found = {
    checked: mine.length,
    mismatches,
    ...(firstMismatch === undefined ? {} : { firstMismatch }),
    read: purposeHash('audit-reading', Buffer.from(Uint32Array.from(mine).buffer)),
  }
  const cheated = (reason: string): Finding => ({ outcome: 'cheated', reason, ...found })
  if (firstMismatch !== undefined) {
    const tokens = `token ${tokenIds[firstMismatch]} stands where this model gives ${mine[firstMismatch]}`
    return cheated(`At place ${firstMismatch}, ${tokens}; ${mismatches} of ${mine.length} differ.`)
  }
  if (faults.includes('token'))
    return cheated(`Token ${mine.length} is none of this model, or does not fit its answer.`)
  if (faults.includes('text')) return cheated('The text is not what its tokens say.')
  if (faults.includes('end')) return cheated('The answer does not end where its finish says.')
  if (receipt.outputUnits > BigInt(tokenIds.length)) {
    return cheated(`The receipt counts ${receipt.outputUnits} output tokens; the answer has ${tokenIds.length}.`)
  }
  if (receipt.inputUnits > BigInt(inputTokens)) {
    return cheated(`The receipt counts ${receipt.inputUnits} input tokens; the request has ${inputTokens}.`)
  }
  return { outcome: 'honest', reason: `All ${mine.length} tokens are what this model gives.`, ...found }
}

function tolerated(
  components: JudgeComponents,
  answer: {
    readonly receipt: ReceiptBundle['receipt']
    readonly request: AnswerWork['request']
    readonly reading: AnswerReading
    readonly seed: Hash
    readonly reference: Hash
  },
): Finding {
  const { receipt, request, reading, seed, reference } = answer
  const { modelRoot } = receipt
  const { faults, readings = [], vocabularySize, spelling } = reading
  if (receipt.build === spelling && (faults.includes('text') || faults.includes('token'))) {
    // Spelling is the same on every machine, so this needs no tolerance; what is told is what every auditor finds.
    return contradicted('The text is not what its tokens say, in the spelling that the receipt names.')
  }
  if (faults.length > 0) {
    // Other servers spell and end answers in ways of their own; what that means was not calibrated.
    return unable('uncalibrated', `The answer's ${faults.join(' and ')} is not as this auditor's library has it.`)
  }
  const calibration = calibrationFor(components, { kind: 'tokens', modelRoot, reference })
  if ('outcome' in calibration) return calibration
  const { tolerance } = calibration
  const read = createMarginReader({ seed, rules: samplingRulesOf(request), vocabularySize, tolerance })
  const margins = readings.map(read)
  const { temperature } = request
  return tolerantFinding(components, { kind: 'tokens', modelRoot, reference, temperature, margins })
}
