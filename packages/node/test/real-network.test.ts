/** The node between a real chain and real peers: TLS connections, anvil with the contracts, the watcher and the redeemer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import { expect, test } from 'vitest'
import { createNode, openNodeStore } from '../src/index.ts'
import { createRealNetwork, newKey, type RealNetwork } from './parts/real-network.ts'
import { chatRequest, createTestRuntime, testModel, testModelRoot } from './parts/test-model.ts'

test('work over TLS is paid by vouchers; when the payer starts to leave, the chain pays the operator to the base unit', async () => {
  await using network = await createRealNetwork()
  await using served = await startNode(network)
  const payer = await network.payer(1_000n)
  await using connected = await payer.connect(served.addresses)
  const { buyer } = connected
  const lease = await buyer.lease(500n)
  const runs = await Promise.all([1, 2, 3].map(() => buyer.run(lease, chatRequest())))
  expect(runs.map(({ error, end }) => error?.code ?? end?.receipt.amount)).toEqual([14n, 14n, 14n])
  expect(served.node.status().earned).toMatchObject({ owed: 42n, paid: 42n, redeemed: 0n })
  const { token, operator } = network
  const signal = AbortSignal.timeout(30_000)
  const before = await operator.escrowBalance(token, operator.account, { signal })
  await payer.writer.startClose(operator.account, token, { signal })
  while ((await payer.channel()).redeemed < 42n) await pause()
  expect(await operator.escrowBalance(token, operator.account, { signal })).toBe(before + 42n)
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('CHANNEL_CLOSING')
  while (served.node.status().settled < 42n) await pause()
  expect(served.node.status()).toMatchObject({ settled: 42n, settlements: [{ paid: 42n, channels: 1 }] })
})

test('a deposit and a top-up are seen as the chain has them', async () => {
  await using network = await createRealNetwork()
  await using served = await startNode(network)
  const payer = await network.payer(20n)
  await using connected = await payer.connect(served.addresses)
  const { buyer } = connected
  await buyer.lease(500n)
  expect(await buyer.pay(20n)).toMatchObject({ type: 'paid', amount: 20n })
  const signal = AbortSignal.timeout(30_000)
  const { token, operator } = network
  const { writer } = payer
  const faucet = await network.payer(1n)
  await faucet.writer.mintTestDollars(writer.account, 30n, { signal })
  await writer.deposit(token, 30n, { signal })
  await writer.topUp(operator.account, token, 30n, { signal })
  expect(await buyer.pay(50n)).toMatchObject({ type: 'paid', amount: 50n })
  expect(await served.node.redeemNow({ signal })).toMatchObject([{ paid: 50n }])
  expect((await payer.channel()).redeemed).toBe(50n)
})

test('a node that the Registry does not know refuses to serve', async () => {
  await using network = await createRealNetwork()
  await expect(startNode({ ...network, nodeKey: newKey() })).rejects.toMatchObject({ code: 'NODE_NOT_REGISTERED' })
})

async function startNode({ operator, nodeKey, token }: Pick<RealNetwork, 'operator' | 'nodeKey' | 'token'>) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-real-'))
  const signer = createSigner(nodeKey)
  const transport = createTlsTransport({ signer, recoverSigner, domain: operator.domain })
  const price = 1_000_000n
  const node = createNode(
    {
      transport,
      runtime: createTestRuntime(),
      reader: operator,
      writer: operator,
      signer,
      store: openNodeStore(join(folder, 'node.db')),
      models: [testModel],
      now: Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      log: () => undefined,
    },
    {
      operator: operator.account,
      token,
      listings: [
        { modelRoot: testModelRoot, workload: 'chat', inputPrice: price, outputPrice: price, creditTokens: 16 },
      ],
      redeem: { amountMin: 10n ** 12n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
      limits: { redeemTickMs: 100, watchPollMs: 100, lastVoucherMsMax: 50 },
    },
  )
  const dispose = async () => {
    await node.close()
    await transport.close()
    rmSync(folder, { recursive: true })
  }
  try {
    const { addresses } = await node.listen({ host: '127.0.0.1', port: 0, signal: AbortSignal.timeout(20_000) })
    return { node, addresses, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
