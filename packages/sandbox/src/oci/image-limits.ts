/** Every maximum of images, by name. */

export type ImageLimits = {
  /** Bytes of one image, packed and unpacked together, while it is unpacked: 8 GiB holds the usual images for cards. */
  readonly imageBytesMax: number
  /** Files, directories and links of one image; some have half a million. */
  readonly imageFilesMax: number
  /**
   * Bytes of all images that are kept, but for those in use: the least recently used go first. Half of what the disk has beyond its reserve
   * where that is less.
   */
  readonly imagesBytesMax: number
  /** Bytes of the disk that images leave free, or a tenth of a small one: a provider's payments are kept on it, too. */
  readonly diskReserveBytes: number
  /** Milliseconds until an image is there, unpacked; a registry that takes longer counts as broken. */
  readonly pullMsMax: number
  /** Images that are fetched at the same time: each takes the disk and a processor. */
  readonly pullsMax: number
  /** Variables of an image, as many as a task may have: what is more is left out. */
  readonly imageVariablesMax: number
  /** Bytes of an image's variables: half of what a command and its variables may take. */
  readonly imageVariableBytesMax: number
}

export const imageLimits: ImageLimits = {
  imageBytesMax: 8 * 2 ** 30,
  imageFilesMax: 1_000_000,
  imagesBytesMax: 32 * 2 ** 30,
  diskReserveBytes: 2 * 2 ** 30,
  pullMsMax: 900_000,
  pullsMax: 2,
  imageVariablesMax: 256,
  imageVariableBytesMax: 65_536,
}

/** Bytes that there must be for one more image at least, packed and unpacked: what is smaller holds hardly any. */
export const imageRoomBytesMin = 512 << 20
