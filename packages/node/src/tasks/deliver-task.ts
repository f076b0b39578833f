/**
 * Runs a native task and streams its log, each piece charged with the processor time since the last one before it is sent. Whatever
 * ends the run (cancel, preemption, payment that lags) ends the task, and what ran until then is charged.
 */
import {
  chunkUnitsMax,
  encodeFrame,
  type Finish,
  type PeerStream,
  type TaskRequest,
  type TaskResponse,
} from '@millrace/protocol'
import type { GenerationChunk, TaskEnding, TaskGeneration } from '@millrace/runtime'
import { type ActiveRun, chargeRun, refundRun } from '../active-run.ts'
import { awaitCredit } from '../await-credit.ts'
import { type ChunkOutbox, createChunkOutbox, gatheredUnitsMax } from '../chunk-outbox.ts'
import type { Delivery } from '../deliver-text.ts'
import { errorFields } from '../log.ts'
import type { NodeContext } from '../node-context.ts'
import { requireInputs } from '../objects/lease-objects.ts'
import { RefusalError } from '../refusal-error.ts'
import { listenToNotices } from '../run-notices.ts'
import { isEndedByNode } from '../run-registry.ts'
import { sendPaced } from '../send-paced.ts'
import type { TaskTraffic } from '../services/service-desk.ts'
import { splitChunk, unitsPerPiece } from '../split-chunk.ts'
import { undelivered } from '../undelivered.ts'
import { abortError } from '../watch-buyer.ts'

/**
 * Returns what was delivered, complete or not.
 *
 * @throws a typed error when nothing was delivered; then nothing is charged.
 */
export async function deliverTask(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  request: TaskRequest,
): Promise<Delivery> {
  const { runtime, objects } = context
  const { signal } = run.abort
  if (runtime.start === undefined) throw new RefusalError('REQUEST_NOT_LEASED', 'No runtime here runs tasks.')
  requireInputs(objects, run.lease, request)
  const secrets = await context.sealing.open(run.lease.leaseId, request)
  const generation = await runtime.start(run.lease.quote.modelRoot, request, { signal, secrets })
  const { inputUnits, reach } = generation
  using traffic = reach === undefined ? undefined : context.services.open(run, request, reach)
  await sendPaced(context, stream, encodeFrame({ type: 'accepted', inputUnits }))
  const verdict = await awaitCredit(context, run, { inputUnits: BigInt(inputUnits), outputUnits: 0n })
  if (verdict !== 'charged') throw undelivered(verdict, signal)
  const outbox = createChunkOutbox(context, stream)
  listenToNotices(context, stream, run)
  terminateOnNotice(run, generation)
  const delivery = await streamTask(context, outbox, { run, traffic }, generation)
  await outbox.close()
  return delivery
}

/** A run, and what goes to and fro between its task and its buyer. */
type Served = { readonly run: ActiveRun; readonly traffic: TaskTraffic | undefined }

/** A task that is to be ended is told, so that it may save what it can. */
function terminateOnNotice(run: ActiveRun, generation: TaskGeneration): void {
  const tell = run.notify
  run.notify = (notice) => {
    tell?.(notice)
    generation.terminate()
  }
  if (run.notice !== undefined) generation.terminate()
}

async function streamTask(
  context: NodeContext,
  outbox: ChunkOutbox,
  served: Served,
  generation: TaskGeneration,
): Promise<Delivery> {
  const { run } = served
  const { signal } = run.abort
  const { creditTokens } = run.lease.quote
  // The outbox may gather a chunk with what waits already.
  const unitsMax = Math.min(unitsPerPiece(creditTokens), chunkUnitsMax - gatheredUnitsMax)
  const task = createTaskDelivery(context, outbox, served)
  try {
    for await (const { text, units } of generation.chunks) {
      for (const piece of splitChunk({ text, tokens: units }, unitsMax)) {
        const end = await task.deliver(piece)
        if (end !== undefined) return end
        if (signal.aborted) return task.aborted()
      }
    }
    const ending = await generation.ending
    if (!signal.aborted) return task.ended(ending)
    ending.held[Symbol.dispose]()
    return task.aborted()
  } catch (error) {
    return signal.aborted ? task.aborted() : task.failed(error)
  }
}

/** Collects what was delivered, piece by piece. */
function createTaskDelivery(context: NodeContext, outbox: ChunkOutbox, { run, traffic }: Served) {
  const texts: string[] = []
  const cut = (outcome: TaskResponse['outcome']): TaskResponse => {
    return { kind: 'task', outcome, log: texts.join(''), outputs: [] }
  }
  const hasRun = () => run.units.outputUnits > 0n

  return {
    /** Returns the delivery when the piece could not be paid for. */
    async deliver(piece: GenerationChunk): Promise<Delivery | undefined> {
      if (run.abort.signal.aborted) return undefined
      const { inputUnits, outputUnits } = run.units
      const units = { inputUnits, outputUnits: outputUnits + BigInt(piece.tokens) }
      if (chargeRun(run, units, context.now()) !== 'charged') {
        run.waited = true
        // What runs unpaid is the node's risk; what goes to and fro is not added to it.
        traffic?.halt()
        await outbox.flush()
        const verdict = await awaitCredit(context, run, units)
        if (verdict === 'charged') traffic?.goOn()
        if (verdict === 'aborted') return undefined
        if (verdict !== 'charged') return { response: cut('cancelled'), finish: 'payment-lagged', stoppedBy: verdict }
      }
      texts.push(piece.text)
      await outbox.add(piece)
      return undefined
    },
    ended({ outputs, held, ...ending }: TaskEnding): Delivery {
      context.objects.keepOutputs(run.lease, outputs, held)
      const response = { kind: 'task' as const, ...ending, log: texts.join(''), outputs: [...outputs] }
      return { response, finish: finishOf(run, ending) }
    },
    failed(error: unknown): Delivery {
      context.log('warn', 'run-failed', { leaseId: run.lease.leaseId, ...errorFields(error) })
      if (hasRun()) return { response: cut('failed'), finish: 'failed' }
      refundRun(run)
      throw error
    },
    aborted(): Delivery {
      const { reason } = run.abort.signal
      const isOurs = isEndedByNode(reason)
      if (isOurs && !hasRun()) {
        refundRun(run)
        throw abortError(reason)
      }
      return { response: cut('cancelled'), finish: isOurs ? 'preempted' : 'cancelled' }
    },
  }
}

/** A task that was told to end, and did not end well, was ended. */
function finishOf({ notice }: ActiveRun, { outcome, exitCode }: Pick<TaskResponse, 'outcome' | 'exitCode'>): Finish {
  return notice === undefined || (outcome === 'exited' && exitCode === 0) ? 'stop' : 'preempted'
}
