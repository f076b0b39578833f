/** `millrace network`: the networks this machine knows; `millrace deploy`: the contracts of a new one. */
import { deployContracts, deploymentToJson } from '@millrace/chain'
import { offerAddressCharsMax, type PeerEndpoint } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import {
  directAddress,
  findNetwork,
  localNetworkName,
  type Network,
  networkBootstrapMax,
  networkNames,
  networkProvidersMax,
  networkToJson,
  readNetwork,
  readNetworkFile,
  writeNetwork,
} from '../network.ts'
import { addressOf, collect, plainName, wholeNumber } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'

type DeployOptions = {
  network: string
  rpc: string
  key: string
  closeDelay: string
  unbonding: string
  json?: boolean
}
type ProviderOptions = { network: string; add: string[]; remove: string[]; json?: boolean }

/** Adds the commands to the program. */
export function addNetworkCommands(program: Command, context: Context): void {
  const network = program.command('network').description('networks this machine knows')
  network
    .command('add')
    .description('learn a network from a file that its maker shares')
    .argument('<file>', 'network file')
    .addHelpText('after', '\nExample:\n  $ millrace network add mynet.json')
    .option('--json', 'print JSON')
    .action((file: string, options: { json?: boolean }) => add(context, file, options))
  network
    .command('list', { isDefault: true })
    .description('names of the networks this machine knows')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace network list')
    .action((options: { json?: boolean }) => list(context, options))
  network
    .command('show')
    .description('print a network as a file to share')
    .option('--network <name>', 'network', localNetworkName)
    .addHelpText('after', '\nExample:\n  $ millrace network show --network mynet > mynet.json')
    .action((options: { network: string }) => show(context, options.network))
  network
    .command('providers')
    .description('list the providers that are asked besides those found by gossip; a running gateway follows')
    .option('--add <address@where>', 'provider, as "millrace provide" prints it; repeat for more', collect, [])
    .option('--remove <address>', 'address of a provider to ask no more; repeat for more', collect, [])
    .option('--network <name>', 'network', localNetworkName)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace network providers --network mynet --add 0x…@node1.example.org:7402')
    .action((options: ProviderOptions) => changeProviders(context, options))
  network
    .command('bootstrap')
    .description('list the peers through which the others are found, add or remove some')
    .option('--add <multiaddr>', 'peer with its id, as "millrace relay" prints it; repeat for more', collect, [])
    .option('--remove <multiaddr>', 'peer to ask no more; repeat for more', collect, [])
    .option('--network <name>', 'network', localNetworkName)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace network bootstrap --network mynet --add /dns4/boot.example.org/tcp/7403/p2p/12D3KooW…',
    )
    .action((options: ProviderOptions) => changeBootstrap(context, options))
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

async function add(context: Context, file: string, options: { json?: boolean }): Promise<void> {
  const terminal = terminalOf(context, options)
  // The gateway is this machine's own: an address in a file of somebody else would be sent our API key.
  const { gatewayUrl: _theirs, ...network } = await readNetworkFile(file)
  await refuseKnown(context, network.name)
  await writeNetwork(context.environment.dataDir, network)
  const { name, deployment, providers, bootstrap } = network
  terminal.line(`added network ${name} on chain ${deployment.chainId}, met through ${bootstrap.length} peers`)
  terminal.line(`next: millrace wallet create --network ${name}`)
  terminal.result({ name, chainId: deployment.chainId, bootstrap, providers })
}

/** A network holds keys and channels: nothing takes its place by accident. */
async function refuseKnown(context: Context, name: string): Promise<void> {
  const isLocal = name === localNetworkName
  if (!isLocal && (await findNetwork(context.environment.dataDir, name)) === undefined) return
  throw new UsageError(
    isLocal
      ? 'The name "local" is kept for the network that "millrace up" starts.'
      : `This machine knows a network "${name}" already.`,
    'Choose another name.',
  )
}

async function list(context: Context, options: { json?: boolean }): Promise<void> {
  const terminal = terminalOf(context, options)
  const { dataDir } = context.environment
  const networks = await Promise.all((await networkNames(dataDir)).map((name) => readNetwork(dataDir, name)))
  const shown = networks.map(({ name, deployment, bootstrap, providers }) => ({
    name,
    chainId: deployment.chainId,
    bootstrap: bootstrap.length,
    providers: providers.length,
  }))
  if (shown.length === 0) terminal.line('None yet: millrace up starts a local one.')
  else
    terminal.table(
      ['network', 'chain', 'bootstrap peers', 'listed providers'],
      shown.map(({ name, chainId, bootstrap, providers }) => [name, ...[chainId, bootstrap, providers].map(String)]),
    )
  terminal.result(shown)
}

