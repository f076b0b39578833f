/** `millrace provide`: joins a network as a provider. Finds out what it can, asks for nothing. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createChainReader, createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createNode, type Log, openNodeStore } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import { type Address, type Hex, MillraceError, zeroHash } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { detectHardware, type Hardware } from '../hardware.ts'
import { toJsonText } from '../json-text.ts'
import { localNetworkName, type Network, networkDir, readNetwork } from '../network.ts'
import { collect, untilAborted, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { type Listing, openRuntime, parseListing } from '../provider-runtime.ts'
import type { Terminal } from '../terminal.ts'
import { formatAmount, parseTokenAmount } from '../units.ts'

type Options = {
  network: string
  name: string
  host: string
  port: string
  publicHost?: string
  model: string[]
  upstream?: string
  slots?: string
  redeemAbove: string
  redeemAfter: string
  json?: boolean
}

/** Adds the command to the program. */
export function addProvideCommand(program: Command, context: Context): void {
  program
    .command('provide')
    .description('join a network as a provider and earn with this machine')
    .option('--network <name>', 'network to join', localNetworkName)
    .option('--name <name>', 'name of this provider on this machine', 'provider')
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--public-host <host>', 'name or address buyers reach this machine by (default: the listening address)')
    .option('--port <port>', 'port to listen on; 0 picks one', '7402')
    .option('--model <name=in/out>', 'model to serve, with prices per million tokens; repeat for more', collect, [])
    .option('--upstream <url>', 'serve the models from an OpenAI-compatible server instead of in this process')
    .option('--slots <n>', 'answers to compute at once (default: from the hardware)')
    .option('--redeem-above <amount>', 'redeem when this much is owed', '1')
    .option('--redeem-after <seconds>', 'redeem what is older than this', '3600')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace provide --model tinyllama-1.1b-chat=0.10/0.40 --public-host node1.example.org',
    )
    .action((options: Options) => provide(context, options))
}

