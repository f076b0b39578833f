/** The events of all cases as they happen, in order (follow-logs.ts). Each carries its case's id. */
import { courthouseAbi, ghostingJudgeAbi, omissionJudgeAbi, panelJudgeAbi } from '@millrace/contracts'
import type { Hex } from '@millrace/protocol'
import type { Abi } from 'viem'
import { decodeEventLog } from 'viem/utils'
import type { CaseEvent, CaseLogEvent } from './case-event.ts'
import type { ContractLog } from './contract-log.ts'
import type { WatchCasesOptions } from './court-port.ts'
import type { Deployment } from './deployment.ts'
import { followLogs } from './follow-logs.ts'
import type { JsonRpc } from './json-rpc.ts'

/** Yields events from `fromBlock` on until the signal aborts. */
export function watchCases(
  rpc: JsonRpc,
  deployment: Deployment,
  options: WatchCasesOptions,
): AsyncGenerator<CaseEvent, void, undefined> {
  const { courthouse, judges } = deployment
  const abis = new Map<string, Abi>([
    [courthouse, courthouseAbi],
    [judges.omission, omissionJudgeAbi],
    [judges.ghosting, ghostingJudgeAbi],
    [judges.panel, panelJudgeAbi],
  ])
  const firstBlock = BigInt(deployment.deployedAtBlock)
  const source = {
    addresses: [courthouse, judges.omission, judges.ghosting, judges.panel],
    firstBlock: options.fromBlock > firstBlock ? options.fromBlock : firstBlock,
    topicsUpTo: () => [],
    decode: (log: ContractLog) => decodeCaseEvent(log, abis.get(log.address)),
  }
  return followLogs<CaseLogEvent>(rpc, source, options)
}

/** Returns the event a log spells, undefined for one that is about no case. */
function decodeCaseEvent(log: ContractLog, abi: Abi | undefined): CaseLogEvent | undefined {
  const decoded = abi === undefined ? undefined : decodeLog(log, abi)
  if (decoded === undefined || !isOfCase(decoded.args)) return undefined
  const { blockNumber, blockHash, transactionHash, logIndex } = log
  const args = Object.entries(decoded.args).map(([name, value]) => [name, lowered(value)])
  const place = { blockNumber, blockHash, transactionHash, logIndex, type: decoded.eventName }
  // The union is made of these ABIs' events, and the decoder checked the log against one of them.
  return { ...place, ...Object.fromEntries(args) } as unknown as CaseLogEvent
}

function isOfCase(args: unknown): args is object {
  return typeof args === 'object' && args !== null && 'caseId' in args
}

/** Hex is lower case in all our nouns; addresses come checksummed. */
function lowered(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('0x') ? value.toLowerCase() : value
}

function decodeLog({ topics, data }: ContractLog, abi: Abi): { eventName: string; args: unknown } | undefined {
  try {
    const { eventName, args } = decodeEventLog({ abi, topics: topics as [Hex, ...Hex[]], data, strict: true })
    return eventName === undefined ? undefined : { eventName, args }
  } catch {
    return undefined
  }
}
