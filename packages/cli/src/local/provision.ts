/**
 * Brings the local chain to where work can be paid: contracts deployed, operators registered and staked, the buyer funded.
 * Idempotent: it looks at the chain first and does only what is missing, so a half-finished first start is simply repeated.
 */
import { type ChainWriter, createChainWriter, createSigner, type Deployment, deployContracts } from '@millrace/chain'
import { type Hex, zeroHash } from '@millrace/protocol'
import type { KeyRing } from '../key-ring.ts'
import {
  localBuyerDeposit,
  localBuyerDollars,
  localCloseDelaySeconds,
  localGasWei,
  localProviderNames,
  localStake,
  localUnbondingSeconds,
} from './plan.ts'

type Options = { readonly signal: AbortSignal; readonly onStep: (text: string) => void }

/** Deploys the contracts from the faucet account. Returns where they stand. */
export async function deployLocal(rpcUrl: string, faucetKey: Hex, options: Options): Promise<Deployment> {
  options.onStep('deploying the contracts')
  return deployContracts({
    rpcUrl,
    deployerPrivateKey: faucetKey,
    closeDelaySeconds: localCloseDelaySeconds,
    unbondingSeconds: localUnbondingSeconds,
    signal: options.signal,
    onProgress: () => undefined,
  })
}

/** Funds and registers everyone on the local network. */
export async function provisionLocal(
  network: { readonly rpcUrl: string; readonly deployment: Deployment },
  faucetKey: Hex,
  keys: KeyRing,
  options: Options,
): Promise<void> {
  const { signal } = options
  const faucet = await createChainWriter({ ...network, privateKey: faucetKey, signal })
  const payerKey = await keys.loadOrCreate('payer', options)
  await keys.loadOrCreate('session', options)
  await provisionBuyer(await createChainWriter({ ...network, privateKey: payerKey, signal }), faucet, options)
  for (const name of localProviderNames) {
    const operatorKey = await keys.loadOrCreate(`${name}-operator`, options)
    const nodeKey = await keys.loadOrCreate(`${name}-node`, options)
    const operator = await createChainWriter({ ...network, privateKey: operatorKey, signal })
    await provisionOperator(name, operator, nodeKey, faucet, options)
  }
}

async function provisionBuyer(payer: ChainWriter, faucet: ChainWriter, options: Options): Promise<void> {
  const { signal } = options
  const token = defaultToken(payer.deployment)
  const [gas, deposited, held] = await Promise.all([
    payer.nativeBalance(payer.account, { signal }),
    payer.escrowBalance(token, payer.account, { signal }),
    payer.tokenBalance(token, payer.account, { signal }),
  ])
  // A nonce in use means the buyer was funded before: what is gone since was spent, and is not handed out again.
  if (gas > 0n && (deposited > 0n || held > 0n || gas < localGasWei)) return
  options.onStep('funding the buyer with play money')
  await faucet.transferNative(payer.account, localGasWei, { signal })
  await faucet.mintTestDollars(payer.account, localBuyerDollars, { signal })
  await payer.deposit(token, localBuyerDeposit, { signal })
}

async function provisionOperator(
  name: string,
  operator: ChainWriter,
  nodeKey: Hex,
  faucet: ChainWriter,
  options: Options,
): Promise<void> {
  const { signal } = options
  const nodeSigner = createSigner(nodeKey)
  if ((await operator.operatorOf(nodeSigner.address, { signal })) === operator.account) return
  options.onStep(`registering provider ${name}`)
  if ((await operator.nativeBalance(operator.account, { signal })) === 0n) {
    await faucet.transferNative(operator.account, localGasWei, { signal })
  }
  if ((await operator.nativeBalance(nodeSigner.address, { signal })) === 0n) {
    await faucet.transferNative(nodeSigner.address, localGasWei, { signal })
  }
  const { millToken } = operator.deployment
  if ((await operator.stakeOf(operator.account, { signal })).bonded === 0n) {
    await faucet.transferToken(millToken, operator.account, localStake, { signal })
    await operator.stake(localStake, { signal })
  }
  if ((await operator.operatorInfo(operator.account, { signal })) === undefined) {
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, { signal })
  }
  await operator.addNode(nodeSigner, { signal })
}

/** Returns the settlement token a deployment uses unless told otherwise. */
export function defaultToken(deployment: Deployment): `0x${string}` {
  const token = deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  return token.address
}
