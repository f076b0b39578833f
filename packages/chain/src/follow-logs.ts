/**
 * The logs of some contracts as they happen, in order, whatever the chain and its RPC endpoint do meanwhile.
 *
 * - Only blocks with `confirmations` others on top are read, in ranges that shrink when the node refuses one.
 * - Logs of a range count only when the range's last block and the last block read before it stand unchanged after the
 *   logs were fetched, so a range never mixes two forks.
 * - When a block already reported is gone, the newest reported one that still stands is found, `Reorganized` is yielded,
 *   and reading goes on from there.
 * - When RPC calls fail, it waits, longer each time up to a bound, and goes on where it was. It gives up only on abort.
 */
import { type Address, type Hash, type Hex, MalformedError, type MillraceError, parseHash } from '@millrace/protocol'
import type { WatchOptions } from './chain-port.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import { ChainUnreachableError } from './chain-unreachable-error.ts'
import { type ContractLog, parseLogs } from './contract-log.ts'
import type { JsonRpc } from './json-rpc.ts'
import { parseQuantity, toQuantity } from './parse-quantity.ts'
import { pause } from './pause.ts'

/** Blocks one log query spans at first and at most; public endpoints commonly refuse more. */
export const logRangeBlocksMax = 2_000n
/** Logs one query may answer. */
export const logsPerQueryMax = 20_000
/** Blocks that are remembered, to find where a fork left off: ends of ranges, and those with events. */
export const rememberedBlocksMax = 256
/** Milliseconds between tries while the chain does not answer; reached by doubling from the poll interval. */
export const watchRetryDelayMsMax = 30_000

export type LogSource<E> = {
  readonly addresses: readonly Address[]
  /** The first block read. */
  readonly firstBlock: bigint
  /** Returns the topics to ask for in blocks up to `to`; [] asks for all. */
  topicsUpTo(to: bigint): (Hex | null)[]
  /** Returns what a log says, undefined where nobody asked for it. Called in order; after a fork, again. */
  decode(log: ContractLog): E | undefined
}

export type FollowOptions = Pick<WatchOptions, 'pollMs' | 'confirmations' | 'onTrouble' | 'signal'> & {
  /** Ends after this block; without it, with the signal. */
  readonly untilBlock?: bigint
}

/** The chain replaced blocks that were already reported. */
export type Reorganized = { readonly type: 'Reorganized'; readonly lastValidBlock: bigint }

type Block = { readonly number: bigint; readonly hash: Hash }

/** Yields what the source decodes until the signal aborts, or the last block was read. */
export async function* followLogs<E>(
  rpc: JsonRpc,
  source: LogSource<E>,
  options: FollowOptions,
): AsyncGenerator<E | Reorganized, void, undefined> {
  const follower = createFollower(rpc, source, options)
  let failures = 0
  while (!options.signal.aborted && !follower.isPast(options.untilBlock)) {
    const step = await attempt(() => follower.step(), options)
    if (step === undefined) {
      failures = Math.min(failures + 1, 20)
    } else {
      failures = 0
      yield* step.events
      if (step.more) continue
    }
    await pauseUnlessAborted(waitMsAfter(failures, options.pollMs), options.signal)
  }
}

function waitMsAfter(failures: number, pollMs: number): number {
  return Math.min(pollMs * 2 ** failures, Math.max(watchRetryDelayMsMax, pollMs))
}

async function pauseUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

type Step<E> = {
  readonly events: readonly (E | Reorganized)[]
  /** Whether another range is ready now. */
  readonly more: boolean
}

