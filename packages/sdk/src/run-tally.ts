/**
 * What a run has delivered so far, and whether that is plausible: the input within what was sent, the output within what
 * was asked for, the text within what its units can spell. Each count goes to the run's tab.
 */

import type { Address } from '@millrace/protocol'
import {
  type BatchRequest,
  batchOutputUnits,
  charge,
  type OutputsResponse,
  type Prices,
  type ProviderFrame,
  responseHash,
  type WorkRequest,
  type WorkResponse,
} from '@millrace/protocol'
import { OverchargedError, ProviderMisbehavedError } from './buyer-error.ts'
import type { Tab } from './payment-channel.ts'
import { createTaskTally } from './tasks/task-tally.ts'

/** Characters that one output token may stand for. The longest of known vocabularies is far below. */
export const charsPerUnitMax = 1_024
/** Chunks a run may have beyond one per output token. */
export const chunksSpareMax = 16

export type RunTally = {
  readonly inputUnits: number
  readonly outputUnits: number
  /** Whether anything but the acceptance came. */
  readonly hasOutput: boolean
  /** Of all chunks so far; undefined where one had none. */
  readonly tokenIds: readonly number[] | undefined
  /** @throws {OverchargedError} @throws {ProviderMisbehavedError} */
  accept(inputUnits: number, outputUnits?: number): void
  /** @throws {OverchargedError} @throws {ProviderMisbehavedError} */
  add(chunk: Extract<ProviderFrame, { type: 'chunk' }>): void
  /** Returns what was delivered, in the form that a receipt hashes. @throws {ProviderMisbehavedError} */
  response(end: Extract<ProviderFrame, { type: 'end' }>): WorkResponse
}

type Init = {
  readonly node: Address
  readonly prices: Prices
  readonly request: WorkRequest
  readonly inputUnitsMax: number
  readonly maxTokens: number
  readonly tab: Tab
  /** Milliseconds since the request was sent. */
  readonly elapsedMs: () => number
}

export function createRunTally(init: Init): RunTally {
  const { node, prices, request, inputUnitsMax, maxTokens, tab } = init
  const task = request.kind === 'task' ? createTaskTally(node, request, init.elapsedMs) : undefined
  let inputUnits: number | undefined
  let outputUnits = 0
  let chunkCount = 0
  let charCount = 0
  let text = ''
  let tokenIds: number[] | undefined = []

  function count(): void {
    const total = charge(prices, { inputUnits: BigInt(inputUnits ?? 0), outputUnits: BigInt(outputUnits) })
    if (!tab.countTo(total)) throw new OverchargedError(node, `more than the ${tab.cap} base units agreed for the run.`)
  }

  const isTooMuchText = () =>
    chunkCount > maxTokens + chunksSpareMax || charCount > (outputUnits + chunksSpareMax) * charsPerUnitMax

  return {
    get inputUnits() {
      return inputUnits ?? 0
    },
    get outputUnits() {
      return outputUnits
    },
    get hasOutput() {
      // Chunks of a task may say no more than that it is being prepared.
      return task === undefined ? chunkCount > 0 : outputUnits > 0
    },
    get tokenIds() {
      return tokenIds
    },
    accept(units, output = 0) {
      if (inputUnits !== undefined) throw new ProviderMisbehavedError(node, 'it accepted the run twice.')
      if (units > inputUnitsMax) {
        throw new OverchargedError(node, `${units} input units; the input has at most ${inputUnitsMax}.`)
      }
      if (output > 0 && request.kind !== 'batch')
        throw new ProviderMisbehavedError(node, 'it counted output before any came.')
      if (output > maxTokens)
        throw new OverchargedError(node, `${output} output units; there are at most ${maxTokens}.`)
      if (request.kind === 'task' && units !== inputUnitsMax) {
        throw new ProviderMisbehavedError(node, `it counts ${units} input units, and there are ${inputUnitsMax}.`)
      }
      inputUnits = units
      outputUnits = output
      count()
    },
    add(chunk) {
      if (inputUnits === undefined || !isStreamed(request)) {
        throw new ProviderMisbehavedError(node, 'it sent a chunk where none belongs.')
      }
      outputUnits += chunk.units
      charCount += chunk.text.length
      chunkCount++
      if (outputUnits > maxTokens) {
        throw new OverchargedError(node, `more output units than the ${maxTokens} that were asked for.`)
      }
      task?.chunk({ outputUnits, text: chunk.text })
      if (task === undefined && isTooMuchText()) {
        throw new ProviderMisbehavedError(node, 'it sent more text than its units account for.')
      }
      count()
      text += chunk.text
      if (chunk.tokenIds === undefined) tokenIds = undefined
      else if (tokenIds !== undefined) for (const id of chunk.tokenIds) tokenIds.push(id)
    },
    response({ response, receipt }) {
      if (request.kind === 'embed') {
        if (response?.kind !== 'vectors' || response.vectors.length !== request.inputs.length) {
          throw new ProviderMisbehavedError(node, 'it sent no vectors for the texts.')
        }
        return response
      }
      if (request.kind === 'batch') {
        const isWhole = response?.kind === 'outputs' && response.outputs.length === request.inputs.length
        if (!isWhole) throw new ProviderMisbehavedError(node, 'it sent no output for each input.')
        if (batchOutputUnits(response.outputs) !== BigInt(outputUnits) || !isWithinGas(response, request)) {
          throw new OverchargedError(node, `${outputUnits} output units, which is not what its outputs say they took.`)
        }
        return response
      }
      if (request.kind === 'audit') {
        if (response?.kind !== 'verdict') throw new ProviderMisbehavedError(node, 'it sent no verdict.')
        return response
      }
      if (request.kind === 'task') {
        if (response?.kind !== 'task') throw new ProviderMisbehavedError(node, 'it sent no end of the task.')
        task?.response(response, text)
        return response
      }
      if (response !== undefined) throw new ProviderMisbehavedError(node, 'it sent the whole answer twice.')
      const bare: WorkResponse = { kind: 'text', text }
      if (tokenIds === undefined) return bare
      // Of an answer without chunks, both forms are right: no chunk lacked its tokens, and none had any.
      if (chunkCount === 0 && responseHash(bare) === receipt.responseHash) return bare
      return { kind: 'text', text, tokenIds }
    },
  }
}

function isStreamed({ kind }: WorkRequest): boolean {
  return kind === 'chat' || kind === 'completion' || kind === 'task'
}

function isWithinGas({ outputs }: OutputsResponse, { gasMax }: BatchRequest): boolean {
  return outputs.every(({ gas }) => BigInt(gas) <= BigInt(gasMax))
}
