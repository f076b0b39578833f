/**
 * Brings the local chain to where work can be paid: contracts deployed, operators registered and staked, the buyer funded.
 * Idempotent: it looks at the chain first and does only what is missing, so a half-finished first start is simply repeated.
 */
import {
  type ChainReader,
  type ChainWriter,
  createChainWriter,
  createSigner,
  type Deployment,
  deployContracts,
} from '@millrace/chain'
import { type Hex, zeroHash } from '@millrace/protocol'
import type { KeyRing } from '../key-ring.ts'
import { type Network, settlementToken } from '../network.ts'
import { faucetKey, openFaucet } from './faucet.ts'
import {
  localBuyerDeposit,
  localBuyerDollars,
  localCloseDelaySeconds,
  localCourt,
  localGasWei,
  localProviderNames,
  localStake,
  localUnbondingSeconds,
} from './plan.ts'

type Options = { readonly signal: AbortSignal; readonly onStep: (text: string) => void }

/** Deploys the contracts from the faucet account. Returns where they stand. */
export async function deployLocal(rpcUrl: string, options: Options): Promise<Deployment> {
  options.onStep('deploying the contracts')
  return deployContracts({
    rpcUrl,
    deployerPrivateKey: faucetKey(),
    closeDelaySeconds: localCloseDelaySeconds,
    unbondingSeconds: localUnbondingSeconds,
    court: localCourt,
    signal: options.signal,
    onProgress: () => undefined,
  })
}

/** Whether an earlier start got to the end: every node is registered, which is what provisioning does last. Opens no key. */
export async function isProvisioned(
  reader: ChainReader,
  keys: KeyRing,
  options: { readonly signal: AbortSignal },
): Promise<boolean> {
  const buyer = await Promise.all([keys.addressOf('payer'), keys.addressOf('session')])
  if (buyer.includes(undefined)) return false
  const registered = localProviderNames.map(async (name) => {
    const [operator, node] = await Promise.all([keys.addressOf(`${name}-operator`), keys.addressOf(`${name}-node`)])
    return operator !== undefined && node !== undefined && (await reader.operatorOf(node, options)) === operator
  })
  return (await Promise.all(registered)).every(Boolean)
}

/** Funds and registers everyone on the local network. The buyer comes first: {@link isProvisioned} looks at the nodes. */
export async function provisionLocal(network: Network, keys: KeyRing, options: Options): Promise<void> {
  const { signal } = options
  const faucet = await openFaucet(network, { signal })
  const payerKey = await keys.loadOrCreate('payer', options)
  await keys.loadOrCreate('session', options)
  options.onStep('funding the buyer with play money')
  await provisionBuyer(await createChainWriter({ ...network, privateKey: payerKey, signal }), network, faucet, options)
  options.onStep(`registering the providers ${localProviderNames.join(', ')}`)
  for (const name of localProviderNames) {
    const operatorKey = await keys.loadOrCreate(`${name}-operator`, options)
    const nodeKey = await keys.loadOrCreate(`${name}-node`, options)
    const operator = await createChainWriter({ ...network, privateKey: operatorKey, signal })
    await provisionOperator(operator, nodeKey, faucet, options)
  }
}

async function provisionBuyer(
  payer: ChainWriter,
  network: Network,
  faucet: ChainWriter,
  { signal }: Options,
): Promise<void> {
  const token = settlementToken(network).address
  const [gas, deposited, held] = await Promise.all([
    payer.nativeBalance(payer.account, { signal }),
    payer.escrowBalance(token, payer.account, { signal }),
    payer.tokenBalance(token, payer.account, { signal }),
  ])
  // Gas spent, or tokens there, means the buyer was funded before: what is gone since was spent, and is not given again.
  const isFunded = deposited > 0n || held > 0n || (gas > 0n && gas < localGasWei)
  if (gas === 0n) await faucet.transferNative(payer.account, localGasWei, { signal })
  if (!isFunded) await faucet.mintTestDollars(payer.account, localBuyerDollars, { signal })
  if (!isFunded || held === localBuyerDollars) await payer.deposit(token, localBuyerDeposit, { signal })
}

async function provisionOperator(
  operator: ChainWriter,
  nodeKey: Hex,
  faucet: ChainWriter,
  { signal }: Options,
): Promise<void> {
  const nodeSigner = createSigner(nodeKey)
  if ((await operator.operatorOf(nodeSigner.address, { signal })) === operator.account) return
  for (const account of [operator.account, nodeSigner.address]) {
    if ((await operator.nativeBalance(account, { signal })) > 0n) continue
    await faucet.transferNative(account, localGasWei, { signal })
  }
  if ((await operator.stakeOf(operator.account, { signal })).bonded === 0n) {
    await faucet.transferToken(operator.deployment.millToken, operator.account, localStake, { signal })
    await operator.stake(localStake, { signal })
  }
  if ((await operator.operatorInfo(operator.account, { signal })) === undefined) {
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, { signal })
  }
  await operator.addNode(nodeSigner, { signal })
}
