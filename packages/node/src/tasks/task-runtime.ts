/**
 * A sandbox for native tasks as a runtime: the kind of sandbox is the model, a task the only work it does. Inputs come from the
 * node's object storage, read-only; outputs go there. What the machine fails at passes through as a typed error, never as a result.
 */
import { mkdirSync, rmSync } from 'node:fs'
import {
  modelRoot,
  type TaskRequest,
  type TaskSandboxName,
  taskInputUnits,
  taskSandboxContent,
} from '@millrace/protocol'
import { ModelNotServedError, type Runtime, RuntimeBusyError, type RuntimeModel } from '@millrace/runtime'
import { type TaskLimits, type TaskSandbox, unmetNeeds } from '@millrace/sandbox'
import type { ObjectStorage } from '@millrace/storage'
import { RefusalError } from '../refusal-error.ts'
import { streamTask } from './stream-task.ts'
import { type TaskTimes, taskLimits } from './task-limits.ts'
import { taskSpecOf } from './task-spec.ts'

/** The largest limits of one task that the owner gives; what is left out, the sandbox says. */
export type TaskCaps = Partial<TaskLimits> & {
  /** Whether tasks may reach the Internet, where the sandbox holds them to it. Off when left out. */
  readonly networkOutbound?: boolean
  readonly gpus?: number
}

export type TaskRuntimeComponents = {
  /** Closed with the runtime. */
  readonly sandbox: TaskSandbox
  /** The node's own, where buyers put inputs. */
  readonly storage: ObjectStorage
  /** Milliseconds of a monotonic clock; the system's when left out. */
  readonly now?: () => number
}

export type TaskRuntimeInit = {
  /** A directory of its own for inputs of running tasks, on the storage's file system so that they need not be copied. Emptied at the start. */
  readonly directory: string
  readonly caps?: TaskCaps
  /** The kind of sandbox that buyers order; its name when left out. */
  readonly kind?: TaskSandboxName
  readonly times?: Partial<TaskTimes>
  /** The tasks that are held, where several runtimes share the slots of one machine; each runtime its own when left out. */
  readonly held?: Set<object>
}

/** Returns the runtime over a sandbox. @throws what the file system answers when the directory cannot be made. */
export function createTaskRuntime(components: TaskRuntimeComponents, init: TaskRuntimeInit): Runtime {
  const { sandbox, storage, now = () => performance.now() } = components
  const { directory, caps = {}, held = new Set<object>() } = init
  const times: TaskTimes = { ...taskLimits, ...init.times }
  if (sandbox.name === 'webassembly') throw new TypeError('WebAssembly runs batches, not native tasks.')
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true, mode: 0o711 })
  const content = taskSandboxContent(init.kind ?? sandbox.name)
  const root = modelRoot(content)
  const model: RuntimeModel = {
    ...{ root, name: content.name, workloads: content.workloads, contextTokensMax: content.contextTokensMax },
    exactness: 'opaque',
  }
  const refuse = async (asked: string, { kind }: { readonly kind: RuntimeModel['workloads'][number] }) => {
    throw asked === root ? new ModelNotServedError(asked, kind) : new ModelNotServedError(asked)
  }
  const close = () => sandbox.close()
  return {
    models: [model],
    load(asked) {
      const isOurs = asked === undefined || asked === root
      return { slots: isOurs ? sandbox.load().tasksMax : 0, running: isOurs ? held.size : 0, queued: 0, queuedMax: 0 }
    },
    generate: refuse,
    embed: refuse,
    async start(asked, request, { signal, secrets = {} }) {
      if (asked !== root) throw new ModelNotServedError(asked)
      signal.throwIfAborted()
      requireHeld(request, sandbox, caps)
      const { tasksMax } = sandbox.load()
      if (held.size >= tasksMax) throw new RuntimeBusyError(tasksMax, 0)
      const slot = {}
      held.add(slot)
      const release = () => held.delete(slot)
      const streamed = streamTask({ sandbox, storage, now, directory, times }, { request, secrets, signal, release })
      return { inputUnits: taskInputUnits(request), ...streamed }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** @throws {RefusalError} TASK_NOT_HELD, TASK_TOO_LARGE */
function requireHeld(request: TaskRequest, { name, capabilities }: TaskSandbox, caps: TaskCaps): void {
  const spec = taskSpecOf(request, {})
  const { networkOutbound = false, gpus, ...most } = caps
  const names = Object.keys(most) as (keyof TaskLimits)[]
  const tooLarge = names.filter((limit) => spec.limits[limit] > (most[limit] ?? Number.POSITIVE_INFINITY))
  if (gpus !== undefined && spec.gpus > gpus) {
    throw new RefusalError('TASK_TOO_LARGE', `The task asks for ${spec.gpus} GPUs, and this node gives ${gpus}.`)
  }
  if (tooLarge.length > 0) {
    const said = tooLarge.map((limit) => `${limit} of ${spec.limits[limit]}, of which it gives ${most[limit]}`)
    throw new RefusalError('TASK_TOO_LARGE', `The task asks this node for ${said.join('; ')}.`)
  }
  const unmet = [...unmetNeeds(spec, capabilities)]
  if (spec.network === 'outbound' && !networkOutbound) unmet.push('network outbound')
  if (unmet.length > 0) {
    throw new RefusalError('TASK_NOT_HELD', `The ${name} sandbox of this node does not hold: ${unmet.join('; ')}.`)
  }
}
