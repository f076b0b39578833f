/** Who uses which object of a cache: pins and writers, which end with the process that set them. */
import type { ObjectAddress } from '../object/object-address.ts'
import type { CacheDatabase } from './cache-database.ts'
import { isRunning, type ProcessToken } from './process-token.ts'

/** Milliseconds without a heartbeat after which a process that cannot be seen from here counts as dead. */
export const holderSilentMsMax = 60_000

export type CacheHoldersInit = {
  /** This process, or this cache within it. */
  readonly holder: string
  readonly token: ProcessToken
  readonly now: () => number
}

export type CacheHolders = {
  /** Says that this holder lives; whatever it sets is set anew only after this. */
  beat(): void
  /** Drops what dead ones held. */
  sweep(): void
  /** Keeps an object from eviction until it is unpinned as often. Also counts as use. */
  pin(address: ObjectAddress): void
  unpin(address: ObjectAddress): void
  /** Returns whether the object is now this ticket's to write; false while another one that lives has it. */
  takeWriter(address: ObjectAddress, ticket: string): boolean
  dropWriter(address: ObjectAddress, ticket: string): void
  /** Lets go of everything. */
  end(): void
}

/** Letting go of something after the database was closed is harmless: it went with the holder. */
export function createCacheHolders(database: CacheDatabase, { holder, token, now }: CacheHoldersInit): CacheHolders {
  const { one, all, run, together } = database

  function beat(): void {
    if (!database.isOpen) return
    const sql = 'INSERT INTO holder VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET beat_ms = excluded.beat_ms'
    run(sql, holder, token.host, token.pid, token.started, now())
  }

  function sweep(): void {
    for (const row of all('SELECT * FROM holder WHERE id <> ?', holder)) {
      const other = { host: String(row.host), pid: Number(row.pid), started: String(row.started) }
      const isAlive = isRunning(other, token) ?? now() - Number(row.beat_ms) <= holderSilentMsMax
      if (!isAlive) run('DELETE FROM holder WHERE id = ?', String(row.id))
    }
  }

  return {
    beat,
    sweep,
    pin(address) {
      together(() => {
        beat()
        run('INSERT INTO pin VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1', address, holder)
        run('UPDATE object SET used_ms = ? WHERE address = ?', now(), address)
      })
    },
    unpin(address) {
      if (!database.isOpen) return
      together(() => {
        run('UPDATE pin SET count = count - 1 WHERE address = ? AND holder = ?', address, holder)
        run('DELETE FROM pin WHERE address = ? AND holder = ? AND count <= 0', address, holder)
      })
    },
    takeWriter(address, ticket) {
      return together(() => {
        beat()
        sweep()
        run('INSERT OR IGNORE INTO writer VALUES (?, ?, ?)', address, holder, ticket)
        return one('SELECT ticket FROM writer WHERE address = ?', address)?.ticket === ticket
      })
    },
    dropWriter(address, ticket) {
      if (database.isOpen) run('DELETE FROM writer WHERE address = ? AND ticket = ?', address, ticket)
    },
    end() {
      if (database.isOpen) run('DELETE FROM holder WHERE id = ?', holder)
    },
  }
}
