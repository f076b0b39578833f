/**
 * Turns a stream of tokens into text. A character whose bytes come in several tokens is held back until it is whole, so no chunk
 * ever shows a broken one; bytes that never become a character are shown as U+FFFD.
 */
import type { LlamaModel, Token } from 'node-llama-cpp'

export type TokenText = {
  /** Returns the text that became whole with this token; '' while a character is incomplete. */
  push(token: Token): string
  /** Returns what is still held, with U+FFFD for the incomplete character. */
  flush(): string
}

/** A UTF-8 character has at most 4 bytes, one token each: after that the bytes are not text and holding on gains nothing. */
const heldTokensMax = 4
/** Tokens before, which decide whether a leading space is shown. */
const contextTokens = 3

/** @param before - the tokens of the input. */
export function createTokenText(model: Pick<LlamaModel, 'detokenize'>, before: readonly Token[]): TokenText {
  let recent = before.slice(-contextTokens)
  let held: Token[] = []
  const show = (): string => {
    const text = model.detokenize(held, false, recent)
    recent = [...recent, ...held].slice(-contextTokens)
    held = []
    return text
  }
  return {
    push(token) {
      held.push(token)
      const incomplete = model.detokenize(held, false, recent).endsWith('\uFFFD')
      return incomplete && held.length < heldTokensMax ? '' : show()
    },
    flush: () => (held.length === 0 ? '' : show()),
  }
}
