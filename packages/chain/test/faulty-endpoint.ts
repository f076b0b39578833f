/** An RPC endpoint in front of a real one that fails as it is told to. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Call = { readonly method: string; readonly params: readonly unknown[] }
/** `pass` the call on; `drop` the connection; `lose` the answer after the call was passed on; or answer so. */
export type Fault = 'pass' | 'drop' | 'lose' | { readonly result: unknown } | { readonly error: object }

export type FaultyEndpoint = { readonly rpcUrl: string; [Symbol.dispose](): void }

export async function startFaultyEndpoint(rpcUrl: string, faultOf: (call: Call) => Fault): Promise<FaultyEndpoint> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming)
    const fault = faultOf(JSON.parse(body.toString()) as Call)
    if (fault === 'drop') return void incoming.socket.destroy()
    if (typeof fault === 'object') return void outgoing.end(JSON.stringify(fault))
    const headers = { 'content-type': 'application/json' }
    const onward = request(rpcUrl, { method: 'POST', headers }, (answer) => {
      if (fault === 'pass') return void answer.pipe(outgoing)
      answer.resume().once('end', () => incoming.socket.destroy())
    })
    onward.once('error', () => incoming.socket.destroy())
    onward.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
