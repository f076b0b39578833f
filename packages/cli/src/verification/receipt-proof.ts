/**
 * The proof that a receipt is in the root which its node posted: kept with the receipt, or asked of the node. Neither is believed: it
 * leads to the root on the chain or it does not. A claim with it comes before those of receipts that were signed afterwards.
 */
import type { ChainReader } from '@millrace/chain'
import {
  decodeProviderFrame,
  encodeFrame,
  isInclusionOf,
  isMillraceError,
  MillraceError,
  type PeerEndpoint,
  type PeerTransport,
  protocolVersion,
  type ReceiptBundle,
  type ReceiptInclusion,
  receiptEpochOf,
} from '@millrace/protocol'
import type { Context } from '../context.ts'
import type { Network } from '../network.ts'
import { createPeerFinder } from '../peers/find-peer.ts'
import { openPassingPeers } from '../peers/passing-peers.ts'
import { receiptHashOf } from './receipt-standing.ts'

/** Milliseconds to find a node, reach it and have its answer: it may have to hash an epoch of a quarter of a million receipts. */
export const proofWaitMsMax = 60_000

export type ReceiptProof =
  | { readonly state: 'proven'; readonly inclusion: ReceiptInclusion }
  /** Why there is none, as the end of a sentence. */
  | { readonly state: 'unproven'; readonly reason: string }

type Options = { readonly signal: AbortSignal }

/** Asks the node that signed the receipt; rejects with why it does not answer. */
export type AskInclusion = (bundle: ReceiptBundle, options: Options) => Promise<ReceiptInclusion>

/** Returns where the receipt is in the posted root, or why nobody knows. Rejects only for what the chain does not answer, and on abort. */
export async function proveReceipt(
  { reader, ask }: { readonly reader: Pick<ChainReader, 'deployment' | 'receiptRoot'>; readonly ask: AskInclusion },
  bundle: ReceiptBundle,
  { signal }: Options,
): Promise<ReceiptProof> {
  const { receipt, inclusion } = bundle
  const epoch = receiptEpochOf(receipt, BigInt(reader.deployment.receiptEpochSeconds))
  const posted = await reader.receiptRoot(receipt.node, epoch, { signal })
  if (posted === undefined) return { state: 'unproven', reason: 'its node has posted no root for the epoch' }
  const place = { hash: receiptHashOf(bundle), epoch, postedRoot: posted.root }
  if (inclusion !== undefined && isInclusionOf(inclusion, place)) return { state: 'proven', inclusion }
  const patience = AbortSignal.any([signal, AbortSignal.timeout(proofWaitMsMax)])
  const told = await ask(bundle, { signal: patience }).catch((error: unknown) => {
    signal.throwIfAborted()
    if (patience.aborted) return `its node did not answer in ${proofWaitMsMax / 1000} s`
    if (isMillraceError(error)) return `its node did not tell: ${error.message}`
    throw error
  })
  if (typeof told === 'string') return { state: 'unproven', reason: told }
  if (isInclusionOf(told, place)) return { state: 'proven', inclusion: told }
  return { state: 'unproven', reason: 'what its node told does not lead to the root that it posted' }
}

/** Returns how to ask nodes of a network: those that its file lists at once, others when they are heard of. */
export function inclusionAsker(context: Context, network: Network, reader: ChainReader): AskInclusion {
  const findPeer = createPeerFinder(context, network, reader, { allowPrivate: false })
  return async ({ receipt }, { signal }) => {
    const endpoint = await findPeer(receipt.node, { signal })
    if (endpoint === undefined) throw new NodeUnheardError(receipt.node)
    await using peers = await openPassingPeers(context, network, reader, { allowPrivate: false })
    return await askInclusion(peers.transport, endpoint, receipt, { signal })
  }
}

/** Asks a node where the receipt of a run is in its root. @throws {InclusionRefusedError} @throws what the transport answers. */
export async function askInclusion(
  transport: Pick<PeerTransport, 'dial'>,
  endpoint: PeerEndpoint,
  { leaseId, sequence }: Pick<ReceiptBundle['receipt'], 'leaseId' | 'sequence'>,
  { signal }: Options,
): Promise<ReceiptInclusion> {
  const connection = await transport.dial(endpoint, { signal })
  try {
    const stream = connection.openStream()
    signal.addEventListener('abort', () => stream.reset(), { once: true })
    await stream.send(encodeFrame({ v: protocolVersion, type: 'inclusion', leaseId, sequence }))
    for await (const frame of stream.frames) {
      const answer = decodeProviderFrame(frame)
      if (answer.type === 'inclusion') {
        const { epoch, root, proof } = answer
        return { epoch, root, proof }
      }
      throw new InclusionRefusedError(answer.type === 'error' ? answer.message : `it answered ${answer.type}`)
    }
    throw new InclusionRefusedError('it said nothing')
  } finally {
    await connection.close()
  }
}

/** A node does not tell where a receipt is in its root. */
class InclusionRefusedError extends MillraceError {
  override readonly name = 'InclusionRefusedError'

  constructor(said: string) {
    super({
      code: 'RECEIPT_UNPROVEN',
      message: said,
      hint: 'Claim without the proof, or make it show the receipt with "millrace cases open --omitted".',
      retryable: true,
    })
  }
}

/** Nobody tells where a node is. */
class NodeUnheardError extends MillraceError {
  override readonly name = 'NodeUnheardError'

  constructor(node: string) {
    super({
      code: 'RECEIPT_UNPROVEN',
      message: `nobody tells where ${node} is.`,
      hint: 'It may be stopped: try again later.',
      retryable: true,
    })
  }
}
