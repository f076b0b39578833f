/** A plain TCP host, for the lab's own tests: answers who connects, and tries and holds connections itself. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { serveActor } from '../serve-actor.ts'

/** Where to connect; an attempt counts as unanswered after `timeoutMs`. */
type Attempt = { readonly host: string; readonly port: number; readonly timeoutMs: number }
type Held = { readonly socket: Socket; heard: string }

async function start() {
  const held: Held[] = []
  const heldAt = (id: number): Held => {
    const connection = held[id]
    if (connection === undefined) throw new RangeError(`no connection ${id}`)
    return connection
  }
  const handlers = {
    /** Listens; tells who connects the address that it sees, and then echoes. Returns the port. */
    async listen(): Promise<number> {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy())
        socket.write(`${socket.remoteAddress} `)
        socket.pipe(socket)
      })
      server.listen(0, '0.0.0.0')
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    /** Connects once. Returns "connected" or the code of what stopped it, ETIMEDOUT when nothing answered. */
    attempt: ({ host, port, timeoutMs }: Attempt): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect({ host, port, timeout: timeoutMs })
        const settle = (outcome: string): void => {
          socket.destroy()
          resolve(outcome)
        }
        socket.once('connect', () => settle('connected'))
        socket.once('timeout', () => settle('ETIMEDOUT'))
        socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
      }),
    /** Connects and keeps the connection. Returns its number. */
    async hold({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
      const socket = connect({ host, port })
      const connection: Held = { socket, heard: '' }
      socket.on('data', (data) => (connection.heard += data.toString()))
      await once(socket, 'connect')
      socket.on('error', () => socket.destroy())
      return held.push(connection) - 1
    },
    say: ({ id, word }: { readonly id: number; readonly word: string }): boolean => heldAt(id).socket.write(word),
    /** Returns all that a connection heard, once that is as long as wanted or the time is over. */
    async heard({
      id,
      length,
      timeoutMs,
    }: {
      readonly id: number
      readonly length: number
      readonly timeoutMs: number
    }) {
      const connection = heldAt(id)
      const late = AbortSignal.timeout(timeoutMs)
      while (connection.heard.length < length && !late.aborted) {
        await once(connection.socket, 'data', { signal: late }).catch((error: Error) => {
          if (error.name !== 'AbortError') throw error
        })
      }
      return connection.heard
    },
  }
  return { handlers }
}

export type TcpHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
