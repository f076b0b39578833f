/** Values of the protocol for property tests: every value here is valid, at the edges of what is allowed too. */
import fc from 'fast-check'
import {
  type BuyerFrame,
  coordinateErrorPpmMax,
  coordinateUsMax,
  type FieldType,
  type Hash,
  type Hex,
  type MessageOf,
  type MessageType,
  type ModelContent,
  messageTypes,
  negotiationRoundsMax,
  type OfferDetails,
  type OpeningFrame,
  offerAddressesMax,
  offerType,
  orderType,
  type ProviderFrame,
  payerProofType,
  protocolVersion,
  quoteType,
  receiptType,
  reservedSlotsMax,
  type SignedOffer,
  terminalSizeMax,
  voucherType,
  type WorkRequest,
  type WorkResponse,
} from '../../src/index.ts'
import { merkleProofHashesMax } from '../../src/merkle.ts'

export function hexOf(byteLength: number): fc.Arbitrary<Hex> {
  return fc
    .uint8Array({ minLength: byteLength, maxLength: byteLength })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
}

export function uintOf(bits: number): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
}

export const anyHash = hexOf(32) as fc.Arbitrary<Hash>
export const anyAddress = hexOf(20)
export const anySignature = hexOf(64)
export const anyText = fc.string({ unit: 'binary', maxLength: 60 })
/** Texts that may hold half of a surrogate pair. */
export const anyUtf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units))

export function fieldValue(type: FieldType): fc.Arbitrary<string | number | bigint> {
  if (type === 'address') return anyAddress
  if (type === 'bytes32') return anyHash
  const bits = Number(type.slice(4))
  return bits <= 32 ? fc.integer({ min: 0, max: 2 ** bits - 1 }) : uintOf(bits)
}

export function messageOf<T extends MessageType>(type: T): fc.Arbitrary<MessageOf<T>> {
  const fields = type.fields.map(([name, fieldType]) => [name, fieldValue(fieldType)] as const)
  return fc.record(Object.fromEntries(fields)) as unknown as fc.Arbitrary<MessageOf<T>>
}

export const anyMessageType = fc.constantFrom(...Object.values(messageTypes)) as fc.Arbitrary<MessageType>

