/** `millrace gateway`: the OpenAI-compatible endpoint that buys from the network. */
import { access, watch, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGateway, type GatewayStore, openGatewayStore } from '@millrace/gateway'
import { allOffers, type OfferInterest } from '@millrace/p2p'
import { formatAmount, type PeerEndpoint, parseAddress, policyText, type VerificationPolicy } from '@millrace/protocol'
import type { Command } from 'commander'
import { type OpenBuyer, openBuyer } from '../buyer-session.ts'
import { type Context, terminalOf, untilPermitted } from '../context.ts'
import { toJsonText } from '../json-text.ts'
import { localKeyBudget } from '../local/plan.ts'
import {
  localKeyFile,
  localNetworkName,
  networkDir,
  networkFileName,
  readNetwork,
  settlementToken,
} from '../network.ts'
import { classOf } from '../offering/offering.ts'
import { collect, regionOf, untilAborted, wholeNumber } from '../option-values.ts'
import { rememberOperator } from '../payer-channels.ts'
import { untilHeard } from '../peers/until-heard.ts'
import { describeFailure, tellError } from '../tell-error.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'
import { findingLine } from '../verification/audit-words.ts'
import {
  addedPrice,
  policyHelp,
  policyOption,
  sharedWords,
  unsharedWords,
  usualPolicy,
  usualRatePpm,
} from '../verification/policy-words.ts'

type Options = {
  network: string
  host: string
  port: string
  channelDeposit: string
  region: string[]
  resourceClass: string[]
  allowPrivate?: boolean
  policy: string
  shareAudits?: boolean
  json?: boolean
}

/** Adds the command to the program. */
export function addGatewayCommand(program: Command, context: Context): void {
  program
    .command('gateway')
    .description('serve the OpenAI-compatible API from a network')
    .option('--network <name>', 'network to buy from', localNetworkName)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 picks one', '8402')
    .option('--channel-deposit <amount>', 'deposit of a new payment channel, in tokens', '5')
    .option('--region <name>', 'buy in this region only; repeat for more (default: anywhere)', collect, [])
    .option('--resource-class <class>', 'hear of offers of this class only; repeat for more', collect, [])
    .option('--policy <policy>', 'how answers are verified that a request says nothing of', policyText(usualPolicy))
    .option('--share-audits', 'let drawn answers be audited: an auditor sees their texts (or MILLRACE_SHARE_AUDITS=1)')
    .option('--allow-private', 'dial addresses of private networks: for a network in one building')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', `${policyHelp(['trust', 'sampled'])}\n\n${examples}`)
    .action((options: Options) => serve(context, options))
}

const examples = `Requests choose their own with the headers millrace-policy and millrace-exactness.

Example:
  $ millrace keys create laptop --budget 10
  $ millrace gateway --port 8402 --region western-europe --region northern-europe`

