/** The buyer on a real chain and over real TLS: opening, topping up, closing and coming back, to the base unit. */
import { randomBytes } from 'node:crypto'
import {
  type Anvil,
  type ChainWriter,
  createChainWriter,
  createSigner,
  type Deployment,
  deployContracts,
  generatePrivateKey,
  recoverSigner,
  startAnvil,
} from '@millrace/chain'
import { createTlsTransport, type TlsTransport } from '@millrace/p2p'
import { type Hash, type Hex, type PeerEndpoint, zeroHash } from '@millrace/protocol'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Ask, type Buyer, type BuyerInit, createBuyer, createMemoryBuyerStore } from '../src/index.ts'
import { soon, textOf } from './support/harness.ts'
import { createScriptedProvider, onlyBooks, type ScriptedProvider, testModel } from './support/scripted-provider.ts'

const closeDelaySeconds = 60
const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const cost = 2_500n
const signal = new AbortController().signal
let anvil: Anvil
let deployment: Deployment
let faucet: ChainWriter
let closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  anvil = await startAnvil({ signal })
  const { rpcUrl } = anvil
  const privateKey = anvil.accounts[0]?.privateKey as Hex
  deployment = await deployContracts({
    ...{ rpcUrl, deployerPrivateKey: privateKey, closeDelaySeconds, unbondingSeconds: 86_400, signal },
  })
  faucet = await createChainWriter({ rpcUrl, deployment, privateKey })
})
afterEach(async () => {
  for (const close of closers.reverse()) await close()
  closers = []
})
afterAll(() => anvil?.stop())

type Stage = {
  readonly payer: ChainWriter
  readonly operator: ChainWriter
  readonly provider: ScriptedProvider
  readonly endpoint: PeerEndpoint
  readonly sessionKey: Hex
  buyer(init?: Partial<BuyerInit>): Buyer
}

async function stage(balance: bigint): Promise<Stage> {
  const payer = await account()
  const operator = await account()
  await faucet.mintTestDollars(payer.account, balance, { signal })
  await payer.deposit(tokenOf(), balance, { signal })
  const nodeKey = generatePrivateKey(randomBytes)
  const node = createSigner(nodeKey)
  await operator.registerOperator({ metadataHash: zeroHash as Hash, jurisdiction: 'DE' }, { signal })
  await operator.addNode(node, { signal })
  const { separator, domain } = payer
  const provider = createScriptedProvider({
    ...{ privateKey: nodeKey, operator: operator.account, separator, token: tokenOf() },
  })
  const listening = createTlsTransport({ signer: node, recoverSigner, domain }, { allowPrivate: true })
  const listener = await listening.listen({ host: '127.0.0.1', port: 0, signal }, provider.handler)
  const endpoint = { address: node.address, addresses: listener.addresses }
  const sessionKey = generatePrivateKey(randomBytes)
  const session = createSigner(sessionKey)
  const dialing: TlsTransport = createTlsTransport({ signer: session, recoverSigner, domain }, { allowPrivate: true })
  closers.push(
    () => listening.close(),
    () => dialing.close(),
  )
  return {
    payer,
    operator,
    provider,
    endpoint,
    sessionKey,
    buyer(init = {}) {
      const store = createMemoryBuyerStore()
      const buyer = createBuyer(
        { chain: payer, signer: session, transport: dialing, store, now: Date.now, random: randomBytes },
        {
          ...{ providers: [endpoint], token: tokenOf(), channelDeposit: 100_000n, topUpBelow: 20_000n },
          leaseAmountMax: 50_000n,
          ...init,
        },
      )
      closers.push(() => buyer.close())
      return buyer
    },
  }
}

test('opens with what was asked for, pays, and the operator can redeem exactly that', async () => {
  const { payer, operator, provider, buyer: make } = await stage(1_000_000n)
  const buyer = make()
  const run = await buyer.run(ask, { signal: soon() })
  expect(await textOf(run.chunks)).toBe('Once upon a time.')
  expect((await run.result).amount).toBe(cost)
  await buyer.close()
  expect(await payer.escrowBalance(tokenOf(), payer.account, { signal })).toBe(900_000n)
  const { voucher, signature } = onlyBooks(provider)
  if (voucher === undefined || signature === undefined) throw new TypeError('It was paid.')
  const redemption = { payer: payer.account, amount: voucher.amount, signature }
  const { paid } = await operator.redeem(operator.account, tokenOf(), [redemption], { signal })
  expect(paid).toBe(cost)
  expect(await payer.channel(payer.account, operator.account, tokenOf(), { signal })).toMatchObject({
    ...{ state: 'open', deposit: 100_000n, redeemed: cost },
  })
})

