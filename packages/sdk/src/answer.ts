/**
 * One answer made of the parts of one provider or several: one unbroken stream to the reader, one result with the receipts
 * of all parts.
 *
 * Invariants: text reaches the reader once and in order, from one part at a time; of parts under way at once, the first to
 * deliver is the one that is heard and the others are cancelled; the result waits until every part has settled.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Amount,
  bundleReceiptId,
  exactnessClasses,
  type Finish,
  nameOfCode,
  policyOf,
  receiptIdOf,
  type TextResponse,
  type WorkResponse,
} from '@millrace/protocol'
import { ignore } from './abortable.ts'
import { codeOfError, describeError } from './buyer-error.ts'
import type { LeaseRecord } from './buyer-store.ts'
import type { Choice } from './choice.ts'
import { createChunkQueue } from './chunk-queue.ts'
import type { Run, RunChunk, RunPart, RunResult } from './run.ts'
import type { NoticeFrame, Part, PartOutcome, PartSink } from './run-part.ts'
import { createSeamGuard, type SeamGuard } from './seam-guard.ts'

/** The start of an answer, for whoever goes on with it. */
export type Continuation = { readonly text: string; readonly tokenIds?: number[] | undefined }

/** What an earlier try with the same idempotency key delivered. */
export type EarlierPart = RunPart & { readonly text: string; readonly tokenIds?: readonly number[] }

export type Answer = {
  /** The run, once the first output or the end has come. */
  readonly started: Promise<Run>
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal
  readonly parts: readonly RunPart[]
  /** Whether anything has reached the reader. */
  readonly hasOutput: boolean
  /** Output units that reached the reader. */
  readonly outputUnits: number
  /** Whether a stop sequence was completed across a seam: nothing more belongs to the answer. */
  readonly stoppedAtSeam: boolean
  /** What was delivered so far; undefined when nothing was. */
  continuation(): Continuation | undefined
  /** Puts what an earlier try delivered at the start. */
  restore(earlier: readonly EarlierPart[]): void
  /** Returns where a part delivers to. */
  readonly sink: PartSink
  /** A part has begun. */
  enter(part: Part, why: Choice): void
  /** Whether the part is the one that is heard. */
  isHeard(part: Part): boolean
  /** A part is over. @param failure - why it did not end the answer. Returns the text that it brought to the reader. */
  leave(part: Part, outcome: PartOutcome, failure: unknown): PartDelivery
  /** The answer is whole. @param response - of the last part, which counts where it is all of the answer. */
  finish(finish: Finish, response?: WorkResponse): void
  fail(error: unknown): void
}

/** What a part brought to the reader, and the identifiers that spell exactly that, where they are known. */
export type PartDelivery = {
  readonly text: string
  readonly tokenIds: readonly number[] | undefined
  readonly view: RunPart
}

type Init = {
  readonly token: TokenInfo
  readonly stops: readonly string[]
  readonly signal: AbortSignal
  /** Told of the first output, and of every provider that takes over. */
  readonly onHeard?: (part: Part) => void
  readonly onProgress?: (part: Part) => void
  readonly onNotice?: (part: Part, notice: NoticeFrame) => void
}

type Entry = {
  readonly part: Part
  readonly why: Choice
  readonly view: PartView
  /** Length of the answer that it goes on from. */
  readonly from: number
  settled: boolean
}
type PartView = { -readonly [Name in keyof RunPart]: RunPart[Name] }

