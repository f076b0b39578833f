/** The shape of OpenAI's embeddings. Vectors travel as base64 of little-endian float32, which is what the client asks for. */
import type { RunResult } from '@millrace/sdk'
import { RunEndedError } from './gateway-error.ts'

/** Returns the body. @throws {RunEndedError} when the provider answered with something else than vectors. */
export function embeddingsBody(model: string, result: RunResult, base64: boolean): string {
  const { response, inputUnits } = result
  if (response.kind !== 'vectors') {
    throw new RunEndedError({
      code: 'RUN_FAILED',
      message: 'The provider answered with text where vectors were asked for.',
      hint: 'Ask another provider.',
      retryable: true,
    })
  }
  const data = response.vectors.map((vector, index) => {
    const embedding = base64 ? JSON.stringify(vector) : `[${floatsOf(vector).map(numberText).join(',')}]`
    return `{"object":"embedding","index":${index},"embedding":${embedding}}`
  })
  return `{"object":"list","data":[${data.join(',')}],"model":${JSON.stringify(model)},"usage":{"prompt_tokens":${inputUnits},"total_tokens":${inputUnits}}}`
}

function floatsOf(vector: string): number[] {
  const bytes = Buffer.from(vector, 'base64')
  const floats: number[] = []
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) floats.push(bytes.readFloatLE(offset))
  return floats
}

/** JSON has no NaN or infinity; a provider may send them. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null'
}
