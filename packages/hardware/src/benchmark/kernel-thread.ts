/** A thread that does its part of each task it is sent. */
import { parentPort } from 'node:worker_threads'
import { type KernelTask, workOnTask } from './kernel-tasks.ts'

parentPort?.on('message', async (task: KernelTask) => {
  await workOnTask(task)
  parentPort?.postMessage('done')
})
