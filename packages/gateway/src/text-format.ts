/**
 * The shapes of OpenAI's chat and text completions. Everything that is the same for all chunks of an answer is serialised
 * once; only the text goes through `JSON.stringify`, which also carries half of a surrogate pair unharmed to the next chunk.
 */
import type { Amount, Hash } from '@millrace/protocol'

export type TextIdentity = {
  readonly id: string
  /** Unix seconds. */
  readonly created: number
  /** As the client named it. */
  readonly model: string
  readonly root: Hash
  readonly includeUsage: boolean
}

export type Usage = { readonly inputUnits: number; readonly outputUnits: number }

/** One answer's events and whole body, as text ready to be written. */
export type TextFormat = {
  /** Events before the first text. */
  readonly opening: string
  delta(text: string): string
  /** Events after the last text, cost and end mark included. */
  closing(finish: 'stop' | 'length', usage: Usage, cost: Amount, receiptIds: readonly Hash[]): string
  whole(text: string, finish: 'stop' | 'length', usage: Usage): string
}

/** Returns the format of a chat completion. */
export function chatFormat(identity: TextIdentity): TextFormat {
  const head = headOf(`chatcmpl-${identity.id}`, 'chat.completion.chunk', identity)
  const tail = identity.includeUsage ? '],"usage":null}\n\n' : ']}\n\n'
  const before = `data: ${head},"choices":[{"index":0,"delta":{"content":`
  const after = `},"logprobs":null,"finish_reason":null}${tail}`
  const opening =
    `data: ${head},"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},` +
    `"logprobs":null,"finish_reason":null}${tail}`
  return {
    opening,
    delta: (text) => before + JSON.stringify(text) + after,
    closing: (finish, usage, cost, receiptIds) =>
      `data: ${head},"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"${finish}"}${tail}` +
      closingOf(head, identity, usage, cost, receiptIds),
    whole: (text, finish, usage) =>
      `${headOf(`chatcmpl-${identity.id}`, 'chat.completion', identity)},"choices":[{"index":0,"message":{"role":"assistant","content":${JSON.stringify(text)},"refusal":null},"logprobs":null,"finish_reason":"${finish}"}],"usage":${usageOf(usage)}}`,
  }
}

/** Returns the format of a text completion. */
export function completionFormat(identity: TextIdentity): TextFormat {
  const head = headOf(`cmpl-${identity.id}`, 'text_completion', identity)
  const tail = identity.includeUsage ? '],"usage":null}\n\n' : ']}\n\n'
  const before = `data: ${head},"choices":[{"text":`
  const after = `,"index":0,"logprobs":null,"finish_reason":null}${tail}`
  return {
    opening: '',
    delta: (text) => before + JSON.stringify(text) + after,
    closing: (finish, usage, cost, receiptIds) =>
      `data: ${head},"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"${finish}"}${tail}` +
      closingOf(head, identity, usage, cost, receiptIds),
    whole: (text, finish, usage) =>
      `${head},"choices":[{"text":${JSON.stringify(text)},"index":0,"logprobs":null,"finish_reason":"${finish}"}],"usage":${usageOf(usage)}}`,
  }
}

function headOf(id: string, object: string, { created, model, root }: TextIdentity): string {
  const fingerprint = `fp_${root.slice(2, 14)}`
  return `{"id":"${id}","object":"${object}","created":${created},"model":${JSON.stringify(model)},"system_fingerprint":"${fingerprint}"`
}

/** The receipt of whoever served first; where others went on or were asked too, those of all. */
function closingOf(
  head: string,
  identity: TextIdentity,
  usage: Usage,
  cost: Amount,
  receiptIds: readonly Hash[],
): string {
  const [first = ''] = receiptIds
  const isOne = receiptIds.length <= 1
  const all = isOne ? '' : `,"receipts":${JSON.stringify(receiptIds)}`
  const usageChunk = identity.includeUsage
    ? `data: ${head},"choices":[],"usage":${usageOf(usage)},"millrace":{"cost":"${cost}","receipt":"${first}"${all}}}\n\n`
    : ''
  return `${usageChunk}: millrace-cost=${cost} millrace-receipt=${isOne ? first : receiptIds.join(',')}\n\ndata: [DONE]\n\n`
}

function usageOf({ inputUnits, outputUnits }: Usage): string {
  return `{"prompt_tokens":${inputUnits},"completion_tokens":${outputUnits},"total_tokens":${inputUnits + outputUnits}}`
}
