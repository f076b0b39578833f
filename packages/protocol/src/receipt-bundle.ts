/**
 * A receipt with everything needed to check it offline: the lease (quote and order, both signed), the request, the
 * response, and the receipt. `checkReceiptBundle` needs no network; what only the chain knows (who operates the node,
 * what was redeemed) is checked by the caller against chain state.
 */
import * as v from 'valibot'
import { isBeaconOf } from './beacon.ts'
import { channelIdOf } from './channel.ts'
import { charge } from './charge.ts'
import { finishes, workloads } from './codes.ts'
import { type Address, type Hash, parseAddress, parseSignature, type Signature } from './hex.ts'
import { receiptIdOf } from './lease.ts'
import { type Order, orderType, type Quote, quoteType, type Receipt, receiptType } from './messages.ts'
import { type ModelContent, modelContentSchema, modelRoot } from './model-manifest.ts'
import { parseWith } from './parse-with.ts'
import { parsedBy } from './parsed-by.ts'
import type { PolicyCode } from './policy.ts'
import { type ReceiptInclusion, receiptInclusionFields } from './receipt-inclusion.ts'
import {
  requestHash,
  requestSchema,
  responseHash,
  responseKinds,
  responseSchema,
  type WorkRequest,
  type WorkResponse,
} from './request.ts'
import type { RecoverSigner } from './signature-port.ts'
import { type Domain, digest, domainSeparator, messageId, messageToJson, parseMessage } from './typed-data.ts'
import { taskInputUnits, taskOutputUnitsWithin } from './work-units.ts'

export type ReceiptBundle = {
  readonly domain: Domain
  readonly model: ModelContent
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
  readonly orderSignature: Signature
  readonly request: WorkRequest
  readonly response: WorkResponse
  readonly receipt: Receipt
  readonly receiptSignature: Signature
  /** Where the receipt is in the root of its epoch, once the buyer was shown. */
  readonly inclusion?: ReceiptInclusion | undefined
}

/** One thing that was checked, in words for people, and whether it held. */
export type ReceiptCheck = { readonly name: string; readonly holds: boolean; readonly detail: string }

/**
 * Returns every check with its outcome; the receipt is good when all hold. Never throws for a bundle that parsed.
 *
 * Cost: three signature recoveries and a hash of the request and of the response.
 */
export function checkReceiptBundle(bundle: ReceiptBundle, recover: RecoverSigner): readonly ReceiptCheck[] {
  const { quote, order, receipt, model } = bundle
  const separator = domainSeparator(bundle.domain)
  const leaseId = messageId(separator, orderType, order)
  const quoteSigner = recover(digest(separator, quoteType, quote), bundle.quoteSignature)
  const orderSigner = recover(digest(separator, orderType, order), bundle.orderSignature)
  const receiptSigner = recover(digest(separator, receiptType, receipt), bundle.receiptSignature)
  const units = { inputUnits: receipt.inputUnits, outputUnits: receipt.outputUnits }
  return [
    same('node signed the quote', quoteSigner, quote.node),
    same('session signer signed the order', orderSigner, order.signer),
    same('node signed the receipt', receiptSigner, receipt.node),
    same('order accepts this quote', order.quoteHash, messageId(separator, quoteType, quote)),
    same('receipt is for this lease', receipt.leaseId, leaseId),
    same('one payer', [quote.payer, order.payer, receipt.payer].join(), new Array(3).fill(quote.payer).join()),
    same(
      'one operator',
      [quote.operator, order.operator, receipt.operator].join(),
      new Array(3).fill(quote.operator).join(),
    ),
    same('one node', [quote.node, order.node, receipt.node].join(), new Array(3).fill(quote.node).join()),
    same(
      'order names the channel of payer, operator and token',
      order.channelId,
      channelIdOf(order.payer, order.operator, quote.token),
    ),
    same('model content has the root', modelRoot(model), quote.modelRoot),
    same('receipt names that model', receipt.modelRoot, quote.modelRoot),
    same('receipt names the token', receipt.token, quote.token),
    same('receipt names the exactness', `${receipt.exactness}`, `${quote.exactness}`),
    same('order asks for the policy of the quote', policyText(order), policyText(quote)),
    {
      name: 'beacon is of the chain that the quote ends',
      holds: isBeaconOf(quote.beacon, receipt.sequence, receipt.beacon),
      detail: receipt.beacon,
    },
    same('request names that model', bundle.request.model, quote.modelRoot),
    same(
      'one workload',
      `${quote.workload},${receipt.workload}`,
      `${workloads[bundle.request.kind]},${workloads[bundle.request.kind]}`,
    ),
    same('response is of the kind asked for', bundle.response.kind, responseKinds[bundle.request.kind]),
    same('request hashes to the receipt', requestHash(bundle.request), receipt.requestHash),
    same('response hashes to the receipt', responseHash(bundle.response), receipt.responseHash),
    same('amount is price times units', receipt.amount, charge(quote, units)),
    within('amount is within the order', receipt.amount, order.amountMax),
    within('order is within the quote', order.amountMax, quote.amountMax),
    within('work finished after it started', receipt.startedAt, receipt.finishedAt),
    ...taskChecks(bundle),
    {
      name: 'finish is a known reason',
      holds: Object.values(finishes).some((code) => code === receipt.finish),
      detail: String(receipt.finish),
    },
  ]
}

