/** A fresh local chain in a temporary folder, provisioned as `millrace up` does, with one provider and the real gateway. */

import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startAnvil } from '@millrace/chain'
import { type PeerEndpoint, parseAddress } from '@millrace/protocol'
import { type KeyRing, openKeyRing } from '../../packages/cli/src/key-ring.ts'
import { localChainId } from '../../packages/cli/src/local/plan.ts'
import { deployLocal, provisionLocal } from '../../packages/cli/src/local/provision.ts'
import {
  localKeyFile,
  localNetworkName,
  type Network,
  networkDir,
  writeNetwork,
} from '../../packages/cli/src/network.ts'
import { passwordFromOwnFile } from '../../packages/cli/src/password.ts'
import { forkReady, stop } from './processes.ts'

export type BenchNetwork = {
  readonly gatewayUrl: string
  readonly apiKey: string
  readonly gateway: ChildProcess
  readonly provider: ChildProcess
  stop(): Promise<void>
}

/** Where a bench's provider joins: a provisioned chain, known to the command line under `dataDir`. */
export type ProviderPlace = { readonly dataDir: string; readonly network: Network; readonly keys: KeyRing }
/** Starts the provider process, with the keys named alder. */
export type StartProvider = (
  place: ProviderPlace,
) => Promise<{ readonly process: ChildProcess; readonly message: PeerEndpoint }>

/** The command line's entry point. */
export const commandLine = new URL('../../packages/cli/src/main.ts', import.meta.url)

/** Starts chain, provider and gateway under a folder. */
export async function startBenchNetwork(dataDir: string, startProvider: StartProvider): Promise<BenchNetwork> {
  const signal = new AbortController().signal
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))
  const dir = networkDir(dataDir, localNetworkName)
  const keys = openKeyRing(join(dir, 'keys'), { random, password: passwordFromOwnFile(join(dir, 'password'), random) })
  const chain = await startAnvil({ chainId: localChainId, signal })
  const options = { signal, onStep: () => undefined }
  const deployment = await deployLocal(chain.rpcUrl, options)
  const network: Network = { name: localNetworkName, rpcUrl: chain.rpcUrl, deployment, bootstrap: [], providers: [] }
  await provisionLocal(network, keys, options)
  await writeNetwork(dataDir, network)
  const node = await startProvider({ dataDir, network, keys })
  // Direct connections only: what is measured is the path of an answer, not how providers are found.
  const addresses = node.message.addresses.filter((where) => where.endsWith('/tls'))
  await writeNetwork(dataDir, { ...network, providers: [{ address: parseAddress(node.message.address), addresses }] })
  const args = ['gateway', '--network', localNetworkName, '--port', '0', '--channel-deposit', '100']
  const gateway = await forkReady<{ url: string }>(commandLine, args, { MILLRACE_HOME: dataDir })
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
