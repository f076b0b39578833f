/**
 * Tokens into the Escrow: with a signed permit in one transaction where the token has them (EIP-2612, its domain told by
 * EIP-5267), else with an approval of exactly the amount in a transaction before.
 */
import { escrowAbi, millTokenAbi } from '@millrace/contracts'
import { type Address, type Amount, hexToBytes, type Signer } from '@millrace/protocol'
import type { Abi, ContractFunctionArgs, ContractFunctionName } from 'viem'
import { hashTypedData } from 'viem/utils'
import type { CallOptions } from './chain-port.ts'
import { ChainRevertError } from './chain-revert-error.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import { callContract } from './contract-call.ts'
import { expandSignature, type SignatureParts } from './expand-signature.ts'
import type { JsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'
import type { MinedTransaction } from './send-transaction.ts'

/** Seconds for which a permit may be used. */
const permitSeconds = 3_600n

export type DepositComponents = {
  readonly rpc: JsonRpc
  readonly signer: Signer
  readonly escrow: Address
  readonly chainId: number
  readonly write: <const A extends Abi, N extends ContractFunctionName<A, 'nonpayable'>>(
    call: { address: Address; abi: A; functionName: N; args: ContractFunctionArgs<A, 'nonpayable', N> },
    options: CallOptions,
  ) => Promise<MinedTransaction>
}

/** Deposits into the signer's own balance. */
export async function depositTokens(
  components: DepositComponents,
  { token, amount }: { token: Address; amount: Amount },
  options: CallOptions,
): Promise<MinedTransaction> {
  const { rpc, signer, escrow, write } = components
  const owner = signer.address
  const contract = { address: escrow, abi: escrowAbi } as const
  const erc20 = { address: token, abi: millTokenAbi } as const
  const allowance = await callContract(rpc, { ...erc20, functionName: 'allowance', args: [owner, escrow] }, options)
  if (allowance < amount) {
    const permit = await signPermit(components, { token, amount }, options)
    if (permit !== undefined) {
      const { deadline, v, r, s } = permit
      const args = [token, owner, amount, deadline, v, r, s] as const
      return write({ ...contract, functionName: 'depositWithPermit', args }, options)
    }
    await write({ ...erc20, functionName: 'approve', args: [escrow, amount] }, options)
  }
  return write({ ...contract, functionName: 'deposit', args: [token, owner, amount] }, options)
}

/**
 * Returns a permit for the Escrow, undefined where the token has none, or would have us sign for another contract or chain.
 */
async function signPermit(
  { rpc, signer, escrow, chainId }: DepositComponents,
  { token, amount }: { token: Address; amount: Amount },
  options: CallOptions,
): Promise<(SignatureParts & { deadline: bigint }) | undefined> {
  const erc20 = { address: token, abi: millTokenAbi } as const
  const owner = signer.address
  const told = await Promise.all([
    callContract(rpc, { ...erc20, functionName: 'eip712Domain', args: [] }, options),
    callContract(rpc, { ...erc20, functionName: 'nonces', args: [owner] }, options),
    rpc.request('eth_getBlockByNumber', ['latest', false], options),
  ]).catch((error: unknown) => {
    if (error instanceof ChainRevertError || error instanceof ChainRpcError) return undefined
    throw error
  })
  if (told === undefined) return undefined
  const [[, name, version, domainChainId, verifyingContract], nonce, block] = told
  if (domainChainId !== BigInt(chainId) || verifyingContract.toLowerCase() !== token) return undefined
  const now = parseQuantity((block as { timestamp?: unknown } | null)?.timestamp, 'eth_getBlockByNumber')
  const deadline = now + permitSeconds
  const digest = hashTypedData({
    domain: { name, version, chainId, verifyingContract: token },
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: { owner, spender: escrow, value: amount, nonce, deadline },
  })
  return { ...expandSignature(signer.sign(hexToBytes(digest))), deadline }
}
