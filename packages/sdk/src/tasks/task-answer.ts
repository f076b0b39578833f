/** The accepted result of a task, and how its outputs are taken. */
import type { Amount, TaskResponse } from '@millrace/protocol'
import { type ObjectStorage, ObjectUnavailableError } from '@millrace/storage'
import { ProviderError } from '../buyer-error.ts'
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
  /** Told when the provider does not give the outputs that it was paid for; not when the buyer has given up. */
  readonly onUndelivered: (error: Error) => void
}

export function taskAnswerOf(accepted: Accepted): TaskAnswer {
  const { response, lease, starts, storage, transfers, amount, onUndelivered } = accepted
  const { outcome, exitCode, signal: signalled, log, outputs, refusal, usage } = response
  const { link, leaseId, quote } = lease
  return {
    ...{ outcome, exitCode, signal: signalled, log, outputs, refusal, usage, amount },
    provider: { operator: quote.operator, node: link.node, endpoint: link.endpoint },
    receipts: starts.flatMap(({ bundle }) => bundle ?? []),
    async fetchOutputs(directory, { signal }) {
      if (outputs.length === 0) return []
      if (storage === undefined) throw new TaskStorageMissingError()
      try {
        return await fetchOutputs({ link, storage, leaseId, transfers }, outputs, directory, { signal })
      } catch (error) {
        const isTheirs = error instanceof ObjectUnavailableError || error instanceof ProviderError
        if (isTheirs && !signal.aborted) onUndelivered(error)
        throw error
      }
    },
  }
}
