/** Every maximum of a line, by name. */

export const lineLimits = {
  /** What one line's window grows to while its reader keeps up: 20 MB/s over 50 ms. */
  windowBytesMax: 1_048_576,
  /** Grants in which a window is given back: few enough to cost nothing, soon enough not to stand still. */
  grantsPerWindow: 4,
  /** Bytes of content that are worth a frame when there are more to come. */
  pieceBytesMin: 16_384,
  /** Changes of a terminal's size and the like that wait for their reader. */
  controlsQueuedMax: 64,
} as const
