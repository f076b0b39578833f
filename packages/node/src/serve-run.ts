/** Serves one run under a lease, from its request to its receipt. */
import { createHash } from 'node:crypto'
import {
  bytesToHex,
  encodeFrame,
  type Hash,
  isMillraceError,
  offerTerms,
  type PeerStream,
  type Quote,
  requestHash,
} from '@millrace/protocol'
import { type ActiveRun, finishRun, giveNotice } from './active-run.ts'
import { admitRun, checkChannel, leaseOfRun, type RunFrame } from './admit-run.ts'
import { deliverResult, isWholeRequest } from './deliver-result.ts'
import { type Delivery, deliverText } from './deliver-text.ts'
import { deliverVectors } from './deliver-vectors.ts'
import { leaseRowOf } from './lease-row.ts'
import { type Lease, moveLease } from './lease-table.ts'
import type { SlotUser } from './model-slots.ts'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'
import { buyerCancelled, isEndedByNode, type KeyHolder, runPreempted } from './run-registry.ts'
import { awaitReveal, isSealed } from './seal-run.ts'
import { sendPaced } from './send-paced.ts'
import { type IdempotencyKey, type Outcome, type SignedReceipt, settleRun } from './settle-run.ts'
import { deliverTask } from './tasks/deliver-task.ts'
import { abortError, runOver, watchBuyer } from './watch-buyer.ts'

/**
 * Serves the run. A request that was answered before under the same key gets the same answer and receipt, uncharged.
 *
 * @throws a typed error, which ends the stream; what was delivered until then has its receipt on disk.
 */
export async function serveRun(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
  frame: RunFrame,
): Promise<void> {
  const lease = leaseOfRun(context, peer, frame)
  const hash = requestHash(frame.request)
  const key = keyOf(lease, frame)
  if (key === undefined)
    return perform(context, stream, frames, admitRun(context, peer, frame, lease, hash), frame, key)
  if (await replay(context, stream, key, hash)) return
  // Of one ask only one part may be under way, whichever: the rest of an answer is not begun beside its start.
  const name = `${key.scope} ${frame.idempotencyKey}`
  holdKey(context, name, { requestHash: hash, isPart: partOf(frame) !== '' })
  try {
    await perform(context, stream, frames, admitRun(context, peer, frame, lease, hash), frame, key)
  } finally {
    context.runs.dropKey(name)
  }
}

async function perform(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  run: ActiveRun,
  frame: RunFrame,
  key: IdempotencyKey | undefined,
): Promise<void> {
  try {
    void watchBuyer(frames, run)
    await checkChannel(context, run)
    const delivery = await deliver(context, stream, run, frame)
    markStopped(run, delivery)
    const salt = isSealed(run.lease.quote) ? bytesToHex(context.random(32)) : undefined
    const outcome = salt === undefined ? delivery : { ...delivery, salt }
    const signed = await settleRun(context, run, outcome, key)
    throwUnlessServed(run)
    if (salt !== undefined) {
      const revealed = awaitReveal(context, run)
      const seal = signed.receipt.evidenceRoot
      await Promise.all([revealed, sendPaced(context, stream, encodeFrame({ type: 'sealed', seal }))])
    }
    await sendEnd(context, stream, outcome, signed)
  } catch (error) {
    if (run.charged === 0n) void context.store.saveLease(leaseRowOf(run.lease), { lazy: true })
    throw abortedInstead(run, error)
  } finally {
    run.abort.abort(runOver)
    finishRun(run)
    context.runs.remove(run)
  }
}

async function sendEnd(
  context: NodeContext,
  stream: PeerStream,
  { response, salt }: Outcome,
  signed: SignedReceipt,
): Promise<void> {
  const end = { type: 'end' as const, ...signed, ...(salt === undefined ? {} : { salt }) }
  await sendPaced(context, stream, encodeFrame(response.kind === 'text' ? end : { ...end, response }))
}

