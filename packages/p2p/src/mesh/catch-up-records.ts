/**
 * The records of `/millrace/offers/2`, by which a newcomer gets the offers that a peer holds. The first byte is the kind:
 *
 * | kind | from | rest of the record |
 * |---|---|---|
 * | 1 list | asker | JSON `{ v, topics }` |
 * | 2 entries | holder | for each offer: key of the deal (16 bytes), sequence (8 bytes, big end first) |
 * | 3 fetch | asker | keys of deals, 16 bytes each |
 * | 4 announcement | holder | an announcement of one offer |
 * | 5 end | holder | nothing: the list, or what was fetched, is complete |
 * | 6 refused | holder | JSON `{ v, code, message }`; the stream ends |
 */
import { announcementBytesMax, MalformedError, ProtocolVersionError, protocolVersion } from '@millrace/protocol'
import { dealKeyBytes } from './held-offers.ts'

export const catchUpProtocol = `/millrace/offers/${protocolVersion}`

export const recordKinds = { list: 1, entries: 2, fetch: 3, announcement: 4, end: 5, refused: 6 } as const
export type RecordKind = keyof typeof recordKinds

/** Offers listed in one record. */
export const entriesPerRecordMax = 1_024
/** Offers fetched with one record. */
export const keysPerFetchMax = 64
/** Bytes of one record: an announcement and its kind. */
export const catchUpRecordBytesMax = announcementBytesMax + 1
/** Topics in one list. */
export const listedTopicsMax = 64

const entryBytes = dealKeyBytes + 8

export type CatchUpEntry = { readonly deal: string; readonly sequence: bigint }

/** Returns a record of this kind. */
export function encodeRecord(kind: RecordKind, body: Uint8Array = new Uint8Array()): Uint8Array {
  const record = new Uint8Array(1 + body.length)
  record[0] = recordKinds[kind]
  record.set(body, 1)
  return record
}

/** Returns what a record is and carries. @throws {MalformedError} for an unknown kind. */
export function decodeRecord(record: Buffer): { readonly kind: RecordKind; readonly body: Buffer } {
  const kind = (Object.keys(recordKinds) as RecordKind[]).find((name) => recordKinds[name] === record[0])
  if (kind === undefined) throw new MalformedError('record', 'a kind from 1 to 6', record[0])
  return { kind, body: record.subarray(1) }
}

export function encodeList(topics: readonly string[]): Uint8Array {
  return encodeRecord('list', Buffer.from(JSON.stringify({ v: protocolVersion, topics })))
}

/** Returns the topics asked for. @throws {ProtocolVersionError} {@link MalformedError} */
export function decodeList(body: Buffer): readonly string[] {
  const { v, topics } = parseObject(body)
  if (v !== protocolVersion) throw new ProtocolVersionError(v)
  if (
    !Array.isArray(topics) ||
    topics.length > listedTopicsMax ||
    !topics.every((topic) => typeof topic === 'string')
  ) {
    throw new MalformedError('list.topics', `at most ${listedTopicsMax} topics`, topics)
  }
  return topics
}

export function encodeRefusal({ code, message }: { readonly code: string; readonly message: string }): Uint8Array {
  return encodeRecord('refused', Buffer.from(JSON.stringify({ v: protocolVersion, code, message })))
}

/** Returns why the other side refused, cut to a bounded length. @throws {MalformedError} */
export function decodeRefusal(body: Buffer): { readonly code: string; readonly message: string } {
  const { code, message } = parseObject(body)
  return { code: String(code).slice(0, 64), message: String(message).slice(0, 400) }
}

/** Returns records that list the entries. */
export function* encodeEntries(entries: readonly CatchUpEntry[]): Generator<Uint8Array> {
  for (let at = 0; at < entries.length; at += entriesPerRecordMax) {
    const some = entries.slice(at, at + entriesPerRecordMax)
    const body = Buffer.alloc(some.length * entryBytes)
    for (const [index, { deal, sequence }] of some.entries()) {
      body.write(deal, index * entryBytes, 'hex')
      body.writeBigUInt64BE(sequence, index * entryBytes + dealKeyBytes)
    }
    yield encodeRecord('entries', body)
  }
}

/** Returns the entries of one record. @throws {MalformedError} */
export function decodeEntries(body: Buffer): CatchUpEntry[] {
  if (body.length % entryBytes !== 0) throw new MalformedError('entries', `${entryBytes} bytes each`, body.length)
  return Array.from({ length: body.length / entryBytes }, (_, index) => ({
    deal: body.toString('hex', index * entryBytes, index * entryBytes + dealKeyBytes),
    sequence: body.readBigUInt64BE(index * entryBytes + dealKeyBytes),
  }))
}

export function encodeFetch(deals: readonly string[]): Uint8Array {
  return encodeRecord('fetch', Buffer.from(deals.join(''), 'hex'))
}

/** Returns the deals asked for. @throws {MalformedError} */
export function decodeFetch(body: Buffer): string[] {
  if (body.length % dealKeyBytes !== 0 || body.length > keysPerFetchMax * dealKeyBytes) {
    throw new MalformedError('fetch', `at most ${keysPerFetchMax} keys of ${dealKeyBytes} bytes`, body.length)
  }
  return Array.from({ length: body.length / dealKeyBytes }, (_, index) =>
    body.toString('hex', index * dealKeyBytes, (index + 1) * dealKeyBytes),
  )
}

function parseObject(body: Buffer): Record<string, unknown> {
  let json: unknown
  try {
    json = JSON.parse(body.toString())
  } catch {
    throw new MalformedError('record', 'JSON', `${body.length} bytes`)
  }
  if (typeof json !== 'object' || json === null) throw new MalformedError('record', 'a JSON object', json)
  return json as Record<string, unknown>
}
