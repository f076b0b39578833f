/** Receipt bundles with real signatures, whole or with a lie that the parties signed. */
import {
  channelIdOf,
  charge,
  createBeaconChain,
  type Domain,
  digest,
  domainSeparator,
  type MessageOf,
  type MessageType,
  type ModelContent,
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
  type Signature,
  type Signer,
  type WorkRequest,
  type WorkResponse,
  workloads,
  zeroHash,
} from '../../src/index.ts'
import { testSigner } from './keys.ts'

export const [payer, operator, node, session] = [testSigner(1), testSigner(2), testSigner(3), testSigner(4)] as const
const token = testSigner(5).address
const beacons = createBeaconChain(new Uint8Array(32).fill(7))

/** What a dishonest party puts in before signing; everything else stays consistent with it where it can. */
export type Lie = {
  readonly quote?: Partial<Quote>
  readonly order?: Partial<Order>
  readonly receipt?: Partial<Receipt>
  readonly model?: ModelContent
  readonly request?: WorkRequest
  readonly response?: WorkResponse
  readonly nodeSigner?: Signer
}

const domain: Domain = { chainId: 31337, verifyingContract: testSigner(6).address }
export const honestModel: ModelContent = {
  version: 1,
  name: 'stories15m',
  format: 'gguf',
  workloads: ['chat', 'completion'],
  contextTokensMax: 256,
  files: [{ path: 'stories15M-q8_0.gguf', bytes: 26_000_000, sha256: 'cd'.repeat(32) }],
}
export const honestRequest = {
  kind: 'chat',
  model: modelRoot(honestModel),
  nonce: `0x${'0f'.repeat(16)}`,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Tell me a story 📖' },
  ],
  maxTokens: 64,
  temperature: 0.7,
  topP: 0.95,
  seed: 7,
  stop: ['\n\n'],
} satisfies WorkRequest
export const honestResponse: WorkResponse = { kind: 'text', text: 'Once upon a time', tokenIds: [9038, 2501, 263, 931] }

/** Returns a bundle whose signatures all hold over what it says. */
export function signedBundle(lie: Lie = {}): ReceiptBundle {
  const model = lie.model ?? honestModel
  const request = lie.request ?? honestRequest
  const response = lie.response ?? honestResponse
  const separator = domainSeparator(domain)
  const parties = { payer: payer.address, operator: operator.address, node: node.address }
  const nodeSigner = lie.nodeSigner ?? node
  const quote: Quote = {
    offerHash: modelRoot({ ...honestModel, name: 'offer' }),
    ...parties,
    modelRoot: modelRoot(honestModel),
    workload: workloads[honestRequest.kind],
    token,
    inputPrice: 100_000n,
    outputPrice: 400_000n,
    contextTokensMax: 256,
    creditTokens: 16,
    terms: 0,
    noticeSeconds: 0,
    exactness: 2,
    policy: 1,
    policyParameter: 20_000,
    beacon: beacons.end,
    slots: 2,
    startsAt: 500n,
    fee: 3n,
    amountMax: 1_000n,
    sequence: 1n,
    expiresAt: 2_000n,
    ...lie.quote,
  }
  const order: Order = {
    quoteHash: messageId(separator, quoteType, quote),
    channelId: channelIdOf(parties.payer, parties.operator, token),
    epoch: 1n,
    ...parties,
    signer: session.address,
    policy: 1,
    policyParameter: 20_000,
    amountMax: 500n,
    sequence: 1n,
    expiresAt: 1_900n,
    ...lie.order,
  }
  const units = { inputUnits: 24n, outputUnits: 4n }
  const receipt: Receipt = {
    leaseId: messageId(separator, orderType, order),
    sequence: 1n,
    ...parties,
    token,
    modelRoot: modelRoot(honestModel),
    workload: workloads[honestRequest.kind],
    exactness: 2,
    build: modelRoot({ ...honestModel, name: 'build' }),
    beacon: beacons.link(1n),
    requestHash: requestHash(request),
    responseHash: responseHash(response),
    evidenceRoot: zeroHash,
    ...units,
    amount: charge(quote, units),
    finish: 0,
    startedAt: 1_000n,
    finishedAt: 1_001n,
    ...lie.receipt,
  }
  const signed = <T extends MessageType>(signer: Signer, type: T, message: MessageOf<T>): Signature =>
    signer.sign(digest(separator, type, message))
  return {
    domain,
    model,
    quote,
    quoteSignature: signed(nodeSigner, quoteType, quote),
    order,
    orderSignature: signed(session, orderType, order),
    request,
    response,
    receipt,
    receiptSignature: signed(nodeSigner, receiptType, receipt),
  }
}
