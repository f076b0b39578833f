/** How commands speak to the process that runs a service. */
import { type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { json } from 'node:stream/consumers'
import { MillraceError } from '@millrace/protocol'
import { toJsonText } from '../json-text.ts'
import { readControl } from './service-folder.ts'
import type { ControlRecord } from './service-record.ts'

export type ExecAsk = {
  readonly command: readonly string[]
  readonly slot?: number
  readonly terminal?: { readonly columns: number; readonly rows: number }
}

export type ControlClient = {
  status(): Promise<unknown>
  update(change: { readonly manifest: string; readonly set: readonly string[] }): Promise<void>
  stop(): Promise<void>
  /** Returns the connection that carries frames. */
  exec(ask: ExecAsk): Promise<Duplex>
}

/** Returns a client for the service in a folder. @throws {ServiceNotRunningError} */
export async function openControlClient(
  path: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<ControlClient> {
  const control = await readControl(path)
  if (control === undefined) throw new ServiceNotRunningError(path)
  const ask = (method: string, where: string, body?: unknown) =>
    exchange(path, control, { method, where, body, signal })
  return {
    status: () => ask('GET', '/status'),
    update: async (change) => void (await ask('POST', '/update', change)),
    stop: async () => void (await ask('POST', '/stop')),
    exec: (what) => upgrade(path, control, what, signal),
  }
}

type Asked = { readonly method: string; readonly where: string; readonly body: unknown; readonly signal: AbortSignal }

function exchange(path: string, control: ControlRecord, { method, where, body, signal }: Asked): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...addressOf(control), method, path: where, signal }, (answer) => {
      readAnswer(answer).then(resolve, reject)
    })
    asked.on('error', (error) => reject(signal.aborted ? error : new ServiceNotRunningError(path, error)))
    asked.end(body === undefined ? undefined : toJsonText(body))
  })
}

function upgrade(path: string, control: ControlRecord, ask: ExecAsk, signal: AbortSignal): Promise<Duplex> {
  const { headers, ...address } = addressOf(control)
  // Of a header: what is beyond ASCII is escaped.
  const told = toJsonText(ask).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const extra = { connection: 'Upgrade', upgrade: 'millrace-exec', 'x-millrace-exec': told }
  return new Promise((resolve, reject) => {
    const asked = request({ ...address, path: '/exec', headers: { ...headers, ...extra }, signal })
    asked.on('error', (error) => reject(signal.aborted ? error : new ServiceNotRunningError(path, error)))
    asked.on('response', (answer) => void readAnswer(answer).then(() => reject(new TypeError('No upgrade.')), reject))
    asked.on('upgrade', (_answer, socket, head) => {
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    asked.end()
  })
}

function addressOf({ port, token }: ControlRecord) {
  return { host: '127.0.0.1', port, headers: { authorization: `Bearer ${token}` } }
}

async function readAnswer(answer: IncomingMessage): Promise<unknown> {
  const told = (await json(answer)) as { code?: string; message?: string; hint?: string }
  if ((answer.statusCode ?? 500) < 300) return told
  throw new ServiceRefusedError(told)
}

/** Nobody runs the service, or not any more. */
export class ServiceNotRunningError extends MillraceError {
  override readonly name = 'ServiceNotRunningError'

  constructor(path: string, cause?: unknown) {
    super({
      code: 'SERVICE_NOT_RUNNING',
      message: `No process runs the service in ${path}.`,
      hint: `Start it with "millrace services run --out ${path}" and its manifest.`,
      retryable: false,
      cause,
    })
  }
}

/** The process that runs the service said no, in its words. */
class ServiceRefusedError extends MillraceError {
  override readonly name = 'ServiceRefusedError'

  constructor({
    code = 'SERVICE_REFUSED',
    message = 'The service refused.',
    hint = '',
  }: Partial<Record<string, string>>) {
    super({ code, message, hint, retryable: false })
  }
}
