/** What a network says to a machine that would join it: whether it answers, what is asked there, how this machine would be reached. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { isPublicIp } from '@millrace/p2p'
import { isMillraceError, type SignedOffer } from '@millrace/protocol'
import type { Context } from '../context.ts'
import { hasFaucet } from '../local/faucet.ts'
import { findNetwork, type Network } from '../network.ts'
import { openReader } from '../open-chain.ts'
import { heardOffers, openPassingPeers } from '../peers/passing-peers.ts'
import { type ListenTerms, listenHost } from '../peers/provider-peers.ts'
import type { Fix, NetworkCheck } from './check-report.ts'

export type HeardNetwork = {
  readonly check: NetworkCheck
  readonly network: Network | undefined
  readonly offers: readonly SignedOffer[]
  /** Of ports and reach. */
  readonly fixes: readonly Fix[]
}

/** Joins the network for a moment, without selling. What does not answer is part of the result. */
export async function checkNetwork(context: Context, name: string, terms: ListenTerms): Promise<HeardNetwork> {
  const network = await findNetwork(context.environment.dataDir, name)
  const { reach, fixes } = await reachOf(terms, network)
  if (network === undefined) {
    const problem = {
      problem: `this machine knows no network "${name}"`,
      fix: 'try one here with "millrace up", or take the file of one: "millrace network add FILE"',
    }
    return { check: { name, problem, offers: 0, nodes: 0, reach }, network, offers: [], fixes: [problem, ...fixes] }
  }
  const heard = await hear(context, network, terms)
  const problem = 'problem' in heard ? heard : undefined
  const offers = 'problem' in heard ? [] : heard
  const nodes = new Set(offers.map(({ offer }) => offer.node)).size
  return {
    check: { name, problem, offers: offers.length, nodes, reach },
    ...{ network, offers, fixes: [...(problem === undefined ? [] : [problem]), ...fixes] },
  }
}

async function hear(context: Context, network: Network, terms: ListenTerms): Promise<readonly SignedOffer[] | Fix> {
  try {
    const reader = await openReader(network, context)
    await using peers = await openPassingPeers(context, network, reader, terms)
    return await heardOffers(peers, network, context)
  } catch (error) {
    if (!isMillraceError(error)) throw error
    return { problem: error.message, fix: error.hint }
  }
}

async function reachOf(terms: ListenTerms, network: Network | undefined) {
  const { port, peerPort, publicHost } = terms
  const host = network === undefined ? (terms.host ?? '0.0.0.0') : listenHost(terms, network)
  const free = await Promise.all([port, peerPort].map((each) => isFree(host, each)))
  const fixes = [port, peerPort].flatMap((each, i): Fix[] =>
    free[i] === true
      ? []
      : [{ problem: `port ${each} is taken`, fix: `choose another with ${i === 0 ? '--port' : '--peer-port'}` }],
  )
  if (network !== undefined && hasFaucet(network))
    return { reach: 'on this machine alone: it is a local network', fixes }
  if (publicHost !== undefined) return { reach: `as ${publicHost}, on the ports ${port} and ${peerPort}`, fixes }
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  const own = addresses.find(({ address }) => isPublicIp(address))
  if (own !== undefined) return { reach: `directly at ${own.address}, unless a firewall keeps the ports`, fixes }
  const behindRouter = {
    problem: 'no public address: buyers come through a relay, which is slower',
    fix: `forward the ports ${port} and ${peerPort} in your router, and name it with --public-host`,
  }
  return { reach: 'through a relay of the network', fixes: [...fixes, behindRouter] }
}

/** 0 picks one that is. */
async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  } finally {
    server.close()
  }
}
