/**
 * Connections from this process to the ports of a task, which has a network of its own.
 *
 * A carrier (`port-carrier.ts`) stands in that network, connects, and hands the socket over: a socket belongs to the network it was made
 * in, whoever holds it. So bytes pass through the kernel alone, with its back-pressure and its half-closed connections, and the carrier
 * holds none of them. It has no rights and a group of its own. Nothing is lost with it: the next connection starts another.
 *
 * Cost: a carrier takes some 100 ms to start, and 16 MB; it is started when the task is. A connection costs about 1 ms.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { HostFaultError } from '../run/host-fault.ts'
import { TaskBusyError, TaskNotRunningError, TaskPortClosedError } from '../task/task-error.ts'
import type { FromCarrier, ToCarrier } from './carrier-messages.ts'

/** Connections of one task at the same time, open and being opened: each is a socket of this process. */
export const taskConnectionsMax = 256
/** Milliseconds until a connection inside the machine is there: whoever listens and accepts nothing is as good as closed. */
export const connectMsMax = 10_000
/** Characters of a carrier's last words that are kept to explain its end. */
const lastWordsCharsMax = 500

export type TaskPorts = {
  /** @throws {TaskPortClosedError} {@link TaskBusyError} {@link TaskNotRunningError} {@link HostFaultError} */
  connect(port: number, signal: AbortSignal): Promise<Duplex>
  /** Destroys all connections. Resolves when the carrier is gone. Idempotent. */
  close(): Promise<void>
}

/** Times a connection is tried while carriers end beneath it. */
const carriersMax = 3

type Waiter = { readonly port: number; readonly take: (socket: Socket) => void; readonly fail: (error: Error) => void }

/** @param startCarrier - starts one, with a channel, and its words on standard error. */
export function createTaskPorts(startCarrier: () => Promise<ChildProcess>): TaskPorts {
  const sockets = new Set<Socket>()
  const waiters = new Map<number, Waiter>()
  let carrier: Promise<ChildProcess> | undefined
  let started: ChildProcess | undefined
  let ids = 0
  let isClosed = false

  function useCarrier(): Promise<ChildProcess> {
    carrier ??= launch().catch((error: unknown) => {
      carrier = undefined
      throw error
    })
    return carrier
  }

  async function launch(): Promise<ChildProcess> {
    const child = await startCarrier()
    started = child
    if (isClosed) child.kill('SIGKILL')
    const ready = Promise.withResolvers<void>()
    let lastWords = ''
    child.stderr?.on('data', (piece: Buffer) => {
      lastWords = (lastWords + piece.toString('latin1')).slice(-lastWordsCharsMax)
    })
    child.on('error', () => undefined)
    child.on('message', (message, socket) => {
      const told = message as FromCarrier
      if (told.kind === 'ready') ready.resolve()
      else settle(told, socket instanceof Socket ? socket : undefined)
    })
    child.once('close', () => {
      carrier = undefined
      started = undefined
      const gone = isClosed ? new TaskNotRunningError() : new CarrierGoneError(lastWords)
      ready.reject(gone)
      for (const { fail } of [...waiters.values()]) fail(gone)
    })
    await ready.promise
    return child
  }

  function settle(told: Exclude<FromCarrier, { kind: 'ready' }>, socket: Socket | undefined): void {
    const waiter = waiters.get(told.id)
    if (waiter === undefined) socket?.destroy()
    else if (socket === undefined) waiter.fail(new TaskPortClosedError(waiter.port))
    else {
      keep(socket)
      waiter.take(socket)
    }
  }

  function keep(socket: Socket): void {
    // Before anything of it is read: its end shall not end what is said to it.
    socket.allowHalfOpen = true
    // Whoever reads it sees its end; nobody may have begun to.
    socket.on('error', () => undefined)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }

  async function openSoon(port: number, signal: AbortSignal): Promise<Socket> {
    for (let carriers = 1; ; carriers++) {
      try {
        return await open(port, signal)
      } catch (error) {
        if (!(error instanceof CarrierGoneError) || carriers === carriersMax) throw error
      }
    }
  }

  async function open(port: number, signal: AbortSignal): Promise<Socket> {
    const id = ids++
    const { promise, resolve, reject } = Promise.withResolvers<Socket>()
    waiters.set(id, { port, take: resolve, fail: reject })
    const tell = (message: ToCarrier) => started?.connected && started.send(message)
    const abort = () => reject(signal.reason)
    const timer = setTimeout(() => reject(new TaskPortClosedError(port)), connectMsMax)
    signal.addEventListener('abort', abort)
    try {
      await Promise.race([useCarrier(), promise])
      tell({ id, port })
      return await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      waiters.delete(id)
      tell({ abandon: id })
    }
  }

  // A first connection should not wait for it; whether it can be started, the first connection says.
  useCarrier().catch(() => undefined)

  return {
    async connect(port, signal) {
      signal.throwIfAborted()
      if (isClosed) throw new TaskNotRunningError()
      if (sockets.size + waiters.size >= taskConnectionsMax) throw new TaskBusyError('connections', taskConnectionsMax)
      const socket = await openSoon(port, signal)
      const destroy = () => socket.destroy()
      signal.addEventListener('abort', destroy)
      socket.once('close', () => signal.removeEventListener('abort', destroy))
      if (signal.aborted) destroy()
      return socket
    },
    async close() {
      isClosed = true
      for (const socket of sockets) socket.destroy()
      const child = started
      if (child !== undefined) {
        const gone = once(child, 'close')
        child.kill('SIGKILL')
        await gone
      }
      // One that was only being started ends as soon as it has.
      await carrier?.catch(() => undefined)
    },
  }
}

class CarrierGoneError extends HostFaultError {
  constructor(lastWords: string) {
    const words = lastWords.trim().split('\n').at(-1) ?? ''
    super('other', `nothing could connect to the task${words === '' ? '' : ` (${words})`}`)
  }
}
