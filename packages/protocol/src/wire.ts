/**
 * The messages of one peer stream, as JSON in frames. The first frame from the dialer names the protocol version and what
 * it wants; everything after depends on that:
 *
 * | first frame | then, from the provider | from the buyer |
 * |---|---|---|
 * | `offers` | `offers` | |
 * | `quote` | `quoted` or `countered` | |
 * | `lease` | `leased` | |
 * | `run` | `accepted`, `chunk`…, `sealed`, `notice`, `end` | `cancel`, `reveal` |
 * | `pay` | `paid`… | `voucher`… (one stream a connection, vouchers of all its channels) |
 * | `channel` | `channel` | |
 * | `receipt` | `receipt` | |
 * | `inclusion` | `inclusion` | |
 * | `release` | `released` | |
 * | `bulk` | `bulk` | |
 * | `evidence` | `evidence` | |
 * | `put` | `want`…, `stored` | `bytes` and then as many raw ones, for each `want` |
 * | `fetch` | `bytes` and then as many raw ones, for each `want` | `want`… |
 * | `seal` | `sealing-key` | |
 * | `connect` | `connected`, then a line (line-frame.ts) | a line |
 * | `exec` | `started`, then a line | a line |
 *
 * At any point the provider may answer `error`, which ends the stream; but for lines, which it resets.
 */
import * as v from 'valibot'
import { parseUint } from './amount.ts'
import { boundedArray } from './bounded-array.ts'
import { decodeJson } from './decode-json.ts'
import { parseAddress, parseHash, parseSignature } from './hex.ts'
import { orderType, payerProofType, quoteType, receiptType, voucherType } from './messages.ts'
import { parseWith } from './parse-with.ts'
import { parsedBy } from './parsed-by.ts'
import { protocolVersion } from './protocol-version.ts'
import { ProtocolVersionError } from './protocol-version-error.ts'
import { receiptInclusionFields } from './receipt-inclusion.ts'
import { auditBundleCharsMax, requestSchema, responseSchema, tokenIdSchema } from './request.ts'
import { signedOfferSchema } from './signed-offer.ts'
import { execEntries, taskObjectBytesMax } from './task.ts'
import { portSchema, terminalSchema } from './task-service.ts'
import { type MessageType, parseMessage } from './typed-data.ts'

/** Characters of an idempotency key. */
export const idempotencyKeyCharsMax = 128
/** Offers one answer may carry. */
export const offersPerAnswerMax = 256
/** Units one chunk may carry. */
export const chunkUnitsMax = 65_536
/** Characters of an error's message, and of its hint. */
export const errorTextCharsMax = 2_000
/** Times a buyer may ask for one quote, its first ask included: prices converge or they do not. */
export const negotiationRoundsMax = 4
/** Slots that one reservation may hold. */
export const reservedSlotsMax = 1_024

const hash = parsedBy((value) => parseHash(value))
const address = parsedBy((value) => parseAddress(value))
const signature = parsedBy((value) => parseSignature(value))
const sequence = parsedBy((value) => parseUint(value, 64, 'sequence'))
const amount = parsedBy((value) => parseUint(value, 128, 'amount'))

