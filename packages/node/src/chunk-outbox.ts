/**
 * Sends chunks to the buyer. Those that come faster than anyone reads travel together: a frame costs both ends more than the
 * few characters in it. The first chunk goes at once, and nothing waits longer than `chunkGatherMs`.
 */
import { encodeFrame, type PeerStream } from '@millrace/protocol'
import type { GenerationChunk } from '@millrace/runtime'
import type { NodeContext } from './node-context.ts'
import { sendPaced } from './send-paced.ts'

/** Units gathered at most: what a buyer sees at once stays small beside what it was charged for. */
export const gatheredUnitsMax = 256

export type ChunkOutbox = {
  /** Sends the chunk, now or with the next ones; waits when the reader is behind. @throws {PeerClosedError} */
  add(chunk: GenerationChunk): Promise<void> | undefined
  /** Sends what is gathered: before anything waits for the buyer, who must see it first. @throws {PeerClosedError} */
  flush(): Promise<void> | undefined
  /** Sends what is gathered, if it can: a stream that ended tells so when the run's last frame is sent. Never rejects. */
  close(): Promise<void>
}

type Gathered = { text: string; tokens: number; tokenIds: number[] | undefined }

/** Creates the outbox of one run. */
export function createChunkOutbox(context: NodeContext, stream: PeerStream): ChunkOutbox {
  const { chunkGatherMs } = context.limits
  let gathered: Gathered | undefined
  let timer: NodeJS.Timeout | undefined
  let sentAt = Number.NEGATIVE_INFINITY
  /** The wait, or the failure, of what the timer sent: met by the next call. */
  let behind: Promise<void> | undefined

  const flush = (): Promise<void> | undefined => {
    clearTimeout(timer)
    timer = undefined
    const waiting = behind
    behind = undefined
    if (gathered === undefined) return waiting
    const frame = chunkFrame(gathered)
    gathered = undefined
    sentAt = context.now()
    const sent = sendPaced(context, stream, frame)
    return waiting === undefined ? sent : waiting.then(() => sent)
  }
  const flushLater = (): void => {
    try {
      behind = flush()
    } catch (error) {
      behind = Promise.reject(error)
    }
    behind?.catch(() => undefined)
  }

  return {
    flush,
    async close() {
      flushLater()
      await behind?.catch(() => undefined)
    },
    add(chunk) {
      gathered = gather(gathered, chunk)
      const leftMs = chunkGatherMs - (context.now() - sentAt)
      if (leftMs <= 0 || chunk.finish !== undefined || gathered.tokens >= gatheredUnitsMax) return flush()
      timer ??= setTimeout(flushLater, leftMs)
      return behind
    },
  }
}

function gather(before: Gathered | undefined, { text, tokens, tokenIds }: GenerationChunk): Gathered {
  if (before === undefined) return { text, tokens, tokenIds: tokenIds === undefined ? undefined : [...tokenIds] }
  before.text += text
  before.tokens += tokens
  if (tokenIds === undefined) before.tokenIds = undefined
  else before.tokenIds?.push(...tokenIds)
  return before
}

function chunkFrame({ text, tokens, tokenIds }: Gathered): Uint8Array {
  const frame = { type: 'chunk' as const, text, units: tokens }
  return encodeFrame(tokenIds === undefined ? frame : { ...frame, tokenIds })
}
