/**
 * One direction of one connection through the proxy: what comes in waits in a queue until its time.
 *
 * Invariant: what is queued never passes {@link pipeBytesMax} by more than one read, and comes out in order and once.
 */
import type { Readable, Writable } from 'node:stream'
import type { Impairment, LinkSchedule } from './impairment.ts'

/** Bytes under way in one direction: a link of 20 MB/s is full at 100 ms. Beyond it the sender is held back. */
export const pipeBytesMax = 2 * 1024 * 1024

export type Pipe = {
  change(impairment: Partial<Impairment>): void
  stall(): void
  resume(): void
  /** Forgets what is queued. */
  close(): void
}

type Piece = { readonly data: Buffer; readonly releaseAtMs: number; readonly losses: number }

/** Joins what is read to what is written. `onPassed` is told of each piece that comes out. */
export function createPipe({
  from,
  to,
  schedule,
  onPassed,
  stalled: initiallyStalled,
}: {
  readonly from: Readable
  readonly to: Writable
  readonly schedule: LinkSchedule
  readonly onPassed: (bytes: number, losses: number) => void
  readonly stalled: boolean
}): Pipe {
  const queue: Piece[] = []
  let queuedBytes = 0
  let isStalled = initiallyStalled
  let isBlocked = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  const pump = (): void => {
    clearTimeout(timer)
    timer = undefined
    while (!isStalled && !isBlocked && !isClosed) {
      const piece = queue[0]
      if (piece === undefined) return
      const waitMs = piece.releaseAtMs - performance.now()
      if (waitMs > 0) {
        timer = setTimeout(pump, Math.ceil(waitMs))
        return
      }
      queue.shift()
      queuedBytes -= piece.data.length
      onPassed(piece.data.length, piece.losses)
      // An empty piece is the end: a socket never reads one.
      if (piece.data.length === 0) to.end()
      else isBlocked = !to.write(piece.data)
      if (queuedBytes <= pipeBytesMax / 2) from.resume()
    }
  }
  const take = (data: Buffer): void => {
    if (isClosed) return
    for (const piece of piecesOf(data, schedule.pieceBytes)) {
      queue.push({ data: piece, ...schedule.next(performance.now(), piece.length) })
    }
    queuedBytes += data.length
    if (queuedBytes >= pipeBytesMax) from.pause()
    pump()
  }
  from.on('data', take)
  from.once('end', () => take(Buffer.alloc(0)))
  to.on('drain', () => {
    isBlocked = false
    pump()
  })
  return {
    change: (impairment) => schedule.change(impairment),
    stall() {
      isStalled = true
      clearTimeout(timer)
    },
    resume() {
      isStalled = false
      pump()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      queue.length = 0
      queuedBytes = 0
    },
  }
}

function piecesOf(data: Buffer, bytes: number): readonly Buffer[] {
  if (data.length <= bytes) return [data]
  return Array.from({ length: Math.ceil(data.length / bytes) }, (_, i) => data.subarray(i * bytes, (i + 1) * bytes))
}
