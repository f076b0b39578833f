import { once } from 'node:events'
import { connect } from 'node:tls'
import { zeroAddress } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { rawTlsServer } from '../test/raw-peer.ts'
import { FramedConnection } from './framed-connection.ts'
import { ReceiveBudget } from './receive-budget.ts'
import { TlsChannel } from './tls-channel.ts'
import { transportLimits } from './transport-limits.ts'

test('a socket that closed before it was handed over is a connection that is closed', async () => {
  const { port, server } = await rawTlsServer((socket) => socket.end())
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  socket.resume()
  await once(socket, 'close')
  server.close()
  const connection = new FramedConnection(
    new TlsChannel(socket),
    { limits: transportLimits, budget: new ReceiveBudget(1), log: undefined },
    { remote: zeroAddress, dialed: true, handler: async () => undefined },
  )
  await connection.closed
  expect(() => connection.openStream()).toThrow(expect.objectContaining({ code: 'PEER_CLOSED' }))
})
