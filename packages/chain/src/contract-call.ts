/** Reads of contracts: encode, call at the head, decode; a revert becomes a typed error. */
import type { Address, Hex } from '@millrace/protocol'
import type { Abi, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from 'viem'
import { decodeFunctionResult, encodeFunctionData } from 'viem/utils'
import { toRevertError } from './chain-revert-error.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import type { JsonRpc } from './json-rpc.ts'

type View = 'pure' | 'view'

export type ContractCall<A extends Abi, N extends ContractFunctionName<A, View>> = {
  readonly address: Address
  readonly abi: A
  readonly functionName: N
  readonly args: ContractFunctionArgs<A, View, N>
}

/**
 * Returns what a view function returns at the head of the chain.
 *
 * @throws {ChainRevertError} when it reverts. @throws {ChainRpcError} when the answer is not what the ABI says.
 */
export async function callContract<const A extends Abi, N extends ContractFunctionName<A, View>>(
  rpc: JsonRpc,
  call: ContractCall<A, N>,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<ContractFunctionReturnType<A, View, N>> {
  const { address, abi, functionName, args } = call as unknown as {
    address: Address
    abi: Abi
    functionName: string
    args: readonly unknown[]
  }
  const data = encodeFunctionData({ abi, functionName, args })
  const result = await requestOrRevert(rpc, 'eth_call', [{ to: address, data }, 'latest'], options)
  try {
    const decoded = decodeFunctionResult({ abi, functionName, args, data: result as Hex })
    return decoded as ContractFunctionReturnType<A, View, N>
  } catch {
    throw new ChainRpcError('eth_call', {
      message: `${functionName} at ${address} returned what its ABI does not name`,
    })
  }
}

/** Makes a request whose refusal may be a revert. @throws {ChainRevertError} */
export async function requestOrRevert(
  rpc: JsonRpc,
  method: string,
  params: readonly unknown[],
  options: { readonly signal?: AbortSignal | undefined },
): Promise<unknown> {
  try {
    return await rpc.request(method, params, options)
  } catch (error) {
    throw (error instanceof ChainRpcError && toRevertError(error)) || error
  }
}
