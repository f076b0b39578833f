/**
 * Who put which objects under which lease, and which outputs are whose. Nobody uses or fetches by hash what another put: an input must
 * have been put under the lease by whoever has all its bytes, an output is given to the session that ordered it.
 *
 * Lost with the process: buyers put again, of which only proof that they have it moves.
 */
import type { Address, Hash, TaskFile, TaskRequest } from '@millrace/protocol'
import type { ObjectStorage } from '@millrace/storage'
import type { Lease } from '../lease-table.ts'
import { RefusalError } from '../refusal-error.ts'
import { type ObjectLimits, objectLimits } from './object-limits.ts'

export type PutObject = {
  readonly object: string
  /** Of the object itself: of a tree, of its listing. */
  readonly bytes: number
  /** Files of a tree. */
  readonly entries?: readonly { readonly address: string; readonly bytes: number }[]
}

/** An output that its buyer may fetch. */
export type KeptOutput = { readonly object: string; readonly bytes: number; bytesLeft: number }

/** What is known of one lease. */
type Shelf = {
  readonly lease: Lease
  readonly objects: Map<string, PutObject>
  readonly outputs: Map<string, KeptOutput>
  readonly holds: { readonly held: Disposable; readonly bytes: number; readonly until: number }[]
  bytesPut: number
  /** Objects, and entries of trees. */
  count: number
  transfers: number
}

export type ObjectDesk = {
  readonly limits: ObjectLimits
  /** @throws {RefusalError} OBJECTS_UNAVAILABLE on a node without a storage. */
  storage(): ObjectStorage
  /** Counts a transfer in. @throws {RefusalError} OBJECTS_BUSY */
  enter(lease: Lease): Disposable
  /** Counts the bytes of a put that is under way in. @throws {RefusalError} OBJECTS_BUSY, OBJECTS_TOO_MANY for more than ever fit */
  room(bytes: number): Disposable
  /** Counts bytes that are to come. @throws {RefusalError} OBJECTS_TOO_MANY */
  reserve(lease: Lease, bytes: number): void
  /** The object is here, and its payer has it. @throws {RefusalError} OBJECTS_TOO_MANY */
  claim(lease: Lease, put: PutObject): void
  /** Returns the object as it was put under the lease. */
  find(lease: Lease, object: string): PutObject | undefined
  /** Whether the payer is known to have all bytes of the object. */
  isProven(payer: Address, object: string): boolean
  prove(payer: Address, object: string): void
  /** The payer sends an object of which nothing was here; the zero address once another sends the rest. */
  begin(payer: Address, object: string): void
  begunBy(object: string): Address | undefined
  /** Keeps the outputs of a task for their buyer, and so long from eviction. */
  keepOutputs(lease: Lease, outputs: readonly TaskFile[], held: Disposable): void
  /** @throws {RefusalError} OBJECT_UNKNOWN */
  output(leaseId: Hash, signer: Address, object: string): { readonly lease: Lease; readonly output: KeptOutput }
  close(): void
}

type Components = { readonly storage: ObjectStorage | undefined; readonly now: () => number }

