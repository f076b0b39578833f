/** What can go wrong between two peers, one class per code. */
import { type Address, frameBytesMax, MillraceError, streamsPerConnectionMax } from '@millrace/protocol'

/** Nothing answers at the endpoint. */
export class PeerUnreachableError extends MillraceError {
  override readonly name = 'PeerUnreachableError'

  constructor(where: string, cause: unknown) {
    super({
      code: 'PEER_UNREACHABLE',
      message: `No connection to ${where}: ${reasonOf(cause)}.`,
      hint: 'Check its address and firewall, and that the peer is running; or use another provider.',
      retryable: true,
      cause,
    })
  }
}

/** The other side did not prove its identity in time. */
export class PeerHandshakeTimeoutError extends MillraceError {
  override readonly name = 'PeerHandshakeTimeoutError'

  constructor(handshakeMsMax: number) {
    super({
      code: 'PEER_HANDSHAKE_TIMEOUT',
      message: `The peer did not complete the handshake within ${handshakeMsMax} ms.`,
      hint: 'The peer is overloaded or something else listens there; try again or use another provider.',
      retryable: true,
    })
  }
}

/** The other side ended the handshake, or does not speak this transport at all. */
export class PeerHandshakeRefusedError extends MillraceError {
  override readonly name = 'PeerHandshakeRefusedError'

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'PEER_HANDSHAKE_REFUSED',
      message: `The handshake ended early: ${reason}.`,
      hint: 'Check that a Millrace peer of the same network and version listens at this address.',
      retryable: true,
      cause,
    })
  }
}

/** The other side holds a key, but not the one that was asked for. */
export class PeerIdentityMismatchError extends MillraceError {
  override readonly name = 'PeerIdentityMismatchError'

  constructor(expected: Address, where: string, got: Address) {
    super({
      code: 'PEER_IDENTITY_MISMATCH',
      message: `Expected ${expected} at ${where}, but ${got} answered.`,
      hint: 'Update the address of this provider from a source you trust; if it did not change its key, someone stands in between.',
      retryable: false,
    })
  }
}

/** The other side claims an address without a valid signature over this very connection. */
export class PeerIdentityUnprovenError extends MillraceError {
  override readonly name = 'PeerIdentityUnprovenError'

  constructor(claimed: Address) {
    super({
      code: 'PEER_IDENTITY_UNPROVEN',
      message: `The peer claims to be ${claimed}, but its signature does not prove that for this connection.`,
      hint: 'Someone may stand in between, or the peer signs with another key than it announces. Do not use this connection.',
      retryable: false,
    })
  }
}

/** The other side belongs to another chain or another deployment of the contracts. */
export class PeerWrongNetworkError extends MillraceError {
  override readonly name = 'PeerWrongNetworkError'

  constructor(expected: string, got: string) {
    super({
      code: 'PEER_WRONG_NETWORK',
      message: `This side is on network ${expected}, the peer on network ${got} (chain id/escrow contract).`,
      hint: 'Use the same deployment on both sides.',
      retryable: false,
    })
  }
}

/** The listener serves as many peers as it allows. */
export class PeerTooManyConnectionsError extends MillraceError {
  override readonly name = 'PeerTooManyConnectionsError'

  constructor() {
    super({
      code: 'PEER_TOO_MANY_CONNECTIONS',
      message: 'The peer already serves as many connections as it allows.',
      hint: 'Try again later, or use another provider.',
      retryable: true,
    })
  }
}

/** The connection or this side of the stream has ended. */
export class PeerClosedError extends MillraceError {
  override readonly name = 'PeerClosedError'

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'PEER_CLOSED',
      message: `The connection or stream is closed: ${reason}.`,
      hint: 'Dial again, or use another provider.',
      retryable: true,
      cause,
    })
  }
}

/** One side gave this stream up; the connection goes on. */
export class PeerStreamResetError extends MillraceError {
  override readonly name = 'PeerStreamResetError'

  constructor(reason: string) {
    super({
      code: 'PEER_STREAM_RESET',
      message: `The stream was reset: ${reason}.`,
      hint: 'Open another stream.',
      retryable: true,
    })
  }
}

/** Frames came faster than they were read, or were sent faster than the socket takes them. */
export class PeerStreamOverflowError extends MillraceError {
  override readonly name = 'PeerStreamOverflowError'

