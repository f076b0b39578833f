/** Runs a program beside a task of the buyer's, its three streams and its end over a line. */
import type { Line } from '@millrace/p2p'
import { encodeFrame, MalformedError, type OpeningFrame, type PeerStream } from '@millrace/protocol'
import type { RunningProgram } from '@millrace/runtime'
import type { NodeContext, Peer } from '../node-context.ts'
import { openLine } from './open-line.ts'
import type { ReachedTask } from './service-desk.ts'
import { startingError } from './starting-error.ts'
import { written } from './written.ts'

type ExecFrame = Extract<OpeningFrame, { type: 'exec' }>

/** @throws a typed error before the program runs; later the line is broken off. */
export async function serveExec(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
  frame: ExecFrame,
): Promise<void> {
  const { services } = context
  const { startWaitMsMax, connectWaitMsMax, farewellMsMax } = services.limits
  const task = services.find(frame, peer.remote)
  using _turn = services.enter(task, 'programs')
  using opening = openLine(context, stream, frames, task, startWaitMsMax + connectWaitMsMax)
  const { line, signal } = opening
  const { command, environment, terminal } = frame
  const asked = { command, environment, ...(terminal === undefined ? {} : { terminal }) }
  const program = await task.reach.exec(asked, { signal }).catch((error: unknown) => {
    throw startingError(signal, error)
  })
  using ends = new DisposableStack()
  ends.defer(() => program.end())
  opening.settle()
  await stream.send(encodeFrame({ type: 'started' }))
  const breakOff = () => {
    line.reset()
    program.end()
  }
  program.stdin.on('error', () => program.stdin.destroy())
  // Who ended its side and then goes is heard by no reader.
  void line.broken.then(breakOff)
  task.signal.addEventListener('abort', breakOff, { once: true })
  const told = tell(line, program, task)
  const heard = hear(line, program, task)
  for (const way of [told, heard]) way.catch(breakOff)
  await Promise.allSettled([told])
  const callOff = context.deadlines.after(farewellMsMax, () => line.reset())
  await Promise.allSettled([heard])
  callOff()
  task.signal.removeEventListener('abort', breakOff)
}

/** What the buyer says goes to the program as long as that listens. */
async function hear(line: Line, { stdin, resize }: RunningProgram, task: ReachedTask): Promise<void> {
  for (let event = await line.next(); event !== undefined; event = await line.next()) {
    if (event.type === 'resize') resize?.(event.columns, event.rows)
    else if (event.type !== 'data') throw new MalformedError('line frame', 'data or resize', event.type)
    else {
      await task.passage()
      if (stdin.writable) await written(stdin, event.bytes).catch(() => stdin.destroy())
    }
  }
  stdin.end()
}

async function tell(line: Line, { output, result }: RunningProgram, task: ReachedTask): Promise<void> {
  for await (const { stream, bytes } of output) {
    await task.passage()
    await line.send(stream, bytes)
  }
  const { exitCode, signal } = await result
  line.tell({ type: 'exit', ...(exitCode === undefined ? { ...(signal && { signal }) } : { exitCode }) })
  line.end()
}
