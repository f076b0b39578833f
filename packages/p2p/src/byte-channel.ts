/**
 * The port between frames and what carries them: an ordered, encrypted byte stream to a peer, TLS or libp2p.
 *
 * A channel is first read with readExactly(), for the handshake, and then handed over with start(): from there on it calls
 * its sink. Bytes given to write() must not change after.
 */

/** Where a channel's bytes and events go. */
export type ByteSink = {
  data(piece: Buffer): void
  /** There may be room again after `full` was true. */
  drained(): void
  /** The other side sends no more. */
  ended(): void
  /** Nothing comes or goes any more. Called once, also when it was so before the start. */
  closed(cause: Error | undefined): void
}

export type ByteChannel = {
  /** Bytes that were written and are still held here. */
  readonly writableLength: number
  /** Whether to wait for drained() before more is written. */
  readonly full: boolean
  /** IP address of this side, where it is known. */
  readonly localAddress: string | undefined
  /** Whether end() was called. */
  readonly ending: boolean
  write(bytes: Uint8Array): void
  /** Between the two, writes may be sent together. */
  cork(): void
  uncork(): void
  /**
   * Returns the next bytes; what follows them stays. Before start() only, one call at a time.
   *
   * @throws {PeerHandshakeRefusedError} when the other side hangs up first.
   */
  readExactly(bytes: number): Promise<Buffer>
  start(sink: ByteSink): void
  /** Sends what was written, then hangs up. */
  end(): void
  /** Lets go of it now. */
  destroy(): void
}
