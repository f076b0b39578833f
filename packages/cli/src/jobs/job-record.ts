/** The files of a job's folder: their types, and how they are read back. Amounts are decimal texts. */
import { type Amount, parseAddress, parsedBy, parseWith, taskOutcomes } from '@millrace/protocol'
import type { ItemResult } from '@millrace/sdk'
import * as v from 'valibot'

const address = parsedBy(parseAddress)
const amount = v.pipe(
  v.string(),
  v.regex(/^[0-9]{1,40}$/),
  v.transform((text) => BigInt(text)),
)
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const object = v.strictObject({ path: v.string(), object: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), bytes: count })

const recordSchema = v.strictObject({
  version: v.literal(1),
  network: v.string(),
  token: v.strictObject({ symbol: v.string(), decimals: count }),
  /** The text of the manifest, and the folder that its inputs are in. */
  manifest: v.string(),
  base: v.string(),
  set: v.array(v.string()),
  amountMax: amount,
  submittedAtMs: count,
  /** As they were when the job began. */
  inputs: v.array(object),
  /** Of a batch: how many items it has, and those of each shard. */
  items: v.optional(count),
  shards: v.optional(v.array(object)),
})

/** What was asked. */
export type JobRecord = Readonly<v.InferOutput<typeof recordSchema>>

const resultSchema = v.strictObject({
  item: count,
  start: count,
  outcome: v.picklist(taskOutcomes),
  exitCode: v.optional(count),
  signal: v.optional(v.string()),
  outputs: v.array(object),
  refusal: v.optional(v.strictObject({ path: v.string(), problem: v.string() })),
  node: address,
  operator: address,
  amount,
  tookMs: v.number(),
})

const startSchema = v.union([
  v.strictObject({ start: count, item: count, amountMax: amount }),
  v.strictObject({ start: count, item: count, amount }),
])

/** One line of `starts.jsonl`: a start that began, or one that ended. */
export type StartLine =
  | { readonly start: number; readonly item: number; readonly amountMax: Amount }
  | { readonly start: number; readonly item: number; readonly amount: Amount }

/** @throws {MalformedError} */
export function parseJobRecord(json: unknown): JobRecord {
  return parseWith(recordSchema, json, 'job')
}

/** @throws {MalformedError} */
export function parseItemResult(json: unknown): ItemResult {
  const { exitCode, signal, refusal, ...result } = parseWith(resultSchema, json, 'result')
  return { ...result, exitCode, signal, refusal }
}

/** Returns the line; undefined for an empty one, and for one that was torn when its process was killed. */
export function parseStartLine(text: string): StartLine | undefined {
  if (!text.endsWith('}')) return undefined
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), startSchema), text)
  return result.success ? result.output : undefined
}
