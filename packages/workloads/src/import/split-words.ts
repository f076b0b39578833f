/**
 * A command line as words, by the quoting rules of a POSIX shell and nothing else of it: no variables, no patterns, no operators.
 *
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 (quoting).
 */

/** Returns the words, or undefined when a quote is not closed. Cost: linear. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    const next = line[at + 1] ?? ''
    const escapes = sign === '\\' && (quote === '' ? next !== '' : quote === '"' && /["\\$`]/.test(next))
    if (escapes) {
      word = (word ?? '') + next
      at++
    } else if (quote !== '' && sign === quote) quote = ''
    else if (quote === '' && (sign === '"' || sign === "'")) {
      quote = sign
      word ??= ''
    } else if (quote === '' && /\s/.test(sign)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + sign
  }
  if (quote !== '') return undefined
  return word === undefined ? words : [...words, word]
}