async function deliver(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  { request }: RunFrame,
): Promise<Delivery> {
  const leave = await context.slots.enter(slotUserOf(context, run), { signal: run.abort.signal })
  try {
    if (request.kind === 'embed') return await deliverVectors(context, stream, run, request)
    if (isWholeRequest(request)) return await deliverResult(context, stream, run, request)
    if (request.kind === 'task') return await deliverTask(context, stream, run, request)
    return await deliverText(context, stream, run, request)
  } finally {
    leave()
  }
}

function slotUserOf(context: NodeContext, run: ActiveRun): SlotUser {
  const { quote, leaseId } = run.lease
  return {
    modelRoot: quote.modelRoot,
    terms: slotTermsOf(quote, leaseId),
    onNotice: (reason, endsInMs) => giveNotice(run, reason, endsInMs, context.now()),
    onEnd: () => run.abort.abort(runPreempted),
  }
}

function slotTermsOf(quote: Quote, leaseId: Hash): SlotUser['terms'] {
  if (quote.slots > 0) return { kind: 'reserved', leaseId, slots: quote.slots }
  if (quote.terms === offerTerms.spot) return { kind: 'spot', price: quote.inputPrice + quote.outputPrice }
  return { kind: 'posted' }
}

/** Answers from the file when this request was answered before. @throws {RefusalError} IDEMPOTENCY_KEY_REUSED */
async function replay(context: NodeContext, stream: PeerStream, key: IdempotencyKey, hash: Hash): Promise<boolean> {
  const answer = context.store.findAnswer(key.scope, key.key)
  if (answer === undefined) return false
  if (answer.requestHash !== hash) {
    throw new RefusalError('IDEMPOTENCY_KEY_REUSED', 'Another request was answered under this key.')
  }
  const { receipt, signature, response, salt } = answer
  const end = { type: 'end' as const, receipt, signature, response }
  await sendPaced(context, stream, encodeFrame(salt === undefined ? end : { ...end, salt }))
  return true
}

function holdKey(context: NodeContext, name: string, holder: KeyHolder): void {
  const held = context.runs.holdKey(name, holder)
  if (held === undefined) return
  // Another part of the answer: its provider is still ending the one before.
  const isSameAsk = held.requestHash === holder.requestHash || held.isPart || holder.isPart
  if (isSameAsk) throw new RefusalError('IDEMPOTENCY_IN_PROGRESS', 'The first run with this key is under way.')
  throw new RefusalError('IDEMPOTENCY_KEY_REUSED', 'Another request is under way under this key.')
}

function keyOf(lease: Lease, frame: RunFrame): IdempotencyKey | undefined {
  if (frame.idempotencyKey === undefined) return undefined
  const { payer, modelRoot, workload, exactness, policy } = lease.quote
  return {
    scope: `${payer} ${modelRoot} ${workload} ${exactness} ${policy}`,
    key: frame.idempotencyKey + partOf(frame),
  }
}

/** Under one key the parts of an answer are kept apart by what they continue: each is returned, never run again. */
function partOf({ request }: RunFrame): string {
  if (!('continuation' in request) || request.continuation === undefined) return ''
  return ` ${createHash('sha256').update(JSON.stringify(request.continuation)).digest('hex')}`
}

/** Moves the lease where payment ended the run. */
function markStopped({ lease, entry }: ActiveRun, { stoppedBy }: Delivery): void {
  if (stoppedBy === 'lease-exhausted') moveLease(lease, 'exhaust')
  if (stoppedBy === 'lagged' && entry.ledger.owed > entry.ledger.paid) moveLease(lease, 'fallBehind')
}

/** A buyer that is gone or broke the protocol gets no answer; its receipt can be asked for. */
function throwUnlessServed({ abort }: ActiveRun): void {
  const { aborted, reason } = abort.signal
  if (aborted && reason !== buyerCancelled && !isEndedByNode(reason)) throw reason
}

function abortedInstead({ abort }: ActiveRun, error: unknown): unknown {
  return isMillraceError(error) || !abort.signal.aborted ? error : abortError(abort.signal.reason)
}
