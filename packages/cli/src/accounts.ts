/** Opens an account of this machine for commands that send transactions. */
import { type ChainWriter, createChainWriter } from '@millrace/chain'
import { type Context, keyRingOf } from './context.ts'
import type { Network } from './network.ts'

/** Opens the account of a key. @throws {KeyNotFoundError} when this machine does not hold it. */
export async function openAccount(context: Context, network: Network, key: string): Promise<ChainWriter> {
  const { signal } = context
  const privateKey = await keyRingOf(context, network.name).load(key, { signal })
  return createChainWriter({ rpcUrl: network.rpcUrl, deployment: network.deployment, privateKey, signal })
}
