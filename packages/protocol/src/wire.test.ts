import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyBuyerFrame, anyOpening, anyProviderFrame } from '../test/support/arbitraries.ts'
import { bent } from '../test/support/hostile.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import {
  amountMax,
  decodeBuyerFrame,
  decodeOpening,
  decodeProviderFrame,
  encodeFrame,
  frameBytesMax,
  MalformedError,
  ProtocolVersionError,
  protocolVersion,
  zeroAddress,
  zeroHash,
} from './index.ts'

const decoders = [decodeOpening, decodeBuyerFrame, decodeProviderFrame]
const nonce = `0x${'0'.repeat(32)}`

describe('frames', () => {
  test('an opening that is encoded and decoded is itself', () => {
    fc.assert(
      fc.property(anyOpening, (frame) => {
        expect(decodeOpening(encodeFrame(frame))).toEqual(frame)
      }),
    )
  })

  test('a buyer’s frame that is encoded and decoded is itself', () => {
    fc.assert(
      fc.property(anyBuyerFrame, (frame) => {
        expect(decodeBuyerFrame(encodeFrame(frame))).toEqual(frame)
      }),
    )
  })

  test('a provider’s frame that is encoded and decoded is itself', () => {
    fc.assert(
      fc.property(anyProviderFrame, (frame) => {
        expect(decodeProviderFrame(encodeFrame(frame))).toEqual(frame)
      }),
    )
  })

  test('the largest amount and sequence travel', () => {
    const quote = { v: protocolVersion, type: 'quote', offerHash: zeroHash, payer: zeroAddress, amountMax } as const
    expect(decodeOpening(encodeFrame(quote))).toEqual(quote)
    const ask = { v: protocolVersion, type: 'receipt', leaseId: zeroHash, sequence: 2n ** 64n - 1n } as const
    expect(decodeOpening(encodeFrame(ask))).toEqual(ask)
  })

  test.each([
    ['a field too many', { type: 'chunk', text: 'a', units: 1, more: 1 }],
    ['a field too many beside token ids', { type: 'chunk', text: 'a', units: 1, tokenIds: [1], more: 1 }],
    ['no text', { type: 'chunk', units: 1 }],
    ['text that is none', { type: 'chunk', text: 1, units: 1 }],
    ['no units', { type: 'chunk', text: 'a' }],
    ['units below zero', { type: 'chunk', text: 'a', units: -1 }],
    ['part of a unit', { type: 'chunk', text: 'a', units: 0.5 }],
    ['too many units', { type: 'chunk', text: 'a', units: 65_537 }],
    ['token ids that are none', { type: 'chunk', text: 'a', units: 1, tokenIds: {} }],
    ['a token id that is none', { type: 'chunk', text: 'a', units: 1, tokenIds: [1, null] }],
    ['a token id below zero', { type: 'chunk', text: 'a', units: 1, tokenIds: [-1] }],
    ['a token id that is not exact', { type: 'chunk', text: 'a', units: 1, tokenIds: [2 ** 53] }],
    ['too many token ids', { type: 'chunk', text: 'a', units: 1, tokenIds: new Array(65_537).fill(1) }],
  ])('a chunk with %s is refused', (_what, chunk) => {
    expect(() => decodeProviderFrame(bytesOf(JSON.stringify(chunk)))).toThrow(MalformedError)
  })

  test('a chunk with a prototype of its own is refused', () => {
    const json = '{"type":"chunk","text":"a","units":1,"__proto__":{"tokenIds":[1]}}'
    expect(() => decodeProviderFrame(bytesOf(json))).toThrow(MalformedError)
  })

  test('random bytes give a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...decoders), (bytes, decode) => {
        expect(outcomeOf(() => decode(bytes))).toHaveProperty('error')
      }),
    )
  })

  test('random JSON gives a typed error', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(...decoders), (json, decode) => {
        expect(outcomeOf(() => decode(bytesOf(json)))).toHaveProperty('error')
      }),
    )
  })

  test('a valid frame that was bent gives a typed error or a frame that travels', () => {
    const bentFrame = fc
      .oneof(
        anyOpening.map((frame) => [frame, decodeOpening] as const),
        anyBuyerFrame.map((frame) => [frame, decodeBuyerFrame] as const),
        anyProviderFrame.map((frame) => [frame, decodeProviderFrame] as const),
      )
      .chain(([frame, decode]) =>
        bent(Buffer.from(encodeFrame(frame)).toString()).map((bytes) => [bytes, decode] as const),
      )
    fc.assert(
      fc.property(bentFrame, ([bytes, decode]) => {
        const outcome = outcomeOf(() => decode(bytes))
        if ('value' in outcome) expect(decode(encodeFrame(outcome.value))).toEqual(withPlainZero(outcome.value))
        expect({}).not.toHaveProperty('polluted')
      }),
      {
        numRuns: 2_000,
        examples: [[[bytesOf('{"type":"chunk","text":"","units":1,"tokenIds":[-0]}'), decodeProviderFrame]]],
      },
    )
  })

  test.each([1, 2, 0, -1, '1', null, [1], {}, 1e308])('an opening of version %j', (v) => {
    const decode = () => decodeOpening(bytesOf(JSON.stringify({ v, type: 'offers' })))
    if (v === protocolVersion) expect(decode()).toEqual({ v, type: 'offers' })
    else expect(decode).toThrow(ProtocolVersionError)
  })

  test.each(['null', '1', '"run"', '[]', '{}', '{"type":"offers"}'])('an opening without a version: %s', (json) => {
    expect(() => decodeOpening(bytesOf(json))).toThrow(ProtocolVersionError)
  })

  test('the error names version, or the field inside the signed message', () => {
    expect(() => decodeOpening(bytesOf('{"v":7}'))).toThrowErrorMatchingInlineSnapshot(
      `[ProtocolVersionError: This side speaks protocol version 3, the other sent version 7.]`,
    )
    expect(() =>
      decodeBuyerFrame(bytesOf(`{"type":"voucher","signature":"0x${'1'.repeat(128)}","voucher":{"channelId":"0x1"}}`)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: frame.voucher (Voucher.channelId): expected 32 bytes as 0x-prefixed hex, got "0x1".]`,
    )
    expect(() => decodeOpening(bytesOf('{"v":2,"type":"channel","channelId":7}'))).toThrowErrorMatchingInlineSnapshot(
      `[ProtocolVersionError: This side speaks protocol version 3, the other sent version 2.]`,
    )
    expect(() => decodeBuyerFrame(bytesOf('{"type":"cancel","now":1}'))).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: frame.now: expected no such field, got 1.]`,
    )
    expect(() => decodeProviderFrame(bytesOf('{"type":"bye"}'))).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: frame.type: expected ("offers" | "quoted" | "countered" | "leased" | "released" | "accepted" | "chunk" | "sealed" | "notice" | "end" | "paid" | "channel" | "receipt" | "inclusion" | "bulk" | "evidence" | "want" | "bytes" | "stored" | "sealing-key" | "connected" | "started" | "error"), got "bye".]`,
    )
  })

  const ask = `"model":"${zeroHash}","nonce":"${nonce}","maxTokens":1,"temperature":0,"topP":1`
  test.each([
    ['nesting', () => `${'['.repeat(frameBytesMax / 2)}${']'.repeat(frameBytesMax / 2)}`],
    ['nesting in a field', () => `{"type":"end","receipt":${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}}`],
    ['one long string', () => `{"type":"${'x'.repeat(frameBytesMax - 20)}"}`],
    ['one long key', () => `{"type":"cancel","${'x'.repeat(frameBytesMax - 30)}":1}`],
    ['many stop sequences', () => runOf(`{"kind":"completion","prompt":"",${ask},"stop":[${'"a",'.repeat(2e6)}"a"]}`)],
    ['many messages', () => runOf(`{"kind":"chat","messages":[${'{},'.repeat(2.5e6)}{}],${ask},"stop":[]}`)],
    ['many inputs', () => runOf(`{"kind":"embed","inputs":[${'"",'.repeat(2.5e6)}""]}`)],
    ['many token ids', () => `{"type":"chunk","text":"","units":1,"tokenIds":[${'1,'.repeat(4e6)}1]}`],
    ['many offers', () => `{"type":"offers","offers":[${'{},'.repeat(2.5e6)}{}]}`],
    ['digits', () => `{"type":"accepted","inputUnits":${'9'.repeat(frameBytesMax - 40)}}`],
  ])('a frame full of %s is refused', (_name, make) => {
    const frame = bytesOf(make())
    expect(frame.length).toBeLessThanOrEqual(frameBytesMax)
    for (const decode of decoders) expect(outcomeOf(() => decode(frame))).toHaveProperty('error')
  })

  test('the largest request fits a frame, however its text is escaped', () => {
    const frame = {
      v: protocolVersion,
      type: 'run',
      leaseId: zeroHash,
      sequence: 1n,
      idempotencyKey: '\u0000'.repeat(128),
      request: {
        kind: 'completion',
        model: zeroHash,
        nonce,
        prompt: '\u0000'.repeat(1_000_000),
        maxTokens: 1,
        temperature: 0,
        topP: 1,
        stop: Array.from({ length: 8 }, () => '\u0000'.repeat(256)),
      },
    } as const
    const bytes = encodeFrame({ ...frame, request: { ...frame.request, stop: [...frame.request.stop] } })
    expect(bytes.length).toBeLessThanOrEqual(frameBytesMax)
    expect(decodeOpening(bytes)).toEqual(frame)
  })

  test('bytes that are no UTF-8 are refused, and the next frame is read', () => {
    expect(() => decodeBuyerFrame(new Uint8Array([0x22, 0xc3, 0x28, 0x22]))).toThrow(MalformedError)
    expect(() => decodeBuyerFrame(new Uint8Array([0x22, 0xc3]))).toThrow(MalformedError)
    expect(decodeBuyerFrame(bytesOf('{"type":"cancel"}'))).toEqual({ type: 'cancel' })
  })
})

function runOf(request: string): string {
  return `{"v":2,"type":"run","leaseId":"${zeroHash}","sequence":"1","request":${request}}`
}

/** JSON has one zero: a peer may write -0, and it travels on as 0. */
function withPlainZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainZero)
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withPlainZero(field)]))
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
