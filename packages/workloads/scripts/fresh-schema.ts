/** The JSON Schema (draft 2020-12) of manifests, made from the definition that the parser uses. */
import { toJsonSchema } from '@valibot/to-json-schema'
import { parameterDefinitions } from '../src/manifest/array-schema.ts'
import { gpus, limits, placement, price, resources } from '../src/manifest/common-schema.ts'
import { manifestSchema } from '../src/manifest/manifest-schema.ts'
import { source } from '../src/manifest/source.ts'

/** Returns the schema as the text that is committed. */
export function freshSchema(): string {
  const { $schema, $defs, ...rest } = toJsonSchema(manifestSchema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // What spans several values has no keyword; the parser alone checks it.
    ignoreActions: ['check'],
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object_with_rest' ? { ...jsonSchema, additionalProperties: false } : undefined,
    definitions: { source, resources, gpus, limits, placement, price, ...parameterDefinitions },
  })
  const head = {
    $schema,
    $id: 'urn:millrace:manifest:1',
    title: 'Millrace workload manifest, version 1',
    description: 'What to run, with what, on what and for how much. docs/workloads.md explains each field.',
  }
  return `${JSON.stringify({ ...head, ...rest, $defs }, null, 2)}\n`
}
