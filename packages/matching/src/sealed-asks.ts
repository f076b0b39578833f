/**
 * Asks that nobody can read before all are in: each bidder commits to a hash first and reveals its ask after the last
 * commitment. The hash is the EIP-712 struct hash of the ask with the auction, the bidder and a salt, so a commitment
 * serves no other auction, no other bidder and no other purpose, and says nothing about a price that could be guessed.
 *
 * A commitment that is not revealed is left out of the auction and named, so that whoever runs it can hold it against the
 * bidder. Whether to reveal is a choice made after others have revealed; the deposit that makes it costly is the caller's.
 */
import { type Address, type Hash, hashStruct, type MessageOf, messageType } from '@millrace/protocol'
import { auctionEntriesMax, type BatchAsk } from './auction.ts'

export const sealedAskType = messageType('SealedAsk', [
  ['auction', 'bytes32'],
  ['bidder', 'address'],
  ['price', 'uint128'],
  ['slots', 'uint32'],
  ['salt', 'bytes32'],
])
/** An ask with what hides it: `salt` is 32 random bytes, new for each. `auction` names the network, the goods and the epoch. */
export type SealedAsk = MessageOf<typeof sealedAskType>
export type AskCommitment = { readonly bidder: Address; readonly commitment: Hash }

export type OpenedAsks = {
  readonly asks: readonly BatchAsk[]
  /** Commitments without an ask, and asks without a commitment. */
  readonly excluded: readonly { readonly bidder: Address; readonly reason: 'not-revealed' | 'not-committed' }[]
}

/** Returns what a bidder publishes first. */
export function commitmentOf(ask: SealedAsk): Hash {
  return hashStruct(sealedAskType, ask)
}

/**
 * Returns the asks whose commitments stood, in the order of the commitments. One made twice counts once.
 *
 * @throws {RangeError} for more than {@link auctionEntriesMax} commitments or reveals.
 */
export function openAsks(
  auction: Hash,
  commitments: readonly AskCommitment[],
  reveals: readonly SealedAsk[],
): OpenedAsks {
  if (Math.max(commitments.length, reveals.length) > auctionEntriesMax)
    throw new RangeError(`more than ${auctionEntriesMax} commitments or reveals`)
  const revealed = new Map(reveals.map((ask) => [keyOf(ask.bidder, commitmentOf(ask)), ask]))
  const committed = new Map(commitments.map((entry) => [keyOf(entry.bidder, entry.commitment), entry.bidder]))
  const asks: BatchAsk[] = []
  const excluded: { bidder: Address; reason: 'not-revealed' | 'not-committed' }[] = []
  for (const [key, bidder] of committed) {
    const ask = revealed.get(key)
    if (ask === undefined || ask.auction !== auction) excluded.push({ bidder, reason: 'not-revealed' })
    else asks.push({ bidder, price: ask.price, slots: ask.slots })
  }
  for (const [key, { bidder }] of revealed) {
    if (!committed.has(key)) excluded.push({ bidder, reason: 'not-committed' })
  }
  return { asks, excluded }
}

function keyOf(bidder: Address, commitment: Hash): string {
  return `${bidder}:${commitment}`
}
