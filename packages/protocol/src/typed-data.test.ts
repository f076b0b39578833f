import fc from 'fast-check'
import { hashTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { anyAddress, anyHash, anyMessageType, anyUtf16, fieldValue, messageOf } from '../test/support/arbitraries.ts'
import { hostileJson } from '../test/support/hostile.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import { bytesToHex, zeroAddress, zeroHash } from './hex.ts'
import { MalformedError } from './malformed-error.ts'
import { voucherType } from './messages.ts'
import {
  digest,
  domainSeparator,
  hashStruct,
  type MessageOf,
  type MessageType,
  messageId,
  messageToJson,
  parseMessage,
} from './typed-data.ts'

const typeAndMessage = anyMessageType.chain((type) => fc.tuple(fc.constant(type), messageOf(type)))
const anyDomain = fc.record({
  chainId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  verifyingContract: anyAddress,
})
const voucher = { channelId: zeroHash, epoch: 1n, amount: 1n }

describe('signed messages', () => {
  test('JSON and back is the identity, through text too', () => {
    fc.assert(
      fc.property(typeAndMessage, ([type, message]) => {
        const json: unknown = JSON.parse(JSON.stringify(messageToJson(type, message)))
        expect(parseMessage(type, json)).toEqual(message)
      }),
    )
  })

  test('the digest is viem’s, for every type and domain', () => {
    fc.assert(
      fc.property(anyDomain, typeAndMessage, (domain, [type, message]) => {
        const expected = hashTypedData({
          domain: { name: 'Millrace', version: '1', ...domain },
          types: { [type.name]: type.fields.map(([name, fieldType]) => ({ name, type: fieldType })) },
          primaryType: type.name,
          message: message as Record<string, unknown>,
        })
        expect(messageId(domainSeparator(domain), type, message)).toBe(expected)
      }),
    )
  })

  test('any changed field changes the hash', () => {
    const change = typeAndMessage.chain(([type, message]) =>
      fc
        .constantFrom(...type.fields)
        .chain(([name, fieldType]) =>
          fc.tuple(fc.constant(type), fc.constant(message), fc.constant(name), fieldValue(fieldType)),
        ),
    )
    fc.assert(
      fc.property(change, ([type, message, name, value]) => {
        const changed = { ...(message as object), [name]: value } as MessageOf<MessageType>
        const same = (message as Record<string, unknown>)[name] === value
        expect(hashStruct(type, changed) === hashStruct(type, message)).toBe(same)
      }),
    )
  })

  test('another chain or contract changes the digest', () => {
    fc.assert(
      fc.property(anyDomain, anyDomain, (a, b) => {
        const same = a.chainId === b.chainId && a.verifyingContract === b.verifyingContract
        const of = (domain: typeof a) => bytesToHex(digest(domainSeparator(domain), voucherType, voucher))
        expect(of(a) === of(b)).toBe(same)
      }),
    )
  })

  test('types of equal fields hash apart by their name', () => {
    fc.assert(
      fc.property(fc.uniqueArray(typeAndMessage, { maxLength: 6, selector: ([type]) => type.name }), (pairs) => {
        expect(new Set(pairs.map(([type, message]) => hashStruct(type, message))).size).toBe(pairs.length)
      }),
    )
  })

  test('one bent field is refused by name, or is another spelling of a valid value', () => {
    const bentField = typeAndMessage.chain(([type, message]) =>
      fc.tuple(fc.constant(type), fc.constant(message), fc.constantFrom(...type.fields), hostileJson),
    )
    fc.assert(
      fc.property(bentField, ([type, message, [name], hostile]) => {
        const value = jsonOf(hostile)
        const outcome = outcomeOf(() => parseMessage(type, { ...messageToJson(type, message), [name]: value }))
        if ('error' in outcome) expect((outcome.error as MalformedError).field).toBe(`${type.name}.${name}`)
        else expect(messageToJson(type, outcome.value)[name]).toEqual(value)
      }),
    )
  })

  test('a missing field is refused by name', () => {
    fc.assert(
      fc.property(typeAndMessage, fc.nat(), ([type, message], at) => {
        const name = type.fields[at % type.fields.length]?.[0] ?? ''
        const { [name]: _dropped, ...rest } = messageToJson(type, message)
        expect(() => parseMessage(type, rest)).toThrow(new RegExp(`${type.name}\\.${name}`))
      }),
    )
  })

  test('a field of another name is refused, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(anyUtf16, fc.constantFrom('__proto__', 'constructor', 'toString', '')), (name) => {
        fc.pre(!voucherType.fields.some(([field]) => field === name))
        const json = Object.defineProperty({ ...messageToJson(voucherType, voucher) }, name, {
          value: 1,
          enumerable: true,
        })
        expect(outcomeOf(() => parseMessage(voucherType, json))).toHaveProperty('error')
      }),
    )
  })

  test('inherited fields do not count', () => {
    expect(() => parseMessage(voucherType, Object.create(messageToJson(voucherType, voucher)))).toThrow(MalformedError)
  })

  test.each([null, undefined, 1, 'x', [], [[]], true])('%j is no message', (json) => {
    expect(() => parseMessage(voucherType, json)).toThrow(MalformedError)
  })

  test.each([-1n, 2n ** 64n, 2n ** 300n])(
    'a number out of range is a programmer’s error, never a hash: %s',
    (epoch) => {
      expect(() => hashStruct(voucherType, { ...voucher, epoch })).toThrow(RangeError)
    },
  )

  test('addresses hash alike in either case', () => {
    const upper = { chainId: 1, verifyingContract: `0x${'AB'.repeat(20)}` } as const
    const lower = { chainId: 1, verifyingContract: `0x${'ab'.repeat(20)}` } as const
    expect(domainSeparator(upper)).toEqual(domainSeparator(lower))
    expect(domainSeparator(lower)).not.toEqual(domainSeparator({ chainId: 1, verifyingContract: zeroAddress }))
  })

  test('a hash is another after any change of one bit', () => {
    fc.assert(
      fc.property(anyHash, fc.nat({ max: 255 }), (channelId, bit) => {
        const flipped = BigInt(channelId) ^ (1n << BigInt(bit))
        const other = `0x${flipped.toString(16).padStart(64, '0')}` as const
        expect(hashStruct(voucherType, { ...voucher, channelId: other })).not.toBe(
          hashStruct(voucherType, { ...voucher, channelId }),
        )
      }),
    )
  })
})

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
