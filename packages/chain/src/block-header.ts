/**
 * The header of a block, as its hash was made of it: what contracts check block randomness by.
 *
 * Source: the Yellow Paper, section 4.4.3, and https://eips.ethereum.org/EIPS/eip-7685 for the latest field. Fields that a block
 * does not have come last, so the list ends where they begin.
 */
import { bytesToHex, type Hash, type Hex, hexToBytes, MillraceError } from '@millrace/protocol'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { toRlp } from 'viem/utils'
import type { CallOptions } from './chain-port.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import type { JsonRpc } from './json-rpc.ts'

const method = 'eth_getBlockByNumber'

/** Names by RPC, in the order of the header. Those in `numbers` are written without leading zeros. */
const fields = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty'],
  ...['number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce', 'baseFeePerGas'],
  ...[
    'withdrawalsRoot',
    'blobGasUsed',
    'excessBlobGas',
    'parentBeaconBlockRoot',
    'requestsHash',
    'blockAccessListHash',
  ],
] as const
const numbers: ReadonlySet<string> = new Set([
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed', 'excessBlobGas'],
])

/**
 * Returns the RLP of a block's header.
 *
 * @throws {BlockHeaderUnknownError} where the block's hash is made of other fields than Ethereum's.
 */
export async function blockHeader(rpc: JsonRpc, number: bigint, options: CallOptions): Promise<Hex> {
  const block = await rpc.request(method, [`0x${number.toString(16)}`, false], options)
  if (typeof block !== 'object' || block === null) throw new ChainRpcError(method, { message: `no block ${number}` })
  return headerOf(block as Readonly<Record<string, unknown>>)
}

/** Returns the RLP of the header of a block as RPC tells it. @throws {ChainRpcError} @throws {BlockHeaderUnknownError} */
export function headerOf(block: Readonly<Record<string, unknown>>): Hex {
  const present = fields.filter((name) => block[name] !== undefined && block[name] !== null)
  const header = toRlp(present.map((name) => fieldOf(name, block[name])))
  const hash = bytesToHex(keccak_256(hexToBytes(header)))
  if (hash !== block.hash) throw new BlockHeaderUnknownError(String(block.number), hash)
  return header
}

function fieldOf(name: string, value: unknown): Hex {
  if (typeof value !== 'string' || !/^0x[0-9a-f]*$/i.test(value)) {
    throw new ChainRpcError(method, { message: `a block whose ${name} is no hex` })
  }
  if (!numbers.has(name)) return value as Hex
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

/** The chain makes its blocks' hashes of other fields than Ethereum's. */
export class BlockHeaderUnknownError extends MillraceError {
  override readonly name = 'BlockHeaderUnknownError'

  constructor(number: string, hash: Hash) {
    super({
      code: 'CHAIN_HEADER_UNKNOWN',
      message: `The header of block ${number} hashes to ${hash}, which is not the block's hash.`,
      hint: "Use a chain whose headers are Ethereum's: the beacon is shown them.",
      retryable: false,
    })
  }
}
