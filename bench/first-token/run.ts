/**
 * From the order to the first token that its reader sees, over every way an order can take, beyond the model's own time.
 *
 * The model measures itself: of each answer, the milliseconds from the pull of its first chunk until it gave it are taken off
 * what the reader waited. One order at a time, so that nothing waits for another; the ways take turns, so that a machine that
 * drifts drifts for all. Every answer is compared with the whole story.
 */
import type { ChildProcess } from 'node:child_process'
import { startActor } from '../../test/net/actor.ts'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import type { Told } from '../live-network/chat-ask.ts'
import { channelDeposit, type LiveNetwork, type LiveProvider, startLiveNetwork } from '../live-network/live-network.ts'
import { type StoryPace, storiesCount, storyOf } from '../live-network/story-model.ts'
import { createChatClient } from '../live-network/stream-chat.ts'
import { thisMachine } from '../live-network/this-machine.ts'
import type { StubHandlers, StubSettings } from './stub-actor.ts'

export type FirstTokenOptions = {
  readonly pace: StoryPace
  /** Offers besides those of the providers that run. */
  readonly furtherOffers: number
  /** Orders over each way that are not measured, and that are. */
  readonly warmUps: number
  readonly samples: number
  /** First orders of buyers that never bought. */
  readonly firstOrders: number
}

/** Measured times of one way, in milliseconds, sorted. */
export type WayTimes = {
  readonly way: string
  /** First token at the reader, less the model's own time. */
  readonly addedMs: readonly number[]
  readonly wrong: number
}

/** One way to order: returns how answer `number` came. */
type Way = { readonly name: string; readonly ask: (number: number) => Promise<Told> }

/** Registering takes a transaction a node, and so a few seconds for a thousand: operators register beside each other. */
const crowdOperators = 4

/** Runs the bench and prints it. Returns the times, for tests. */
export async function runFirstTokenBench(options: FirstTokenOptions): Promise<readonly WayTimes[]> {
  await using network = await startLiveNetwork({ reaches: ['tls', 'libp2p', 'relayed'], pace: options.pace })
  await using stub = await startStub(options.pace)
  const offers = await addCrowd(network, options.furtherOffers)
  const ownMs = async (): Promise<ReadonlyMap<number, number>> => {
    const maps = await Promise.all([stub, ...network.providers].map((actor) => actor.call('firstChunkMs', undefined)))
    return new Map(maps.flatMap((map) => [...map]))
  }
  const chat = await clientsOf(network, stub)
  const ways = waysOf(network, chat, options.pace.words)
  const numbers = createNumbers()
  for (let round = 0; round < options.warmUps; round++) for (const { ask } of ways) await ask(numbers())
  const rounds: { way: string; number: number; told: Told }[] = []
  for (let round = 0; round < options.samples; round++) {
    for (const { name, ask } of ways) {
      const number = numbers()
      rounds.push({ way: name, number, told: await ask(number) })
    }
  }
  for (let order = 0; order < options.firstOrders; order++) {
    const number = numbers()
    rounds.push({ way: firstOrderName, number, told: await firstOrder(network, number, options.pace.words) })
  }
  const chooseMs = await network.buyer.call('choose', { times: options.samples, maxTokens: options.pace.words })
  await requireRelayed(network)
  chat.close()
  const own = await ownMs()
  const times = [...ways.map(({ name }) => name), firstOrderName].map((way) =>
    timesOf(
      way,
      rounds.filter((each) => each.way === way),
      own,
      options.pace.words,
    ),
  )
  report(times, { options, offers, own, chooseMs: chooseMs.sort(byValue) })
  return times
}

const firstOrderName = 'first order'

async function startStub(pace: StoryPace) {
  const script = new URL('./stub-actor.ts', import.meta.url)
  return startActor<StubHandlers>(thisMachine(new Set<ChildProcess>()), script, { pace } satisfies StubSettings)
}

/** Returns how many offers the buyer has then. */
async function addCrowd({ chain, buyer }: LiveNetwork, count: number): Promise<number> {
  const each = Math.ceil(count / crowdOperators)
  const crowds = await Promise.all(Array.from({ length: crowdOperators }, () => chain.addNodes(each)))
  let offers = 0
  for (const crowd of crowds) offers = await buyer.call('crowd', crowd)
  return offers
}

async function clientsOf({ buyer }: LiveNetwork, stub: Awaited<ReturnType<typeof startStub>>) {
  const bare = createChatClient({ url: await stub.call('url', undefined) })
  const gateway = createChatClient(await buyer.call('gateway', undefined))
  return {
    bare,
    gateway,
    close(): void {
      bare.close()
      gateway.close()
    },
  }
}

