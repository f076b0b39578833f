import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { askGateway, fetchReceipt } from './gateway-client.ts'

const receipt = `0x${'ab'.repeat(32)}` as const
const { signal } = new AbortController()
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function gateway(listener: RequestListener) {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'mr-secret' }
}

const streams =
  (text: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'millrace-receipt': receipt,
      'millrace-reason': 'cheapest',
    })
    // In pieces that cut events and characters anywhere.
    for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]))
    response.end()
  }
const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`
const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } })}\n\n`
const question = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], maxTokens: 4 }

async function ask(listener: RequestListener) {
  let text = ''
  const answer = await askGateway(await gateway(listener), question, {
    signal,
    onText: (piece) => {
      text += piece
    },
  })
  return { text, answer }
}

describe('askGateway', () => {
  test('reads text, usage and headers, however the stream is cut', async () => {
    const { text, answer } = await ask(streams(`: hello\n\n${delta('Grüß')}${delta('e ☺')}${usage}data: [DONE]\n\n`))
    expect(text).toBe('Grüße ☺')
    expect(answer).toMatchObject({ receiptId: receipt, reason: 'cheapest', inputTokens: 3, outputTokens: 2 })
  })

  test('where another provider went on, the receipt is that of who ended the answer', async () => {
    const other = `0x${'cd'.repeat(32)}`
    const ending = (millrace: object) => `data: ${JSON.stringify({ choices: [], millrace })}\n\n`
    const receiptOf = async (millrace: object) =>
      (await ask(streams(`${delta('a')}${ending(millrace)}data: [DONE]\n\n`))).answer.receiptId
    expect(await receiptOf({ cost: '3', receipt: other })).toBe(other)
    expect(await receiptOf({ cost: '3', receipt, receipts: [receipt, other] })).toBe(other)
  })

  test.each([
    [
      'an error within the stream',
      `${delta('a')}data: {"error":{"message":"lost","code":"PROVIDER_LOST"}}\n\n`,
      'lost',
    ],
    ['an end without [DONE]', delta('a'), 'ended before the answer did'],
    ['an event that is no chunk', 'data: {"choices":1}\n\ndata: [DONE]\n\n', 'no chat chunk'],
    ['an event that is no JSON', 'data: <html>\n\n', 'no chat chunk'],
  ])('%s is a typed error', async (_name, text, message) => {
    await expect(ask(streams(text))).rejects.toMatchObject({
      code: 'GATEWAY_UNAVAILABLE',
      message: expect.stringContaining(message),
    })
  })

  test.each([
    [400, 'GATEWAY_REFUSED', false],
    [401, 'GATEWAY_UNAUTHORIZED', false],
    [404, 'GATEWAY_NOT_FOUND', false],
    [429, 'GATEWAY_LIMITED', true],
    [503, 'GATEWAY_UNAVAILABLE', true],
  ])('status %i is %s', async (status, code, retryable) => {
    const refusing: RequestListener = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: 'because', code: 'why' } }))
    }
    const error = await ask(refusing).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, retryable, message: `The gateway answered ${status} (why): because` })
    expect(`${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain('mr-secret')
  })

  test('an error page that is no JSON is told by its status', async () => {
    const page: RequestListener = (_request, response) => response.writeHead(502).end('<html>')
    await expect(ask(page)).rejects.toThrow('The gateway answered 502 (UNKNOWN): Bad Gateway')
  })

  test('nobody there is GATEWAY_UNREACHABLE; an abort is the abort', async () => {
    const access = await gateway(() => undefined)
    const asked = askGateway(access, question, { signal: AbortSignal.timeout(20), onText: () => undefined })
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' })
    server?.closeAllConnections()
    server?.close()
    const gone = askGateway({ ...access, url: 'http://127.0.0.1:9' }, question, { signal, onText: () => undefined })
    await expect(gone).rejects.toMatchObject({ code: 'GATEWAY_UNREACHABLE' })
  })
})

test('a receipt that is none is a typed error', async () => {
  const access = await gateway((_request, response) => response.writeHead(200).end('{"version":1}'))
  await expect(fetchReceipt(access, receipt, { signal })).rejects.toMatchObject({ code: 'GATEWAY_UNAVAILABLE' })
})
