/**
 * Play money of the local network, from the chain's well-known development account: it deploys the contracts and holds the
 * MILL. Its key is public, so it can give away nothing of value, and only on the chain id of development chains.
 */
import { type ChainWriter, createChainWriter, devAccounts } from '@millrace/chain'
import { type Address, type Amount, type Hex, MillraceError } from '@millrace/protocol'
import { localNetworkName, type Network } from '../network.ts'
import { explain } from '../open-chain.ts'
import { localChainId } from './plan.ts'

/** Returns the development account's key. */
export function faucetKey(): Hex {
  const account = devAccounts[0]
  if (account === undefined) throw new RangeError('there is at least one development account')
  return account.privateKey
}

/** Whether the faucet can give on a network. */
export function hasFaucet(network: Network): boolean {
  return network.name === localNetworkName && network.deployment.chainId === localChainId
}

/** Opens the faucet of the local network. @throws {FaucetMissingError} for any other. */
export async function openFaucet(network: Network, options: { signal: AbortSignal }): Promise<ChainWriter> {
  if (!hasFaucet(network)) throw new FaucetMissingError(network.name)
  const { rpcUrl, deployment } = network
  return createChainWriter({ rpcUrl, deployment, privateKey: faucetKey(), ...options }).catch((error: unknown) =>
    explain(network, error),
  )
}

export type Gift = {
  /** Wei of the chain's coin. */
  readonly gas: bigint
  /** Base units of the settlement token. */
  readonly dollars: Amount
  /** Base units of MILL. */
  readonly mill: Amount
}

/** Gives an account play money; zero parts cost no transaction. */
export async function give(
  faucet: ChainWriter,
  network: Network,
  to: Address,
  gift: Gift,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  if (gift.gas > 0n) await faucet.transferNative(to, gift.gas, { signal })
  if (gift.dollars > 0n) await faucet.mintTestDollars(to, gift.dollars, { signal })
  if (gift.mill > 0n) await faucet.transferToken(network.deployment.millToken, to, gift.mill, { signal })
}

/** A network without play money was asked for some. */
export class FaucetMissingError extends MillraceError {
  override readonly name = 'FaucetMissingError'

  constructor(network: string) {
    super({
      code: 'NOT_FOUND_FAUCET',
      message: `The network "${network}" has no faucet: its money is real.`,
      hint: 'Send the account some of the coin and the token of the chain. Only the local network gives play money.',
      retryable: false,
    })
  }
}
