/**
 * Every message that is signed, one EIP-712 schema each. The domain binds chain and Escrow contract, the type name the
 * purpose, the fields the parties and the sequence. Times are Unix seconds; amounts are base units; prices are base units
 * per million units. Solidity hashes the same structs (`MessageHashes.sol`);
 * `vectors/messages.json` holds both to it.
 */
import { type MessageOf, messageType } from './typed-data.ts'

/**
 * A node's standing, signed price for one workload on one model, on one kind of terms. A higher sequence replaces it; one
 * with no slots withdraws it. `availableFrom` and `availableUntil` bound when work may run; `detailsHash` names the rest
 * (offer-details.ts).
 */
export const offerType = messageType('Offer', [
  ['operator', 'address'],
  ['node', 'address'],
  ['modelRoot', 'bytes32'],
  ['workload', 'uint8'],
  ['token', 'address'],
  ['inputPrice', 'uint128'],
  ['outputPrice', 'uint128'],
  ['contextTokensMax', 'uint32'],
  ['creditTokens', 'uint32'],
  ['exactness', 'uint8'],
  ['terms', 'uint8'],
  ['resourceClass', 'uint8'],
  ['gpuMemoryMib', 'uint32'],
  ['country', 'uint32'],
  ['attestations', 'uint32'],
  ['slots', 'uint32'],
  ['noticeSeconds', 'uint32'],
  ['availableFrom', 'uint64'],
  ['availableUntil', 'uint64'],
  ['detailsHash', 'bytes32'],
  ['sequence', 'uint64'],
  ['expiresAt', 'uint64'],
])
export type Offer = MessageOf<typeof offerType>

/**
 * A node's binding price for one payer, with a soft reservation until it expires. Signed by the node. A reserved one holds
 * `slots` from `startsAt` on for a `fee` in base units, due with the order; otherwise the three are 0. `exactness` is how
 * the answers are produced, which may be less than the offer can; `beacon` ends the chain that seeds them (beacon.ts).
 */
export const quoteType = messageType('Quote', [
  ['offerHash', 'bytes32'],
  ['payer', 'address'],
  ['operator', 'address'],
  ['node', 'address'],
  ['modelRoot', 'bytes32'],
  ['workload', 'uint8'],
  ['token', 'address'],
  ['inputPrice', 'uint128'],
  ['outputPrice', 'uint128'],
  ['contextTokensMax', 'uint32'],
  ['creditTokens', 'uint32'],
  ['terms', 'uint8'],
  ['noticeSeconds', 'uint32'],
  ['exactness', 'uint8'],
  ['policy', 'uint8'],
  ['policyParameter', 'uint32'],
  ['beacon', 'bytes32'],
  ['slots', 'uint32'],
  ['startsAt', 'uint64'],
  ['fee', 'uint128'],
  ['amountMax', 'uint128'],
  ['sequence', 'uint64'],
  ['expiresAt', 'uint64'],
])
export type Quote = MessageOf<typeof quoteType>

/** The buyer's acceptance of a quote. With the node's signature on the quote it is the lease. Signed by the session signer. */
export const orderType = messageType('Order', [
  ['quoteHash', 'bytes32'],
  ['channelId', 'bytes32'],
  ['epoch', 'uint64'],
  ['payer', 'address'],
  ['operator', 'address'],
  ['node', 'address'],
  ['signer', 'address'],
  ['policy', 'uint8'],
  ['policyParameter', 'uint32'],
  ['amountMax', 'uint128'],
  ['sequence', 'uint64'],
  ['expiresAt', 'uint64'],
])
export type Order = MessageOf<typeof orderType>

/** Cumulative promise of payment on a channel: the latest one is enough. Signed by the session signer. */
export const voucherType = messageType('Voucher', [
  ['channelId', 'bytes32'],
  ['epoch', 'uint64'],
  ['amount', 'uint128'],
])
export type Voucher = MessageOf<typeof voucherType>

/** The operator's consent to close a channel at once at this final amount. Signed by the operator. */
export const channelCloseType = messageType('ChannelClose', [
  ['channelId', 'bytes32'],
  ['epoch', 'uint64'],
  ['amount', 'uint128'],
])
export type ChannelClose = MessageOf<typeof channelCloseType>

/**
 * What was asked, answered, metered and charged. One per lease and sequence. Signed by the node. `build` names what computed
 * a replayable answer, `beacon` is the run's part of its seed, `evidenceRoot` commits to more: the seal of a sealed answer;
 * 0 where there is none.
 */
export const receiptType = messageType('Receipt', [
  ['leaseId', 'bytes32'],
  ['sequence', 'uint64'],
  ['payer', 'address'],
  ['operator', 'address'],
  ['node', 'address'],
  ['token', 'address'],
  ['modelRoot', 'bytes32'],
  ['workload', 'uint8'],
  ['exactness', 'uint8'],
  ['build', 'bytes32'],
  ['beacon', 'bytes32'],
  ['requestHash', 'bytes32'],
  ['responseHash', 'bytes32'],
  ['evidenceRoot', 'bytes32'],
  ['inputUnits', 'uint64'],
  ['outputUnits', 'uint64'],
  ['amount', 'uint128'],
  ['finish', 'uint8'],
  ['startedAt', 'uint64'],
  ['finishedAt', 'uint64'],
])
export type Receipt = MessageOf<typeof receiptType>

/**
 * What one auditor found about one receipt in one round of a case. Signed by the auditor's key; `evidenceHash` names what it
 * read, the salt keeps the committed hash from being guessed before it is revealed.
 */
export const verdictType = messageType('Verdict', [
  ['caseId', 'bytes32'],
  ['round', 'uint32'],
  ['auditor', 'address'],
  ['receiptHash', 'bytes32'],
  ['outcome', 'uint8'],
  ['evidenceHash', 'bytes32'],
  ['salt', 'bytes32'],
])
export type Verdict = MessageOf<typeof verdictType>

/** Proves, inside an encrypted connection, who is at this end of it. `binding` is the connection's exported keying material. */
export const peerHelloType = messageType('PeerHello', [
  ['self', 'address'],
  ['role', 'uint8'],
  ['binding', 'bytes32'],
])
export type PeerHello = MessageOf<typeof peerHelloType>

/** The payer lets a session key ask for quotes against its balance until `expiresAt`. Signed by the payer. */
export const payerProofType = messageType('PayerProof', [
  ['payer', 'address'],
  ['session', 'address'],
  ['expiresAt', 'uint64'],
])
export type PayerProof = MessageOf<typeof payerProofType>

/** Its signature by a node or session key is the secret that the key's libp2p identity is derived from. Never sent. */
export const peerKeyType = messageType('PeerKey', [['self', 'address']])
export type PeerKey = MessageOf<typeof peerKeyType>

/** The X25519 key that secrets of tasks are sealed to until `expiresAt`. Signed by the node, which alone holds the other half. */
export const sealingKeyType = messageType('SealingKey', [
  ['node', 'address'],
  ['key', 'bytes32'],
  ['expiresAt', 'uint64'],
])
export type SealingKey = MessageOf<typeof sealingKeyType>

/** Each signed message type by its EIP-712 name. */
export const messageTypes = {
  Offer: offerType,
  Quote: quoteType,
  Order: orderType,
  Voucher: voucherType,
  ChannelClose: channelCloseType,
  Receipt: receiptType,
  Verdict: verdictType,
  PeerHello: peerHelloType,
  PayerProof: payerProofType,
  PeerKey: peerKeyType,
  SealingKey: sealingKeyType,
} as const
