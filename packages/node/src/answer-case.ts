/**
 * Answers to cases, from what the node keeps: for an omission the Merkle proof of the receipt; for ghosting the receipts and fees of
 * the channel, the largest first, and at the end of the time the money that they do not cover.
 */
import type { Hash, Order, Quote, Receipt, Signature } from '@millrace/protocol'
import type { CaseRecord } from './case-records.ts'
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

export type AnswerParts = { readonly court: CourtAnswers; readonly store: NodeStore; readonly signal: AbortSignal }

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
 * Returns undefined once all the money is accounted for, else why it is not.
 *
 * @param leases - of the channel, in the opening that the case is about.
 * @param mayGiveBack - whether to give back what nothing here covers.
 * @throws what the chain answers; what was accounted for stays so.
 */
export async function answerGhosting(
  parts: AnswerParts,
  matter: CaseRecord,
  { leases, mayGiveBack }: { readonly leases: readonly LeaseRow[]; readonly mayGiveBack: boolean },
): Promise<string | undefined> {
  const { court, store, signal } = parts
  const { caseId, redeemed } = matter
  let { covered } = matter
  for (const { quote, order, orderSignature, leaseId } of leases) {
    // The accused lease's own fee was granted by the charge.
    if (covered >= redeemed || quote.fee === 0n || leaseId === matter.leaseId) continue
    const known = await knownCover(court.accountForFee(caseId, { quote, order, orderSignature }, { signal }))
    if (known === undefined) covered += quote.fee
  }
  const items = leases.flatMap((lease) => store.receiptsOfLease(lease.leaseId).map((row) => ({ lease, row })))
  const useful = items.filter(({ row }) => row.receipt.amount > 0n && store.isEpochPosted(row.epoch))
  useful.sort((a, b) => compare(b.row.receipt.amount, a.row.receipt.amount))
  const prove = createProver(parts, [...useful])
  while (covered < redeemed && useful.length > 0) {
    const covers = await Promise.all(useful.splice(0, coversPerCallMax).map(prove))
    covered += await account(parts, caseId, covers)
  }
  if (covered >= redeemed) return undefined
  if (!mayGiveBack) return `Of ${redeemed} taken ${covered} is accounted for.`
  await court.giveBackGhosting(caseId, { signal })
  return undefined
}

/** Returns what the covers that were new account for. One that was counted before refuses all: then each goes by itself. */
async function account(parts: AnswerParts, caseId: Hash, covers: readonly Cover[]): Promise<bigint> {
  if (covers.length === 0) return 0n
  const { court, signal } = parts
  const known = await knownCover(court.accountForGhosting(caseId, covers, { signal }))
  if (known === undefined) return covers.reduce((sum, { receipt }) => sum + receipt.amount, 0n)
  let sum = 0n
  if (covers.length === 1) return sum
  for (const cover of covers) sum += await account(parts, caseId, [cover])
  return sum
}

/** Returns the refusal where what was sent is accounted for already, undefined once it is now. */
async function knownCover(sent: Promise<unknown>): Promise<unknown> {
  try {
    await sent
    return undefined
  } catch (error) {
    if ((error as { readonly contractError?: unknown }).contractError === 'CoverKnown') return error
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
