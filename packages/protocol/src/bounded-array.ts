import * as v from 'valibot'

/**
 * Returns a schema for an array of at most `lengthMax` items, which counts before it looks at any item: a peer that
 * sends millions of them costs us one comparison.
 */
export function boundedArray<T extends v.GenericSchema>(item: T, lengthMax: number) {
  return v.pipe(
    v.custom<v.InferInput<T>[]>(
      (value) => Array.isArray(value) && value.length <= lengthMax,
      `an array of at most ${lengthMax}`,
    ),
    v.array(item),
  )
}
