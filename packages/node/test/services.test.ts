/** Tasks that listen, reached over TLS: what goes through, at whose pace, and what ends it. The stand-in for a sandbox listens. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { decodeProviderFrame, encodeFrame, protocolVersion } from '@millrace/protocol'
import { HostFaultError } from '@millrace/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOf, echo, failureOf, type Held, held, ports, sellingServices, signal, until } from './parts/reached-task.ts'
import { randomSigner } from './parts/scripted-buyer.ts'
import { type SdkBuyer, sdkBuyer, type TaskFixture, taskLimits, tlsTransport } from './parts/task-work.ts'

let selling: TaskFixture
let buying: SdkBuyer
let service: Held

beforeAll(async () => {
  selling = await sellingServices({ node: { serviceLimits: { connectionsPerTaskMax: 120 } } })
  buying = sdkBuyer([selling])
  service = await held(buying)
})
afterAll(async () => {
  await service.stop()
  await buying[Symbol.asyncDispose]()
  await selling[Symbol.asyncDispose]()
})

test('an HTTP server answers requests with bodies, a hundred at once', async () => {
  const server = createServer((asked, answer) => {
    let bytes = 0
    asked.on('data', (piece: Buffer) => {
      bytes += piece.length
    })
    asked.on('end', () => answer.end(`${asked.method} ${asked.url} ${bytes} ${'x'.repeat(bytes)}`))
  })
  listenAs(8080, (socket) => server.emit('connection', socket))
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const socket = await connect(8080)
      return post(socket, `/${i}`, 'y'.repeat(i * 1_000))
    }),
  )
  for (const [i, text] of answers.entries()) expect(text.slice(0, 40)).toBe(expected(i).slice(0, 40))
  for (const [i, text] of answers.entries()) expect(text.length).toBe(expected(i).length)
  await until(() => selling.sandbox.listeners.open.size === 0)
  server.close()

  function expected(i: number): string {
    return `POST /${i} ${i * 1_000} ${'x'.repeat(i * 1_000)}`
  }
})

test('megabytes go both ways at once, each byte in its place', async () => {
  listenAs(9000, echo)
  const socket = await connect(9000)
  const text = '0123456789abcdef'.repeat(2 ** 17)
  socket.end(text)
  expect((await allOf(socket)) === text).toBe(true)
})

test('one side may end and still hear, either one', async () => {
  listenAs(9000, (socket) => {
    socket.end('first word')
    heard = allOf(socket)
  })
  let heard: Promise<string> = Promise.resolve('')
  const socket = await connect(9000)
  expect(await allOf(socket.iterator({ destroyOnReturn: false }))).toBe('first word')
  socket.end('last word')
  await until(() => selling.sandbox.listeners.open.size === 0)
  expect(await heard).toBe('last word')
  // And the other way round.
  listenAs(9000, (far) => void allOf(far.iterator({ destroyOnReturn: false })).then((said) => far.end(`heard ${said}`)))
  const other = await connect(9000)
  other.end('a word')
  expect(await allOf(other)).toBe('heard a word')
})

test('a reader that does not read holds its writer back, and nobody else', async () => {
  const sent = { bytes: 0 }
  listenAs(9000, (socket) => void flood(socket, sent))
  const slow = await connect(9000)
  await quiet(sent)
  // Windows of the line and of both streams at its ends: not the sixteen megabytes at which a stream would be dropped.
  expect(sent.bytes).toBeLessThan(2_000_000)
  listenAs(8080, echo)
  const quick = await connect(8080)
  quick.end('quick')
  expect(await allOf(quick)).toBe('quick')
  let taken = 0
  for await (const piece of slow) {
    taken += (piece as Uint8Array).length
    if (taken > 20_000_000) break
  }
  expect(sent.bytes).toBeGreaterThan(20_000_000)
  await until(() => selling.sandbox.listeners.open.size === 0)
})

test('a writer to a task that does not read is held back, too', async () => {
  let far: Duplex | undefined
  listenAs(9000, (socket) => {
    far = socket
  })
  const socket = await connect(9000)
  const sent = { bytes: 0 }
  void flood(socket, sent)
  await quiet(sent)
  expect(sent.bytes).toBeLessThan(2_000_000)
  const before = sent.bytes
  far?.resume()
  await until(() => sent.bytes > before + 5_000_000)
  socket.destroy()
  await until(() => selling.sandbox.listeners.open.size === 0)
})

test('a task that resets a connection, and a port on which nothing listens, are told apart', async () => {
  listenAs(9000, (socket) => socket.destroy())
  expect(await failureOf(await connect(9000))).toMatchObject({ code: 'TASK_CONNECTION_RESET', retryable: true })
  selling.sandbox.listeners.ports.delete(9000)
  await expect(connect(9000)).rejects.toMatchObject({ code: 'TASK_PORT_CLOSED', retryable: true, port: 9000 })
})

test('a port that the request does not name is refused, and so is another session', async () => {
  listenAs(22, echo)
  await expect(connect(22)).rejects.toMatchObject({ providerCode: 'TASK_PORT_UNKNOWN' })
  await using stranger = sdkBuyer([selling])
  await using theirs = await held(stranger)
  listenAs(9000, echo)
  const { leaseId, sequence } = service.instance
  const transport = tlsTransport(randomSigner())
  const endpoint = { address: selling.fixture.nodeSigner.address, addresses: selling.addresses }
  const connection = await transport.dial(endpoint, { signal: signal() })
  const run = { v: protocolVersion, leaseId, sequence } as const
  for (const opening of [
    { ...run, type: 'connect' as const, port: 9000 },
    { ...run, type: 'exec' as const, command: ['cat'], environment: {} },
  ]) {
    const stream = connection.openStream()
    await stream.send(encodeFrame(opening))
    for await (const frame of stream.frames) {
      expect(decodeProviderFrame(frame)).toMatchObject({ type: 'error', code: 'TASK_NOT_RUNNING' })
    }
  }
  const seal = connection.openStream()
  await seal.send(encodeFrame({ v: protocolVersion, type: 'seal', leaseId }))
  for await (const frame of seal.frames) {
    expect(decodeProviderFrame(frame)).toMatchObject({ type: 'error', code: 'LEASE_FOREIGN' })
  }
  await transport.close()
  expect(theirs.instance.leaseId).not.toBe(leaseId)
})

test('what the machine fails with stays at the machine', async () => {
  listenAs(9000, echo)
  selling.sandbox.listeners.broken = new HostFaultError('other', 'ENOENT: /srv/of/the/host')
  const failed = connect(9000)
  await expect(failed).rejects.toMatchObject({ providerCode: 'INTERNAL' })
  await expect(failed).rejects.not.toThrow(/srv/)
  selling.sandbox.listeners.broken = undefined
  expect(selling.fixture.logs.some(({ event, fields }) => event === 'stream-failed' && fields.includes('/srv'))).toBe(
    true,
  )
})

test('connections beyond those of one task are refused until one is over', async () => {
  listenAs(9000, echo)
  const open = await Promise.all(Array.from({ length: 120 }, () => connect(9000)))
  await expect(connect(9000)).rejects.toMatchObject({ providerCode: 'TASK_BUSY', retryable: true })
  open.pop()?.destroy()
  const again = await connectedAtLast()
  for (const socket of [again, ...open]) socket.destroy()
  await until(() => selling.sandbox.listeners.open.size === 0)
})

test('who gives up connecting leaves nothing behind', async () => {
  listenAs(9000, echo)
  const abort = new AbortController()
  const refused = service.instance.connect(9000, { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(refused).rejects.toThrow('enough')
  await until(() => selling.sandbox.listeners.open.size === 0)
})

test('programs run beside the task: what they hear and say, how they end, their terminal', async () => {
  const cat = await exec(['cat'])
  cat.stdin.end('a word')
  expect(await saidBy(cat)).toBe('a word')
  expect(await cat.result).toEqual({ exitCode: 0 })
  const failing = await exec(['exit', '3'])
  await saidBy(failing)
  expect(await failing.result).toEqual({ exitCode: 3 })
  const sized = await service.instance.exec(
    { command: ['size'], terminal: { columns: 80, rows: 24 } },
    { signal: signal() },
  )
  sized.resize(100, 50)
  const sizes: string[] = []
  for await (const { bytes } of sized.output) {
    sizes.push(Buffer.from(bytes).toString())
    if (sizes.join('') === '80x24\n100x50\n') break
  }
  expect(await sized.result).toEqual({})
  const endless = await exec(['yes'])
  for await (const { bytes } of endless.output) {
    expect(bytes.length).toBeGreaterThan(0)
    break
  }
  await until(() => selling.sandbox.listeners.programs.size === 0)
})

test('programs beyond those of one task are refused', async () => {
  const open = await Promise.all(Array.from({ length: 8 }, () => exec(['cat'])))
  await expect(exec(['cat'])).rejects.toMatchObject({ providerCode: 'TASK_BUSY' })
  for (const program of open) program.end()
  await until(() => selling.sandbox.listeners.programs.size === 0)
})

test('the task’s end ends what goes to it, and nothing more does', async () => {
  listenAs(9000, echo)
  const { instance, stop, run } = await held(buying)
  const socket = await instance.connect(9000, { signal: signal() })
  const cat = await instance.exec({ command: ['cat'] }, { signal: signal() })
  const said = saidBy(cat).catch((error: unknown) => error)
  const failure = failureOf(socket)
  await stop()
  expect(['TASK_ENDED', 'TASK_CONNECTION_RESET']).toContain(((await failure) as { code: string }).code)
  await said
  expect(await instance.ended).toMatchObject({ outcome: 'cancelled', failure: undefined })
  await expect(instance.connect(9000, { signal: signal() })).rejects.toMatchObject({ code: 'TASK_ENDED' })
  await expect(run.instance).rejects.toMatchObject({ code: 'TASK_ENDED' })
  await until(() => selling.sandbox.listeners.open.size === 0 && selling.sandbox.listeners.programs.size === 0)
})

test('a sandbox whose tasks cannot be reached takes none that would be', async () => {
  await using plain = await sellingServices({ capabilities: { services: false } })
  await using other = sdkBuyer([plain])
  const run = other.buyer.task({ command: ['hold'], ports, limits: taskLimits }, { signal: signal() })
  await expect(run.result).rejects.toMatchObject({ providerCode: 'TASK_NOT_HELD' })
  await expect(run.instance).rejects.toMatchObject({ providerCode: 'TASK_NOT_HELD' })
  await using silent = await held(other, { ports: [] })
  await expect(silent.instance.connect(80, { signal: signal() })).rejects.toMatchObject({
    providerCode: 'TASK_PORT_UNKNOWN',
  })
  await expect(silent.instance.exec({ command: ['cat'] }, { signal: signal() })).rejects.toMatchObject({
    providerCode: 'TASK_UNREACHABLE',
  })
})

function listenAs(port: number, listener: (socket: Duplex) => void): void {
  selling.sandbox.listeners.ports.set(port, listener)
}

async function connect(port: number): Promise<Duplex> {
  const socket = await service.instance.connect(port, { signal: signal() })
  // Those that a test leaves are broken off when it ends; whoever cares listens too.
  return socket.on('error', () => socket.destroy())
}

/** The node counts a connection out a little after it is over. */
async function connectedAtLast(): Promise<Duplex> {
  for (;;) {
    try {
      return await connect(9000)
    } catch (error) {
      if ((error as { providerCode?: unknown }).providerCode !== 'TASK_BUSY') throw error
    }
  }
}

function exec(command: readonly string[]) {
  return service.instance.exec({ command }, { signal: signal() })
}

function saidBy({ output }: Awaited<ReturnType<typeof exec>>): Promise<string> {
  return (async () => {
    let text = ''
    for await (const { bytes } of output) text += Buffer.from(bytes).toString()
    return text
  })()
}

async function post(socket: Duplex, path: string, body: string): Promise<string> {
  const asked = request({ createConnection: () => socket as never, method: 'POST', path })
  asked.end(body)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve)
    asked.on('error', reject)
  })
  return allOf(answer)
}

/** Writes as long as it is let. */
async function flood(socket: Duplex, sent: { bytes: number }): Promise<void> {
  const piece = Buffer.alloc(65_536)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  while (!socket.destroyed) {
    const isRoom = socket.write(piece)
    sent.bytes += piece.length
    if (!isRoom) await Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), closed])
  }
}

/** Resolves when nothing has been sent for a while, however slow the machine. */
async function quiet(sent: { readonly bytes: number }): Promise<void> {
  for (let before = -1; before !== sent.bytes || sent.bytes === 0; ) {
    before = sent.bytes
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
