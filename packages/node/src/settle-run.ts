/** Ends a run: the receipt is signed and on disk, with what lease and channel owe, before anybody sees it. */
import {
  bytesToHex,
  digest,
  type Finish,
  finishes,
  type Hash,
  type Receipt,
  receiptType,
  responseHash,
  resultSeal,
  type Signature,
  type WorkResponse,
  zeroHash,
} from '@millrace/protocol'
import { type ActiveRun, isInEpoch } from './active-run.ts'
import { leaseRowOf } from './lease-row.ts'
import type { NodeContext } from './node-context.ts'

export type IdempotencyKey = { readonly scope: string; readonly key: string }
/** What came of a run. `build` names what made a replayable answer; with a salt the receipt carries the seal of the response that the salt opens. */
export type Outcome = {
  readonly response: WorkResponse
  readonly finish: Finish
  readonly build?: Hash
  readonly salt?: Hash
}
export type SignedReceipt = { readonly receipt: Receipt; readonly signature: Signature }

/** How answers end that are kept for a retry: whole, or as far as the node would let them go. */
const keptFinishes: ReadonlySet<Finish> = new Set(['stop', 'length', 'preempted'])

/**
 * Returns the receipt once it is on disk. An answer with an idempotency key is kept with it, a whole one or a part
 * that another provider continues.
 *
 * @throws {StoreError} when it could not be written.
 */
export async function settleRun(
  context: NodeContext,
  run: ActiveRun,
  outcome: Outcome,
  key: IdempotencyKey | undefined,
): Promise<SignedReceipt> {
  const createdAt = context.now()
  const finishedAt = context.receiptEpochs.date(run.startedAt, createdAt)
  const receipt = receiptOf(run, outcome, finishedAt)
  const hash = digest(context.separator, receiptType, receipt)
  const signature = context.signer.sign(hash)
  const { store } = context
  const epoch = context.receiptEpochs.of(finishedAt)
  context.stakes.settled(run, epoch)
  const saved = store.saveReceipt({
    holder: run.holder,
    receipt,
    signature,
    hash: bytesToHex(hash),
    epoch,
    createdAt: Math.floor(createdAt),
  })
  // The same turn, so the same transaction: one promise stands for all.
  void store.saveLease(leaseRowOf(run.lease))
  if (isInEpoch(run)) void context.channels.save(run.entry)
  if (key !== undefined && keptFinishes.has(outcome.finish)) {
    const { requestHash } = run
    const { response, salt } = outcome
    const answer = { ...key, requestHash, receipt, signature, response, createdAt: Math.floor(createdAt) }
    void store.saveAnswer(salt === undefined ? answer : { ...answer, salt })
  }
  await saved
  return { receipt, signature }
}

function receiptOf(run: ActiveRun, outcome: Outcome, finishedAt: number): Receipt {
  const { quote, leaseId } = run.lease
  const { node } = quote
  const { sequence } = run
  const answer = { node, leaseId, sequence, responseHash: responseHash(outcome.response) }
  return {
    ...answer,
    payer: quote.payer,
    operator: quote.operator,
    token: quote.token,
    modelRoot: quote.modelRoot,
    workload: quote.workload,
    exactness: quote.exactness,
    build: outcome.build ?? zeroHash,
    beacon: run.beacon,
    requestHash: run.requestHash,
    evidenceRoot: outcome.salt === undefined ? zeroHash : resultSeal({ ...answer, salt: outcome.salt }),
    inputUnits: run.units.inputUnits,
    outputUnits: run.units.outputUnits,
    amount: run.charged,
    finish: finishes[outcome.finish],
    startedAt: BigInt(Math.floor(run.startedAt / 1000)),
    finishedAt: BigInt(Math.floor(finishedAt / 1000)),
  }
}