export function createAnswer(init: Init): Answer {
  const { token, stops, signal } = init
  const unwanted = new AbortController()
  const started = Promise.withResolvers<Run>()
  const result = Promise.withResolvers<RunResult>()
  const queue = createChunkQueue(() => cancel(undefined))
  const entries = new Map<Part, Entry>()
  const parts: RunPart[] = []
  let heard: Entry | undefined
  let guard: SeamGuard | undefined
  let text = ''
  let tokenIds: number[] | undefined = []
  let units = 0
  let inputUnits: number | undefined
  let heldHalf = ''
  let isStarted = false
  let stoppedAtSeam = false
  let hasOutput = false
  let isOver = false
  let underWay = 0
  let onAllLeft: (() => void) | undefined

  result.promise.catch(ignore)
  started.promise.catch(ignore)
  const onAbort = () => cancel(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })

  /** Whether the part is the one to be heard; the first to come is. */
  function hear(part: Part): Entry | undefined {
    if (heard !== undefined) return heard.part === part ? heard : undefined
    const entry = entries.get(part)
    if (entry === undefined || entry.settled || isOver || entry.from !== text.length) return undefined
    heard = entry
    for (const other of entries.values()) {
      if (other === entry || other.settled) continue
      other.part.cancel()
    }
    init.onHeard?.(part)
    return entry
  }

  function deliver(chunk: RunChunk, part: Part): void {
    let passed = heldHalf + chunk.text
    heldHalf = ''
    if (isHighSurrogate(passed.charCodeAt(passed.length - 1))) {
      heldHalf = passed.slice(-1)
      passed = passed.slice(0, -1)
    }
    if (guard !== undefined) {
      const judged = guard.push(passed)
      passed = judged.text
      if (judged.stopped) {
        stoppedAtSeam = true
        part.cancel()
      }
      if (!guard.open) guard = undefined
    }
    units += chunk.units
    hand(passed, chunk.units)
  }

  function hand(passed: string, chunkUnits: number): void {
    hasOutput = true
    text += passed
    queue.push({ text: passed, units: chunkUnits })
  }

  function start(entry: Entry, under: Pick<LeaseRecord, 'leaseId' | 'quote'>, sequence: bigint): void {
    if (isStarted) return
    isStarted = true
    const { part, why } = entry
    const { lease } = part
    started.resolve({
      receiptId: receiptIdOf(under.leaseId, sequence),
      leaseId: under.leaseId,
      sequence,
      model: lease.offer.model,
      provider: { operator: lease.quote.operator, node: lease.link.node, endpoint: lease.link.endpoint },
      prices: { inputPrice: under.quote.inputPrice, outputPrice: under.quote.outputPrice },
      exactness: nameOfCode(exactnessClasses, under.quote.exactness, 'exactness'),
      policy: policyOf(under.quote),
      token,
      why,
      parts,
      chunks: queue.chunks,
      result: result.promise,
    })
  }

  function cancel(reason: unknown): void {
    if (isOver || unwanted.signal.aborted) return
    unwanted.abort(reason)
    for (const { part, settled } of entries.values()) if (!settled) part.cancel()
    if (!signal.aborted) return
    queue.fail(reason)
    started.reject(reason)
  }

  function close(): void {
    isOver = true
    signal.removeEventListener('abort', onAbort)
  }

  /** Settles the result once every part has left: whoever settles by the parts finds what each has cost. */
  function conclude(settle: () => void): void {
    if (underWay === 0) settle()
    else onAllLeft = settle
  }

  /** Identifiers count only where they spell all of the text, and no more. */
  function textResponse(): TextResponse {
    const isWhole = tokenIds !== undefined && tokenIds.length > 0 && tokenIds.length === units && !stoppedAtSeam
    return isWhole ? { kind: 'text', text, tokenIds: [...(tokenIds ?? [])] } : { kind: 'text', text }
  }

  return {
    started: started.promise,
    signal: unwanted.signal,
    parts,
    get hasOutput() {
      return hasOutput
    },
    get outputUnits() {
      return units
    },
    get stoppedAtSeam() {
      return stoppedAtSeam
    },
    continuation() {
      if (text === '') return undefined
      const { kind: _kind, ...delivered } = textResponse()
      return delivered
    },
    restore(earlier) {
      for (const { text: passed, tokenIds: ids, ...view } of earlier) {
        parts.push({ ...view, replayed: true })
        inputUnits ??= view.inputUnits
        if (passed === '') continue
        units += view.outputUnits
        hand(passed, view.outputUnits)
        if (ids === undefined) tokenIds = undefined
        else for (const id of ids) tokenIds?.push(id)
      }
      if (hasOutput) guard = createSeamGuard(text, stops)
    },
    sink: {
      chunk(part, chunk) {
        const entry = hear(part)
        if (entry === undefined || stoppedAtSeam) return
        start(entry, part.lease, part.sequence)
        deliver(chunk, part)
        init.onProgress?.(part)
      },
      end(part, under, sequence) {
        const entry = hear(part)
        if (entry !== undefined) start(entry, under, sequence)
      },
      notice(part, notice) {
        if (heard?.part === part) init.onNotice?.(part, notice)
      },
    },
    enter(part, why) {
      const { lease, receiptId } = part
      const view: PartView = {
        node: lease.link.node,
        operator: lease.quote.operator,
        receiptId,
        get inputUnits() {
          return part.inputUnits
        },
        get outputUnits() {
          return part.outputUnits
        },
        get amount() {
          return part.amount
        },
        replayed: false,
      }
      entries.set(part, { part, why, view, from: text.length, settled: false })
      parts.push(view)
      underWay++
      if (unwanted.signal.aborted) part.cancel()
    },
    isHeard: (part) => heard?.part === part,
    leave(part, outcome, failure) {
      const entry = entries.get(part)
      if (entry === undefined) throw new TypeError('The part never entered.')
      entry.settled = true
      const view = settledView(entry.view, outcome, failure)
      parts[parts.indexOf(entry.view)] = view
      underWay--
      if (underWay === 0) onAllLeft?.()
      if (heard !== entry) return { text: '', tokenIds: undefined, view }
      inputUnits ??= part.inputUnits
      const isCut = heldHalf !== '' || guard?.open === true || stoppedAtSeam
      const ids = isCut || part.tokenIds?.length !== part.outputUnits ? undefined : part.tokenIds
      if (ids === undefined) tokenIds = undefined
      else for (const id of ids) tokenIds?.push(id)
      if (failure !== undefined) guard = createSeamGuard(text, stops)
      heldHalf = ''
      heard = undefined
      return { text: text.slice(entry.from), tokenIds: ids, view }
    },
    finish(finish, response) {
      if (isOver) return
      close()
      const rest = guard?.flush() ?? ''
      if (rest !== '') hand(rest, 0)
      queue.end()
      conclude(() => result.resolve(resultOf(finish, response)))
    },
    fail(error) {
      if (isOver) return
      close()
      queue.fail(error)
      started.reject(error)
      conclude(() => result.reject(error))
    },
  }

  /** Whether the last part's response is the whole answer, in the form that its receipt names. */
  function isAll(response: WorkResponse | undefined): response is WorkResponse {
    return response !== undefined && (response.kind !== 'text' || response.text === text)
  }

  function resultOf(finish: Finish, response: WorkResponse | undefined): RunResult {
    const served = parts.filter(({ failure }) => failure?.code !== 'HEDGE_LOST')
    const charged = sumOf(parts.filter(({ replayed }) => !replayed))
    return {
      response: isAll(response) ? response : textResponse(),
      finish,
      inputUnits: inputUnits ?? 0,
      outputUnits: units,
      amount: sumOf(parts),
      charged,
      bundle: served.at(-1)?.bundle,
      replayed: charged === 0n && parts.some(({ replayed }) => replayed),
      parts: [...parts],
    }
  }
}

/** The view with values in place of what was live. */
function settledView(view: PartView, outcome: PartOutcome, failure: unknown): RunPart {
  const { node, operator, inputUnits, outputUnits, amount } = view
  const ending = 'ending' in outcome ? outcome.ending : undefined
  return {
    node,
    operator,
    receiptId: ending?.replayed === true ? bundleReceiptId(ending.bundle) : view.receiptId,
    inputUnits,
    outputUnits,
    amount,
    replayed: ending?.replayed === true,
    ...(ending === undefined ? {} : { bundle: ending.bundle }),
    ...(failure === undefined ? {} : { failure: { code: codeOfError(failure), message: describeError(failure) } }),
  }
}

function sumOf(parts: readonly RunPart[]): Amount {
  return parts.reduce((sum, { amount }) => sum + amount, 0n)
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
