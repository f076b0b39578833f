/**
 * The buyer: the golden path `connect → quote → open lease → run → receipt` over many providers. Here the parts are wired.
 */
import { recoverSigner } from '@millrace/chain'
import { createLineBudget } from '@millrace/p2p'
import {
  type Address,
  type Amount,
  type Hash,
  type ModelContent,
  modelRoot,
  offerTerms,
  type PeerEndpoint,
  type PeerTransport,
  type ReceiptInclusion,
  type Signer,
} from '@millrace/protocol'
import type { ObjectStorage } from '@millrace/storage'
import type { Ask, Needs, RunOptions } from './ask.ts'
import { createAskRunner } from './ask-runner.ts'
import { createAssuranceCover } from './assurance-cover.ts'
import type { AuditChain } from './audits/audit-chain.ts'
import type { SampledAuditLimits } from './audits/audit-limits.ts'
import { forgetReceipts } from './audits/forget-receipts.ts'
import { type AuditsView, createSampledAudits } from './audits/sampled-audits.ts'
import { BuyerClosedError, QuoteRefusedError } from './buyer-error.ts'
import { type BuyerLimits, buyerLimits } from './buyer-limits.ts'
import type { BuyerChain, BuyerLog, BuyerMesh } from './buyer-ports.ts'
import type { BuyerStore } from './buyer-store.ts'
import { createChannelFunding } from './channel-funding.ts'
import { createChannelOpener } from './channel-opener.ts'
import type { ChannelView, CloseOutcome } from './channel-view.ts'
import { createChooser, createReplicaCandidates } from './choose-match.ts'
import { type ChannelKey, type CooperativeClose, closeChannels } from './close-channels.ts'
import { greaterOf } from './compare-amounts.ts'
import { type AskExplanation, type AskOutline, explainAsk } from './explain-ask.ts'
import { createFirstOutputs } from './first-outputs.ts'
import { createHeldOffers } from './held-offers.ts'
import { createLeasePool } from './lease-pool.ts'
import { HedgeLostError, ProviderEndedError } from './market-error.ts'
import { mendProvider } from './mend-provider.ts'
import { createNetPosition } from './net-position.ts'
import { createNodeRecords } from './node-records.ts'
import { createObjectTransfers } from './objects/object-transfers.ts'
import { createOfferBook } from './offer-book.ts'
import type { OfferView, ProviderOffer } from './offer-view.ts'
import { outcomeOf } from './part-outcome.ts'
import { createPayerProof } from './payer-proof.ts'
import { createProviderDesk } from './provider-desk.ts'
import { createProviderLinks } from './provider-links.ts'
import { createProviderSession } from './provider-session.ts'
import { createInclusionAsk } from './receipts/ask-inclusion.ts'
import { createReceiptProofs, type ReceiptsView } from './receipts/receipt-proofs.ts'
import type { RelayComponents } from './relay-components.ts'
import { createReplicaRunner } from './replica-runs.ts'
import { type ReplicaJudgement, type ReplicasAsk, type ReplicatedResult, replicate } from './replicate.ts'
import { type Reservation, type ReserveAsk, reserveSlots } from './reservation.ts'
import type { Run } from './run.ts'
import type { Part } from './run-part.ts'
import { createSeedSource } from './seed-source.ts'
import { createSecretSealer } from './services/seal-secrets.ts'
import { serviceLimits } from './services/service-limits.ts'
import type { CallOptions, ProviderSession } from './session.ts'
import { createStallWatch } from './stall-watch.ts'
import { createStandingOrders, type StandingAsk } from './standing-order.ts'
import type { TaskOrder, TaskRun } from './tasks/task-order.ts'
import { runTask, taskRoom } from './tasks/task-runner.ts'
import { createVoucherDesk } from './voucher-desk.ts'

export type { BuyerChain, BuyerLog, BuyerMesh } from './buyer-ports.ts'