test('100 asks at once open one channel; it is topped up while they run', async () => {
  const { payer, operator, provider, buyer: make } = await stage(2_000_000n)
  const buyer = make({ leaseAmountMax: 5_000_000n })
  const results = await Promise.all(
    Array.from({ length: 100 }, async () => (await buyer.run(ask, { signal: soon(60_000) })).result),
  )
  expect(results.reduce((sum, { amount }) => sum + amount, 0n)).toBe(100n * cost)
  await buyer.close()
  expect(onlyBooks(provider)).toMatchObject({ owed: 100n * cost, paid: 100n * cost })
  const { deposit, epoch } = await payer.channel(payer.account, operator.account, tokenOf(), { signal })
  expect(epoch).toBe(1n)
  const balance = await payer.escrowBalance(tokenOf(), payer.account, { signal })
  expect(balance + deposit).toBe(2_000_000n)
})

test('a restarted buyer without a store goes on, above what was redeemed', async () => {
  const { payer, operator, provider, buyer: make } = await stage(1_000_000n)
  const first = make()
  await (await first.run(ask, { signal: soon() })).result
  await first.close()
  const { voucher, signature } = onlyBooks(provider)
  if (voucher === undefined || signature === undefined) throw new TypeError('It was paid.')
  await operator.redeem(operator.account, tokenOf(), [{ payer: payer.account, amount: voucher.amount, signature }], {
    signal,
  })
  const second = make()
  await (await second.run(ask, { signal: soon() })).result
  await second.close()
  expect(onlyBooks(provider)).toMatchObject({ owed: 2n * cost, paid: 2n * cost })
})

test('closes after the delay; what is left comes back; the next channel has the next epoch', async () => {
  const { payer, operator, provider, buyer: make } = await stage(1_000_000n)
  const buyer = make()
  await (await buyer.run(ask, { signal: soon() })).result
  const [closing] = await buyer.closeChannels({ signal })
  expect(closing).toMatchObject({ outcome: 'closing', operator: operator.account })
  const { voucher, signature } = onlyBooks(provider)
  if (voucher === undefined || signature === undefined) throw new TypeError('It was paid.')
  await operator.redeem(operator.account, tokenOf(), [{ payer: payer.account, amount: voucher.amount, signature }], {
    signal,
  })
  await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'CHANNEL_CLOSING' })
  await passTime(closeDelaySeconds + 1)
  expect(await buyer.closeChannels({ signal })).toMatchObject([{ outcome: 'closed' }])
  expect(await payer.escrowBalance(tokenOf(), payer.account, { signal })).toBe(1_000_000n - cost)
  provider.books.clear()
  await (await buyer.run(ask, { signal: soon() })).result
  expect(buyer.channels()).toMatchObject([{ epoch: 2n, state: 'open', owed: cost }])
})

test('says what is missing in the Escrow', async () => {
  const { buyer: make } = await stage(1_000n)
  await expect(make().run(ask, { signal: soon() })).rejects.toMatchObject({
    code: 'INSUFFICIENT_BALANCE',
    missing: 35_700n,
  })
})

test('a provider that is not at its address is told as unreachable', async () => {
  const { buyer: make, endpoint } = await stage(1_000n)
  const elsewhere = { ...endpoint, address: createSigner(generatePrivateKey(randomBytes)).address }
  const view = await make({ providers: [elsewhere] }).offers({ signal: soon() })
  expect(view).toMatchObject({ offers: [], unreachable: [{ code: 'PROVIDER_UNREACHABLE' }] })
  expect(view.unreachable[0]?.message).toMatch(/PEER_IDENTITY_MISMATCH/)
})

async function account(): Promise<ChainWriter> {
  const privateKey = generatePrivateKey(randomBytes)
  const writer = await createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey })
  await faucet.transferNative(writer.account, 10n ** 18n, { signal })
  return writer
}

function tokenOf() {
  const [token] = deployment.tokens
  if (token === undefined) throw new TypeError('The deployment lists a token.')
  return token.address
}

async function passTime(seconds: number): Promise<void> {
  for (const [method, params] of [
    ['evm_increaseTime', [seconds]],
    ['evm_mine', []],
  ] as const) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    await fetch(anvil.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
}
