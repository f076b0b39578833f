/** Opens the chain of a network; when it does not answer, the error says how this network is started. */
import { type ChainReader, type ChainWriter, createChainReader, createChainWriter } from '@millrace/chain'
import { isMillraceError, MillraceError } from '@millrace/protocol'
import { type Context, keyRingOf } from './context.ts'
import { localNetworkName, type Network } from './network.ts'

/** Opens a network's chain to look. @throws {LocalChainDownError} @throws {ChainUnreachableError} */
export async function openReader(network: Network, { signal }: { signal: AbortSignal }): Promise<ChainReader> {
  const { rpcUrl, deployment } = network
  return createChainReader({ rpcUrl, deployment, signal }).catch((error: unknown) => explain(network, error))
}

/** Opens the account of a key. @throws {KeyNotFoundError} when this machine does not hold it. */
export async function openAccount(context: Context, network: Network, key: string): Promise<ChainWriter> {
  const { signal } = context
  const { rpcUrl, deployment } = network
  const privateKey = await keyRingOf(context, network.name).load(key, { signal })
  return createChainWriter({ rpcUrl, deployment, privateKey, signal }).catch((error: unknown) =>
    explain(network, error),
  )
}

/** Throws the error, in better words where the local network is down. */
export function explain(network: Network, error: unknown): never {
  const isDown = isMillraceError(error) && error.code === 'CHAIN_UNREACHABLE'
  throw isDown && network.name === localNetworkName ? new LocalChainDownError(error) : error
}

/** The local network is not running. */
export class LocalChainDownError extends MillraceError {
  override readonly name = 'LocalChainDownError'

  constructor(cause: unknown) {
    super({
      code: 'CHAIN_UNREACHABLE',
      message: 'The local network is not running.',
      hint: 'Start it with "millrace up", in another terminal.',
      retryable: true,
      cause,
    })
  }
}
