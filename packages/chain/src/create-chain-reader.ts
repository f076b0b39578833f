/** Chain state by RPC, checked once at the start: the right chain, and our contracts on it. */
import { escrowAbi, millTokenAbi, receiptsAbi, registryAbi, stakeVaultAbi } from '@millrace/contracts'
import { type Address, type Channel, domainSeparator, type Hash, zeroAddress, zeroHash } from '@millrace/protocol'
import { blockAfter } from './block-after.ts'
import type { ChainReader } from './chain-port.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import { callContract } from './contract-call.ts'
import { createCourtReader } from './create-court-reader.ts'
import type { Deployment } from './deployment.ts'
import { createJsonRpc, type JsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'
import { verifyDeployment } from './verify-deployment.ts'
import { watchEscrow } from './watch-escrow.ts'

export type ChainReaderComponents = {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly signal?: AbortSignal
}

/**
 * Returns a reader of the chain behind an RPC URL.
 *
 * @throws {ChainUnreachableError} when nothing answers. @throws {ChainIdMismatchError} when it is another chain.
 * @throws {ChainNotDeployedError} when a contract of the deployment does not stand there.
 */
export async function createChainReader({ rpcUrl, deployment, signal }: ChainReaderComponents): Promise<ChainReader> {
  const rpc = createJsonRpc(rpcUrl)
  const reader = readerOver(rpc, deployment)
  await verifyDeployment(rpc, reader, { signal })
  return reader
}

/** Returns a reader over a connection, unchecked. */
export function readerOver(rpc: JsonRpc, deployment: Deployment): ChainReader {
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.escrow }
  const separator = domainSeparator(domain)
  const escrow = { address: deployment.escrow, abi: escrowAbi } as const
  const registry = { address: deployment.registry, abi: registryAbi } as const
  const vault = { address: deployment.stakeVault, abi: stakeVaultAbi } as const
  const receipts = { address: deployment.receipts, abi: receiptsAbi } as const
  return {
    deployment,
    domain,
    separator,
    async channel(payer, operator, token, options) {
      const stored = await callContract(
        rpc,
        { ...escrow, functionName: 'channel', args: [payer, operator, token] },
        options,
      )
      return toChannel(stored)
    },
    async escrowBalance(token, account, options) {
      return callContract(rpc, { ...escrow, functionName: 'balanceOf', args: [token, account] }, options)
    },
    async tokenBalance(token, account, options) {
      const call = { address: token, abi: millTokenAbi, functionName: 'balanceOf', args: [account] } as const
      return callContract(rpc, call, options)
    },
    async nativeBalance(account, options) {
      return parseQuantity(await rpc.request('eth_getBalance', [account, 'latest'], options), 'eth_getBalance')
    },
    async operatorOf(node, options) {
      const found = await callContract(rpc, { ...registry, functionName: 'operatorOf', args: [node] }, options)
      const operator = lower(found)
      return operator === zeroAddress ? undefined : operator
    },
    async operatorInfo(operator, options) {
      const info = await callContract(rpc, { ...registry, functionName: 'operatorInfo', args: [operator] }, options)
      if (info.jurisdiction === '0x0000') return undefined
      return {
        metadataHash: info.metadataHash,
        attestationRoot: info.attestationRoot,
        jurisdiction: Buffer.from(info.jurisdiction.slice(2), 'hex').toString('latin1'),
        nodeCount: info.nodeCount,
      }
    },
    async stakeOf(operator, options) {
      const [bonded, unbonding, reserved] = await Promise.all([
        callContract(rpc, { ...vault, functionName: 'bondedOf', args: [operator] }, options),
        callContract(rpc, { ...vault, functionName: 'unbondingOf', args: [operator] }, options),
        callContract(rpc, { ...vault, functionName: 'reservedOf', args: [operator] }, options),
      ])
      return { bonded, unbonding, reserved }
    },
    async receiptRoot(node, epoch, options) {
      const posted = await callContract(rpc, { ...receipts, functionName: 'posting', args: [node, epoch] }, options)
      return posted.root === zeroHash
        ? undefined
        : { root: posted.root, count: posted.count, postedAt: posted.postedAt }
    },
    async isReceiptPosted(node, epoch, receiptHash, proof, options) {
      const call = { ...receipts, functionName: 'isIncluded', args: [node, epoch, receiptHash, proof] } as const
      return callContract(rpc, call, options)
    },
    async tokenInfo(token, options) {
      const listed = deployment.tokens.find((known) => known.address === token)
      if (listed !== undefined) return listed
      const [symbol, decimals] = await Promise.all([
        callContract(rpc, { address: token, abi: millTokenAbi, functionName: 'symbol', args: [] }, options),
        callContract(rpc, { address: token, abi: millTokenAbi, functionName: 'decimals', args: [] }, options),
      ])
      if (decimals > 36) throw new ChainRpcError('eth_call', { message: `token ${token} claims ${decimals} decimals` })
      return { address: token, symbol: printableSymbol(symbol), decimals }
    },
    async blockNumber(options) {
      return parseQuantity(await rpc.request('eth_blockNumber', [], options), 'eth_blockNumber')
    },
    async blockTimestamp(options) {
      const block = await rpc.request('eth_getBlockByNumber', ['latest', false], options)
      return parseQuantity((block as { timestamp?: unknown } | null)?.timestamp, 'eth_getBlockByNumber')
    },
    blockAfter: (time, options) => blockAfter(rpc, { time, fromBlock: BigInt(deployment.deployedAtBlock) }, options),
    court: createCourtReader(rpc, deployment),
    watchEscrow: (options) => watchEscrow(rpc, deployment, options),
  }
}

/** Symbols are the token author's words: only what prints, cut to a bound. */
function printableSymbol(symbol: string): string {
  return symbol.replace(/[^\x21-\x7e]/g, '').slice(0, 16) || 'TOKEN'
}

function toChannel(stored: {
  deposit: bigint
  redeemed: bigint
  signer: Hash
  epoch: number
  closesAt: number
  open: boolean
}): Channel {
  const openState = stored.closesAt === 0 ? 'open' : 'closing'
  return {
    state: stored.open ? openState : 'none',
    signer: lower(stored.signer),
    epoch: BigInt(stored.epoch),
    deposit: stored.deposit,
    redeemed: stored.redeemed,
    closesAt: BigInt(stored.closesAt),
  }
}

function lower(address: string): Address {
  return address.toLowerCase() as Address
}
