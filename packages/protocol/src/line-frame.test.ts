import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLineFrame, encodeLineFrame, type LineFrame, lineFrameBytesMax, MalformedError } from './index.ts'

const size = fc.nat(65_535)
const anyFrame: fc.Arbitrary<LineFrame> = fc.oneof(
  fc.record({
    type: fc.constantFrom('data' as const, 'stdout' as const, 'stderr' as const),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ type: fc.constant('resize' as const), columns: size, rows: size }),
  fc.record({ type: fc.constant('grant' as const), bytes: fc.nat(2 ** 32 - 1) }),
  fc.record({ type: fc.constant('exit' as const), exitCode: fc.nat(255) }),
  fc.constantFrom<LineFrame>({ type: 'end' }, { type: 'exit', signal: 'SIGTERM' }, { type: 'exit' }),
)

test('a frame that is encoded and decoded is itself, wherever it lies in memory', () => {
  fc.assert(
    fc.property(anyFrame, fc.nat(9), (frame, before) => {
      const encoded = encodeLineFrame(frame)
      const around = new Uint8Array(before + encoded.length + 3)
      around.set(encoded, before)
      expect(decodeLineFrame(around.subarray(before, before + encoded.length))).toEqual(frame)
    }),
  )
})

test('random bytes are a frame or malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        decodeLineFrame(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError)
      }
    }),
  )
})

test('the largest content travels, and one byte more does not', () => {
  const largest = encodeLineFrame({ type: 'data', bytes: new Uint8Array(lineFrameBytesMax - 1) })
  expect(decodeLineFrame(largest)).toMatchObject({ type: 'data' })
  expect(() => encodeLineFrame({ type: 'data', bytes: new Uint8Array(lineFrameBytesMax) })).toThrow(RangeError)
})
