/**
 * What this machine knows of a network: its chain, its contracts, whom to ask for offers, and where the local gateway is.
 * One JSON file a network, so that a public network is one file to share.
 */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Deployment, deploymentToJson, parseDeployment } from '@millrace/chain'
import { MillraceError, type PeerEndpoint, parseAddress, parsedBy, parseWith } from '@millrace/protocol'
import * as v from 'valibot'

export type Network = {
  readonly name: string
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly providers: readonly PeerEndpoint[]
  readonly gatewayUrl?: string | undefined
}

export const localNetworkName = 'local'
/** Providers one network file may list. */
export const networkProvidersMax = 256

const fileName = 'network.json'
const schema = v.strictObject({
  version: v.literal(1),
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  rpcUrl: v.pipe(v.string(), v.url()),
  deployment: parsedBy((value) => parseDeployment(value)),
  providers: v.pipe(
    v.array(
      v.strictObject({
        host: v.pipe(v.string(), v.minLength(1), v.maxLength(253)),
        port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
        address: parsedBy((value) => parseAddress(value)),
      }),
    ),
    v.maxLength(networkProvidersMax),
  ),
  gatewayUrl: v.optional(v.pipe(v.string(), v.url())),
})

/** Returns the folder of a network's files. */
export function networkDir(dataDir: string, name: string): string {
  return join(dataDir, 'networks', name)
}

/** Returns the network's file. @throws {NetworkNotFoundError} when this machine does not know it. @throws {MalformedError} */
export async function readNetwork(dataDir: string, name: string): Promise<Network> {
  const network = await findNetwork(dataDir, name)
  if (network === undefined) throw new NetworkNotFoundError(name, await networkNames(dataDir))
  return network
}

/** Returns the network's file, or undefined when there is none. */
export async function findNetwork(dataDir: string, name: string): Promise<Network | undefined> {
  const text = await readFile(join(networkDir(dataDir, name), fileName), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
  return text === undefined ? undefined : parseNetwork(JSON.parse(text))
}

/** Returns the network that a JSON value spells. @throws {MalformedError} naming the field. */
export function parseNetwork(json: unknown): Network {
  const { version: _version, ...network } = parseWith(schema, json, 'network')
  return network
}

/** Writes the network's file whole or not at all. */
export async function writeNetwork(dataDir: string, network: Network): Promise<void> {
  const dir = networkDir(dataDir, network.name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const json = { version: 1, ...network, deployment: deploymentToJson(network.deployment) }
  const temporary = join(dir, `${fileName}.${process.pid}.tmp`)
  await writeFile(temporary, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, join(dir, fileName))
}

async function networkNames(dataDir: string): Promise<readonly string[]> {
  return readdir(join(dataDir, 'networks')).catch((): string[] => [])
}

/** This machine has no file for the network. */
export class NetworkNotFoundError extends MillraceError {
  override readonly name = 'NetworkNotFoundError'

  constructor(network: string, known: readonly string[]) {
    super({
      code: 'NOT_FOUND_NETWORK',
      message: `This machine knows no network "${network}"; it knows ${known.length === 0 ? 'none' : known.join(', ')}.`,
      hint: 'Start the local network with "millrace up", or add one with "millrace network add FILE".',
      retryable: false,
    })
  }
}
