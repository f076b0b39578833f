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
    const { response, units } = await perform(context, run, request)
    if (charge(run.lease.quote, units) > most) throw new RangeError('The runtime counts more than the request allows.')
    requireHandy(run, response)
    const { inputUnits, outputUnits } = units
    const told = { inputUnits: Number(inputUnits), outputUnits: Number(outputUnits) }
    await sendPaced(context, stream, encodeFrame({ type: 'accepted', ...told }))
    listenToNotices(context, stream, run)
    const verdict = await awaitCredit(context, run, units)
    if (verdict === 'charged') return { response, finish: 'stop' }
    if (verdict !== 'aborted') run.entry.wasted++
    throw undelivered(verdict, run.abort.signal)
  } finally {
    run.pledged = 0n
  }
}

async function perform(context: NodeContext, run: ActiveRun, request: WholeRequest): Promise<WholeResult> {
  const { runtime } = context
  if (runtime.perform === undefined) {
    throw new RefusalError('REQUEST_NOT_LEASED', `No runtime here does ${request.kind}.`)
  }
  const { signal } = run.abort
  const result = await runtime.perform(run.lease.quote.modelRoot, request, { signal })
  signal.throwIfAborted()
  return result
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
 * Returns once lease and deposit are known to cover what this run and others under way have pledged. A payer for whom something
 * was computed for nothing since its last voucher has to have paid that much already.
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
  if (entry.wasted > 0 && chargeWork(entry.ledger, most).outcome !== 'charged') {
    throw new RefusalError('PAYMENT_REQUIRED', `Work was not paid for; before more is done, ${most} is to be.`)
  }
}

function pledged({ runs }: NodeContext, isCounted: (run: ActiveRun) => boolean): Amount {
  let sum = 0n
  for (const run of runs.entries()) if (isCounted(run)) sum += run.pledged
  return sum
}

function requireHandy(run: ActiveRun, response: WholeResult['response']): void {
  const bytes = Buffer.byteLength(JSON.stringify(response)) + envelopeBytes
  if (bytes <= frameBytesMax) return
  run.entry.wasted++
  throw new RefusalError('REQUEST_TOO_LARGE', `The result takes ${bytes} bytes; an answer holds ${frameBytesMax}.`)
}
