/** A chain of its own: anvil with the contracts, and accounts with play money that take part. */
import { randomBytes } from 'node:crypto'
import {
  type ChainWriter,
  createChainWriter,
  createSigner,
  deployContracts,
  deploymentToJson,
  generatePrivateKey,
  startAnvil,
} from '@millrace/chain'
import { type Address, type Amount, type Hex, zeroHash } from '@millrace/protocol'
import type { Operator, Payer } from '../../test/net/actors/chain-process.ts'
import type { NetworkAccess } from '../../test/net/actors/network-access.ts'

export type LiveChain = AsyncDisposable & {
  readonly access: NetworkAccess
  /** Registers an operator with one node, both with gas. */
  addOperator(): Promise<Operator>
  /** Registers an operator with many nodes that never run. Returns the nodes' keys. */
  addNodes(count: number): Promise<{ readonly operator: Address; readonly nodeKeys: readonly Hex[] }>
  /** Makes a payer with this much in the escrow, in base units. */
  addPayer(deposit: Amount): Promise<Payer>
  channel(payer: Address, operator: Address): ReturnType<ChainWriter['channel']>
}

/** Wei for gas: one coin. */
const gasWei = 10n ** 18n
/** Milliseconds for one transaction on a busy machine. */
const chainMsMax = 60_000

/** Starts the chain. It ends when it is disposed of. */
export async function startLiveChain(): Promise<LiveChain> {
  const anvil = await startAnvil({ signal: new AbortController().signal })
  const soon = () => ({ signal: AbortSignal.timeout(chainMsMax) })
  const { rpcUrl, accounts } = anvil
  const deployerPrivateKey = accounts[0]?.privateKey
  if (deployerPrivateKey === undefined) throw new RangeError('anvil has no account')
  const periods = { closeDelaySeconds: 600, unbondingSeconds: 86_400 }
  const deployment = await deployContracts({ rpcUrl, deployerPrivateKey, ...periods, ...soon() })
  const token = deployment.tokens[0]?.address
  if (token === undefined) throw new RangeError('the deployment has no token')
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployerPrivateKey })

  async function funded(privateKey: Hex): Promise<ChainWriter> {
    const writer = await createChainWriter({ rpcUrl, deployment, privateKey })
    await faucet.transferNative(writer.account, gasWei, soon())
    return writer
  }

  async function registered(): Promise<{ readonly key: Hex; readonly writer: ChainWriter }> {
    const key = newKey()
    const writer = await funded(key)
    await writer.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, soon())
    return { key, writer }
  }

  return {
    access: { rpcUrl, deployment: deploymentToJson(deployment), token },
    async addOperator() {
      const { key, writer } = await registered()
      const nodeKey = newKey()
      const node = createSigner(nodeKey)
      await faucet.transferNative(node.address, gasWei, soon())
      await writer.addNode(node, soon())
      return { operator: writer.account, operatorKey: key, node: node.address, nodeKey }
    },
    async addNodes(count) {
      const { writer } = await registered()
      const nodeKeys = Array.from({ length: count }, newKey)
      for (const key of nodeKeys) await writer.addNode(createSigner(key), soon())
      return { operator: writer.account, nodeKeys }
    },
    async addPayer(deposit) {
      const [payerKey, sessionKey] = [newKey(), newKey()]
      const payer = await funded(payerKey)
      await faucet.mintTestDollars(payer.account, deposit, soon())
      await payer.deposit(token, deposit, soon())
      return { payer: payer.account, payerKey, session: createSigner(sessionKey).address, sessionKey }
    },
    channel: (payer, operator) => faucet.channel(payer, operator, token, soon()),
    [Symbol.asyncDispose]: () => anvil.stop(),
  }
}

/** Returns a private key that nobody has. */
export function newKey(): Hex {
  return generatePrivateKey((bytes) => new Uint8Array(randomBytes(bytes)))
}
