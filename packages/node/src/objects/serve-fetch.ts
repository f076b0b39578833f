/** Gives a buyer an output of a task that it ordered, part by part as it wants them. */
import type { OpeningFrame, PeerStream } from '@millrace/protocol'
import { giveObjects } from '@millrace/storage'
import type { NodeContext, Peer } from '../node-context.ts'
import { RefusalError } from '../refusal-error.ts'
import { givingLine } from './object-lines.ts'

type FetchFrame = Extract<OpeningFrame, { type: 'fetch' }>

/** @throws a typed error, which ends the stream. */
export async function serveFetch(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
  { leaseId, object }: FetchFrame,
): Promise<void> {
  const { objects } = context
  const storage = objects.storage()
  const { lease, output } = objects.output(leaseId, peer.remote, object)
  using _turn = objects.enter(lease)
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(objects.limits.transferMsMax)])
  await giveObjects(givingLine(context, stream, frames), {
    open: async (address) => (address === object ? storage.fetch(address, { signal }) : undefined),
    onWant(bytes) {
      output.bytesLeft -= bytes
      if (output.bytesLeft < 0) {
        throw new RefusalError('OBJECT_UNKNOWN', `The output was fetched ${objects.limits.fetchesMax} times already.`)
      }
    },
    signal,
  })
}
