export { type AddressKind, formatTlsAddress, type PeerAddress, parsePeerAddress } from './address.ts'
export {
  type BulkClient,
  type BulkFetchOptions,
  createBulkClient,
} from './bulk/bulk-client.ts'
export { type BulkClientLimits, bulkClientLimits } from './bulk/bulk-client-limits.ts'
export {
  BulkBusyError,
  BulkDigestMismatchError,
  BulkFingerprintMismatchError,
  BulkInterruptedError,
  BulkObjectUnknownError,
  BulkProtocolViolationError,
  BulkStalledError,
  BulkTokenRefusedError,
} from './bulk/bulk-error.ts'
export type { BulkGrant } from './bulk/bulk-grants.ts'
export { type BulkServer, type BulkServerComponents, createBulkServer } from './bulk/bulk-server.ts'
export { type BulkServerLimits, bulkServerLimits } from './bulk/bulk-server-limits.ts'
export { type BulkStreamLimits, bulkStreamLimits } from './bulk/bulk-stream-limits.ts'
export type { ByteRange } from './bulk/byte-range.ts'
export { fetchOverStream, type OpenBulkStream } from './bulk/fetch-over-stream.ts'
export type { ObjectStore } from './bulk/object-store.ts'
export type { BulkEndpoint } from './bulk/pinned-session.ts'
export {
  type BulkStreamServer,
  type BulkStreamServerComponents,
  createBulkStreamServer,
} from './bulk/serve-over-stream.ts'
export type { WantedObject } from './bulk/verified-transfer.ts'
export { type Certificate, createCertificate } from './certificate.ts'
export { type HostLimits, hostLimits } from './host/host-limits.ts'
export { isPublicIp } from './host/network-address.ts'
export {
  createPeerHost,
  type HostServices,
  type PeerHost,
  type PeerHostComponents,
  type PeerHostInit,
} from './host/peer-host.ts'
export {
  createLibp2pTransport,
  type Libp2pTransport,
  type Libp2pTransportComponents,
  type Libp2pTransportInit,
} from './libp2p-transport.ts'
export { createLine, type Line, type LineEvent, type LineInit } from './line/line.ts'
export { createLineBudget, type LineBudget } from './line/line-budget.ts'
export { lineLimits } from './line/line-limits.ts'
export { type MeshLimits, meshLimits } from './mesh/mesh-limits.ts'
export { allOffers, type OfferInterest } from './mesh/mesh-topics.ts'
export {
  createOfferMesh,
  type MeshPeer,
  type OfferAnnouncement,
  type OfferMesh,
  type OfferMeshComponents,
  type OfferMeshInit,
  type OfferMeshStats,
} from './mesh/offer-mesh.ts'
export { type OfferServicesInit, offerServices } from './mesh/offer-services.ts'
export type { RegistryPort } from './mesh/registry-cache.ts'
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
export { createPeerTransport, type PeerTransports } from './peer-transport.ts'
export {
  createTlsTransport,
  type TlsTransport,
  type TlsTransportComponents,
  type TlsTransportInit,
} from './tls-transport.ts'
export { type TransportLimits, transportLimits } from './transport-limits.ts'
export type { TransportLog } from './transport-log.ts'
