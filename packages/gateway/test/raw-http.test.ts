/** What only bare sockets can send or fail to read: HTTP that is broken, slow, early gone, or never read. */
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, startGateway } from './start-gateway.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startGateway({
    limits: { headersMsMax: 300, bodyMsMax: 600, readerStallMsMax: 300, deadlineCheckMs: 20, headersMax: 20 },
  })
})
afterAll(() => fixture[Symbol.asyncDispose]())
beforeEach(() => {
  fixture.buyer.script = {}
})

const body = (extra: object = {}) =>
  JSON.stringify({ model: 'acme/tiny:chat-1.1b', messages: [{ role: 'user', content: 'hi' }], ...extra })

function head(path = '/v1/chat/completions', headers = '', method = 'POST'): string {
  return `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${fixture.secret}\r\ncontent-type: application/json\r\n${headers}`
}

function request(extra: object = {}): string {
  const json = body(extra)
  return `${head()}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
}

function open(): Socket {
  const socket = connect(fixture.gateway.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  return socket
}

/** Sends bytes and returns everything that comes until the other side closes. */
async function exchange(bytes: string | Buffer): Promise<string> {
  const socket = open()
  socket.write(bytes)
  return Buffer.concat(await Array.fromAsync(socket as AsyncIterable<Buffer>)).toString()
}

describe('broken HTTP', () => {
  it.each([
    ['nonsense', 'hello\r\n\r\n', 400, 'malformed_http'],
    ['a foreign protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]), 400, 'malformed_http'],
    [
      'both lengths, to smuggle a request',
      () => `${head()}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed_http',
    ],
    [
      'two lengths that differ',
      () => `${head()}content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef`,
      400,
      'malformed_http',
    ],
    ['a negative length', () => `${head()}content-length: -5\r\n\r\n`, 400, 'malformed_http'],
    ['a bad chunk', () => `${head()}transfer-encoding: chunked\r\n\r\nZZ\r\nabc`, 400, 'malformed_http'],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400, undefined],
    [
      'headers too large',
      () => `${head('/v1/models', `x-long: ${'x'.repeat(20_000)}\r\n`, 'GET')}\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'too many headers',
      () => `${head('/v1/models', `${'x-a: 1\r\n'.repeat(30)}connection: close\r\n`, 'GET')}\r\n`,
      431,
      'headers_too_large',
    ],
    ['a flood of headers', () => `${head('/v1/models', 'a:b\r\n'.repeat(4_000), 'GET')}\r\n`, 431, 'headers_too_large'],
  ] as const)('%s', async (_name, bytes, status, code) => {
    const answer = await exchange(typeof bytes === 'function' ? bytes() : (bytes as string))
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    if (code !== undefined) expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ error: { code } })
  })

  it('a body shorter than its length is given up on', async () => {
    const answer = await exchange(`${head()}content-length: 500\r\n\r\n{"model":`)
    expect(answer).toMatch(/^HTTP\/1.1 408 .*"code":"request_timeout"/s)
  })

  it('a body longer than its length is refused, and its run cancelled', async () => {
    const answer = await exchange(`${head()}content-length: ${body().length}\r\n\r\n${body()}garbage`)
    expect(answer).toMatch(/^HTTP\/1.1 400 .*"code":"malformed_http"/s)
    expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1)
  })
})

describe('slow clients', () => {
  it('headers that never end are given up on', async () => {
    const socket = open()
    socket.write('GET /health HTTP/1.1\r\n')
    const drip = setInterval(() => socket.write('x: y\r\n'), 100)
    let answer = ''
    for await (const piece of socket) answer += piece
    clearInterval(drip)
    expect(answer).toMatch(/^HTTP\/1.1 408 .*"code":"request_timeout"/s)
  })

  it('a body that drips is given up on', async () => {
    const socket = open()
    socket.write(`${head()}content-length: 1000\r\n\r\n`)
    const drip = setInterval(() => socket.write(' '), 100)
    let answer = ''
    for await (const piece of socket) answer += piece
    clearInterval(drip)
    expect(answer).toMatch(/^HTTP\/1.1 408 /)
  })
})

describe('connections', () => {
  it('pipelined requests are answered in order', async () => {
    fixture.buyer.script = {
      async *chunks(ask) {
        const first = ask.kind === 'chat' && ask.messages[0]?.content === 'slow'
        if (first) await new Promise((resolve) => setTimeout(resolve, 50))
        yield first ? 'slow answer' : 'fast answer'
      },
    }
    const last = request().replace('\r\nhost', '\r\nconnection: close\r\nhost')
    const answer = await exchange(
      request({ messages: [{ role: 'user', content: 'slow' }] }) + request({ stream: true }) + last,
    )
    expect(answer.match(/(slow|fast) answer/g)).toEqual(['slow answer', 'fast answer', 'fast answer'])
    expect(answer.match(/HTTP\/1.1 200/g)).toHaveLength(3)
  })

  it('HTTP/1.0, which knows no chunks, gets the bare events and the end of the connection', async () => {
    const answer = await exchange(request({ stream: true }).replace('HTTP/1.1', 'HTTP/1.0'))
    expect(answer).toMatch(/\r\n\r\ndata: .*"content":"Hello".*data: \[DONE\]\n\n$/s)
    expect(answer).not.toMatch(/transfer-encoding/i)
  })

  it('a streamed answer is chunks of the lengths they say, and one end', async () => {
    fixture.buyer.script = {
      async *chunks() {
        for (const text of ['é', '👩', '\n', 'x'.repeat(20_000)]) {
          yield text
          await new Promise((resolve) => setImmediate(resolve))
        }
      },
    }
    const answer = Buffer.from(
      await exchange(request({ stream: true }).replace('\r\nhost', '\r\nconnection: close\r\nhost')),
    )
    let rest = answer.subarray(answer.indexOf('\r\n\r\n') + 4)
    let events = ''
    for (;;) {
      const lineEnd = rest.indexOf('\r\n')
      const length = Number.parseInt(rest.subarray(0, lineEnd).toString(), 16)
      events += rest.subarray(lineEnd + 2, lineEnd + 2 + length).toString()
      expect(rest.subarray(lineEnd + 2 + length, lineEnd + 4 + length).toString()).toBe('\r\n')
      rest = rest.subarray(lineEnd + 4 + length)
      if (length === 0) break
    }
    expect(rest).toHaveLength(0)
    expect(events.match(/"content":"(?:é|👩|\\n|x{20000})"/gu)).toHaveLength(4)
    expect(events.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it.each([true, false])('a client that leaves cancels its run at once (stream: %s)', async (stream) => {
    const before = fixture.buyer.cancelled
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    fixture.buyer.script = {
      async *chunks(_ask, signal) {
        yield 'one'
        begin()
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    }
    const socket = open()
    socket.write(request({ stream }))
    await begun
    socket.destroy()
    await expect.poll(() => fixture.buyer.cancelled).toBe(before + 1)
    expect(fixture.logged.at(-1)).toMatchObject({ event: 'request', code: 'CLIENT_GONE' })
  })

  it('a client that leaves before the first output cancels too', async () => {
    const { promise: aborted, resolve: abort } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    fixture.buyer.script = {
      before: (_ask, signal) => {
        begin()
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            abort()
            reject(signal.reason)
          })
        })
      },
    }
    const socket = open()
    socket.write(request({ stream: true }))
    await begun
    socket.destroy()
    await aborted
  })

  it('a reader that never reads holds the run back, and is given up on', async () => {
    const before = { handedOut: fixture.buyer.handedOut, cancelled: fixture.buyer.cancelled }
    fixture.buyer.script = {
      *chunks() {
        for (;;) yield { text: 'x'.repeat(1_000), units: 1 }
      },
    }
    const socket = open()
    socket.pause()
    socket.write(request({ stream: true }))
    await expect.poll(() => fixture.buyer.cancelled, { timeout: 10_000 }).toBe(before.cancelled + 1)
    // What the kernel takes for both ends of a local connection, and one gathering of ours.
    expect(fixture.buyer.handedOut - before.handedOut).toBeLessThan(20_000)
    expect(fixture.logged.at(-1)).toMatchObject({ event: 'request', code: 'READER_STALLED' })
    socket.destroy()
  })

  it('a slow reader gets everything', async () => {
    const texts = Array.from({ length: 3_000 }, (_, i) => `${i} ${'x'.repeat(1_000)}`)
    fixture.buyer.script = { chunks: () => texts }
    const socket = open()
    socket.write(request({ stream: true }).replace('\r\nhost', '\r\nconnection: close\r\nhost'))
    socket.pause()
    await new Promise((resolve) => setTimeout(resolve, 100))
    let answer = ''
    for await (const piece of socket) answer += piece
    expect(answer.match(/"content":"\d+ x+"/g)).toHaveLength(texts.length)
    expect(answer).toContain('data: [DONE]')
  })

  it('an answer that never ends is cut off', async () => {
    const before = fixture.buyer.cancelled
    fixture.buyer.script = {
      *chunks() {
        for (;;) yield { text: 'x'.repeat(1_000_000), units: 1 }
      },
    }
    const response = await fixture.chat({})
    expect(response.status).toBe(502)
    expect(fixture.buyer.cancelled).toBe(before + 1)
  })
})
