/** Runs a chat or completion and streams it, each chunk charged before it is sent. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ChatRequest,
  type CompletionRequest,
  encodeFrame,
  type Finish,
  type Hash,
  type PeerStream,
  type TextResponse,
  type WorkResponse,
} from '@millrace/protocol'
import type { Generation, GenerationChunk } from '@millrace/runtime'
import { type ActiveRun, chargeRun, refundRun } from './active-run.ts'
import { awaitCredit, type CreditVerdict } from './await-credit.ts'
import { type ChunkOutbox, createChunkOutbox } from './chunk-outbox.ts'
import { errorFields } from './log.ts'
import type { NodeContext } from './node-context.ts'
import { buildOf, isReplayable, jobOf, withTokenIds } from './run-mode.ts'
import { listenToNotices } from './run-notices.ts'
import { createPace } from './run-pace.ts'
import { isEndedByNode } from './run-registry.ts'
import { sendPaced } from './send-paced.ts'
import { splitChunk, unitsPerPiece } from './split-chunk.ts'
import { undelivered } from './undelivered.ts'
import { abortError } from './watch-buyer.ts'

/** Chunks delivered before others get their turn: a runtime that has all its output ready must not hold up the node. */
export const chunksPerTurnMax = 64

export type Delivery = {
  readonly response: WorkResponse
  readonly finish: Finish
  /** What made a replayable answer. */
  readonly build?: Hash
  /** Why payment ended it, if it did. */
  readonly stoppedBy?: Exclude<CreditVerdict, 'charged' | 'aborted'>
}

/**
 * Returns what was delivered, complete or not. Aborting the run ends it at once with what was delivered until then.
 *
 * @throws a typed error when nothing was delivered; then nothing is charged.
 */
export async function deliverText(
  context: NodeContext,
  stream: PeerStream,
  run: ActiveRun,
  request: ChatRequest | CompletionRequest,
): Promise<Delivery> {
  const { signal } = run.abort
  const generation = await context.runtime.generate(run.lease.quote.modelRoot, jobOf(run, request), { signal })
  const build = buildOf(context, run, generation)
  const inputUnits = BigInt(generation.inputTokens)
  await sendPaced(context, stream, encodeFrame({ type: 'accepted', inputUnits: generation.inputTokens }))
  const verdict = await awaitCredit(context, run, { inputUnits, outputUnits: 0n })
  if (verdict !== 'charged') throw undelivered(verdict, signal)
  const outbox = createChunkOutbox(context, stream)
  listenToNotices(context, stream, run)
  const delivery = await streamText(context, createTextDelivery(context, outbox, run), generation, run)
  await outbox.close()
  return build === undefined ? delivery : { ...delivery, build }
}

async function streamText(
  context: NodeContext,
  text: ReturnType<typeof createTextDelivery>,
  generation: Generation,
  run: ActiveRun,
): Promise<Delivery> {
  const { signal } = run.abort
  const pace = createPace(context, generation.inputTokens)
  let chunks = 0
  try {
    const unitsMax = unitsPerPiece(run.lease.quote.creditTokens)
    for await (const chunk of generation.chunks) {
      pace.see(chunk.tokens)
      for (const piece of chunk.tokens <= unitsMax ? [chunk] : splitChunk(chunk, unitsMax)) {
        const end = await text.deliver(piece)
        if (end !== undefined) {
          pace.record(run)
          return end
        }
        if (signal.aborted) return text.aborted()
      }
      if (++chunks % chunksPerTurnMax === 0) await nextTurn()
    }
  } catch (error) {
    if (!signal.aborted) return text.failed(error)
  }
  return text.aborted()
}

/** Collects what was delivered, chunk by chunk. */
function createTextDelivery(context: NodeContext, outbox: ChunkOutbox, run: ActiveRun) {
  const texts: string[] = []
  let tokenIds: number[] | undefined = []

  const end = (finish: Finish, stoppedBy?: Delivery['stoppedBy']): Delivery => {
    const text = texts.join('')
    const response: TextResponse = tokenIds === undefined ? { kind: 'text', text } : { kind: 'text', text, tokenIds }
    return stoppedBy === undefined ? { response, finish } : { response, finish, stoppedBy }
  }
  const mustName = isReplayable(run.lease.quote)
  const record = (chunk: GenerationChunk) => {
    texts.push(chunk.text)
    if (chunk.tokenIds === undefined) tokenIds = undefined
    else tokenIds?.push(...chunk.tokenIds)
  }

  return {
    /** Returns the delivery when the chunk was the last, or could not be paid for. */
    async deliver(given: GenerationChunk): Promise<Delivery | undefined> {
      if (run.abort.signal.aborted) return undefined
      const chunk = mustName ? withTokenIds(given) : given
      const { inputUnits, outputUnits } = run.units
      const units = { inputUnits, outputUnits: outputUnits + BigInt(chunk.tokens) }
      if (chargeRun(run, units, context.now()) !== 'charged') {
        run.waited = true
        await outbox.flush()
        const verdict = await awaitCredit(context, run, units)
        if (verdict === 'aborted') return undefined
        if (verdict !== 'charged') return end('payment-lagged', verdict)
      }
      if (chunk.tokens > 0 || chunk.text !== '') {
        record(chunk)
        await outbox.add(chunk)
      }
      return chunk.finish === undefined || chunk.finish === 'cancelled' ? undefined : end(chunk.finish)
    },
    failed(error: unknown): Delivery {
      context.log('warn', 'run-failed', { leaseId: run.lease.leaseId, ...errorFields(error) })
      if (run.units.outputUnits > 0n) return end('failed')
      refundRun(run)
      throw error
    },
    aborted(): Delivery {
      const { reason } = run.abort.signal
      if (isEndedByNode(reason) && run.units.outputUnits === 0n) {
        refundRun(run)
        throw abortError(reason)
      }
      return end(isEndedByNode(reason) ? 'preempted' : 'cancelled')
    },
  }
}