export function createObjectDesk(
  { storage, now }: Components,
  { limits: changed = {} }: { readonly limits?: Partial<ObjectLimits> } = {},
): ObjectDesk {
  const limits: ObjectLimits = { ...objectLimits, ...changed }
  const shelves = new Map<Hash, Shelf>()
  const proven = new Set<string>()
  const begun = new Map<string, Address>()
  let transfers = 0
  let bytesUnderWay = 0
  let objects = 0
  let outputBytes = 0
  let timer: NodeJS.Timeout | undefined

  function shelfOf(lease: Lease): Shelf {
    const known = shelves.get(lease.leaseId)
    if (known !== undefined) return known
    const made = { lease, objects: new Map(), outputs: new Map(), holds: [], bytesPut: 0, count: 0, transfers: 0 }
    shelves.set(lease.leaseId, made)
    timer ??= setInterval(prune, limits.pruneTickMs).unref()
    return made
  }

  function prune(): void {
    for (const [leaseId, shelf] of shelves) {
      while (shelf.holds.length > 0 && (shelf.holds[0]?.until ?? 0) <= now()) drop(shelf)
      const isOver = shelf.lease.state !== 'open' && shelf.lease.runs === 0
      if (!isOver || shelf.holds.length > 0 || shelf.transfers > 0) continue
      objects -= shelf.count
      shelves.delete(leaseId)
    }
    if (shelves.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  /** Lets the oldest outputs of a lease go. They can be fetched as long as nothing evicts them. */
  function drop(shelf: Shelf): void {
    const oldest = shelf.holds.shift()
    if (oldest === undefined) return
    outputBytes -= oldest.bytes
    oldest.held[Symbol.dispose]()
    if (shelf.holds.length === 0 && oldest.until <= now()) shelf.outputs.clear()
  }

  function dropOldest(): void {
    let oldest: Shelf | undefined
    for (const shelf of shelves.values()) {
      const [first] = shelf.holds
      if (first !== undefined && first.until < (oldest?.holds[0]?.until ?? Number.POSITIVE_INFINITY)) oldest = shelf
    }
    if (oldest !== undefined) drop(oldest)
  }

  return {
    limits,
    storage() {
      if (storage !== undefined) return storage
      throw new RefusalError('OBJECTS_UNAVAILABLE', 'This node keeps no objects.')
    },
    enter(lease) {
      const shelf = shelfOf(lease)
      if (shelf.transfers >= limits.transfersPerLeaseMax || transfers >= limits.transfersMax) {
        throw new RefusalError(
          'OBJECTS_BUSY',
          `${transfers} transfers are under way, ${shelf.transfers} of this lease.`,
        )
      }
      shelf.transfers++
      transfers++
      let isIn = true
      return {
        [Symbol.dispose]() {
          if (!isIn) return
          isIn = false
          shelf.transfers--
          transfers--
        },
      }
    },
    room(bytes) {
      const { putBytesUnderWayMax } = limits
      if (bytes > putBytesUnderWayMax) {
        throw new RefusalError(
          'OBJECTS_TOO_MANY',
          `An object has at most ${putBytesUnderWayMax} bytes here, and this one ${bytes}.`,
        )
      }
      if (bytesUnderWay + bytes > putBytesUnderWayMax) {
        const problem = `${bytesUnderWay} bytes of objects are under way`
        throw new RefusalError('OBJECTS_BUSY', `${problem}, and with ${bytes} more than ${putBytesUnderWayMax} are.`)
      }
      bytesUnderWay += bytes
      let isIn = true
      return {
        [Symbol.dispose]() {
          if (isIn) bytesUnderWay -= bytes
          isIn = false
        },
      }
    },
    reserve(lease, bytes) {
      const shelf = shelfOf(lease)
      const { putBytesPerLeaseMax, objectsPerLeaseMax, objectsMax } = limits
      if (shelf.bytesPut + bytes > putBytesPerLeaseMax) {
        throw new RefusalError(
          'OBJECTS_TOO_MANY',
          `A lease takes ${putBytesPerLeaseMax} bytes, and has ${shelf.bytesPut}.`,
        )
      }
      if (shelf.count >= objectsPerLeaseMax || objects >= objectsMax) {
        throw new RefusalError(
          'OBJECTS_TOO_MANY',
          `A lease takes ${objectsPerLeaseMax} objects, all leases ${objectsMax}.`,
        )
      }
      shelf.bytesPut += bytes
    },
    claim(lease, put) {
      const shelf = shelfOf(lease)
      const before = shelf.objects.get(put.object)
      const more = before === undefined ? 1 + (put.entries?.length ?? 0) : 0
      if (shelf.count + more > limits.objectsPerLeaseMax) {
        const problem = `A lease takes ${limits.objectsPerLeaseMax} objects, and this tree makes them`
        throw new RefusalError('OBJECTS_TOO_MANY', `${problem} ${shelf.count + more}.`)
      }
      shelf.count += more
      objects += more
      shelf.objects.set(put.object, put)
    },
    find: (lease, object) => shelves.get(lease.leaseId)?.objects.get(object),
    isProven: (payer, object) => proven.has(`${payer} ${object}`),
    prove(payer, object) {
      proven.add(`${payer} ${object}`)
      begun.delete(object)
      forgetOldest(proven, limits.provenMax)
    },
    begin(payer, object) {
      begun.set(object, payer)
      forgetOldest(begun, limits.provenMax)
    },
    begunBy: (object) => begun.get(object),
    keepOutputs(lease, outputs, held) {
      if (outputs.length === 0) {
        held[Symbol.dispose]()
        return
      }
      const shelf = shelfOf(lease)
      const bytes = outputs.reduce((sum, output) => sum + output.bytes + outputRoomBytes, 0)
      for (const { object, bytes: size } of outputs) {
        shelf.outputs.set(object, { object, bytes: size, bytesLeft: (size + outlineRoomBytes) * limits.fetchesMax })
      }
      shelf.holds.push({ held, bytes, until: now() + limits.outputsKeptMs })
      outputBytes += bytes
      while (outputBytes > limits.outputBytesKeptMax && outputBytes > bytes) dropOldest()
    },
    output(leaseId, signer, object) {
      const shelf = shelves.get(leaseId)
      const output = shelf?.lease.order.signer === signer ? shelf.outputs.get(object) : undefined
      if (shelf !== undefined && output !== undefined) return { lease: shelf.lease, output }
      throw new RefusalError(
        'OBJECT_UNKNOWN',
        'No task under this lease of yours left such an output, or its time is over.',
      )
    },
    close() {
      clearInterval(timer)
      for (const shelf of shelves.values()) for (const { held } of shelf.holds.splice(0)) held[Symbol.dispose]()
    },
  }
}

function forgetOldest(kept: Set<string> | Map<string, unknown>, countMax: number): void {
  const [oldest] = kept.keys()
  if (kept.size > countMax && oldest !== undefined) kept.delete(oldest)
}

/** @throws {RefusalError} TASK_INPUT_MISSING for an input that was not put under the lease, or has another size. */
export function requireInputs(desk: ObjectDesk, lease: Lease, { inputs, outputs }: TaskRequest): void {
  if (inputs.length + outputs.length > 0) desk.storage()
  for (const { path, object, bytes } of inputs) {
    const put = desk.find(lease, object)
    const missing = put?.entries?.find(({ address }) => desk.find(lease, address) === undefined)
    if (put === undefined || missing !== undefined) {
      throw new RefusalError('TASK_INPUT_MISSING', `The input ${path} was not put under this lease, or not all of it.`)
    }
    const size = put.entries?.reduce((sum, entry) => sum + entry.bytes, 0) ?? put.bytes
    if (size !== bytes) {
      throw new RefusalError(
        'TASK_INPUT_MISSING',
        `The input ${path} has ${size} bytes, and the request says ${bytes}.`,
      )
    }
  }
}

/** What an output counts beside its bytes: a file of one byte takes a block of the disk, and a row. */
const outputRoomBytes = 4_096
/** An outline has 32 bytes for each MiB, and a root: fetched once at least, whatever the size. */
const outlineRoomBytes = 4_096
