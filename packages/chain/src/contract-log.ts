/** Logs as a node gives them, checked. A log is hostile until its shape and address are right. */
import { type Address, type Hex, parseAddress, parseHash } from '@millrace/protocol'
import { ChainRpcError } from './chain-rpc-error.ts'
import type { EventPlace } from './escrow-event.ts'
import { parseQuantity } from './parse-quantity.ts'

/** Characters of one log's data: our widest event carries a Merkle proof of 32 words. */
const logDataCharsMax = 2 + 64 * 64

/** A log whose fields have their shapes. */
export type ContractLog = EventPlace & {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/**
 * Returns the logs in a node's answer, in order.
 *
 * @throws {ChainRpcError} when the answer is no list of logs, or longer than `logsMax`.
 */
export function parseLogs(answer: unknown, addresses: readonly Address[], logsMax: number): ContractLog[] {
  if (!Array.isArray(answer) || answer.length > logsMax) {
    throw new ChainRpcError('eth_getLogs', { message: 'answered without a bounded list of logs' })
  }
  const ours = answer.filter((log) =>
    addresses.includes(parseAddress((log as { address?: unknown })?.address, 'log address')),
  )
  const logs = ours.map(parseLog)
  return logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
}

function parseLog(value: unknown): ContractLog {
  const { address, topics, data, blockNumber, blockHash, transactionHash, logIndex } = value as Record<string, unknown>
  if (!Array.isArray(topics) || topics.length < 1 || topics.length > 4 || !isLogData(data)) {
    throw new ChainRpcError('eth_getLogs', { message: 'answered with a malformed log' })
  }
  return {
    address: parseAddress(address, 'log address'),
    topics: topics.map((topic) => parseHash(topic, 'log topic')),
    data,
    blockNumber: parseQuantity(blockNumber, 'eth_getLogs'),
    blockHash: parseHash(blockHash, 'log block hash'),
    transactionHash: parseHash(transactionHash, 'log transaction hash'),
    logIndex: Number(parseQuantity(logIndex, 'eth_getLogs')),
  }
}

function isLogData(data: unknown): data is Hex {
  return typeof data === 'string' && data.length <= logDataCharsMax && /^0x([0-9a-fA-F]{2})*$/.test(data)
}
