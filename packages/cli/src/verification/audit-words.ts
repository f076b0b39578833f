/** What a buyer's audits and proofs of its receipts come to, in words: a line as it happens, and the lines of a status. */
import { isMillraceError, parseWith } from '@millrace/protocol'
import * as v from 'valibot'

/** Returns the line for an event of a buyer's log that people should see; undefined for all others. */
export function findingLine(event: { readonly event: string; readonly [field: string]: unknown }): string | undefined {
  if (event.event === 'provider-cheated') {
    return `an audit found that provider ${event.node} cheated (${event.reason}); it is asked for nothing more. See: millrace cases open ${event.receiptId}`
  }
  if (event.event === 'receipts-uncommitted') {
    return `provider ${event.node} never committed to the receipts of epoch ${event.epoch}, such as ${event.receiptId}. See: millrace cases open --help`
  }
  if (event.event === 'receipt-unproven') {
    return `provider ${event.node} gives no proof that it committed to receipt ${event.receiptId} (${event.reason}). See: millrace cases open ${event.receiptId} --omitted`
  }
  return undefined
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const finding = v.object({ kind: v.picklist(['cheated', 'uncommitted']), node: v.string(), receiptId: v.string() })
const schema = v.object({
  audits: v.optional(
    v.object({
      ...{ runs: count, awaiting: count, drawn: count, due: count, honest: count, cheated: count, lapsed: count },
      findings: v.array(finding),
    }),
  ),
})

export type GatewayAudits = NonNullable<v.InferOutput<typeof schema>['audits']>

/** Returns what a gateway's health says of its audits; undefined where it has none. */
export function auditsIn(health: unknown): GatewayAudits | undefined {
  try {
    return parseWith(schema, health, 'health').audits
  } catch (error) {
    // A gateway of another release.
    if (isMillraceError(error)) return undefined
    throw error
  }
}

/** Returns the lines of a status: how many of the answers were audited, and what was found. */
export function auditLines({ runs, awaiting, drawn, due, ...ended }: GatewayAudits): readonly string[] {
  const { honest, cheated, lapsed, findings } = ended
  return [
    `${runs} answers bought as sampled: ${awaiting} wait for their draw, ${drawn} were drawn, ${due} are with auditors`,
    `${honest} honest, ${cheated} cheated, ${lapsed} never judged`,
    ...findings.map(({ kind, node, receiptId }) =>
      kind === 'cheated'
        ? `provider ${node} cheated: receipt ${receiptId}`
        : `provider ${node} never committed to receipt ${receiptId}`,
    ),
  ]
}
