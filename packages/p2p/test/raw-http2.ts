/** HTTP/2 frames written by hand (RFC 9113 section 4), for peers that do what no library lets them. */
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
export const frameTypes = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
}
const empty = new Uint8Array()
/** Flags of a HEADERS frame. */
export const endStream = 1
export const endHeaders = 4

export type RawFrame = {
  readonly type: number
  readonly flags: number
  readonly streamId: number
  readonly payload: Buffer
}

export function rawFrame(
  type: keyof typeof frameTypes,
  streamId: number,
  payload: Uint8Array = empty,
  flags = 0,
): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = frameTypes[type]
  head[4] = flags
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, payload])
}

/** A header field as a literal without indexing (RFC 7541 section 6.2.2), its name written out. */
export function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0), text(name), text(value)])
}

export function requestFields(path: string, fields: Readonly<Record<string, string>> = {}): Buffer {
  const all = { ':method': 'GET', ':scheme': 'https', ':authority': 'millrace', ':path': path, ...fields }
  return Buffer.concat(Object.entries(all).map(([name, value]) => field(name, value)))
}

/** Connects with TLS and HTTP/2's first frames. */
export async function rawHttp2(port: number, settings: Uint8Array = empty): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ALPNProtocols: ['h2'], rejectUnauthorized: false })
  socket.on('error', () => socket.destroy())
  await once(socket, 'secureConnect')
  socket.write(Buffer.concat([preface, rawFrame('settings', 0, settings)]))
  return socket
}

/** Yields the frames that come, until the connection closes. */
export async function* readFrames(socket: TLSSocket): AsyncGenerator<RawFrame, void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of socket) {
    rest = Buffer.concat([rest, piece])
    while (rest.length >= 9 && rest.length >= 9 + rest.readUIntBE(0, 3)) {
      const end = 9 + rest.readUIntBE(0, 3)
      yield { type: rest[3] ?? 0, flags: rest[4] ?? 0, streamId: rest.readUInt32BE(5), payload: rest.subarray(9, end) }
      rest = rest.subarray(end)
    }
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes])
  const rest: number[] = []
  let left = bytes.length - 127
  for (; left >= 128; left = Math.floor(left / 128)) rest.push((left % 128) | 128)
  return Buffer.concat([Buffer.of(127, ...rest, left), bytes])
}