export type BuyerComponents = {
  readonly chain: BuyerChain
  /** The session signer: the hot key that signs orders and vouchers, and that the transport proves to hold. */
  readonly signer: Signer
  /** The payer's own key, to vouch for the session where no channel does. Signs nothing else. */
  readonly payer?: Signer
  readonly transport: PeerTransport
  /** Closed with the buyer. */
  readonly store: BuyerStore
  /** Unix milliseconds. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** Offers by gossip. Without it, only listed providers are asked. */
  readonly mesh?: BuyerMesh
  readonly log?: BuyerLog
  /** Inputs of tasks as they are given, and outputs as they come; stays the caller's. Needed by tasks that have any. */
  readonly storage?: ObjectStorage
  /** Settles disputes between replicas. */
  readonly judge?: ReplicaJudgement
  /** What audits and proofs of its own receipts read of the chain; the same writer does. Without it there are neither. */
  readonly auditChain?: AuditChain
}

export type BuyerInit = {
  /** Whom to ask for offers. The list, or what a function returns, is read before every look at the offers: it may change as time goes by. */
  readonly providers: readonly PeerEndpoint[] | (() => readonly PeerEndpoint[])
  /** The settlement token. */
  readonly token: Address
  /** Base units a new channel is opened with; less when the balance is less. */
  readonly channelDeposit: Amount
  /** Base units left in a channel below which it is topped up to `channelDeposit`. */
  readonly topUpBelow: Amount
  /** Base units one lease may cost; a single run that may cost more gets a larger lease, and so do tasks (`taskLimits.tasksPerLease`). */
  readonly leaseAmountMax: Amount
  /** What asks that do not say otherwise need of a provider. */
  readonly needs?: Needs
  /** Milliseconds; see limits. Tests shorten them. */
  readonly limits?: Partial<BuyerLimits>
  /** Model names that mean exactly these weights, whatever providers call theirs. */
  readonly models?: readonly ModelContent[]
  /** Consent to show receipts drawn by the policy `sampled`, with their texts, to an auditor, and to a panel where one found a cheat. */
  readonly audits?: { readonly share: boolean; readonly limits?: Partial<SampledAuditLimits> }
  /** Asks an operator to close a channel at once. */
  readonly closeCooperatively?: CooperativeClose
}

