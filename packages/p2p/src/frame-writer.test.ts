import { expect, test } from 'vitest'
import { FrameKind } from './frame.ts'
import { FrameParser } from './frame-parser.ts'
import { FrameWriter } from './frame-writer.ts'

function socketOf(): { writes: Uint8Array[]; writer: FrameWriter } {
  const writes: Uint8Array[] = []
  const writer = new FrameWriter({
    write: (bytes) => writes.push(bytes) > 0,
    cork: () => undefined,
    uncork: () => undefined,
    writableLength: 0,
  })
  return { writes, writer }
}

function framesOf(writes: readonly Uint8Array[]): [number, number, number][] {
  const frames: [number, number, number][] = []
  const parser = new FrameParser((kind, streamId, payload) => frames.push([kind, streamId, payload.length]) > 0)
  parser.push(Buffer.concat(writes))
  return frames
}

test('small frames of one turn are one write', async () => {
  const { writes, writer } = socketOf()
  for (let id = 1; id <= 100; id++) writer.write(FrameKind.data, id, new Uint8Array(id))
  expect(writes).toEqual([])
  expect(writer.waiting).toBe(100 * 9 + 5050)
  await new Promise(setImmediate)
  expect(writes.length).toBe(1)
  expect(writer.waiting).toBe(0)
  expect(framesOf(writes)).toEqual(Array.from({ length: 100 }, (_, index) => [FrameKind.data, index + 1, index + 1]))
})

test('large frames keep their place and are not copied', async () => {
  const { writes, writer } = socketOf()
  const large = new Uint8Array(100_000)
  writer.write(FrameKind.data, 1, new Uint8Array(3))
  writer.write(FrameKind.data, 2, large)
  writer.write(FrameKind.data, 3, new Uint8Array(4))
  await new Promise(setImmediate)
  expect(writes.includes(large)).toBe(true)
  expect(framesOf(writes)).toEqual([
    [FrameKind.data, 1, 3],
    [FrameKind.data, 2, 100_000],
    [FrameKind.data, 3, 4],
  ])
})

test('more than a slab in one turn is written in order, and earlier writes keep their bytes', async () => {
  const { writes, writer } = socketOf()
  for (let id = 1; id <= 5000; id++) writer.write(FrameKind.data, id, new Uint8Array(40))
  await new Promise(setImmediate)
  expect(framesOf(writes)).toEqual(Array.from({ length: 5000 }, (_, index) => [FrameKind.data, index + 1, 40]))
})
