/**
 * Answers to cases, from what the node keeps: for an omission the Merkle proof of the receipt; for ghosting the receipts and fees of
 * the channel, the largest first, until they disprove what the payer states or cover the money; and at the end of the time the money that
 * they do not cover.
 */
import type { Hash, Order, Quote, Receipt, Signature } from '@millrace/protocol'
import type { CaseRecord } from './case-records.ts'
import { errorFields, type Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import { receiptTree } from './receipt-tree.ts'
import type { LeaseRow, ReceiptRow } from './store-rows.ts'

/** Receipts that one call accounts with: the contract's bound. */
export const coversPerCallMax = 32

/** One receipt that accounts for money, with the order that ties it to the channel. */
export type Cover = {
  readonly order: Order
  readonly orderSignature: Signature
  readonly receipt: Receipt
  readonly proof: readonly Hash[]
}

type Options = { readonly signal: AbortSignal }

/** What of the court's writer the answers take. */
export type CourtAnswers = {
  answerOmission(caseId: Hash, proof: readonly Hash[], options: Options): Promise<unknown>
  accountForGhosting(caseId: Hash, covers: readonly Cover[], options: Options): Promise<unknown>
  accountForFee(
    caseId: Hash,
    fee: { quote: Quote; order: Order; orderSignature: Signature },
    options: Options,
  ): Promise<unknown>
  giveBackGhosting(caseId: Hash, options: Options): Promise<unknown>
}

export type AnswerParts = {
  readonly court: CourtAnswers
  readonly store: NodeStore
  readonly log: Log
  readonly signal: AbortSignal
}

/** Returns undefined once the receipt was shown in its root, else why it cannot be. @throws what the chain answers. */
export async function answerOmission(
  { court, store, signal }: AnswerParts,
  { caseId, receiptHash, epoch }: CaseRecord,
): Promise<string | undefined> {
  if (receiptHash === undefined || epoch === undefined) return 'The challenge names no receipt.'
  const hashes = store.receiptHashes(Number(epoch))
  const { proofs } = hashes.length === 0 ? { proofs: [] } : await receiptTree(hashes, { prove: [receiptHash], signal })
  const [proof] = proofs
  if (proof === undefined) return `The file has no receipt ${receiptHash} in epoch ${epoch}.`
  await court.answerOmission(caseId, proof, { signal })
  return undefined
}

/**
 * Returns undefined once the charge is over: with one item more than the payer granted, or with all the money; else why it is not.
 *
 * @param leases - of the channel, in the opening that the case is about.
 * @param isOwn - whether the accused node is this one: then its own receipts are known to be all that it has.
 * @param mayGiveBack - whether to give back what nothing here covers, or cannot be accounted for however often it is tried.
 * @throws what the chain answers; what was accounted for stays so.
 */
export async function answerGhosting(
  parts: AnswerParts,
  matter: CaseRecord,
  init: GhostingInit,
): Promise<string | undefined> {
  const { court, log, signal } = parts
  const { caseId, redeemed, granted } = matter
  let problem: string | undefined
  try {
    const { isOver, covered } = await accountForAll(parts, matter, init)
    if (isOver) return undefined
    problem = `Of ${redeemed} taken ${covered} is accounted for, and ${granted} granted.`
  } catch (error) {
    // Silence convicts: what fails for good must not keep it from giving back.
    const mayPass = signal.aborted || (error as { readonly retryable?: unknown }).retryable === true
    if (!init.mayGiveBack || mayPass) throw error
    log('error', 'case-account-failed', { caseId, ...errorFields(error) })
  }
  if (!init.mayGiveBack) return problem
  await court.giveBackGhosting(caseId, { signal })
  return undefined
}

type GhostingInit = { readonly leases: readonly LeaseRow[]; readonly isOwn: boolean; readonly mayGiveBack: boolean }

async function accountForAll(
  parts: AnswerParts,
  matter: CaseRecord,
  init: GhostingInit,
): Promise<{ readonly isOver: boolean; readonly covered: bigint }> {
  const { court, store, signal } = parts
  const { caseId, redeemed, granted, items } = matter
  let { covered, shown } = matter
  const isOver = () => shown > items || covered >= redeemed
  const fees = init.leases.filter(({ quote }) => quote.fee > 0n)
  const receipts = usefulReceipts(store, init.leases)
  // What it granted by the same receipts is no answer: to show them would cost gas and change nothing.
  const isGrantedAll = sumOf(fees, receipts) <= granted && fees.length + receipts.length <= items
  if (init.isOwn && shown === 0 && isGrantedAll) return { isOver: isOver(), covered }
  for (const { quote, order, orderSignature } of fees) {
    if (isOver()) break
    const known = await knownCover(court.accountForFee(caseId, { quote, order, orderSignature }, { signal }))
    if (known === undefined) [covered, shown] = [covered + quote.fee, shown + 1]
  }
  const prove = createProver(parts, receipts)
  for (const left = [...receipts]; !isOver() && left.length > 0; ) {
    // No more than it takes: one above what is granted.
    const most = Math.min(coversPerCallMax, items - shown + 1)
    const counted = await account(parts, caseId, await Promise.all(left.splice(0, most).map(prove)))
    ;[covered, shown] = [covered + counted.amount, shown + counted.items]
  }
  return { isOver: isOver(), covered }
}

/** Returns the receipts that can be shown, the largest first. */
function usefulReceipts(store: NodeStore, leases: readonly LeaseRow[]): readonly Item[] {
  return leases
    .flatMap((lease) => store.receiptsOfLease(lease.leaseId).map((row) => ({ lease, row })))
    .filter(({ row }) => row.receipt.amount > 0n && store.isEpochPosted(row.epoch))
    .sort((a, b) => compare(b.row.receipt.amount, a.row.receipt.amount))
}

function sumOf(fees: readonly LeaseRow[], receipts: readonly Item[]): bigint {
  const earned = receipts.reduce((sum, { row }) => sum + row.receipt.amount, 0n)
  return fees.reduce((sum, { quote }) => sum + quote.fee, earned)
}

type Counted = { readonly amount: bigint; readonly items: number }

/** Returns what the covers that were new account for. One that was counted before, or came too late, refuses all: then each goes by itself. */
async function account(parts: AnswerParts, caseId: Hash, covers: readonly Cover[]): Promise<Counted> {
  if (covers.length === 0) return { amount: 0n, items: 0 }
  const { court, signal } = parts
  const known = await knownCover(court.accountForGhosting(caseId, covers, { signal }))
  if (known === undefined) {
    return { amount: covers.reduce((sum, { receipt }) => sum + receipt.amount, 0n), items: covers.length }
  }
  let counted: Counted = { amount: 0n, items: 0 }
  if (covers.length === 1) return counted
  for (const cover of covers) {
    const { amount, items } = await account(parts, caseId, [cover])
    counted = { amount: counted.amount + amount, items: counted.items + items }
  }
  return counted
}

/** Covers that cannot count, whatever else does: counted already, of a run that began after the charge, in no root, or of nothing. */
const deadCovers: ReadonlySet<unknown> = new Set(['CoverKnown', 'CoverTooLate', 'CoverWorthless', 'ReceiptNotIncluded'])

/** Returns the refusal where what was sent is accounted for already or never can be, undefined once it is now. */
async function knownCover(sent: Promise<unknown>): Promise<unknown> {
  try {
    await sent
    return undefined
  } catch (error) {
    if (deadCovers.has((error as { readonly contractError?: unknown }).contractError)) return error
    throw error
  }
}

type Item = { readonly lease: LeaseRow; readonly row: ReceiptRow }
type Prover = (item: Item) => Promise<Cover>

/** Returns the function that makes covers; each epoch's tree is hashed once for all its items. */
function createProver({ store, signal }: AnswerParts, items: readonly Item[]): Prover {
  const trees = new Map<number, Promise<ReadonlyMap<Hash, readonly Hash[]>>>()
  const proofsOf = async (epoch: number) => {
    const prove = items.filter(({ row }) => row.epoch === epoch).map(({ row }) => row.hash)
    const { proofs } = await receiptTree(store.receiptHashes(epoch), { prove, signal })
    return new Map(prove.map((hash, index) => [hash, proofs[index] ?? []] as const))
  }
  return async ({ lease: { order, orderSignature }, row }) => {
    const tree = trees.get(row.epoch) ?? proofsOf(row.epoch)
    trees.set(row.epoch, tree)
    return { order, orderSignature, receipt: row.receipt, proof: (await tree).get(row.hash) ?? [] }
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
