/**
 * Does whole work, a batch or an audit: computed first, because only then its size is known, and handed over once it is within
 * credit. What it can come to at most is known before, so nothing is computed that lease and deposit could not pay.
 */
import {
  type Amount,
  auditInputUnits,
  batchInputUnits,
  batchOutputUnitsMax,
  charge,
  decodeJson,
  encodeFrame,
  frameBytesMax,
  type MeteredUnits,
  type PeerStream,
  parseReceiptBundle,
  type WorkRequest,
} from '@millrace/protocol'
import type { WholeRequest, WholeResult } from '@millrace/runtime'
import type { ActiveRun } from './active-run.ts'
import { awaitCredit } from './await-credit.ts'
import { chargeWork } from './channel-ledger.ts'
import type { Delivery } from './deliver-text.ts'
import type { NodeContext } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'
import { listenToNotices } from './run-notices.ts'
import { isEndedByNode } from './run-registry.ts'
import { sendPaced } from './send-paced.ts'
import { undelivered } from './undelivered.ts'

/** Room in the last frame for receipt and framing. */
const envelopeBytes = 16 * 1024

/** Returns whether a request is for whole work. */
export function isWholeRequest(request: WorkRequest): request is WholeRequest {
  return request.kind === 'batch' || request.kind === 'audit'
}

/** Returns the result, charged. @throws a typed error when it cannot be handed over; then nothing is charged. */
export async function deliverResult(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  request: WholeRequest,
): Promise<Delivery> {
  const most = charge(run.lease.quote, unitsMaxOf(request))
  run.pledged = most
  try {
    await requireCovered(context, run)
    const result = await perform(context, run, request)
    if (charge(run.lease.quote, result.units) > most) {
      throw new RangeError('The runtime counts more than the request allows.')
    }
    return await handOver(context, stream, run, result)
  } finally {
    run.pledged = 0n
  }
}

async function perform(context: NodeContext, run: ActiveRun, request: WholeRequest): Promise<WholeResult> {
  const { runtime, limits } = context
  if (runtime.perform === undefined) {
    throw new RefusalError('REQUEST_NOT_LEASED', `No runtime here does ${request.kind}.`)
  }
  const { signal } = run.abort
  const begunAt = context.now()
  try {
    const result = await runtime.perform(run.lease.quote.modelRoot, request, { signal })
    signal.throwIfAborted()
    return result
  } catch (error) {
    // Else one could have a slot for nothing for ever, by cancelling or by programs that never end in time.
    if (context.now() - begunAt > limits.freeWorkMsMax) countWaste(run, run.pledged)
    throw error
  }
}

async function handOver(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  { response, units }: WholeResult,
): Promise<Delivery> {
  try {
    requireHandy(response)
    const { inputUnits, outputUnits } = units
    const told = { inputUnits: Number(inputUnits), outputUnits: Number(outputUnits) }
    await sendPaced(context, stream, encodeFrame({ type: 'accepted', ...told }))
    listenToNotices(context, stream, run)
    const verdict = await awaitCredit(context, run, units)
    if (verdict !== 'charged') throw undelivered(verdict, run.abort.signal)
    return { response, finish: 'stop' }
  } catch (error) {
    countWaste(run, charge(run.lease.quote, units))
    throw error
  }
}

/** What the node itself ended is no fault of the payer's. */
function countWaste({ abort, entry }: ActiveRun, worth: Amount): void {
  if (!isEndedByNode(abort.signal.reason)) entry.wastedWork += worth
}

/**
 * Returns the most units that the request can come to.
 *
 * @throws {MalformedError} for an audit of what is no receipt bundle. @throws {RefusalError} REQUEST_TOO_LARGE
 */
function unitsMaxOf(request: WholeRequest): MeteredUnits {
  if (request.kind === 'batch') {
    return { inputUnits: BigInt(batchInputUnits(request)), outputUnits: batchOutputUnitsMax(request) }
  }
  const inputUnits = auditInputUnits(parseReceiptBundle(decodeJson(Buffer.from(request.bundle))))
  if (inputUnits > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RefusalError('REQUEST_TOO_LARGE', `No audit reads ${inputUnits} units.`)
  }
  return { inputUnits, outputUnits: 0n }
}

/**
 * Returns once lease and deposit are known to cover what this run and others under way have pledged. A payer for whom work was
 * done for nothing has to have paid for that and for the most that this run can cost: paid vouchers are money, spent or not.
 *
 * @throws {RefusalError} LEASE_EXHAUSTED, CHANNEL_EXHAUSTED, PAYMENT_REQUIRED
 */
async function requireCovered(context: NodeContext, { lease, entry, pledged: most }: ActiveRun): Promise<void> {
  if (lease.spent + pledged(context, (run) => run.lease === lease) > lease.order.amountMax) {
    throw new RefusalError('LEASE_EXHAUSTED', `This may come to ${most}; the order allows ${lease.order.amountMax}.`)
  }
  const isCovered = () => {
    const pledgedOnChannel = pledged(context, (run) => run.entry === entry)
    return entry.ledger.owed + pledgedOnChannel <= entry.ledger.deposit
  }
  if (!isCovered()) await context.channels.refresh(entry)
  if (!isCovered()) {
    throw new RefusalError('CHANNEL_EXHAUSTED', `This may come to ${most}; the deposit does not cover that.`)
  }
  const { wastedWork } = entry
  if (wastedWork > 0n && chargeWork(entry.ledger, most + wastedWork).outcome !== 'charged') {
    throw new RefusalError(
      'PAYMENT_REQUIRED',
      `Work worth ${wastedWork} was done for nothing, and this may cost ${most}.`,
    )
  }
}

function pledged({ runs }: NodeContext, isCounted: (run: ActiveRun) => boolean): Amount {
  let sum = 0n
  for (const run of runs.entries()) if (isCounted(run)) sum += run.pledged
  return sum
}

function requireHandy(response: WholeResult['response']): void {
  const bytes = Buffer.byteLength(JSON.stringify(response)) + envelopeBytes
  if (bytes <= frameBytesMax) return
  throw new RefusalError('REQUEST_TOO_LARGE', `The result takes ${bytes} bytes; an answer holds ${frameBytesMax}.`)
}
