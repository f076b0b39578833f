/** Transactions to our contracts as one account, on top of a reader. */
import { randomBytes } from 'node:crypto'
import { escrowAbi, millTokenAbi, receiptsAbi, registryAbi, stakeVaultAbi, testDollarAbi } from '@millrace/contracts'
import { type Address, type Amount, type Hash, type Hex, MalformedError, zeroHash } from '@millrace/protocol'
import type { CallOptions, ChainWriter, RedemptionRequest } from './chain-port.ts'
import { readerOver } from './create-chain-reader.ts'
import { createCourtWriter } from './create-court-writer.ts'
import type { Deployment } from './deployment.ts'
import { depositTokens } from './deposit-tokens.ts'
import { expandSignature, toLongSignature } from './expand-signature.ts'
import { createJsonRpc } from './json-rpc.ts'
import { signNodeBinding } from './node-binding.ts'
import { redemptionResults } from './redemption-results.ts'
import { createTransactionSender, txConfirmationsMax, txWaitMsDefault } from './send-transaction.ts'
import { createSigner } from './signature.ts'
import { verifyDeployment } from './verify-deployment.ts'
import { createWriteContract, eventOf, toTx } from './write-contract.ts'

export type ChainWriterComponents = {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly privateKey: Hex
  readonly signal?: AbortSignal
}

export type ChainWriterInit = {
  /** Blocks that must hold a transaction or stand on top of it before a call returns: 1 (default) is mined. */
  readonly confirmations?: number
  /** Milliseconds to wait for that; see {@link txWaitMsDefault}. */
  readonly txWaitMs?: number
}

/**
 * Returns a writer for one account. Make one per account and process: it gives out the account's nonces.
 *
 * @throws {KeyInvalidError} and what `createChainReader` throws.
 */
