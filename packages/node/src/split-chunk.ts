/**
 * Cuts a chunk into pieces that the credit can hold. The buyer signs for what it has seen, so a chunk worth more than the
 * credit would wait for a voucher that never comes: an upstream that sends many tokens at once, or a character of many tokens.
 */
import type { GenerationChunk } from '@millrace/runtime'

/** Returns the most units one piece may hold: half an increment, so that a buyer half an increment behind can still take it. */
export function unitsPerPiece(creditTokens: number): number {
  return Math.max(1, Math.floor(creditTokens / 2))
}

/**
 * Returns the chunk in pieces of at most `unitsMax` units. Text and units are spread evenly; the last piece carries the
 * finish. Their texts, units and token ids together are the chunk's.
 */
export function splitChunk(chunk: GenerationChunk, unitsMax: number): readonly GenerationChunk[] {
  const count = Math.ceil(chunk.tokens / unitsMax)
  if (count <= 1) return [chunk]
  const characters = [...chunk.text]
  return Array.from({ length: count }, (_, i) => {
    const cut = (length: number): [number, number] => [
      Math.floor((length * i) / count),
      Math.floor((length * (i + 1)) / count),
    ]
    const [from, to] = cut(chunk.tokens)
    const piece = { text: characters.slice(...cut(characters.length)).join(''), tokens: to - from }
    const finish = i === count - 1 && chunk.finish !== undefined ? { finish: chunk.finish } : {}
    return chunk.tokenIds === undefined
      ? { ...piece, ...finish }
      : { ...piece, ...finish, tokenIds: chunk.tokenIds.slice(...cut(chunk.tokenIds.length)) }
  })
}
