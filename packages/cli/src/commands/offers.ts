/**
 * `millrace offers`: what is offered on a network, heard by gossip and verified; with `--explain`, which offer an order would
 * get and why. Nothing is bought.
 */
import { createSigner, generatePrivateKey } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import { formatAmount, MillraceError, type TokenUnit, zeroAddress } from '@millrace/protocol'
import { type AskExplanation, type Buyer, createBuyer, createMemoryBuyerStore, type ProviderOffer } from '@millrace/sdk'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { chatModel } from '../local/plan.ts'
import { localNetworkName, type Network, readNetwork, settlementToken } from '../network.ts'
import { type Expectation, offerColumns, offerRows } from '../offers/offer-table.ts'
import { explainedMax, type OutlineOptions, outlineOf } from '../offers/outline.ts'
import { openReader } from '../open-chain.ts'
import { collect } from '../option-values.ts'
import { buyerMeshOf } from '../peers/buyer-mesh.ts'
import { openPassingPeers } from '../peers/passing-peers.ts'
import type { PeerNetwork } from '../peers/peer-network.ts'
import { untilHeard } from '../peers/until-heard.ts'
import { readOnly } from '../read-only-chain.ts'
import type { Terminal } from '../terminal.ts'

type Options = OutlineOptions & {
  network: string
  explain?: boolean
  model?: string
  allowPrivate?: boolean
  json?: boolean
}

/** Adds the command to the program. */
export function addOffersCommand(program: Command, context: Context): void {
  program
    .command('offers')
    .description('list what is offered on a network, or explain which offer an order would get')
    .option('--network <name>', 'network to ask', localNetworkName)
    .option('--model <name>', `only this model (with --explain: ${chatModel} when left out)`)
    .option('--explain', 'rank the offers for an order and say why, without buying')
    .option('--kind <work>', 'of the order: chat, completion or embed', 'chat')
    .option('--input <tokens>', 'of the order: tokens to read', '64')
    .option('--output <tokens>', 'of the order: tokens to write (default: 256)')
    .option('--count <n>', 'of the order: how many offers to rank', '3')
    .option('--terms <terms>', 'of the order: posted or spot', 'posted')
    .option('--region <name>', 'of the order: only in this region; repeat for more', collect, [])
    .option('--max-price <in/out>', 'of the order: most per million tokens, as in 0.20/0.80')
    .option('--max-cost <amount>', 'of the order: most in all')
    .option('--max-round-trip <ms>', 'of the order: milliseconds to the provider and back')
    .option('--max-first-token <ms>', 'of the order: milliseconds until the answer begins')
    .option('--second <amount>', 'of the order: what an answer a second earlier is worth')
    .option('--distinct <what>', 'of the order: ranked offers share no operator, subnet or region; with commas')
    .option('--allow-private', 'dial addresses of private networks: for a network in one building')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ millrace offers\n  $ millrace offers --explain --model stories15m --input 500 --max-first-token 200\n\nExit status 3 when nothing matches.',
    )
    .action((options: Options) => offers(context, options))
}

async function offers(context: Context, options: Options): Promise<void> {
  const { signal, now } = context
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const outline = outlineOf(options.model ?? chatModel, options, token)
  const { peers, buyer } = await openLooker(context, network, options.allowPrivate === true)
  await using open = new AsyncDisposableStack()
  open.use(peers)
  open.defer(() => buyer.close())
  peers.mesh.subscribe(allOffers)
  await untilHeard(peers.mesh, { bootstrap: network.bootstrap.length, now, signal })
  // Where this machine stands, so that round trips can be told.
  await peers.mesh.probe({ signal })
  if (options.explain === true) tell(terminal, await buyer.explain(outline, { signal }), outline.model, token)
  else await list(terminal, buyer, network, options.model, signal)
}

/** Opens a buyer that hears and asks but cannot pay. */
async function openLooker(
  context: Context,
  network: Network,
  allowPrivate: boolean,
): Promise<{ readonly peers: PeerNetwork; readonly buyer: Buyer }> {
  const { signal, now, random } = context
  const reader = await openReader(network, { signal })
  const signer = createSigner(generatePrivateKey(random))
  const peers = await openPassingPeers(context, network, reader, { signer, allowPrivate })
  const buyer = createBuyer(
    {
      ...{ signer, now, random, transport: peers.transport },
      chain: readOnly(reader, zeroAddress),
      store: createMemoryBuyerStore(),
      mesh: buyerMeshOf(peers.mesh),
    },
    {
      providers: network.providers,
      token: settlementToken(network).address,
      // Never used: this buyer's chain refuses to pay.
      ...{ channelDeposit: 1n, topUpBelow: 0n, leaseAmountMax: 1n },
    },
  )
  return { peers, buyer }
}

