/** Makes an operator and its node known to the chain, once. */
import { createChainWriter, createSigner } from '@millrace/chain'
import { type Address, type Hex, MillraceError, zeroHash } from '@millrace/protocol'
import { type Context, keyRingOf } from './context.ts'
import { give, hasFaucet, openFaucet } from './local/faucet.ts'
import { localGasWei } from './local/plan.ts'
import type { Network } from './network.ts'
import { openReader } from './open-chain.ts'
import type { Terminal } from './terminal.ts'

/**
 * Returns the operator on whose account this node works; registers operator and node where the chain does not know them.
 * The operator's key is opened for that alone.
 */
export async function ensureRegistered(
  context: Context,
  network: Network,
  { name, jurisdiction }: { readonly name: string; readonly jurisdiction: string },
  nodeKey: Hex,
  terminal: Terminal,
): Promise<Address> {
  const { signal } = context
  const node = createSigner(nodeKey)
  const chain = { rpcUrl: network.rpcUrl, deployment: network.deployment, signal }
  const known = await (await openReader(network, { signal })).operatorOf(node.address, { signal })
  if (known !== undefined) return known
  const operatorKey = await keyRingOf(context, network.name).loadOrCreate(`${name}-operator`, { signal })
  const operator = await createChainWriter({ ...chain, privateKey: operatorKey })
  for (const account of [operator.account, node.address]) {
    if ((await operator.nativeBalance(account, { signal })) > 0n) continue
    if (!hasFaucet(network)) throw new GasMissingError(account, network)
    terminal.line(`giving ${account} a coin of play money for gas`)
    await give(await openFaucet(network, { signal }), network, account, gasOnly, { signal })
  }
  terminal.line(`registering operator ${operator.account} and node ${node.address}`)
  if ((await operator.operatorInfo(operator.account, { signal })) === undefined) {
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction }, { signal })
  }
  await operator.addNode(node, { signal })
  return operator.account
}

const gasOnly = { gas: localGasWei, dollars: 0n, mill: 0n }

/** An account must send a transaction and has nothing to pay it with. */
class GasMissingError extends MillraceError {
  override readonly name = 'GasMissingError'

  constructor(account: Address, network: Network) {
    super({
      code: 'INSUFFICIENT_GAS',
      message: `The account ${account} has no coin on chain ${network.deployment.chainId} to pay for transactions.`,
      hint: "Send it a little of the chain's own coin, then run the command again.",
      retryable: true,
    })
  }
}
