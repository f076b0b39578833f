/** Maps as people write them: valibot takes a list for an empty one and tells of the first unknown field only; these do not. */
import * as v from 'valibot'

/** Returns a schema for a map of exactly these fields, which tells of every other one. */
export function fields<const T extends v.ObjectEntries>(entries: T): v.StrictObjectSchema<T, undefined> {
  // The rest is never there, so what comes out has the type of a strict object.
  return notList(v.objectWithRest(entries, v.never())) as unknown as v.StrictObjectSchema<T, undefined>
}

/** Returns the schema, which then refuses lists as it refuses texts. */
export function notList<T extends v.GenericSchema>(schema: T): T {
  return {
    ...schema,
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      if (!Array.isArray(dataset.value)) return schema['~run'](dataset, config)
      v._addIssue(this, 'type', dataset, config)
      return dataset
    },
  }
}
