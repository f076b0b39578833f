/** Which gateway a command talks to: the local network's own unless told otherwise. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { localKeyFile } from './commands/gateway.ts'
import type { Context } from './context.ts'
import { localNetworkName, networkDir, readNetwork } from './network.ts'
import { UsageError } from './usage-error.ts'

export type GatewayOptions = { network: string; url?: string }

/** Adds the options that name a gateway. The API key comes from MILLRACE_API_KEY, never from an argument. */
export function withGatewayOptions(command: Command): Command {
  return command
    .option('--network <name>', 'network whose gateway to use', localNetworkName)
    .option('--url <url>', 'another gateway; its API key is read from MILLRACE_API_KEY')
}

/** Returns the gateway's address and the API key for it. @throws {UsageError} when either is not known. */
export async function gatewayOf(context: Context, options: GatewayOptions): Promise<{ url: string; apiKey: string }> {
  const { apiKey, dataDir } = context.environment
  const url = options.url ?? (await readNetwork(dataDir, options.network)).gatewayUrl
  if (url === undefined) {
    throw new UsageError(
      `The network "${options.network}" names no gateway.`,
      'Start one with "millrace gateway", or give its address with --url.',
    )
  }
  const kept = await readFile(join(networkDir(dataDir, options.network), localKeyFile), 'utf8').catch(() => undefined)
  const key = apiKey ?? (options.url === undefined ? kept : undefined)
  if (key === undefined) {
    throw new UsageError(
      'No API key for the gateway is known.',
      'Set MILLRACE_API_KEY; "millrace keys create" makes one.',
    )
  }
  return { url, apiKey: key }
}
