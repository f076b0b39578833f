/** One batch bought: from one provider, or from several whose results are compared. */
import {
  type Address,
  type Amount,
  type Hash,
  MillraceError,
  type OutputsResponse,
  type VerificationPolicy,
} from '@millrace/protocol'
import type { Buyer, batchWork, ReplicatedResult, ReplicaView } from '@millrace/sdk'

export type BatchJob = {
  readonly work: ReturnType<typeof batchWork>
  /** Root of the engine. */
  readonly model: Hash
  readonly policy: VerificationPolicy
  /** Of the inputs, for people and files. */
  readonly names: readonly string[]
}

/** `agreed`: the result that was accepted is its own, too. */
export type BatchRunView = ReplicaView & { readonly standing: 'agreed' | 'differs' | 'failed' }

export type BatchRun = {
  readonly outcome: ReplicatedResult['outcome']
  readonly response: OutputsResponse | undefined
  /** Chance that the outputs are right, where several were compared. */
  readonly credibility: number | undefined
  readonly runs: readonly BatchRunView[]
  readonly amount: Amount
  /** Nodes that a judge found to be wrong. */
  readonly accused: readonly Address[]
  /** Why there are no outputs. */
  readonly error: MillraceError | undefined
}

/** Runs the job. @throws what buying throws. */
export async function runJob(
  { buyer, amountMax }: { readonly buyer: Pick<Buyer, 'run' | 'replicate'>; readonly amountMax: Amount },
  { work, model, policy }: BatchJob,
  { signal }: { signal: AbortSignal },
): Promise<BatchRun> {
  if (policy.name === 'replicas') {
    const result = await buyer.replicate({ ...work, model, policy, amountMax }, { signal })
    return { ...result, runs: result.runs.map((run) => viewOf(run, result)), error: errorOf(result) }
  }
  const run = await buyer.run({ ...work, model, policy, exactness: 'exact', amountMax }, { signal })
  const { response, bundle, parts, amount } = await run.result
  if (response.kind !== 'outputs') throw new TypeError('a batch is answered by outputs')
  const runs = parts.map(({ node, operator, amount: paid, bundle: proof, failure }) => ({
    ...{ node, operator, amount: paid, bundle: proof, failure: failure?.message },
    standing: proof !== undefined && proof === bundle ? ('agreed' as const) : ('failed' as const),
  }))
  return { outcome: 'accepted', response, credibility: undefined, runs, amount, accused: [], error: undefined }
}

function viewOf(run: ReplicaView, { response }: ReplicatedResult): BatchRunView {
  if (run.bundle === undefined || response === undefined) return { ...run, standing: 'failed' }
  const isEqual = JSON.stringify(run.bundle.response) === JSON.stringify(response)
  return { ...run, standing: isEqual ? 'agreed' : 'differs' }
}

function errorOf({ outcome, runs }: ReplicatedResult): MillraceError | undefined {
  if (outcome === 'accepted') return undefined
  const failures = runs.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  return new BatchUnsettledError(outcome, runs.length, failures[0])
}

/** What the providers computed was not enough to believe any of it. */
export class BatchUnsettledError extends MillraceError {
  override readonly name = 'BatchUnsettledError'

  constructor(outcome: 'disputed' | 'failed', count: number, failure: string | undefined) {
    const why = outcome === 'disputed' ? 'their results differ, and no judge could tell' : 'too few equal results came'
    super({
      code: 'BATCH_UNSETTLED',
      message: `Of ${count} providers asked nothing can be believed: ${why}.${failure === undefined ? '' : ` One failed: ${failure}`}`,
      hint: 'Try again later, or ask for fewer replicas; the receipts of those that differ are evidence.',
      retryable: true,
    })
  }
}
