export { type AddressKind, formatTlsAddress, type PeerAddress, parsePeerAddress } from './address.ts'
export { type HostLimits, hostLimits } from './host/host-limits.ts'
export {
  createPeerHost,
  type HostServices,
  type PeerHost,
  type PeerHostComponents,
  type PeerHostInit,
} from './host/peer-host.ts'
export {
  PeerAddressMalformedError,
  PeerAddressRefusedError,
  PeerClosedError,
  PeerFrameTooLargeError,
  PeerHandshakeRefusedError,
  PeerHandshakeTimeoutError,
  PeerIdentityMismatchError,
  PeerIdentityUnprovenError,
  PeerListenError,
  PeerOverloadedError,
  PeerProtocolViolationError,
  PeerStreamOverflowError,
  PeerStreamResetError,
  PeerTooManyConnectionsError,
  PeerTooManyStreamsError,
  PeerUnreachableError,
  PeerUnresponsiveError,
  PeerWrongNetworkError,
} from './peer-error.ts'
export {
  createTlsTransport,
  type TlsTransport,
  type TlsTransportComponents,
  type TlsTransportInit,
} from './tls-transport.ts'
export { type TransportLimits, transportLimits } from './transport-limits.ts'
export type { TransportLog } from './transport-log.ts'
