/**
 * A closed loop of streaming chat requests: `concurrency` clients, each asking again as soon as its answer ended, for a
 * number of requests. Every answer is read to its end and compared, so that a fast wrong answer counts as an error.
 *
 * PERF: it shares the machine with what it measures, so it is a bare socket per client: the request is made once, an answer
 * is gathered as it comes and looked into once, at its end.
 */
import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

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

/** Bytes read at once; a longer answer comes in pieces. */
const readBytes = 16 * 1024
const endOfChunks = '\r\n0\r\n\r\n'
const endOfHeaders = '\r\n\r\n'

/** Runs the load. Never throws for a failed request: it counts. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const request = requestOf(options)
  const latenciesMs: number[] = []
  let errors = 0
  let left = options.requests
  const startedAt = performance.now()
  const client = async (): Promise<void> => {
    let connection: Connection | undefined
    while (left > 0) {
      left--
      const askedAt = performance.now()
      try {
        connection ??= await connect(options.url)
        if (textOf(await connection.ask(request)) === options.expectedText) {
          latenciesMs.push(performance.now() - askedAt)
        } else errors++
      } catch {
        errors++
        connection?.close()
        connection = undefined
      }
    }
    connection?.close()
  }
  await Promise.all(Array.from({ length: options.concurrency }, client))
  const seconds = (performance.now() - startedAt) / 1000
  return { latenciesMs: latenciesMs.sort((a, b) => a - b), seconds, errors }
}

function requestOf({ url, headers, model }: LoadOptions): Buffer {
  const body = JSON.stringify({
    model,
    stream: true,
    max_tokens: 64,
    messages: [{ role: 'user', content: 'How fast are you?' }],
  })
  const lines = Object.entries({
    host: new URL(url).host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST /v1/chat/completions HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

type Connection = {
  /** Sends the request and returns the whole answer, headers and framing included. Rejects when the connection ends before. */
  ask(request: Buffer): Promise<string>
  close(): void
}

async function connect(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  let received = ''
  let waiting: PromiseWithResolvers<string> | undefined
  const onread = {
    buffer,
    callback(length: number): boolean {
      const piece = buffer.toString('latin1', 0, length)
      received += piece
      if (isWhole(piece.length >= endOfChunks.length ? piece : received)) waiting?.resolve(received)
      return true
    },
  }
  const socket: Socket = createConnection({ host: hostname, port: Number(port), noDelay: true, onread })
  await once(socket, 'connect')
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('The connection ended.')))
  return {
    ask(request) {
      received = ''
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

/** Whether an answer ends here: all sides stream in chunks, and anything else but an error in one piece is wrong. */
function isWhole(tail: string): boolean {
  return tail.endsWith(endOfChunks) || (tail.startsWith('HTTP/1.1 ') && !tail.startsWith('HTTP/1.1 200 '))
}

/** Returns the text that an answer of server-sent events spells; the stub's text needs no unescaping. */
function textOf(answer: string): string | undefined {
  if (!answer.startsWith('HTTP/1.1 200 ')) return undefined
  const events = dechunked(answer, answer.indexOf(endOfHeaders) + endOfHeaders.length)
  let text = ''
  for (const match of events.matchAll(contentPattern)) text += match[1]
  return text
}

/** Cheaper than parsing each event: the load must not cost more than what it measures. */
const contentPattern = /"content":"([^"]*)"/g

/** An event may be cut by the framing, so the chunks are joined before they are read. */
function dechunked(answer: string, start: number): string {
  let body = ''
  for (let at = start; ; ) {
    const lineEnd = answer.indexOf('\r\n', at)
    const size = Number.parseInt(answer.slice(at, lineEnd), 16)
    if (!(size > 0)) return body
    body += answer.slice(lineEnd + 2, lineEnd + 2 + size)
    at = lineEnd + 2 + size + 2
  }
}
