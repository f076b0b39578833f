/**
 * Model files from other peers, by content address: a port, satisfied by whoever knows peers, and the partial file that
 * what they send goes into.
 *
 * All peers share one partial file per model file, since the same digest means the same bytes: what one brought, the next
 * goes on with. A peer that lies and then breaks off can therefore spoil what others go on with, but never what is used: the
 * digest of the whole is checked, and after a mismatch the peer at hand is asked once more from the start.
 */
import { open, rm, stat, truncate } from 'node:fs/promises'
import { isMillraceError } from '@millrace/protocol'
import { isDiskError } from './download.ts'
import { type Digest, ModelSourceError } from './model-file-error.ts'
import { createStallGuard } from './stall-guard.ts'

/** Peers that are asked for one model file. */
export const modelPeersMax = 16

export type PeerFileSource = {
  /** What errors call it, at most {@link peerNameCharsMax} characters of it. */
  readonly name: string
  /**
   * Returns the bytes of a file from an offset on, in order, to its end. Goes on by itself where a connection breaks; throws
   * when it cannot. On abort it ends with an error.
   */
  open(file: Digest, from: number, options: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
}

/** Characters of a peer's name that errors repeat. */
export const peerNameCharsMax = 80

export type PeerFetchInit = {
  readonly peer: PeerFileSource
  readonly file: Digest
  readonly partialPath: string
  readonly stallMsMax: number
  readonly onBytes: (bytesDone: number) => void
}

/**
 * Resolves when the whole file is in the partial file, unverified; says whether earlier bytes were kept. Aborting keeps
 * what came.
 *
 * @throws {ModelSourceError} when the peer fails, falls silent, or sends too few or too many bytes.
 */
export async function fetchFromPeer(
  init: PeerFetchInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<{ readonly resumed: boolean }> {
  const from = await usableBytes(init)
  if (from === init.file.bytes) return { resumed: true }
  const stall = createStallGuard(init.stallMsMax, signal)
  try {
    const done = await append(init, from, stall)
    if (done === init.file.bytes) return { resumed: from > 0 }
    throw failureOf(init, `it ended after ${done} of ${init.file.bytes} bytes`, { retryable: true })
  } catch (error) {
    signal.throwIfAborted()
    if (isDiskError(error)) throw error
    const failure = stall.stalled()
      ? failureOf(init, `nothing came for ${init.stallMsMax} ms`, { retryable: true, cause: error })
      : toSourceError(init, error)
    // Whoever broke its word may have sent anything before.
    if (!failure.retryable) await truncate(init.partialPath, from)
    throw failure
  } finally {
    stall.stop()
  }
}

async function append(
  { peer, file, partialPath, onBytes }: PeerFetchInit,
  from: number,
  stall: ReturnType<typeof createStallGuard>,
): Promise<number> {
  const handle = await open(partialPath, 'a')
  let done = from
  try {
    for await (const piece of untilAborted(peer.open(file, from, { signal: stall.signal }), stall.signal)) {
      stall.onProgress()
      done += piece.byteLength
      if (done > file.bytes) {
        const problem = `expected at most ${file.bytes} bytes, got ${done}`
        throw failureOf({ peer }, problem, { retryable: false })
      }
      await handle.appendFile(piece)
      onBytes(done)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return done
}

/** Yields the pieces; on abort it throws the reason even when whoever makes the pieces does not heed the signal. */
async function* untilAborted(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  // Nobody waits for it between two pieces.
  aborted.promise.catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  const iterator = pieces[Symbol.asyncIterator]()
  let isOver = false
  try {
    signal.throwIfAborted()
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise])
      isOver = next.done === true
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    // Not awaited: one that does not heed the signal would not heed this either.
    if (!isOver) void iterator.return?.().catch(() => undefined)
  }
}

/** Returns the bytes that are there already; a partial file that is too long is of something else and goes. */
async function usableBytes({ partialPath, file }: PeerFetchInit): Promise<number> {
  const bytes = await stat(partialPath).then(
    ({ size }) => size,
    () => 0,
  )
  if (bytes <= file.bytes) return bytes
  await rm(partialPath, { force: true })
  return 0
}

function toSourceError(init: PeerFetchInit, error: unknown): ModelSourceError {
  if (error instanceof ModelSourceError) return error
  const problem = error instanceof Error ? error.message : 'unknown reason'
  return failureOf(init, problem, { retryable: !isMillraceError(error) || error.retryable, cause: error })
}

function failureOf(
  { peer }: Pick<PeerFetchInit, 'peer'>,
  problem: string,
  init: { readonly retryable: boolean; readonly cause?: unknown },
): ModelSourceError {
  return new ModelSourceError(peerLabel(peer), problem, init)
}

export function peerLabel({ name }: PeerFileSource): string {
  return `peer ${name.slice(0, peerNameCharsMax)}`
}
