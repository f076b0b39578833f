/**
 * Version 1 of the manifest, kind by kind. The published JSON Schema is made from this definition; what spans several fields
 * is checked in `manifest-rules.ts`, because JSON Schema cannot say it well.
 */
import * as v from 'valibot'
import { array } from './array-schema.ts'
import {
  argumentList,
  bounded,
  command,
  commonEntries,
  count,
  deadlineEntry,
  outputs,
  shortName,
} from './common-schema.ts'
import {
  attemptsMax,
  bandwidthBounds,
  gangNodesMax,
  gasBounds,
  graceBounds,
  instancesMax,
  intervalBounds,
  itemSourcesMax,
  itemsPerShardMax,
  parallelMax,
  portsMax,
  roundTripBounds,
} from './field-limits.ts'
import { fields } from './fields.ts'
import { image } from './image.ts'
import { bitsPerSecond, milliseconds } from './quantities.ts'
import { source } from './source.ts'
import { said } from './spelled.ts'

/** What a container or a program of the host runs. */
const programEntries = { image, command: v.optional(command), args: v.optional(argumentList) }
const portNumber = count(1, 65_535)

const onceMoreSchema = fields({
  policy: v.picklist(['never', 'on-failure']),
  retries: v.optional(count(0, attemptsMax)),
  delay: v.optional(milliseconds(graceBounds)),
})

const restartSchema = fields({
  policy: v.picklist(['never', 'on-failure', 'always']),
  retries: v.optional(count(0, attemptsMax)),
  delay: v.optional(milliseconds(graceBounds)),
})

const port = fields({
  port: portNumber,
  protocol: v.optional(v.picklist(['http', 'tcp'])),
  name: v.optional(shortName),
})

const health = fields({
  port: v.optional(portNumber),
  path: v.optional(
    v.pipe(v.string(), v.maxLength(1_024), v.regex(/^\/[\x21-\x7e]*$/, 'a path that begins with a slash')),
  ),
  command: v.optional(command),
  interval: v.optional(milliseconds(intervalBounds)),
  timeout: v.optional(milliseconds(intervalBounds)),
  failures: v.optional(count(1, attemptsMax)),
  grace: v.optional(milliseconds(graceBounds)),
})

const update = fields({
  strategy: v.optional(v.picklist(['rolling', 'recreate'])),
  atOnce: v.optional(count(1, instancesMax)),
  healthyFor: v.optional(milliseconds(graceBounds)),
  within: v.optional(milliseconds(intervalBounds)),
  onFailure: v.optional(v.picklist(['rollback', 'stop'])),
})

const items = fields({
  from: v.pipe(
    v.unknown(),
    v.metadata({
      anyOf: [
        { $ref: '#/$defs/source' },
        { type: 'array', items: { $ref: '#/$defs/source' }, minItems: 1, maxItems: itemSourcesMax },
      ],
    }),
    v.lazy((input) => (Array.isArray(input) ? itemSources : source)),
  ),
  split: v.optional(v.literal('lines')),
})
const itemSources = v.pipe(
  v.array(source),
  v.minLength(1, 'at least one source'),
  v.maxLength(
    itemSourcesMax,
    said(`at most ${itemSourcesMax} sources`, 'Put the items into one file and split it by lines.'),
  ),
)

const shard = fields({
  items: v.optional(count(1, itemsPerShardMax)),
  attempts: v.optional(count(1, attemptsMax)),
})

const gang = fields({
  nodes: count(2, gangNodesMax),
  bandwidth: v.optional(bitsPerSecond(bandwidthBounds)),
  roundTrip: v.optional(milliseconds(roundTripBounds)),
})

export const taskSchema = fields({
  ...commonEntries,
  kind: v.literal('task'),
  ...programEntries,
  outputs: v.optional(outputs),
  array: v.optional(array),
  parallel: v.optional(count(1, parallelMax)),
  restart: v.optional(onceMoreSchema),
  ...deadlineEntry,
})

export const serviceSchema = fields({
  ...commonEntries,
  kind: v.literal('service'),
  ...programEntries,
  instances: v.optional(count(1, instancesMax)),
  ports: v.pipe(
    v.array(port),
    v.minLength(1, said('at least one port', 'A service is reached through its ports; work without one is a task.')),
    v.maxLength(portsMax, `at most ${portsMax} ports`),
  ),
  health: v.optional(health),
  restart: v.optional(restartSchema),
  update: v.optional(update),
})

export const batchSchema = fields({
  ...commonEntries,
  kind: v.literal('batch'),
  program: v.optional(source),
  image: v.optional(image),
  command: v.optional(command),
  args: v.optional(argumentList),
  items,
  shard: v.optional(shard),
  gasPerItem: v.optional(bounded(gasBounds)),
  parallel: v.optional(count(1, parallelMax)),
  ...deadlineEntry,
})

export const gangSchema = fields({
  ...commonEntries,
  kind: v.literal('gang'),
  ...programEntries,
  outputs: v.optional(outputs),
  gang,
  restart: v.optional(onceMoreSchema),
  ...deadlineEntry,
})

/** The manifest as it is written. */
export const manifestSchema = v.variant('kind', [taskSchema, serviceSchema, batchSchema, gangSchema])

/** Fields of one manifest, checked one by one. */
export type ManifestFields = v.InferOutput<typeof manifestSchema>
/** A manifest as people write it, in plain JSON values. */
export type ManifestDraft = v.InferInput<typeof manifestSchema>
