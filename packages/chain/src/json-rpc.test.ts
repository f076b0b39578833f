import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { createJsonRpc, rpcAnswerBytesMax, rpcAttemptsMax } from './json-rpc.ts'
import { freePort } from './loopback-port.ts'

const signal = new AbortController().signal
let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

describe('JSON-RPC', () => {
  it('returns a result, and sends credentials in a header only', async () => {
    const seen: unknown[] = []
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization, request.url)
      response.end('{"jsonrpc":"2.0","id":1,"result":"0x1"}')
    })
    const rpc = createJsonRpc(`${origin.replace('//', '//user:p%40ss@')}/v3/access-key?k=1`)
    expect(await rpc.request('eth_chainId', [], { signal })).toBe('0x1')
    expect(seen).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`, '/v3/access-key?k=1'])
    expect(rpc.origin).toBe(origin)
  })

  it('tells what the node refused, cut and printable', async () => {
    const message = `bad \u0007\n${'x'.repeat(10_000)}`
    const origin = await serve(answer({ error: { code: -32_000, message, data: { data: '0x08c379a0' } } }))
    const error = await createJsonRpc(origin).request('eth_call', [], { signal }).catch(caught)
    expect(error).toMatchObject({ code: 'CHAIN_RPC_REFUSED', rpcCode: -32_000, data: '0x08c379a0', retryable: false })
    expect((error as Error).message.length).toBeLessThan(400)
    expect((error as Error).message).toMatch(/^[ -~]*$/)
  })

  it('tries again when the endpoint is busy, a bounded number of times', async () => {
    let calls = 0
    const origin = await serve((_request, response) => {
      calls++
      response.statusCode = 503
      response.end('busy')
    })
    await expect(createJsonRpc(origin).request('eth_chainId', [], { signal })).rejects.toMatchObject({
      code: 'CHAIN_UNREACHABLE',
      retryable: true,
    })
    expect(calls).toBe(rpcAttemptsMax)
  })

  it('goes on after one busy answer', async () => {
    let calls = 0
    const origin = await serve((_request, response) => {
      response.statusCode = calls++ === 0 ? 429 : 200
      response.end(calls === 1 ? 'slow down' : '{"result":"0x7"}')
    })
    expect(await createJsonRpc(origin).request('eth_chainId', [], { signal })).toBe('0x7')
  })

  it.each<[string, RequestListener]>([
    ['HTML', (_request, response) => void response.end('<html>')],
    ['a JSON string', (_request, response) => void response.end('"0x1"')],
    ['null', (_request, response) => void response.end('null')],
    ['a redirect', (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['a broken connection', (request) => void request.socket.destroy()],
  ])('refuses %s for an answer', async (_name, listener) => {
    const origin = await serve(listener)
    await expect(createJsonRpc(origin).request('eth_chainId', [], { signal })).rejects.toMatchObject({
      code: 'CHAIN_UNREACHABLE',
    })
  })

  it('stops reading an answer that does not end', async () => {
    let sent = 0
    const origin = await serve((_request, response) => {
      const chunk = Buffer.alloc(1_048_576, ' ')
      const more = () => {
        while (!response.destroyed && sent < 4 * rpcAnswerBytesMax) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      more()
    })
    const error = await createJsonRpc(origin).request('eth_getLogs', [], { signal }).catch(caught)
    expect(error).toMatchObject({ code: 'CHAIN_UNREACHABLE' })
    expect((error as Error).message).toContain('bytes')
    expect(sent).toBeLessThan(4 * rpcAnswerBytesMax)
  })

  it('ends at an abort while it waits', async () => {
    const controller = new AbortController()
    const origin = await serve(() => controller.abort(new Error('enough')))
    const work = createJsonRpc(origin).request('eth_chainId', [], { signal: controller.signal })
    await expect(work).rejects.toThrow('enough')
  })

  it('shows no path, query or password of an endpoint that cannot be reached', async () => {
    const url = `http://user:password@127.0.0.1:${await freePort()}/v3/access-key?token=access-key`
    const error = await createJsonRpc(url).request('eth_chainId', [], { signal }).catch(caught)
    expect(error).toMatchObject({ code: 'CHAIN_UNREACHABLE' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/access-key|password/)
  })

  it.each(['', 'not a url', 'ws://127.0.0.1/access-key', 'file:///access-key'])('refuses the URL %j', (url) => {
    const error = (() => {
      try {
        return createJsonRpc(url)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({ code: 'CHAIN_RPC_URL_INVALID' })
    expect(inspect(error)).not.toContain('access-key')
  })
})

function answer(body: object): RequestListener {
  return (_request, response) => void response.end(JSON.stringify(body))
}

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

function caught(error: unknown): unknown {
  return error
}
