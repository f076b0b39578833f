/**
 * The chain of a scenario, as a process on a host of the lab: anvil with the contracts, open to every host, and the accounts that
 * take part, with play money.
 */
import { randomBytes } from 'node:crypto'
import {
  createChainWriter,
  createSigner,
  deployContracts,
  deploymentToJson,
  generatePrivateKey,
  startAnvil,
} from '@millrace/chain'
import { type Address, type Amount, type Hex, zeroHash } from '@millrace/protocol'
import { createImpairedProxy } from '../impair.ts'
import { serveActor } from '../serve-actor.ts'

export type ChainSettings = {
  /** Where the other hosts reach it. */
  readonly host: string
}

export type Operator = {
  readonly operator: Address
  readonly operatorKey: Hex
  readonly node: Address
  readonly nodeKey: Hex
}
export type Payer = {
  readonly payer: Address
  readonly payerKey: Hex
  readonly session: Address
  readonly sessionKey: Hex
}

/** Wei for gas: one coin. */
const gasWei = 10n ** 18n
const port = 8545

async function start({ host }: ChainSettings) {
  const signal = AbortSignal.timeout(600_000)
  const anvil = await startAnvil({ signal: new AbortController().signal })
  // anvil listens on loopback only, as it should where its accounts are unlocked.
  const open = await createImpairedProxy(
    { randomOf: () => () => 0 },
    { listen: { host, port }, target: { host: '127.0.0.1', port: anvil.port } },
  )
  const { rpcUrl, accounts } = anvil
  const deployerPrivateKey = accounts[0]?.privateKey
  if (deployerPrivateKey === undefined) throw new RangeError('anvil has no account')
  const deployment = await deployContracts({
    rpcUrl,
    deployerPrivateKey,
    closeDelaySeconds: 600,
    unbondingSeconds: 86_400,
    signal,
  })
  const token = deployment.tokens[0]?.address
  if (token === undefined) throw new RangeError('the deployment has no token')
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployerPrivateKey })
  const funded = async (privateKey: Hex) => {
    const writer = await createChainWriter({ rpcUrl, deployment, privateKey })
    await faucet.transferNative(writer.account, gasWei, { signal })
    return writer
  }
  const handlers = {
    network: () => ({ rpcUrl: `http://${host}:${port}`, deployment: deploymentToJson(deployment), token }),
    /** Registers an operator with one node, both with gas. */
    async addOperator(): Promise<Operator> {
      const [operatorKey, nodeKey] = [newKey(), newKey()]
      const operator = await funded(operatorKey)
      const node = createSigner(nodeKey)
      await faucet.transferNative(node.address, gasWei, { signal })
      await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, { signal })
      await operator.addNode(node, { signal })
      return { operator: operator.account, operatorKey, node: node.address, nodeKey }
    },
    /** Registers more nodes of an operator; their keys. */
    async addNodes({ operatorKey, count }: { readonly operatorKey: Hex; readonly count: number }): Promise<Hex[]> {
      const operator = await createChainWriter({ rpcUrl, deployment, privateKey: operatorKey })
      const keys = Array.from({ length: count }, newKey)
      for (const key of keys) await operator.addNode(createSigner(key), { signal })
      return keys
    },
    /** Makes a payer with this much in the escrow, in base units. */
    async addPayer(deposit: Amount): Promise<Payer> {
      const [payerKey, sessionKey] = [newKey(), newKey()]
      const payer = await funded(payerKey)
      await faucet.mintTestDollars(payer.account, deposit, { signal })
      await payer.deposit(token, deposit, { signal })
      return { payer: payer.account, payerKey, session: createSigner(sessionKey).address, sessionKey }
    },
    channel: ({ payer, operator }: { readonly payer: Address; readonly operator: Address }) =>
      faucet.channel(payer, operator, token, { signal }),
    /** Base units that an account can withdraw. */
    balance: (account: Address) => faucet.escrowBalance(token, account, { signal }),
  }
  return {
    handlers,
    async close() {
      await open.close()
      await anvil.stop()
    },
  }
}

function newKey(): Hex {
  return generatePrivateKey((bytes) => new Uint8Array(randomBytes(bytes)))
}

export type ChainHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
