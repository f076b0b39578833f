/**
 * Our backend, as a process: a real provider node with the fixed-latency runtime, on a real chain, durable store and
 * signatures included. Arguments: settings, network file and keys as JSON. Tells its parent the endpoint.
 */

import { randomBytes } from 'node:crypto'
import { createChainReader, createChainWriter, createSigner, parseDeployment, recoverSigner } from '@millrace/chain'
import { createNode, openNodeStore } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import type { Hex } from '@millrace/protocol'
import { manifestRoot } from '@millrace/runtime'
import { type StubSettings, stubManifest, stubRuntime } from './stub.ts'

export type ProviderSettings = {
  readonly stub: StubSettings
  readonly rpcUrl: string
  readonly deployment: unknown
  readonly nodeKey: Hex
  readonly operator: Hex
  readonly storePath: string
}

const settings = JSON.parse(process.argv[2] ?? '{}') as ProviderSettings
const signal = AbortSignal.timeout(3_600_000)
const deployment = parseDeployment(settings.deployment)
const signer = createSigner(settings.nodeKey)
const reader = await createChainReader({ rpcUrl: settings.rpcUrl, deployment, signal })
const manifest = stubManifest()
const node = createNode(
  {
    transport: createTlsTransport({ signer, recoverSigner, domain: reader.domain }),
    runtime: stubRuntime(settings.stub),
    reader,
    writer: await createChainWriter({ rpcUrl: settings.rpcUrl, deployment, privateKey: settings.nodeKey, signal }),
    signer,
    store: openNodeStore(settings.storePath),
    models: [manifest.content],
    now: Date.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log: () => undefined,
  },
  {
    operator: settings.operator,
    token: deployment.tokens[0]?.address ?? settings.operator,
    listings: [
      {
        modelRoot: manifestRoot(manifest),
        workload: 'chat',
        inputPrice: 100_000n,
        outputPrice: 400_000n,
        creditTokens: 64,
      },
    ],
    redeem: { amountMin: 1_000_000n, ageMsMax: 60_000, beforeCloseSeconds: 60 },
  },
)
const { addresses } = await node.listen({ host: '127.0.0.1', port: 0, signal })
process.send?.({ addresses, address: signer.address })
process.once('disconnect', () => process.exit())
