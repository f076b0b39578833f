/** What one transport spends at most on peers it does not trust. Every value is listed in docs/limits.md. */
import { queuedFramesMax } from '@millrace/protocol'

export type TransportLimits = {
  /** From the first byte to both identities proven, in ms. Longer than any honest round trip, short for a slow-loris. */
  readonly handshakeMsMax: number
  /** Incoming connections that have not proven who they are. */
  readonly handshakesPendingMax: number
  /** Incoming connections that have proven who they are. */
  readonly connectionsMax: number
  /** Connections of one libp2p peer, proven or not; a correct peer needs one, and a second while it switches. */
  readonly connectionsPerPeerMax: number
  /** A peer that sent nothing for this long is asked whether it lives, in ms. */
  readonly keepaliveMs: number
  /** A peer that sent nothing for this long is dead, in ms. Three unanswered questions. */
  readonly silenceMsMax: number
  /** The same two while a stream is open, in ms: whoever waits for an answer learns soon that none will come. */
  readonly activeKeepaliveMs: number
  /** Silence of a peer with an open stream after which it is dead, in ms. */
  readonly activeSilenceMsMax: number
  /** After a change of this machine's addresses, a peer that sends nothing for this long is out of reach, in ms. */
  readonly probeMsMax: number
  /** How often this machine's addresses are compared, in ms. */
  readonly networkCheckMs: number
  /** A peer that lets nothing more be written for this long is dead, in ms: 8 MiB pass at 0.6 Mbit/s. */
  readonly writeStallMsMax: number
  /** A closing connection waits this long for the other side to hang up, in ms. */
  readonly closeMsMax: number
  /** Frames one stream queues for its reader. */
  readonly streamQueuedFramesMax: number
  /** Bytes one stream queues for its reader: two frames of the largest size. */
  readonly streamQueuedBytesMax: number
  /** Bytes all streams of a connection queue for their readers; above it the longest queue is dropped with its stream. */
  readonly connectionQueuedBytesMax: number
  /** Bytes all connections hold for their readers, unfinished frames included; above it the greediest loses something. */
  readonly transportQueuedBytesMax: number
  /** Bytes waiting for the socket above which senders are asked to wait. */
  readonly sendBufferedBytesMax: number
  /** Bytes waiting for the socket above which a sender that did not wait loses its stream. */
  readonly sendOverflowBytesMax: number
}

const mebibyte = 1024 * 1024

export const transportLimits: TransportLimits = {
  handshakeMsMax: 10_000,
  handshakesPendingMax: 256,
  connectionsMax: 1024,
  connectionsPerPeerMax: 8,
  keepaliveMs: 15_000,
  silenceMsMax: 45_000,
  activeKeepaliveMs: 5_000,
  activeSilenceMsMax: 20_000,
  probeMsMax: 5_000,
  networkCheckMs: 2_000,
  writeStallMsMax: 120_000,
  closeMsMax: 2_000,
  streamQueuedFramesMax: queuedFramesMax,
  streamQueuedBytesMax: 16 * mebibyte,
  connectionQueuedBytesMax: 32 * mebibyte,
  transportQueuedBytesMax: 256 * mebibyte,
  sendBufferedBytesMax: mebibyte,
  sendOverflowBytesMax: 32 * mebibyte,
}