const nonce = hexOf(16)
const tokenIds = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 6 })
const continuation = fc.record({ text: anyText, tokenIds }, { requiredKeys: ['text'] })
const unit = fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true })
const sampling = {
  maxTokens: fc.integer({ min: 1, max: 1_000_000 }),
  temperature: fc.oneof(
    fc.constantFrom(0, 1e-9, 0.7, 2),
    unit.map((x) => 2 * x),
  ),
  topP: unit,
  stop: fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), { maxLength: 8 }),
}
const optionalFields = {
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  topK: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  minP: fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0),
  continuation,
}
const chat = fc.record(
  {
    kind: fc.constant('chat' as const),
    model: anyHash,
    nonce,
    messages: fc.array(
      fc.record({ role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const), content: anyText }),
      { minLength: 1, maxLength: 5 },
    ),
    ...sampling,
    ...optionalFields,
  },
  { requiredKeys: ['kind', 'model', 'nonce', 'messages', 'maxTokens', 'temperature', 'topP', 'stop'] },
)
const completion = fc.record(
  { kind: fc.constant('completion' as const), model: anyHash, nonce, prompt: anyText, ...sampling, ...optionalFields },
  { requiredKeys: ['kind', 'model', 'nonce', 'prompt', 'maxTokens', 'temperature', 'topP', 'stop'] },
)
const embed = fc.record({
  kind: fc.constant('embed' as const),
  model: anyHash,
  nonce,
  inputs: fc.array(anyText, { minLength: 1, maxLength: 5 }),
})
const anyBase64 = fc.uint8Array({ maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const anyGas = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String)
const batch = fc.record(
  {
    kind: fc.constant('batch' as const),
    model: anyHash,
    nonce,
    program: anyBase64.filter((text) => text !== ''),
    inputs: fc.array(anyBase64, { minLength: 1, maxLength: 4 }),
    args: fc.array(
      anyText.map((text) => text.replaceAll('\0', '')),
      { maxLength: 3 },
    ),
    gasMax: anyGas,
    memoryPagesMax: fc.integer({ min: 1, max: 65_536 }),
    entropy: anyHash,
  },
  { requiredKeys: ['kind', 'model', 'nonce', 'program', 'inputs', 'gasMax', 'memoryPagesMax', 'entropy'] },
)
const audit = fc.record({
  kind: fc.constant('audit' as const),
  model: anyHash,
  nonce,
  bundle: anyText.filter((text) => text !== ''),
})
export const anyRequest: fc.Arbitrary<WorkRequest> = fc.oneof(
  ...[chat, completion, embed, batch, audit],
) as fc.Arbitrary<WorkRequest>

export const anyResponse: fc.Arbitrary<WorkResponse> = fc.oneof(
  fc.record(
    { kind: fc.constant('text' as const), text: anyText, tokenIds },
    { requiredKeys: ['kind', 'text'] },
  ) as fc.Arbitrary<WorkResponse>,
  fc.record({
    kind: fc.constant('vectors' as const),
    vectors: fc.array(anyBase64, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('outputs' as const),
    outputs: fc.array(
      fc.record({
        status: fc.constantFrom('exited' as const, 'trapped' as const, 'out-of-gas' as const, 'out-of-memory' as const),
        exitCode: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        gas: anyGas,
        output: anyBase64,
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record(
    {
      kind: fc.constant('verdict' as const),
      outcome: fc.constantFrom('honest' as const, 'cheated' as const, 'unable' as const),
      reason: anyText,
      checked: fc.nat(),
      mismatches: fc.nat(),
      firstMismatch: fc.nat(),
      score: fc.double({ noDefaultInfinity: true, noNaN: true }),
    },
    { requiredKeys: ['kind', 'outcome', 'reason', 'checked', 'mismatches'] },
  ) as fc.Arbitrary<WorkResponse>,
)

const anyFile = fc.record({
  path: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
  bytes: fc.integer({ min: 1, max: 2 ** 40 }),
  sha256: anyHash.map((hash) => hash.slice(2)),
})
export const anyModel: fc.Arbitrary<ModelContent> = fc.record({
  version: fc.constant(1 as const),
  name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,95}$/),
  format: fc.constantFrom(...(['gguf', 'upstream', 'wasm', 'auditor'] as const)),
  workloads: fc.uniqueArray(fc.constantFrom(...(['chat', 'completion', 'embed', 'batch', 'audit'] as const)), {
    minLength: 1,
    maxLength: 5,
  }),
  contextTokensMax: fc.integer({ min: 1, max: 2 ** 31 }),
  files: fc.uniqueArray(anyFile, { minLength: 1, maxLength: 4, selector: ({ path }) => path }),
})

const anyMicroseconds = fc.integer({ min: -coordinateUsMax, max: coordinateUsMax })
const anyTimeOfDay = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'))
const anyRate = fc.nat(2 ** 31 - 1)
export const anyDetails: fc.Arbitrary<OfferDetails> = fc.record(
  {
    version: fc.constant(1 as const),
    addresses: fc.array(fc.stringMatching(/^\/[\x21-\x7e]{1,60}$/), { maxLength: offerAddressesMax }),
    rates: fc.record({ prefillTokensPerSecond: anyRate, decodeTokensPerSecond: anyRate, queueMs: anyRate }),
    coordinate: fc.record({
      xUs: anyMicroseconds,
      yUs: anyMicroseconds,
      zUs: anyMicroseconds,
      heightUs: fc.nat(coordinateUsMax),
      errorPpm: fc.nat(coordinateErrorPpmMax),
    }),
    availability: fc.array(
      fc.record({
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        from: anyTimeOfDay,
        to: anyTimeOfDay,
        timeZone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['version', 'addresses', 'rates'] },
) as fc.Arbitrary<OfferDetails>
export const anySignedOffer: fc.Arbitrary<SignedOffer> = fc.record({
  offer: messageOf(offerType),
  signature: anySignature,
  model: anyModel,
  details: anyDetails,
})

const anyUint64 = uintOf(64)
const anyUint128 = uintOf(128)
const anyPrices = { inputPrice: anyUint128, outputPrice: anyUint128 }
const anyRound = fc.integer({ min: 0, max: negotiationRoundsMax - 1 })
const anyPort = fc.integer({ min: 1, max: 65_535 })
const anySize = fc.integer({ min: 1, max: terminalSizeMax })
const v = fc.constant(protocolVersion)
export const anyOpening: fc.Arbitrary<OpeningFrame> = fc.oneof(
  fc.record({ v, type: fc.constant('offers' as const) }),
  fc.record(
    {
      v,
      type: fc.constant('quote' as const),
      offerHash: anyHash,
      payer: anyAddress,
      amountMax: anyUint128,
      proof: fc.record({ proof: messageOf(payerProofType), signature: anySignature }),
      bid: fc.record(anyPrices),
      round: anyRound,
      reservation: fc.record({
        slots: fc.integer({ min: 1, max: reservedSlotsMax }),
        startsAt: anyUint64,
        endsAt: anyUint64,
      }),
    },
    { requiredKeys: ['v', 'type', 'offerHash', 'payer', 'amountMax'] },
  ),
  fc.record({ v, type: fc.constant('lease' as const), order: messageOf(orderType), signature: anySignature }),
  fc.record({ v, type: fc.constant('inclusion' as const), leaseId: anyHash, sequence: anyUint64 }),
  fc.record(
    {
      v,
      type: fc.constant('run' as const),
      leaseId: anyHash,
      sequence: anyUint64,
      idempotencyKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      request: anyRequest,
    },
    { requiredKeys: ['v', 'type', 'leaseId', 'sequence', 'request'] },
  ),
  fc.record({ v, type: fc.constant('pay' as const) }),
  fc.record({ v, type: fc.constant('bulk' as const) }),
  fc.record({ v, type: fc.constant('channel' as const), channelId: anyHash }),
  fc.record({ v, type: fc.constant('receipt' as const), leaseId: anyHash, sequence: anyUint64 }),
  fc.record({ v, type: fc.constant('seal' as const), leaseId: anyHash }),
  fc.record({ v, type: fc.constant('connect' as const), leaseId: anyHash, sequence: anyUint64, port: anyPort }),
  fc.record(
    {
      v,
      type: fc.constant('exec' as const),
      leaseId: anyHash,
      sequence: anyUint64,
      command: fc.constant(['sh', '-c', 'true']),
      environment: fc.constant({ LANG: 'C' }),
      terminal: fc.record({ columns: anySize, rows: anySize }),
    },
    { requiredKeys: ['v', 'type', 'leaseId', 'sequence', 'command', 'environment'] },
  ),
) as fc.Arbitrary<OpeningFrame>

export const anyBuyerFrame: fc.Arbitrary<BuyerFrame> = fc.oneof(
  fc.record({ type: fc.constant('cancel' as const) }),
  fc.record({ type: fc.constant('voucher' as const), voucher: messageOf(voucherType), signature: anySignature }),
) as fc.Arbitrary<BuyerFrame>

export const anyProviderFrame: fc.Arbitrary<ProviderFrame> = fc.oneof(
  fc.record({
    type: fc.constant('offers' as const),
    offers: fc.array(anySignedOffer, { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('countered' as const), ...anyPrices, round: anyRound }),
  fc.record({
    type: fc.constant('notice' as const),
    reason: fc.constantFrom('preempted' as const, 'withdrawn' as const),
    endsInMs: fc.maxSafeNat(),
  }),
  fc.record({
    type: fc.constant('bulk' as const),
    port: fc.integer({ min: 1, max: 65_535 }),
    fingerprint: anyHash.map((hash) => hash.slice(2)),
    token: anyHash.map((hash) => hash.slice(2)),
    expiresAt: anyUint64,
  }),
  fc.record({ type: fc.constant('quoted' as const), quote: messageOf(quoteType), signature: anySignature }),
  fc.record({ type: fc.constant('leased' as const), leaseId: anyHash }),
  fc.record({
    type: fc.constant('sealing-key' as const),
    key: anyHash,
    expiresAt: anyUint64,
    signature: anySignature,
  }),
  fc.constantFrom({ type: 'connected' as const }, { type: 'started' as const }),
  fc.record({
    type: fc.constant('inclusion' as const),
    epoch: anyUint64,
    root: anyHash,
    proof: fc.array(anyHash, { maxLength: merkleProofHashesMax }),
  }),
  fc.record({ type: fc.constant('accepted' as const), inputUnits: fc.maxSafeNat() }),
  fc.record(
    {
      type: fc.constant('chunk' as const),
      text: fc.oneof(anyText, anyUtf16),
      units: fc.integer({ min: 0, max: 65_536 }),
      tokenIds,
    },
    { requiredKeys: ['type', 'text', 'units'] },
  ),
  fc.record(
    {
      type: fc.constant('end' as const),
      receipt: messageOf(receiptType),
      signature: anySignature,
      response: anyResponse,
    },
    { requiredKeys: ['type', 'receipt', 'signature'] },
  ),
  fc.record({ type: fc.constant('paid' as const), channelId: anyHash, amount: anyUint128 }),
  fc.record(
    {
      type: fc.constant('channel' as const),
      channelId: anyHash,
      voucher: messageOf(voucherType),
      signature: anySignature,
      owed: anyUint128,
    },
    { requiredKeys: ['type', 'channelId', 'owed'] },
  ),
  fc.record({ type: fc.constant('receipt' as const), receipt: messageOf(receiptType), signature: anySignature }),
  fc.record({
    type: fc.constant('error' as const),
    code: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,63}$/),
    message: anyText,
    hint: anyText,
    retryable: fc.boolean(),
  }),
) as fc.Arbitrary<ProviderFrame>
