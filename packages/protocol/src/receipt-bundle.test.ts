import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { honestModel, honestRequest, type Lie, operator, payer, session, signedBundle } from '../test/support/bundle.ts'
import { bent } from '../test/support/hostile.ts'
import { recoverTestSigner, testSigner } from '../test/support/keys.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import {
  bundleReceiptId,
  checkReceiptBundle,
  parseReceiptBundle,
  type ReceiptBundle,
  receiptBundleToJson,
  receiptIdOf,
  zeroAddress,
  zeroHash,
} from './index.ts'

const bundle = signedBundle()
const text = JSON.stringify(receiptBundleToJson(bundle))

describe('receipt bundle', () => {
  test('an honest one holds in every check', () => {
    expect(failing(bundle)).toEqual([])
    expect(checkReceiptBundle(bundle, recoverTestSigner).map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "node signed the quote",
        "session signer signed the order",
        "node signed the receipt",
        "order accepts this quote",
        "receipt is for this lease",
        "one payer",
        "one operator",
        "one node",
        "order names the channel of payer, operator and token",
        "model content has the root",
        "receipt names that model",
        "receipt names the token",
        "receipt names the exactness",
        "order asks for the policy of the quote",
        "beacon is of the chain that the quote ends",
        "request names that model",
        "one workload",
        "response is of the kind asked for",
        "request hashes to the receipt",
        "response hashes to the receipt",
        "amount is price times units",
        "amount is within the order",
        "order is within the quote",
        "work finished after it started",
        "finish is a known reason",
      ]
    `)
  })

  test('JSON and back is the identity', () => {
    expect(parseReceiptBundle(JSON.parse(text))).toEqual(bundle)
    expect(bundleReceiptId(parseReceiptBundle(JSON.parse(text)))).toBe(receiptIdOf(bundle.receipt.leaseId, 1n))
  })

  test.each(leavesOf(JSON.parse(text)))('a change of $path alone is noticed', ({ path, value }) => {
    for (const other of othersThan(value)) {
      const outcome = outcomeOf(() => parseReceiptBundle(withLeaf(JSON.parse(text), path, other)))
      if ('error' in outcome) continue
      expect(failing(outcome.value), `${path} = ${JSON.stringify(other)}`).not.toEqual([])
    }
  })

  test.each([
    ['response.tokenIds', (b: ReceiptBundle) => ({ ...b, response: { kind: 'text', text: 'Once upon a time' } })],
    ['request.seed', (b: ReceiptBundle) => ({ ...b, request: without(b.request, 'seed') })],
    [
      'a message',
      (b: ReceiptBundle) => ({ ...b, request: { ...b.request, messages: honestRequest.messages.slice(1) } }),
    ],
    ['a stop sequence', (b: ReceiptBundle) => ({ ...b, request: { ...b.request, stop: [] } })],
    ['a model file', (b: ReceiptBundle) => ({ ...b, model: { ...b.model, format: 'upstream', files: [] } })],
  ] as [string, (b: ReceiptBundle) => ReceiptBundle][])('%s taken away is noticed', (_name, tamper) => {
    expect(failing(tamper(bundle))).not.toEqual([])
  })

  test.each([
    [
      'another key signed for the node',
      { nodeSigner: testSigner(9) },
      ['node signed the quote', 'node signed the receipt'],
    ],
    ['another session signer', { order: { signer: payer.address } }, ['session signer signed the order']],
    ['an order for another quote', { order: { quoteHash: zeroHash } }, ['order accepts this quote']],
    ['a receipt of another lease', { receipt: { leaseId: zeroHash } }, ['receipt is for this lease']],
    ['another payer in the receipt', { receipt: { payer: operator.address } }, ['one payer']],
    ['another payer in the quote', { quote: { payer: zeroAddress } }, ['one payer']],
    ['another operator in the receipt', { receipt: { operator: zeroAddress } }, ['one operator']],
    ['another operator in the quote', { quote: { operator: zeroAddress } }, ['one operator']],
    ['another node in the order', { order: { node: zeroAddress } }, ['one node']],
    ['another channel', { order: { channelId: zeroHash } }, ['order names the channel of payer, operator and token']],
    [
      'another token',
      { quote: { token: zeroAddress } },
      ['order names the channel of payer, operator and token', 'receipt names the token'],
    ],
    ['another token in the receipt', { receipt: { token: zeroAddress } }, ['receipt names the token']],
    ['another exactness', { receipt: { exactness: 1 } }, ['receipt names the exactness']],
    ['another policy in the order', { order: { policyParameter: 1 } }, ['order asks for the policy of the quote']],
    ['a beacon of its choice', { receipt: { beacon: zeroHash } }, ['beacon is of the chain that the quote ends']],
    ['the beacon of another run', { receipt: { sequence: 2n } }, ['beacon is of the chain that the quote ends']],
    ['another model’s content', { model: { ...honestModel, name: 'other' } }, ['model content has the root']],
    ['another model in the receipt', { receipt: { modelRoot: zeroHash } }, ['receipt names that model']],
    ['another model in the request', { request: { ...honestRequest, model: zeroHash } }, ['request names that model']],
    ['another workload', { receipt: { workload: 2 } }, ['one workload']],
    ['vectors for a chat', { response: { kind: 'vectors', vectors: [] } }, ['response is of the kind asked for']],
    ['another request', { receipt: { requestHash: zeroHash } }, ['request hashes to the receipt']],
    ['another response', { receipt: { responseHash: zeroHash } }, ['response hashes to the receipt']],
    ['one base unit too much', { receipt: { amount: 5n } }, ['amount is price times units']],
    ['units without their price', { receipt: { outputUnits: 40n } }, ['amount is price times units']],
    ['more than was ordered', { order: { amountMax: 3n } }, ['amount is within the order']],
    ['an order beyond the quote', { quote: { amountMax: 499n } }, ['order is within the quote']],
    ['an end before the start', { receipt: { finishedAt: 999n } }, ['work finished after it started']],
    ['an unknown finish', { receipt: { finish: 200 } }, ['finish is a known reason']],
  ] as [string, Lie, string[]][])('signed by all but false: %s', (_name, lie, names) => {
    expect(failing(signedBundle(lie))).toEqual(names)
  })

  test('a signature that no key made fails its check', () => {
    for (const name of ['quoteSignature', 'orderSignature', 'receiptSignature'] as const) {
      expect(failing({ ...bundle, [name]: `0x${'ff'.repeat(64)}` })).toHaveLength(1)
      expect(failing({ ...bundle, [name]: session.sign(new Uint8Array(32)) })).toHaveLength(1)
    }
  })

  test('bent JSON gives a typed error or a bundle that is checked without throwing', () => {
    fc.assert(
      fc.property(bent(text), (bytes) => {
        const json = jsonOf(Buffer.from(bytes).toString())
        const outcome = outcomeOf(() => parseReceiptBundle(json))
        if ('value' in outcome) expect(checkReceiptBundle(outcome.value, () => undefined)).toHaveLength(25)
      }),
      { numRuns: 500 },
    )
  })
})

function failing(tampered: ReceiptBundle): string[] {
  return checkReceiptBundle(tampered, recoverTestSigner)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name)
}

type Leaf = { readonly path: string; readonly value: unknown }

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`))
}

function withLeaf(root: unknown, path: string, value: unknown): unknown {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root)
  Object.assign(parent as object, { [last]: value })
  return root
}

function othersThan(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, value / 2, 0].filter((other) => other !== value)
  if (typeof value !== 'string') return [undefined]
  const alternatives = ['chat', 'completion', 'user', 'system', 'assistant', 'gguf', 'upstream', 'text']
  const others = [`${value} `, `${value}x`, '', ...alternatives.filter((other) => other !== value)]
  if (/^\d+$/.test(value)) others.push(String(BigInt(value) + 1n), '0')
  if (/^(0x)?[0-9a-f]{32,}$/.test(value)) {
    for (const at of [2, Math.floor(value.length / 2), value.length - 1]) others.push(flipNibble(value, at))
  }
  return others
}

function flipNibble(hex: string, at: number): string {
  return hex.slice(0, at) + (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16) + hex.slice(at + 1)
}

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function jsonOf(jsonText: string): unknown {
  try {
    return JSON.parse(jsonText)
  } catch {
    return jsonText
  }
}
