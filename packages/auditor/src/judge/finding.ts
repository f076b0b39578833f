/**
 * What an audit came to, and the evidence it rests on. Auditors that read the same receipt with the same build write the same
 * evidence, byte for byte, so that the hash in a verdict shows whether two of them saw the same.
 *
 * Invariants: `cheated` rests on the node's own signatures or on a computation that anyone of the same build repeats;
 * whatever rests on this auditor's state is `unable`. Reasons are bounded text without anything of the receipt's words.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, type Hash, type MillraceError, parseHash, type VerdictOutcome } from '@millrace/protocol'
import type { Margin } from '@millrace/verification'

/** Why an auditor is unable. None says anything about the node. */
export type UnableCode =
  /** Not a receipt bundle, or too large. */
  | 'malformed'
  /** Of another chain or another Escrow. */
  | 'other-chain'
  /** A part that was handed in is not the one that was signed. */
  | 'broken'
  /** Of a class or a kind of work that nobody can compare. */
  | 'not-comparable'
  | 'model-missing'
  | 'other-build'
  /** The answer does not name its tokens. */
  | 'unnamed'
  /** The buyer fixed the seed, so the answer has no weight in a statistical test. */
  | 'seed-fixed'
  | 'uncalibrated'
  /** Evidence of one request that leans to a cheat; one alone convicts nobody. */
  | 'leaning'
  /** This auditor's own machine failed, or was too busy or too slow. */
  | 'machine'
  /** The evidence did not come in time. */
  | 'withheld'

/** What a tolerant reading adds to a sequential test of its provider and model. */
export type TolerantReading = {
  readonly modelRoot: Hash
  /** The build that read it. */
  readonly reference: Hash
  readonly kind: 'tokens' | 'vectors'
  readonly temperature: number
  readonly margins: readonly Margin[]
}

export type Finding = {
  readonly outcome: VerdictOutcome
  /** For people, at most `auditReasonCharsMax` characters. */
  readonly reason: string
  readonly unable?: UnableCode
  /** Tokens, inputs or vectors that were computed again; 0 where nothing was. */
  readonly checked: number
  readonly mismatches: number
  readonly firstMismatch?: number
  /** Nats that this request adds to the evidence for a cheat. */
  readonly score?: number
  /** Of a tolerant answer. */
  readonly tolerant?: TolerantReading
  /** Hash of what the auditor computed, where it computed something. */
  readonly read?: Hash
  /** What failed, of an unable one. */
  readonly cause?: MillraceError
}

export type Judgement = Finding & {
  /** EIP-712 digest of the receipt; undefined where none could be read. */
  readonly receiptHash: Hash | undefined
  /** Canonical JSON. */
  readonly evidence: string
  /** SHA-256 of a purpose line and the evidence. */
  readonly evidenceHash: Hash
}

export function unable(code: UnableCode, reason: string, cause?: MillraceError): Finding {
  const finding = { outcome: 'unable', reason, unable: code, checked: 0, mismatches: 0 } as const
  return cause === undefined ? finding : { ...finding, cause }
}

/** Returns the finding of a contradiction in what the node signed. */
export function contradicted(reason: string): Finding {
  return { outcome: 'cheated', reason, checked: 0, mismatches: 0 }
}

/** Returns the finding with its evidence. */
export function judgementOf(finding: Finding, receiptHash: Hash | undefined): Judgement {
  const { outcome, reason, unable: code, checked, mismatches, firstMismatch, read } = finding
  // Scores are left out: the last bits of a tolerant reading are the reader's own. So are the words for an own failure.
  const found = { checked, mismatches, firstMismatch, read, reason: outcome === 'unable' ? code : reason }
  const evidence = canonicalJson(withoutUndefined({ version: 1, receipt: receiptHash, outcome, ...found }))
  return { ...finding, receiptHash, evidence, evidenceHash: purposeHash('audit-evidence', evidence) }
}

/** Returns the SHA-256 of a purpose line and some content. */
export function purposeHash(purpose: 'audit-evidence' | 'audit-reading', content: string | Uint8Array): Hash {
  const hash = createHash('sha256').update(`millrace:${purpose}:v1\n`).update(content)
  return parseHash(`0x${hash.digest('hex')}`)
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
