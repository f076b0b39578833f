import { InputTooLongError } from '../runtime-error.ts'

/** No vocabulary has longer entries: longer inputs are refused before they are tokenised. */
const charsPerTokenMax = 128

/** @throws {InputTooLongError} for a text that cannot fit the context however it is tokenised. */
export function refuseEndless(text: string, contextTokensMax: number): void {
  const tokensAtLeast = Math.ceil(text.length / charsPerTokenMax)
  if (tokensAtLeast >= contextTokensMax) throw new InputTooLongError(tokensAtLeast, contextTokensMax)
}
