/**
 * Which instance the next connection goes to: of those that are well, the one with the fewest; where none is, connections wait a
 * while for a successor, so that a lost host costs its users seconds and no errors.
 */
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { MillraceError } from '@millrace/protocol'
import type { ServiceInstance, ServiceRun } from '@millrace/sdk'

export const ingressLimits = {
  /** Connections of all ports of a service at a time; more are refused. */
  connectionsMax: 1_024,
  /** Time a connection waits for an instance that is well: a lost host is replaced within it. */
  waitMsMax: 20_000,
  /** Time between two looks for one. */
  lookMs: 50,
  /** Instances that are tried for one connection. */
  triesMax: 3,
  /** Time a request's head may take to come in. */
  headMsMax: 30_000,
} as const

/** A connection to an instance. */
export type Reached = { readonly start: number; readonly stream: Duplex }

export type ServiceTargets = {
  /** Connects to an instance that is well, and none of `except`. Counts until the stream is closed. @throws {ServiceDownError} */
  reach(
    port: number,
    options: { readonly signal: AbortSignal; readonly except?: ReadonlySet<number> },
  ): Promise<Reached>
  /** Connections now, by start. */
  readonly counts: ReadonlyMap<number, number>
}

export function createServiceTargets(run: Pick<ServiceRun, 'healthy'>, name: string): ServiceTargets {
  const counts = new Map<number, number>()
  let total = 0

  function choose(except: ReadonlySet<number>): ServiceInstance | undefined {
    const fit = run.healthy.filter(({ start }) => !except.has(start))
    return fit.reduce<ServiceInstance | undefined>((least, one) => {
      return least === undefined || countOf(one) < countOf(least) ? one : least
    }, undefined)
  }

  function countOf({ start }: ServiceInstance): number {
    return counts.get(start) ?? 0
  }

  async function connect({ start, instance }: ServiceInstance, port: number, signal: AbortSignal): Promise<Reached> {
    add(start, 1)
    try {
      const stream = await instance.connect(port, { signal })
      stream.once('close', () => add(start, -1))
      return { start, stream }
    } catch (error) {
      add(start, -1)
      throw error
    }
  }

  function add(start: number, change: number): void {
    total += change
    const count = (counts.get(start) ?? 0) + change
    if (count === 0) counts.delete(start)
    else counts.set(start, count)
  }

  return {
    counts,
    async reach(port, { signal, except = new Set() }) {
      if (total >= ingressLimits.connectionsMax) throw new ServiceDownError(name, `${total} connections are open`)
      const failed = new Set(except)
      let problem: unknown
      for (let waitedMs = 0; waitedMs <= ingressLimits.waitMsMax; waitedMs += ingressLimits.lookMs) {
        signal.throwIfAborted()
        const chosen = choose(failed)
        if (chosen === undefined) {
          // What failed once may be all there is.
          failed.clear()
          await delay(ingressLimits.lookMs, undefined, { signal })
          continue
        }
        try {
          return await connect(chosen, port, signal)
        } catch (error) {
          signal.throwIfAborted()
          failed.add(chosen.start)
          problem = error
        }
      }
      throw new ServiceDownError(name, 'no instance is well', problem)
    },
  }
}

/** Nothing of the service can be reached now. */
export class ServiceDownError extends MillraceError {
  override readonly name = 'ServiceDownError'

  constructor(service: string, why: string, cause?: unknown) {
    super({
      code: 'SERVICE_DOWN',
      message: `The service ${service} cannot take the connection: ${why}.`,
      hint: 'Try again in a few seconds; "millrace services status" says what its instances do.',
      retryable: true,
      cause,
    })
  }
}
