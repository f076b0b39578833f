/** Puts the contracts on a chain: a local one at its first start, a public test network by hand. */
import { randomBytes } from 'node:crypto'
import {
  escrowAbi,
  escrowBytecode,
  millTokenAbi,
  millTokenBytecode,
  receiptsAbi,
  receiptsBytecode,
  registryAbi,
  registryBytecode,
  stakeVaultAbi,
  stakeVaultBytecode,
  testDollarAbi,
  testDollarBytecode,
} from '@millrace/contracts'
import type { Address, Hex } from '@millrace/protocol'
import type { Abi } from 'viem'
import { encodeDeployData, encodeFunctionData } from 'viem/utils'
import type { Deployment } from './deployment.ts'
import { createJsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'
import { createTransactionSender, txWaitMsDefault } from './send-transaction.ts'
import { createSigner } from './signature.ts'

/** Share of its bonded stake that an operator may have reserved at first, in hundredths of a percent. */
const exposureCapBpsFirst = 10_000n

export type DeployProgress = { readonly step: string; readonly done: number; readonly total: number }

export type DeployInit = {
  readonly rpcUrl: string
  /** Owns the contracts and holds all MILL at first. */
  readonly deployerPrivateKey: Hex
  readonly closeDelaySeconds: number
  readonly unbondingSeconds: number
  /** Blocks to wait for per transaction; 1 (default) is mined. */
  readonly confirmations?: number
  readonly signal: AbortSignal
  readonly onProgress?: (progress: DeployProgress) => void
}

/**
 * Deploys every contract and lists the test dollar for deposits. On abort it stops after what was sent.
 *
 * @throws {ChainUnreachableError} @throws {FundsInsufficientError} @throws {ChainRevertError} for delays out of bounds.
 */
export async function deployContracts(init: DeployInit): Promise<Deployment> {
  const {
    rpcUrl,
    deployerPrivateKey,
    closeDelaySeconds,
    unbondingSeconds,
    confirmations = 1,
    signal,
    onProgress,
  } = init
  const rpc = createJsonRpc(rpcUrl)
  const signer = createSigner(deployerPrivateKey)
  const chainId = Number(parseQuantity(await rpc.request('eth_chainId', [], { signal }), 'eth_chainId'))
  const deployedAtBlock = Number(parseQuantity(await rpc.request('eth_blockNumber', [], { signal }), 'eth_blockNumber'))
  const sender = createTransactionSender(
    { rpc, signer },
    { random: randomBytes, chainId, confirmations, txWaitMs: txWaitMsDefault },
  )
  const total = 7
  let done = 0

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    onProgress?.({ step: name, done, total })
    const result = await work()
    done++
    return result
  }

  async function deploy(name: string, data: Hex): Promise<Address> {
    return step(`deploy ${name}`, async () => {
      const { contractAddress, hash } = await sender.send({ to: undefined, data, value: 0n }, { signal })
      if (contractAddress === undefined) throw new TypeError(`The transaction ${hash} made no contract.`)
      return contractAddress
    })
  }

  const owner = signer.address
  const millToken = await deploy('MillToken', creation(millTokenAbi, millTokenBytecode, [owner]))
  const testDollar = await deploy('TestDollar', creation(testDollarAbi, testDollarBytecode, []))
  const registry = await deploy('Registry', creation(registryAbi, registryBytecode, []))
  const vaultArgs = [millToken, owner, BigInt(unbondingSeconds), exposureCapBpsFirst]
  const stakeVault = await deploy('StakeVault', creation(stakeVaultAbi, stakeVaultBytecode, vaultArgs))
  const escrow = await deploy('Escrow', creation(escrowAbi, escrowBytecode, [owner, BigInt(closeDelaySeconds)]))
  const receipts = await deploy('Receipts', creation(receiptsAbi, receiptsBytecode, [registry]))
  const list = encodeFunctionData({ abi: escrowAbi, functionName: 'setTokenListed', args: [testDollar, true] })
  await step('list TestDollar', () => sender.send({ to: escrow, data: list, value: 0n }, { signal }))
  onProgress?.({ step: 'done', done, total })
  const tokens = [{ address: testDollar, symbol: 'tUSD', decimals: 6 }]
  return { chainId, escrow, registry, stakeVault, receipts, millToken, tokens, closeDelaySeconds, deployedAtBlock }
}

function creation(abi: Abi, bytecode: Hex, args: readonly unknown[]): Hex {
  return encodeDeployData({ abi, bytecode, args })
}
