/**
 * One run under a lease, from the request to its checked receipt: counts what is delivered, has it paid, and stops where
 * the provider asks for more than it gave.
 *
 * PERF: per chunk one decode, one charge, no timer and no promise of its own.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  charge,
  checkReceiptBundle,
  encodeFrame,
  finishes,
  type Hash,
  isMillraceError,
  MalformedError,
  nameOfCode,
  type PeerStream,
  type ProviderFrame,
  protocolVersion,
  type Receipt,
  type ReceiptBundle,
  type RecoverSigner,
  receiptIdOf,
  responseHash,
  type Signature,
  type WorkRequest,
  type WorkResponse,
} from '@millrace/protocol'
import { ignore } from './abortable.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import {
  OverchargedError,
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderStalledError,
  ReceiptMismatchError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore, LeaseRecord } from './buyer-store.ts'
import type { Choice } from './choose-offer.ts'
import { createChunkQueue } from './chunk-queue.ts'
import type { Lease } from './lease.ts'
import type { Tab } from './payment-channel.ts'
import { decodeFrame } from './provider-link.ts'
import type { Run, RunResult } from './run.ts'
import type { StallWatch, Watched } from './stall-watch.ts'
import { isOvercharge, type ObservedRun, receiptFault } from './verify-receipt.ts'
import type { VoucherDesk } from './voucher-desk.ts'

/** Characters that one output token may stand for. The longest of known vocabularies is far below. */
export const charsPerUnitMax = 1_024
/** Chunks a run may have beyond one per output token. */
export const chunksSpareMax = 16

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
  const { chain, recover, store, desk, stalls, now, log, limits } = components
  const { lease, tab, request, requestHash, signal } = terms
  const { link, quote } = lease
  const sequence = lease.nextSequence()
  const started = Promise.withResolvers<Run>()
  const result = Promise.withResolvers<RunResult>()
  const queue = createChunkQueue(cancel)
  const watched: Watched = { deadline: now() + limits.firstFrameMsMax, onSilence }
  let isStarted = false
  let isSettled = false
  let isCancelled = false
  let inputUnits: number | undefined
  let outputUnits = 0
  let chunkCount = 0
  let charCount = 0
  let text = ''
  let tokenIds: number[] | undefined = []

  let stream: PeerStream | undefined

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
    if (!isCancelled) watched.deadline = now() + limits.frameSilenceMsMax
    if (frame.type === 'chunk') onChunk(frame)
    else if (frame.type === 'accepted') onAccepted(frame.inputUnits)
    else if (frame.type === 'end') onEnd(frame)
    else if (frame.type === 'error') throw new ProviderRefusedError(link.node, frame)
    else throw new ProviderMisbehavedError(link.node, `it sent ${frame.type} in a run.`)
  }

  function onAccepted(units: number): void {
    if (inputUnits !== undefined) throw new ProviderMisbehavedError(link.node, 'it accepted the run twice.')
    if (units > terms.inputUnitsMax) {
      throw new OverchargedError(link.node, `${units} input units; the input has at most ${terms.inputUnitsMax}.`)
    }
    inputUnits = units
    watched.deadline = now() + limits.firstFrameMsMax
    count()
  }

  function onChunk(frame: Extract<ProviderFrame, { type: 'chunk' }>): void {
    if (inputUnits === undefined || request.kind === 'embed') {
      throw new ProviderMisbehavedError(link.node, 'it sent a chunk where none belongs.')
    }
    outputUnits += frame.units
    charCount += frame.text.length
    chunkCount++
    if (outputUnits > terms.maxTokens) {
      throw new OverchargedError(link.node, `more output units than the ${terms.maxTokens} that were asked for.`)
    }
    if (chunkCount > terms.maxTokens + chunksSpareMax || charCount > (outputUnits + chunksSpareMax) * charsPerUnitMax) {
      throw new ProviderMisbehavedError(link.node, 'it sent more text than its units account for.')
    }
    count()
    text += frame.text
    if (frame.tokenIds === undefined) tokenIds = undefined
    else if (tokenIds !== undefined) for (const id of frame.tokenIds) tokenIds.push(id)
    start()
    queue.push({ text: frame.text, units: frame.units })
  }

  function count(): void {
    const total = charge(quote, { inputUnits: BigInt(inputUnits ?? 0), outputUnits: BigInt(outputUnits) })
    if (!tab.countTo(total))
      throw new OverchargedError(link.node, `more than the ${tab.cap} base units agreed for the run.`)
    if (tab.due()) desk.touch(lease.channel)
  }

  function onEnd(frame: Extract<ProviderFrame, { type: 'end' }>): void {
    const isOwn = frame.receipt.leaseId === lease.leaseId && frame.receipt.sequence === sequence
    if (!isOwn && frame.response !== undefined && terms.idempotencyKey !== undefined && chunkCount === 0) {
      onReplay({ ...frame, response: frame.response })
      return
    }
    const response = responseOf(frame)
    const observed: ObservedRun = {
      sequence,
      kind: request.kind,
      requestHash,
      responseHash: responseHash(response),
      inputUnits: inputUnits ?? 0,
      outputUnits,
    }
    const fault = receiptFault(lease, observed, frame, { separator: chain.separator, recover })
    if (fault !== undefined) {
      if (isOvercharge(frame.receipt, observed, quote))
        throw new OverchargedError(link.node, `its receipt does not hold: ${fault}`)
      throw new ReceiptMismatchError(link.node, fault)
    }
    if (frame.receipt.amount !== tab.counted) {
      throw new ReceiptMismatchError(
        link.node,
        `it says ${frame.receipt.amount} base units, but ${tab.counted} were counted.`,
      )
    }
    settle()
    tab.close()
    lease.finish(tab.cap, tab.counted)
    desk.touch(lease.channel)
    finish(
      { lease: { ...lease, model: lease.offer.model }, receipt: frame.receipt, signature: frame.signature, response },
      false,
    )
  }

  /** A retry: the answer is that of an earlier run, whose lease may be of before a restart. */
  function onReplay(frame: { receipt: Receipt; signature: Signature; response: WorkResponse }): void {
    const { receipt, signature, response } = frame
    const record = store.lease(receipt.leaseId)
    if (record === undefined)
      throw new ReceiptMismatchError(link.node, 'it is for a lease that this buyer never opened.')
    if (record.quote.node !== link.node) throw new ReceiptMismatchError(link.node, 'it is of another node.')
    const failed = checkReceiptBundle(bundleOf(record, frame), recover).find(({ holds }) => !holds)
    if (failed !== undefined) throw new ReceiptMismatchError(link.node, `${failed.name}: ${failed.detail}.`)
    settle()
    tab.void()
    lease.finish(tab.cap, 0n)
    inputUnits = Number(receipt.inputUnits)
    outputUnits = Number(receipt.outputUnits)
    if (response.kind === 'text' && response.text !== '') queue.push({ text: response.text, units: outputUnits })
    finish({ lease: record, receipt, signature, response }, true)
  }

  function responseOf(frame: Extract<ProviderFrame, { type: 'end' }>): WorkResponse {
    if (request.kind === 'embed') {
      const { response } = frame
      if (response?.kind !== 'vectors' || response.vectors.length > request.inputs.length) {
        throw new ProviderMisbehavedError(link.node, 'it sent no vectors for the texts.')
      }
      return response
    }
    if (frame.response !== undefined) throw new ProviderMisbehavedError(link.node, 'it sent the whole answer twice.')
    if (tokenIds === undefined || chunkCount === 0) {
      const bare: WorkResponse = { kind: 'text', text }
      if (chunkCount > 0 || responseHash(bare) === frame.receipt.responseHash) return bare
    }
    return { kind: 'text', text, tokenIds: tokenIds ?? [] }
  }

  type Ending = { lease: LeaseRecord; receipt: Receipt; signature: Signature; response: WorkResponse }

  function finish(ending: Ending, replayed: boolean): void {
    const { receipt, response } = ending
    start(ending.lease, receipt.sequence)
    queue.end()
    result.resolve({
      response,
      finish: nameOfCode(finishes, receipt.finish, 'finish'),
      inputUnits: Number(receipt.inputUnits),
      outputUnits: Number(receipt.outputUnits),
      amount: receipt.amount,
      bundle: bundleOf(ending.lease, ending),
      replayed,
    })
  }

  function bundleOf(
    { model, quote: quoted, quoteSignature, order, orderSignature }: LeaseRecord,
    { receipt, signature, response }: { receipt: Receipt; signature: Signature; response: WorkResponse },
  ): ReceiptBundle {
    const signed = { quote: quoted, quoteSignature, order, orderSignature }
    return { domain: chain.domain, model, ...signed, request, response, receipt, receiptSignature: signature }
  }

  function start(under: { leaseId: Hash; quote: Lease['quote'] } = lease, at: bigint = sequence): void {
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
    const spent = tab.counted
    if (error instanceof ProviderRefusedError) {
      if (isStarted) tab.close()
      else tab.void()
    } else if (error instanceof ProviderLostError || error instanceof ProviderStalledError) {
      tab.lose()
    } else {
      tab.close()
      lease.close()
      link.suspend(error instanceof Error ? error.message : 'It failed in an unknown way.')
    }
    lease.finish(tab.cap, isStarted ? spent : 0n)
    log({
      event: 'run-failed',
      node: link.node,
      leaseId: lease.leaseId,
      sequence,
      code: isMillraceError(error) ? error.code : 'INTERNAL',
    })
  }
}
