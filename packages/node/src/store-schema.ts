/**
 * The tables of a node's file, as migrations: each runs once, in order, and never changes. Amounts are decimal texts,
 * because SQLite integers end at 2^63; times are milliseconds.
 */

export const migrations: readonly string[] = [
  `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE channels (
    channel_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    payer TEXT NOT NULL,
    signer TEXT NOT NULL,
    live INTEGER NOT NULL,
    owed TEXT NOT NULL,
    redeemed TEXT NOT NULL,
    voucher_amount TEXT NOT NULL,
    voucher_signature TEXT,
    unredeemed_since INTEGER,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (channel_id, epoch)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX channels_live ON channels (live);
  CREATE TABLE leases (
    lease_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    last_sequence TEXT NOT NULL,
    spent TEXT NOT NULL,
    quote TEXT NOT NULL,
    quote_signature TEXT NOT NULL,
    lease_order TEXT NOT NULL,
    order_signature TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE receipts (
    number INTEGER PRIMARY KEY,
    lease_id TEXT NOT NULL,
    sequence TEXT NOT NULL,
    holder TEXT NOT NULL,
    receipt TEXT NOT NULL,
    signature TEXT NOT NULL,
    hash TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (lease_id, sequence)
  ) STRICT;
  CREATE INDEX receipts_epoch ON receipts (epoch);
  CREATE TABLE answers (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    receipt TEXT NOT NULL,
    signature TEXT NOT NULL,
    response TEXT NOT NULL,
    response_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT;
  CREATE INDEX answers_age ON answers (created_at, response_bytes);
  CREATE TABLE settlements (
    number INTEGER PRIMARY KEY,
    transaction_hash TEXT NOT NULL,
    block_number TEXT NOT NULL,
    paid TEXT NOT NULL,
    gas_used TEXT NOT NULL,
    channels INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE receipt_roots (
    epoch INTEGER PRIMARY KEY,
    root TEXT NOT NULL,
    count INTEGER NOT NULL,
    transaction_hash TEXT NOT NULL
  ) STRICT;
  `,
  // Leases of protocol version 1 have quotes of another shape, and buyers of that version are no longer spoken to.
  `
  DELETE FROM leases;
  CREATE TABLE reservations (
    lease_id TEXT PRIMARY KEY,
    quote_hash TEXT NOT NULL,
    model_root TEXT NOT NULL,
    slots INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    fee TEXT NOT NULL,
    owed_until TEXT NOT NULL,
    state TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  `,
  // Quotes and receipts of protocol version 2 are of another shape, and no contract judges those receipts.
  `
  DELETE FROM leases;
  DELETE FROM reservations;
  DELETE FROM receipts;
  DELETE FROM answers;
  ALTER TABLE answers ADD COLUMN salt TEXT;
  `,
  'CREATE INDEX leases_expiry ON leases (expires_at);',
]