async function show(context: Context, name: string): Promise<void> {
  const { gatewayUrl: _own, ...network } = await readNetwork(context.environment.dataDir, name)
  context.streams.out.write(`${JSON.stringify(networkToJson(network), null, 2)}\n`)
}

async function changeProviders(context: Context, options: ProviderOptions): Promise<void> {
  const { dataDir } = context.environment
  const terminal = terminalOf(context, options)
  const network = await readNetwork(dataDir, options.network)
  const added = options.add.map(parseEndpoint)
  const left = new Set([
    ...added.map(({ address }) => address),
    ...options.remove.map((text) => addressOf(text, '--remove')),
  ])
  const providers = [...network.providers.filter(({ address }) => !left.has(address)), ...added]
  if (providers.length > networkProvidersMax) {
    throw new UsageError(`A network lists at most ${networkProvidersMax} providers.`, 'Remove some with --remove.')
  }
  if (left.size > 0) await writeNetwork(dataDir, { ...network, providers })
  for (const { address, addresses } of providers) for (const where of addresses) terminal.line(`${address}@${where}`)
  if (providers.length === 0) terminal.line(`${network.name} lists no provider; those that gossip brings need no list.`)
  terminal.result(providers)
}

async function changeBootstrap(context: Context, options: ProviderOptions): Promise<void> {
  const { dataDir } = context.environment
  const terminal = terminalOf(context, options)
  const network = await readNetwork(dataDir, options.network)
  const changed = new Set([...options.add, ...options.remove])
  const bootstrap = [...network.bootstrap.filter((known) => !changed.has(known)), ...options.add.map(parseBootstrap)]
  if (bootstrap.length > networkBootstrapMax) {
    throw new UsageError(`A network lists at most ${networkBootstrapMax} peers.`, 'Remove some with --remove.')
  }
  if (changed.size > 0) await writeNetwork(dataDir, { ...network, bootstrap })
  for (const address of bootstrap) terminal.line(address)
  if (bootstrap.length === 0) terminal.line(`${network.name} lists no peer to meet others through.`)
  terminal.result(bootstrap)
}

async function deploy(context: Context, options: DeployOptions): Promise<void> {
  const { signal } = context
  const terminal = terminalOf(context, options)
  await refuseKnown(context, plainName(options.network, '--network'))
  const closeDelaySeconds = wholeNumber(options.closeDelay, '--close-delay', 60, 30 * 86_400)
  const unbondingSeconds = wholeNumber(options.unbonding, '--unbonding', 3_600, 365 * 86_400)
  const deployerPrivateKey = await keyRingOf(context, options.network).loadOrCreate(options.key, { signal })
  const deployment = await deployContracts({
    rpcUrl: options.rpc,
    deployerPrivateKey,
    closeDelaySeconds,
    unbondingSeconds,
    signal,
    onProgress: ({ step, done, total }) => terminal.line(`  ${done}/${total} ${step}`),
  })
  const network: Network = { name: options.network, rpcUrl: options.rpc, deployment, bootstrap: [], providers: [] }
  await writeNetwork(context.environment.dataDir, network)
  terminal.line(`deployed on chain ${deployment.chainId}; Escrow ${deployment.escrow}`)
  terminal.result(deploymentToJson(deployment))
}

/** Returns the endpoint that `ADDRESS@MULTIADDR` or `ADDRESS@HOST:PORT` spells. */
function parseEndpoint(text: string): PeerEndpoint {
  const at = /^(0x[0-9a-fA-F]{40})@(\S+)$/.exec(text)
  const [, address = '', where = ''] = at ?? []
  const direct = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]{1,253}):(\d{1,5})$/.exec(where)
  if (!isMultiaddr(where) && direct === null) {
    throw new UsageError(
      `Expected ADDRESS@HOST:PORT or ADDRESS@MULTIADDR, got "${text.slice(0, 120)}".`,
      'Copy the line that "millrace provide" prints.',
    )
  }
  const [, host = '', port = ''] = direct ?? []
  const plain =
    direct === null
      ? where
      : directAddress({ host: host.replace(/^\[|\]$/g, ''), port: wholeNumber(port, 'port', 1, 65_535) })
  return { address: addressOf(address, '--add'), addresses: [plain] }
}

function parseBootstrap(text: string): string {
  if (isMultiaddr(text) && /\/p2p\/[A-Za-z0-9]+$/.test(text)) return text
  throw new UsageError(
    `--add: expected a multiaddr that ends with a peer id, got "${text.slice(0, 120)}".`,
    'Copy the line that "millrace relay" prints.',
  )
}

function isMultiaddr(text: string): boolean {
  return /^(\/[A-Za-z0-9.:_-]+)+$/.test(text) && text.length <= offerAddressCharsMax
}
