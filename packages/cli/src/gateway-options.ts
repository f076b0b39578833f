/** Which gateway a command talks to: the local network's own unless told otherwise. */
import { join } from 'node:path'
import type { TokenInfo } from '@millrace/chain'
import type { Command } from 'commander'
import type { Context } from './context.ts'
import { GatewayNotRunningError } from './gateway-client.ts'
import { findNetwork, localKeyFile, localNetworkName, networkDir, readNetwork } from './network.ts'
import { isMissing, readTextFile } from './read-file.ts'
import { UsageError } from './usage-error.ts'

export type GatewayOptions = { network: string; url?: string }

export type GatewayAccess = {
  readonly url: string
  readonly apiKey: string
  /** Tokens that the gateway's receipts may be in, as far as this machine knows them. */
  readonly tokens: readonly TokenInfo[]
}

/** Longest file with an API key that is read, in bytes. */
const keyFileBytesMax = 4096

/** Adds the options that name a gateway. The API key comes from MILLRACE_API_KEY, never from an argument. */
export function withGatewayOptions(command: Command): Command {
  return command
    .option('--network <name>', 'network whose gateway to use', localNetworkName)
    .option('--url <url>', 'another gateway; its API key is read from MILLRACE_API_KEY')
}

/** Returns the gateway's address and the API key for it. @throws {UsageError} when either is not known. */
export async function gatewayOf(context: Context, options: GatewayOptions): Promise<GatewayAccess> {
  const { apiKey, dataDir } = context.environment
  if (options.url !== undefined) {
    const network = await findNetwork(dataDir, options.network)
    return { url: webUrl(options.url), apiKey: known(apiKey), tokens: network?.deployment.tokens ?? [] }
  }
  const network = await readNetwork(dataDir, options.network)
  if (network.gatewayUrl === undefined) throw new GatewayNotRunningError(options.network)
  const kept = await readTextFile(join(networkDir(dataDir, options.network), localKeyFile), {
    bytesMax: keyFileBytesMax,
  }).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return { url: network.gatewayUrl, apiKey: known(apiKey ?? kept), tokens: network.deployment.tokens }
}

function known(apiKey: string | undefined): string {
  if (apiKey !== undefined) return apiKey
  throw new UsageError(
    'No API key for the gateway is known.',
    'Set MILLRACE_API_KEY to one; "millrace keys create" makes one.',
  )
}

function webUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '') return text
  throw new UsageError(
    `--url: expected an http or https address, got "${text.slice(0, 80)}".`,
    'Give it like https://gateway.example.org.',
  )
}
