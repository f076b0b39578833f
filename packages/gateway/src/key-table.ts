/** The table of API keys. Amounts are decimal text, because SQLite's integers end at 2^63. */
import type { DatabaseSync } from 'node:sqlite'
import { parseUint } from '@millrace/protocol'
import type { ApiKey } from './api-key.ts'
import type { Balance } from './gateway-store.ts'

export type KeyChange = Partial<Pick<ApiKey, 'disabled'>> & {
  readonly budget?: ApiKey['budget'] | undefined
  readonly budgetPerDay?: ApiKey['budgetPerDay'] | undefined
}

type Row = {
  id: string
  hash: Uint8Array
  name: string
  created_at: number
  admin: number
  disabled: number
  budget: string | null
  budget_per_day: string | null
  requests_per_minute: number | null
  tokens_per_minute: number | null
  models: string | null
  spent: string
  spent_in_day: string
  day: number
}

export type KeyTable = {
  insertKey(key: ApiKey, hash: Uint8Array): void
  updateKey(id: string, change: KeyChange): boolean
  listKeys(): readonly ApiKey[]
  findKey(hash: Uint8Array): { readonly key: ApiKey; readonly hash: Uint8Array } | undefined
  readKey(id: string): ApiKey | undefined
  writeBalance(balance: Balance): void
}

/** Makes the table where there is none, and the statements on it. */
export function createKeyTable(database: DatabaseSync): KeyTable {
  database.exec(`CREATE TABLE IF NOT EXISTS api_keys (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, created_at INTEGER NOT NULL,
    admin INTEGER NOT NULL, disabled INTEGER NOT NULL, budget TEXT, budget_per_day TEXT,
    requests_per_minute INTEGER, tokens_per_minute INTEGER, models TEXT,
    spent TEXT NOT NULL, spent_in_day TEXT NOT NULL, day INTEGER NOT NULL
  ) STRICT`)
  const insert = database.prepare('INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const list = database.prepare('SELECT * FROM api_keys ORDER BY created_at, rowid')
  const byHash = database.prepare('SELECT * FROM api_keys WHERE hash = ?')
  const byId = database.prepare('SELECT * FROM api_keys WHERE id = ?')
  const disable = database.prepare('UPDATE api_keys SET disabled = ? WHERE id = ?')
  const budget = database.prepare('UPDATE api_keys SET budget = ? WHERE id = ?')
  const budgetPerDay = database.prepare('UPDATE api_keys SET budget_per_day = ? WHERE id = ?')
  const balance = database.prepare('UPDATE api_keys SET spent = ?, spent_in_day = ?, day = ? WHERE id = ?')

  return {
    insertKey(key, hash) {
      insert.run(
        key.id,
        hash,
        key.name,
        key.createdAt,
        Number(key.admin),
        Number(key.disabled),
        textOf(key.budget),
        textOf(key.budgetPerDay),
        key.requestsPerMinute ?? null,
        key.tokensPerMinute ?? null,
        key.models === undefined ? null : JSON.stringify(key.models),
        String(key.spent),
        String(key.spentInDay),
        key.day,
      )
    },
    updateKey(id, change) {
      if (byId.get(id) === undefined) return false
      if (change.disabled !== undefined) disable.run(Number(change.disabled), id)
      if ('budget' in change) budget.run(textOf(change.budget), id)
      if ('budgetPerDay' in change) budgetPerDay.run(textOf(change.budgetPerDay), id)
      return true
    },
    listKeys: () => list.all().map((row) => keyOf(row as Row)),
    findKey(hash) {
      const row = byHash.get(hash) as Row | undefined
      return row === undefined ? undefined : { key: keyOf(row), hash: row.hash }
    },
    readKey(id) {
      const row = byId.get(id) as Row | undefined
      return row === undefined ? undefined : keyOf(row)
    },
    writeBalance({ id, spent, spentInDay, day }) {
      balance.run(String(spent), String(spentInDay), day, id)
    },
  }
}

function textOf(amount: bigint | undefined): string | null {
  return amount === undefined ? null : String(amount)
}

function keyOf(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    admin: row.admin !== 0,
    disabled: row.disabled !== 0,
    ...(row.budget === null ? {} : { budget: parseUint(row.budget, 256, 'budget') }),
    ...(row.budget_per_day === null ? {} : { budgetPerDay: parseUint(row.budget_per_day, 256, 'budgetPerDay') }),
    ...(row.requests_per_minute === null ? {} : { requestsPerMinute: row.requests_per_minute }),
    ...(row.tokens_per_minute === null ? {} : { tokensPerMinute: row.tokens_per_minute }),
    ...(row.models === null ? {} : { models: JSON.parse(row.models) as string[] }),
    spent: parseUint(row.spent, 256, 'spent'),
    spentInDay: parseUint(row.spent_in_day, 256, 'spentInDay'),
    day: row.day,
  }
}
