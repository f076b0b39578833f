/**
 * A stand-in for a sandbox at its port: runs a few commands in this process, so that tests decide when and how they end.
 *
 *   upper PATH   writes its first input in capitals to the output PATH
 *   hold         runs until the gate opens, it is told to end, or it is cancelled
 *   stubborn     as `hold`, but heeds no SIGTERM
 *   say TEXT     logs it
 *   break        fails as the machine does, after the gate
 */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  HostFaultError,
  hostileFamilies,
  type RunningTask,
  type SandboxCapabilities,
  type TaskResult,
  type TaskSandbox,
  type TaskSpec,
} from '@millrace/sandbox'
import { createTaskListeners, reachFake, type TaskListeners } from './task-listeners.ts'

export type FakeTaskSandbox = TaskSandbox & {
  readonly listeners: TaskListeners
  readonly specs: TaskSpec[]
  readonly signals: string[]
  /** Tasks that began and ended. */
  readonly count: { begun: number; ended: number }
  gate: PromiseWithResolvers<void>
}

/** What the stand-in gives at most. */
export const limitsMax = {
  ...{ wallMsMax: 3_600_000, cpuMsMax: 3_600_000 * 64, memoryBytesMax: 2 ** 34, processesMax: 1_024 },
  ...{ diskBytesMax: 2 ** 30, filesMax: 10_000, logBytesMax: 2 ** 20, openFilesMax: 1_024, cpus: 64 },
}

export function createFakeTaskSandbox(folder: string, changed: Partial<SandboxCapabilities> = {}): FakeTaskSandbox {
  const isolation = Object.fromEntries(hostileFamilies.map((family) => [family, true]))
  const capabilities = {
    ...{ isolation, images: ['host'], networkOutbound: true, gpusMax: 0, services: false, limitsMax },
    ...{ tasksMax: 4, unheld: [], ...changed },
  } as SandboxCapabilities
  const sandbox: FakeTaskSandbox = {
    ...{ name: 'bubblewrap', capabilities, specs: [], signals: [], count: { begun: 0, ended: 0 } },
    listeners: createTaskListeners(),
    gate: Promise.withResolvers(),
    load: () => ({ tasks: sandbox.count.begun - sandbox.count.ended, tasksMax: capabilities.tasksMax }),
    async start(spec, { signal, onLog }) {
      sandbox.specs.push(spec)
      sandbox.count.begun++
      const term = Promise.withResolvers<void>()
      const [program = '', argument = ''] = spec.command
      const beganAt = performance.now()
      const result = (outcome: TaskResult['outcome'], more: Partial<TaskResult> = {}): TaskResult => ({
        ...{ outcome, exitCode: outcome === 'exited' ? 0 : undefined, signal: undefined, refusal: undefined },
        usage: { wallMs: performance.now() - beganAt, cpuMs: 1, memoryBytesPeak: 1, diskBytes: 1 },
        ...{ outputs: [], ...more },
      })
      const work = async (): Promise<TaskResult> => {
        if (program === 'say') onLog?.({ stream: 'stdout', text: argument })
        if (program === 'upper') {
          const text = (await readFile(spec.inputs[0]?.source ?? '', 'utf8')).toUpperCase()
          const file = join(await mkdtemp(join(folder, 'result-')), '1')
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, text)
          onLog?.({ stream: 'stdout', text: `read ${text.length}\n` })
          return result('exited', { outputs: [{ path: argument, bytes: text.length, sha256: '', file }] })
        }
        if (program === 'hold' || program === 'stubborn' || program === 'break') {
          onLog?.({ stream: 'stdout', text: 'holding\n' })
          const cancelled = new Promise<'cancelled'>((resolve) => {
            if (signal.aborted) resolve('cancelled')
            signal.addEventListener('abort', () => resolve('cancelled'))
          })
          const opened = sandbox.gate.promise.then(() => 'exited' as const)
          const told = term.promise.then(() => 'signalled' as const)
          const end = await Promise.race([cancelled, opened, ...(program === 'stubborn' ? [] : [told])])
          if (program === 'break' && end === 'exited') throw new HostFaultError('other', 'the test broke it')
          return result(end, end === 'signalled' ? { signal: 'SIGTERM' } : {})
        }
        return result('exited')
      }
      const running: RunningTask = {
        id: String(sandbox.count.begun),
        result: work().finally(() => {
          sandbox.count.ended++
        }),
        signal(name) {
          sandbox.signals.push(name)
          if (name === 'SIGTERM') term.resolve()
        },
      }
      running.result.catch(() => undefined)
      if (!capabilities.services) return running
      const environment = { ...spec.environment, ...spec.secrets }
      return { ...running, ...reachFake(sandbox.listeners, environment, running.result) }
    },
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
  return sandbox
}