  constructor(what: string, limit: number, unit: 'frames' | 'bytes') {
    super({
      code: 'PEER_STREAM_OVERFLOW',
      message: `The stream was reset: more than ${limit} ${unit} ${what}.`,
      hint: 'Read frames as they come, and await send() when it returns a promise.',
      retryable: true,
    })
  }
}

/** This side already holds as many streams open as one connection carries. */
export class PeerTooManyStreamsError extends MillraceError {
  override readonly name = 'PeerTooManyStreamsError'

  constructor() {
    super({
      code: 'PEER_TOO_MANY_STREAMS',
      message: `One connection carries at most ${streamsPerConnectionMax} streams of each side.`,
      hint: 'Wait until a stream ends.',
      retryable: true,
    })
  }
}

/** A frame larger than the protocol carries was to be sent. */
export class PeerFrameTooLargeError extends MillraceError {
  override readonly name = 'PeerFrameTooLargeError'

  constructor(bytes: number) {
    super({
      code: 'PEER_FRAME_TOO_LARGE',
      message: `A frame carries at most ${frameBytesMax} bytes, but this one has ${bytes}.`,
      hint: 'Split the message into several frames.',
      retryable: false,
    })
  }
}

/** The other side sent what no correct peer sends. */
export class PeerProtocolViolationError extends MillraceError {
  override readonly name = 'PeerProtocolViolationError'

  constructor(what: string) {
    super({
      code: 'PEER_PROTOCOL_VIOLATION',
      message: `The peer broke the transport protocol: ${what}.`,
      hint: 'Check that the peer runs a correct release; do not retry with this one.',
      retryable: false,
    })
  }
}

/** The connection stands, but the other side is silent or reads nothing. */
export class PeerUnresponsiveError extends MillraceError {
  override readonly name = 'PeerUnresponsiveError'

  constructor(what: 'sent' | 'took', ms: number) {
    super({
      code: 'PEER_UNRESPONSIVE',
      message: `The peer ${what} nothing for ${ms} ms.`,
      hint: 'Dial again, or use another provider.',
      retryable: true,
    })
  }
}

/** This side holds all the unread bytes it is willing to, and this peer's were the most. */
export class PeerOverloadedError extends MillraceError {
  override readonly name = 'PeerOverloadedError'

  constructor() {
    super({
      code: 'PEER_OVERLOADED',
      message: 'This side holds as many unread bytes as it allows; the connection that held the most was closed.',
      hint: 'Try again later, with smaller requests or fewer at a time.',
      retryable: true,
    })
  }
}

/** This side cannot listen where it was told to. */
export class PeerListenError extends MillraceError {
  override readonly name = 'PeerListenError'

  constructor(where: string, cause: unknown) {
    super({
      code: 'PEER_LISTEN_FAILED',
      message: `Cannot listen on ${where}: ${reasonOf(cause)}.`,
      hint: 'Choose a free port (0 lets the system choose) and an address of this machine.',
      retryable: false,
      cause,
    })
  }
}

/** A text is no address of a peer. */
export class PeerAddressMalformedError extends MillraceError {
  override readonly name = 'PeerAddressMalformedError'

  constructor(text: string, reason: string) {
    super({
      code: 'PEER_ADDRESS_MALFORMED',
      message: `No address of a peer: ${reason}: ${JSON.stringify(text.slice(0, 80))}.`,
      hint: 'Use /ip4/HOST/tcp/PORT/tls, /ip4/HOST/tcp/PORT/p2p/PEER or …/p2p/RELAY/p2p-circuit/p2p/PEER.',
      retryable: false,
    })
  }
}

/** An address that a stranger named is one that this side does not dial. */
export class PeerAddressRefusedError extends MillraceError {
  override readonly name = 'PeerAddressRefusedError'

  constructor(address: string, reason: string) {
    super({
      code: 'PEER_ADDRESS_REFUSED',
      message: `The address ${address} is not dialed: ${reason}.`,
      hint: 'Allow private addresses if all peers are on your own network, or give the address as one you trust.',
      retryable: false,
    })
  }
}

/** What the operating system or the TLS library says, without paths or secrets. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  if (typeof cause === 'string') return cause
  return cause instanceof Error ? cause.message : 'no reason given'
}
