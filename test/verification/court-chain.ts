/**
 * The chain of the tests: anvil with all contracts, courts with short windows, accounts with money, and time that is moved on to where
 * something is due, never by guess. Every account is remembered, so that money can be counted.
 */
import {
  type ChainWriter,
  type CourtTerms,
  createChainWriter,
  createSigner,
  deployContracts,
  deploymentToJson,
  generatePrivateKey,
  startAnvil,
} from '@millrace/chain'
import { type Address, type Amount, type Hex, zeroHash } from '@millrace/protocol'
import type { Operator } from '../net/actors/chain-process.ts'
import type { NetworkAccess } from '../net/actors/network-access.ts'

export const mill = 10n ** 18n
/** Seconds until unbonding stake can be withdrawn: the least that the contract takes. */
export const unbondingSeconds = 86_400
/** Seconds of each window. */
const terms: Partial<CourtTerms> = {
  ...{ receiptEpochSeconds: 600, receiptPostingSeconds: 600, claimSeconds: 600, answerSeconds: 600 },
  ...{
    beaconPhaseSeconds: 30,
    beaconSettlingSeconds: 1,
    commitSeconds: 3_600,
    revealSeconds: 1_800,
    appealSeconds: 600,
    auditorLeaveSeconds: 1,
  },
}
/** Of every process, so that the whole network lives in the chain's time. */
type Clocked = { call(name: 'setClock', aheadMs: number): Promise<unknown> }

export type CourtChain = Awaited<ReturnType<typeof startCourtChain>>
export type StakedOperator = Operator & { readonly writer: ChainWriter }

/** Starts it. @param random - of all keys. @param court - terms that differ. */
export async function startCourtChain(random: (bytes: number) => Uint8Array, court: Partial<CourtTerms> = {}) {
  const signal = new AbortController().signal
  const options = { signal }
  const anvil = await startAnvil(options)
  const { rpcUrl, accounts: unlocked } = anvil
  const deployerPrivateKey = unlocked[0]?.privateKey
  if (deployerPrivateKey === undefined) throw new RangeError('anvil has no account')
  const deployment = await deployContracts({
    ...{ rpcUrl, deployerPrivateKey, closeDelaySeconds: 600, unbondingSeconds, court: { ...terms, ...court }, signal },
  })
  const token = deployment.tokens[0]?.address
  if (token === undefined) throw new RangeError('the deployment has no token')
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployerPrivateKey })
  const known = new Set<Address>([faucet.account])
  const clocked = new Set<Clocked>()
  let aheadSeconds = 0
  let subnets = 0

  async function rpc(method: string, ...params: unknown[]): Promise<string> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const headers = { 'content-type': 'application/json' }
    const answer = (await (await fetch(rpcUrl, { method: 'POST', headers, body })).json()) as { result: string }
    return answer.result
  }

  async function account(millAmount: Amount, privateKey: Hex = generatePrivateKey(random)): Promise<ChainWriter> {
    const writer = await createChainWriter({ rpcUrl, deployment, privateKey })
    known.add(writer.account)
    await faucet.transferNative(writer.account, 10n ** 18n, options)
    if (millAmount > 0n) await faucet.transferToken(deployment.millToken, writer.account, millAmount, options)
    return writer
  }

  /** Moves the chain and all processes on to a time, in Unix seconds; does nothing where it has passed. */
  async function moveTo(time: bigint | number): Promise<void> {
    const seconds = Number(time) - Math.floor(Date.now() / 1_000) - aheadSeconds
    if (seconds > 0) {
      aheadSeconds += seconds
      await rpc('evm_increaseTime', seconds)
    }
    await rpc('evm_mine')
    await Promise.all([...clocked].map((actor) => actor.call('setClock', aheadSeconds * 1_000)))
  }

  return {
    ...{ deployment, token, faucet, account, moveTo },
    access: { rpcUrl, deployment: deploymentToJson(deployment), token } satisfies NetworkAccess,
    /** Registers an operator with stake and one node in a network of its own; both have gas. */
    async operator(stake: Amount): Promise<StakedOperator> {
      const [operatorKey, nodeKey] = [generatePrivateKey(random), generatePrivateKey(random)]
      const writer = await account(stake, operatorKey)
      const node = createSigner(nodeKey)
      await account(0n, nodeKey)
      await writer.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, options)
      await writer.addNode(node, options)
      subnets += 1
      await writer.court.setNodeSubnet(node.address, `0x${subnets.toString(16).padStart(16, '0')}` as Hex, options)
      await writer.stake(stake, options)
      return { operator: writer.account, operatorKey, node: node.address, nodeKey, writer }
    },
    /** Unix milliseconds by the chain. */
    now: (): number => Date.now() + aheadSeconds * 1_000,
    aheadMs: (): number => aheadSeconds * 1_000,
    follow: (actor: Clocked) => clocked.add(actor),
    /** Moves on to the beginning of a receipt epoch, so that all that is bought next is of one. */
    async beginEpoch(): Promise<void> {
      const { receiptEpochSeconds } = deployment
      const nowSeconds = Date.now() / 1_000 + aheadSeconds
      await moveTo((Math.floor(nowSeconds / receiptEpochSeconds) + 1) * receiptEpochSeconds)
    },
    /** Base units of MILL that there are. */
    async millSupply(): Promise<Amount> {
      return BigInt(await rpc('eth_call', { to: deployment.millToken, data: '0x18160ddd' }, 'latest'))
    },
    /** Base units of a token that all accounts and contracts hold. */
    async heldIn(asked: Address): Promise<Amount> {
      const { escrow, registry, stakeVault, receipts, courthouse, beacon, auditorRoll, judges } = deployment
      const contracts = [escrow, registry, stakeVault, receipts, courthouse, beacon, auditorRoll]
      const holders = [...known, ...contracts, ...Object.values(judges), deployment.millToken]
      const held = await Promise.all(holders.map((holder) => faucet.tokenBalance(asked, holder, options)))
      return held.reduce((sum, amount) => sum + amount, 0n)
    },
    close: () => anvil.stop(),
  }
}
