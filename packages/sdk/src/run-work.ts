/**
 * One run under a lease, from the request to its checked receipt: counts what is delivered, has it paid, and stops where
 * the provider asks for more than it gave.
 *
 * PERF: per chunk one decode, one charge, no timer and no promise of its own.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  encodeFrame,
  finishes,
  type Hash,
  isMillraceError,
  MalformedError,
  nameOfCode,
  type PeerStream,
  type ProviderFrame,
  protocolVersion,
  type RecoverSigner,
  receiptIdOf,
  responseHash,
  type WorkRequest,
} from '@millrace/protocol'
import { ignore } from './abortable.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import {
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderStalledError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore } from './buyer-store.ts'
import { checkOwnEnding, checkReplayedEnding, type Ending } from './check-ending.ts'
import type { Choice } from './choose-offer.ts'
import { createChunkQueue } from './chunk-queue.ts'
import type { Lease } from './lease.ts'
import type { Tab } from './payment-channel.ts'
import { decodeFrame } from './provider-link.ts'
import type { Run, RunResult } from './run.ts'
import { createRunTally } from './run-tally.ts'
import type { StallWatch, Watched } from './stall-watch.ts'
import type { VoucherDesk } from './voucher-desk.ts'

export type RunComponents = {
  readonly chain: BuyerChain
  readonly recover: RecoverSigner
  readonly store: BuyerStore
  readonly desk: VoucherDesk
  readonly stalls: StallWatch
  readonly now: () => number
  readonly log: BuyerLog
  readonly token: TokenInfo
  readonly limits: BuyerLimits
}

export type RunTerms = {
  readonly lease: Lease
  readonly tab: Tab
  readonly request: WorkRequest
  readonly requestHash: Hash
  readonly maxTokens: number
  readonly inputUnitsMax: number
  readonly idempotencyKey: string | undefined
  readonly why: Choice
  readonly signal: AbortSignal
}

/**
 * Returns the run once its first output or its end has come.
 *
 * Rejects when nothing was delivered: with the signal's reason on abort, with a {@link ProviderError} otherwise. After
 * that, failures are those of `chunks` and `result`.
 */
