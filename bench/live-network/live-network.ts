/**
 * A network of real parts on this machine: a chain, a peer that the others meet through and that relays, provider daemons, and a
 * buyer with a gateway, each a process of its own.
 */
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressKind } from '@millrace/p2p'
import type { Address } from '@millrace/protocol'
import type { BuyerLimits } from '@millrace/sdk'
import { type Actor, startActor } from '../../test/net/actor.ts'
import type { Operator, Payer } from '../../test/net/actors/chain-process.ts'
import type { RelayHandlers, RelaySettings } from '../../test/net/actors/relay-process.ts'
import type { BuyerHandlers, BuyerSettings } from './buyer-actor.ts'
import { type LiveChain, startLiveChain } from './live-chain.ts'
import type { ProviderHandlers, ProviderSettings } from './provider-actor.ts'
import type { StoryPace } from './story-model.ts'
import { loopback, thisMachine } from './this-machine.ts'

export type LiveProvider = Actor<ProviderHandlers> & {
  readonly operator: Operator
  readonly reach: AddressKind
  /** Its file, which outlives it. */
  readonly storePath: string
}
export type LiveBuyer = Actor<BuyerHandlers> & { readonly payer: Payer }

export type LiveNetwork = AsyncDisposable & {
  readonly chain: LiveChain
  readonly providers: readonly LiveProvider[]
  readonly buyer: LiveBuyer
}

export type LiveInit = {
  /** How each provider is reached. */
  readonly reaches: readonly AddressKind[]
  readonly pace: StoryPace
  /** Of the buyer. */
  readonly limits?: Partial<BuyerLimits>
}

/** Base units a million tokens: each costs one or two base units, so that no sum is rounded. */
export const storyPrices = { inputPrice: 1_000_000n, outputPrice: 2_000_000n } as const
/** Tokens delivered ahead of vouchers. */
export const creditTokens = 16
/** Base units of each channel. */
export const channelDeposit = 1_000_000n
/** Longest wait until gossip has told everybody of everything, in milliseconds: processes start slowly on a busy machine. */
const heardMsMax = 60_000

/** Starts everything and waits until the buyer has heard of every provider. */
export async function startLiveNetwork({ reaches, pace, limits }: LiveInit): Promise<LiveNetwork> {
  const children = new Set<ChildProcess>()
  const machine = thisMachine(children)
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-live-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const chain = opening.use(await startLiveChain())
  opening.defer(() => endAll(children))
  const network = chain.access
  const relay = await startActor<RelayHandlers>(
    machine,
    new URL('../../test/net/actors/relay-process.ts', import.meta.url),
    { network, listen: [`/ip4/${loopback}/tcp/0`] } satisfies RelaySettings,
  )
  const bootstrap = await relay.call('addresses', undefined)
  const operators: Operator[] = []
  for (const _reach of reaches) operators.push(await chain.addOperator())
  const payer = await chain.addPayer(BigInt(2 * reaches.length) * channelDeposit)
  const startProvider = async (reach: AddressKind, operator: Operator): Promise<LiveProvider> => {
    const storePath = join(folder, `${operator.node}.sqlite`)
    const terms = { network, operator, bootstrap, reach, pace, creditTokens, storePath, ...storyPrices }
    const script = new URL('./provider-actor.ts', import.meta.url)
    const actor = await startActor<ProviderHandlers>(machine, script, terms satisfies ProviderSettings)
    return { ...actor, operator, reach, storePath }
  }
  const startBuyer = async (): Promise<LiveBuyer> => {
    const script = new URL('./buyer-actor.ts', import.meta.url)
    const terms = { network, payer, bootstrap, channelDeposit, folder, ...(limits && { limits }) }
    return { ...(await startActor<BuyerHandlers>(machine, script, terms satisfies BuyerSettings)), payer }
  }
  const [buyer, ...providers] = await Promise.all([
    startBuyer(),
    ...reaches.map((reach, at) => startProvider(reach, operators[at] as Operator)),
  ])
  await untilHeard(buyer, providers)
  const open = opening.move()
  return { chain, buyer, providers, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** Resolves when the buyer holds offers of all of them, with an address. */
async function untilHeard(buyer: LiveBuyer, providers: readonly LiveProvider[]): Promise<void> {
  const until = performance.now() + heardMsMax
  for (;;) {
    const heard = new Set<Address>(await buyer.call('reachable', undefined))
    if (providers.every(({ operator }) => heard.has(operator.node))) return
    if (performance.now() > until) {
      throw new Error(`heard of ${heard.size} of ${providers.length} providers\n${buyer.output()}`)
    }
    await sleep(50)
  }
}

/** Ends processes: nicely, so that they give back what they hold. */
async function endAll(children: ReadonlySet<ChildProcess>): Promise<void> {
  await Promise.all(
    [...children].map(async (child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), endMsMax)
      await ended
      clearTimeout(timer)
    }),
  )
}

/** Milliseconds that a process gets to end by itself. */
const endMsMax = 8_000
