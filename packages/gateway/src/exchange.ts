/**
 * One request to the network, from admission to settlement: its deadlines, its one answer, its money.
 *
 * Whatever comes first ends it (the answer, an error, a deadline, the client leaving, the gateway closing), and only that is
 * answered; what comes later finds `answered` set. It is settled exactly once: by the receipts of all parts, or by estimate when the
 * run does not end in time.
 */
import type { ServerResponse } from 'node:http'
import { type Amount, bundleReceiptId, charge, receiptBundleToJson } from '@millrace/protocol'
import type { Run, RunPart, RunResult } from '@millrace/sdk'
import { EventWriter } from './event-writer.ts'
import { RunEndedError } from './gateway-error.ts'
import type { GatewayLimits } from './gateway-limits.ts'
import type { GatewayStore } from './gateway-store.ts'
import { anonymousId, type Caller } from './key-ring.ts'
import { type Reservation, settle } from './ledger.ts'
import type { Metrics } from './metrics.ts'
import { type OpenAiError, openAiError } from './openai-error.ts'
import { fullInMs, giveBack } from './rate-limit.ts'
import type { StoredReceipt } from './receipt-table.ts'
import { runHeaders } from './run-headers.ts'

export type GatewayLog = (event: { readonly event: string; readonly [field: string]: unknown }) => void

export type ExchangeParts = {
  readonly store: GatewayStore
  readonly now: () => number
  readonly limits: GatewayLimits
  readonly metrics: Metrics
  readonly log: GatewayLog | undefined
  /** Exchanges not yet settled. */
  readonly open: Set<Exchange>
}

export type ExchangeInit = {
  readonly id: string
  readonly route: string
  readonly caller: Caller
  readonly raw: ServerResponse
  /** What the exchange was admitted with. */
  readonly reservation: Reservation
  readonly inputUnitsMax: number
  /** Base units that reading the input costs at most at the cheapest offer. */
  readonly inputCost: Amount
  /** Tokens counted against the key's rate before the run. */
  readonly tokensTaken: number
}

type Phase = 'first' | 'output' | 'reader'

export class Exchange {
  readonly id: string
  readonly caller: Caller
  readonly startedAt: number
  readonly signal: AbortSignal
  readonly events: EventWriter
  answered = false
  deliveredUnits = 0
  deliveredChars = 0
  readonly #parts: ExchangeParts
  readonly #init: ExchangeInit
  readonly #controller = new AbortController()
  #phase: Phase = 'first'
  #progressAt: number
  #run: Run | undefined
  #settleBy: number | undefined
  #leftEarly = false

