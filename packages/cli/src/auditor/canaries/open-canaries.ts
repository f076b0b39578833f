/**
 * An auditor's canaries, wired: payers with keys, money, connections and words of their own, whom to watch, and what it may cost a day. What
 * software can keep of the rules of docs/adr/0026-replicas-and-canaries.md is kept here: a payer is one application's, its words are used
 * once, it goes about it by itself. What it cannot stands in {@link operatorsRules}.
 */
import { join } from 'node:path'
import type { AuditorComponents, CanaryLimits } from '@millrace/auditor'
import type { ChainReader } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import { type Address, type Amount, formatAmount, type Hash } from '@millrace/protocol'
import type { LlamaRuntime } from '@millrace/runtime'
import { createCanarySource, type TrafficProfile } from '@millrace/verification'
import { openBuyer } from '../../buyer-session.ts'
import { type Context, keyRingOf } from '../../context.ts'
import { give, hasFaucet, openFaucet } from '../../local/faucet.ts'
import { localFaucetDollars, localGasWei } from '../../local/plan.ts'
import { type Network, settlementToken } from '../../network.ts'
import { openAccount } from '../../open-chain.ts'
import { untilHeard } from '../../peers/until-heard.ts'
import type { Terminal } from '../../terminal.ts'
import { UsageError } from '../../usage-error.ts'
import { drawnCanaryProfile, readCanaryProfile } from './canary-profile.ts'
import { dealCanaryTexts } from './canary-texts.ts'
import { createWatch } from './watched-providers.ts'

type Canaries = NonNullable<AuditorComponents['canaries']>
export type WatchedProvider = Awaited<ReturnType<Canaries['providers']>>[number]

export type CanaryTerms = {
  /** Folder of the auditor's own texts. */
  readonly texts: string
  /** File of the sessions of its own traffic. */
  readonly profile: string | undefined
  readonly payers: number
  /** Base units of money that they may spend a day, all together. */
  readonly perDay: Amount
}

/** What is the operator's to keep. */
export const operatorsRules = [
  'Fund each payer from another source, in amounts that buyers use, and never from this auditor.',
  'Texts and profile must be like those of the buyers of who is watched, and nobody else may know them.',
  'All payers share the address of this machine: run it where buyers are.',
]

/** Returns how much is bought; on the local network one a minute of each provider, so that it can be watched. */
export function canaryLimitsOf(network: Network, { perDay }: Pick<CanaryTerms, 'perDay'>): Partial<CanaryLimits> {
  const soon = { perProviderPerDayMax: 1_440, canariesPerDayMax: 10_000, providersMs: 10_000 }
  return { amountPerDayMax: perDay, ...(hasFaucet(network) ? soon : {}) }
}

type Opening = {
  readonly name: string
  readonly dir: string
  readonly operator: Address
  readonly chain: ChainReader
  readonly runtime: Pick<LlamaRuntime, 'models'>
  readonly open: AsyncDisposableStack
  readonly allowPrivate: boolean
}

/** Opens the payers' buyers, which close with the stack. @throws {UsageError} for a payer without money. */
export async function openCanaries(
  context: Context,
  network: Network,
  terms: CanaryTerms,
  { name, dir, operator, chain, runtime, open, allowPrivate }: Opening,
  terminal: Terminal,
): Promise<Canaries> {
  const { random, now } = context
  const texts = await dealCanaryTexts(terms.texts, { kept: join(dir, 'canaries.json'), payers: terms.payers, random })
  const profile = terms.profile === undefined ? undefined : await readCanaryProfile(terms.profile)
  const payers: { name: string; buyer: Awaited<ReturnType<typeof openPayer>>; profile: TrafficProfile }[] = []
  for (const [index, { seed }] of texts.entries()) {
    const purse = `${name}-canary-${index + 1}`
    const buyer = await openPayer(context, network, { purse, perDay: terms.perDay, allowPrivate }, terminal)
    open.defer(() => buyer.close())
    payers.push({ name: purse, buyer, profile: profile ?? drawnCanaryProfile(uniformOf(seed)) })
  }
  const [first] = payers
  if (first === undefined) throw new UsageError('--canary-payers: expected at least 1.', 'Two are usual.')
  const { bootstrap } = network
  await untilHeard(first.buyer.peers.mesh, { bootstrap: bootstrap.length, now, signal: context.signal })
  const models = new Set(runtime.models.map(({ root }) => root))
  return {
    providers: createWatch({ buyer: first.buyer.buyer, chain, models, operator, now }),
    payers: ({ sourceState }) =>
      payers.map((payer, index) => {
        const { seed, corpus } = texts[index] as (typeof texts)[number]
        const state = sourceState(payer.name)
        const init = { seed, corpus, profile: payer.profile, ...(state === undefined ? {} : { state }) }
        const steps = payer.profile.sessions.reduce((sum, session) => sum + session.steps.length, 0)
        return {
          name: payer.name,
          buyer: payer.buyer.buyer,
          source: createCanarySource({}, init),
          requestsPerSession: steps / payer.profile.sessions.length,
        }
      }),
  }
}

type PayerTerms = { readonly purse: string; readonly perDay: Amount; readonly allowPrivate: boolean }

async function openPayer(
  context: Context,
  network: Network,
  { purse, perDay, allowPrivate }: PayerTerms,
  terminal: Terminal,
) {
  const free = await moneyOf(context, network, purse, terminal)
  const token = settlementToken(network)
  const channelDeposit = perDay < free / 4n ? perDay : free / 4n
  if (channelDeposit < channelDepositMin) {
    throw new UsageError(
      `The payer ${purse} has ${formatAmount(free, token)} in the Escrow, which is too little for canaries.`,
      `Deposit some with "millrace deposit 5 --key ${purse} --network ${network.name}". ${operatorsRules[0]}`,
    )
  }
  return openBuyer(
    context,
    network,
    { channelDeposit, interest: allOffers, needs: {}, allowPrivate, purse },
    () => undefined,
  )
}

/** Base units of a channel's deposit below which its parts are nothing. */
const channelDepositMin = 4n

/** Returns what a payer has in the Escrow; on the local network it is given play money when it has none. */
async function moneyOf(context: Context, network: Network, purse: string, terminal: Terminal): Promise<Amount> {
  const { signal } = context
  await keyRingOf(context, network.name).loadOrCreate(purse, { signal })
  const writer = await openAccount(context, network, purse)
  const { account } = writer
  const token = settlementToken(network).address
  const free = await writer.escrowBalance(token, account, { signal })
  if (free > 0n || !hasFaucet(network)) return free
  terminal.line(terminal.colours.dim(`giving the payer ${purse} play money for canaries`))
  const gift = { gas: localGasWei, dollars: localFaucetDollars, mill: 0n }
  await give(await openFaucet(network, { signal }), network, account, gift, { signal })
  await writer.deposit(token, localFaucetDollars, { signal })
  return localFaucetDollars
}

/** A sequence in (0, 1) that the seed decides: the same profile at every start. Multiply–with–carry of 32 bits; nothing is secret in it. */
function uniformOf(seed: Hash): () => number {
  let state = BigInt(`0x${seed.slice(2, 18)}`) | 1n
  return () => {
    state = (4_294_957_665n * (state & 0xffff_ffffn) + (state >> 32n)) & 0xffff_ffff_ffff_ffffn
    return (Number(state & 0xffff_ffffn) + 0.5) / 2 ** 32
  }
}
