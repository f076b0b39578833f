/** What the peer network tells of, as events of a command's own log. */
import type { TransportLog } from '@millrace/p2p'

/** Writes one line: its level, what happened, and to what. */
export type PeerLog = (level: 'debug' | 'warn', event: string, fields: Readonly<Record<string, string>>) => void

/** Returns a log for the peer network that writes events named `peer-network`. */
export function transportLogOf(log: PeerLog): TransportLog {
  const at = (level: 'debug' | 'warn') => (fields: object, message: string) =>
    log(level, 'peer-network', { message, ...textsOf(fields) })
  return { debug: at('debug'), warn: at('warn') }
}

function textsOf(fields: object): Record<string, string> {
  const texts = Object.entries(fields).map(([name, value]) => [name, textOf(value)])
  return Object.fromEntries(texts)
}

/** Errors by their first line: the stacks of a peer's failures say nothing to who reads a log. */
function textOf(value: unknown): string {
  const text = value instanceof Error ? value.message : String(value)
  return text.split('\n', 1)[0] ?? ''
}
