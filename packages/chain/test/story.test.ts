/** Money from a wallet to an operator and back, on a real chain, every balance to the base unit. */
import {
  bytesToHex,
  channelCloseType,
  channelIdOf,
  digest,
  merkleProof,
  merkleRoot,
  merkleTree,
  type Signature,
  zeroAddress,
} from '@millrace/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSigner } from '../src/index.ts'
import {
  closeDelaySeconds,
  type LocalChain,
  newSigner,
  openChannel,
  signal,
  startLocalChain,
  unbondingSeconds,
} from './local-chain.ts'

const metadataHash = `0x${'11'.repeat(32)}` as const
let chain: LocalChain
beforeAll(async () => {
  chain = await startLocalChain()
})
afterAll(() => chain[Symbol.asyncDispose]())

describe('a channel', () => {
  it('pays the operator what vouchers say, many payers in one batch, and gives each payer the rest', async () => {
    const { token } = chain
    const operator = await chain.writer()
    const payers = await Promise.all([chain.writer(), chain.writer(), chain.writer()])
    const opened = []
    for (const payer of payers)
      opened.push({ payer, ...(await openChannel(payer, { operator: operator.account, token, deposit: 1_000n })) })
    expect(opened[0]?.channel).toEqual({
      state: 'open',
      signer: opened[0]?.session.address,
      epoch: 1n,
      deposit: 1_000n,
      redeemed: 0n,
      closesAt: 0n,
    })

    const batch = [
      ...opened.map(({ payer, voucher }, index) => ({
        payer: payer.account,
        amount: BigInt(100 + index),
        signature: voucher(BigInt(100 + index)),
      })),
      {
        payer: payers[0]?.account ?? zeroAddress,
        amount: 100n,
        signature: (opened[0]?.voucher(100n) ?? '0x') as Signature,
      },
      {
        payer: payers[1]?.account ?? zeroAddress,
        amount: 900n,
        signature: (opened[0]?.voucher(900n) ?? '0x') as Signature,
      },
      { payer: operator.account, amount: 900n, signature: (opened[0]?.voucher(900n) ?? '0x') as Signature },
    ]
    const redeemed = await operator.redeem(operator.account, token, batch, { signal })
    expect(redeemed.paid).toBe(303n)
    expect(redeemed.results).toEqual([
      { payer: payers[0]?.account, outcome: 'redeemed', paid: 100n, redeemed: 100n },
      { payer: payers[1]?.account, outcome: 'redeemed', paid: 101n, redeemed: 101n },
      { payer: payers[2]?.account, outcome: 'redeemed', paid: 102n, redeemed: 102n },
      { payer: payers[0]?.account, outcome: 'skipped', reason: 'stale' },
      { payer: payers[1]?.account, outcome: 'skipped', reason: 'signature-invalid' },
      { payer: operator.account, outcome: 'skipped', reason: 'not-open' },
    ])

    const [first, second, third] = opened
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three channels were opened')
    await first.payer
      .topUp(operator.account, token, 1n, { signal })
      .catch((error) => expect(error).toMatchObject({ contractError: 'BalanceInsufficient' }))
    await operator.closeByOperator(first.payer.account, token, { signal })
    expect(await first.payer.escrowBalance(token, first.payer.account, { signal })).toBe(900n)

    const { closesAt } = await second.payer.startClose(operator.account, token, { signal })
    expect(await operator.channel(second.payer.account, operator.account, token, { signal })).toMatchObject({
      state: 'closing',
      closesAt,
    })
    await expect(
      second.payer.finishClose(second.payer.account, operator.account, token, { signal }),
    ).rejects.toMatchObject({
      code: 'CHAIN_REVERTED',
      contractError: 'CloseDelayNotOver',
      args: { closesAt: String(closesAt) },
    })
    await operator.redeem(
      operator.account,
      token,
      [{ payer: second.payer.account, amount: 2_000n, signature: second.voucher(2_000n) }],
      { signal },
    )
    await chain.passTime(closeDelaySeconds)
    await second.payer.finishClose(second.payer.account, operator.account, token, { signal })
    expect(await second.payer.escrowBalance(token, second.payer.account, { signal })).toBe(0n)
    expect(await operator.channel(second.payer.account, operator.account, token, { signal })).toMatchObject({
      state: 'none',
      epoch: 1n,
    })

    await operator.withdraw(token, 100n + 1_000n + 102n, operator.account, { signal })
    expect(await operator.tokenBalance(token, operator.account, { signal })).toBe(1_000_000n + 1_202n)
    await first.payer.withdraw(token, 900n, first.payer.account, { signal })
    expect(await first.payer.tokenBalance(token, first.payer.account, { signal })).toBe(1_000_000n - 100n)
    expect(await operator.tokenBalance(token, chain.deployment.escrow, { signal })).toBe(898n)
  })

  it('closes at once where both sides sign', async () => {
    const { token } = chain
    const operatorSigner = createSigner(chain.anvil.accounts[3]?.privateKey ?? '0x')
    const payer = await chain.writer()
    const { channel, voucher } = await openChannel(payer, { operator: operatorSigner.address, token, deposit: 500n })
    const close = {
      channelId: channelIdOf(payer.account, operatorSigner.address, token),
      epoch: channel.epoch,
      amount: 123n,
    }
    const operatorSignature = operatorSigner.sign(digest(payer.separator, channelCloseType, close))
    await payer.closeCooperatively(
      {
        payer: payer.account,
        operator: operatorSigner.address,
        token,
        amount: 123n,
        voucherSignature: voucher(123n),
        operatorSignature,
      },
      { signal },
    )
    expect(await payer.escrowBalance(token, operatorSigner.address, { signal })).toBe(123n)
    expect(await payer.escrowBalance(token, payer.account, { signal })).toBe(377n)
  })
})

