/** A TCP proxy that can stop forwarding without closing anything, as a network that is gone does. */
import { connect, createServer, type Socket } from 'node:net'

export type FreezingProxy = {
  readonly port: number
  /** Sockets that lead through it. */
  readonly open: () => number
  freeze(): void
  /** Ends all connections with a reset, and stops. */
  close(): void
}

export async function startProxy(targetPort: number): Promise<FreezingProxy> {
  const sockets = new Set<Socket>()
  let frozen = false
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('data', (bytes: Buffer) => {
      if (!frozen) to.write(bytes)
    })
    from.on('error', () => from.destroy())
    from.on('close', () => {
      sockets.delete(from)
      if (!frozen) to.destroy()
    })
  }
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: targetPort })
    forward(near, far)
    forward(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  return {
    port: typeof bound === 'object' ? (bound?.port ?? 0) : 0,
    open: () => sockets.size,
    freeze: () => {
      frozen = true
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.resetAndDestroy()
    },
  }
}
