/**
 * A provider's daemon: sells what its runtime can do to peers it does not trust, and turns their vouchers into money.
 * Here the parts are put together; each promise is kept in the file named for it.
 */
import { type ChainReader, type ChainWriter, recoverSigner } from '@millrace/chain'
import type {
  Address,
  ModelContent,
  OfferCoordinate,
  PeerListener,
  PeerTransport,
  SignedOffer,
  Signer,
} from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { ObjectStorage } from '@millrace/storage'
import { giveNotice } from './active-run.ts'
import { createBeacons } from './beacons.ts'
import { type ChannelBook, type ChannelEntry, createChannelBook } from './channel-book.ts'
import { type CourtDesk, createCourtDesk } from './court-desk.ts'
import { createDeadlines, type Deadlines } from './deadlines.ts'
import { endSpotRuns } from './end-spot-runs.ts'
import { leaseOfRow, leaseRowOf } from './lease-row.ts'
import { createLeaseTable, type LeaseTable, moveLease } from './lease-table.ts'
import { checkListings, type Listing } from './listing.ts'
import { errorFields, type Log } from './log.ts'
import { createMarket } from './market.ts'
import { createMarketTick } from './market-tick.ts'
import type { NodeContext } from './node-context.ts'
import { type NodeLimits, nodeLimits } from './node-limits.ts'
import { NodeNotRegisteredError } from './node-not-registered-error.ts'
import { type NodeStatus, nodeStatusOf } from './node-status.ts'
import type { NodeStore } from './node-store.ts'
import { createObjectDesk } from './objects/lease-objects.ts'
import type { ObjectLimits } from './objects/object-limits.ts'
import { createOfferBook } from './offer-book.ts'
import { createOfferStates } from './offer-states.ts'
import { createQuoteBook } from './quote-book.ts'
import { createReceiptEpochs } from './receipt-epochs.ts'
import { type ReceiptRoot, receiptRootOf } from './receipt-roots.ts'
import type { RedeemPolicy } from './redeem-policy.ts'
import { createRedeemer, type Redeemer, type RedeemOutcome } from './redeemer.ts'
import { createRunRegistry } from './run-registry.ts'
import type { BulkPort } from './serve-bulk.ts'
import type { EvidencePort } from './serve-evidence.ts'
import { createInclusionDesk } from './serve-inclusion.ts'
import { serveStream } from './serve-stream.ts'
import { createSealingDesk } from './services/sealing-desk.ts'
import { createServiceDesk } from './services/service-desk.ts'
import type { ServiceLimits } from './services/service-limits.ts'
import { createStakeDesk } from './stake-desk.ts'
import { startBackground } from './start-background.ts'

export type NodeComponents = {
  readonly transport: PeerTransport
  readonly runtime: Runtime
  readonly reader: ChainReader
  /** Pays the gas of redeeming. Without one, vouchers wait for somebody else to redeem them. */
  readonly writer?: ChainWriter
  /** The node key: the transport's identity, and what signs offers, quotes and receipts. */
  readonly signer: Signer
  /** Closed with the node. */
  readonly store: NodeStore
  readonly models: readonly ModelContent[]
  /** Milliseconds. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly log: Log
  /** Where objects may be fetched in bulk; without it, that is refused. */
  readonly bulk?: BulkPort
  /** Hands out the evidence of cases that this node brought to court; without it, that is refused. */
  readonly evidence?: EvidencePort
  /** Keeps inputs and outputs of tasks; the one that their runtime was made with. Stays the caller's. Without it, only tasks without any are run. */
  readonly objects?: ObjectStorage
  /** Takes the node's offers to those who look for one: called at the start, whenever they change, and as they grow old. */
  readonly announce?: (offers: readonly SignedOffer[]) => void
}

