import { MalformedError } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeStreamMessage, encodeStreamMessage, type StreamMessage } from './stream-message.ts'

const offset = fc.maxSafeNat()
const message: fc.Arbitrary<StreamMessage> = fc.oneof(
  fc.record({
    type: fc.constant('get' as const),
    sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    start: offset,
    end: offset,
  }),
  fc.record({ type: fc.constant('found' as const), bytes: offset }),
  fc.record({ type: fc.constant('data' as const), bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)) }),
  fc.record({ type: fc.constant('taken' as const), bytes: offset }),
  fc.record({ type: fc.constant('refused' as const), reason: fc.constantFrom('unknown', 'busy', 'range') }),
)

test('what is encoded is decoded', () => {
  fc.assert(
    fc.property(message, (value) => {
      expect(decodeStreamMessage(encodeStreamMessage(value))).toEqual(value)
    }),
  )
})

test('any bytes are a message or malformed, and a message has one spelling', () => {
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(fc.constantFrom(1, 2, 4, 5), fc.uint8Array({ minLength: 8, maxLength: 8 }))
      .map(([kind, rest]) => Uint8Array.of(kind, ...rest)),
  )
  fc.assert(
    fc.property(frame, (bytes) => {
      try {
        expect([...encodeStreamMessage(decodeStreamMessage(bytes))]).toEqual([...bytes])
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError)
      }
    }),
  )
})

test('offsets beyond safe integers are malformed', () => {
  const frame = Uint8Array.of(2, 0, 32, 0, 0, 0, 0, 0, 0)
  expect(() => decodeStreamMessage(frame)).toThrowErrorMatchingInlineSnapshot(
    `[MalformedError: offset: expected a safe integer, got "9007199254740992".]`,
  )
})