/** A task is metered by what its request says and by the clock: more than its processors had in that time was not held. */
function taskChecks({ request, receipt }: ReceiptBundle): readonly ReceiptCheck[] {
  if (request.kind !== 'task') return []
  return [
    same('input units are those of the inputs', receipt.inputUnits, BigInt(taskInputUnits(request))),
    within(
      'output units are no more than the processors had time for',
      receipt.outputUnits,
      BigInt(taskOutputUnitsWithin(receipt, request)),
    ),
  ]
}

/** Returns the identifier under which the receipt is kept. */
export function bundleReceiptId(bundle: ReceiptBundle): Hash {
  return receiptIdOf(bundle.receipt.leaseId, bundle.receipt.sequence)
}

/** Returns the bundle as JSON that {@link parseReceiptBundle} reads back. */
export function receiptBundleToJson(bundle: ReceiptBundle): Record<string, unknown> {
  const { inclusion, ...all } = bundle
  return {
    version: 1,
    ...all,
    quote: messageToJson(quoteType, bundle.quote),
    order: messageToJson(orderType, bundle.order),
    receipt: messageToJson(receiptType, bundle.receipt),
    ...(inclusion === undefined ? {} : { inclusion: { ...inclusion, epoch: String(inclusion.epoch) } }),
  }
}

const signature = parsedBy((value) => parseSignature(value))
const bundleSchema = v.strictObject({
  version: v.literal(1),
  domain: v.strictObject({
    chainId: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
    verifyingContract: parsedBy((value) => parseAddress(value)),
  }),
  model: modelContentSchema,
  quote: parsedBy((value) => parseMessage(quoteType, value)),
  quoteSignature: signature,
  order: parsedBy((value) => parseMessage(orderType, value)),
  orderSignature: signature,
  request: requestSchema,
  response: responseSchema,
  receipt: parsedBy((value) => parseMessage(receiptType, value)),
  receiptSignature: signature,
  inclusion: v.optional(v.strictObject(receiptInclusionFields)),
})

/** Returns the bundle that a JSON value spells. @throws {MalformedError} naming the field. */
export function parseReceiptBundle(json: unknown): ReceiptBundle {
  const { version: _version, ...bundle } = parseWith(bundleSchema, json, 'receipt bundle')
  return bundle
}

function policyText({ policy, policyParameter }: PolicyCode): string {
  return `${policy} with ${policyParameter}`
}

function same(
  name: string,
  got: Address | Hash | string | bigint | undefined,
  expected: Address | Hash | string | bigint,
): ReceiptCheck {
  const holds = got === expected
  return { name, holds, detail: holds ? String(expected) : `expected ${expected}, got ${got ?? 'no valid signature'}` }
}

function within(name: string, got: bigint, limit: bigint): ReceiptCheck {
  return { name, holds: got <= limit, detail: `${got} ≤ ${limit}` }
}
