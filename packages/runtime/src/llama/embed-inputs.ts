/** Embeds texts one after the other. */
import type { EmbedResult, RuntimeModel } from '../runtime.ts'
import { GenerationFailedError, InputTooLongError } from '../runtime-error.ts'
import { toUnitVector } from '../unit-vector.ts'
import type { HostedModel } from './hosted-model.ts'

/**
 * Returns one unit vector per input. Aborting rejects after the input being read.
 *
 * @throws {InputTooLongError} when any input does not fit, before the first is read.
 */
export async function embedInputs(
  { embedding, tokenizeText }: HostedModel,
  model: RuntimeModel,
  inputs: readonly string[],
  { signal }: { readonly signal: AbortSignal },
): Promise<EmbedResult> {
  if (embedding === undefined) throw new Error(`${model.name} was loaded without an embedding context`)
  let inputTokens = 0
  const tokenized = inputs.map((input) => {
    const tokens = tokenizeText(input)
    const length = embedding.calculateInputLength([...tokens])
    if (length >= model.contextTokensMax) throw new InputTooLongError(length, model.contextTokensMax)
    inputTokens += length
    return tokens
  })
  const vectors: Float32Array[] = []
  for (const tokens of tokenized) {
    signal.throwIfAborted()
    try {
      const { vector } = await embedding.getEmbeddingFor(tokens)
      vectors.push(toUnitVector(vector))
    } catch (cause) {
      throw new GenerationFailedError(model.name, cause)
    }
  }
  return { vectors, inputTokens }
}
