/** The network of the tests: a chain, providers and auditors as processes of their own, and a buyer that pays them. */
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChainWriter, createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import { type PeerEndpoint, type ReceiptBundle, receiptBundleToJson } from '@millrace/protocol'
import { type Ask, createBuyer, createMemoryBuyerStore, type ReplicaJudgement } from '@millrace/sdk'
import { thisMachine } from '../../bench/live-network/this-machine.ts'
import { type Actor, startActor } from '../net/actor.ts'
import { until } from '../net/until.ts'
import type { AuditorHandlers, AuditorSettings } from './actors/auditor-process.ts'
import type { ProviderHandlers, ProviderSettings, Sold } from './actors/provider-process.ts'
import { mill, type StakedOperator, startCourtChain } from './court-chain.ts'
import { seededBytes } from './seeded-bytes.ts'

/** Stake of every provider, and of every auditor, in base units of MILL. */
export const providerStake = 10_000n * mill
const auditorStake = 1_000n * mill
/** Base units of test dollars a million units: a unit costs a thousandth of a dollar, so that a refund is seen and an order stays within what the stake covers. */
const price = 10n ** 9n
const channelDeposit = 10n ** 9n

export type Provider = Actor<ProviderHandlers> & { readonly operator: StakedOperator }
export type Auditor = Actor<AuditorHandlers> & { readonly chain: ChainWriter; readonly operator?: StakedOperator }
export type VerificationStage = Awaited<ReturnType<typeof createVerificationStage>>

/** @param model - what auditors read answers with. */
export async function createVerificationStage(seed: number, model: AuditorSettings['model']) {
  const signal = new AbortController().signal
  const random = seededBytes(seed)
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-verification-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const chain = await startCourtChain(random)
  opening.defer(() => chain.close())
  const children = new Set<ChildProcess>()
  const machine = thisMachine(children)
  const endpoints: PeerEndpoint[] = []
  const payerKey = generatePrivateKey(random)
  const payer = await chain.account(0n, payerKey)
  const deposit = 20n * channelDeposit
  await chain.faucet.mintTestDollars(payer.account, deposit, { signal })
  await payer.deposit(chain.token, deposit, { signal })
  let judge: ReplicaJudgement | undefined
  const session = createSigner(generatePrivateKey(random))
  const transport = createTlsTransport({ signer: session, recoverSigner, domain: payer.domain }, { allowPrivate: true })
  opening.defer(() => transport.close())
  const buyer = createBuyer(
    {
      payer: createSigner(payerKey),
      ...{ chain: payer, signer: session, transport, store: createMemoryBuyerStore(), now: chain.now, random },
      judge: async (...asked) => {
        if (judge === undefined) throw new TypeError('nobody judges')
        return judge(...asked)
      },
    },
    {
      ...{ providers: () => [...endpoints], token: chain.token, channelDeposit, topUpBelow: channelDeposit / 2n },
      leaseAmountMax: channelDeposit / 4n,
      // Who judges what is bought here is up to each test.
      needs: { auditorsMin: 0 },
      // Offers are of the chain's time, which the tests move on; and the machine may be busy.
      limits: { offersFreshMs: 500, dialMsMax: 30_000, answerMsMax: 30_000 },
    },
  )
  opening.defer(() => buyer.close())

  async function startProvider(sold: Sold): Promise<Provider> {
    const operator = await chain.operator(providerStake)
    const { writer: _writer, ...keys } = operator
    const settings: ProviderSettings = {
      ...{ network: chain.access, operator: keys, sold, price, aheadMs: chain.aheadMs() },
      storePath: join(folder, `${operator.node}.sqlite`),
    }
    const actor = await startActor<ProviderHandlers>(machine, script('provider'), settings)
    opened.defer(() => actor.stop())
    chain.follow(actor)
    endpoints.push({ address: operator.node, addresses: await actor.call('addresses', undefined) })
    return { ...actor, operator }
  }

  async function startAuditor(account: ChainWriter, privateKey: AuditorSettings['privateKey']): Promise<Auditor> {
    const settings: AuditorSettings = {
      ...{ network: chain.access, privateKey, model, aheadMs: chain.aheadMs() },
      ...{ filePath: join(folder, `${account.account}.sqlite`), bondsMax: 1_000n * mill },
    }
    const actor = await startActor<AuditorHandlers>(machine, script('auditor'), settings)
    opened.defer(() => actor.stop())
    chain.follow(actor)
    return { ...actor, chain: account }
  }

  /** Waits for offers that outlive what is asked for next: those from before time was moved on may not. */
  async function untilOffered(...providers: readonly Provider[]): Promise<void> {
    const hasOffer = async () => {
      const { offers } = await buyer.offers({ signal })
      const late = BigInt(Math.ceil(chain.now() / 1_000)) + 60n
      return providers.every(({ operator }) =>
        offers.some(({ node, offer }) => node === operator.node && offer.expiresAt > late),
      )
    }
    await until('the buyer holds offers of the providers', hasOffer)
  }

  const opened = opening.move()
  return {
    ...{ chain, buyer, payer, deposit, startProvider, untilOffered },
    /** Starts one that accuses: an account with money for bonds, on no roll. */
    async startReporter(): Promise<Auditor> {
      const privateKey = generatePrivateKey(random)
      return startAuditor(await chain.account(1_000n * mill, privateKey), privateKey)
    },
    /** Starts auditors that are enrolled for all classes and list the build that they compute with. */
    async startPanelists(count: number): Promise<readonly Auditor[]> {
      const operators: StakedOperator[] = []
      while (operators.length < count) operators.push(await chain.operator(auditorStake))
      return Promise.all(
        operators.map(async (operator) => {
          const auditor = operator.node
          const actor = await startAuditor(await chain.account(0n, operator.nodeKey), operator.nodeKey)
          const build = await actor.call('build', undefined)
          if (build === undefined) throw new RangeError('an auditor has no build')
          await operator.writer.court.joinRoll({ auditor, classes: 0b1110 }, { signal })
          await operator.writer.court.setBuild({ auditor, build, listed: true }, { signal })
          return { ...actor, operator }
        }),
      )
    },
    /** Names who settles disputes of replicas. */
    judgeWith(by: ReplicaJudgement): void {
      judge = by
    },
    /** Buys from one provider; returns the receipt with all that proves it. */
    async buy(ask: Ask, provider: Provider): Promise<ReceiptBundle> {
      await untilOffered(provider)
      const run = await buyer.run(
        { ...ask, provider: provider.operator.node },
        { signal: AbortSignal.timeout(120_000) },
      )
      const { bundle } = await run.result
      if (bundle === undefined) throw new TypeError('a run that ended has a receipt')
      return bundle
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** Returns a bundle as text, as auditors take it. */
export function textOf(bundle: ReceiptBundle): string {
  return JSON.stringify(receiptBundleToJson(bundle))
}

function script(name: string): URL {
  return new URL(`./actors/${name}-process.ts`, import.meta.url)
}
