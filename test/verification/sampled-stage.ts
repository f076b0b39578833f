/** A network whose buyers audit what they bought: a chain, providers as processes, auditors that sell verdicts, and buyers with files. */
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditorContent, createAuditor, encodeLocator, evidenceHandler } from '@millrace/auditor'
import { createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import { createNode, openNodeStore } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import { type Hex, modelRoot, type PeerEndpoint } from '@millrace/protocol'
import { createWasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import { createBuyer, openBuyerStore, type SampledAuditLimits } from '@millrace/sdk'
import { thisMachine } from '../../bench/live-network/this-machine.ts'
import { startActor } from '../net/actor.ts'
import { until } from '../net/until.ts'
import type { ProviderHandlers, ProviderSettings } from './actors/provider-process.ts'
import { mill, type StakedOperator, startCourtChain } from './court-chain.ts'
import { seededBytes } from './seeded-bytes.ts'
import type { Provider } from './verification-stage.ts'

const signal = new AbortController().signal
const channelDeposit = 10n ** 9n
/** Base units a million units. */
const price = 10n ** 11n
const auditPrice = 9n * 10n ** 10n

export type SampledStage = Awaited<ReturnType<typeof createSampledStage>>
export type SellingAuditor = Awaited<ReturnType<SampledStage['startAuditor']>>
export type LoggedEvent = { readonly event: string; readonly [field: string]: unknown }

export async function createSampledStage(seed: number) {
  const random = seededBytes(seed)
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-sampled-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  // One auditor finds, another one judges.
  const chain = await startCourtChain(random, { panelSeats: 1, panelAgree: 1 })
  opening.defer(() => chain.close())
  const machine = thisMachine(new Set<ChildProcess>())
  const sandbox = createWasmSandbox()
  opening.defer(() => sandbox.close())
  const engine = { engineRoot: modelRoot(wasmEngineContent()), run: sandbox.run }
  const endpoints = new Map<string, PeerEndpoint>()
  const opened = opening.move()

  async function startProvider(alters: boolean): Promise<Provider> {
    const operator = await chain.operator(10_000n * mill)
    const { writer: _writer, ...keys } = operator
    const settings: ProviderSettings = {
      ...{ network: chain.access, operator: keys, sold: { kind: 'programs', alters }, price, aheadMs: chain.aheadMs() },
      storePath: join(folder, `${operator.node}.sqlite`),
    }
    const script = new URL('./actors/provider-process.ts', import.meta.url)
    const actor = await startActor<ProviderHandlers>(machine, script, settings)
    opened.defer(() => actor.stop())
    chain.follow(actor)
    endpoints.set(operator.node, { address: operator.node, addresses: await actor.call('addresses', undefined) })
    return { ...actor, operator }
  }

  async function enrolled(): Promise<StakedOperator> {
    const operator = await chain.operator(1_000n * mill)
    await operator.writer.court.joinRoll({ auditor: operator.node, classes: 0b1000 }, { signal })
    return operator
  }

  /** Starts an auditor of the roll. @param sells - whether it offers verdicts, and accuses who cheated in what it sold. */
  async function startAuditor(operator: StakedOperator, { sells }: { readonly sells: boolean }) {
    await using parts = new AsyncDisposableStack()
    const events: LoggedEvent[] = []
    const signer = createSigner(operator.nodeKey)
    const account = await chain.account(sells ? 1_000n * mill : 0n, operator.nodeKey)
    const transport = createTlsTransport({ signer, recoverSigner, domain: account.domain }, { allowPrivate: true })
    parts.defer(() => transport.close())
    const listener = await transport.listen(
      { host: '127.0.0.1', port: 0, signal },
      evidenceHandler((...asked) => auditor.serveEvidence(...asked)),
    )
    const port = Number(/tcp\/(\d+)/.exec(listener.addresses[0] ?? '')?.[1])
    const auditor = createAuditor(
      {
        judge: { calibrations: [], recover: recoverSigner, domain: account.domain, sandbox: engine },
        ...{ now: chain.now, log: (event: LoggedEvent) => void events.push(event) },
        court: { chain: account, signer, transport, findPeer: async () => undefined, mayDial: () => true },
      },
      {
        ...{ path: join(folder, `${signer.address}.db`), bondsMax: 1_000n * mill, fromBlock: 0n, accusesSold: sells },
        locator: encodeLocator(signer.address, { host: '127.0.0.1', port }),
        courtLimits: { tickMs: 200, pollMs: 200, confirmations: 0, commitMarginSeconds: 60, evidenceRetryMs: 200 },
      },
    )
    parts.use(auditor)
    auditor.start()
    const node = sells ? await listenAsNode(operator, auditor.runtime) : undefined
    if (node !== undefined) parts.defer(() => node.close())
    const done = parts.move()
    const close = () => {
      endpoints.delete(signer.address)
      return done.disposeAsync()
    }
    opened.defer(close)
    return { operator, events, status: auditor.status, redeem: () => node?.redeemNow({ signal }), close }
  }

  async function listenAsNode(operator: StakedOperator, runtime: Parameters<typeof createNode>[0]['runtime']) {
    const signer = createSigner(operator.nodeKey)
    const writer = await chain.account(0n, operator.nodeKey)
    const transport = createTlsTransport({ signer, recoverSigner, domain: writer.domain }, { allowPrivate: true })
    const content = auditorContent()
    const listing = {
      modelRoot: modelRoot(content),
      workload: 'audit',
      inputPrice: auditPrice,
      outputPrice: 0n,
    } as const
    const node = createNode(
      {
        ...{ transport, runtime, reader: writer, writer, signer, models: [content], now: chain.now, random },
        store: openNodeStore(join(folder, `${signer.address}.node.sqlite`)),
        log: () => undefined,
      },
      {
        ...{ operator: operator.operator, token: chain.token, listings: [{ ...listing, creditTokens: 4_096 }] },
        redeem: { amountMin: 10n ** 24n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
        limits: { receiptRootTickMs: 250, lastVoucherMsMax: 500, closeWaitMsMax: 500 },
      },
    )
    const { addresses } = await node.listen({ host: '127.0.0.1', port: 0, signal })
    endpoints.set(signer.address, { address: signer.address, addresses })
    return {
      redeemNow: node.redeemNow,
      async close() {
        await node.close()
        await transport.close()
      },
    }
  }

  /** Returns an account with money, for buyers that come and go. */
  async function fund() {
    const key = generatePrivateKey(random)
    const payer = await chain.account(0n, key)
    await chain.faucet.mintTestDollars(payer.account, 20n * channelDeposit, { signal })
    await payer.deposit(chain.token, 20n * channelDeposit, { signal })
    return { key, payer, session: generatePrivateKey(random), store: join(folder, `${payer.account}.sqlite`) }
  }

  async function openBuyer(
    { key, payer, session, store }: Awaited<ReturnType<typeof fund>>,
    share: boolean,
    limits: Partial<SampledAuditLimits> = {},
  ) {
    const events: LoggedEvent[] = []
    const signer = createSigner(session)
    const transport = createTlsTransport({ signer, recoverSigner, domain: payer.domain }, { allowPrivate: true })
    const file = openBuyerStore(store)
    const buyer = createBuyer(
      {
        ...{ payer: createSigner(key as Hex), chain: payer, auditChain: payer, signer, transport, store: file, random },
        ...{ now: chain.now, log: (event) => void events.push(event) },
      },
      {
        ...{ providers: () => [...endpoints.values()], token: chain.token, channelDeposit },
        ...{ topUpBelow: channelDeposit / 2n, leaseAmountMax: channelDeposit / 4n },
        audits: {
          share,
          limits: { lookMs: 200, gatheredMs: 20, drawDelaySeconds: 0, confirmations: 0, rollFreshMs: 0, ...limits },
        },
        limits: { offersFreshMs: 500, dialMsMax: 30_000, answerMsMax: 30_000 },
      },
    )
    const close = async () => {
      await buyer.close()
      await transport.close()
    }
    opened.defer(close)
    return { buyer, events, close }
  }

  /** Waits until a buyer holds offers of these nodes that outlive what is asked for next. */
  async function untilOffered(
    { buyer }: Awaited<ReturnType<typeof openBuyer>>,
    ...operators: readonly StakedOperator[]
  ) {
    await until('the buyer holds the offers', async () => {
      const { offers } = await buyer.offers({ signal })
      const late = BigInt(Math.ceil(chain.now() / 1_000)) + 60n
      return operators.every(({ node }) => offers.some((one) => one.node === node && one.offer.expiresAt > late))
    })
  }

  return {
    ...{ chain, startProvider, startAuditor, enrolled, fund, openBuyer, untilOffered },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
