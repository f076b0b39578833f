/** Joins a line of a buyer's to a port of its task, both ways, at the pace of the slower end. */
import type { Duplex } from 'node:stream'
import type { Line } from '@millrace/p2p'
import { encodeFrame, MalformedError, type OpeningFrame, type PeerStream } from '@millrace/protocol'
import type { NodeContext, Peer } from '../node-context.ts'
import { RefusalError } from '../refusal-error.ts'
import { openLine } from './open-line.ts'
import type { ReachedTask } from './service-desk.ts'
import { startingError } from './starting-error.ts'
import { written } from './written.ts'

type ConnectFrame = Extract<OpeningFrame, { type: 'connect' }>

/** @throws a typed error before the two are joined; later the line is broken off. */
export async function serveConnect(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
  frame: ConnectFrame,
): Promise<void> {
  const { services } = context
  const { startWaitMsMax, connectWaitMsMax } = services.limits
  const task = services.find(frame, peer.remote)
  if (!task.ports.has(frame.port)) {
    throw new RefusalError('TASK_PORT_UNKNOWN', `The request of the task names no port ${frame.port}.`)
  }
  using _turn = services.enter(task, 'connections')
  using opening = openLine(context, stream, frames, task, startWaitMsMax + connectWaitMsMax)
  const { line, signal } = opening
  const port = await task.reach.connect(frame.port, { signal }).catch((error: unknown) => {
    throw startingError(signal, error)
  })
  using ends = new DisposableStack()
  ends.defer(() => port.destroy())
  opening.settle()
  await stream.send(encodeFrame({ type: 'connected' }))
  await join(line, port, task)
}

/** Resolves when both ways have ended, or either end is broken. */
async function join(line: Line, port: Duplex, task: ReachedTask): Promise<void> {
  const breakOff = () => {
    line.reset()
    port.destroy()
  }
  port.on('error', breakOff)
  // Who ended its side and then goes is heard by no reader.
  void line.broken.then(breakOff)
  task.signal.addEventListener('abort', breakOff, { once: true })
  const ways = [toPort(line, port, task), fromPort(line, port, task)]
  for (const way of ways) way.catch(breakOff)
  await Promise.allSettled(ways)
  task.signal.removeEventListener('abort', breakOff)
}

async function toPort(line: Line, port: Duplex, task: ReachedTask): Promise<void> {
  for (let event = await line.next(); event !== undefined; event = await line.next()) {
    if (event.type !== 'data') throw new MalformedError('line frame', 'data', event.type)
    await task.passage()
    await written(port, event.bytes)
  }
  port.end()
}

async function fromPort(line: Line, port: Duplex, task: ReachedTask): Promise<void> {
  // The end of what it says is not the end of what it hears.
  for await (const piece of port.iterator({ destroyOnReturn: false })) {
    await task.passage()
    await line.send('data', piece as Uint8Array)
  }
  line.end()
}
