/** The start of a task that a provider has taken, as its buyer reaches it: lines on the connection that the run is on. */
import type { Line, LineBudget } from '@millrace/p2p'
import { protocolVersion } from '@millrace/protocol'
import { untilAborted } from '../abortable.ts'
import type { Part } from '../run-part.ts'
import { duplexOverLine } from './line-duplex.ts'
import { execOverLine } from './line-exec.ts'
import { lineError, openServiceLine } from './service-line.ts'
import type { TaskEnd, TaskInstance, TaskNotice } from './task-instance.ts'

/** An instance, and how it is told what becomes of its run. */
export type HeldInstance = {
  readonly instance: TaskInstance
  notice(notice: TaskNotice): void
  /** It has ended: what still goes to it is broken off, with the error. */
  end(end: TaskEnd, error: Error): void
}

export function holdInstance({ lease, sequence }: Part, budget: LineBudget): HeldInstance {
  const { link, leaseId, quote } = lease
  const ended = Promise.withResolvers<TaskEnd>()
  const noticed = Promise.withResolvers<TaskNotice>()
  let over: Error | undefined
  const ending = new AbortController()
  const lines = new Set<Line>()

  const explain = (error: unknown) => over ?? lineError(link, error)

  function keep(line: Line): Line {
    lines.add(line)
    void line.over.then(() => lines.delete(line))
    if (over !== undefined) line.reset()
    return line
  }

  async function open(opening: Parameters<typeof openServiceLine>[2], signal: AbortSignal): Promise<Line> {
    if (over !== undefined) throw over
    const either = AbortSignal.any([signal, ending.signal])
    return keep(await untilAborted(openServiceLine(link, budget, opening, { signal: either }), either))
  }

  const instance: TaskInstance = {
    provider: link.node,
    operator: quote.operator,
    leaseId,
    sequence,
    async connect(port, { signal }) {
      const line = await open({ v: protocolVersion, type: 'connect', leaseId, sequence, port }, signal)
      return duplexOverLine(line, explain)
    },
    async exec({ command, environment = {}, terminal }, { signal }) {
      const program = { command: [...command], environment: { ...environment } }
      const size = terminal === undefined ? {} : { terminal: { ...terminal } }
      const opening = { v: protocolVersion, type: 'exec', leaseId, sequence, ...program, ...size } as const
      const exec = execOverLine(await open(opening, signal), explain)
      signal.addEventListener('abort', exec.end, { once: true })
      const forget = () => signal.removeEventListener('abort', exec.end)
      exec.result.then(forget, forget)
      return exec
    },
    noticed: noticed.promise,
    ended: ended.promise,
  }
  return {
    instance,
    notice: noticed.resolve,
    end(end, error) {
      over = error
      ending.abort(error)
      for (const line of lines) line.reset()
      ended.resolve(end)
    },
  }
}
