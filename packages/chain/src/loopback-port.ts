/** Loopback ports: a free one, and whose a listening one is. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

/** TCP state of a listening socket in /proc/net/tcp. */
const listening = '0A'

/** Returns a port that was free just now; another program may take it before it is used. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    server.close(() => resolve(port))
  })
  return promise
}

/**
 * Returns whether this very process listens on a loopback port. Asking the port alone would not do: another program, with
 * another chain, may have taken it.
 */
export function isListening(pid: number, port: number): boolean {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listening && local?.endsWith(wanted))
    .map((fields) => `socket:[${fields[9]}]`)
  return sockets.length > 0 && openFilesOf(pid).some((file) => sockets.includes(file))
}

function openFilesOf(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // The process ended, or closed a file, while we looked.
    if (code === 'ENOENT' || code === 'ESRCH') return []
    throw error
  }
}
