/**
 * The first block after a moment, with its randomness: what a buyer draws its audits by. Who commits to something at that moment cannot
 * know it, and nobody pays for it: it is read from the block's header (`prevrandao`, https://eips.ethereum.org/EIPS/eip-4399).
 */
import { type Hash, parseHash } from '@millrace/protocol'
import type { BlockFacts, CallOptions } from './chain-port.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import type { JsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'

const method = 'eth_getBlockByNumber'

/**
 * Returns the block, undefined while there is none. Cost: a call for each halving of the chain since `fromBlock`.
 *
 * @param time - Unix seconds; the block's own is later.
 */
export async function blockAfter(
  rpc: JsonRpc,
  { time, fromBlock }: { readonly time: bigint; readonly fromBlock: bigint },
  options: CallOptions,
): Promise<BlockFacts | undefined> {
  const head = await blockAt(rpc, 'latest', options)
  if (head === undefined || head.timestamp <= time) return undefined
  let [low, found] = [fromBlock, head]
  while (low < found.number) {
    const middle = (low + found.number) / 2n
    const block = await blockAt(rpc, `0x${middle.toString(16)}`, options)
    // A node that has forgotten old blocks finds the first that it knows.
    if (block === undefined || block.timestamp <= time) low = middle + 1n
    else found = block
  }
  return { ...found, confirmations: head.number - found.number }
}

type Block = Omit<BlockFacts, 'confirmations'>

async function blockAt(rpc: JsonRpc, where: string, options: CallOptions): Promise<Block | undefined> {
  const answer = (await rpc.request(method, [where, false], options)) as Readonly<Record<string, unknown>> | null
  if (answer === null) return undefined
  return {
    number: parseQuantity(answer.number, method),
    timestamp: parseQuantity(answer.timestamp, method),
    randomness: randomnessOf(answer.mixHash),
  }
}

function randomnessOf(mixHash: unknown): Hash {
  if (typeof mixHash === 'string' && /^0x[0-9a-f]{64}$/.test(mixHash)) return parseHash(mixHash)
  throw new ChainRpcError(method, { message: 'a block without mixHash' })
}
