import { readFileSync } from 'node:fs'
import type { ChainReader } from '@millrace/chain'
import {
  decodeOpening,
  encodeFrame,
  MalformedError,
  merkleProof,
  merkleRoot,
  merkleTree,
  type PeerTransport,
  type ProviderFrame,
  parseHash,
  parseReceiptBundle,
  type ReceiptBundle,
  type ReceiptInclusion,
  receiptBundleToJson,
  zeroAddress,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { askInclusion, proveReceipt } from './receipt-proof.ts'
import { receiptHashOf } from './receipt-standing.ts'

const otherHash = (byte: string) => parseHash(`0x${byte.repeat(32)}`)
const { signal } = new AbortController()
const bundle = parseReceiptBundle(
  JSON.parse(readFileSync(new URL('../../../../vectors/receipt-bundle.json', import.meta.url), 'utf8')),
)
const hash = receiptHashOf(bundle)
const tree = merkleTree([hash, otherHash('11'), otherHash('22')])
const epoch = bundle.receipt.finishedAt / 3_600n
const inclusion: ReceiptInclusion = { epoch, root: merkleRoot(tree), proof: merkleProof(tree, hash) ?? [] }
const foreign = { ...inclusion, root: merkleRoot(merkleTree([hash])), proof: [] }

test('a receipt is proven by what its node tells, when that leads to the posted root', async () => {
  expect(await prove(bundle, async () => inclusion)).toEqual({ state: 'proven', inclusion })
  const lies = [foreign, { ...inclusion, proof: [] }, { ...inclusion, epoch: epoch + 1n }]
  for (const lie of lies) {
    expect(await prove(bundle, async () => lie)).toMatchObject({ reason: expect.stringContaining('does not lead') })
  }
})

test('a proof that was kept with the receipt is used, and nobody is asked; a wrong one is asked for again', async () => {
  const kept = parseReceiptBundle(JSON.parse(JSON.stringify(receiptBundleToJson({ ...bundle, inclusion }))))
  expect(await prove(kept, () => Promise.reject(new TypeError('asked')))).toEqual({ state: 'proven', inclusion })
  expect(await prove({ ...bundle, inclusion: foreign }, async () => inclusion)).toMatchObject({ inclusion })
})

test('where nothing is posted nobody is asked, and a node that refuses is named', async () => {
  const unasked = () => Promise.reject(new TypeError('asked'))
  expect(await prove(bundle, unasked, { isPosted: false })).toMatchObject({
    reason: expect.stringContaining('no root'),
  })
  const refusing = () => Promise.reject(new MalformedError('x', 'y', 'z'))
  expect(await prove(bundle, refusing)).toMatchObject({ state: 'unproven', reason: expect.stringContaining('tell') })
})

test('the node is asked by the run, and an error frame of its is an error', async () => {
  const told = { type: 'inclusion' as const, ...inclusion, proof: [...inclusion.proof] }
  const { transport, asked } = answering(told)
  const endpoint = { address: bundle.receipt.node, addresses: [] }
  expect(await askInclusion(transport, endpoint, bundle.receipt, { signal })).toEqual(inclusion)
  const { leaseId, sequence } = bundle.receipt
  expect(asked).toMatchObject([{ type: 'inclusion', leaseId, sequence }])
  const refusal = { type: 'error' as const, code: 'RECEIPT_UNKNOWN', message: 'No.', hint: 'No.', retryable: false }
  const refused = askInclusion(answering(refusal).transport, endpoint, bundle.receipt, { signal })
  await expect(refused).rejects.toMatchObject({ code: 'RECEIPT_UNPROVEN', message: 'No.' })
})

function prove(shown: ReceiptBundle, ask: () => Promise<ReceiptInclusion>, { isPosted = true } = {}) {
  const posted = isPosted ? { root: inclusion.root, count: 3, postedAt: 1n } : undefined
  const reader = {
    deployment: { receiptEpochSeconds: 3_600 } as ChainReader['deployment'],
    receiptRoot: async () => posted,
  }
  return proveReceipt({ reader, ask }, shown, { signal })
}

function answering(frame: ProviderFrame) {
  const asked: unknown[] = []
  const stream = {
    send: async (bytes: Uint8Array) => void asked.push(decodeOpening(bytes)),
    end: () => undefined,
    reset: () => undefined,
    frames: (async function* () {
      yield encodeFrame(frame)
    })(),
  }
  const dial = async () => ({ openStream: () => stream, close: async () => undefined, remote: zeroAddress })
  return { transport: { dial } as unknown as Pick<PeerTransport, 'dial'>, asked }
}