async function list(
  terminal: Terminal,
  buyer: Buyer,
  network: Network,
  model: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const token = settlementToken(network)
  const view = await buyer.offers({ signal })
  const shown = view.offers.filter(
    (offer) => model === undefined || [offer.model.name, offer.modelRoot].includes(model),
  )
  const expectations = await expectationsOf(buyer, shown, signal)
  if (shown.length > 0) terminal.table(offerColumns, offerRows(shown, expectations, token))
  else terminal.line(nothingOffered(network))
  for (const { endpoint, message } of view.unreachable)
    terminal.line(terminal.colours.yellow(`${endpoint.address}: ${message}`))
  for (const { endpoint, reason } of view.rejected)
    terminal.line(terminal.colours.yellow(`${endpoint.address}: ${reason}`))
  terminal.result({
    offers: shown.map(({ offerHash, model, signature: _signature, ...offer }) => ({
      ...offer,
      id: offerHash,
      model: model.name,
      expected: expectations.get(offerHash),
    })),
    unreachable: view.unreachable,
    rejected: view.rejected,
  })
}

/** What the matcher expects of each offer for a usual order, as far as it ranks them. */
async function expectationsOf(
  buyer: Buyer,
  shown: readonly ProviderOffer[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ProviderOffer['offerHash'], Expectation>> {
  const expectations = new Map<ProviderOffer['offerHash'], Expectation>()
  const deals = Map.groupBy(shown, ({ modelRoot, workload, offer }) => [modelRoot, workload, offer.terms].join())
  for (const [first] of deals.values()) {
    if (first === undefined) continue
    const { modelRoot, workload, offer } = first
    const usual = { inputUnits: 64, outputUnits: workload === 'embed' ? 0 : 64, count: explainedMax }
    const terms = offer.terms === 1 ? 'spot' : 'posted'
    const { result } = await buyer.explain({ model: modelRoot, kind: workload, terms, ...usual }, { signal })
    if (result.outcome === 'matched') for (const { id, reasons } of result.matches) expectations.set(id, reasons)
  }
  return expectations
}

/** Says which offers an order would get. @throws {NoMatchError} when it would get none. */
function tell(terminal: Terminal, { result, ranked, why }: AskExplanation, model: string, token: TokenUnit): void {
  const { bold, dim } = terminal.colours
  terminal.result({ ...result, ranked: ranked.map(({ offer, why: lines }) => ({ node: offer.node, why: lines })), why })
  if (result.outcome === 'no-match') {
    for (const line of why) terminal.line(line)
    throw new NoMatchError(model)
  }
  for (const [i, { offer, why: lines }] of ranked.entries()) {
    const { score = 0n } = result.matches[i] ?? {}
    terminal.line(`${bold(`${i + 1}.`)} ${offer.node} of operator ${offer.operator}, ${formatAmount(score, token)}`)
    for (const line of lines) terminal.line(`   ${line}`)
  }
  if (why.length > 0) terminal.line(dim('\nruled out'))
  for (const line of why) terminal.line(dim(`   ${line}`))
}

function nothingOffered({ name, providers, bootstrap }: Network): string {
  if (providers.length + bootstrap.length > 0) return `Nothing is offered on "${name}" now, as far as its peers know.`
  return name === localNetworkName
    ? 'The local network is not running: millrace up'
    : `The network "${name}" lists nobody to meet: millrace network bootstrap --network ${name} --add MULTIADDR`
}

/** No offer matches what an order asks. */
class NoMatchError extends MillraceError {
  override readonly name = 'NoMatchError'

  constructor(model: string) {
    super({
      code: 'NO_OFFER_MATCHES',
      message: `No offer of ${model} matches this order.`,
      hint: 'The lines above say what keeps each offer out, and the smallest change that would match.',
      retryable: true,
    })
  }
}
