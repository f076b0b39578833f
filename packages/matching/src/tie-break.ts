/** An order for what is equal otherwise: fixed by a seed, so that nobody is always first and every run comes out the same. */

/** Returns a number from 0 to 2^32 − 1 for a text under a seed: FNV-1a with a final mix. Not for secrets. */
export function tieBreak(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 15)) >>> 0
}
