/**
 * A node in a process of its own, for tests that kill it. Takes its set-up as the first message from its parent, answers
 * `{ addresses }`, and redeems when told to.
 */
import { createChainWriter, createSigner, type Deployment, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import type { Address, Hex } from '@millrace/protocol'
import { createNode, type Node, openNodeStore } from '../../src/index.ts'
import { createTestRuntime, testModel, testModelRoot } from './test-model.ts'

export type NodeSetUp = {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly operatorKey: Hex
  readonly nodeKey: Hex
  readonly token: Address
  readonly storePath: string
}

let node: Node | undefined

process.on('message', (message: { readonly setUp?: NodeSetUp; readonly redeem?: true }) => {
  if (message.setUp !== undefined) void start(message.setUp)
  if (message.redeem === true) void redeem()
})

async function start({ rpcUrl, deployment, operatorKey, nodeKey, token, storePath }: NodeSetUp): Promise<void> {
  const writer = await createChainWriter({ rpcUrl, deployment, privateKey: operatorKey })
  const signer = createSigner(nodeKey)
  const price = 1_000_000n
  node = createNode(
    {
      transport: createTlsTransport({ signer, recoverSigner, domain: writer.domain }),
      runtime: createTestRuntime({ betweenTokensMs: 1 }),
      reader: writer,
      writer,
      signer,
      store: openNodeStore(storePath),
      models: [testModel],
      now: Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      log: () => undefined,
    },
    {
      operator: writer.account,
      token,
      listings: [
        { modelRoot: testModelRoot, workload: 'chat', inputPrice: price, outputPrice: price, creditTokens: 8 },
      ],
      redeem: { amountMin: 10n ** 12n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
    },
  )
  const { addresses } = await node.listen({ host: '127.0.0.1', port: 0, signal: AbortSignal.timeout(20_000) })
  process.send?.({ addresses })
}

async function redeem(): Promise<void> {
  const outcomes = (await node?.redeemNow({ signal: AbortSignal.timeout(20_000) })) ?? []
  process.send?.({ redeemed: String(outcomes.reduce((sum, { paid }) => sum + paid, 0n)) })
}

// A parent that is gone must not leave a node behind.
process.on('disconnect', () => process.exit(1))
