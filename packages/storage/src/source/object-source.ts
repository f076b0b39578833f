/**
 * Where the bytes of one object come from: a port, satisfied by files, HTTP, S3 and peers. Nothing that a source says is
 * believed: bytes of a known address are checked chunk by chunk, and sizes only spare useless work.
 */
import type { ObjectAddress } from '../object/object-address.ts'
import type { ObjectOutline } from '../object/object-outline.ts'

export type ObjectSource = {
  /** What errors and progress call it. Never a secret, never a query. */
  readonly label: string
  /**
   * Begins to read the object's bytes. On abort, or when the reader stops, the connection is closed.
   *
   * @throws {ObjectSourceError} {@link SourceRefusedError}
   */
  open(wanted: WantedBytes, options: { readonly signal: AbortSignal }): Promise<OpenedBytes>
  /** Returns the encoded outline as the source has it, unchecked, or undefined when it has none. */
  readOutline(address: ObjectAddress, options: { readonly signal: AbortSignal }): Promise<Uint8Array | undefined>
}

export type WantedBytes = {
  /** Offset of the first byte. */
  readonly start: number
  /** Offset after the last byte; to the end when left out. */
  readonly end?: number
  /** What an earlier answer said: bytes from the middle are asked for only of the same version. */
  readonly validator?: string
  /** The outline, where it is known; a source that is asked by block needs it. */
  readonly outline?: ObjectOutline
}

export type OpenedBytes = {
  /** Offset of the first byte that comes: the one asked for, or 0 from a source that cannot start in the middle. */
  readonly start: number
  /** Size of the whole object, where the source says it. */
  readonly bytesTotal: number | undefined
  /** Names the version of the bytes, where the source proves that two reads with one name have the same bytes. */
  readonly validator: string | undefined
  /** May go on after the end that was asked for. */
  readonly pieces: AsyncIterable<Uint8Array>
}