function createFollower<E>(rpc: JsonRpc, source: LogSource<E>, options: FollowOptions) {
  const { signal } = options
  const remembered: Block[] = []
  let next = source.firstBlock
  let rangeBlocks = logRangeBlocksMax
  let lastHead: Hash | undefined

  /** Reads one range, or finds out that there is none to read. */
  async function step(): Promise<Step<E>> {
    const head = await blockAt('latest')
    if (head === undefined) throw new ChainRpcError('eth_getBlockByNumber', { message: 'knows no latest block' })
    if (head.hash === lastHead) return { events: [], more: false }
    const fork = await lastStanding()
    // Not at once, so that an endpoint that contradicts itself cannot keep us busy.
    if (fork !== undefined) return { events: rewindTo(fork), more: false }
    const last = head.number - BigInt(options.confirmations)
    if (last < next) {
      lastHead = head.hash
      return { events: [], more: false }
    }
    const to = next + rangeBlocks - 1n < last ? next + rangeBlocks - 1n : last
    const events = await readRange(next, to)
    if (events === undefined) return { events: [], more: false }
    return { events, more: to < last }
  }

  /** Returns the reported events of a range and moves past it; undefined when the chain changed underneath. */
  async function readRange(from: bigint, to: bigint): Promise<E[] | undefined> {
    const before = await blockAt(to)
    if (before === undefined) return undefined
    const logs = await logsOf(from, to)
    const after = await blockAt(to)
    if (after?.hash !== before.hash || (await lastStanding()) !== undefined) return undefined
    const events = logs.map((log) => source.decode(log)).filter((event) => event !== undefined)
    for (const { blockNumber, blockHash } of logs) {
      if (remembered.at(-1)?.number !== blockNumber) remembered.push({ number: blockNumber, hash: blockHash })
    }
    if (remembered.at(-1)?.number !== to) remembered.push(before)
    remembered.splice(0, remembered.length - rememberedBlocksMax)
    next = to + 1n
    return events
  }

  async function logsOf(from: bigint, to: bigint): Promise<ContractLog[]> {
    const { addresses } = source
    const address = addresses.length === 1 ? addresses[0] : addresses
    const filter = { address, fromBlock: toQuantity(from), toBlock: toQuantity(to), topics: source.topicsUpTo(to) }
    try {
      const answer = await rpc.request('eth_getLogs', [filter], { signal })
      const logs = parseLogs(answer, addresses, logsPerQueryMax)
      if (rangeBlocks < logRangeBlocksMax) rangeBlocks *= 2n
      return logs.filter((log) => log.blockNumber >= from && log.blockNumber <= to)
    } catch (error) {
      if (rangeBlocks > 1n) rangeBlocks /= 2n
      throw error
    }
  }

  /** Returns undefined when the last block read still stands, else the newest remembered one that does. */
  async function lastStanding(): Promise<Block | 'none' | undefined> {
    for (let index = remembered.length - 1; index >= 0; index--) {
      const block = remembered[index] as Block
      if ((await blockAt(block.number))?.hash === block.hash) return index === remembered.length - 1 ? undefined : block
    }
    return remembered.length === 0 ? undefined : 'none'
  }

  function rewindTo(fork: Block | 'none'): Reorganized[] {
    const lastValidBlock = fork === 'none' ? source.firstBlock - 1n : fork.number
    while (remembered.length > 0 && (remembered.at(-1) as Block).number > lastValidBlock) remembered.pop()
    next = lastValidBlock + 1n
    lastHead = undefined
    return [{ type: 'Reorganized', lastValidBlock }]
  }

  async function blockAt(number: bigint | 'latest'): Promise<Block | undefined> {
    const tag = typeof number === 'bigint' ? toQuantity(number) : number
    const block = await rpc.request('eth_getBlockByNumber', [tag, false], { signal })
    if (block === null || block === undefined) return undefined
    const { number: height, hash } = block as Record<string, unknown>
    return { number: parseQuantity(height, 'eth_getBlockByNumber'), hash: parseHash(hash, 'block hash') }
  }

  return { step, isPast: (block: bigint | undefined) => block !== undefined && next > block }
}

/** Returns what the work gives, or undefined when the chain failed it; other errors pass. */
async function attempt<T>(
  work: () => Promise<T>,
  { signal, onTrouble }: Pick<WatchOptions, 'signal' | 'onTrouble'>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) return undefined
    if (!isChainFault(error)) throw error
    onTrouble?.(error)
    return undefined
  }
}

/** What an endpoint behind a balancer may answer once and not the next time. */
function isChainFault(error: unknown): error is MillraceError {
  return error instanceof ChainUnreachableError || error instanceof ChainRpcError || error instanceof MalformedError
}
