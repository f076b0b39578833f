/** The file of a service's folder: its type, and how it is read back. */
import { parseWith } from '@millrace/protocol'
import * as v from 'valibot'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))

const recordSchema = v.strictObject({
  version: v.literal(1),
  network: v.string(),
  token: v.strictObject({ symbol: v.string(), decimals: count }),
  /** The text of the manifest that runs, and the folder that its inputs are in. */
  manifest: v.string(),
  base: v.string(),
  set: v.array(v.string()),
  /** What all starts together may cost, over all processes. */
  amountMax: v.pipe(
    v.string(),
    v.regex(/^[0-9]{1,40}$/),
    v.transform((text) => BigInt(text)),
  ),
  submittedAtMs: count,
  /** The ports of this machine, by those of the service: they stay the same over restarts. */
  listens: v.array(v.strictObject({ port, at: port })),
})

/** What runs. */
export type ServiceRecord = Readonly<v.InferOutput<typeof recordSchema>>

const controlSchema = v.strictObject({
  pid: count,
  port,
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})

/** Where the process that runs the service is told what to do. */
export type ControlRecord = Readonly<v.InferOutput<typeof controlSchema>>

/** @throws {MalformedError} */
export function parseServiceRecord(json: unknown): ServiceRecord {
  return parseWith(recordSchema, json, 'service')
}

/** @throws {MalformedError} */
export function parseControlRecord(json: unknown): ControlRecord {
  return parseWith(controlSchema, json, 'control')
}
