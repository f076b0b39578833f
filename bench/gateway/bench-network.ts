/** A fresh local chain in a temporary folder, provisioned as `millrace up` does, with one provider and the real gateway. */

import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deploymentToJson, startAnvil } from '@millrace/chain'
import { type PeerEndpoint, parseAddress } from '@millrace/protocol'
import { localKeyFile } from '../../packages/cli/src/commands/gateway.ts'
import { openKeyRing } from '../../packages/cli/src/key-ring.ts'
import { localChainId } from '../../packages/cli/src/local/plan.ts'
import { deployLocal, provisionLocal } from '../../packages/cli/src/local/provision.ts'
import { localNetworkName, networkDir, writeNetwork } from '../../packages/cli/src/network.ts'
import { passwordFromOwnFile } from '../../packages/cli/src/password.ts'
import { forkReady, stop } from './processes.ts'

export type BenchNetwork = {
  readonly gatewayUrl: string
  readonly apiKey: string
  readonly gateway: ChildProcess
  readonly provider: ChildProcess
  stop(): Promise<void>
}

/** Settings of the provider process besides where it stands: passed through to the script as JSON. */
export type ProviderScript = { readonly script: URL; readonly settings: Record<string, unknown> }

/** Starts chain, provider and gateway under a folder. */
export async function startBenchNetwork(dataDir: string, provider: ProviderScript): Promise<BenchNetwork> {
  const signal = new AbortController().signal
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))
  const dir = networkDir(dataDir, localNetworkName)
  const keys = openKeyRing(join(dir, 'keys'), { random, password: passwordFromOwnFile(join(dir, 'password'), random) })
  const chain = await startAnvil({ chainId: localChainId, signal })
  const faucetKey = chain.accounts[0]?.privateKey
  if (faucetKey === undefined) throw new RangeError('anvil names its development accounts')
  const options = { signal, onStep: () => undefined }
  const deployment = await deployLocal(chain.rpcUrl, faucetKey, options)
  await provisionLocal({ rpcUrl: chain.rpcUrl, deployment }, faucetKey, keys, options)
  const settings = {
    ...provider.settings,
    rpcUrl: chain.rpcUrl,
    deployment: deploymentToJson(deployment),
    nodeKey: await keys.load('alder-node', { signal }),
    operator: await keys.addressOf('alder-operator'),
    storePath: join(dir, 'node.sqlite'),
  }
  const node = await forkReady<PeerEndpoint>(provider.script, [JSON.stringify(settings)])
  const endpoint = { ...node.message, address: parseAddress(node.message.address) }
  await writeNetwork(dataDir, { name: localNetworkName, rpcUrl: chain.rpcUrl, deployment, providers: [endpoint] })
  const main = new URL('../../packages/cli/src/main.ts', import.meta.url)
  const args = ['gateway', '--network', localNetworkName, '--port', '0', '--channel-deposit', '100']
  const gateway = await forkReady<{ url: string }>(main, args, { MILLRACE_HOME: dataDir })
  return {
    gatewayUrl: gateway.message.url,
    apiKey: await readFile(join(dir, localKeyFile), 'utf8'),
    gateway: gateway.process,
    provider: node.process,
    async stop() {
      await stop(gateway.process)
      await stop(node.process)
      await chain.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
