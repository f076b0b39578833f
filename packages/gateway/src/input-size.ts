/** How many tokens an input may be, before anyone has tokenised it. */

/** Units beyond the text that a template may add: per message, and per request. As buyers check it. */
const unitsPerMessage = 32
const unitsPerRequest = 64
/** Characters of a token on average, for the rate limit's guess. */
const charsPerToken = 4

/** Returns the most input units a provider may charge for these texts: no token is shorter than a byte. */
export function inputUnitsMax(texts: readonly string[]): number {
  let units = unitsPerRequest
  for (const text of texts) units += Buffer.byteLength(text) + unitsPerMessage
  return units
}

/** Returns a guess of the input's tokens, at least 1. */
export function inputTokensGuess(texts: readonly string[]): number {
  let chars = 0
  for (const text of texts) chars += text.length
  return Math.max(1, Math.ceil(chars / charsPerToken))
}
