/** Two ends of one framed stream in memory, as the port describes it. */
import type { PeerStream } from '@millrace/protocol'
import { PeerStreamResetError } from '../src/peer-error.ts'

export function createStreamPair(): readonly [PeerStream, PeerStream] {
  const [toFar, toNear] = [createPipe(), createPipe()]
  const reset = (): void => {
    for (const pipe of [toFar, toNear]) pipe.fail(new PeerStreamResetError('a side reset it'))
  }
  return [
    { send: toFar.send, frames: toNear.frames, end: toFar.end, reset },
    { send: toNear.send, frames: toFar.frames, end: toNear.end, reset },
  ]
}

function createPipe() {
  const queue: Uint8Array[] = []
  let wake = Promise.withResolvers<void>()
  let hasEnded = false
  let failure: Error | undefined
  const changed = (): void => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    for (;;) {
      const value = queue.shift()
      if (value !== undefined) return { value, done: false }
      if (failure !== undefined) throw failure
      if (hasEnded) return { value: undefined, done: true }
      await wake.promise
    }
  }
  const iterator: AsyncIterator<Uint8Array, undefined> = { next }
  return {
    frames: { [Symbol.asyncIterator]: () => iterator },
    send(frame: Uint8Array): undefined {
      if (failure !== undefined) throw failure
      queue.push(frame)
      changed()
    },
    end() {
      hasEnded = true
      changed()
    },
    fail(error: Error) {
      failure ??= error
      changed()
    },
  }
}
