/**
 * What one provider does for an answer, from the request to its checked receipt: counts what is delivered, has it paid, and
 * stops where the provider asks for more than it gave.
 *
 * PERF: per chunk one decode, one charge, no timer and no promise of its own.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Amount,
  type BuyerFrame,
  encodeFrame,
  type Finish,
  finishes,
  type Hash,
  isMillraceError,
  MalformedError,
  nameOfCode,
  type PeerStream,
  type ProviderFrame,
  protocolVersion,
  type ReceiptBundle,
  type RecoverSigner,
  receiptIdOf,
  responseHash,
  resultSeal,
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
import type { BuyerStore, LeaseRecord } from './buyer-store.ts'
import { checkOwnEnding, checkReplayedEnding, type Ending } from './check-ending.ts'
import type { Lease } from './lease.ts'
import type { Tab } from './payment-channel.ts'
import { decodeFrame } from './provider-link.ts'
import type { RunChunk } from './run.ts'
import { createRunTally } from './run-tally.ts'
import type { StallWatch, Watched } from './stall-watch.ts'
import type { VoucherDesk } from './voucher-desk.ts'

/** Notices a provider may give in one run: each resets the clock that catches silence. */
export const noticesPerRunMax = 4

export type PartComponents = {
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

type EndFrame = Extract<ProviderFrame, { type: 'end' }>
export type NoticeFrame = Extract<ProviderFrame, { type: 'notice' }>

/** Told what comes, as it comes. */
export type PartSink = {
  /** The provider took it. */
  accepted?(part: Part): void
  /** Text came. */
  chunk(part: Part, chunk: RunChunk): void
  /** The end came and holds, before the outcome is known to others. @param replayed - the answer of an earlier run. */
  end(part: Part, under: Pick<LeaseRecord, 'leaseId' | 'quote'>, sequence: bigint): void
  /** The provider says that it will end early. */
  notice(part: Part, notice: NoticeFrame): void
  /** The result is computed and committed to; it comes when it is asked for. */
  sealed?(part: Part, seal: Hash): void
}

export type PartTerms = {
  readonly lease: Lease
  readonly tab: Tab
  readonly request: WorkRequest
  readonly requestHash: Hash
  readonly maxTokens: number
  readonly inputUnitsMax: number
  readonly idempotencyKey: string | undefined
  readonly sink: PartSink
}

export type PartEnding = {
  readonly finish: Finish
  readonly bundle: ReceiptBundle
  readonly replayed: boolean
  /** Of a sealed result: what opened the seal. */
  readonly salt?: Hash | undefined
}

/** How it ended: with a receipt that holds, or with an error. */
export type PartOutcome = { readonly ending: PartEnding } | { readonly error: unknown }

export type Part = {
  readonly lease: Lease
  readonly sequence: bigint
  readonly receiptId: Hash
  /** Unix milliseconds. */
  readonly beganAt: number
  readonly inputUnits: number
  readonly outputUnits: number
  /** Token identifiers of all that came from it; undefined where a chunk had none. */
  readonly tokenIds: readonly number[] | undefined
  /** What it is owed so far, in base units. */
  readonly amount: Amount
  /** When its first notice came, in Unix milliseconds; undefined without one. */
  readonly noticedAt: number | undefined
  /** The most it may come to, in base units: the cap, until it has ended. */
  readonly amountMax: Amount
  /** Never rejects. */
  readonly outcome: Promise<PartOutcome>
  /** Asks for a sealed result. */
  reveal(): void
  /** Asks the provider to end; what it still sends until its receipt is counted and paid. */
  cancel(): void
}

/** Starts a run under the lease. What was set aside there and on the tab is given back when it ends. */
export function startPart(components: PartComponents, terms: PartTerms): Part {
  const { desk, stalls, now, log, limits } = components
  const { lease, tab, request, requestHash, sink } = terms
  const { link, quote } = lease
  const sequence = lease.nextSequence()
  const outcome = Promise.withResolvers<PartOutcome>()
  const tally = createRunTally({ ...terms, node: link.node, prices: quote, elapsedMs: () => now() - part.beganAt })
  const firstMsMax = isWhole(request) ? limits.wholeWorkMsMax : limits.firstFrameMsMax
  const watched: Watched = { deadline: now() + firstMsMax, onSilence }
  let stream: PeerStream | undefined
  let unseen = 0n
  let notices = 0
  let noticedAt: number | undefined
  let replay: Ending | undefined
  let seal: Hash | undefined
  let isSettled = false
  let isCancelled = false

  const part: Part = {
    lease,
    sequence,
    receiptId: receiptIdOf(lease.leaseId, sequence),
    beganAt: now(),
    get inputUnits() {
      return replay === undefined ? tally.inputUnits : Number(replay.bundle.receipt.inputUnits)
    },
    get outputUnits() {
      return replay === undefined ? tally.outputUnits : Number(replay.bundle.receipt.outputUnits)
    },
    get tokenIds() {
      return tally.tokenIds
    },
    get amount() {
      return replay === undefined ? tab.counted : replay.bundle.receipt.amount
    },
    get noticedAt() {
      return noticedAt
    },
    get amountMax() {
      if (!isSettled) return tab.cap
      return replay === undefined ? tab.counted + unseen : 0n
    },
    outcome: outcome.promise,
    reveal,
    cancel,
  }

  stalls.add(watched)
  try {
    stream = link.openStream()
    const key = terms.idempotencyKey
    const frame = { v: protocolVersion, type: 'run', leaseId: lease.leaseId, sequence, request } as const
    stream.send(encodeFrame(key === undefined ? frame : { ...frame, idempotencyKey: key }))?.catch(ignore)
    pump(stream).catch(fail)
  } catch (cause) {
    fail(new ProviderLostError(link.node, cause))
  }
  return part

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
    else if (frame.type === 'accepted') onAccepted(frame)
    else if (frame.type === 'notice') onNotice(frame)
    else if (frame.type === 'sealed') onSealed(frame.seal)
    else if (frame.type === 'end') onEnd(frame)
    else if (frame.type === 'error') throw new ProviderRefusedError(link.node, frame)
    else throw new ProviderMisbehavedError(link.node, `it sent ${frame.type} in a run.`)
    if (!isSettled && tab.due()) desk.touch(lease.channel)
  }

  function onAccepted({ inputUnits, outputUnits }: Extract<ProviderFrame, { type: 'accepted' }>): void {
    tally.accept(inputUnits, outputUnits)
    sink.accepted?.(part)
  }

  function onNotice(frame: NoticeFrame): void {
    if (++notices > noticesPerRunMax) throw new ProviderMisbehavedError(link.node, 'it gives notice again and again.')
    noticedAt ??= now()
    sink.notice(part, frame)
  }

  /** From here on the provider waits for us. */
  function onSealed(sealed: Hash): void {
    if (seal !== undefined || sink.sealed === undefined) {
      throw new ProviderMisbehavedError(link.node, 'it sealed a result where none is to be sealed.')
    }
    seal = sealed
    watched.deadline = Number.POSITIVE_INFINITY
    sink.sealed(part, sealed)
  }

  function reveal(): void {
    if (isSettled || isCancelled || seal === undefined) return
    watched.deadline = now() + limits.frameSilenceMsMax
    send({ type: 'reveal' })
  }

  function onChunk(chunk: Extract<ProviderFrame, { type: 'chunk' }>): void {
    tally.add(chunk)
    sink.chunk(part, chunk)
  }

  function onEnd(frame: EndFrame): void {
    const { receipt, response } = frame
    const isOwn = receipt.leaseId === lease.leaseId && receipt.sequence === sequence
    if (!isOwn && response !== undefined && terms.idempotencyKey !== undefined && !tally.hasOutput) {
      replay = checkReplayedEnding(components, terms, frame, response)
      finish(replay)
      return
    }
    if (receipt.finish === finishes.cancelled && !isCancelled) {
      throw new ProviderMisbehavedError(link.node, 'it says that the run was cancelled, which nobody did.')
    }
    const delivered = tally.response(frame)
    const { inputUnits, outputUnits } = tally
    const hashes = { requestHash, responseHash: responseHash(delivered) }
    const during = { from: part.beganAt, until: now() }
    const task = request.kind === 'task' ? request : undefined
    const observed = { sequence, kind: request.kind, task, ...hashes, inputUnits, outputUnits, seal, during }
    if (seal !== undefined) requireOpened(frame, hashes.responseHash, seal)
    finish(checkOwnEnding(components, { lease, request, observed, counted: tab.counted }, frame, delivered), frame.salt)
  }

  function requireOpened({ salt }: EndFrame, responseHash: Hash, sealed: Hash): void {
    const { leaseId } = lease
    if (salt === undefined || resultSeal({ node: link.node, leaseId, sequence, responseHash, salt }) !== sealed) {
      throw new ProviderMisbehavedError(link.node, 'its result is not the one that it sealed.')
    }
  }

  function finish({ bundle, lease: under }: Ending, salt?: Hash): void {
    const { receipt, response } = bundle
    const replayed = replay !== undefined
    settle()
    if (replayed) tab.void()
    else tab.close()
    lease.finish(tab.cap, replayed ? 0n : tab.counted)
    link.served()
    desk.touch(lease.channel)
    sink.end(part, under, receipt.sequence)
    if (replayed && response.kind === 'text' && response.text !== '') {
      sink.chunk(part, { text: response.text, units: Number(receipt.outputUnits) })
    }
    outcome.resolve({ ending: { finish: nameOfCode(finishes, receipt.finish, 'finish'), bundle, replayed, salt } })
  }

  function cancel(): void {
    if (isSettled || isCancelled) return
    isCancelled = true
    watched.deadline = now() + limits.cancelMsMax
    sendCancel()
  }

  function sendCancel(): void {
    send({ type: 'cancel' })
  }

  function send(frame: BuyerFrame): void {
    try {
      stream?.send(encodeFrame(frame))?.catch(ignore)
    } catch (error) {
      if (!isMillraceError(error)) throw error
      fail(new ProviderLostError(link.node, error))
    }
  }

  function onSilence(): void {
    const silence = isCancelled
      ? limits.cancelMsMax
      : tally.hasOutput
        ? limits.frameSilenceMsMax
        : limits.firstFrameMsMax
    if (!isCancelled) sendCancel()
    fail(new ProviderStalledError(link.node, silence))
  }

  function settle(): void {
    isSettled = true
    stream?.end()
    stalls.remove(watched)
  }

  function fail(error: unknown): void {
    if (isSettled) return
    settle()
    settleTab(error)
    desk.touch(lease.channel)
    stream?.reset()
    outcome.resolve({ error })
  }

  function settleTab(error: unknown): void {
    const code = isMillraceError(error) ? error.code : 'INTERNAL'
    log({ event: 'run-failed', node: link.node, leaseId: lease.leaseId, sequence, code })
    if (error instanceof ProviderLostError || error instanceof ProviderStalledError) {
      unseen = tab.lose()
      if (!isCancelled) link.lost(part.beganAt)
      // What the provider counted unseen is not known, so the lease counts the most it can be.
      lease.finish(tab.cap, tab.cap)
      return
    }
    if (error instanceof ProviderRefusedError && !tally.hasOutput) tab.void()
    else tab.close()
    lease.finish(tab.cap, tally.hasOutput ? tab.counted : 0n)
    if (error instanceof ProviderRefusedError) return
    lease.close()
    link.suspend(error instanceof Error ? error.message : 'It failed in an unknown way.')
  }
}

/** Work that says nothing until it is done. */
function isWhole({ kind }: WorkRequest): boolean {
  return kind === 'batch' || kind === 'audit'
}
