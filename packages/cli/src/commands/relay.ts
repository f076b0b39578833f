/**
 * `millrace relay`: a peer of a network that stays. Others meet through it, it passes on every offer, answers for the
 * directory of topics, and carries the connections of machines that cannot be reached. It sells nothing and holds no money.
 */
import { createSigner } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { toJsonText } from '../json-text.ts'
import { localNetworkName, readNetwork, tcpAddress } from '../network.ts'
import { openReader } from '../open-chain.ts'
import { untilAborted, wholeNumber } from '../option-values.ts'
import { listenAddress, openPeerNetwork, type PeerNetwork } from '../peers/peer-network.ts'
import { allowsPrivate, listenHost } from '../peers/provider-peers.ts'
import { transportLogOf } from '../peers/transport-log.ts'
import { untilHeard } from '../peers/until-heard.ts'

type Options = {
  network: string
  name: string
  host?: string
  port: string
  publicHost?: string
  allowPrivate?: boolean
  json?: boolean
}

/** Milliseconds between two looks whether the figures that are shown have changed. */
const statusMs = 10_000

/** Adds the command to the program. */
export function addRelayCommand(program: Command, context: Context): void {
  program
    .command('relay')
    .description('be a peer through which the others of a network meet, and that carries for those behind NAT')
    .option('--network <name>', 'network to serve', localNetworkName)
    .option('--name <name>', 'name of its key on this machine: it keeps its peer id', 'relay')
    .option('--host <address>', 'address to listen on (default: all; loopback on the local network)')
    .option('--port <port>', 'port to listen on; 0 picks one', '7403')
    .option('--public-host <host>', 'name or address under which others reach it')
    .option('--allow-private', 'announce and dial addresses of private networks: for a network in one building')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace relay --network mynet --public-host boot.example.org\n\nIt prints what others add with "millrace network bootstrap --add".',
    )
    .action((options: Options) => relay(context, options))
}

async function relay(context: Context, options: Options): Promise<void> {
  const { signal, now, streams } = context
  const terminal = terminalOf(context, options)
  const { bold, dim } = terminal.colours
  const port = wholeNumber(options.port, '--port', 0, 65_535)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const reader = await openReader(network, { signal })
  const signer = createSigner(await keyRingOf(context, options.network).loadOrCreate(options.name, { signal }))
  const log = transportLogOf((level, event, fields) => {
    if (options.json === true) streams.out.write(`${toJsonText({ time: now(), level, event, ...fields })}\n`)
    else if (level !== 'debug') terminal.line(dim(`${timeOfDay(now())}  ${Object.values(fields).join('  ')}`))
  })
  const { publicHost } = options
  await using peers = await openPeerNetwork(
    { signer, reader, log },
    {
      listen: [await listenAddress(listenHost({ host: options.host }, network), port)],
      ...(publicHost === undefined ? {} : { announce: [tcpAddress({ host: publicHost, port })] }),
      bootstrap: network.bootstrap,
      relay: 'serve',
      allowPrivate: allowsPrivate({ allowPrivate: options.allowPrivate === true }, network),
    },
  )
  peers.mesh.subscribe(allOffers)
  const addresses = peers.host.addresses()
  for (const address of addresses) terminal.line(`${bold('relay')} ${address}`)
  if (addresses.length === 0) terminal.line('Nobody can reach this relay: name it with --public-host.')
  terminal.line(dim(`  add it: millrace network bootstrap --network ${network.name} --add MULTIADDR`))
  terminal.result({ type: 'relay', peerId: peers.host.peerId, addresses })
  await untilHeard(peers.mesh, { bootstrap: network.bootstrap.length, now, signal })
  const look = watchStatus(peers, (status) => {
    const figures = Object.entries(status).map(([name, count]) => `${name} ${count}`)
    terminal.line(`${timeOfDay(now())}  ${figures.join('  ')}`)
    terminal.result({ type: 'relay-status', time: now(), ...status })
  })
  look()
  const looking = setInterval(look, statusMs)
  await untilAborted(signal)
  clearInterval(looking)
}

type Status = { readonly peers: number; readonly reservations: number; readonly offers: number }

/** Returns what looks how many there are, and tells when that has changed. */
function watchStatus({ host, mesh }: PeerNetwork, tell: (status: Status) => void): () => void {
  let told = ''
  return () => {
    const { peers, offersHeld } = mesh.stats()
    const status = { peers, reservations: reservationsOf(host), offers: offersHeld }
    const text = JSON.stringify(status)
    if (text !== told) tell(status)
    told = text
  }
}

/** Machines behind NAT that are reached through this one. libp2p's relay is a service that the host's type does not name. */
function reservationsOf({ libp2p }: PeerNetwork['host']): number {
  const { relayServer } = libp2p.services as {
    readonly relayServer?: { readonly reservations: { readonly size: number } }
  }
  return relayServer?.reservations.size ?? 0
}

function timeOfDay(time: number): string {
  return new Date(time).toISOString().slice(11, 19)
}
