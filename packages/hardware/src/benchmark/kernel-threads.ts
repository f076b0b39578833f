/**
 * Threads that work on one task after the other, all of them together.
 *
 * Invariant: one task at a time; whoever asks for a second before the first ended made a mistake. An abort ends the threads: what
 * they were doing is lost, and no later task can be given to them.
 */
import { Worker } from 'node:worker_threads'
import type { KernelTask } from './kernel-tasks.ts'

/** Most threads: more cores than any machine here has counted as one node. */
export const threadsMax = 1_024

/** A task without what the threads bring themselves. */
export type ThreadsTask = KernelTask extends infer Task
  ? Task extends KernelTask
    ? Omit<Task, 'next' | 'kernel'>
    : never
  : never

export type KernelThreads = AsyncDisposable & {
  readonly count: number
  /**
   * Does a task; resolves when every thread is done.
   *
   * @throws the signal's reason on abort, and what a thread died of.
   */
  run(task: ThreadsTask, options: { readonly signal: AbortSignal }): Promise<void>
}

/** Starts the threads. @param count - from 1 to {@link threadsMax}. */
export function createKernelThreads(count: number, kernel: 'simd' | 'scalar' = 'simd'): KernelThreads {
  if (!Number.isInteger(count) || count < 1 || count > threadsMax) {
    throw new RangeError(`threads must be from 1 to ${threadsMax}, got ${count}`)
  }
  const workers = Array.from({ length: count }, () => new Worker(new URL('./kernel-thread.ts', import.meta.url)))
  let isBusy = false
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return {
    count,
    async run(task, { signal }) {
      signal.throwIfAborted()
      if (isBusy) throw new TypeError('The threads are at work on another task.')
      isBusy = true
      const full = { ...task, kernel, next: new SharedArrayBuffer(4) } as KernelTask
      try {
        await allDone(workers, full, signal)
      } catch (error) {
        await close()
        throw error
      }
      isBusy = false
    },
    [Symbol.asyncDispose]: close,
  }
}

function allDone(workers: readonly Worker[], task: KernelTask, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let left = workers.length
  const onAbort = () => reject(signal.reason)
  const onMessage = () => {
    left--
    if (left === 0) resolve()
  }
  const onExit = () => reject(new Error('A thread ended in the middle of a task.'))
  signal.addEventListener('abort', onAbort)
  for (const worker of workers) {
    worker.on('message', onMessage).on('error', reject).on('exit', onExit)
    worker.postMessage(task)
  }
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort)
    for (const worker of workers) worker.off('message', onMessage).off('error', reject).off('exit', onExit)
  })
}
