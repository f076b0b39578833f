/**
 * A process on a host of the lab, asked by name: the process's end. It ends when the test does, however that ends.
 *
 * An error goes back with its name, its message and, where it has one, its code.
 */

/** What a process answers to, by name: each takes one argument that can be cloned and returns, or resolves with, another. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>

export type ActorRequest =
  | { readonly type: 'settings'; readonly settings: unknown }
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }

export type ActorMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'event'; readonly event: unknown }
  | { readonly type: 'returned'; readonly id: number; readonly value: unknown }
  | { readonly type: 'threw'; readonly id: number; readonly error: ThrownError }

/** An error as it crosses the channel. */
type ThrownError = { readonly name: string; readonly message: string; readonly code?: string }

export type Served<H extends Handlers> = {
  readonly handlers: H
  /** Ends what the process holds, when it is asked to end. */
  readonly close?: () => Promise<void>
}

/** Takes the settings from the test, starts, and answers until the test or a signal ends the process. */
export function serveActor<S, H extends Handlers>(
  start: (settings: S, tell: (event: unknown) => void) => Promise<Served<H>>,
): void {
  let served: Promise<Served<H>> | undefined
  process.on('message', (request: ActorRequest) => {
    if (request.type === 'call') {
      void answer(served, request).then(send)
      return
    }
    served = start(request.settings as S, (event) => send({ type: 'event', event }))
    // A start that fails is an unhandled rejection: it ends the process, and its output says why.
    void served.then(() => send({ type: 'ready' }))
  })
  process.once('disconnect', () => process.exit())
  process.once('SIGTERM', () => {
    void (served ?? Promise.resolve(undefined)).then((started) => started?.close?.()).finally(() => process.exit())
  })
}

async function answer<H extends Handlers>(
  served: Promise<Served<H>> | undefined,
  { id, name, argument }: ActorRequest & { type: 'call' },
): Promise<ActorMessage> {
  try {
    const handler = (await served)?.handlers[name] as ((argument: unknown) => unknown) | undefined
    if (handler === undefined) throw new RangeError(`nothing answers to "${name}"`)
    return { type: 'returned', id, value: await handler(argument) }
  } catch (error) {
    const { name: kind, message, code } = error as Error & { code?: string }
    return { type: 'threw', id, error: { name: kind, message, ...(typeof code === 'string' && { code }) } }
  }
}

/** Sends to the test; one that is gone ends this process by itself. */
function send(message: ActorMessage): void {
  process.send?.(message, undefined, undefined, () => undefined)
}
