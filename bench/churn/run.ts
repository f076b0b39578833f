/**
 * Streams through the gateway while providers are killed: the daemons are processes of their own, and they are killed with
 * SIGKILL at seeded moments while they serve. What everybody holds afterwards is gathered for `checkChurn`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressKind } from '@millrace/p2p'
import type { Channel } from '@millrace/protocol'
import { createRandom, type Random } from '../../simulation/random.ts'
import type { AnswerParts, BuyerHandlers } from '../live-network/buyer-actor.ts'
import { type LiveNetwork, type LiveProvider, startLiveNetwork } from '../live-network/live-network.ts'
import type { ProviderHandlers } from '../live-network/provider-actor.ts'
import type { StoryPace } from '../live-network/story-model.ts'
import { type ChatClient, createChatClient, type Streamed } from '../live-network/stream-chat.ts'
import { type NodeFile, readNodeFile } from './node-file.ts'

export type ChurnOptions = {
  readonly seed: number
  readonly providers: number
  /** Providers killed. */
  readonly kills: number
  readonly requests: number
  /** Streams at a time. */
  readonly concurrency: number
  readonly pace: StoryPace
  /** Answered requests that are asked again afterwards, with their idempotency keys. */
  readonly retries: number
}

/** A request and how it went for its client. */
export type ChurnStream = { readonly number: number; readonly streamed: Streamed }

/** What is known of a provider when all is over. */
export type ProviderEnd = {
  readonly provider: LiveProvider['operator']
  readonly killed: boolean
  /** What it said of its books before it was asked to end; undefined of a killed one. */
  readonly books: ReturnType<ProviderHandlers['books']> | undefined
  readonly ends: ReadonlyMap<number, number> | undefined
  /** The channel as the chain has it, after the survivors redeemed. */
  readonly channel: Channel
  /** What is in its file, whether it was killed or ended. */
  readonly file: NodeFile
}

export type ChurnResult = {
  readonly options: ChurnOptions
  readonly streams: readonly ChurnStream[]
  readonly retried: readonly ChurnStream[]
  /** What the buyer's answers were made of: of the first asks, then of the retries. */
  readonly answers: readonly AnswerParts[]
  readonly retryAnswers: readonly AnswerParts[]
  readonly books: Awaited<ReturnType<BuyerHandlers['books']>>
  readonly providers: readonly ProviderEnd[]
  readonly seconds: number
}

/** Longest wait for the last vouchers, in milliseconds. */
const settledMsMax = 20_000
/** The share of the requests between whose beginnings providers are killed: not before it runs evenly, nor when it ends. */
const killsFrom = 0.1
const killsTo = 0.8
/** Milliseconds after the beginning of a request within which a provider is killed: in the middle of a stream. */
const killDelayMsMax = 500
/** Milliseconds that the buyer waits, when it closes, for vouchers that a killed provider never acknowledges. */
const closeMsMax = 200

/** Runs the scenario. Its processes have ended when it returns. */
export async function runChurn(options: ChurnOptions): Promise<ChurnResult> {
  const reaches = Array.from({ length: options.providers }, (_, at): AddressKind => (at % 2 === 0 ? 'tls' : 'libp2p'))
  await using network = await startLiveNetwork({ reaches, pace: options.pace, limits: { closeMsMax } })
  const { buyer } = network
  const client = createChatClient(await buyer.call('gateway', undefined))
  const killed = new Set<LiveProvider>()
  const beganAt = performance.now()
  const streams = await streamAll(client, network, options, killed)
  const seconds = (performance.now() - beganAt) / 1_000
  const survivors = network.providers.filter((provider) => !killed.has(provider))
  await untilPaid(survivors)
  const answers = await buyer.call('answers', undefined)
  const retried = await retryAll(client, options, streams, answers, survivors)
  const retryAnswers = (await buyer.call('answers', undefined)).slice(answers.length)
  client.close()
  await Promise.all(survivors.map((provider) => provider.call('redeem', undefined)))
  const books = await buyer.call('books', undefined)
  const providers = await Promise.all(network.providers.map((each) => endOf(network, each, killed.has(each))))
  return { options, streams, retried, answers, retryAnswers, books, providers, seconds }
}