export function runWork(components: RunComponents, terms: RunTerms): Promise<Run> {
  const { desk, stalls, now, log, limits } = components
  const { lease, tab, request, requestHash, signal } = terms
  const { link, quote } = lease
  const sequence = lease.nextSequence()
  const beganAt = now()
  const started = Promise.withResolvers<Run>()
  const result = Promise.withResolvers<RunResult>()
  const queue = createChunkQueue(cancel)
  const tally = createRunTally({ ...terms, node: link.node, prices: quote })
  const watched: Watched = { deadline: now() + limits.firstFrameMsMax, onSilence }
  let stream: PeerStream | undefined
  let isStarted = false
  let isSettled = false
  let isCancelled = false

  result.promise.catch(ignore)
  signal.addEventListener('abort', cancel, { once: true })
  stalls.add(watched)
  try {
    stream = link.openStream()
    const key = terms.idempotencyKey
    const frame = { v: protocolVersion, type: 'run', leaseId: lease.leaseId, sequence, request } as const
    stream.send(encodeFrame(key === undefined ? frame : { ...frame, idempotencyKey: key }))?.catch(ignore)
    pump(stream).catch(fail)
    if (signal.aborted) cancel()
  } catch (cause) {
    fail(new ProviderLostError(link.node, cause))
  }
  return started.promise

  async function pump({ frames }: PeerStream): Promise<void> {
    try {
      for await (const bytes of frames) {
        if (!isSettled) take(bytes)
        if (isSettled) return
      }
    } catch (cause) {
      throw new ProviderLostError(link.node, cause)
    }
    throw new ProviderLostError(link.node)
  }

  function take(bytes: Uint8Array): void {
    try {
      onFrame(decodeFrame(link.node, bytes))
    } catch (error) {
      fail(error instanceof MalformedError ? new ProviderMisbehavedError(link.node, error.message, error) : error)
    }
  }

  function onFrame(frame: ProviderFrame): void {
    if (!isCancelled) {
      watched.deadline = now() + (frame.type === 'accepted' ? limits.firstFrameMsMax : limits.frameSilenceMsMax)
    }
    if (frame.type === 'chunk') onChunk(frame)
    else if (frame.type === 'accepted') tally.accept(frame.inputUnits)
    else if (frame.type === 'end') onEnd(frame)
    else if (frame.type === 'error') throw new ProviderRefusedError(link.node, frame)
    else throw new ProviderMisbehavedError(link.node, `it sent ${frame.type} in a run.`)
    if (!isSettled && tab.due()) desk.touch(lease.channel)
  }

  function onChunk(chunk: Extract<ProviderFrame, { type: 'chunk' }>): void {
    tally.add(chunk)
    start(lease, sequence)
    queue.push({ text: chunk.text, units: chunk.units })
  }

  function onEnd(frame: Extract<ProviderFrame, { type: 'end' }>): void {
    const { receipt, response } = frame
    const isOwn = receipt.leaseId === lease.leaseId && receipt.sequence === sequence
    if (!isOwn && response !== undefined && terms.idempotencyKey !== undefined && !tally.hasOutput) {
      finish(checkReplayedEnding(components, terms, frame, response), true)
      return
    }
    const delivered = tally.response(frame)
    const { inputUnits, outputUnits } = tally
    const hashes = { requestHash, responseHash: responseHash(delivered) }
    const observed = { sequence, kind: request.kind, ...hashes, inputUnits, outputUnits }
    finish(checkOwnEnding(components, { lease, request, observed, counted: tab.counted }, frame, delivered), false)
  }

  function finish({ bundle, lease: under }: Ending, replayed: boolean): void {
    const { receipt, response } = bundle
    settle()
    if (replayed) tab.void()
    else tab.close()
    lease.finish(tab.cap, replayed ? 0n : tab.counted)
    link.served()
    desk.touch(lease.channel)
    start(under, receipt.sequence)
    const outputUnits = Number(receipt.outputUnits)
    if (replayed && response.kind === 'text' && response.text !== '') {
      queue.push({ text: response.text, units: outputUnits })
    }
    queue.end()
    result.resolve({
      response,
      finish: nameOfCode(finishes, receipt.finish, 'finish'),
      inputUnits: Number(receipt.inputUnits),
      outputUnits,
      amount: receipt.amount,
      bundle,
      replayed,
    })
  }

  function start(under: Pick<Lease, 'leaseId' | 'quote'>, at: bigint): void {
    if (isStarted) return
    isStarted = true
    started.resolve({
      receiptId: receiptIdOf(under.leaseId, at),
      leaseId: under.leaseId,
      sequence: at,
      model: lease.offer.model,
      provider: { operator: quote.operator, node: link.node, endpoint: link.endpoint },
      prices: { inputPrice: under.quote.inputPrice, outputPrice: under.quote.outputPrice },
      token: components.token,
      why: terms.why,
      chunks: queue.chunks,
      result: result.promise,
    })
  }

  function cancel(): void {
    if (isSettled || isCancelled) return
    isCancelled = true
    watched.deadline = now() + limits.cancelMsMax
    sendCancel()
    if (!signal.aborted) return
    queue.fail(signal.reason)
    started.reject(signal.reason)
  }

  function sendCancel(): void {
    try {
      stream?.send(encodeFrame({ type: 'cancel' }))?.catch(ignore)
    } catch (error) {
      if (!isMillraceError(error)) throw error
      fail(new ProviderLostError(link.node, error))
    }
  }

  function onSilence(): void {
    const silence = isCancelled ? limits.cancelMsMax : isStarted ? limits.frameSilenceMsMax : limits.firstFrameMsMax
    if (!isCancelled) sendCancel()
    fail(new ProviderStalledError(link.node, silence))
  }

  function settle(): void {
    isSettled = true
    stream?.end()
    stalls.remove(watched)
    signal.removeEventListener('abort', cancel)
  }

  function fail(error: unknown): void {
    if (isSettled) return
    settle()
    settleTab(error)
    stream?.reset()
    queue.fail(error)
    result.reject(error)
    started.reject(error)
  }

  function settleTab(error: unknown): void {
    const code = isMillraceError(error) ? error.code : 'INTERNAL'
    log({ event: 'run-failed', node: link.node, leaseId: lease.leaseId, sequence, code })
    if (error instanceof ProviderLostError || error instanceof ProviderStalledError) {
      tab.lose()
      if (!isCancelled) link.lost(beganAt)
      // What the provider counted unseen is not known, so the lease counts the most it can be.
      lease.finish(tab.cap, tab.cap)
      return
    }
    if (error instanceof ProviderRefusedError && !isStarted) tab.void()
    else tab.close()
    lease.finish(tab.cap, isStarted ? tab.counted : 0n)
    if (error instanceof ProviderRefusedError) return
    lease.close()
    link.suspend(error instanceof Error ? error.message : 'It failed in an unknown way.')
  }
}
