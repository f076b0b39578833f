import { frameBytesMax } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodePeerFrame, FrameKind, frameHeaderBytes, writeFrameHeader } from './frame.ts'
import { FrameParser } from './frame-parser.ts'
import { PeerProtocolViolationError } from './peer-error.ts'

type Seen = { kind: number; streamId: number; payload: string }

const emptyKinds = [FrameKind.open, FrameKind.end, FrameKind.reset, FrameKind.ping, FrameKind.pong] as const
const streamId = fc.integer({ min: 0, max: 0xffff_ffff })
const frame = fc.oneof(
  fc.record({ kind: fc.constant(FrameKind.data), streamId, payload: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constantFrom(...emptyKinds), streamId, payload: fc.constant(new Uint8Array(0)) }),
  fc.record({ kind: fc.constant(FrameKind.goaway), streamId, payload: fc.uint8Array({ maxLength: 64 }) }),
)

function collect(): { seen: Seen[]; parser: FrameParser } {
  const seen: Seen[] = []
  const parser = new FrameParser((kind, streamId, payload, held) => {
    expect(held).toBeGreaterThanOrEqual(payload.length)
    seen.push({ kind, streamId, payload: Buffer.from(payload).toString('hex') })
    return true
  })
  return { seen, parser }
}

test('any split of a stream of frames gives the same frames', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 40 })), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ kind, streamId, payload }) => encodePeerFrame(kind, streamId, payload)))
      const { seen, parser } = collect()
      let offset = 0
      for (const cut of cuts) {
        parser.push(bytes.subarray(offset, offset + cut))
        offset += cut
      }
      parser.push(bytes.subarray(offset))
      expect(seen).toEqual(
        frames.map(({ kind, streamId, payload }) => ({
          kind,
          streamId,
          payload: Buffer.from(payload).toString('hex'),
        })),
      )
    }),
  )
})

test('byte by byte gives the same frames', () => {
  const bytes = Buffer.concat([
    encodePeerFrame(FrameKind.data, 7, Buffer.from('abc')),
    encodePeerFrame(FrameKind.end, 7, Buffer.alloc(0)),
  ])
  const { seen, parser } = collect()
  for (const byte of bytes) parser.push(Buffer.of(byte))
  expect(seen).toEqual([
    { kind: FrameKind.data, streamId: 7, payload: '616263' },
    { kind: FrameKind.end, streamId: 7, payload: '' },
  ])
})

test('random bytes give frames or a protocol violation, and nothing after it', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 30 }), (pieces) => {
      const { seen, parser } = collect()
      let refused = false
      for (const piece of pieces) {
        const before = seen.length
        try {
          parser.push(Buffer.from(piece))
        } catch (error) {
          expect(error).toBeInstanceOf(PeerProtocolViolationError)
          expect(refused).toBe(false)
          refused = true
          continue
        }
        if (refused) expect(seen.length).toBe(before)
      }
    }),
    { numRuns: 500 },
  )
})

test('a frame that lies within one piece is a view of it; one that spans pieces is a copy of its own length', () => {
  const held: number[] = []
  const payloads: Uint8Array[] = []
  const parser = new FrameParser((_kind, _id, payload, bytes) => {
    payloads.push(payload)
    held.push(bytes)
    return true
  })
  const piece = encodePeerFrame(FrameKind.data, 1, Buffer.alloc(100))
  parser.push(piece)
  parser.push(piece.subarray(0, 50))
  parser.push(piece.subarray(50))
  expect(payloads[0]?.buffer).toBe(piece.buffer)
  expect(payloads[1]?.buffer).not.toBe(piece.buffer)
  expect(held).toEqual([piece.length, 100])
})

test.each([
  [FrameKind.data, frameBytesMax, frameBytesMax + 1],
  [FrameKind.goaway, 64, 65],
  [FrameKind.open, 0, 1],
  [FrameKind.end, 0, 1],
  [FrameKind.reset, 0, 1],
  [FrameKind.ping, 0, 1],
  [FrameKind.pong, 0, 1],
])('kind %i may announce %i bytes, not %i', (kind, allowed, refused) => {
  const header = Buffer.alloc(frameHeaderBytes)
  writeFrameHeader(header, 0, allowed, 1, kind)
  collect().parser.push(header)
  writeFrameHeader(header, 0, refused, 1, kind)
  expect(() => collect().parser.push(header)).toThrowErrorMatchingSnapshot()
})

test.each([FrameKind.hello, 8, 255])('kind %i is refused after the handshake', (kind) => {
  const header = Buffer.alloc(frameHeaderBytes)
  writeFrameHeader(header, 0, 0, 1, kind)
  expect(() => collect().parser.push(header)).toThrow(PeerProtocolViolationError)
})

test('a sink that returns false stops the parser', () => {
  let frames = 0
  const parser = new FrameParser(() => {
    frames++
    return false
  })
  const ping = encodePeerFrame(FrameKind.ping, 0, Buffer.alloc(0))
  parser.push(Buffer.concat([ping, ping]))
  parser.push(ping)
  expect(frames).toBe(1)
})
