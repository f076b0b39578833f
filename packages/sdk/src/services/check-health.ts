/**
 * Whether an instance of a service is well: asked by whoever ordered it, over the network, as its users will.
 *
 * Until the first good answer it is asked more often, and failures within the grace period say nothing.
 */
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HealthCheck } from '@millrace/workloads'
import { describeError } from '../buyer-error.ts'
import type { TaskInstance } from './task-instance.ts'

export const healthLimits = {
  /** Time between two looks at an instance that has not answered yet. */
  firstIntervalMs: 250,
  /** Without a check of its own: time for one connection to the first port. */
  readyTimeoutMs: 5_000,
  /** Bytes of the answer's head. */
  headBytesMax: 16_384,
} as const

export type HealthWatch = {
  readonly instance: TaskInstance
  readonly check: HealthCheck | undefined
  /** Asked where there is no check. */
  readonly firstPort: number
  readonly now: () => number
  readonly pause: (ms: number, options: { readonly signal: AbortSignal }) => Promise<void>
  readonly onChange: (isHealthy: boolean, reason: string) => void
}

/** Asks again and again and tells changes; resolves on abort, and when there is nothing more to ask. Never rejects. */
export async function watchHealth(watch: HealthWatch, { signal }: { readonly signal: AbortSignal }): Promise<void> {
  const { instance, check, firstPort, now, pause, onChange } = watch
  const beganAtMs = now()
  const { timeoutMs, intervalMs, failuresMax, graceMs } = check ?? readiness
  let failures = 0
  let isHealthy: boolean | undefined
  while (!signal.aborted) {
    const problem = await problemOf(instance, check?.check ?? { kind: 'tcp', port: firstPort }, timeoutMs, signal)
    if (signal.aborted) return
    if (problem === undefined) {
      failures = 0
      if (isHealthy !== true) onChange(true, 'it answers')
      isHealthy = true
      if (check === undefined) return
    } else if (isHealthy !== undefined || now() - beganAtMs >= graceMs) {
      failures++
      if (isHealthy !== false && failures >= failuresMax) {
        isHealthy = false
        onChange(false, problem)
      }
    }
    await pause(isHealthy === true ? intervalMs : Math.min(intervalMs, healthLimits.firstIntervalMs), { signal }).catch(
      // An abort ends the loop.
      () => undefined,
    )
  }
}

const readiness = {
  timeoutMs: healthLimits.readyTimeoutMs,
  intervalMs: healthLimits.firstIntervalMs,
  failuresMax: Number.POSITIVE_INFINITY,
  graceMs: Number.POSITIVE_INFINITY,
}

/** Returns what is wrong, undefined when nothing is. */
async function problemOf(
  instance: TaskInstance,
  check: HealthCheck['check'],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    if (check.kind === 'command') return await problemOfCommand(instance, check.command, bounded)
    const stream = await instance.connect(check.port, { signal: bounded })
    try {
      return check.kind === 'http' ? await problemOfAnswer(stream, check.path, bounded) : undefined
    } finally {
      stream.destroy()
    }
  } catch (error) {
    return bounded.aborted ? `no answer within ${timeoutMs} ms` : describeError(error)
  }
}

async function problemOfCommand(instance: TaskInstance, command: readonly string[], signal: AbortSignal) {
  const exec = await instance.exec({ command }, { signal })
  // A program whose output nobody reads waits.
  const drained = (async () => {
    for await (const _chunk of exec.output) signal.throwIfAborted()
  })()
  const [{ exitCode, signal: by }] = await Promise.all([exec.result, drained])
  return exitCode === 0 ? undefined : `the check ended with ${exitCode === undefined ? by : `status ${exitCode}`}`
}

/** As Kubernetes has it: any status from 200 to 399 is well. */
function problemOfAnswer(stream: Duplex, path: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ method: 'GET', path, signal, maxHeaderSize: healthLimits.headBytesMax },
      headers: { host: 'localhost', 'user-agent': 'millrace-health', connection: 'close' },
      createConnection: () => stream,
    })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const { statusCode = 0 } = answer
      answer.destroy()
      resolve(statusCode >= 200 && statusCode < 400 ? undefined : `status ${statusCode}`)
    })
    asked.end()
  })
}
