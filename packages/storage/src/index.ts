export type { BlockStore } from './cache/block-store.ts'
export type { CacheUsage } from './cache/cache-index.ts'
export type { OpenObject } from './cache/open-object.ts'
export type { Materialised, PlacedProgress } from './directory/materialise.ts'
export type { StoredPath, StoredProgress } from './directory/store-path.ts'
export { type AskingLine, exchangeFrameBytes, type GivingLine } from './exchange/exchange-line.ts'
export { type ExchangeSourceInit, exchangeSource } from './exchange/exchange-source.ts'
export { type GiveInit, giveObjects } from './exchange/give-objects.ts'
export { proveObject } from './exchange/prove-object.ts'
export { formatObjectAddress, type ObjectAddress, parseObjectAddress } from './object/object-address.ts'
export { type ByteRange, objectBytesMax, objectChunkBytes } from './object/object-layout.ts'
export type { ObjectKind, ObjectOutline } from './object/object-outline.ts'
export { parseTreeListing, type TreeEntry, treeLimits } from './object/tree-listing.ts'
export {
  createObjectStorage,
  type FetchOptions,
  type ObjectStorage,
  type ObjectStorageInit,
  type SourcesOf,
  type StoredObject,
} from './object-storage.ts'
export { fileSource } from './source/file-source.ts'
export {
  createHttpClient,
  type HttpClient,
  type HttpClientInit,
  type HttpLimits,
  httpLimits,
} from './source/http-client.ts'
export { type HttpSourceInit, httpSource } from './source/http-source.ts'
export type { ObjectSource, OpenedBytes, WantedBytes } from './source/object-source.ts'
export { type PeerBlocks, peerSource } from './source/peer-source.ts'
export { parseS3Uri, type S3Credentials, type S3Location, type S3Store } from './source/s3-client.ts'
export { putS3Object, s3Source } from './source/s3-source.ts'
export {
  ObjectChangedError,
  ObjectCorruptError,
  ObjectMalformedError,
  ObjectMismatchError,
  ObjectSourceError,
  ObjectTooLargeError,
  ObjectUnavailableError,
  PathRefusedError,
  SourceRefusedError,
  StorageFailedError,
  StorageFullError,
  UploadFailedError,
} from './storage-error.ts'
export { type StorageLimits, storageLimits } from './storage-limits.ts'
export type { TransferProgress } from './transfer/transfer-context.ts'