/** Asks for all stories, so many at a time, and kills providers meanwhile. */
async function streamAll(
  client: ChatClient,
  { buyer, providers }: LiveNetwork,
  { seed, requests, concurrency, kills, pace }: ChurnOptions,
  killed: Set<LiveProvider>,
): Promise<readonly ChurnStream[]> {
  const random = createRandom(seed)
  const moments = killMoments(random, kills, requests)
  const streams: ChurnStream[] = []
  const killing: Promise<void>[] = []
  let next = 0

  async function killOne(): Promise<void> {
    const delayMs = random.next() * killDelayMsMax
    const draw = random.next()
    await sleep(delayMs)
    const serving = new Set(await buyer.call('serving', undefined))
    const alive = providers.filter((provider) => !killed.has(provider))
    const busy = alive.filter(({ operator }) => serving.has(operator.node))
    const from = busy.length > 0 ? busy : alive
    const victim = from[Math.floor(draw * from.length)]
    if (victim === undefined) throw new RangeError('more are killed than there are')
    killed.add(victim)
    const ended = new Promise((resolve) => victim.process.once('exit', resolve))
    victim.process.kill('SIGKILL')
    await ended
  }

  async function work(): Promise<void> {
    while (next < requests) {
      const number = next++
      if (moments.delete(number)) killing.push(killOne())
      const order = { number, maxTokens: 2 * pace.words, idempotencyKey: keyOf(seed, number) }
      streams.push({ number, streamed: await client.stream(order) })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  await Promise.all(killing)
  return streams
}

/** Returns the requests at whose beginning a provider is about to be killed. */
function killMoments(random: Random, kills: number, requests: number): Set<number> {
  const moments = new Set<number>()
  while (moments.size < kills) {
    moments.add(Math.floor(requests * (killsFrom + (killsTo - killsFrom) * random.next())))
  }
  return moments
}

/** Asks some again that were answered whole, and whose last provider lives: the answer is there. */
async function retryAll(
  client: ChatClient,
  { seed, retries, pace }: ChurnOptions,
  streams: readonly ChurnStream[],
  answers: readonly AnswerParts[],
  survivors: readonly LiveProvider[],
): Promise<readonly ChurnStream[]> {
  const alive = new Set(survivors.map(({ operator }) => operator.node))
  const isKept = ({ parts }: AnswerParts): boolean => {
    const last = parts.at(-1)
    return last?.bundle !== undefined && alive.has(last.node)
  }
  const kept = answers.filter(isKept)
  // Those that several served come first: theirs is the harder case.
  const chosen = kept.sort((one, other) => other.parts.length - one.parts.length).slice(0, retries)
  const retried: ChurnStream[] = []
  for (const { number } of chosen) {
    if (streams.find((stream) => stream.number === number)?.streamed.error !== undefined) continue
    const order = { number, maxTokens: 2 * pace.words, idempotencyKey: keyOf(seed, number) }
    retried.push({ number, streamed: await client.stream(order) })
  }
  return retried
}

/** Waits until the survivors' last vouchers have come: they may be on their way when an answer is whole. */
async function untilPaid(survivors: readonly LiveProvider[]): Promise<void> {
  const until = performance.now() + settledMsMax
  for (;;) {
    const books = await Promise.all(survivors.map((provider) => provider.call('books', undefined)))
    // What is still unpaid then is for the checks to tell.
    if (books.every(({ owed, paid, runs }) => owed === paid && runs === 0) || performance.now() > until) return
    await sleep(50)
  }
}

async function endOf({ chain, buyer }: LiveNetwork, live: LiveProvider, killed: boolean): Promise<ProviderEnd> {
  const { operator: provider, storePath } = live
  const books = killed ? undefined : await live.call('books', undefined)
  const ends = killed ? undefined : await live.call('ends', undefined)
  await live.stop()
  const channel = await chain.channel(buyer.payer.payer, provider.operator)
  return { provider, killed, books, ends, channel, file: readNodeFile(storePath) }
}

function keyOf(seed: number, number: number): string {
  return `churn-${seed}-${number}`
}