export async function createChainWriter(
  { rpcUrl, deployment, privateKey, signal }: ChainWriterComponents,
  { confirmations = 1, txWaitMs = txWaitMsDefault }: ChainWriterInit = {},
): Promise<ChainWriter> {
  if (!Number.isInteger(confirmations) || confirmations < 1 || confirmations > txConfirmationsMax) {
    throw new RangeError(`confirmations must be a whole number from 1 to ${txConfirmationsMax}, not ${confirmations}.`)
  }
  const signer = createSigner(privateKey)
  const rpc = createJsonRpc(rpcUrl)
  const reader = readerOver(rpc, deployment)
  await verifyDeployment(rpc, reader, { signal })
  const sender = createTransactionSender(
    { rpc, signer },
    { random: randomBytes, chainId: deployment.chainId, confirmations, txWaitMs },
  )
  const escrow = { address: deployment.escrow, abi: escrowAbi } as const
  const registry = { address: deployment.registry, abi: registryAbi } as const
  const vault = { address: deployment.stakeVault, abi: stakeVaultAbi } as const

  const write = createWriteContract(sender)

  return {
    ...reader,
    account: signer.address,
    court: createCourtWriter({ rpc, reader, account: signer.address, write, approve }),
    async deposit(token, amount, options) {
      return toTx(
        await depositTokens(
          { rpc, signer, escrow: deployment.escrow, chainId: deployment.chainId, write },
          { token, amount },
          options,
        ),
      )
    },
    async withdraw(token, amount, to, options) {
      return toTx(await write({ ...escrow, functionName: 'withdraw', args: [token, amount, to] }, options))
    },
    async openChannel({ operator, token, deposit, signer: session }, options) {
      return toTx(
        await write({ ...escrow, functionName: 'openChannel', args: [operator, token, deposit, session] }, options),
      )
    },
    async topUp(operator, token, amount, options) {
      return toTx(await write({ ...escrow, functionName: 'topUp', args: [operator, token, amount] }, options))
    },
    async redeem(operator, token, redemptions, options) {
      const args = [operator, token, redemptions.map(toRedemption)] as const
      const mined = await write({ ...escrow, functionName: 'redeem', args }, options)
      return { ...toTx(mined), ...redemptionResults(mined.logsOf(deployment.escrow), { operator, token, redemptions }) }
    },
    async startClose(operator, token, options) {
      const mined = await write({ ...escrow, functionName: 'startClose', args: [operator, token] }, options)
      const { closesAt } = eventOf(mined, escrow, 'ChannelCloseStarted')
      return { ...toTx(mined), closesAt: BigInt(closesAt) }
    },
    async finishClose(payer, operator, token, options) {
      return toTx(await write({ ...escrow, functionName: 'finishClose', args: [payer, operator, token] }, options))
    },
    async closeCooperatively({ payer, operator, token, amount, voucherSignature, operatorSignature }, options) {
      const { r, vs } =
        voucherSignature === undefined ? { r: zeroHash, vs: zeroHash } : expandSignature(voucherSignature)
      const args = [payer, operator, token, amount, r, vs, toLongSignature(operatorSignature)] as const
      return toTx(await write({ ...escrow, functionName: 'closeCooperatively', args }, options))
    },
    async closeByOperator(payer, token, options) {
      return toTx(await write({ ...escrow, functionName: 'closeByOperator', args: [payer, token] }, options))
    },
    async registerOperator({ metadataHash, jurisdiction }, options) {
      const args = [metadataHash, toJurisdiction(jurisdiction)] as const
      return toTx(await write({ ...registry, functionName: 'register', args }, options))
    },
    async addNode(nodeSigner, options) {
      const binding = { operator: signer.address, registry: deployment.registry, chainId: deployment.chainId }
      const { deadline, signature } = await signNodeBinding({ rpc, reader, nodeSigner }, binding, options)
      const args = [nodeSigner.address, deadline, toLongSignature(signature)] as const
      return toTx(await write({ ...registry, functionName: 'addNode', args }, options))
    },
    async removeNode(node, options) {
      return toTx(await write({ ...registry, functionName: 'removeNode', args: [node] }, options))
    },
    async stake(amount, options) {
      await approve(deployment.millToken, deployment.stakeVault, amount, options)
      return toTx(await write({ ...vault, functionName: 'stake', args: [amount] }, options))
    },
    async requestUnstake(amount, options) {
      const mined = await write({ ...vault, functionName: 'requestUnstake', args: [amount] }, options)
      return { ...toTx(mined), maturesAt: eventOf(mined, vault, 'UnstakeRequested').maturesAt }
    },
    async withdrawStake(options) {
      const mined = await write({ ...vault, functionName: 'withdraw', args: [] }, options)
      return { ...toTx(mined), amount: eventOf(mined, vault, 'Withdrawn').amount }
    },
    async mintTestDollars(to, amount, options) {
      const address = defaultToken(deployment)
      return toTx(await write({ address, abi: testDollarAbi, functionName: 'mint', args: [to, amount] }, options))
    },
    async transferToken(token, to, amount, options) {
      return toTx(
        await write({ address: token, abi: millTokenAbi, functionName: 'transfer', args: [to, amount] }, options),
      )
    },
    async transferNative(to, amount, options) {
      return toTx(await sender.send({ to, data: '0x', value: amount }, options))
    },
    async postReceiptRoot({ node, epoch, root, count, totals }, options) {
      const call = {
        address: deployment.receipts,
        abi: receiptsAbi,
        functionName: 'postRoot',
        args: [node, epoch, root, count, totals],
      } as const
      return toTx(await write(call, options))
    },
  }

  async function approve(token: Address, spender: Address, amount: Amount, options: CallOptions): Promise<void> {
    await write({ address: token, abi: millTokenAbi, functionName: 'approve', args: [spender, amount] }, options)
  }
}

function toRedemption({ payer, amount, signature }: RedemptionRequest): {
  payer: Address
  amount: Amount
  r: Hash
  vs: Hash
} {
  const { r, vs } = expandSignature(signature)
  return { payer, amount, r, vs }
}

function toJurisdiction(code: string): Hex {
  if (!/^[A-Z]{2}$/.test(code)) throw new MalformedError('jurisdiction', 'two capital letters of ISO 3166-1', code)
  return `0x${Buffer.from(code, 'latin1').toString('hex')}`
}

function defaultToken(deployment: Deployment): Address {
  const token = deployment.tokens[0]
  if (token === undefined) throw new TypeError('A deployment lists at least one token.')
  return token.address
}
