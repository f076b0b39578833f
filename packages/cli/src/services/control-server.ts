/**
 * Where the process that runs a service is told what to do, by commands of the same user: HTTP on the loopback address, with a token
 * that only the owner of the service's folder can read.
 *
 *     GET  /status                      what runs
 *     POST /update   { manifest, set }  another manifest; answered when it was taken
 *     POST /stop
 *     GET  /exec     upgrade; x-millrace-exec: { command, slot?, terminal? } as JSON; then frames both ways
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isMillraceError, MillraceError, parseWith } from '@millrace/protocol'
import type { RemoteExec, RemoteExecSpec } from '@millrace/sdk'
import * as v from 'valibot'
import { toJsonText } from '../json-text.ts'
import { execFrameKinds, execFrames, readExecFrames } from './exec-frames.ts'

export const controlLimits = {
  /** Connections at a time. */
  connectionsMax: 64,
  /** Bytes of a request's body. */
  bodyBytesMax: 4 * 1024 * 1024,
} as const

export type ServiceControl = {
  status(): unknown
  /** @throws when the manifest is none for this service. */
  update(manifest: { readonly manifest: string; readonly set: readonly string[] }): Promise<void>
  stop(): void
  exec(slot: number | undefined, spec: RemoteExecSpec, options: { readonly signal: AbortSignal }): Promise<RemoteExec>
}

export type ControlServer = AsyncDisposable & { readonly port: number }

const updateSchema = v.strictObject({ manifest: v.string(), set: v.array(v.string()) })
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))
const execSchema = v.strictObject({
  command: v.pipe(v.array(v.string()), v.minLength(1)),
  slot: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  terminal: v.optional(v.strictObject({ columns: size, rows: size })),
})

export async function openControl(control: ServiceControl, token: string): Promise<ControlServer> {
  const closing = new AbortController()
  const server = createServer((asked, answer) => {
    handle(control, token, asked, answer).catch((error: unknown) => refuse(answer, error))
  })
  server.maxConnections = controlLimits.connectionsMax
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy())
    if (!isOwner(asked, token) || asked.url !== '/exec') {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    carryExec(control, asked, socket, closing.signal).catch((error: unknown) => {
      const told = tellable(error)
      if (!socket.writable) return
      socket.end(
        `HTTP/1.1 409 Conflict\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n${toJsonText(told)}`,
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function handle(control: ServiceControl, token: string, asked: IncomingMessage, answer: ServerResponse) {
  if (!isOwner(asked, token)) throw new ControlRefusedError('the token is not that of the folder')
  const what = `${asked.method} ${asked.url}`
  if (what === 'GET /status') return reply(answer, 200, control.status())
  if (what === 'POST /stop') {
    control.stop()
    return reply(answer, 202, {})
  }
  if (what === 'POST /update') {
    await control.update(parseWith(updateSchema, JSON.parse(await bodyOf(asked)), 'update'))
    return reply(answer, 202, {})
  }
  throw new ControlRefusedError(`there is no ${what.slice(0, 80)}`)
}

async function carryExec(control: ServiceControl, asked: IncomingMessage, socket: Duplex, closing: AbortSignal) {
  const { command, slot, terminal } = parseWith(
    execSchema,
    JSON.parse(String(asked.headers['x-millrace-exec'])),
    'exec',
  )
  const gone = new AbortController()
  socket.once('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, closing])
  const exec = await control.exec(slot, { command, ...(terminal && { terminal }) }, { signal })
  socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: millrace-exec\r\n\r\n')
  const reading = readInto(exec, socket)
  // Whoever asked may leave: that ends the program.
  reading.catch(() => exec.end())
  socket.once('close', () => exec.end())
  for await (const { stream, bytes } of exec.output) {
    if (!socket.write(execFrames(execFrameKinds[stream], bytes))) await drained(socket)
  }
  const result = await exec.result
  socket.end(execFrames(execFrameKinds.result, Buffer.from(toJsonText(result))))
}

async function readInto(exec: RemoteExec, socket: Duplex): Promise<void> {
  for await (const { kind, bytes } of readExecFrames(socket)) {
    if (kind === execFrameKinds.stdinEnd) exec.stdin.end()
    else if (kind === execFrameKinds.resize && bytes.length === 4) {
      exec.resize(bytes.readUInt16BE(0), bytes.readUInt16BE(2))
    } else if (kind === execFrameKinds.stdin && !exec.stdin.write(Buffer.from(bytes))) await drained(exec.stdin)
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve)
    stream.once('close', resolve)
  })
}

function isOwner({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function bodyOf(asked: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of asked) {
    bytes += (part as Buffer).length
    if (bytes > controlLimits.bodyBytesMax)
      throw new ControlRefusedError(`more than ${controlLimits.bodyBytesMax} bytes`)
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

function reply(answer: ServerResponse, status: number, value: unknown): void {
  answer.writeHead(status, { 'content-type': 'application/json' })
  answer.end(toJsonText(value))
}

function refuse(answer: ServerResponse, error: unknown): void {
  if (answer.headersSent) answer.destroy()
  else reply(answer, error instanceof ControlRefusedError ? 403 : 409, tellable(error))
}

function tellable(error: unknown) {
  const { code, message, hint } = isMillraceError(error) ? error : new ControlRefusedError((error as Error).message)
  return { code, message, hint }
}

/** What was asked of a running service is not done. */
export class ControlRefusedError extends MillraceError {
  override readonly name = 'ControlRefusedError'

  constructor(why: string) {
    super({
      code: 'SERVICE_REFUSED',
      message: `The service does not do that: ${why}.`,
      hint: 'Look at it with "millrace services status".',
      retryable: false,
    })
  }
}