export type Buyer = {
  /** Returns what providers offer, verified. Cached; refreshed in the background when old. */
  offers(options: CallOptions): Promise<OfferView>
  /** Returns who would serve an ask, and why; nothing is bought. Every listed provider is asked first. */
  explain(outline: AskOutline, options: CallOptions): Promise<AskExplanation>
  /** Chooses a provider, pays it and returns the run once its first output has come. On abort the run is cancelled. */
  run(ask: Ask, options: RunOptions): Promise<Run>
  /** Runs a native task, anew elsewhere where its provider is lost. On abort it is cancelled, and what ran is paid. */
  task(order: TaskOrder, options: CallOptions): TaskRun
  /** Holds slots for a time to come, at the best provider that grants it. */
  reserve(ask: ReserveAsk, options: CallOptions): Promise<Reservation>
  /** Resolves to a run when an offer at the price comes. @throws {StandingOrderExpiredError} On abort the order is cancelled. */
  standing(ask: StandingAsk, options: RunOptions): Promise<Run>
  /** Has a batch run by several providers that cannot copy each other, and returns what their results come to. */
  replicate(ask: ReplicasAsk, options: CallOptions): Promise<ReplicatedResult>
  /** Connects to one provider: the explicit path. */
  connect(endpoint: PeerEndpoint, options: CallOptions): Promise<ProviderSession>
  channels(): readonly ChannelView[]
  /** Returns how the audits of its own receipts stand; undefined without consent to them. */
  audits(): AuditsView | undefined
  /** Returns how its receipts stand, with those whose nodes give no proof of them; undefined without a chain to read. */
  receipts(): ReceiptsView | undefined
  /** Returns the proof that a receipt is in its node's posted root, once it was fetched. @param receiptHash - the digest that was signed. */
  proofOf(receiptHash: Hash): ReceiptInclusion | undefined
  /** Returns the base units promised by vouchers so far, over all channels and epochs that the store knows. */
  spent(): Amount
  /** Starts to close every channel, those of earlier processes included, or finishes it where its delay is over. */
  closeChannels(options: CallOptions): Promise<readonly CloseOutcome[]>
  /** Cancels runs, sends the last vouchers and closes connections. The store is closed, too; the transport stays the caller's. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Creates a buyer. Nothing is dialed, read or paid before it is asked.
 *
 * @throws {TypeError} when the deployment does not list the token, or the amounts contradict each other.
 *
 * @example
 * const buyer = createBuyer({ chain, signer, transport, store, now: Date.now, random }, { providers, token, ...amounts })
 * const run = await buyer.run({ model: 'tinyllama', kind: 'completion', prompt: 'A mill' }, { signal })
 * for await (const { text } of run.chunks) process.stdout.write(text)
 * console.log((await run.result).bundle.receipt)
 */
export function createBuyer(components: BuyerComponents, init: BuyerInit): Buyer {
  const { chain, signer, payer, transport, store, now, random, log = silent } = components
  const limits: BuyerLimits = { ...buyerLimits, ...init.limits }
  const recover = recoverSigner
  const token = chain.deployment.tokens.find(({ address }) => address === init.token)
  if (token === undefined) throw new TypeError(`The deployment lists no token ${init.token}.`)
  requireAmounts(init)
  if (payer !== undefined && payer.address !== chain.account)
    throw new TypeError('The payer is the account of the chain.')
  const closing = new AbortController()
  let isClosed = false
  let spentAtClose: Amount | undefined
  const { seed, fraction } = createSeedSource(random)
  const stalls = createStallWatch(now, limits.stallTickMs)
  const desk = createVoucherDesk({
    signer,
    separator: chain.separator,
    store,
    onSigned: (channel) => funding.refill(channel),
    onFailure: (error) => {
      log({ event: 'store-failed', reason: error.message })
      closing.abort(error)
    },
  })
  const opener = createChannelOpener(
    { chain, signer, recover, store, desk, log },
    { token, channelDeposit: init.channelDeposit, limits },
  )
  const funding = createChannelFunding(
    { chain, now, log, onTopUp: opener.observe },
    { token, channelDeposit: init.channelDeposit, topUpBelow: init.topUpBelow, limits },
  )
  const held = createHeldOffers({
    ...{ offersMax: limits.offersHeldMax, hashSeed: seed(), now },
    isProtected: (node) => links.isListed(node) || records.has(node),
    onNode(node) {
      records.announce(node)
      position.announce(node)
    },
  })
  const records = createNodeRecords({ store, now, log, held: () => held })
  const position = createNetPosition(() => held, fraction)
  const book = createOfferBook({ chain, recover, held, now }, { token: token.address, limits })
  const links = createProviderLinks({ transport, now, log, held, book, onRoundTrip: position.measured }, { limits })
  const unsubscribe = components.mesh?.onOffers(book.hear)
  const firstOutputs = createFirstOutputs()
  const cover = createAssuranceCover({ chain, now }, { payer: chain.account, token: token.address })
  const provider = createProviderDesk({
    ...{ cover, chain, signer, recover, store, opener, funding, desk, stalls, now, random, log, token, limits },
    proof: payer && createPayerProof({ payer, session: signer.address, separator: chain.separator, now }),
  })
  const pool = createLeasePool({
    isCurrent: ({ channel, link }) => opener.isCurrent(channel) && links.get(link.node) === link,
    open: async (offer, { cap, limit, lastsMs }) => {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(limits.chainMsMax + 2 * limits.answerMsMax)])
      const link = links.of(offer.node)
      const room = offer.workload === 'task' ? taskRoom(cap, init.channelDeposit) : cap
      const amountMax = greaterOf(room, greaterOf(cap, init.leaseAmountMax))
      const quote = await provider.quote(link, offer, { amountMax, limit }, { signal })
      if (quote.quote.amountMax < cap)
        throw new QuoteRefusedError(offer.node, 'its amount is below what the run may cost.')
      return provider.openLease(link, quote, { cap, limit, lastsMs }, { signal })
    },
  })
  const coordinate = () => components.mesh?.coordinate?.() ?? position.coordinate()
  const matching = { book, now, token, seed, coordinate, cover, struck: () => audits?.struck() }
  const wishes = {
    needs: init.needs ?? {},
    pinned: new Map(init.models?.map((model) => [model.name, modelRoot(model)])),
  }
  const chooser = createChooser(matching, wishes)
  const transfers = createObjectTransfers()
  const sealer = createSecretSealer({ separator: chain.separator, recover, now })
  const budget = createLineBudget({ bytesMax: serviceLimits.windowBytesMax })
  const moving: Pick<RelayComponents, 'linkOf' | 'mend' | 'onOutcome' | 'onDecline'> = {
    linkOf: ({ node }) => links.of(node),
    mend: (offer, error, options) =>
      mendProvider({ book, pool, opener, desk, linkOf: links.of }, offer, error, options),
    onOutcome,
    onDecline(offer, beganAt, failure) {
      // Spot work may be refused at any time, and is given back on notice: that is what it is cheaper for.
      const isBroken = failure instanceof ProviderEndedError && !failure.isAnnounced
      if (offer.offer.terms !== offerTerms.spot || isBroken) links.get(offer.node)?.declined(beganAt)
    },
  }
  const runAsk = createAskRunner({
    ...{ pool, provider, chooser, stalls, store, now, log, token, limits },
    ...moving,
    onFirstOutput: ({ lease, beganAt }) => firstOutputs.add(lease.offer.modelRoot, now() - beganAt),
    hedgeAfterMs: (offer, units) => firstOutputs.lateAfterMs(offer, units, position.roundTripMs(offer.node) ?? 0),
  })

  const audits = init.audits?.share === true ? startAudits(init.audits) : undefined
  if (audits === undefined) forgetReceipts(store.audits)
  const proofs = components.auditChain === undefined ? undefined : startProofs(components.auditChain)
  const placeStanding = createStandingOrders({ book, run: runAsk, now, freshMs: limits.offersFreshMs })

  follow()

  function startAudits({ limits }: NonNullable<BuyerInit['audits']>) {
    const { auditChain } = components
    if (auditChain === undefined) throw new TypeError('Audits need a chain to read.')
    const parts = { chain: auditChain, buyer: chain.account, store: store.audits, now, random: fraction, log }
    const offers = () => held.live()
    const wiring = { ...parts, offers, refresh: book.ready, run: runAsk, signal: closing.signal }
    return createSampledAudits(wiring, { limits })
  }

  function startProofs(auditChain: AuditChain) {
    const wiring = { store: store.receipts, ask: createInclusionAsk(links), signal: closing.signal }
    return createReceiptProofs({ ...wiring, chain: auditChain, now, log })
  }

  function follow(): void {
    links.follow(typeof init.providers === 'function' ? init.providers() : init.providers)
  }

  function onOutcome(offer: ProviderOffer, part: Part | undefined, failure: unknown): void {
    audits?.ended(part)
    proofs?.ended(part)
    const outcome = outcomeOf(part, failure)
    if (outcome !== undefined) records.record(offer.node, outcome)
    if (outcome === 'good') links.get(offer.node)?.fulfilled()
    const link = failure === undefined ? undefined : links.get(offer.node)
    if (link !== undefined && !(failure instanceof HedgeLostError)) book.outdate(link)
  }

  /** The caller's signal, ended also by the end of the buyer. */
  function living(signal: AbortSignal): AbortSignal {
    closing.signal.throwIfAborted()
    return AbortSignal.any([signal, closing.signal])
  }

  /** Channels in use, and those of earlier processes that vouchers were signed for. */
  function knownChannels(): readonly ChannelKey[] {
    const known = new Map<Hash, ChannelKey>()
    for (const record of store.vouchers()) if (record.token === init.token) known.set(record.channelId, record)
    for (const view of opener.views()) known.set(view.channelId, view)
    return [...known.values()]
  }

  function spent(): Amount {
    desk.flush()
    return store.vouchers().reduce((sum, { amount }) => sum + amount, 0n)
  }

  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    unsubscribe?.()
    closing.abort(new BuyerClosedError())
    await Promise.all([audits?.settled(), proofs?.settled()])
    await settled()
    stalls.close()
    await links.close()
    records.flush()
    spentAtClose = spent()
    store.close()
  }

  /** Waits until runs and transactions have ended and the last vouchers have arrived: nothing is half done when this process is gone. */
  async function settled(): Promise<void> {
    const until = now() + limits.closeMsMax
    do {
      desk.flush()
      if (stalls.count === 0 && !opener.isBusy && !funding.isBusy && !desk.unacknowledged()) return
      await new Promise((resolve) => setTimeout(resolve, closeTickMs))
    } while (now() < until)
    log({ event: 'closed-unsettled', runs: stalls.count })
  }

  return {
    async offers({ signal }) {
      follow()
      return book.view({ signal })
    },
    async explain(outline, { signal }) {
      follow()
      return explainAsk(matching, wishes, outline, { signal: living(signal) })
    },
    async run(ask, { signal, ...rest }) {
      follow()
      return runAsk(ask, { ...rest, signal: living(signal) })
    },
    async replicate(ask, { signal }) {
      follow()
      const candidates = createReplicaCandidates(matching, wishes)
      const runner = createReplicaRunner({ pool, provider, random, onOutcome, now })
      const stakeOf = async (operator: Address, options: CallOptions) => (await chain.stakeOf(operator, options)).bonded
      const { judge } = components
      return replicate({ runner, candidates, stakeOf, random, judge }, ask, { signal: living(signal) })
    },
    task(order, { signal }) {
      follow()
      const { storage } = components
      const parts = { pool, provider, chooser, storage, transfers, sealer, budget, token, limits, now, ...moving }
      return runTask(parts, order, living(signal))
    },
    async reserve(ask, { signal }) {
      follow()
      const { leaseAmountMax } = init
      const components = { chooser, provider, linkOf: links.of, now, onOutcome, token, limits, leaseAmountMax }
      return reserveSlots(components, ask, { signal: living(signal) })
    },
    async standing(ask, { signal, ...rest }) {
      follow()
      return placeStanding(ask, { ...rest, signal: living(signal) })
    },
    async connect(endpoint, { signal }) {
      const link = links.connectTo(endpoint)
      await link.connect({ signal: living(signal) })
      return createProviderSession({ link, book, provider, now, onOutcome, recover, separator: chain.separator, token })
    },
    channels: () => opener.views(),
    audits: () => audits?.view(),
    receipts: () => proofs?.view(),
    proofOf: (receiptHash) => store.receipts.find(receiptHash)?.inclusion,
    spent: () => spentAtClose ?? spent(),
    async closeChannels({ signal }) {
      desk.flush()
      const { closeCooperatively } = init
      const hook = closeCooperatively === undefined ? {} : { closeCooperatively }
      return closeChannels({ chain, opener, ...hook }, knownChannels(), { signal: living(signal) })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function requireAmounts({ channelDeposit, topUpBelow, leaseAmountMax }: BuyerInit): void {
  if (channelDeposit < 1n || leaseAmountMax < 1n) throw new TypeError('Deposit and lease amount are at least 1.')
  if (topUpBelow < 0n || topUpBelow > channelDeposit) throw new TypeError('topUpBelow is from 0 to channelDeposit.')
}

const closeTickMs = 5

function silent(): void {
  // Without a log, nothing is told.
}
