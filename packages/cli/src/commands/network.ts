/** `millrace network`: the networks this machine knows; `millrace deploy`: the contracts of a new one. */
import { readFile } from 'node:fs/promises'
import { deployContracts, deploymentToJson } from '@millrace/chain'
import { type PeerEndpoint, parseAddress } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { localNetworkName, type Network, parseNetwork, readNetwork, writeNetwork } from '../network.ts'
import { collect, wholeNumber } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'

type DeployOptions = {
  network: string
  rpc: string
  key: string
  closeDelay: string
  unbonding: string
  json?: boolean
}
type ProviderOptions = { network: string; add: string[]; json?: boolean }

/** Adds the commands to the program. */
export function addNetworkCommands(program: Command, context: Context): void {
  const network = program.command('network').description('networks this machine knows')
  network
    .command('add')
    .description('learn a network from a file that its maker shares')
    .argument('<file>', 'network file')
    .addHelpText('after', '\nExample:\n  $ millrace network add mynet.json')
    .action((file: string) => add(context, file))
  network
    .command('show')
    .description('print a network as a file to share')
    .option('--network <name>', 'network', localNetworkName)
    .addHelpText('after', '\nExample:\n  $ millrace network show --network mynet > mynet.json')
    .action((options: { network: string }) => show(context, options.network))
  network
    .command('providers')
    .description('add providers to ask for offers')
    .requiredOption(
      '--add <address@host:port>',
      'provider, as "millrace provide" prints it; repeat for more',
      collect,
      [],
    )
    .option('--network <name>', 'network', localNetworkName)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace network providers --network mynet --add 0x…@node1.example.org:7402')
    .action((options: ProviderOptions) => addProviders(context, options))
  program
    .command('deploy')
    .description('deploy the contracts to an EVM chain and remember it as a network')
    .requiredOption('--network <name>', 'name for the new network')
    .requiredOption('--rpc <url>', 'RPC endpoint of the chain')
    .option('--key <name>', 'key that deploys and owns the contracts', 'owner')
    .option('--close-delay <seconds>', 'how long a leaving payer waits', '86400')
    .option('--unbonding <seconds>', 'how long stake stays slashable after it was asked back', '1209600')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace deploy --network mynet --rpc https://rpc.example.org')
    .action((options: DeployOptions) => deploy(context, options))
}

async function add(context: Context, file: string): Promise<void> {
  const network = parseNetwork(JSON.parse(await readFile(file, 'utf8')))
  await writeNetwork(context.environment.dataDir, network)
  terminalOf(context, {}).line(`added network ${network.name} on chain ${network.deployment.chainId}`)
}

async function show(context: Context, name: string): Promise<void> {
  const { gatewayUrl: _own, ...network } = await readNetwork(context.environment.dataDir, name)
  const json = { version: 1, ...network, deployment: deploymentToJson(network.deployment) }
  context.streams.out.write(`${JSON.stringify(json, null, 2)}\n`)
}

async function addProviders(context: Context, options: ProviderOptions): Promise<void> {
  const network = await readNetwork(context.environment.dataDir, options.network)
  const added = options.add.map(parseEndpoint)
  const kept = network.providers.filter((known) => !added.some(({ address }) => address === known.address))
  const providers = [...kept, ...added]
  await writeNetwork(context.environment.dataDir, { ...network, providers })
  const terminal = terminalOf(context, options)
  terminal.line(`${network.name} now lists ${providers.length} providers; restart its gateway to use them`)
  terminal.result(providers)
}

async function deploy(context: Context, options: DeployOptions): Promise<void> {
  const { signal } = context
  const terminal = terminalOf(context, options)
  const deployerPrivateKey = await keyRingOf(context, options.network).loadOrCreate(options.key, { signal })
  const deployment = await deployContracts({
    rpcUrl: options.rpc,
    deployerPrivateKey,
    closeDelaySeconds: wholeNumber(options.closeDelay, '--close-delay', 60, 30 * 86_400),
    unbondingSeconds: wholeNumber(options.unbonding, '--unbonding', 3_600, 365 * 86_400),
    signal,
    onProgress: ({ step, done, total }) => terminal.line(`  ${done}/${total} ${step}`),
  })
  const network: Network = { name: options.network, rpcUrl: options.rpc, deployment, providers: [] }
  await writeNetwork(context.environment.dataDir, network)
  terminal.line(`deployed on chain ${deployment.chainId}; Escrow ${deployment.escrow}`)
  terminal.result(deploymentToJson(deployment))
}

/** Returns the endpoint that `ADDRESS@HOST:PORT` spells. */
function parseEndpoint(text: string): PeerEndpoint {
  const match = /^(0x[0-9a-fA-F]{40})@(\[[0-9a-fA-F:]+\]|[^:@\s]{1,253}):(\d{1,5})$/.exec(text)
  if (match === null)
    throw new UsageError(
      `Expected ADDRESS@HOST:PORT, got "${text.slice(0, 120)}".`,
      'Copy the line that "millrace provide" prints.',
    )
  const [, address, host = '', port = ''] = match
  return {
    address: parseAddress(address),
    host: host.replace(/^\[|\]$/g, ''),
    port: wholeNumber(port, 'port', 1, 65_535),
  }
}
