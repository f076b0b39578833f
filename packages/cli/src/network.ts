/**
 * What this machine knows of a network: its chain, its contracts, the peers to meet the others through, providers to ask
 * whatever gossip says, and where the local gateway is. One JSON file a network, so that a public network is one file to
 * share.
 */
import { type Dirent, existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { type Deployment, deploymentToJson, parseDeployment, type TokenInfo } from '@millrace/chain'
import {
  MillraceError,
  offerAddressCharsMax,
  offerAddressesMax,
  type PeerEndpoint,
  parseAddress,
  parsedBy,
  parseWith,
} from '@millrace/protocol'
import * as v from 'valibot'
import { namePattern, plainName } from './option-values.ts'
import { FileBrokenError, isMissing, readJsonFile } from './read-file.ts'

export type Network = {
  readonly name: string
  readonly rpcUrl: string
  readonly deployment: Deployment
  /** Multiaddrs, with peer ids, of peers that stay: through them the others are found. */
  readonly bootstrap: readonly string[]
  /** Asked for offers besides those that gossip brings. */
  readonly providers: readonly PeerEndpoint[]
  readonly gatewayUrl?: string | undefined
}

export const localNetworkName = 'local'
/** Providers one network file may list. */
export const networkProvidersMax = 256
/** Bootstrap peers one network file may list. */
export const networkBootstrapMax = 64

/** Largest network file that is read, in bytes. */
export const networkFileBytesMax = 1024 * 1024

export const networkFileName = 'network.json'
/** The local network's own API key, readable by its user alone. */
export const localKeyFile = 'local-api-key'

/** A name, or an address of either kind. */
const hostPattern = /^[A-Za-z0-9.:_-]{1,253}$/
const webUrl = v.pipe(v.string(), v.url(), v.regex(/^https?:/))
const address = parsedBy((value) => parseAddress(value))
const multiaddr = v.pipe(v.string(), v.regex(/^\/[\x21-\x7e]+$/), v.maxLength(offerAddressCharsMax))
const common = {
  name: v.pipe(v.string(), v.regex(namePattern)),
  rpcUrl: webUrl,
  deployment: parsedBy((value) => parseDeployment(value)),
  gatewayUrl: v.optional(webUrl),
}
const schema = v.strictObject({
  version: v.literal(2),
  ...common,
  bootstrap: v.pipe(v.array(multiaddr), v.maxLength(networkBootstrapMax)),
  providers: v.pipe(
    v.array(v.strictObject({ address, addresses: v.pipe(v.array(multiaddr), v.maxLength(offerAddressesMax)) })),
    v.maxLength(networkProvidersMax),
  ),
})
/** Before there was a peer network: every provider by host and port. */
const firstSchema = v.strictObject({
  version: v.literal(1),
  ...common,
  providers: v.pipe(
    v.array(
      v.strictObject({
        host: v.pipe(v.string(), v.regex(hostPattern)),
        port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
        address,
      }),
    ),
    v.maxLength(networkProvidersMax),
  ),
})

/** Returns the folder of a network's files. @throws {UsageError} for a name that is no plain name. */
export function networkDir(dataDir: string, name: string): string {
  return join(dataDir, 'networks', plainName(name, '--network'))
}

/** Returns the network's file. @throws {NetworkNotFoundError} when this machine does not know it. @throws {MalformedError} */
export async function readNetwork(dataDir: string, name: string): Promise<Network> {
  const network = await findNetwork(dataDir, name)
  if (network === undefined) throw new NetworkNotFoundError(name, await networkNames(dataDir))
  return network
}

/** Returns the network's file, or undefined when there is none. */
export async function findNetwork(dataDir: string, name: string): Promise<Network | undefined> {
  return readNetworkFile(join(networkDir(dataDir, name), networkFileName)).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}

/**
 * Returns the network that a file spells.
 *
 * @throws {FileUnreadableError} @throws {FileBrokenError} naming the field. @throws {NetworkTooOldError}
 */
export async function readNetworkFile(path: string): Promise<Network> {
  const options = { bytesMax: networkFileBytesMax, parse: parseNetwork, hint: brokenHint }
  return readJsonFile(path, options).catch((error: unknown) => {
    throw error instanceof FileBrokenError && error.cause instanceof NetworkTooOldError ? error.cause : error
  })
}

const brokenHint =
  'Get the file again from the maker of the network; for the local network, "millrace up --fresh" starts anew.'

/** Returns the token that prices of the network are in. */
export function settlementToken({ deployment }: Network): TokenInfo {
  const token = deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  return token
}

/**
 * Returns the network that a JSON value spells.
 *
 * @throws {NetworkTooOldError} for one whose contracts know no courts. @throws {MalformedError} naming the field.
 */
export function parseNetwork(json: unknown): Network {
  const found = json as { readonly name?: unknown; readonly deployment?: { readonly version?: unknown } } | null
  if (found?.deployment?.version === 1) throw new NetworkTooOldError(typeof found.name === 'string' ? found.name : '')
  if ((json as { version?: unknown } | null)?.version === 1) return ofFirstVersion(json)
  const { version: _version, ...network } = parseWith(schema, json, 'network')
  return network
}

function ofFirstVersion(json: unknown): Network {
  const { version: _version, providers, ...network } = parseWith(firstSchema, json, 'network')
  return {
    ...network,
    bootstrap: [],
    providers: providers.map((provider) => ({ address: provider.address, addresses: [directAddress(provider)] })),
  }
}

/** Returns the multiaddr of a host and port that speaks TLS. */
export function directAddress(place: { readonly host: string; readonly port: number }): string {
  return `${tcpAddress(place)}/tls`
}

/** Returns the multiaddr of a host, by name or address, and a TCP port. */
export function tcpAddress({ host, port }: { readonly host: string; readonly port: number }): string {
  const kind = isIP(host) === 4 ? 'ip4' : isIP(host) === 6 ? 'ip6' : 'dns'
  return `/${kind}/${host}/tcp/${port}`
}

/** Returns the JSON form of a network's file. */
export function networkToJson(network: Network): Record<string, unknown> {
  return { version: 2, ...network, deployment: deploymentToJson(network.deployment) }
}

/** Writes the network's file whole or not at all. */
export async function writeNetwork(dataDir: string, network: Network): Promise<void> {
  const dir = networkDir(dataDir, network.name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const temporary = join(dir, `${networkFileName}.${process.pid}.tmp`)
  await writeFile(temporary, `${JSON.stringify(networkToJson(network), null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, join(dir, networkFileName))
}

/** Returns the names of the networks this machine knows. */
export async function networkNames(dataDir: string): Promise<readonly string[]> {
  const found = await readdir(join(dataDir, 'networks'), { withFileTypes: true }).catch((): Dirent[] => [])
  const names = found.filter((entry) => entry.isDirectory() && namePattern.test(entry.name)).map(({ name }) => name)
  return names.filter((name) => existsSync(join(networkDir(dataDir, name), networkFileName))).sort()
}

/** The network's contracts are of an earlier protocol: none of its receipts and leases is one of today's. */
export class NetworkTooOldError extends MillraceError {
  override readonly name = 'NetworkTooOldError'

  constructor(network: string) {
    super({
      code: 'NETWORK_TOO_OLD',
      message: `The network "${network.slice(0, 64)}" was begun by an earlier version of Millrace, whose contracts have no courts.`,
      hint:
        network === localNetworkName
          ? 'Run "millrace up --fresh": it sets the old files aside, keys included, and starts a new local network.'
          : 'Get the file of the new network from its maker; "millrace deploy" makes a network of your own.',
      retryable: false,
    })
  }
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
