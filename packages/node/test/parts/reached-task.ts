/** Tasks of the stand-in that listen, and what tests do with connections to them. */
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type { TaskInstance, TaskOrder, TaskRun } from '@millrace/sdk'
import { type SdkBuyer, sellingTasks, type TaskFixture, type TaskFixtureInit, taskLimits } from './task-work.ts'

export const signal = (): AbortSignal => AbortSignal.timeout(60_000)

export const ports = [
  { port: 8080, protocol: 'http', name: 'web' },
  { port: 9000, protocol: 'tcp', name: 'raw' },
] as const

/** A node whose stand-in lets tasks be reached. */
export function sellingServices(init: TaskFixtureInit = {}): Promise<TaskFixture> {
  return sellingTasks({ overTls: true, ...init, capabilities: { services: true, ...init.capabilities } })
}

export type Held = AsyncDisposable & {
  readonly run: TaskRun
  readonly instance: TaskInstance
  /** Cancels it. */
  stop(): Promise<void>
}

/** Starts a task that holds, and waits until it can be reached. */
export async function held({ buyer }: SdkBuyer, order: Partial<TaskOrder> = {}): Promise<Held> {
  const abort = new AbortController()
  const run = buyer.task({ command: ['hold'], ports, limits: taskLimits, ...order }, { signal: abort.signal })
  run.result.catch(() => undefined)
  const instance = await run.instance
  const stop = async () => {
    abort.abort(new Error('enough'))
    await run.result.then(
      () => undefined,
      () => undefined,
    )
  }
  return { run, instance, stop, [Symbol.asyncDispose]: stop }
}

/** A listener that says what it hears, and ends when the other side has. */
export function echo(socket: Duplex): void {
  socket.pipe(socket)
}

/** Returns all that comes, to its end. */
export async function allOf(stream: AsyncIterable<unknown>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece as Uint8Array)
  return Buffer.concat(pieces).toString()
}

/** Resolves with the error that a connection is destroyed with. */
export async function failureOf(duplex: Duplex): Promise<unknown> {
  duplex.resume()
  const [error] = await once(duplex, 'error')
  return error
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
