/**
 * What plainer ways come to with the same fates, by calculation, without any network: shares dealt out in advance, and a queue without
 * second starts. Of both, an item whose machine dies is begun anew at once.
 */
import { type BatchTerms, fateOf } from './fates.ts'

/** Every node gets an equal share in advance; its slots take from its own share only. Milliseconds. */
export function shareMakespan(terms: BatchTerms): number {
  let most = 0
  for (let node = 0; node < terms.nodes; node++) {
    const items: number[] = []
    for (let item = node; item < terms.items; item += terms.nodes) items.push(item)
    most = Math.max(most, queueOf(terms, items, terms.slots))
  }
  return most
}

/** One queue for all slots of all nodes. Milliseconds. */
export function queueMakespan(terms: BatchTerms): number {
  const items = Array.from({ length: terms.items }, (_, item) => item)
  return queueOf(terms, items, terms.nodes * terms.slots)
}

function queueOf(terms: BatchTerms, items: readonly number[], slots: number): number {
  const freeAt = new Array<number>(slots).fill(0)
  const waiting = items.map((item) => ({ item, attempt: 0, sinceMs: 0 }))
  let endMs = 0
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const slot = freeAt.indexOf(Math.min(...freeAt))
    const beginMs = Math.max(freeAt[slot] ?? 0, next.sinceMs)
    const { ms, diesAfterMs } = fateOf(terms, next.item, next.attempt)
    freeAt[slot] = beginMs + (diesAfterMs ?? ms)
    if (diesAfterMs !== undefined) {
      waiting.push({ item: next.item, attempt: next.attempt + 1, sinceMs: beginMs + diesAfterMs })
    }
    endMs = Math.max(endMs, freeAt[slot] ?? 0)
  }
  return endMs
}
