/** The addresses of a service, in front of real servers in this process that come and go. */
import { createServer, get, request, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ServiceInstance } from '@millrace/sdk'
import { afterEach, expect, test } from 'vitest'
import { openIngress } from './ingress.ts'
import { createServiceTargets } from './service-targets.ts'

const host = '127.0.0.1'
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test('requests go to instances that are well, the least busy first, with who asked', async () => {
  const [a, b] = [await web('a'), await web('b')]
  const { url } = await served([a, b])
  const answers = await Promise.all([ask(url), ask(url)])
  expect(answers.map(({ body }) => body.split(' ')[0]).sort()).toEqual(['a', 'b'])
  expect(answers[0]?.body).toContain(`for=${host}`)
})

test('a body is carried there and back, in pieces', async () => {
  const { url } = await served([await web('a')])
  const body = 'x'.repeat(300_000)
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (answer) => {
      text(answer).then(resolve, reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
  expect(answer).toBe(`a ${body.length} for=${host}`)
})

test('a request that fails before its answer began is asked of another; one with effects is not', async () => {
  const broken = await broke()
  const { url, run } = await served([broken, await web('b')])
  expect((await ask(url)).body).toContain('b ')
  run.healthy = [broken]
  const refused = await ask(url, { method: 'POST', headers: { 'content-length': '0' } })
  expect(refused.status).toBe(502)
})

test('where none is well a request waits for one', async () => {
  const { url, run } = await served([])
  const answer = ask(url)
  setTimeout(() => {
    run.healthy = [late]
  }, 100)
  const late = await web('late')
  expect((await answer).body).toContain('late ')
})

test('an upgrade is carried as it is', async () => {
  const { url } = await served([await web('a')])
  const said = await new Promise<string>((resolve, reject) => {
    const asked = request(url, { headers: { connection: 'Upgrade', upgrade: 'echo' } })
    asked.on('error', reject)
    asked.on('upgrade', (_answer, socket) => {
      socket.once('data', (bytes) => {
        socket.destroy()
        resolve(String(bytes))
      })
      socket.write('hello')
    })
    asked.end()
  })
  expect(said).toBe('echo: hello')
})

test('pages of other names and origins do not reach it', async () => {
  const { url } = await served([await web('a')])
  const { port } = new URL(url)
  const statusOf = async (headers: Record<string, string>, method = 'POST') =>
    (await ask(url, { method, headers })).status
  expect(await statusOf({ host: 'rebound.example' }, 'GET')).toBe(403)
  expect(await statusOf({ origin: 'https://evil.example' })).toBe(403)
  expect(await statusOf({ origin: `http://${host}:${port}` })).toBe(200)
  expect(await statusOf({ host: `localhost:${port}` })).toBe(200)
})

test.each(['tcp', 'http'] as const)(
  'a reset while an instance is waited for ends the connection alone (%s)',
  async (protocol) => {
    const { port, run } = await served([], protocol)
    const socket = connect({ port, host })
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.resetAndDestroy()
    run.healthy = [await web('a')]
    const after = connect({ port, host })
    after.write(`GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
    expect(await text(after)).toContain('200 OK')
  },
)

test('TCP is carried both ways, and each side may end alone', async () => {
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    let said = ''
    socket.on('data', (bytes) => {
      said += String(bytes)
    })
    socket.on('end', () => socket.end(`heard ${said}`))
  })
  const { port } = await served([await listening(server)], 'tcp')
  const socket = connect({ port, host, allowHalfOpen: true })
  socket.end('all of it')
  expect(await text(socket)).toBe('heard all of it')
})

test('when it closes, nothing is left open', async () => {
  const { port, targets, close } = await served([await listening(createTcpServer(() => undefined))], 'tcp')
  const socket = connect({ port, host })
  await new Promise((resolve) => socket.once('connect', resolve))
  while (targets.counts.size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  await close()
  await closed
  expect(targets.counts.size).toBe(0)
})

type Answer = { readonly status: number | undefined; readonly body: string }

function ask(url: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = get(url, options, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject)
    })
    asked.on('error', reject)
  })
}

let starts = 0

async function listening(server: ReturnType<typeof createTcpServer>): Promise<ServiceInstance> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const instance = { connect: async () => connect({ port, host, allowHalfOpen: true }) }
  return { start: starts++, slot: 0, revision: 0, instance } as unknown as ServiceInstance
}

async function web(name: string): Promise<ServiceInstance> {
  const server: Server = createServer(async (asked, answer) => {
    const body = await text(asked)
    answer.end(`${name} ${body.length} for=${asked.headers['x-forwarded-for']}`)
  })
  server.on('upgrade', (_asked, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
    socket.on('data', (bytes: Buffer) => socket.end(`echo: ${bytes}`))
  })
  return listening(server)
}

/** Takes requests, and breaks off. */
function broke(): Promise<ServiceInstance> {
  return listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())))
}

async function served(healthy: readonly ServiceInstance[], protocol: 'http' | 'tcp' = 'http') {
  const run: { healthy: readonly ServiceInstance[] } = { healthy }
  const targets = createServiceTargets(run, 'web')
  const ingress = await openIngress(targets, { port: 80, protocol }, { host, port: 0 })
  let open = true
  const close = async () => {
    if (open) await ingress[Symbol.asyncDispose]()
    open = false
  }
  closing.push(close)
  return { run, targets, close, port: ingress.port, url: `http://${host}:${ingress.port}/` }
}
