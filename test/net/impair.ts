/**
 * A TCP proxy that makes a link bad: delay, jitter, bandwidth and loss each way, silence, and cuts. There is no `netem` in many
 * kernels; this needs none.
 *
 * Each direction of each connection has a queue of bounded bytes: when it is full, the sender is no longer read, and TCP holds it back.
 * An end of one side comes out at the other after all that was queued before it; a reset comes out at once.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createPipe, type Pipe } from './impaired-pipe.ts'
import { createLinkSchedule, type Impairment, type LinkSchedule } from './impairment.ts'

/** Connections through one proxy. */
export const proxyConnectionsMax = 1_024

/** `up` is from who connects to the target. */
export type Direction = 'up' | 'down'
export const directions = ['up', 'down'] as const

export type ProxyInit = {
  readonly listen: { readonly host: string; readonly port: number }
  readonly target: { readonly host: string; readonly port: number }
  readonly up?: Partial<Impairment>
  readonly down?: Partial<Impairment>
}

export type ProxyCounts = {
  /** Open now. */
  readonly connections: number
  /** Ever accepted. */
  readonly accepted: number
  /** Bytes passed on. */
  readonly upBytes: number
  readonly downBytes: number
  readonly losses: number
}

export type ImpairedProxy = {
  readonly port: number
  counts(): ProxyCounts
  /** Changes a direction for bytes that come from now on, on connections that stand too. */
  impair(direction: Direction, impairment: Partial<Impairment>): void
  /** Passes nothing on, ends included, and closes nothing; what comes is held. */
  stall(...which: readonly Direction[]): void
  /** Lets all that was held out, and the rest as before. */
  resume(...which: readonly Direction[]): void
  /** Resets every connection. New ones are taken. */
  cut(): void
  /** Ends listening and resets what is open. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

type Connection = {
  readonly pipes: Readonly<Record<Direction, Pipe>>
  readonly closed: Promise<unknown>
  reset(): void
}

/**
 * Starts a proxy and returns once it listens.
 *
 * @param components.randomOf - returns a generator of numbers from 0 up to 1 for jitter and loss: each direction of each connection
 * has its own, numbered in the order of connecting, so that one does not disturb another.
 */
export async function createImpairedProxy(
  { randomOf }: { readonly randomOf: (stream: number) => () => number },
  init: ProxyInit,
): Promise<ImpairedProxy> {
  const connections = new Set<Connection>()
  const links: Record<Direction, Partial<Impairment>> = { up: init.up ?? {}, down: init.down ?? {} }
  // What makes no sense is refused here, not when someone connects.
  for (const direction of directions) createLinkSchedule(links[direction], () => 0)
  const stalled = new Set<Direction>()
  const total = { accepted: 0, up: 0, down: 0, losses: 0 }

  const accept = (client: Socket): void => {
    const target = connect({ ...init.target, allowHalfOpen: true, noDelay: true })
    const stream = total.accepted * directions.length
    total.accepted++
    const pipe = (direction: Direction, from: Socket, to: Socket): Pipe => {
      const random = randomOf(stream + directions.indexOf(direction))
      const schedule: LinkSchedule = createLinkSchedule(links[direction], random)
      const onPassed = (bytes: number, losses: number): void => {
        total[direction] += bytes
        total.losses += losses
      }
      return createPipe({ from, to, schedule, onPassed, stalled: stalled.has(direction) })
    }
    const pipes = { up: pipe('up', client, target), down: pipe('down', target, client) }
    const connection: Connection = {
      pipes,
      closed: Promise.all([client, target].map((socket) => new Promise((resolve) => socket.once('close', resolve)))),
      reset() {
        for (const direction of directions) pipes[direction].close()
        for (const socket of [client, target]) resetNow(socket)
      },
    }
    connections.add(connection)
    for (const socket of [client, target]) {
      // A reset or refused side resets the other: that is all there is to tell it.
      socket.on('error', connection.reset)
      socket.on('close', () => {
        // What still comes from it may be under way; what goes to it is lost.
        pipes[socket === client ? 'down' : 'up'].close()
      })
    }
    void connection.closed.then(() => connections.delete(connection))
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept)
  server.maxConnections = proxyConnectionsMax
  server.listen(init.listen)
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined
    server.close()
    const open = [...connections]
    for (const { reset } of open) reset()
    await Promise.all([closed, ...open.map((connection) => connection.closed)])
  }
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({
      connections: connections.size,
      accepted: total.accepted,
      upBytes: total.up,
      downBytes: total.down,
      losses: total.losses,
    }),
    impair(direction, impairment) {
      createLinkSchedule({ ...links[direction], ...impairment }, () => 0)
      links[direction] = { ...links[direction], ...impairment }
      for (const { pipes } of connections) pipes[direction].change(impairment)
    },
    stall(...which) {
      for (const direction of which.length === 0 ? directions : which) {
        stalled.add(direction)
        for (const { pipes } of connections) pipes[direction].stall()
      }
    },
    resume(...which) {
      for (const direction of which.length === 0 ? directions : which) {
        stalled.delete(direction)
        for (const { pipes } of connections) pipes[direction].resume()
      }
    },
    cut() {
      for (const { reset } of connections) reset()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A socket that still connects would wait for that before it resets. */
function resetNow(socket: Socket): void {
  if (socket.connecting) socket.destroy()
  else socket.resetAndDestroy()
}
