/** Chunks that own a slot: whoever stops reading them, even before the first, gives it back. */

/**
 * Returns the generator as an iterable that can be read once. A generator that was never started skips its `finally`, so leaving
 * before the first chunk has to be heard here.
 *
 * @param onLeave - called when the reader leaves early; must be idempotent.
 */
export function ownedChunks<T>(
  generator: AsyncGenerator<T, void>,
  onLeave: () => Promise<void> | void,
): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => generator.next(),
      async return() {
        await generator.return()
        await onLeave()
        return { done: true, value: undefined }
      },
    }),
  }
}
