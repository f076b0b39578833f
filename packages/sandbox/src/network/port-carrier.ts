/**
 * The process that opens connections to a task's ports: it alone stands in the task's network, and hands every socket over to the
 * process that started it as soon as it is connected. It never listens, and never reads or writes a byte of a connection.
 *
 * Started by `task-ports.ts` in the network namespace of a task: `node port-carrier.ts USER`. It gives up root before the first
 * connection, and ends when the channel to its parent does.
 */
import { connect, type Socket } from 'node:net'
import type { FromCarrier, ToCarrier } from './carrier-messages.ts'

/** Where a task may listen; a port that is closed on the first may be open on the second. */
const loopbacks = ['127.0.0.1', '::1'] as const

const opening = new Map<number, Socket>()

becomeUser(Number(process.argv[2]))
process.on('disconnect', () => process.exit())
process.on('message', (message: ToCarrier) => {
  if ('abandon' in message) abandon(message.abandon)
  else open(message.id, message.port, loopbacks)
})
tell({ kind: 'ready' })

function open(id: number, port: number, [host, ...others]: readonly string[]): void {
  if (host === undefined) {
    tell({ kind: 'closed', id })
    return
  }
  const socket = connect({ host, port, noDelay: true, allowHalfOpen: true })
  // What the task says first stays in the kernel, for whoever gets the socket.
  socket.pause()
  opening.set(id, socket)
  socket.on('error', () => undefined)
  socket.once('close', () => {
    if (opening.get(id) !== socket) return
    opening.delete(id)
    open(id, port, others)
  })
  socket.once('connect', () => {
    opening.delete(id)
    process.send?.({ kind: 'open', id } satisfies FromCarrier, socket)
  })
}

function abandon(id: number): void {
  const socket = opening.get(id)
  opening.delete(id)
  socket?.destroy()
}

/** Root's last rights are for this. Without root the namespace it was started in took them. */
function becomeUser(user: number): void {
  if (process.getuid?.() !== 0 || user === 0) return
  process.setgroups?.([])
  process.setgid?.(user)
  process.setuid?.(user)
}

function tell(message: FromCarrier): void {
  process.send?.(message)
}
