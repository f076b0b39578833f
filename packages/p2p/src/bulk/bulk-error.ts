/** What can go wrong while an object is fetched from a peer, one class per code. */
import { MillraceError } from '@millrace/protocol'

/** The transfer broke off, or could not begin; what came before is kept. */
export class BulkInterruptedError extends MillraceError {
  override readonly name = 'BulkInterruptedError'

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'BULK_INTERRUPTED',
      message: `The transfer from the peer broke off: ${reason}.`,
      hint: 'Try again: it goes on where it stopped; or use another peer.',
      retryable: true,
      cause,
    })
  }
}

/** The other side brings or takes too little to be waited for. */
export class BulkStalledError extends MillraceError {
  override readonly name = 'BulkStalledError'

  constructor(stallMsMax: number, progressBytesMin: number) {
    super({
      code: 'BULK_STALLED',
      message: `Fewer than ${progressBytesMin} bytes passed in ${stallMsMax} ms of waiting for the peer.`,
      hint: 'Try again on a better connection, or use another peer.',
      retryable: true,
    })
  }
}

/** The peer, or this side, has as many transfers under way as it allows. */
export class BulkBusyError extends MillraceError {
  override readonly name = 'BulkBusyError'

  constructor(what: string) {
    super({
      code: 'BULK_BUSY',
      message: `No further transfer now: ${what}.`,
      hint: 'Try again later, or use another peer.',
      retryable: true,
    })
  }
}

/** Somebody else than the peer that was asked answers at its address. */
export class BulkFingerprintMismatchError extends MillraceError {
  override readonly name = 'BulkFingerprintMismatchError'

  constructor(expected: string, got: string) {
    super({
      code: 'BULK_FINGERPRINT_MISMATCH',
      message: `Expected a certificate with SHA-256 ${expected}, got ${got}.`,
      hint: 'The peer was restarted, or someone stands in between: ask the peer for its port and fingerprint again.',
      retryable: false,
    })
  }
}

/** The token is unknown, expired, used up, or was first used from elsewhere. */
export class BulkTokenRefusedError extends MillraceError {
  override readonly name = 'BulkTokenRefusedError'

  constructor() {
    super({
      code: 'BULK_TOKEN_REFUSED',
      message: 'The peer does not accept the token: it is unknown, expired, used up, or was first used from elsewhere.',
      hint: 'Ask the peer for a new token over its stream.',
      retryable: false,
    })
  }
}

export class BulkObjectUnknownError extends MillraceError {
  override readonly name = 'BulkObjectUnknownError'

  constructor(sha256: string) {
    super({
      code: 'BULK_OBJECT_UNKNOWN',
      message: `The peer has no object with SHA-256 ${sha256}.`,
      hint: 'Use another peer.',
      retryable: false,
    })
  }
}

/** The peer answered what no correct peer answers. */
export class BulkProtocolViolationError extends MillraceError {
  override readonly name = 'BulkProtocolViolationError'

  constructor(what: string, cause?: unknown) {
    super({
      code: 'BULK_PROTOCOL_VIOLATION',
      message: `The peer broke the protocol of bulk transfers: ${what}.`,
      hint: 'Check that the peer runs a correct release; use another peer.',
      retryable: false,
      cause,
    })
  }
}

/** All bytes came, and they are not the object. */
export class BulkDigestMismatchError extends MillraceError {
  override readonly name = 'BulkDigestMismatchError'

  constructor(expected: string, got: string) {
    super({
      code: 'BULK_DIGEST_MISMATCH',
      message: `Expected bytes with SHA-256 ${expected}, got ${got}.`,
      hint: 'Discard what came and use another peer: this one sent other bytes than were asked for.',
      retryable: false,
    })
  }
}
