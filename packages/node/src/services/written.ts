import type { Writable } from 'node:stream'

/** Resolves when the bytes are on their way. @throws what the stream fails with, and when it is destroyed. */
export function written(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)))
  })
}
