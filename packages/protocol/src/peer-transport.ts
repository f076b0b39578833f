/**
 * The port between buyers and providers: one encrypted connection per pair of peers, authenticated in both directions by
 * their node or session keys, carrying many ordered streams of bounded frames. The `p2p` package satisfies it.
 */
import type { Address } from './hex.ts'

/** Largest frame, in bytes. A request of the largest size fits. */
export const frameBytesMax = 8 * 1024 * 1024
/** Streams one peer may hold open at a time on one connection. */
export const streamsPerConnectionMax = 1024
/** Frames a stream queues for a reader that is behind; one more ends the stream. */
export const queuedFramesMax = 4096

export type PeerEndpoint = {
  /** The key the other side must prove to hold. */
  readonly address: Address
  /** Where it may be reached, as multiaddrs; a transport tries those of its kind. */
  readonly addresses: readonly string[]
}

export type PeerStream = {
  /** Sends a frame. Resolves when there is room for the next. @throws {PeerClosedError} when the stream or connection ended. */
  send(frame: Uint8Array): Promise<void> | undefined
  /** Frames in order; ends when the other side ends; throws when the stream was reset or the connection lost. One reader. */
  readonly frames: AsyncIterable<Uint8Array>
  /** No more frames from this side. */
  end(): void
  /** Ends both directions now; the other side's reader throws. */
  reset(): void
}

export type PeerConnection = {
  /** The key the other side proved to hold. */
  readonly remote: Address
  readonly closed: Promise<void>
  openStream(): PeerStream
  close(): Promise<void>
}

export type PeerListener = {
  /** Where it listens, as multiaddrs that can be dialed. */
  readonly addresses: readonly string[]
  close(): Promise<void>
}

/** Serves one incoming stream. A rejection resets the stream. */
export type StreamHandler = (stream: PeerStream, connection: PeerConnection) => Promise<void>

export type PeerTransport = {
  /** Connects and proves both identities. @throws a typed error when the peer is unreachable, too slow, or someone else. */
  dial(endpoint: PeerEndpoint, options: { signal: AbortSignal }): Promise<PeerConnection>
  listen(options: { host: string; port: number; signal: AbortSignal }, handler: StreamHandler): Promise<PeerListener>
  close(): Promise<void>
}