async function provide(context: Context, options: Options): Promise<void> {
  const { signal, now, random } = context
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = network.deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  const keys = keyRingOf(context, options.network)
  const dir = join(networkDir(context.environment.dataDir, options.network), 'providers', options.name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const hardware = await detectHardware(context.environment.dataDir, { signal })
  const listings = (options.model.length > 0 ? options.model : defaultModels).map((text) => parseListing(text, token))
  const nodeKey = await keys.loadOrCreate(`${options.name}-node`, { signal })
  const signer = createSigner(nodeKey)
  const operator = await ensureRegistered(context, network, options.name, nodeKey, terminal)

  const progress = createProgress(terminal, context.streams.err)
  const { runtime, models, served } = await openRuntime(listings, {
    cacheDir: context.environment.cacheDir,
    npm: context.environment.npm,
    upstream: options.upstream,
    upstreamApiKey: context.environment.upstreamApiKey,
    slots: options.slots === undefined ? slotsFor(hardware) : wholeNumber(options.slots, '--slots', 1, 64),
    onProgress: (file, done, total) => progress.update(file, done, total),
    signal,
  })
  progress.stop()

  const chain = { rpcUrl: network.rpcUrl, deployment: network.deployment, signal }
  const writer = await createChainWriter({ ...chain, privateKey: nodeKey })
  const transport = createTlsTransport({ signer, recoverSigner, domain: writer.domain })
  const log: Log = (level, event, fields) => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), level, event, ...fields })}\n`)
    else if (level !== 'debug')
      terminal.line(`${new Date(now()).toISOString()} ${level} ${event} ${toJsonText(fields ?? {})}`)
  }
  const node = createNode(
    {
      transport,
      runtime,
      reader: await createChainReader(chain),
      writer,
      signer,
      store: openNodeStore(join(dir, 'node.sqlite')),
      models,
      now,
      random,
      log,
    },
    {
      operator,
      token: token.address,
      listings: served,
      redeem: {
        amountMin: parseTokenAmount(options.redeemAbove, token),
        ageMsMax: wholeNumber(options.redeemAfter, '--redeem-after', 0, 86_400 * 30) * 1000,
        beforeCloseSeconds: Math.floor(network.deployment.closeDelaySeconds / 2),
      },
    },
  )
  const { port } = await node.listen({
    host: options.host,
    port: wholeNumber(options.port, '--port', 0, 65_535),
    signal,
  })
  const host = options.publicHost ?? options.host
  describe(terminal, { hardware, listings, token, operator, address: signer.address, host, port })
  context.tellParent?.({ type: 'provider-ready', address: signer.address, host, port })
  await untilAborted(signal)
  await node.close()
  await runtime.close()
  await transport.close()
}

/** Served when no model is named: the default chat model and embeddings. */
const defaultModels = ['tinyllama-1.1b-chat=0.10/0.40', 'minilm-l6-v2=0.02/0']

/**
 * Returns the operator on whose account this node works; registers operator and node where the chain does not know them.
 * The operator's key is opened for that alone.
 */
async function ensureRegistered(
  context: Context,
  network: Network,
  name: string,
  nodeKey: Hex,
  terminal: Terminal,
): Promise<Address> {
  const { signal } = context
  const node = createSigner(nodeKey)
  const chain = { rpcUrl: network.rpcUrl, deployment: network.deployment, signal }
  const known = await (await createChainReader(chain)).operatorOf(node.address, { signal })
  if (known !== undefined) return known
  const operatorKey = await keyRingOf(context, network.name).loadOrCreate(`${name}-operator`, { signal })
  const operator = await createChainWriter({ ...chain, privateKey: operatorKey })
  for (const account of [operator.account, node.address]) {
    if ((await operator.nativeBalance(account, { signal })) === 0n) throw new GasMissingError(account, network)
  }
  terminal.line(`registering operator ${operator.account} and node ${node.address}`)
  if ((await operator.operatorInfo(operator.account, { signal })) === undefined) {
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'ZZ' }, { signal })
  }
  await operator.addNode(node, { signal })
  return operator.account
}

function describe(
  terminal: Terminal,
  facts: {
    readonly hardware: Hardware
    readonly listings: readonly Listing[]
    readonly token: { readonly symbol: string; readonly decimals: number }
    readonly operator: Address
    readonly address: Address
    readonly host: string
    readonly port: number
  },
): void {
  const { hardware, token } = facts
  const { bold, dim } = terminal.colours
  const simd = hardware.simd.state === 'present' ? hardware.simd.value.join(' ') : 'instruction sets unknown'
  const gpus =
    hardware.gpus.state === 'present'
      ? hardware.gpus.value.join(', ')
      : hardware.gpus.state === 'absent'
        ? 'none'
        : `unknown (${hardware.gpus.reason})`
  terminal.line(`${bold('provider')} ${facts.address}@${facts.host}:${facts.port}`)
  terminal.line(dim(`  operator ${facts.operator}`))
  terminal.line(
    dim(`  ${hardware.cores} cores (${simd}), ${(hardware.memoryBytes / 2 ** 30).toFixed(1)} GiB memory, GPU: ${gpus}`),
  )
  for (const { model, inputPrice, outputPrice } of facts.listings) {
    const prices = `${formatAmount(inputPrice, token)} in, ${formatAmount(outputPrice, token)} out, per million tokens`
    terminal.line(`  ${model.padEnd(24)} ${prices}`)
  }
  terminal.line(dim('  Ctrl-C finishes what is running, then ends.'))
  terminal.result({ type: 'provider', ...facts, hardware: facts.hardware })
}

/** A GPU or a big machine runs several answers at once; a small one is fastest with two. */
function slotsFor(hardware: Hardware): number {
  return Math.max(2, Math.min(8, Math.floor(hardware.cores / 2)))
}

/** An account must send a transaction and has nothing to pay it with. */
class GasMissingError extends MillraceError {
  override readonly name = 'GasMissingError'

  constructor(account: Address, network: Network) {
    super({
      code: 'INSUFFICIENT_GAS',
      message: `The account ${account} has no coin on chain ${network.deployment.chainId} to pay for transactions.`,
      hint: "Send it a little of the chain's own coin, then run the command again.",
      retryable: true,
    })
  }
}
