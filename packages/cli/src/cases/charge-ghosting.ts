/**
 * A charge of ghosting: an accepted lease, money taken on its channel, and nothing to show for it. The payer states what was earned in this
 * opening of the channel, and in how many receipts; the operator has to account for the rest with others in posted roots, or give it back;
 * silence convicts. A statement that one receipt more disproves costs the bond, so the words say so before it is put up.
 *
 * The charge is by the latest lease of the opening, once its receipts are due: then nothing can be posted any more that was made up after
 * the charge. Who orders more from that operator waits longer.
 */
import { join } from 'node:path'
import type { ChainReader, GhostingGranted } from '@millrace/chain'
import {
  type Address,
  type Amount,
  channelIdOf,
  formatAmount,
  type Hash,
  type Order,
  parseReceiptBundle,
  type Quote,
  receiptEpochOf,
  type Signature,
  type TokenUnit,
} from '@millrace/protocol'
import { openBuyerStore } from '@millrace/sdk'
import type { Context } from '../context.ts'
import { type Network, networkDir } from '../network.ts'
import { parseJsonText, readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'
import { receiptFileBytesMax } from '../verification/bundle-file.ts'
import { chainTime } from './case-words.ts'

/** What shows that the node accepted an order. */
export type AcceptedLease = {
  readonly leaseId: Hash | undefined
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
}

export type GhostingCharge = {
  readonly lease: AcceptedLease
  /** Base units of the settlement token that the operator took since the channel was opened. */
  readonly redeemed: Amount
  readonly granted: GhostingGranted
  /** Base units of MILL. */
  readonly bond: Amount
  /** What is at stake, for the person to agree to. */
  readonly words: string
}

type Init = {
  /** What the payer grants was earned in an opening of its channel. */
  readonly granted: (opening: Opening) => GhostingGranted
  /** Unix seconds. */
  readonly now: bigint
  readonly payer: Address
  readonly signal: AbortSignal
}

export type NamedLeases = {
  /** The oldest first. */
  readonly leases: readonly AcceptedLease[]
  /** What this machine's buyer was given receipts for in an opening of a channel, and the fees that it ordered, but for the latest lease's. */
  readonly granted: (opening: Opening) => GhostingGranted
}

type Opening = { readonly channelId: Hash; readonly epoch: bigint }

/**
 * Returns the leases that an argument names, and what their channels were worth. Of a receipt file nothing else is known.
 *
 * @param named - an operator's address, a lease id, or the file of a receipt under the lease.
 * @throws {BuyerStoreInUseError} while the gateway runs. @throws {FileBrokenError}
 */
export async function leasesNamed(context: Context, network: Network, named: string): Promise<NamedLeases> {
  if (!/^0x([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/.test(named)) {
    const text = await readTextFile(named, { bytesMax: receiptFileBytesMax })
    const hint = 'Name an operator, a lease id, or a receipt file.'
    const lease = { ...parseJsonText(text, named, { parse: parseReceiptBundle, hint }), leaseId: undefined }
    return { leases: [lease], granted: () => ({ amount: 0n, items: 0 }) }
  }
  const store = openBuyerStore(join(networkDir(context.environment.dataDir, network.name), 'buyer.sqlite'))
  try {
    const wanted = named.toLowerCase()
    const all = store.leases()
    const leases = all.filter(({ leaseId, quote }) => leaseId === wanted || quote.operator === wanted)
    const openings = new Map(all.map(({ order }) => [keyOf(order), order]))
    const tallies = new Map([...openings].map(([key, opening]) => [key, grantedIn(store, all, opening)]))
    return { leases, granted: (opening) => tallies.get(keyOf(opening)) ?? { amount: 0n, items: 0 } }
  } finally {
    store.close()
  }
}

/** The charged lease is the latest of the opening, and its fee is granted by itself. */
function grantedIn(
  store: ReturnType<typeof openBuyerStore>,
  leases: readonly AcceptedLease[],
  opening: Opening,
): GhostingGranted {
  const { amount, items } = store.receipts.tally(opening.channelId, opening.epoch)
  const ofOpening = leases.filter(({ order }) => keyOf(order) === keyOf(opening))
  const latest = latestOf(ofOpening)
  const fees = ofOpening.filter((lease) => lease !== latest && lease.quote.fee > 0n)
  return { amount: fees.reduce((sum, { quote }) => sum + quote.fee, amount), items: items + fees.length }
}

function keyOf({ channelId, epoch }: Opening): string {
  return `${channelId}:${epoch}`
}

function latestOf(leases: readonly AcceptedLease[]): AcceptedLease | undefined {
  return leases.reduce<AcceptedLease | undefined>(
    (latest, lease) => (latest !== undefined && latest.order.expiresAt >= lease.order.expiresAt ? latest : lease),
    undefined,
  )
}

/**
 * Returns the charge that can be brought now: by the latest lease, once its receipts are due.
 *
 * @throws {UsageError} for what nobody took, what is not due yet, and what is too old.
 */
export async function ghostingCharge(
  reader: Pick<ChainReader, 'court' | 'deployment'>,
  leases: readonly AcceptedLease[],
  token: TokenUnit,
  { granted: grantedIn, now, payer, signal }: Init,
): Promise<GhostingCharge> {
  const [any] = leases
  if (any === undefined) {
    throw new UsageError(
      'No lease with it is known here.',
      'Name the operator or a receipt file; see "millrace channels".',
    )
  }
  const { operator, token: paidIn } = any.quote
  if (any.quote.payer !== payer) {
    throw new UsageError(`The lease is of the payer ${any.quote.payer}.`, "Name that account's key with --key.")
  }
  const { epoch, redeemed } = await reader.court.incomeOf(payer, operator, paidIn, { signal })
  const channelId = channelIdOf(payer, operator, paidIn)
  const ofOpening = leases.filter(({ order }) => order.channelId === channelId && order.epoch === epoch)
  const lease = await latestDue(reader, ofOpening, { now, signal })
  const granted = grantedIn({ channelId, epoch })
  const earned = granted.amount + lease.quote.fee
  if (redeemed <= earned) {
    const took = `${formatAmount(redeemed, token)} of it`
    throw new UsageError(
      `The operator took ${took}, and you grant ${formatAmount(earned, token)}.`,
      'There is nothing to account for.',
    )
  }
  const { ghostingBond, ghostingItemBond } = await reader.court.fees({ signal })
  const missed = redeemed - earned
  const charged = lesser(missed, lease.order.amountMax)
  const words = [
    `${operator} took ${formatAmount(redeemed, token)} since the channel was opened.`,
    `You grant that it earned ${formatAmount(earned, token)} in ${granted.items} receipts; for ${formatAmount(charged, token)}`,
    'it has to show others, or give it back. Silence convicts it.',
    'The bond comes back then; if it shows one receipt more than you grant, or accounts for all of it, the bond is lost.',
  ].join(' ')
  return { lease, redeemed, granted, bond: ghostingBond + ghostingItemBond * BigInt(granted.items), words }
}

function lesser(a: Amount, b: Amount): Amount {
  return a < b ? a : b
}

async function latestDue(
  { court, deployment }: Pick<ChainReader, 'court' | 'deployment'>,
  leases: readonly AcceptedLease[],
  { now, signal }: { readonly now: bigint; readonly signal: AbortSignal },
): Promise<AcceptedLease> {
  const lease = latestOf(leases)
  if (lease === undefined) {
    throw new UsageError('No lease of the present opening of the channel is known here.', 'Name a receipt file of it.')
  }
  const { evidenceSeconds, postingSeconds } = await court.times({ signal })
  const epochSeconds = BigInt(deployment.receiptEpochSeconds)
  const { expiresAt } = lease.order
  if (now > expiresAt + BigInt(evidenceSeconds)) {
    throw new UsageError('The lease is too old to be evidence.', 'The court takes none that is older.')
  }
  // A run may begin until the order expires and end in the next epoch; then its receipt must be posted.
  const dueAt = (receiptEpochOf({ finishedAt: expiresAt }, epochSeconds) + 2n) * epochSeconds + BigInt(postingSeconds)
  if (now > dueAt) return lease
  throw new UsageError(
    `Its receipts are due at ${chainTime(dueAt)}: until then it may still post them.`,
    'Run the command again after that, and order nothing more from it until then.',
  )
}
