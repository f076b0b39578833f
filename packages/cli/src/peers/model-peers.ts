/**
 * Model files from the providers of a network that serve the same model: asked when what the manifest lists has failed.
 * Nothing is opened before that. A provider is believed nothing: whoever asked checks the digest of the whole file.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type BulkEndpoint, createBulkClient, isPublicIp, parsePeerAddress } from '@millrace/p2p'
import {
  decodeProviderFrame,
  encodeFrame,
  MillraceError,
  type PeerEndpoint,
  protocolVersion,
  type SignedOffer,
} from '@millrace/protocol'
import type { PeerFileSource } from '@millrace/runtime'
import type { PeerNetwork } from './peer-network.ts'

/** Providers that one file is asked of. */
export const modelProvidersMax = 8
/** Longest wait for a provider to say where it serves files, in milliseconds. */
export const bulkAnswerMsMax = 10_000

export type ModelPeers = AsyncDisposable & { readonly source: PeerFileSource }

type Digest = Parameters<PeerFileSource['open']>[0]
type Around = { readonly peers: PeerNetwork; readonly offers: readonly SignedOffer[] }

/** @param lookAround - joins the network and hears what is offered; called at most once. */
export function createModelPeers(name: string, lookAround: () => Promise<Around>): ModelPeers {
  let around: Promise<Around> | undefined
  const client = createBulkClient()

  async function* open(file: Digest, from: number, { signal }: { readonly signal: AbortSignal }) {
    around ??= lookAround()
    const { peers, offers } = await around
    const failures: unknown[] = []
    let done = from
    for (const provider of providersOf(offers, file.sha256)) {
      const locate = (within: { readonly signal: AbortSignal }) => bulkEndpointOf(peers, provider, within)
      try {
        const endpoint = await locate({ signal })
        for await (const piece of client.fetchObject(endpoint, { ...file, from: done, signal }, { renew: locate })) {
          done += piece.byteLength
          yield piece
        }
        return
      } catch (error) {
        signal.throwIfAborted()
        failures.push(error)
      }
    }
    throw new ModelPeersError(file.sha256, failures)
  }

  return {
    source: { name: `providers of ${name}`, open },
    async [Symbol.asyncDispose]() {
      if (around !== undefined) await (await around).peers[Symbol.asyncDispose]()
    },
  }
}

/** Returns the providers that serve a model with that file, each once. */
function providersOf(offers: readonly SignedOffer[], sha256: string): readonly PeerEndpoint[] {
  const providers = new Map<string, PeerEndpoint>()
  for (const { offer, model, details } of offers) {
    if (!model.files.some((file) => file.sha256 === sha256)) continue
    providers.set(offer.node, { address: offer.node, addresses: details.addresses })
  }
  return [...providers.values()].slice(0, modelProvidersMax)
}

/** Asks a provider where it serves files; its word counts for the host that its own addresses name. */
async function bulkEndpointOf(
  { host, transport }: Pick<PeerNetwork, 'host' | 'transport'>,
  provider: PeerEndpoint,
  options: { readonly signal: AbortSignal },
): Promise<BulkEndpoint> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(bulkAnswerMsMax)])
  const connection = await transport.dial(provider, { signal })
  try {
    const stream = connection.openStream()
    signal.addEventListener('abort', () => stream.reset(), { once: true })
    await stream.send(encodeFrame({ v: protocolVersion, type: 'bulk' }))
    for await (const frame of stream.frames) {
      const answer = decodeProviderFrame(frame)
      if (answer.type === 'bulk') return { ...answer, host: await directHostOf(provider, host.allowPrivate) }
      throw new NoBulkError(provider.address, answer.type === 'error' ? answer.message : answer.type)
    }
    throw new NoBulkError(provider.address, 'nothing')
  } finally {
    await connection.close()
  }
}

/** Returns an IP address under which the provider is reached directly. */
async function directHostOf({ address, addresses }: PeerEndpoint, allowPrivate: boolean): Promise<string> {
  for (const { kind, host } of addresses.map(parsePeerAddress)) {
    if (kind === 'relayed') continue
    const ip = isIP(host) === 0 ? (await lookup(host)).address : host
    if (allowPrivate || isPublicIp(ip)) return ip
  }
  throw new NoBulkError(address, 'no address that can be reached directly')
}

/** A provider serves no files to others. */
class NoBulkError extends MillraceError {
  override readonly name = 'NoBulkError'

  constructor(node: string, answer: string) {
    super({
      code: 'PEER_FILES_UNAVAILABLE',
      message: `The provider ${node} serves no files: it answered ${answer}.`,
      hint: 'Another provider may; this one has to be started with --bulk-port.',
      retryable: false,
    })
  }
}

/** No provider could be fetched from. */
class ModelPeersError extends MillraceError {
  override readonly name = 'ModelPeersError'

  constructor(sha256: string, failures: readonly unknown[]) {
    const reasons = failures.map((error) => (error instanceof Error ? error.message : String(error)))
    super({
      code: 'PEER_FILES_UNAVAILABLE',
      message: `None of ${failures.length} providers gave the file ${sha256}. ${reasons.join(' ')}`.trim(),
      hint: 'Check the connection to the model sources that the manifest lists.',
      retryable: true,
      cause: new AggregateError(failures),
    })
  }
}
