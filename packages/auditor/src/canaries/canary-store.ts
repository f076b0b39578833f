/**
 * The canaries' part of the auditor's file. A canary is `sent` before it is sent, `bought` with its bundle once there is one, and
 * `judged`, when its text goes. What a crash left `sent` is `lost`: nobody knows how it ended, so it counts for nobody.
 */
import { type Address, parseAddress } from '@millrace/protocol'
import type { AuditRecord, CanarySchedule, CanarySourceState, SequentialState } from '@millrace/verification'
import { emptyAuditRecord } from '@millrace/verification'
import type { AuditorStore } from '../auditor-store.ts'
import { canaryRowsKeptMax } from './canary-limits.ts'

export type BoughtCanary = {
  readonly id: number
  readonly node: Address
  readonly payer: string
  readonly bundle: string
  readonly attempts: number
}

export type CanaryCounts = Readonly<Record<'sent' | 'bought' | 'judged' | 'failed' | 'lost', number>>

export type CanaryStore = ReturnType<typeof createCanaryStore>

export function createCanaryStore(store: AuditorStore) {
  const parsed = <T>(name: string): T | undefined => {
    const text = store.kept(name)
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }
  const spent = (day: number): bigint =>
    BigInt(String(store.one("SELECT amount FROM spent WHERE day = ? AND what = 'canaries'", day)?.amount ?? 0))

  return {
    schedule: (): CanarySchedule | undefined => parsed('canary-schedule'),
    saveSchedule: (schedule: CanarySchedule): void => store.keep('canary-schedule', JSON.stringify(schedule)),
    sourceState: (payer: string): CanarySourceState | undefined => parsed(`canary-source:${payer}`),
    saveSourceState: (payer: string, state: CanarySourceState): void =>
      store.keep(`canary-source:${payer}`, JSON.stringify(state)),
    /** A payer that a case showed to an accused: it buys nothing more. */
    burn: (payer: string): void => store.keep(`canary-burned:${payer}`, '1'),
    isBurned: (payer: string): boolean => store.kept(`canary-burned:${payer}`) !== undefined,

    /** Returns the number of a canary that is about to be sent. */
    addSent(node: Address, payer: string, at: number): number {
      store.write("INSERT INTO canary (node, payer, sent_at, state) VALUES (?, ?, ?, 'sent')", node, payer, at)
      store.write(
        `DELETE FROM canary WHERE state != 'bought' AND id <= (SELECT max(id) FROM canary) - ${canaryRowsKeptMax}`,
      )
      return Number(store.one('SELECT max(id) AS id FROM canary')?.id)
    },
    setBought: (id: number, bundle: string): void =>
      store.write("UPDATE canary SET state = 'bought', bundle = ? WHERE id = ?", bundle, id),
    setFailed: (id: number, reason: string): void =>
      store.write("UPDATE canary SET state = 'failed', reason = ? WHERE id = ?", reason, id),
    setTried: (id: number): void => store.write('UPDATE canary SET attempts = attempts + 1 WHERE id = ?', id),
    setJudged: (id: number, outcome: string, reason: string): void =>
      store.write(
        "UPDATE canary SET state = 'judged', bundle = NULL, outcome = ?, reason = ? WHERE id = ?",
        ...[outcome, reason, id],
      ),
    /** After a crash. */
    loseSent: (): void => store.write("UPDATE canary SET state = 'lost' WHERE state = 'sent'"),
    bought: (): readonly BoughtCanary[] =>
      store.all("SELECT * FROM canary WHERE state = 'bought' ORDER BY id LIMIT 64").map((row) => ({
        id: Number(row.id),
        node: parseAddress(row.node),
        payer: String(row.payer),
        bundle: String(row.bundle),
        attempts: Number(row.attempts),
      })),
    counts(): CanaryCounts {
      const counts = { sent: 0, bought: 0, judged: 0, failed: 0, lost: 0 }
      for (const { state, count } of store.all('SELECT state, count(*) AS count FROM canary GROUP BY state')) {
        counts[state as keyof typeof counts] = Number(count)
      }
      return counts
    },

    record(node: Address): AuditRecord {
      const row = store.one('SELECT record FROM provider WHERE node = ?', node)
      return row === undefined ? emptyAuditRecord : (JSON.parse(String(row.record)) as AuditRecord)
    },
    saveRecord: (node: Address, record: AuditRecord): void =>
      store.write('INSERT OR REPLACE INTO provider VALUES (?, ?)', node, JSON.stringify(record)),
    records: (): readonly { readonly node: Address; readonly record: AuditRecord }[] =>
      store.all('SELECT * FROM provider').map(({ node, record }) => ({
        node: parseAddress(node),
        record: JSON.parse(String(record)) as AuditRecord,
      })),
    testState(name: string): SequentialState | undefined {
      const row = store.one('SELECT state FROM test_state WHERE name = ?', name)
      return row === undefined ? undefined : (JSON.parse(String(row.state)) as SequentialState)
    },
    saveTestState: (name: string, state: SequentialState): void =>
      store.write('INSERT OR REPLACE INTO test_state VALUES (?, ?)', name, JSON.stringify(state)),

    spent,
    spend(day: number, amount: bigint): void {
      store.write("INSERT OR REPLACE INTO spent VALUES (?, 'canaries', ?)", day, String(spent(day) + amount))
      store.write('DELETE FROM spent WHERE day < ?', day - 1)
    },
    together: store.together,
  }
}
