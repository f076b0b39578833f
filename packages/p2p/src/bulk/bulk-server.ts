/**
 * Serves objects by content address to peers that were given a token: HTTP/2 on TLS 1.3, `GET /v1/objects/<sha256>` with a
 * range (RFC 9110, RFC 9113). The certificate is ephemeral; peers learn its fingerprint over their authenticated stream.
 *
 * A connection that shows no valid token costs a bounded time and memory; one that does is bounded in streams, bytes and
 * waiting. Nothing is read from the store ahead of what the reader takes but one piece.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Address } from '@millrace/protocol'
import type { Certificate } from '../certificate.ts'
import { PeerClosedError, PeerListenError } from '../peer-error.ts'
import type { TransportLog } from '../transport-log.ts'
import { type BulkGrant, BulkGrants } from './bulk-grants.ts'
import { type BulkServerLimits, bulkServerLimits } from './bulk-server-limits.ts'
import { serveSession } from './bulk-server-session.ts'
import type { ObjectStore } from './object-store.ts'

export type BulkServerComponents = {
  /** Of this process; its key signs nothing else that matters. */
  readonly certificate: Certificate
  readonly objects: ObjectStore
  /** Returns Unix time, in ms. */
  readonly now: () => number
  /** Returns that many unpredictable bytes. */
  readonly random: (bytes: number) => Uint8Array
  readonly log?: TransportLog
}

export type BulkServer = AsyncDisposable & {
  readonly port: number
  /** SHA-256 of the DER certificate, 64 lower-case hex digits. */
  readonly fingerprint: string
  /**
   * Returns a token for a peer that has proven its key. Cost: O(tokens that are valid).
   *
   * @throws {BulkBusyError} when as many tokens as allowed are valid. @throws {PeerClosedError} after close().
   */
  grant(peer: Address): BulkGrant
  /** Stops listening, ends what is under way, and resolves when all connections are closed. */
  close(): Promise<void>
}

/** Header fields of a request; ours has six. */
const headerPairsMax = 32
/** Settings in one SETTINGS frame. */
const settingsEntriesMax = 32
/** Frames that make no sense before the connection is ended. */
const invalidFramesMax = 8
/** Streams beyond those allowed before the connection is ended. */
const rejectedStreamsMax = 16
/** Memory of one connection that its requests may take, in MB, beside the pieces being sent. */
const sessionMemoryMb = 2

/**
 * Returns a server that listens. The signal governs the start only.
 *
 * @throws {PeerListenError} when the address cannot be listened on.
 */
export async function createBulkServer(
  components: BulkServerComponents,
  init: {
    readonly host: string
    readonly port: number
    readonly signal: AbortSignal
    readonly limits?: Partial<BulkServerLimits>
  },
): Promise<BulkServer> {
  const limits = { ...bulkServerLimits, ...init.limits }
  const { certificate, objects, log } = components
  init.signal.throwIfAborted()
  const grants = new BulkGrants(components, limits)
  const sessions = new Set<ServerHttp2Session>()
  const transfers = { open: 0 }
  const server = createServer(certificate, limits)
  boundConnections(server, limits)
  server.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    serveSession(session, { objects, grants, transfers, limits, log })
  })
  server.on('tlsClientError', (error) => log?.debug({ error }, 'A bulk connection did not complete TLS.'))
  server.on('sessionError', (error) => log?.debug({ error }, 'A bulk connection ended in an error.'))
  server.on('unknownProtocol', (socket) => socket.destroy())
  await listen(server, init)
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve())
      for (const session of sessions) session.destroy()
    })
    return closed
  }
  if (init.signal.aborted) await close()
  init.signal.throwIfAborted()
  const { raw } = new X509Certificate(certificate.cert)
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: createHash('sha256').update(raw).digest('hex'),
    grant(peer) {
      if (closed !== undefined) throw new PeerClosedError('the bulk server is closed')
      return grants.issue(peer)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function createServer({ cert, key }: Certificate, limits: BulkServerLimits): Http2SecureServer {
  return createSecureServer({
    cert,
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    handshakeTimeout: limits.handshakeMsMax,
    allowHTTP1: false,
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.transfersPerGrantMax,
      maxHeaderListSize: limits.headerBytesMax,
    },
    maxHeaderListPairs: headerPairsMax,
    maxSettings: settingsEntriesMax,
    maxSessionInvalidFrames: invalidFramesMax,
    maxSessionRejectedStreams: rejectedStreamsMax,
    maxSessionMemory: sessionMemoryMb,
    // Within one burst the library's own count comes first and ends the connection without a word; see also serveSession.
    streamResetBurst: limits.faultsPerConnectionMax,
    streamResetRate: 1,
  })
}

/** Closes connections beyond those allowed before they cost a handshake. */
function boundConnections(
  server: Http2SecureServer,
  { connectionsMax, connectionsPerHostMax }: BulkServerLimits,
): void {
  const openOf = new Map<string, number>()
  server.maxConnections = connectionsMax
  server.prependListener('connection', (socket: Socket) => {
    const host = socket.remoteAddress ?? ''
    const open = (openOf.get(host) ?? 0) + 1
    openOf.set(host, open)
    socket.once('close', () => {
      const left = (openOf.get(host) ?? 1) - 1
      if (left === 0) openOf.delete(host)
      else openOf.set(host, left)
    })
    if (open > connectionsPerHostMax) socket.destroy()
  })
}

async function listen(
  server: Http2SecureServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new PeerListenError(`${host}:${port}`, cause)))
    server.listen({ host, port }, resolve)
  })
}
