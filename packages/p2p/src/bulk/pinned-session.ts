/**
 * An HTTP/2 connection to a peer whose certificate is known beforehand: TLS 1.3, the certificate compared by its SHA-256
 * before anything is sent on it, and bounds on what the other side may make this side do.
 */
import { createHash } from 'node:crypto'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { MillraceError } from '@millrace/protocol'
import type { BulkClientLimits } from './bulk-client-limits.ts'
import {
  BulkFingerprintMismatchError,
  BulkInterruptedError,
  BulkProtocolViolationError,
  BulkStalledError,
} from './bulk-error.ts'

export type BulkEndpoint = {
  /** Where the peer's authenticated connection leads to as well. */
  readonly host: string
  readonly port: number
  /** SHA-256 of the DER certificate, 64 lower-case hex digits. */
  readonly fingerprint: string
  /** 64 lower-case hex digits. Sent to no one but the holder of the certificate. */
  readonly token: string
}

/** Header fields of an answer; ours has seven. */
const headerPairsMax = 32
/** Settings in one SETTINGS frame. */
const settingsEntriesMax = 32

/**
 * Returns a session on which the peer's certificate has been checked. On abort the socket is closed and the promise rejects
 * with an error of the connection.
 *
 * @throws {BulkInterruptedError} when nothing answers. @throws {BulkFingerprintMismatchError} when someone else does.
 * @throws {BulkProtocolViolationError} when it does not speak HTTP/2.
 */
export async function openPinnedSession(
  { host, port, fingerprint }: BulkEndpoint,
  limits: BulkClientLimits,
  signal: AbortSignal,
): Promise<ClientHttp2Session> {
  const socket = connectTls({
    host,
    port,
    ALPNProtocols: ['h2'],
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: false,
  })
  const abort = (): void => void socket.destroy()
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => socket.destroy(new BulkStalledError(limits.connectMsMax, 1)), limits.connectMsMax)
  try {
    return await new Promise((resolve, reject) => {
      const fail = (cause?: unknown): void => {
        socket.destroy()
        reject(cause instanceof BulkStalledError ? cause : new BulkInterruptedError(reasonOf(cause), cause))
      }
      socket.on('error', fail)
      socket.once('close', fail)
      // What the peer sends at once must find the session listening, so it is made in this very turn.
      socket.once('secureConnect', () => {
        const problem = problemOf(socket, fingerprint)
        if (problem !== undefined) {
          reject(problem)
          socket.destroy()
        } else resolve(sessionOn(socket, limits))
      })
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

function problemOf(socket: TLSSocket, fingerprint: string): Error | undefined {
  const certificate = socket.getPeerX509Certificate()
  const got = certificate === undefined ? 'none' : createHash('sha256').update(certificate.raw).digest('hex')
  if (got !== fingerprint) return new BulkFingerprintMismatchError(fingerprint, got)
  return socket.alpnProtocol === 'h2' ? undefined : new BulkProtocolViolationError('it does not speak HTTP/2')
}

function sessionOn(socket: TLSSocket, limits: BulkClientLimits): ClientHttp2Session {
  const { windowBytesMax, headerBytesMax, controlFramesMax } = limits
  const session = connectHttp2('https://millrace', {
    createConnection: () => socket,
    settings: { enablePush: false, initialWindowSize: windowBytesMax, maxHeaderListSize: headerBytesMax },
    maxHeaderListPairs: headerPairsMax,
    maxSettings: settingsEntriesMax,
    maxReservedRemoteStreams: 0,
    maxSessionMemory: 2 * Math.ceil(windowBytesMax / 1e6) + 1,
  })
  let controlFrames = 0
  const count = (): void => {
    controlFrames++
    if (controlFrames === controlFramesMax) {
      session.destroy(new BulkProtocolViolationError(`${controlFrames} SETTINGS and PING frames`))
    }
  }
  session.once('connect', () => session.setLocalWindowSize(windowBytesMax))
  session.on('remoteSettings', count)
  session.on('ping', count)
  // A request that fails tells why; without a listener the process would end for a session that nobody uses any more.
  session.on('error', () => session.destroy())
  return session
}

/** Returns the typed error that a failing session or stream stands for; what is no matter of the connection stays as it is. */
export function toTransferError(cause: unknown): unknown {
  const isOfConnection = cause instanceof Error && !(cause instanceof MillraceError) && 'code' in cause
  return isOfConnection ? new BulkInterruptedError(reasonOf(cause), cause) : cause
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection closed'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
