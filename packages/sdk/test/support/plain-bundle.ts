/** A receipt with all that belongs to it, for tests that read bundles but check no signature. */
import {
  type Address,
  channelIdOf,
  type Domain,
  type Hash,
  type ModelContent,
  modelRoot,
  type Receipt,
  type ReceiptBundle,
  requestHash,
  responseHash,
  type Signature,
  type WorkRequest,
  type WorkResponse,
  workloads,
  zeroHash,
} from '@millrace/protocol'

const domain: Domain = { chainId: 31_337, verifyingContract: `0x${'e5'.repeat(20)}` as Address }
const payer = `0x${'99'.repeat(20)}` as Address
const signature = `0x${'01'.repeat(64)}` as Signature
export const plainModel: ModelContent = {
  version: 1,
  name: 'stories15m',
  format: 'gguf',
  workloads: ['chat'],
  contextTokensMax: 256,
  files: [{ path: 'stories15m.gguf', bytes: 26_000_000, sha256: 'cd'.repeat(32) }],
}

/** Returns a chat about the text. @param policy - of the order, as codes. @param receipt - what differs. */
export function plainBundle(
  text: string,
  policy: { readonly policy: number; readonly policyParameter: number },
  receipt: Partial<Receipt> & Pick<Receipt, 'node' | 'operator'>,
): ReceiptBundle {
  const { node, operator } = receipt
  const root = modelRoot(plainModel)
  const request: WorkRequest = {
    ...{ kind: 'chat', model: root, nonce: `0x${'0f'.repeat(16)}`, maxTokens: 8, temperature: 1, topP: 1, stop: [] },
    messages: [{ role: 'user', content: text }],
  }
  const response: WorkResponse = { kind: 'text', text: 'Once.', tokenIds: [1, 2] }
  const token = `0x${'70'.repeat(20)}` as Address
  const common = { payer, operator, node, ...policy, amountMax: 1_000n, sequence: 1n, expiresAt: 4_000_000_000n }
  return {
    ...{ domain, model: plainModel, request, response },
    quote: {
      ...{ ...common, offerHash: zeroHash, modelRoot: root, workload: workloads.chat, token, inputPrice: 1_000_000n },
      ...{ outputPrice: 1_000_000n, contextTokensMax: 256, creditTokens: 64, terms: 0, noticeSeconds: 0, slots: 0 },
      ...{ exactness: receipt.exactness ?? 2, beacon: zeroHash, startsAt: 0n, fee: 0n },
    },
    order: { ...common, quoteHash: zeroHash, channelId: channelIdOf(payer, operator, token), epoch: 1n, signer: payer },
    receipt: {
      ...{ leaseId: `0x${'ab'.repeat(32)}` as Hash, sequence: 1n, payer, token, modelRoot: root },
      ...{ workload: workloads.chat, exactness: 2, build: zeroHash, beacon: zeroHash, evidenceRoot: zeroHash },
      ...{ requestHash: requestHash(request), responseHash: responseHash(response), inputUnits: 1n, outputUnits: 1n },
      ...{ amount: 2n, finish: 0, startedAt: 0n, finishedAt: 0n, ...receipt },
    },
    ...{ quoteSignature: signature, orderSignature: signature, receiptSignature: signature },
  }
}
