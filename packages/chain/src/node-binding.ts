/** A node's consent to belong to an operator, as the Registry asks for it (EIP-712 `NodeBinding`). */
import { registryAbi } from '@millrace/contracts'
import { type Address, hexToBytes, type Signature, type Signer } from '@millrace/protocol'
import { hashTypedData } from 'viem/utils'
import type { CallOptions, ChainReader } from './chain-port.ts'
import { callContract } from './contract-call.ts'
import type { JsonRpc } from './json-rpc.ts'

/** Seconds for which a node's consent may be used. */
const consentSeconds = 3_600n

/**
 * Returns the node's consent and until when it holds, in Unix seconds.
 *
 * The digest is made here from what is known, not asked of the chain: a hostile endpoint could have a node sign anything.
 */
export async function signNodeBinding(
  { rpc, reader, nodeSigner }: { rpc: JsonRpc; reader: ChainReader; nodeSigner: Signer },
  { operator, registry, chainId }: { operator: Address; registry: Address; chainId: number },
  options: CallOptions,
): Promise<{ deadline: bigint; signature: Signature }> {
  const node = nodeSigner.address
  const [nonce, now] = await Promise.all([
    callContract(rpc, { address: registry, abi: registryAbi, functionName: 'nonces', args: [node] }, options),
    reader.blockTimestamp(options),
  ])
  const deadline = now + consentSeconds
  const digest = hashTypedData({
    domain: { name: 'Millrace Registry', version: '1', chainId, verifyingContract: registry },
    types: {
      NodeBinding: [
        { name: 'operator', type: 'address' },
        { name: 'node', type: 'address' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'NodeBinding',
    message: { operator, node, nonce, deadline },
  })
  return { deadline, signature: nodeSigner.sign(hexToBytes(digest)) }
}
