/** Transactions to contracts: encode, send, and read the event that tells the result. */
import type { Address, Hex } from '@millrace/protocol'
import type {
  Abi,
  ContractEventArgsFromTopics,
  ContractEventName,
  ContractFunctionArgs,
  ContractFunctionName,
} from 'viem'
import { decodeEventLog, encodeFunctionData } from 'viem/utils'
import type { CallOptions, Tx } from './chain-port.ts'
import type { MinedTransaction, TransactionSender } from './send-transaction.ts'

export type WriteContract = <const A extends Abi, N extends ContractFunctionName<A, 'nonpayable'>>(
  call: { address: Address; abi: A; functionName: N; args: ContractFunctionArgs<A, 'nonpayable', N> },
  options: CallOptions,
) => Promise<MinedTransaction>

/** Returns the function that calls contracts through a sender. */
export function createWriteContract(sender: TransactionSender): WriteContract {
  return async (call, options) => {
    const { address, ...encodable } = call
    const data = encodeFunctionData(
      encodable as unknown as { abi: Abi; functionName: string; args: readonly unknown[] },
    )
    return sender.send({ to: address, data, value: 0n }, options)
  }
}

export function toTx({ hash, blockNumber, gasUsed }: MinedTransaction): Tx {
  return { hash, blockNumber, gasUsed }
}

/** Returns the values of the one event of this name that a mined transaction left. */
export function eventOf<const A extends Abi, N extends ContractEventName<A>>(
  mined: MinedTransaction,
  contract: { address: Address; abi: A },
  eventName: N,
): ContractEventArgsFromTopics<A, N> {
  const [first] = eventsOf(mined, contract, eventName)
  if (first === undefined) throw new TypeError(`The transaction ${mined.hash} left no ${eventName} event.`)
  return first
}

/** Returns the values of all events of this name that a mined transaction left, in order. */
export function eventsOf<const A extends Abi, N extends ContractEventName<A>>(
  mined: MinedTransaction,
  contract: { address: Address; abi: A },
  eventName: N,
): readonly ContractEventArgsFromTopics<A, N>[] {
  return mined.logsOf(contract.address).flatMap((log) => {
    const topics = log.topics as [Hex, ...Hex[]]
    const decoded = decodeEventLog({ abi: contract.abi as Abi, topics, data: log.data })
    return decoded.eventName === eventName ? [decoded.args as ContractEventArgsFromTopics<A, N>] : []
  })
}