const prices = { inputPrice: amount, outputPrice: amount }
const round = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(negotiationRoundsMax - 1))
const smallCode = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))
const unixSeconds = parsedBy((value) => parseUint(value, 64, 'time'))
const object = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const objectBytes = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0), v.maxValue(taskObjectBytesMax))
/** Asks for bytes of an object, or for its outline: what its bytes are checked by. */
const want = v.strictObject({
  type: v.literal('want'),
  object,
  range: v.union([v.literal('outline'), v.strictObject({ start: objectBytes, end: objectBytes })]),
})
/** So many bytes follow, in raw frames. */
const bytes = v.strictObject({ type: v.literal('bytes'), bytes: objectBytes })
const first = v.variant('type', [
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('offers') }),
  v.strictObject({
    v: v.literal(protocolVersion),
    type: v.literal('quote'),
    offerHash: hash,
    payer: address,
    amountMax: amount,
    /** That the payer lets this session ask; not needed where the node knows a channel of the two. */
    proof: v.optional(v.strictObject({ proof: signedMessage(payerProofType), signature })),
    /** Lower prices than the offer's, to be accepted, countered or refused. */
    bid: v.optional(v.strictObject(prices)),
    round: v.optional(round),
    /** How the answers are to be produced; when left out, as the offer says but no better than `tolerant`. */
    exactness: v.optional(smallCode),
    /** The verification policy of the order to come; `trust` when left out. */
    policy: v.optional(smallCode),
    policyParameter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))),
    /** Slots to hold from one Unix second to another, for a fee. */
    reservation: v.optional(
      v.strictObject({
        slots: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(reservedSlotsMax)),
        startsAt: unixSeconds,
        endsAt: unixSeconds,
      }),
    ),
  }),
  v.strictObject({
    v: v.literal(protocolVersion),
    type: v.literal('lease'),
    order: signedMessage(orderType),
    signature,
  }),
  v.strictObject({
    v: v.literal(protocolVersion),
    type: v.literal('run'),
    leaseId: hash,
    sequence,
    idempotencyKey: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(idempotencyKeyCharsMax))),
    request: requestSchema,
  }),
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('pay') }),
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('channel'), channelId: hash }),
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('receipt'), leaseId: hash, sequence }),
  /** Asks where the receipt of a run is in the root that the node posted for its epoch: hashes, which tell a stranger nothing. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('inclusion'), leaseId: hash, sequence }),
  /** Gives back the slots that a lease reserved, before their time begins. What was paid for them stays paid. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('release'), leaseId: hash }),
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('bulk') }),
  /** A panel member asks a case's reporter for what the case is about. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('evidence'), caseId: hash }),
  /** Gives an object for tasks under a lease: the provider asks for what it does not hold yet, and checks it as it comes. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('put'), leaseId: hash, object, bytes: objectBytes }),
  /** Takes an output of a task under a lease. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('fetch'), leaseId: hash, object }),
  /** Asks for the key that secrets of tasks under the lease are sealed to. */
  v.strictObject({ v: v.literal(protocolVersion), type: v.literal('seal'), leaseId: hash }),
  /** Connects to a port of a task under a lease. */
  v.strictObject({
    v: v.literal(protocolVersion),
    type: v.literal('connect'),
    leaseId: hash,
    sequence,
    port: portSchema,
  }),
  /** Runs a program beside a task's own. */
  v.strictObject({
    v: v.literal(protocolVersion),
    type: v.literal('exec'),
    leaseId: hash,
    sequence,
    ...execEntries,
    /** It gets a terminal of this size; otherwise pipes. */
    terminal: v.optional(terminalSchema),
  }),
])
const later = v.variant('type', [
  v.strictObject({ type: v.literal('cancel') }),
  /** The other replicas are sealed too: the result may be told. */
  v.strictObject({ type: v.literal('reveal') }),
  v.strictObject({ type: v.literal('voucher'), voucher: signedMessage(voucherType), signature }),
  want,
  bytes,
])
const answer = v.variant('type', [
  v.strictObject({ type: v.literal('offers'), offers: boundedArray(signedOfferSchema, offersPerAnswerMax) }),
  v.strictObject({ type: v.literal('quoted'), quote: signedMessage(quoteType), signature }),
  /** The prices at which the node would quote, in answer to a bid. */
  v.strictObject({ type: v.literal('countered'), ...prices, round }),
  v.strictObject({ type: v.literal('leased'), leaseId: hash }),
  v.strictObject({ type: v.literal('released'), leaseId: hash }),
  v.strictObject({
    type: v.literal('accepted'),
    inputUnits: v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0)),
    /** Of work that is handed over at once: what it came to, told before it is paid for. */
    outputUnits: v.optional(v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0))),
  }),
  v.strictObject({
    type: v.literal('chunk'),
    text: v.string(),
    units: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(chunkUnitsMax)),
    tokenIds: v.optional(boundedArray(tokenIdSchema, chunkUnitsMax)),
  }),
  /** The result is computed and sealed; it comes after `reveal`. */
  v.strictObject({ type: v.literal('sealed'), seal: hash }),
  /** The run ends soon, with what it has delivered by then: the buyer may look for the next provider already. */
  v.strictObject({
    type: v.literal('notice'),
    reason: v.picklist(['preempted', 'withdrawn']),
    endsInMs: v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0)),
  }),
  v.strictObject({
    type: v.literal('end'),
    receipt: signedMessage(receiptType),
    signature,
    /** Set for all but text, and for a replayed answer, whose chunks are not sent again. */
    response: v.optional(responseSchema),
    /** Opens the seal of a sealed result. */
    salt: v.optional(hash),
  }),
  v.strictObject({ type: v.literal('paid'), channelId: hash, amount }),
  v.strictObject({
    type: v.literal('channel'),
    channelId: hash,
    /** The best voucher the provider holds, for a buyer that lost its own record; the buyer checks its own signature. */
    voucher: v.optional(signedMessage(voucherType)),
    signature: v.optional(signature),
    owed: amount,
  }),
  v.strictObject({
    type: v.literal('receipt'),
    receipt: signedMessage(receiptType),
    signature,
  }),
  /** The asker checks it against the root on the chain. */
  v.strictObject({ type: v.literal('inclusion'), ...receiptInclusionFields }),
  /** Where to fetch objects in bulk: the port of an HTTP/2 server with that certificate, and the word to say there. */
  v.strictObject({
    type: v.literal('bulk'),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    expiresAt: unixSeconds,
  }),
  v.strictObject({ type: v.literal('evidence'), bundle: v.pipe(v.string(), v.maxLength(auditBundleCharsMax)) }),
  want,
  bytes,
  /** The object is held for the lease. */
  v.strictObject({ type: v.literal('stored'), object, bytes: objectBytes }),
  /** An X25519 key until a Unix second, signed as `SealingKey` by the node. */
  v.strictObject({ type: v.literal('sealing-key'), key: hash, expiresAt: unixSeconds, signature }),
  /** From here on the stream is a line to the port, */
  v.strictObject({ type: v.literal('connected') }),
  /** or to the program. */
  v.strictObject({ type: v.literal('started') }),
  v.strictObject({
    type: v.literal('error'),
    code: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{0,63}$/)),
    message: v.pipe(v.string(), v.maxLength(errorTextCharsMax)),
    hint: v.pipe(v.string(), v.maxLength(errorTextCharsMax)),
    retryable: v.boolean(),
  }),
])

