/** A buyer whose every task runs on this machine, in the sandbox that providers use: the work is real, the market is not. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TaskSandbox, TaskSpec } from '@millrace/sandbox'
import type { JobComponents, TaskOrder, TaskRun } from '@millrace/sdk'
import type { ObjectStorage } from '@millrace/storage'

const node = '0x00000000000000000000000000000000000000aa'

export function sandboxBuyer(sandbox: TaskSandbox, storage: ObjectStorage, folder: string): JobComponents['buyer'] {
  let count = 0
  return {
    task(order, { signal }) {
      const result = runOne(order, join(folder, String(count++)), signal)
      return { logs: noLogs(), starts: [], result }
    },
  }

  async function runOne(
    order: TaskOrder,
    inputs: string,
    signal: AbortSignal,
  ): Awaited<TaskRun['result']> extends infer A ? Promise<A> : never {
    mkdirSync(inputs, { recursive: true })
    const placed = []
    for (const input of order.inputs ?? []) {
      if (!('object' in input)) throw new TypeError('Inputs of jobs are objects.')
      const source = join(inputs, input.path)
      mkdirSync(dirname(source), { recursive: true })
      using _placed = await storage.materialise(input.object, source, { signal })
      placed.push({ path: input.path, source })
    }
    let log = ''
    const running = await sandbox.start(
      {
        ...{ command: order.command, environment: order.environment ?? {}, secrets: {}, image: imageOf(order) },
        ...{ inputs: placed, outputs: order.outputs ?? [], network: 'none', gpus: 0 },
        limits: { ...order.limits, cpuMsMax: order.limits.wallMsMax * order.limits.cpus },
      },
      {
        signal,
        onLog: ({ text }) => {
          log += text
        },
      },
    )
    const { outcome, exitCode, outputs } = await running.result
    const zero = '0'.repeat(64)
    return {
      ...{ outcome, exitCode, signal: undefined, log, refusal: undefined, usage: undefined, receipts: [], amount: 1n },
      outputs: outputs.map(({ path, bytes }) => ({ path, bytes, object: zero })),
      provider: { operator: node, node, endpoint: { address: node, addresses: [] } },
      async fetchOutputs(directory) {
        return outputs.map(({ path, file }) => {
          const target = join(directory, path)
          mkdirSync(dirname(target), { recursive: true })
          copyFileSync(file, target)
          return target
        })
      },
    }
  }
}

function imageOf({ image = 'host' }: TaskOrder): TaskSpec['image'] {
  return image === 'host' ? { kind: 'host' } : { kind: 'oci', reference: image }
}

async function* noLogs(): AsyncGenerator<string, void, void> {
  yield ''
}
