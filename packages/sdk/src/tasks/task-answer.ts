/** The accepted result of a task, and how its outputs are taken. */
import type { Amount, TaskResponse } from '@millrace/protocol'
import type { ObjectStorage } from '@millrace/storage'
import type { Lease } from '../lease.ts'
import { fetchOutputs } from '../objects/fetch-outputs.ts'
import type { ObjectTransfers } from '../objects/object-transfers.ts'
import { TaskStorageMissingError } from './task-error.ts'
import type { TaskAnswer, TaskStart } from './task-order.ts'

type Accepted = {
  readonly response: TaskResponse
  readonly lease: Lease
  readonly starts: readonly TaskStart[]
  readonly storage: ObjectStorage | undefined
  readonly transfers: ObjectTransfers
  readonly amount: Amount
}

export function taskAnswerOf({ response, lease, starts, storage, transfers, amount }: Accepted): TaskAnswer {
  const { outcome, exitCode, signal: signalled, log, outputs, refusal, usage } = response
  const { link, leaseId, quote } = lease
  return {
    ...{ outcome, exitCode, signal: signalled, log, outputs, refusal, usage, amount },
    provider: { operator: quote.operator, node: link.node, endpoint: link.endpoint },
    receipts: starts.flatMap(({ bundle }) => bundle ?? []),
    async fetchOutputs(directory, { signal }) {
      if (outputs.length === 0) return []
      if (storage === undefined) throw new TaskStorageMissingError()
      return fetchOutputs({ link, storage, leaseId, transfers }, outputs, directory, { signal })
    },
  }
}
