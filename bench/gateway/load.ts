/**
 * A closed loop of streaming chat requests: `concurrency` clients, each asking again as soon as its answer ended, for a
 * number of requests. Every answer is read to its end and compared, so that a fast wrong answer counts as an error.
 */
import { Pool } from 'undici'

export type LoadOptions = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly model: string
  readonly concurrency: number
  readonly requests: number
  readonly expectedText: string
}

export type LoadResult = {
  /** Milliseconds from sending the request to the end of the answer, sorted. */
  readonly latenciesMs: readonly number[]
  readonly seconds: number
  readonly errors: number
}

/** Runs the load. Never throws for a failed request: it counts. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const pool = new Pool(options.url, { connections: options.concurrency, pipelining: 1 })
  const latenciesMs: number[] = []
  let errors = 0
  let left = options.requests
  const startedAt = performance.now()
  const client = async (): Promise<void> => {
    while (left > 0) {
      left--
      const askedAt = performance.now()
      const text = await ask(pool, options).catch(() => undefined)
      if (text === options.expectedText) latenciesMs.push(performance.now() - askedAt)
      else errors++
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, client))
  const seconds = (performance.now() - startedAt) / 1000
  await pool.close()
  return { latenciesMs: latenciesMs.sort((a, b) => a - b), seconds, errors }
}

async function ask(pool: Pool, { headers, model }: LoadOptions): Promise<string> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model,
      stream: true,
      max_tokens: 64,
      messages: [{ role: 'user', content: 'How fast are you?' }],
    }),
  })
  const events = await body.text()
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${events.slice(0, 200)}`)
  return textOf(events)
}

/** Returns the answer that a stream of server-sent events spells; the stub's text needs no unescaping. */
function textOf(events: string): string {
  let text = ''
  for (const match of events.matchAll(contentPattern)) text += match[1]
  return text
}

/** Cheaper than parsing each event: the load must not cost more than what it measures. */
const contentPattern = /"content":"([^"]*)"/g
