/** Runs an ask on the network and answers with what comes: as events, in one piece, or as vectors. */
import type { Finish } from '@millrace/protocol'
import type { Ask, Buyer, Run } from '@millrace/sdk'
import { embeddingsBody } from './embeddings-format.ts'
import type { Exchange } from './exchange.ts'
import { RunEndedError } from './gateway-error.ts'
import { receiptIdsOf } from './run-headers.ts'
import type { TextFormat } from './text-format.ts'

type Wish = { readonly ask: Ask; readonly idempotencyKey: string | undefined }

/** Answers with text. Never rejects: whatever goes wrong is the exchange's answer. */
export async function serveText(
  buyer: Pick<Buyer, 'run'>,
  exchange: Exchange,
  wish: Wish & { readonly stream: boolean; readonly format: TextFormat },
): Promise<void> {
  const run = await begin(buyer, exchange, wish)
  if (run === undefined) return
  try {
    const text = wish.stream ? await pipeEvents(exchange, run, wish.format) : await gatherText(exchange, run)
    if (exchange.answered) return exchange.settleLater(run)
    const result = await run.result
    exchange.settle(result)
    const finish = finishOf(result.finish)
    if (wish.stream) exchange.endEvents(wish.format.closing(finish, result, result.charged, receiptIdsOf(run, result)))
    else exchange.answer(run, result, wish.format.whole(text, finish, result))
  } catch (error) {
    exchange.fail(error)
    exchange.settleLater(run)
  }
}

/** Answers with vectors. Never rejects. */
export async function serveVectors(
  buyer: Pick<Buyer, 'run'>,
  exchange: Exchange,
  wish: Wish & { readonly model: string; readonly base64: boolean },
): Promise<void> {
  const run = await begin(buyer, exchange, wish)
  if (run === undefined) return
  try {
    const result = await run.result
    exchange.settle(result)
    finishOf(result.finish)
    exchange.answer(run, result, embeddingsBody(wish.model, result, wish.base64))
  } catch (error) {
    exchange.fail(error)
    exchange.settleLater(run)
  }
}

async function begin(buyer: Pick<Buyer, 'run'>, exchange: Exchange, wish: Wish): Promise<Run | undefined> {
  const { signal } = exchange
  const { ask, idempotencyKey } = wish
  let run: Run
  try {
    run = await buyer.run(ask, idempotencyKey === undefined ? { signal } : { signal, idempotencyKey })
  } catch (error) {
    exchange.fail(error)
    exchange.settleUnrun()
    return undefined
  }
  if (exchange.answered) {
    exchange.settleLater(run)
    return undefined
  }
  exchange.began(run)
  return run
}

/** Writes chunks as they come. A break out of the loop cancels the run. */
async function pipeEvents(exchange: Exchange, run: Run, format: TextFormat): Promise<string> {
  const { events } = exchange
  exchange.startEvents(run)
  events.write(format.opening)
  for await (const { text, units } of run.chunks) {
    exchange.delivered(text, units)
    if (exchange.answered) break
    if (text !== '') events.write(format.delta(text))
    if (events.blocked) await exchange.awaitReader()
    if (exchange.answered) break
  }
  return ''
}

async function gatherText(exchange: Exchange, run: Run): Promise<string> {
  let gathered = ''
  for await (const { text, units } of run.chunks) {
    exchange.delivered(text, units)
    if (exchange.answered) break
    gathered += text
  }
  return gathered
}

/** Returns OpenAI's reason for an answer that is complete. @throws {RunEndedError} for one that is not. */
function finishOf(finish: Finish): 'stop' | 'length' {
  if (finish === 'stop' || finish === 'length') return finish
  throw new RunEndedError(interrupted[finish])
}

const interrupted = {
  cancelled: {
    code: 'RUN_CANCELLED',
    message: 'The provider ended the run before it was complete.',
    hint: 'Try again; what was delivered was paid for.',
    retryable: true,
  },
  'payment-lagged': {
    code: 'RUN_PAYMENT_LAGGED',
    message: 'The provider ended the run because payment did not keep up with it.',
    hint: "Try again; if it stays, the gateway's operator must look at its channels.",
    retryable: true,
  },
  preempted: {
    code: 'RUN_PREEMPTED',
    message: 'The provider needed its machine back, and no other could go on.',
    hint: 'Try again; what was delivered was paid for.',
    retryable: true,
  },
  failed: {
    code: 'RUN_FAILED',
    message: 'The provider failed during the run.',
    hint: 'Try again; what was delivered was paid for.',
    retryable: true,
  },
} as const