describe('a deposit', () => {
  it('takes one transaction where the token has permits, and leaves no allowance', async () => {
    const payer = await chain.writer()
    await payer.deposit(chain.token, 700n, { signal })
    expect(await chain.rpc('eth_getTransactionCount', payer.account, 'latest')).toBe('0x1')
    expect(await payer.escrowBalance(chain.token, payer.account, { signal })).toBe(700n)
    const data = `0xdd62ed3e${payer.account.slice(2).padStart(64, '0')}${chain.deployment.escrow.slice(2).padStart(64, '0')}`
    expect(BigInt((await chain.rpc('eth_call', { to: chain.token, data }, 'latest')) as string)).toBe(0n)
  })

  it('of more than the account holds is refused by name', async () => {
    const payer = await chain.writer()
    await expect(payer.deposit(chain.token, 1_000_001n, { signal })).rejects.toMatchObject({
      code: 'CHAIN_REVERTED',
      contractError: 'ERC20InsufficientBalance',
      args: { sender: payer.account, balance: '1000000', needed: '1000001' },
    })
  })

  it('of a token that is not listed is refused by name', async () => {
    const payer = await chain.writer()
    await expect(payer.deposit(chain.deployment.millToken, 1n, { signal })).rejects.toMatchObject({
      contractError: 'TokenNotListed',
      args: { token: chain.deployment.millToken },
    })
  })
})

describe('an operator', () => {
  it('registers, binds nodes that consent, stakes and posts receipts', async () => {
    const operator = await chain.writer()
    const node = newSigner()
    expect(await operator.operatorInfo(operator.account, { signal })).toBeUndefined()
    await expect(operator.registerOperator({ metadataHash, jurisdiction: 'fr' }, { signal })).rejects.toMatchObject({
      code: 'PROTOCOL_MALFORMED',
    })
    await operator.registerOperator({ metadataHash, jurisdiction: 'FR' }, { signal })
    await operator.addNode(node, { signal })
    expect(await operator.operatorOf(node.address, { signal })).toBe(operator.account)
    expect(await operator.operatorInfo(operator.account, { signal })).toEqual({
      metadataHash,
      attestationRoot: `0x${'00'.repeat(32)}`,
      jurisdiction: 'FR',
      nodeCount: 1,
    })
    await expect(operator.addNode(node, { signal })).rejects.toMatchObject({ contractError: 'NodeAlreadyBound' })
    await operator.removeNode(node.address, { signal })
    expect(await operator.operatorOf(node.address, { signal })).toBeUndefined()
    await operator.addNode(node, { signal })

    const receipts = [bytesToHex(new Uint8Array(32).fill(1)), bytesToHex(new Uint8Array(32).fill(2))]
    const tree = merkleTree(receipts)
    const { receiptEpochSeconds } = chain.deployment
    const epoch = (await operator.blockTimestamp({ signal })) / BigInt(receiptEpochSeconds)
    const totals = [{ token: chain.token, amount: 7n }]
    const posting = { node: node.address, epoch, root: merkleRoot(tree), count: 2, totals }
    await expect(operator.postReceiptRoot(posting, { signal })).rejects.toMatchObject({ contractError: 'EpochNotOver' })
    await chain.passTime(receiptEpochSeconds)
    await operator.postReceiptRoot(posting, { signal })
    expect(await operator.receiptRoot(node.address, epoch, { signal })).toMatchObject({
      root: merkleRoot(tree),
      count: 2,
    })
    expect(await operator.receiptRoot(node.address, epoch + 1n, { signal })).toBeUndefined()
    const [first, second] = receipts
    if (first === undefined || second === undefined) throw new Error('two receipts')
    const proof = merkleProof(tree, first) ?? []
    expect(await operator.isReceiptPosted(node.address, epoch, first, proof, { signal })).toBe(true)
    expect(await operator.isReceiptPosted(node.address, epoch, second, proof, { signal })).toBe(false)
  })

  it('stakes MILL and takes it out after the delay', async () => {
    const holder = await chain.writer()
    const { createChainWriter } = await import('../src/index.ts')
    const { deployment, anvil } = chain
    const treasury = await createChainWriter({
      rpcUrl: anvil.rpcUrl,
      deployment,
      privateKey: anvil.accounts[0]?.privateKey ?? '0x',
    })
    await treasury.transferToken(deployment.millToken, holder.account, 100n, { signal })
    await holder.stake(100n, { signal })
    const { maturesAt } = await holder.requestUnstake(40n, { signal })
    expect(await holder.stakeOf(holder.account, { signal })).toEqual({ bonded: 60n, unbonding: 40n, reserved: 0n })
    expect(maturesAt).toBe((await holder.blockTimestamp({ signal })) + BigInt(unbondingSeconds))
    await expect(holder.withdrawStake({ signal })).rejects.toMatchObject({ contractError: 'NothingMatured' })
    await chain.passTime(unbondingSeconds)
    expect(await holder.withdrawStake({ signal })).toMatchObject({ amount: 40n })
    expect(await holder.tokenBalance(deployment.millToken, holder.account, { signal })).toBe(40n)
  })
})

describe('token info', () => {
  it('comes from the deployment, or from the token', async () => {
    const reader = await chain.writer()
    expect(await reader.tokenInfo(chain.token, { signal })).toEqual({
      address: chain.token,
      symbol: 'tUSD',
      decimals: 6,
    })
    const mill = chain.deployment.millToken
    expect(await reader.tokenInfo(mill, { signal })).toEqual({ address: mill, symbol: 'MILL', decimals: 18 })
    await expect(reader.tokenInfo(zeroAddress, { signal })).rejects.toMatchObject({ code: 'CHAIN_RPC_REFUSED' })
  })
})
