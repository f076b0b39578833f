/**
 * A process on a host of the lab, asked by name: the test's end. The process's end is `serve-actor.ts`.
 *
 * Messages are structured clones, so amounts stay bigints and bytes stay bytes.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Host, SpawnOptions } from './lab-host.ts'
import type { ActorMessage, ActorRequest, Handlers } from './serve-actor.ts'

/** Milliseconds until an actor is ready: two busy cores load our code in seconds. */
const readyMsMax = 60_000
/** Milliseconds that an actor gets to end by itself. */
const stopMsMax = 8_000
/** Characters of its output that are kept to explain its death. */
const outputCharsMax = 8_000

/** What a process answers, by name; the types are the handlers' own. */
export type Actor<H extends Handlers> = {
  readonly process: ChildProcess
  /** Asks the process. Rejects with what it threw there, or when it ends first; on abort with the signal's reason. */
  call<Name extends keyof H & string>(
    name: Name,
    argument: Parameters<H[Name]>[0],
    options?: { readonly signal?: AbortSignal },
  ): Promise<Awaited<ReturnType<H[Name]>>>
  /** What it told by itself so far, in order. */
  readonly events: readonly unknown[]
  /** Returns the first event, told or to come, for which the check holds. */
  event<T>(check: (event: unknown) => event is T, options?: { readonly signal?: AbortSignal }): Promise<T>
  /** The end of what it printed. */
  output(): string
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a script that calls `serveActor`, with its settings. Returns once it serves. */
export async function startActor<H extends Handlers>(
  host: Pick<Host, 'name' | 'fork'>,
  script: URL,
  settings: unknown,
  options: SpawnOptions = {},
): Promise<Actor<H>> {
  const child = host.fork(script, [], options)
  const name = `${script.pathname.split('/').at(-1)} on ${host.name}`
  let output = ''
  const keep = (data: Buffer): void => {
    output = (output + data.toString('utf8')).slice(-outputCharsMax)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = once(child, 'exit').then(
    ([code, signal]) => new Error(`${name} ended (${code ?? signal}):\n${output}`),
    (cause: unknown) => new Error(`${name} could not be started`, { cause }),
  )
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  const ready = Promise.withResolvers<void>()
  const events: unknown[] = []
  const watchers = new Set<(event: unknown) => void>()
  child.on('message', (message: ActorMessage) => {
    if (message.type === 'ready') return ready.resolve()
    if (message.type === 'event') {
      events.push(message.event)
      for (const watch of watchers) watch(message.event)
      return
    }
    const answer = asked.get(message.id)
    asked.delete(message.id)
    if (message.type === 'returned') answer?.resolve(message.value)
    else answer?.reject(Object.assign(new Error(`${name}: ${message.error.message}`), message.error))
  })
  void ended.then((reason) => {
    ready.reject(reason)
    for (const answer of asked.values()) answer.reject(reason)
    asked.clear()
  })
  const late = setTimeout(() => ready.reject(new Error(`${name} was not ready in time:\n${output}`)), readyMsMax)
  let id = 0
  const send = (request: ActorRequest): void => {
    child.send(request, (error) => {
      // A channel that is closed belongs to a process that ends: that is the reason worth telling.
      if (error !== null && request.type === 'call') void ended.then((reason) => asked.get(request.id)?.reject(reason))
    })
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
    await ended
    clearTimeout(timer)
  }
  send({ type: 'settings', settings })
  try {
    await ready.promise
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(late)
  }
  return {
    process: child,
    events,
    output: () => output,
    stop,
    [Symbol.asyncDispose]: stop,
    async call(name, argument, { signal } = {}) {
      const answer = Promise.withResolvers<unknown>()
      if (child.exitCode !== null || child.signalCode !== null) throw await ended
      const own = ++id
      asked.set(own, answer)
      send({ type: 'call', id: own, name, argument })
      return (await orAborted(answer.promise, signal, () => asked.delete(own))) as never
    },
    event(check, { signal } = {}) {
      const known = events.find(check)
      if (known !== undefined) return Promise.resolve(known)
      const seen = Promise.withResolvers<never>()
      const watch = (event: unknown): void => void (check(event) && seen.resolve(event as never))
      watchers.add(watch)
      void ended.then(seen.reject)
      return orAborted(seen.promise, signal, () => undefined).finally(() => watchers.delete(watch))
    },
  }
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, forget: () => void): Promise<T> {
  if (signal === undefined) return promise
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => {
    forget()
    aborted.reject(signal.reason)
  }
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
