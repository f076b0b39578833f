/** A node on a temporary file with a stand-in model, an Escrow in memory, and buyers that reach it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Signer } from '@millrace/protocol'
import type { FixedLatencyInit, Runtime } from '@millrace/runtime'
import {
  createNode,
  type Listing,
  type Log,
  type Node,
  type NodeComponents,
  type NodeInit,
  type NodeStore,
  openNodeStore,
} from '../../src/index.ts'
import { createFakeChain, type FakeChain } from './fake-chain.ts'
import { createMemoryNetwork, type MemoryNetwork } from './memory-transport.ts'
import { createScriptedBuyer, randomSigner, type ScriptedBuyer } from './scripted-buyer.ts'
import { createTestRuntime, testModel, testModelRoot } from './test-model.ts'

export type Fixture = AsyncDisposable & {
  node: Node
  readonly chain: FakeChain
  readonly network: MemoryNetwork
  readonly nodeSigner: Signer
  readonly clock: { skewMs: number }
  readonly logs: { level: string; event: string; fields: string }[]
  readonly storePath: string
  /** Returns a buyer with a channel of this deposit, 0 for none. */
  buyer(deposit: bigint): ScriptedBuyer
  now(): number
  /** Closes the node and starts another on the same file. */
  restart(): Promise<void>
}

export type FixtureInit = {
  readonly latency?: Partial<FixedLatencyInit>
  readonly runtime?: Runtime
  readonly node?: Partial<NodeInit>
  /** Base units per million tokens: one token costs one base unit by default. */
  readonly price?: bigint
  readonly creditTokens?: number
  /** What the listings say besides. */
  readonly listing?: Partial<Listing>
  readonly withoutWriter?: boolean
  /** The node's key; a random one when left out. */
  readonly signer?: Signer
  readonly components?: Partial<NodeComponents>
  /** Stands between the node and its file. */
  readonly wrapStore?: (store: NodeStore) => NodeStore
}

export async function createFixture(init: FixtureInit = {}): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-node-'))
  const storePath = join(folder, 'node.db')
  const nodeSigner = init.signer ?? randomSigner()
  const chain = createFakeChain({ operator: randomSigner().address, node: nodeSigner.address })
  const network = createMemoryNetwork()
  const clock = { skewMs: 0 }
  const logs: Fixture['logs'] = []
  const now = () => Date.now() + clock.skewMs
  const log: Log = (level, event, fields) => {
    const text = JSON.stringify(fields ?? {}, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
    logs.push({ level, event, fields: text })
  }
  const price = init.price ?? 1_000_000n
  const start = async () => {
    const listing = {
      modelRoot: testModelRoot,
      inputPrice: price,
      outputPrice: price,
      creditTokens: init.creditTokens ?? 16,
      ...init.listing,
    }
    const node = createNode(
      {
        transport: network.transport(nodeSigner.address),
        runtime: init.runtime ?? createTestRuntime(init.latency),
        reader: chain.writer,
        ...(init.withoutWriter === true ? {} : { writer: chain.writer }),
        signer: nodeSigner,
        store: (init.wrapStore ?? ((store) => store))(openNodeStore(storePath)),
        models: [testModel],
        now,
        random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
        log,
        ...init.components,
      },
      {
        operator: chain.operator,
        token: chain.token,
        listings: [
          { ...listing, workload: 'chat' },
          { ...listing, workload: 'embed' },
        ],
        redeem: { amountMin: 1_000_000n, ageMsMax: 3_600_000, beforeCloseSeconds: 600 },
        ...init.node,
        limits: {
          redeemTickMs: 1_000_000,
          channelReadSpacingMs: 0,
          voucherWaitMsMax: 200,
          lastVoucherMsMax: 50,
          // Each chunk in a frame of its own, so that tests can count them.
          chunkGatherMs: 0,
          marketTickMs: 10,
          ...init.node?.limits,
        },
      },
    )
    await node.listen({ host: '127.0.0.1', port: 0, signal: AbortSignal.timeout(10_000) })
    return node
  }
  const fixture: Fixture = {
    node: await start(),
    chain,
    network,
    nodeSigner,
    clock,
    logs,
    storePath,
    now,
    buyer(deposit) {
      const signer = randomSigner()
      const payerSigner = randomSigner()
      const payer = payerSigner.address
      if (deposit > 0n) chain.open(payer, signer.address, deposit)
      return createScriptedBuyer({
        openStream: () => network.openStream(signer.address),
        signer,
        payer,
        payerSigner,
        operator: chain.operator,
        token: chain.token,
        separator: chain.writer.separator,
        now: () => now() / 1000,
      })
    },
    async restart() {
      await fixture.node.close()
      fixture.node = await start()
    },
    async [Symbol.asyncDispose]() {
      await fixture.node.close()
      rmSync(folder, { recursive: true })
    },
  }
  return fixture
}
