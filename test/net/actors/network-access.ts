/** What an actor is told of a lab's network, as the chain's actor gives it. */
import {
  type ChainReader,
  type ChainWriter,
  createChainReader,
  createChainWriter,
  parseDeployment,
} from '@millrace/chain'
import type { Address, Hex } from '@millrace/protocol'

export type NetworkAccess = {
  readonly rpcUrl: string
  /** As JSON. */
  readonly deployment: unknown
  /** The settlement token. */
  readonly token: Address
}

export function openReader({ rpcUrl, deployment }: NetworkAccess): Promise<ChainReader> {
  return createChainReader({ rpcUrl, deployment: parseDeployment(deployment) })
}

export function openWriter({ rpcUrl, deployment }: NetworkAccess, privateKey: Hex): Promise<ChainWriter> {
  return createChainWriter({ rpcUrl, deployment: parseDeployment(deployment), privateKey })
}
