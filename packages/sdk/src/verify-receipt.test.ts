import { createSigner, recoverSigner } from '@millrace/chain'
import {
  type Address,
  channelIdOf,
  charge,
  checkReceiptBundle,
  createBeaconChain,
  digest,
  domainSeparator,
  type Hash,
  messageId,
  modelRoot,
  type Order,
  orderType,
  type Quote,
  quoteType,
  type Receipt,
  type ReceiptBundle,
  receiptType,
  requestHash,
  responseHash,
  type WorkRequest,
  zeroHash,
} from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDomain, testToken } from '../test/support/memory-chain.ts'
import { testModel, unreserved } from '../test/support/scripted-provider.ts'
import { clockDifferenceMsMax, isOvercharge, receiptFault } from './verify-receipt.ts'

const separator = domainSeparator(testDomain)
const node = createSigner(`0x${'31'.repeat(32)}`)
const session = createSigner(`0x${'21'.repeat(32)}`)
const payer = `0x${'99'.repeat(20)}` as Address
const operator = `0x${'a0'.repeat(20)}` as Address
const root = modelRoot(testModel)
const beacons = createBeaconChain(new Uint8Array(32).fill(5))
const quote: Quote = {
  offerHash: zeroHash as Hash,
  payer,
  operator,
  node: node.address,
  modelRoot: root,
  workload: 2,
  token: testToken.address,
  inputPrice: 100_000_000n,
  outputPrice: 400_000_000n,
  contextTokensMax: 4_096,
  creditTokens: 8,
  terms: 0,
  noticeSeconds: 0,
  exactness: 1,
  policy: 0,
  policyParameter: 0,
  beacon: beacons.end,
  ...unreserved,
  amountMax: 5_000_000n,
  sequence: 1n,
  expiresAt: 2_000_000_000n,
}
const order: Order = {
  quoteHash: messageId(separator, quoteType, quote),
  channelId: channelIdOf(payer, operator, testToken.address),
  epoch: 1n,
  payer,
  operator,
  node: node.address,
  signer: session.address,
  policy: 0,
  policyParameter: 0,
  amountMax: 5_000_000n,
  sequence: 1n,
  expiresAt: 2_000_000_000n,
}
const request: WorkRequest = {
  kind: 'completion',
  model: root,
  nonce: `0x${'00'.repeat(16)}`,
  prompt: 'A mill',
  maxTokens: 9,
  temperature: 1,
  topP: 1,
  stop: [],
}
const response = { kind: 'text', text: 'turns.' } as const
const leaseId = messageId(separator, orderType, order)
const honest: Receipt = {
  leaseId,
  sequence: 3n,
  payer,
  operator,
  node: node.address,
  token: testToken.address,
  modelRoot: root,
  workload: 2,
  exactness: 1,
  build: zeroHash as Hash,
  beacon: beacons.link(3n),
  requestHash: requestHash(request),
  responseHash: responseHash(response),
  evidenceRoot: zeroHash as Hash,
  inputUnits: 4n,
  outputUnits: 2n,
  amount: charge(quote, { inputUnits: 4n, outputUnits: 2n }),
  finish: 0,
  startedAt: 10n,
  finishedAt: 12n,
}
const observed = {
  sequence: 3n,
  kind: 'completion',
  requestHash: requestHash(request),
  responseHash: responseHash(response),
  inputUnits: 4,
  outputUnits: 2,
} as const

const otherAddress = `0x${'5b'.repeat(20)}` as Address
const otherHash = `0x${'5a'.repeat(32)}` as Hash
const changes: readonly Partial<Receipt>[] = [
  {},
  { leaseId: otherHash },
  { payer: otherAddress },
  { operator: otherAddress },
  { node: otherAddress },
  { modelRoot: otherHash },
  { workload: 1 },
  { requestHash: otherHash },
  { responseHash: otherHash },
  { amount: honest.amount + 1n },
  { amount: honest.amount - 1n },
  { finish: 9 },
  { finish: 2 },
  { finishedAt: 9n },
  { outputUnits: 100_000n, amount: charge(quote, { inputUnits: 4n, outputUnits: 100_000n }) },
]

test.each(changes.map((change) => [Object.keys(change).join(' and ') || 'nothing', change] as const))(
  'a receipt with another %s is as good as its bundle',
  (_name, change) => expectSameVerdict([change], false),
)

test('with the checks made when the lease was opened, it is every check of the bundle, and more', () => {
  fc.assert(fc.property(fc.subarray([...changes], { maxLength: 3 }), fc.boolean(), expectSameVerdict))
})

function expectSameVerdict(picked: readonly Partial<Receipt>[], isForged: boolean): void {
  const receipt: Receipt = Object.assign({}, honest, ...picked)
  const signer = isForged ? session : node
  const signature = signer.sign(digest(separator, receiptType, receipt))
  const bundle: ReceiptBundle = {
    domain: testDomain,
    model: testModel,
    quote,
    quoteSignature: node.sign(digest(separator, quoteType, quote)),
    order,
    orderSignature: session.sign(digest(separator, orderType, order)),
    request,
    response,
    receipt,
    receiptSignature: signature,
  }
  const fault = receiptFault(
    { leaseId, quote, order },
    observed,
    { receipt, signature },
    { separator, recover: recoverSigner },
  )
  if (fault === undefined) expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
  const holds = checkReceiptBundle(bundle, recoverSigner).every((check) => check.holds)
  if (holds) expect(fault === undefined).toBe(receipt.outputUnits === honest.outputUnits)
  else expect(fault).toBeDefined()
}

test('tells more than was delivered from other faults', () => {
  expect(isOvercharge({ ...honest, outputUnits: 3n }, observed, quote)).toBe(true)
  expect(isOvercharge({ ...honest, amount: honest.amount + 1n }, observed, quote)).toBe(true)
  expect(isOvercharge({ ...honest, amount: honest.amount - 1n }, observed, quote)).toBe(false)
  expect(isOvercharge({ ...honest, responseHash: otherHash }, observed, quote)).toBe(false)
})

test('a receipt is dated when the buyer saw the run, by clocks that differ a little: others convict nobody', () => {
  const at = 1_760_000_000_000
  const during = { from: at, until: at + 5_000 }
  const faultAt = (finishedAtMs: number, window: typeof during | undefined = during) => {
    const receipt = { ...honest, startedAt: 10n, finishedAt: BigInt(Math.floor(finishedAtMs / 1_000)) }
    const signature = node.sign(digest(separator, receiptType, receipt))
    const run = { ...observed, during: window }
    return receiptFault({ leaseId, quote, order }, run, { receipt, signature }, { separator, recover: recoverSigner })
  }
  expect(faultAt(at)).toBeUndefined()
  expect(faultAt(at - clockDifferenceMsMax)).toBeUndefined()
  expect(faultAt(at + 5_000 + clockDifferenceMsMax)).toBeUndefined()
  expect(faultAt(at - clockDifferenceMsMax - 1_000)).toMatch(/another time/)
  expect(faultAt(at + clockDifferenceMsMax + 6_000)).toMatch(/another time/)
  expect(faultAt(12_000)).toMatch(/another time/)
})