async function serve(context: Context, options: Options): Promise<void> {
  const { signal, now, random, parent } = context
  const terminal = terminalOf(context, options)
  const port = wholeNumber(options.port, '--port', 0, 65_535)
  const interest = interestOf(options)
  const policy = answerPolicyOf(options.policy)
  const shareAudits = options.shareAudits === true || context.environment.shareAudits
  if (parent !== undefined) await untilPermitted(parent, signal)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const log = (event: { readonly event: string; readonly [field: string]: unknown }): void => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), ...event })}\n`)
    const found = findingLine(event)
    if (found !== undefined) terminal.line(terminal.colours.yellow(`  ${found}`))
    if (event.event !== 'channel-opened') return
    rememberOperator(context, options.network, parseAddress(event.operator)).catch((error: unknown) =>
      tellError(context.streams.err, error, options.json === true),
    )
  }
  const dir = networkDir(context.environment.dataDir, options.network)
  await using open = new AsyncDisposableStack()
  const store = openGatewayStore(join(dir, 'gateway.sqlite'))
  open.defer(() => store.close())
  if (options.network === localNetworkName) await ensureLocalKey(store, dir, context)
  const channelDeposit = parseTokenAmount(options.channelDeposit, token)
  if (channelDeposit < channelDepositMin) {
    throw new UsageError(
      `--channel-deposit: expected at least ${formatAmount(channelDepositMin, token)}, got "${options.channelDeposit}".`,
      'A channel must hold more than one answer costs; 5 is usual.',
    )
  }
  let { providers } = network
  const onTrouble = (error: unknown): void => log({ event: 'providers-trouble', ...describeFailure(error) })
  const session: OpenBuyer = await openBuyer(
    context,
    network,
    {
      ...{ channelDeposit, providers: () => providers, interest, allowPrivate: options.allowPrivate === true },
      shareAudits,
      needs: options.region.length === 0 ? {} : { regions: interest.regions },
    },
    log,
  )
  open.defer(() => session.close())
  await untilHeard(session.peers.mesh, { bootstrap: network.bootstrap.length, now, signal })
  const gateway = await createGateway(
    { buyer: session.buyer, store, now, random, log },
    { host: options.host, port, signal, verification: { policy, sampledRatePpm: usualRatePpm } },
  )
  open.defer(() => gateway.close(parent === undefined ? {} : { drainMsMax: localDrainMsMax }))
  const watching = watchProviders(
    context,
    options.network,
    (listed) => {
      providers = listed
      log({ event: 'providers-changed', count: listed.length })
      // Asked at once, so that who joined is there for the next request.
      session.buyer.offers({ signal }).catch(onTrouble)
    },
    onTrouble,
  )
  const { bold, dim, yellow } = terminal.colours
  terminal.line(`${bold('gateway')} ${gateway.url}/v1`)
  if (!isLoopback(options.host)) terminal.line(yellow(`  ${plainHttpWarning}`))
  const { peers, offersHeld } = session.peers.mesh.stats()
  terminal.line(dim(`  ${peers} peers met, ${offersHeld} offers heard of`))
  if (providers.length + network.bootstrap.length === 0) terminal.line(yellow(`  ${aloneWarning}`))
  terminal.line(dim(`  answers that can be compared are bought as ${policyText(policy)}, which ${addedPrice(policy)}`))
  terminal.line(dim(`  ${shareAudits ? sharedWords : unsharedWords}`))
  terminal.line(dim('  Ctrl-C lets running answers finish, then ends.'))
  terminal.result({ type: 'gateway', url: gateway.url })
  parent?.tell({ type: 'gateway-ready', url: gateway.url })
  await untilAborted(signal)
  await watching
}

/** Returns the policy for answers. @throws {UsageError} for one that answers do not have. */
function answerPolicyOf(text: string): VerificationPolicy {
  const policy = policyOption(text)
  if (policy.name === 'trust' || policy.name === 'sampled') return policy
  throw new UsageError(
    `--policy: answers are not bought as ${policyText(policy)}.`,
    'Only batches have replicas: their bits are the same everywhere. Answers are trust or sampled:RATE.',
  )
}

/** Returns which offers to hear of. @throws {UsageError} */
function interestOf({ region, resourceClass }: Pick<Options, 'region' | 'resourceClass'>): OfferInterest {
  return {
    classes: resourceClass.length === 0 ? allOffers.classes : resourceClass.map(classOf),
    regions: region.length === 0 ? allOffers.regions : region.map(regionOf),
  }
}

/** Base units of a channel's deposit below which its parts, a half for a lease and a quarter to top up at, are nothing. */
const channelDepositMin = 4n
/** Milliseconds that running answers get when a whole local network stops. */
const localDrainMsMax = 4_000

/** Tells when the network's file lists other providers: those of "millrace network providers", and local ones that join. */
async function watchProviders(
  { environment, signal }: Context,
  name: string,
  onChange: (providers: readonly PeerEndpoint[]) => void,
  onTrouble: (error: unknown) => void,
): Promise<void> {
  try {
    for await (const { filename } of watch(networkDir(environment.dataDir, name), { signal })) {
      if (filename !== networkFileName) continue
      const network = await readNetwork(environment.dataDir, name).catch(onTrouble)
      if (network !== undefined) onChange(network.providers)
    }
  } catch (error) {
    if (!signal.aborted) onTrouble(error)
  }
}

const aloneWarning =
  'The network lists nobody to meet others through; add a peer with "millrace network bootstrap --add".'
const plainHttpWarning =
  'Others can reach this gateway, and it speaks plain HTTP: API keys and prompts are readable on the way. Put it behind a TLS proxy.'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** The local network's own API key, made once and kept where only its user can read it. */
async function ensureLocalKey(store: GatewayStore, dir: string, context: Context): Promise<void> {
  const path = join(dir, localKeyFile)
  const isKept = await access(path).then(
    () => true,
    () => false,
  )
  if (isKept) return
  const { secret } = store.createKey({ name: 'local', budget: localKeyBudget }, context)
  await writeFile(path, secret, { mode: 0o600, flag: 'wx' })
}