export type NodeInit = {
  readonly operator: Address
  readonly token: Address
  readonly listings: readonly Listing[]
  /** Where buyers reach the node, as multiaddrs; where its transport listens when left out. */
  readonly addresses?: () => readonly string[]
  /** Where the node stands in network coordinates. */
  readonly coordinate?: () => OfferCoordinate | undefined
  readonly redeem: RedeemPolicy
  /** Redeem everything when the node closes. Off when left out. */
  readonly redeemOnClose?: boolean
  /** Post the Merkle root of each epoch's receipts, where there is a writer. On when left out: receipts in no root convict. */
  readonly postReceiptRoots?: boolean
  readonly limits?: Partial<NodeLimits>
  readonly objectLimits?: Partial<ObjectLimits>
  readonly serviceLimits?: Partial<ServiceLimits>
}

export type Node = {
  /** Starts serving. @throws {NodeNotRegisteredError}, and what transport and chain throw. */
  listen(options: {
    readonly host: string
    readonly port: number
    readonly signal: AbortSignal
  }): Promise<{ readonly addresses: readonly string[] }>
  /**
   * Sells nothing from now on and tells everybody. Runs get a notice, and end with what they delivered if they still run when it
   * is over. Vouchers are taken and receipts given until the node is closed. Resolves when nothing runs.
   */
  withdraw(options: { readonly noticeSeconds: number }): Promise<void>
  /**
   * Sells nothing until it resumes, and tells everybody. Spot runs get a notice, and end with what they delivered if the node still
   * pauses when it is over; other runs go on to their end, and are paid for. Reserved slots are not given either.
   */
  pause(options: { readonly noticeSeconds: number }): void
  /** Sells again, and tells everybody. */
  resume(): void
  status(): NodeStatus
  /** Redeems everything there is. @throws what the chain answers. */
  redeemNow(options: { readonly signal: AbortSignal }): Promise<readonly RedeemOutcome[]>
  /** Returns the Merkle root over an epoch's receipts so far, undefined when there are none. */
  receiptRoot(epoch: number, options: { readonly signal: AbortSignal }): Promise<ReceiptRoot | undefined>
  /** Withdraws with a notice of `closeWaitMsMax`, then closes the listener and the store. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Numbers for offers and quotes set aside in the file at a time. */
const numbersPerReservation = 65_536

/**
 * Puts a node together from its parts and restores what its store holds. Transport, runtime and chain stay the caller's.
 *
 * @throws {ListingError} for a listing that cannot be served. @throws {StoreError} for a store that is another node's.
 */
export function createNode(components: NodeComponents, init: NodeInit): Node {
  const closing = new AbortController()
  const context = createContext(
    components,
    { ...init, addresses: init.addresses ?? (() => listener?.addresses ?? []) },
    closing.signal,
  )
  const redeemer = redeemerOf(components, init, context, closing.signal)
  const court = courtDeskOf(components, context)
  let listener: PeerListener | undefined
  let background: (() => void) | undefined
  let closed: Promise<void> | undefined

  const tick = createMarketTick(context, components.announce)
  const withdraw = async ({ noticeSeconds }: { readonly noticeSeconds: number }) => {
    context.hours.withdraw()
    await endRuns(context, noticeSeconds * 1000, tick)
  }
  const close = async () => {
    await withdraw({ noticeSeconds: context.limits.closeWaitMsMax / 1000 })
    await awaitLastVouchers(context)
    if (init.redeemOnClose === true) await redeemLast(context, redeemer)
    background?.()
    closing.abort()
    await listener?.close()
    context.deadlines.close()
    context.objects.close()
    context.store.close()
    context.log('info', 'node-closed')
  }

  return {
    async listen({ host, port, signal }) {
      await requireRegistered(components, init, signal)
      listener = await components.transport.listen({ host, port, signal }, (stream, connection) =>
        serveStream(context, stream, connection),
      )
      background ??= startBackground({ context, redeemer, court, writer: components.writer, tick }, init)
      tick()
      void context.stakes.look()
      const { addresses } = listener
      context.log('info', 'node-listening', { addresses: addresses.join(' '), node: context.signer.address })
      return { addresses }
    },
    withdraw,
    pause({ noticeSeconds }) {
      context.hours.pause()
      tick()
      endSpotRuns(context, noticeSeconds * 1000)
    },
    resume() {
      context.hours.resume()
      tick()
    },
    status: () => nodeStatusOf(context, court),
    async redeemNow(options) {
      return redeemer === undefined ? [] : redeemer.redeemAll(options)
    },
    receiptRoot: (epoch, options) => receiptRootOf(context.store, epoch, options),
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  }
}

function createContext(
  components: NodeComponents,
  init: NodeInit & Required<Pick<NodeInit, 'addresses'>>,
  signal: AbortSignal,
): NodeContext {
  const { reader, signer, store, runtime, now, log } = components
  const { operator, token } = init
  const limits: NodeLimits = { ...nodeLimits, ...init.limits }
  const { separator, deployment } = reader
  store.claim({ chainId: deployment.chainId, escrow: deployment.escrow, node: signer.address, operator, token })
  const nextSequence = createNumbers(store)
  const chainOf = createBeacons({ signer, separator })
  const deadlines = createDeadlines({ now })
  const leases = createLeaseTable({ leasesMax: limits.leasesMax, perPayerMax: limits.leasesPerPayerMax })
  const channels = channelsOf(components, init, limits, deadlines, leases, signal)
  const listings = checkListings(init.listings, components.models, runtime)
  const market = createMarket(components, { ...init, listings, limits, deadlines, channels, signal })
  const runs = createRunRegistry({ runsMax: limits.runsMax })
  const services = createServiceDesk({ limits: init.serviceLimits ?? {} })
  const receiptEpochs = createReceiptEpochs(store, {
    seconds: deployment.receiptEpochSeconds,
    receiptsMax: limits.receiptsPerRootMax,
  })
  const context: NodeContext = {
    ...{ operator, token, signer, recoverSigner, separator, runtime, store, listings, leases, channels, deadlines },
    ...{
      signal,
      limits,
      now,
      log,
      chainOf,
      bulk: components.bulk,
      evidence: components.evidence,
      random: components.random,
    },
    ...market,
    offers: createOfferBook({
      ...{ signer, separator, operator, token, listings, nextSequence },
      stateOf: createOfferStates({
        ...market,
        addresses: init.addresses,
        coordinate: init.coordinate ?? (() => undefined),
        buildOf: (modelRoot) => runtime.models.find(({ root }) => root === modelRoot)?.build,
      }),
      lifetimeMs: limits.offerLifetimeMs,
      spacingMs: limits.offerSpacingMs,
      keptMax: limits.offersKeptMax,
    }),
    quotes: createQuoteBook({
      ...{ signer, separator, nextSequence, chainOf },
      lifetimeMs: limits.quoteLifetimeMs,
      quotesMax: limits.quotesMax,
      perPeerMax: limits.quotesPerPeerMax,
    }),
    runs,
    objects: createObjectDesk(
      { storage: components.objects, now },
      init.objectLimits === undefined ? {} : { limits: init.objectLimits },
    ),
    ...{ services, sealing: createSealingDesk({ signer, separator, now }, services.limits) },
    reader,
    receiptEpochs,
    inclusions: createInclusionDesk(store, { signal }),
    stakes: createStakeDesk({
      ...{ operator, token, store, runs, signal, now, log, epochOf: receiptEpochs.of },
      chain: { stakeOf: (...asked) => reader.stakeOf(...asked), rateOf: (...asked) => reader.court.rateOf(...asked) },
      ...{ viewMsMin: limits.stakeViewMsMin, viewMsMax: limits.stakeViewMsMax },
    }),
    closeDelayMs: deployment.closeDelaySeconds * 1000,
  }
  restore(context)
  return context
}

/** Puts back the leases that stood, and the slots that they hold. */
function restore({ leases, reservations, store, now }: NodeContext): void {
  for (const row of store.openLeases(now())) leases.restore(leaseOfRow(row))
  for (const row of store.openReservations(now())) {
    const lease = leases.find(row.leaseId, now())
    if (lease !== undefined) reservations.restore(row, lease)
  }
}

function channelsOf(
  { reader, store, now, log }: NodeComponents,
  { operator, token }: NodeInit,
  limits: NodeLimits,
  deadlines: Deadlines,
  leases: LeaseTable,
  signal: AbortSignal,
): ChannelBook {
  const closeLeasesOfOldEpoch = ({ channelId, view }: ChannelEntry) => {
    for (const lease of leases.ofChannel(channelId)) {
      if (lease.order.epoch === view.epoch && view.state !== 'none') continue
      if (moveLease(lease, 'close')) void store.saveLease(leaseRowOf(lease))
    }
  }
  const endArrears = ({ channelId, ledger }: ChannelEntry) => {
    if (ledger.paid < ledger.owed) return
    for (const lease of leases.ofChannel(channelId)) {
      if (lease.state === 'arrears' && moveLease(lease, 'pay')) void store.saveLease(leaseRowOf(lease))
    }
  }
  return createChannelBook({
    reader,
    store,
    now,
    log,
    deadlines,
    signal,
    operator,
    token,
    channelsMax: limits.channelsMax,
    readsMax: limits.channelReadsMax,
    readSpacingMs: limits.channelReadSpacingMs,
    onEpochOver: closeLeasesOfOldEpoch,
    onPaid: endArrears,
  })
}

/** Gives rising numbers; a block at a time is set aside in the file, so a restart skips some and repeats none. */
function createNumbers(store: NodeStore): () => bigint {
  let next = 0n
  let end = 0n
  return () => {
    if (next === end) {
      next = store.reserveNumbers(numbersPerReservation)
      end = next + BigInt(numbersPerReservation)
    }
    return next++
  }
}

function redeemerOf(
  { writer, now, random, log }: NodeComponents,
  { operator, token, redeem }: NodeInit,
  { channels, store, limits }: NodeContext,
  signal: AbortSignal,
): Redeemer | undefined {
  if (writer === undefined) return undefined
  return createRedeemer(
    { writer, channels, store, now, random, log, signal },
    { operator, token, policy: redeem, limits },
  )
}

function courtDeskOf({ reader, writer }: NodeComponents, context: NodeContext): CourtDesk {
  const { store, now, log, signal, deadlines, operator, signer, token, limits } = context
  const pause = (delayMs: number) => new Promise<void>((resolve) => void deadlines.after(delayMs, resolve))
  const { deployedAtBlock } = reader.deployment
  return createCourtDesk(
    { court: reader.court, answers: writer?.court, store, now, log, pause, signal },
    { operator, node: signer.address, token, deployedAtBlock, limits },
  )
}

async function requireRegistered(
  { reader, signer, log }: NodeComponents,
  init: NodeInit,
  signal: AbortSignal,
): Promise<void> {
  const [operator, record] = await Promise.all([
    reader.operatorOf(signer.address, { signal }),
    reader.operatorInfo(init.operator, { signal }),
  ])
  if (operator !== init.operator) throw new NodeNotRegisteredError(signer.address, init.operator, operator)
  // A channel is one with the operator, but each node keeps books of its own: one deposit may be spent at each of them.
  if (record !== undefined && record.nodeCount > 1) log('warn', 'operator-shared', { nodes: record.nodeCount })
}

/** Takes no more work, and ends what still runs when the notice is over. */
async function endRuns(context: NodeContext, noticeMs: number, tell: () => void): Promise<void> {
  const { runs, deadlines, now, log } = context
  runs.stop()
  tell()
  for (const run of runs.entries()) giveNotice(run, 'withdrawn', noticeMs, now())
  const callOff = deadlines.after(noticeMs, () => {
    log('warn', 'runs-aborted', { runs: runs.size })
    runs.abortAll()
  })
  await runs.idle()
  callOff()
}

async function awaitLastVouchers({ deadlines, limits, channels, now }: NodeContext): Promise<void> {
  const until = now() + limits.lastVoucherMsMax
  const isUnpaid = () => [...channels.entries()].some(({ ledger }) => ledger.owed > ledger.paid)
  while (isUnpaid() && now() < until) await new Promise<void>((resolve) => void deadlines.after(20, resolve))
}

async function redeemLast({ log, limits }: NodeContext, redeemer: Redeemer | undefined): Promise<void> {
  try {
    await redeemer?.redeemAll({ signal: AbortSignal.timeout(limits.closeWaitMsMax) })
  } catch (error) {
    log('error', 'redeem-on-close-failed', errorFields(error))
  }
}
