/** A real chain for tests: anvil with the contracts deployed, and a way to poke at it. */
import { randomBytes } from 'node:crypto'
import {
  type Address,
  type Channel,
  channelIdOf,
  digest,
  type Hash,
  type Signature,
  type Signer,
  voucherType,
} from '@millrace/protocol'
import {
  type Anvil,
  type AnvilInit,
  type ChainReader,
  type ChainWriter,
  type CourtTerms,
  createChainWriter,
  createSigner,
  type Deployment,
  deployContracts,
  generatePrivateKey,
  startAnvil,
} from '../src/index.ts'

export const closeDelaySeconds = 60
export const unbondingSeconds = 86_400

export type LocalChain = {
  readonly anvil: Anvil
  readonly deployment: Deployment
  readonly token: Address
  /** Owns the contracts and holds all MILL at first. */
  readonly faucet: ChainWriter
  /** Returns a writer with gas money and a million base units of the test dollar. */
  writer(): Promise<ChainWriter>
  /** Returns the signer of a writer's key. */
  signerOf(writer: ChainWriter): Signer
  rpc(method: string, ...params: unknown[]): Promise<unknown>
  passTime(seconds: number): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export const signal = new AbortController().signal

export async function startLocalChain(
  init: Partial<AnvilInit> & { court?: Partial<CourtTerms> } = {},
): Promise<LocalChain> {
  const { court = {}, ...anvilInit } = init
  const anvil = await startAnvil({ signal, ...anvilInit })
  const deployment = await deployContracts({
    rpcUrl: anvil.rpcUrl,
    deployerPrivateKey: deployerKey(anvil),
    closeDelaySeconds,
    unbondingSeconds,
    court,
    signal,
  })
  const faucet = await createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey: deployerKey(anvil) })
  const token = defaultToken(deployment)
  const signers = new WeakMap<ChainWriter, Signer>()
  const rpc = (method: string, ...params: unknown[]) => callRpc(anvil.rpcUrl, method, params)
  return {
    anvil,
    deployment,
    token,
    faucet,
    rpc,
    signerOf(writer) {
      const signer = signers.get(writer)
      if (signer === undefined) throw new Error('a writer of this chain')
      return signer
    },
    async writer() {
      const privateKey = generatePrivateKey(randomBytes)
      const writer = await createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey })
      signers.set(writer, createSigner(privateKey))
      await faucet.transferNative(writer.account, 10n ** 18n, { signal })
      await faucet.mintTestDollars(writer.account, 1_000_000n, { signal })
      return writer
    },
    async passTime(seconds) {
      await rpc('evm_increaseTime', seconds)
      await rpc('evm_mine')
    },
    [Symbol.asyncDispose]: () => anvil.stop(),
  }
}

export async function callRpc(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (error !== undefined) throw new Error(`${method}: ${error.message}`)
  return result
}

export function newSigner(): Signer {
  return createSigner(generatePrivateKey(randomBytes))
}

export function deployerKey(anvil: Anvil) {
  const account = anvil.accounts[0]
  if (account === undefined) throw new Error('anvil gave no account')
  return account.privateKey
}

export function defaultToken(deployment: Deployment): Address {
  const token = deployment.tokens[0]
  if (token === undefined) throw new Error('the deployment lists no token')
  return token.address
}

/** Returns a channel with money in it, its session signer, and a way to sign its vouchers. */
export async function openChannel(
  payer: ChainWriter,
  { operator, token, deposit }: { operator: Address; token: Address; deposit: bigint },
): Promise<{ session: Signer; channel: Channel; voucher: (amount: bigint) => Signature }> {
  const session = newSigner()
  await payer.deposit(token, deposit, { signal })
  await payer.openChannel({ operator, token, deposit, signer: session.address }, { signal })
  const channel = await payer.channel(payer.account, operator, token, { signal })
  const channelId = channelIdOf(payer.account, operator, token)
  return {
    session,
    channel,
    voucher: (amount) => signVoucher(payer, session, { channelId, epoch: channel.epoch, amount }),
  }
}

function signVoucher(
  reader: ChainReader,
  session: Signer,
  voucher: { channelId: Hash; epoch: bigint; amount: bigint },
) {
  return session.sign(digest(reader.separator, voucherType, voucher))
}
