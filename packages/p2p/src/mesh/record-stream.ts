/**
 * A libp2p stream as bounded records: a length of four bytes, big end first, then so many bytes. The smaller of the mesh's
 * two request protocols; peers' own work goes over the framed connection.
 */
import type { Stream } from '@libp2p/interface'
import { PeerProtocolViolationError } from '../peer-error.ts'
import { pacedReads } from './paced-reads.ts'

export type RecordStreamInit = {
  /** Bytes of one record. */
  readonly recordBytesMax: number
  readonly burstBytes: number
  readonly bytesPerSecond: number
  readonly now: () => number
}

export type RecordStream = {
  /** Sends a record. Resolves when there is room for the next. */
  send(record: Uint8Array, options: { readonly signal: AbortSignal }): Promise<void>
  /** Records in order, until the other side ends. @throws {PeerProtocolViolationError} for one that is too large. */
  readonly records: AsyncGenerator<Buffer, void, undefined>
}

/** Takes over the stream, which is aborted with the signal: reads and writes then fail with its reason. */
export function createRecordStream(stream: Stream, init: RecordStreamInit): RecordStream {
  return {
    async send(record, { signal }) {
      const framed = Buffer.allocUnsafe(4 + record.length)
      framed.writeUInt32BE(record.length)
      framed.set(record, 4)
      if (!stream.send(framed)) await stream.onDrain({ signal })
    },
    records: recordsOf(pacedReads(stream, init), init.recordBytesMax),
  }
}

async function* recordsOf(
  reads: AsyncGenerator<Uint8Array>,
  recordBytesMax: number,
): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Uint8Array[] = []
  let bytes = 0
  let wanted = 4
  let inHeader = true
  for await (const piece of reads) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < wanted) continue
    let rest = Buffer.concat(pieces, bytes)
    for (; rest.length >= wanted; wanted = inHeader ? 4 : wanted) {
      const part = rest.subarray(0, wanted)
      rest = rest.subarray(wanted)
      if (inHeader) {
        wanted = part.readUInt32BE()
        if (wanted > recordBytesMax) throw new PeerProtocolViolationError(`a record of ${wanted} bytes`)
      } else yield part
      inHeader = !inHeader
    }
    pieces = rest.length > 0 ? [rest] : []
    bytes = rest.length
  }
}
