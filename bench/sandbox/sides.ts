/** One way to start a program: bare, or in a sandbox. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TaskImage, TaskSandbox, TaskSpec } from '@millrace/sandbox'

export type Side = {
  readonly name: string
  /** Runs a program that prints something. */
  run(command: readonly string[]): Promise<{ readonly startMs: number; readonly wholeMs: number }>
  /** Resolves when the program has printed something and does nothing more until the signal. */
  startIdle(command: readonly string[], signal: AbortSignal): Promise<{ readonly ended: Promise<unknown> }>
}

/** @param ending - the signal by which it ends with what it started. */
export function bareSide(
  name: string,
  args: readonly string[],
  program: string,
  ending: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Side {
  const start = (command: readonly string[], signal?: AbortSignal) => {
    const child = spawn(program, [...args, ...command], { stdio: ['ignore', 'pipe', 'inherit'] })
    signal?.addEventListener('abort', () => child.kill(ending))
    return { printed: once(child.stdout, 'data'), ended: once(child, 'close') }
  }
  return {
    name,
    async run(command) {
      const startedMs = performance.now()
      const { printed, ended } = start(command)
      await printed
      const startMs = performance.now() - startedMs
      await ended
      return { startMs, wholeMs: performance.now() - startedMs }
    },
    async startIdle(command, signal) {
      const { printed, ended } = start(command, signal)
      await printed
      return { ended }
    },
  }
}

export function sandboxSide(sandbox: TaskSandbox, image: TaskImage = { kind: 'host' }): Side {
  const start = async (command: readonly string[], signal: AbortSignal) => {
    const printed = Promise.withResolvers<void>()
    const task = await sandbox.start(specOf(command, image), { signal, onLog: () => printed.resolve() })
    return { printed: printed.promise, ended: task.result }
  }
  return {
    name: `millrace ${sandbox.name}`,
    async run(command) {
      const startedMs = performance.now()
      const { printed, ended } = await start(command, new AbortController().signal)
      await printed
      const startMs = performance.now() - startedMs
      await ended
      return { startMs, wholeMs: performance.now() - startedMs }
    },
    async startIdle(command, signal) {
      const { printed, ended } = await start(command, signal)
      await printed
      return { ended }
    },
  }
}

function specOf(command: readonly string[], image: TaskImage): TaskSpec {
  return {
    command,
    environment: {},
    secrets: {},
    image,
    inputs: [],
    outputs: [],
    network: 'none',
    gpus: 0,
    limits: {
      wallMsMax: 600_000,
      cpuMsMax: 600_000,
      memoryBytesMax: 64 << 20,
      processesMax: 16,
      diskBytesMax: 16 << 20,
      filesMax: 1_000,
      logBytesMax: 65_536,
      openFilesMax: 256,
      cpus: 1,
    },
  }
}
