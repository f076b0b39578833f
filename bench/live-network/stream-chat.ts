/** An OpenAI client that streams one chat at a time over kept connections, and notes when each piece of text came. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { promptOf, storyModel } from './story-model.ts'

export type ChatServer = { readonly url: string; readonly apiKey?: string }

export type ChatOrder = {
  /** Of the prompt. */
  readonly number: number
  readonly maxTokens: number
  readonly idempotencyKey?: string
}

/** How a stream went for who read it. */
export type Streamed = {
  /** All that came. */
  readonly text: string
  /** Milliseconds from the request to the first text; NaN where none came. */
  readonly firstTokenMs: number
  /** Longest time between two pieces of text, in milliseconds. */
  readonly gapMsMax: number
  /** Why it is not whole: the code that the client was told; `UNTYPED` where it was told nothing it could act on. */
  readonly error: string | undefined
  /** Base units that it was charged, as the stream said. */
  readonly cost: bigint | undefined
}

export type ChatClient = {
  /** Never rejects: what went wrong stands in the result. */
  stream(order: ChatOrder): Promise<Streamed>
  close(): void
}

const untyped = 'UNTYPED'

/** Returns a client of that server. */
export function createChatClient({ url, apiKey }: ChatServer): ChatClient {
  const agent = new Agent({ keepAlive: true })
  return {
    async stream({ number, maxTokens, idempotencyKey }) {
      const messages = [{ role: 'user', content: promptOf(number) }]
      const body = JSON.stringify({
        model: storyModel.name,
        stream: true,
        max_tokens: maxTokens,
        temperature: 0,
        messages,
      })
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      }
      const askedAt = performance.now()
      const reader = createReader(askedAt)
      try {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          request(`${url}/v1/chat/completions`, { method: 'POST', agent, headers }, resolve)
            .once('error', reject)
            .end(body)
        })
        if (response.statusCode !== 200) return reader.ended(codeOf(await textOf(response)))
        for await (const piece of response.setEncoding('utf8')) reader.take(String(piece))
        return reader.ended(undefined)
      } catch {
        return reader.ended(untyped)
      }
    },
    close: () => agent.destroy(),
  }
}

/** Reads server-sent events as they come, cut anywhere. */
function createReader(askedAt: number) {
  let rest = ''
  let text = ''
  let firstTokenMs = Number.NaN
  let lastAt = askedAt
  let gapMsMax = 0
  let isDone = false
  let error: string | undefined
  let cost: bigint | undefined

  function onText(piece: string): void {
    const at = performance.now()
    if (text === '') firstTokenMs = at - askedAt
    else gapMsMax = Math.max(gapMsMax, at - lastAt)
    lastAt = at
    text += piece
  }

  function onLine(line: string): void {
    if (line === 'data: [DONE]') isDone = true
    else if (line.startsWith(': millrace-cost=')) cost = BigInt(/\d+/.exec(line)?.[0] ?? 0)
    else if (line.startsWith('data: ')) {
      const event = JSON.parse(line.slice('data: '.length)) as ChatEvent
      if (event.error !== undefined) error = codeOf(JSON.stringify(event))
      const piece = event.choices?.[0]?.delta.content ?? ''
      if (piece !== '') onText(piece)
    }
  }

  return {
    take(piece: string): void {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    },
    ended(failure: string | undefined): Streamed {
      return { text, firstTokenMs, gapMsMax, cost, error: failure ?? error ?? (isDone ? undefined : untyped) }
    },
  }
}

type ChatEvent = {
  readonly choices?: readonly { readonly delta: { readonly content?: string } }[]
  readonly error?: { readonly code?: string | null }
}

/** Returns the code of an OpenAI error, ours where it carries one. */
function codeOf(body: string): string {
  try {
    const { error } = JSON.parse(body) as ChatEvent
    return error?.code ?? untyped
  } catch {
    return untyped
  }
}