  constructor(parts: ExchangeParts, init: ExchangeInit) {
    this.#parts = parts
    this.#init = init
    this.id = init.id
    this.caller = init.caller
    this.startedAt = parts.now()
    this.#progressAt = this.startedAt
    this.signal = this.#controller.signal
    this.events = new EventWriter(init.raw, parts.limits.gatheredCharsMax)
    init.caller.inFlight++
    parts.open.add(this)
    init.raw.once('close', this.#onClose)
  }

  /** Base units the run may cost at most. */
  get amountMax(): Amount {
    return this.#init.reservation.amount
  }

  get settling(): boolean {
    return this.#settleBy !== undefined
  }

  /** The first output has come. */
  began(run: Run): void {
    this.#run = run
    this.#phase = 'output'
    this.#progressAt = this.#parts.now()
    this.#parts.metrics.firstOutput(this.#init.route, (this.#progressAt - this.startedAt) / 1000)
  }

  /** Counts one chunk. Ends the exchange when the provider sends more than any answer may be. */
  delivered(text: string, units: number): void {
    this.#progressAt = this.#parts.now()
    this.deliveredUnits += units
    this.deliveredChars += text.length
    if (this.deliveredChars > this.#parts.limits.answerCharsMax) this.fail(answerTooLong(this.#parts.limits))
  }

  /** Waits for a reader that is behind. */
  async awaitReader(): Promise<void> {
    this.#phase = 'reader'
    this.#progressAt = this.#parts.now()
    await this.events.drained()
    this.#phase = 'output'
    this.#progressAt = this.#parts.now()
  }

  /** Starts a streamed answer. */
  startEvents(run: Run): void {
    this.events.start([
      'content-type',
      'text/event-stream; charset=utf-8',
      'cache-control',
      'no-cache',
      'x-accel-buffering',
      'no',
      ...this.#headers(),
      ...runHeaders(run),
    ])
  }

  /** Ends a streamed answer. */
  endEvents(events: string): void {
    if (this.#close(200, '')) this.events.end(events)
  }

  /** Answers in one piece. */
  answer(run: Run, result: RunResult, body: string): void {
    if (!this.#close(200, '')) return
    this.#init.raw.writeHead(200, [
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(Buffer.byteLength(body)),
      ...this.#headers(),
      ...runHeaders(run, result),
      'millrace-cost',
      String(result.charged),
      ...(result.replayed ? ['millrace-replayed', 'true'] : []),
    ])
    this.#init.raw.end(body)
  }

  /** Answers with the error, cancels the run, and sees to its settlement. */
  fail(error: unknown): void {
    const answer = openAiError(error)
    if (!this.#close(answer.status, answer.code)) return
    if (answer.status >= 500) this.#parts.log?.({ event: 'request-failed', request: this.id, error: String(error) })
    if (this.#init.raw.headersSent) this.events.end(`data: ${answer.body}\n\n`)
    else this.#answerError(answer)
    this.#cancel(error)
  }

  /** Ends the exchange without an answer: there is nobody to read it. */
  abandon(error: RunEndedError): void {
    if (!this.#close(openAiError(error).status, error.code)) return
    this.#leftEarly = true
    this.#init.raw.destroy()
    this.#cancel(error)
  }

  /** Charges what the receipts of all parts say, and keeps them. */
  settle(result: RunResult): void {
    if (!this.#parts.open.has(this)) return
    const { inputUnits, outputUnits, charged: amount } = result
    const run = this.#run
    if (run !== undefined && !result.replayed) {
      this.#parts.metrics.ran({ model: run.model.name, token: run.token.symbol, inputUnits, outputUnits, amount })
    }
    this.#settleWith(amount, this.#receiptsOf(result.parts), inputUnits + outputUnits)
  }

  /**
   * Settles a request to which no output came. A provider's failure is not the key's to pay. But when the client has left
   * while it waited, a provider may have read the input and be paid for it: without a charge, asking and leaving would spend
   * the gateway's money for nothing.
   */
  settleUnrun(): void {
    this.#settleWith(this.#leftEarly ? leastOf(this.#init.inputCost, this.amountMax) : 0n, [], 0)
  }

  /** Charges what the parts of a run that failed have cost. */
  settleByParts(run: Run): void {
    if (!this.#parts.open.has(this)) return
    const paid = paidParts(run)
    const units = paid.reduce((sum, { inputUnits, outputUnits }) => sum + inputUnits + outputUnits, 0)
    this.#settleWith(leastOf(amountOf(paid), this.amountMax), this.#receiptsOf(run.parts), units)
  }

  /** Charges what the run may have cost at most, from what was delivered, and no less than its parts have cost so far. */
  settleByEstimate(): void {
    if (!this.#parts.open.has(this)) return
    const run = this.#run
    if (run === undefined) {
      this.settleUnrun()
      return
    }
    this.#parts.metrics.estimated()
    const units = { inputUnits: BigInt(this.#init.inputUnitsMax), outputUnits: BigInt(this.deliveredUnits) }
    const atLeast = mostOf(charge(run.prices, units), amountOf(paidParts(run)))
    this.#settleWith(leastOf(atLeast, this.amountMax), this.#receiptsOf(run.parts), this.#init.tokensTaken)
  }

  /** Settles a run that was cut off: by its receipt if it comes in time, else by estimate. */
  settleLater(run: Run): void {
    this.#run = run
    this.#settleBy ??= this.#parts.now() + this.#parts.limits.receiptWaitMsMax
    run.result.then(
      (result) => this.settle(result),
      () => this.settleByParts(run),
    )
  }

  /** Ends what has taken too long. */
  checkDeadlines(nowMs: number): void {
    const { limits } = this.#parts
    if (this.#settleBy !== undefined) {
      if (nowMs >= this.#settleBy) this.settleByEstimate()
      return
    }
    if (this.answered) return
    const waitedMs = nowMs - this.#progressAt
    if (this.#phase === 'reader') {
      if (waitedMs >= limits.readerStallMsMax) this.abandon(readerStalled(limits))
    } else if (nowMs - this.startedAt >= limits.runMsMax) {
      this.fail(runTimedOut(limits))
    } else if (this.#phase === 'first') {
      if (waitedMs >= limits.firstTokenMsMax) {
        this.fail(firstTokenTimedOut(limits))
      }
    } else if (waitedMs >= limits.chunkGapMsMax) {
      this.fail(chunkTimedOut(limits))
    }
  }

  readonly #onClose = (): void => {
    if (!this.answered) this.abandon(clientGone())
  }

  /** Returns whether this was first to end the exchange. */
  #close(status: number, code: string): boolean {
    if (this.answered) return false
    this.answered = true
    const { metrics, log, now } = this.#parts
    const { route } = this.#init
    const ms = now() - this.startedAt
    metrics.answered({ route, status, code, seconds: ms / 1000 })
    log?.({ event: 'request', request: this.id, route, status, code, ms, key: this.caller.id })
    return true
  }

  #answerError(answer: OpenAiError): void {
    this.#init.raw.writeHead(answer.status, [
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(Buffer.byteLength(answer.body)),
      ...this.#headers(),
      ...(this.#run === undefined ? [] : runHeaders(this.#run)),
      ...answer.headers,
    ])
    this.#init.raw.end(answer.body)
  }

  #headers(): string[] {
    return ['x-request-id', this.id, ...rateHeaders(this.caller)]
  }

  #cancel(reason: unknown): void {
    this.#settleBy ??= this.#parts.now() + this.#parts.limits.receiptWaitMsMax
    this.#controller.abort(reason)
  }

  #receiptsOf(parts: readonly RunPart[]): readonly StoredReceipt[] {
    const createdAt = this.#parts.now()
    return parts.flatMap(({ bundle }) => {
      if (bundle === undefined) return []
      // A stored answer has the receipt of the run that made it.
      const json = JSON.stringify(receiptBundleToJson(bundle))
      return [{ id: bundleReceiptId(bundle), keyId: this.caller.id, createdAt, bundle: json }]
    })
  }

  #settleWith(amount: Amount, receipts: readonly StoredReceipt[], tokens: number): void {
    const { store, open } = this.#parts
    if (!open.delete(this)) return
    this.caller.inFlight--
    if (this.caller.tokens !== undefined) giveBack(this.caller.tokens, this.#init.tokensTaken - tokens)
    settle(store, this.#init.reservation, { spent: amount, receipts, stored: this.caller.id !== anonymousId })
  }
}

function paidParts({ parts }: Run): readonly RunPart[] {
  return parts.filter(({ replayed }) => !replayed)
}

function amountOf(parts: readonly RunPart[]): Amount {
  return parts.reduce((sum, { amount }) => sum + amount, 0n)
}

function mostOf(one: Amount, other: Amount): Amount {
  return one > other ? one : other
}

function leastOf(one: Amount, other: Amount): Amount {
  return one < other ? one : other
}

/** Returns OpenAI's rate headers for keys that have a rate. */
export function rateHeaders({ requests, tokens }: Caller): string[] {
  const headers: string[] = []
  for (const [name, bucket] of [
    ['requests', requests],
    ['tokens', tokens],
  ] as const) {
    if (bucket === undefined) continue
    headers.push(
      `x-ratelimit-limit-${name}`,
      String(bucket.perMinute),
      `x-ratelimit-remaining-${name}`,
      String(Math.max(0, Math.floor(bucket.left))),
      `x-ratelimit-reset-${name}`,
      `${fullInMs(bucket)}ms`,
    )
  }
  return headers
}

function runTimedOut(limits: GatewayLimits): RunEndedError {
  return new RunEndedError({
    code: 'RUN_TIMED_OUT',
    message: `The whole answer did not come within ${limits.runMsMax} ms.`,
    hint: 'Ask for fewer tokens at once.',
    retryable: true,
  })
}

function firstTokenTimedOut(limits: GatewayLimits): RunEndedError {
  return new RunEndedError({
    code: 'FIRST_TOKEN_TIMED_OUT',
    message: `The first output did not come within ${limits.firstTokenMsMax} ms.`,
    hint: 'Try again, or shorten the input.',
    retryable: true,
  })
}

function chunkTimedOut(limits: GatewayLimits): RunEndedError {
  return new RunEndedError({
    code: 'CHUNK_TIMED_OUT',
    message: `The next output did not come within ${limits.chunkGapMsMax} ms.`,
    hint: 'Try again; what was delivered was paid for.',
    retryable: true,
  })
}

function readerStalled(limits: GatewayLimits): RunEndedError {
  return new RunEndedError({
    code: 'READER_STALLED',
    message: `The client did not read for ${limits.readerStallMsMax} ms.`,
    hint: 'Read the answer as it comes.',
    retryable: false,
  })
}

function clientGone(): RunEndedError {
  return new RunEndedError({
    code: 'CLIENT_GONE',
    message: 'The client closed the connection before the answer was complete.',
    hint: 'What was delivered until then was paid for.',
    retryable: false,
  })
}

function answerTooLong(limits: GatewayLimits): RunEndedError {
  return new RunEndedError({
    code: 'RUN_FAILED',
    message: `The provider sent more than the ${limits.answerCharsMax} characters an answer may have.`,
    hint: 'Ask another provider.',
    retryable: false,
  })
}