export type OpeningFrame = v.InferOutput<typeof first>
export type BuyerFrame = v.InferOutput<typeof later>
export type ProviderFrame = v.InferOutput<typeof answer>
/** What of an object is asked for. */
export type WantFrame = v.InferOutput<typeof want>

const utf8Encoder = new TextEncoder()

/**
 * Returns the first frame of a stream.
 *
 * @throws {ProtocolVersionError} when the dialer speaks another version. @throws {MalformedError} otherwise.
 */
export function decodeOpening(frame: Uint8Array): OpeningFrame {
  const json = decodeJson(frame)
  const version = (json as { v?: unknown } | null)?.v
  if (version !== protocolVersion) throw new ProtocolVersionError(version)
  return parseWith(first, json, 'frame')
}

/** Returns a later frame of the buyer's. @throws {MalformedError} */
export function decodeBuyerFrame(frame: Uint8Array): BuyerFrame {
  return parseWith(later, decodeJson(frame), 'frame')
}

/** Returns a frame of the provider's. @throws {MalformedError} */
export function decodeProviderFrame(frame: Uint8Array): ProviderFrame {
  const json = decodeJson(frame)
  return plainChunkOf(json) ?? parseWith(answer, json, 'frame')
}

/** Returns the frame's bytes. Bigints travel as decimal strings. */
export function encodeFrame(frame: OpeningFrame | BuyerFrame | ProviderFrame): Uint8Array {
  // A chunk, by far the most frequent, carries no bigint.
  return utf8Encoder.encode(frame.type === 'chunk' ? JSON.stringify(frame) : JSON.stringify(frame, bigintAsDecimal))
}

/**
 * Returns the chunk that the value is, by the rules of the schema above, or undefined: then the schema tells what is wrong,
 * or that it is something else. PERF: a tenth of the schema's time, for what comes once per token.
 */
function plainChunkOf(json: unknown): ProviderFrame | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { type, text, units, tokenIds } = json as { [Name in 'type' | 'text' | 'units' | 'tokenIds']?: unknown }
  if (type !== 'chunk' || typeof text !== 'string' || !isCount(units) || units > chunkUnitsMax) return undefined
  const fields = Object.keys(json).length
  if (tokenIds === undefined) return fields === 3 ? { type, text, units } : undefined
  if (fields !== 4 || !Array.isArray(tokenIds) || tokenIds.length > chunkUnitsMax) return undefined
  return tokenIds.every(isCount) ? { type, text, units, tokenIds } : undefined
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function bigintAsDecimal(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function signedMessage<T extends MessageType>(type: T) {
  return parsedBy((value) => parseMessage(type, value))
}
