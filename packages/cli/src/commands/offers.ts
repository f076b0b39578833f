/** `millrace offers`: what each provider asks, straight from the providers, verified. */
import { createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import { formatAmount, type TokenUnit, zeroAddress } from '@millrace/protocol'
import { createBuyer, createMemoryBuyerStore, type ProviderOffer } from '@millrace/sdk'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { localNetworkName, type Network, readNetwork, settlementToken } from '../network.ts'
import { openReader } from '../open-chain.ts'
import { readOnly } from '../read-only-chain.ts'

type Options = { network: string; json?: boolean }

/** Adds the command to the program. */
export function addOffersCommand(program: Command, context: Context): void {
  program
    .command('offers')
    .description('list the offers of every provider of a network, with prices')
    .option('--network <name>', 'network to ask', localNetworkName)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace offers')
    .action((options: Options) => listOffers(context, options))
}

async function listOffers(context: Context, options: Options): Promise<void> {
  const { signal, now, random } = context
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const reader = await openReader(network, { signal })
  const signer = createSigner(await keyRingOf(context, options.network).loadOrCreate('session', { signal }))
  const transport = createTlsTransport({ signer, recoverSigner, domain: reader.domain })
  const buyer = createBuyer(
    {
      chain: readOnly(reader, zeroAddress),
      signer,
      transport,
      store: createMemoryBuyerStore(),
      now,
      random,
    },
    {
      providers: network.providers,
      token: token.address,
      // Never used: this buyer's chain refuses to pay.
      channelDeposit: 1n,
      topUpBelow: 0n,
      leaseAmountMax: 1n,
    },
  )
  try {
    const view = await buyer.offers({ signal })
    if (view.offers.length > 0) {
      terminal.table(['model', 'workloads', 'in per 1M', 'out per 1M', 'context', 'node'], rowsOf(view.offers, token))
    }
    if (view.offers.length === 0) terminal.line(noOffers(network))
    for (const { endpoint, message } of view.unreachable)
      terminal.line(terminal.colours.yellow(`${endpoint.address}: ${message}`))
    for (const { endpoint, reason } of view.rejected)
      terminal.line(terminal.colours.yellow(`${endpoint.address}: ${reason}`))
    terminal.result({
      offers: view.offers.map(({ offerHash: _hash, modelRoot, model, endpoint, ...offer }) => ({
        ...offer,
        model: model.name,
        modelRoot,
        endpoint,
      })),
      unreachable: view.unreachable,
      rejected: view.rejected,
    })
  } finally {
    await buyer.close()
    await transport.close()
  }
}

/** One row for each model of a node, the cheapest of a model first; workloads at one price share a row. */
function rowsOf(offers: readonly ProviderOffer[], token: TokenUnit): readonly (readonly string[])[] {
  const rows = new Map<string, { readonly offer: ProviderOffer; readonly workloads: string[] }>()
  for (const offer of offers) {
    const { inputPrice, outputPrice } = offer.prices
    const key = [offer.modelRoot, offer.node, inputPrice, outputPrice, offer.contextTokensMax].join()
    const row = rows.get(key)
    if (row === undefined) rows.set(key, { offer, workloads: [offer.workload] })
    else row.workloads.push(offer.workload)
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      a.offer.model.name.localeCompare(b.offer.model.name) ||
      Number(a.offer.prices.outputPrice - b.offer.prices.outputPrice) ||
      Number(a.offer.prices.inputPrice - b.offer.prices.inputPrice),
  )
  return sorted.map(({ offer, workloads }) => [
    offer.model.name,
    workloads.join(' '),
    formatAmount(offer.prices.inputPrice, token),
    formatAmount(offer.prices.outputPrice, token),
    String(offer.contextTokensMax),
    offer.node,
  ])
}

function noOffers({ name, providers }: Network): string {
  if (providers.length > 0) return `None of the ${providers.length} providers of "${name}" offers anything now.`
  return name === localNetworkName
    ? 'The local network is not running: millrace up'
    : `The network "${name}" lists no provider yet: millrace network providers --network ${name} --add ADDRESS@HOST:PORT`
}
