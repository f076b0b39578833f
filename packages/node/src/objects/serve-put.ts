/**
 * Takes an object of a buyer's for tasks under its lease: asks for what is missing, checks each chunk before it is kept, and of what is
 * here already has the buyer prove that it has it.
 */
import { encodeFrame, type OpeningFrame, type PeerStream, zeroAddress } from '@millrace/protocol'
import { exchangeSource, parseTreeListing, proveObject } from '@millrace/storage'
import type { NodeContext, Peer } from '../node-context.ts'
import { RefusalError } from '../refusal-error.ts'
import { sendPaced } from '../send-paced.ts'
import { leaseOfTasks } from '../tasks/lease-of-tasks.ts'
import type { PutObject } from './lease-objects.ts'
import { buyerLine } from './object-lines.ts'

type PutFrame = Extract<OpeningFrame, { type: 'put' }>

/** @throws a typed error, which ends the stream; what came of a broken put is kept, and another goes on there. */
export async function servePut(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
  { leaseId, object, bytes }: PutFrame,
): Promise<void> {
  const { objects } = context
  const storage = objects.storage()
  const lease = leaseOfTasks(context, peer, leaseId)
  using _turn = objects.enter(lease)
  using _room = objects.room(bytes)
  if (objects.find(lease, object)?.bytes !== bytes) objects.reserve(lease, bytes)
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(objects.limits.transferMsMax)])
  using source = exchangeSource({
    ...{ label: 'the buyer', bytes, isRedialed: false },
    dial: async () => buyerLine(context, stream, frames),
  })
  let bytesBefore: number | undefined
  await using stored = await storage.fetch(object, {
    sources: () => [source],
    signal,
    onProgress({ bytesDone }) {
      if (bytesBefore !== undefined) return
      bytesBefore = bytesDone
      const { payer } = lease.order
      if (bytesDone === 0) objects.begin(payer, object)
      // From here on it has bytes of two payers: nobody is excused.
      else if (objects.begunBy(object) !== payer) objects.begin(zeroAddress, object)
    },
  })
  const { outline } = stored
  if (outline.bytes !== bytes) {
    throw new RefusalError('TASK_INPUT_MISSING', `The object has ${outline.bytes} bytes, and the put says ${bytes}.`)
  }
  if (outline.kind === 'tree' && bytes > objects.limits.listingBytesMax) {
    throw new RefusalError('OBJECTS_TOO_MANY', `A listing has at most ${objects.limits.listingBytesMax} bytes.`)
  }
  if (!objects.isProven(lease.order.payer, object)) {
    // What others began or have put may be missing at this one.
    const cameFromHere = bytesBefore !== undefined && objects.begunBy(object) === lease.order.payer
    if (!cameFromHere && bytes > 0) await proveObject(source, outline, { signal })
    objects.prove(lease.order.payer, object)
  }
  const put: PutObject = outline.kind === 'file' ? { object, bytes } : { object, bytes, entries: await listed() }
  objects.claim(lease, put)
  await sendPaced(context, stream, encodeFrame({ type: 'stored', object, bytes }))

  async function listed() {
    const pieces: Uint8Array[] = []
    for await (const piece of stored.read({ start: 0, end: bytes }, { signal })) pieces.push(piece)
    return parseTreeListing(Buffer.concat(pieces)).map((entry) => ({ address: entry.address, bytes: entry.bytes }))
  }
}
