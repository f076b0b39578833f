/** Every maximum of objects at a node, by name. */

export const objectLimits = {
  /** Bytes that may be put under one lease, over its life. */
  putBytesPerLeaseMax: 64 * 2 ** 30,
  /** Bytes of the objects that are put at a time under all leases: what is under way is not evicted. One larger is refused. */
  putBytesUnderWayMax: 64 * 2 ** 30,
  /** Objects that may be put under one lease, and entries of the trees among them. */
  objectsPerLeaseMax: 8_192,
  /** Bytes of the listing of a tree: it is held in memory. */
  listingBytesMax: 4 * 2 ** 20,
  /** Objects of all leases together, and entries of their trees: about 200 bytes each. */
  objectsMax: 500_000,
  /** Puts and fetches at a time under one lease, and in all. */
  transfersPerLeaseMax: 8,
  transfersMax: 64,
  /** Time for one put or fetch; a slower one goes on with another. */
  transferMsMax: 3_600_000,
  /** Wait for the next want of a fetch. */
  wantWaitMsMax: 30_000,
  /** How long outputs are kept for their buyer. */
  outputsKeptMs: 3_600_000,
  /** Bytes of outputs kept at a time, each with room for what the disk takes for the least; above it the oldest may be evicted before their time. */
  outputBytesKeptMax: 64 * 2 ** 30,
  /** Times its bytes that one output may be fetched. */
  fetchesMax: 8,
  /** Objects and payers whose possession was proven, or is being. */
  provenMax: 100_000,
  /** Time between two looks at whose time is over. */
  pruneTickMs: 60_000,
} as const

export type ObjectLimits = { readonly [Name in keyof typeof objectLimits]: number }
