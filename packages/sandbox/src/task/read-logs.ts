/** Reads what a task prints: counted, as text, without secrets. */
import type { Readable } from 'node:stream'
import { createSecretMask } from './mask-secrets.ts'
import type { LogChunk } from './task.ts'

export type LogReader = {
  /** Bytes that were printed on both streams. */
  readonly bytes: () => number
}

export type LogPlan = {
  readonly streams: Readonly<Record<LogChunk['stream'], Readable>>
  readonly bytesMax: number
  readonly secrets: readonly string[]
  readonly onLog: ((chunk: LogChunk) => void) | undefined
  /** Called once; nothing is passed on from then on. */
  readonly onTooMuch: () => void
}

export function readLogs({ streams, bytesMax, secrets, onLog, onTooMuch }: LogPlan): LogReader {
  let bytes = 0
  const read = (stream: LogChunk['stream']) => {
    const decoder = new TextDecoder()
    const mask = createSecretMask(secrets)
    const pass = (text: string) => {
      if (text !== '') onLog?.({ stream, text })
    }
    streams[stream].on('data', (piece: Buffer) => {
      if (bytes >= bytesMax + 1) return
      const fits = piece.subarray(0, bytesMax - bytes)
      bytes = Math.min(bytes + piece.length, bytesMax + 1)
      pass(mask.push(decoder.decode(fits, { stream: true })))
      if (bytes > bytesMax) onTooMuch()
    })
    streams[stream].on('end', () => pass(mask.push(decoder.decode()) + mask.end()))
  }
  read('stdout')
  read('stderr')
  return { bytes: () => Math.min(bytes, bytesMax) }
}