function waysOf(
  { buyer, providers }: LiveNetwork,
  { bare, gateway }: Awaited<ReturnType<typeof clientsOf>>,
  maxTokens: number,
): readonly Way[] {
  const at = ({ reach, operator }: LiveProvider): Way => ({
    name: `warm lease, ${reach}`,
    ask: (number) => buyer.call('ask', { number, maxTokens, provider: operator.node }),
  })
  return [
    { name: 'bare HTTP stub', ask: (number) => bare.stream({ number, maxTokens }) },
    ...providers.map(at),
    { name: 'warm, free choice', ask: (number) => buyer.call('ask', { number, maxTokens }) },
    { name: 'warm, gateway', ask: (number) => gateway.stream({ number, maxTokens }) },
  ]
}

async function firstOrder({ chain, buyer, providers }: LiveNetwork, number: number, maxTokens: number): Promise<Told> {
  const provider = providers.find(({ reach }) => reach === 'tls')
  if (provider === undefined) throw new RangeError('one is reached directly')
  const payer = await chain.addPayer(2n * channelDeposit)
  return buyer.call('firstOrder', { number, maxTokens, provider: provider.operator.node, payer })
}

/** @throws when the connection to the relayed provider became direct: its times would be another way's. */
async function requireRelayed({ buyer }: LiveNetwork): Promise<void> {
  const connections = await buyer.call('connections', undefined)
  if (!connections.some(({ direct }) => !direct)) throw new Error('no connection went through the relay')
}

/** Numbers of prompts: each is asked once, so that the model's own time of each is known. */
function createNumbers(): () => number {
  let next = 0
  return () => next++
}

function timesOf(
  way: string,
  rounds: readonly { readonly number: number; readonly told: Told }[],
  own: ReadonlyMap<number, number>,
  words: number,
): WayTimes {
  const right = rounds.filter(({ number, told }) => told.text === storyOf(number, words))
  const addedMs = right.map(({ number, told }) => told.firstTokenMs - (own.get(number) ?? Number.NaN)).sort(byValue)
  return { way, addedMs, wrong: rounds.length - right.length }
}

type Circumstances = {
  readonly options: FirstTokenOptions
  readonly offers: number
  readonly own: ReadonlyMap<number, number>
  readonly chooseMs: readonly number[]
}

function report(times: readonly WayTimes[], { options, offers, own, chooseMs }: Circumstances): void {
  const { firstTokenMs, words } = options.pace
  const ownMs = [...own.values()].sort(byValue)
  const figures: Record<string, number> = { offers, wrong: times.reduce((sum, { wrong }) => sum + wrong, 0) }
  const rows = times.map(({ way, addedMs, wrong }) => {
    const name = way.replaceAll(/\W+/g, '_')
    const quantiles = quantilesOf(addedMs)
    for (const [quantile, value] of Object.entries(quantiles)) figures[`${name}_${quantile}Ms`] = value
    return [way, String(addedMs.length), ...Object.values(quantiles).map((ms) => ms.toFixed(1)), String(wrong)]
  })
  process.stdout.write(
    `\nmilliseconds to the first token beyond the model's own time (set to ${firstTokenMs}, measured p50 ${quantileOf(ownMs, 0.5).toFixed(1)}, p99 ${quantileOf(ownMs, 0.99).toFixed(1)}); ${offers} offers in the book; one order at a time\n`,
  )
  printTable(['way', 'orders', 'p50', 'p90', 'p99', 'max', 'wrong'], rows)
  const choice = quantilesOf(chooseMs)
  for (const [quantile, value] of Object.entries(choice)) figures[`choosing_${quantile}Ms`] = value
  process.stdout.write(
    `choosing among them, every reason in words included: p50 ${choice.p50} ms, p99 ${choice.p99} ms, inside the times above where the choice is free\n` +
      'first order: of a buyer that never bought: TLS connection, quote, channel opened on the chain (which here makes a block at once; elsewhere add its time to include a transaction), lease\n',
  )
  const texts = Array.from({ length: storiesCount }, (_, story) => storyOf(story, words))
  printReport({ bench: 'first-token', seed: 0, result: { texts, wrong: figures.wrong }, figures })
}

function quantilesOf(sorted: readonly number[]) {
  const at = (quantile: number): number => Math.round(quantileOf(sorted, quantile) * 100) / 100
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

function byValue(a: number, b: number): number {
  return a - b
}
