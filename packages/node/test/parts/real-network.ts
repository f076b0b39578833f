/** A chain in anvil with the contracts, an operator with a node key, and payers with money: nothing is faked. */
import {
  type ChainWriter,
  createChainWriter,
  createSigner,
  type Deployment,
  deployContracts,
  generatePrivateKey,
  recoverSigner,
  startAnvil,
} from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import type { Address, Amount, Hex, PeerConnection, Signer } from '@millrace/protocol'
import { zeroHash } from '@millrace/protocol'
import { createScriptedBuyer, type ScriptedBuyer } from './scripted-buyer.ts'

export type RealNetwork = AsyncDisposable & {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly token: Address
  readonly operatorKey: Hex
  readonly operator: ChainWriter
  readonly nodeKey: Hex
  readonly node: Address
  /** Returns a payer with this much in a channel to the operator. */
  payer(deposit: Amount): Promise<RealPayer>
}

export type RealPayer = {
  readonly writer: ChainWriter
  readonly session: Signer
  /** Connects to the node, at one of the addresses, and returns a buyer on that connection. */
  connect(addresses: readonly string[]): Promise<ConnectedBuyer>
  channel(): ReturnType<ChainWriter['channel']>
}

export type ConnectedBuyer = AsyncDisposable & { readonly buyer: ScriptedBuyer; readonly connection: PeerConnection }

export async function createRealNetwork({ closeDelaySeconds = 600 } = {}): Promise<RealNetwork> {
  const signal = AbortSignal.timeout(120_000)
  const anvil = await startAnvil({ signal: new AbortController().signal })
  const { rpcUrl, accounts } = anvil
  const deployer = accounts[0]
  if (deployer === undefined) throw new Error('anvil has no accounts')
  const deployerPrivateKey = deployer.privateKey
  const deployment = await deployContracts({
    rpcUrl,
    deployerPrivateKey,
    closeDelaySeconds,
    unbondingSeconds: 86_400,
    signal,
  })
  const token = deployment.tokens[0]?.address
  if (token === undefined) throw new Error('no token')
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployerPrivateKey })
  const operatorKey = newKey()
  const operator = await funded(operatorKey)
  const nodeKey = newKey()
  await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'DE' }, { signal })
  await operator.addNode(createSigner(nodeKey), { signal })
  const node = createSigner(nodeKey).address

  async function funded(privateKey: Hex): Promise<ChainWriter> {
    const writer = await createChainWriter({ rpcUrl, deployment, privateKey })
    await faucet.transferNative(writer.account, 10n ** 18n, { signal })
    return writer
  }

  return {
    rpcUrl,
    deployment,
    token,
    operatorKey,
    operator,
    nodeKey,
    node,
    async payer(deposit) {
      const payerKey = newKey()
      const writer = await funded(payerKey)
      const session = createSigner(newKey())
      await faucet.mintTestDollars(writer.account, deposit, { signal })
      await writer.deposit(token, deposit, { signal })
      await writer.openChannel({ operator: operator.account, token, deposit, signer: session.address }, { signal })
      return {
        writer,
        session,
        channel: () => writer.channel(writer.account, operator.account, token, { signal: AbortSignal.timeout(10_000) }),
        connect: async (addresses) => {
          const transport = createTlsTransport(
            { signer: session, recoverSigner, domain: writer.domain },
            { allowPrivate: true },
          )
          const connection = await transport.dial({ address: node, addresses }, { signal: AbortSignal.timeout(10_000) })
          const buyer = createScriptedBuyer({
            openStream: () => connection.openStream(),
            signer: session,
            payer: writer.account,
            payerSigner: createSigner(payerKey),
            operator: operator.account,
            token,
            separator: writer.separator,
            now: () => Date.now() / 1000,
          })
          return { buyer, connection, [Symbol.asyncDispose]: () => transport.close() }
        },
      }
    },
    [Symbol.asyncDispose]: () => anvil.stop(),
  }
}

export function newKey(): Hex {
  return generatePrivateKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}
