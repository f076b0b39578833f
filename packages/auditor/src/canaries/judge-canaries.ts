/**
 * Judges what was bought and keeps each provider's record. Only an audit that was done says anything of a provider: what fails here
 * is tried again later, and given up in the end as `lapsed`, which is held against nobody.
 */
import { type Address, isMillraceError } from '@millrace/protocol'
import { calibrationHash, createSequentialTest, findCalibration, recordAudit } from '@millrace/verification'
import type { Judgement } from '../judge/finding.ts'
import { judgeBundle } from '../judge/judge-bundle.ts'
import { readBundle } from '../judge/read-bundle.ts'
import type { CanaryContext } from './canary-context.ts'
import type { BoughtCanary } from './canary-store.ts'

type Options = { readonly signal: AbortSignal }

/** Judges every canary that is bought and due. @param retryAt - when those that failed are due again, by number. */
export async function judgeCanaries(
  context: CanaryContext,
  retryAt: Map<number, number>,
  { signal }: Options,
): Promise<void> {
  for (const canary of context.store.bought()) {
    if (signal.aborted) return
    if ((retryAt.get(canary.id) ?? 0) > context.now()) continue
    const isOver = await judgeCanary(context, canary, { signal })
    if (isOver) retryAt.delete(canary.id)
    else retryAt.set(canary.id, context.now() + context.limits.judgeRetryMs)
  }
}

/** Returns whether the canary is over. */
async function judgeCanary(context: CanaryContext, canary: BoughtCanary, options: Options): Promise<boolean> {
  const { store, judge, limits, log } = context
  const { id, node, attempts } = canary
  const read = readBundle(canary.bundle, judge.domain)
  if (!('bundle' in read)) throw new TypeError('What was bought is a bundle')
  store.setTried(id)
  const judgement = await judgeBundle(judge, read.bundle, options)
  if (judgement.cause?.retryable === true) {
    if (attempts + 1 < limits.judgeAttemptsMax) return false
    store.setJudged(id, 'lapsed', judgement.reason)
    store.saveRecord(node, recordAudit(store.record(node), 'lapsed'))
    return true
  }
  if (judgement.outcome === 'cheated' && context.report !== undefined) {
    const isReported = await reported(context, context.report, { bundle: read.bundle, judgement }, options)
    if (!isReported && attempts + 1 < limits.judgeAttemptsMax) return false
    store.burn(canary.payer)
  }
  const outcome = concluded(context, node, judgement)
  store.setJudged(id, outcome, judgement.reason)
  store.saveRecord(node, recordAudit(store.record(node), outcome))
  if (outcome === 'cheated') log({ event: 'provider-cheated', node, reason: judgement.reason })
  return true
}

/** Returns whether the case is on its way. What stands in the way (a budget, the chain) may be gone later. */
async function reported(
  { log }: CanaryContext,
  report: NonNullable<CanaryContext['report']>,
  { bundle, judgement }: { readonly bundle: Parameters<typeof report>[0]; readonly judgement: Judgement },
  options: Options,
): Promise<boolean> {
  try {
    await report(bundle, judgement, options)
    return true
  } catch (error) {
    options.signal.throwIfAborted()
    if (!isMillraceError(error)) throw error
    log({ event: 'case-not-reported', node: bundle.receipt.node, code: error.code, reason: error.message })
    return false
  }
}

/**
 * Returns what the audit says of the provider. A tolerant answer adds to the sequential test of its provider and model, which is what
 * convicts there; that is for the record alone, for a panel can judge one receipt and not thousands.
 */
function concluded(context: CanaryContext, node: Address, judgement: Judgement): Judgement['outcome'] {
  const { store, judge, log } = context
  const { tolerant, outcome } = judgement
  if (tolerant === undefined) return outcome
  const { kind, reference, modelRoot } = tolerant
  const calibration = findCalibration(judge.calibrations, { kind, modelRoot, reference })
  const test = createSequentialTest(calibration)
  const name = `${node}:${calibrationHash(calibration)}`
  const before = store.testState(name) ?? test.initial()
  const after = test.advance(before, tolerant)
  store.saveTestState(name, after)
  const { convicted, score, likeliest, requests } = test.report(after)
  if (!convicted) return outcome
  if (before.convictedAt === undefined) log({ event: 'provider-tells-apart', node, score, likeliest, requests })
  return 'cheated'
}
