import { MalformedError, ProtocolVersionError, protocolVersion } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CatchUpEntry,
  decodeEntries,
  decodeFetch,
  decodeList,
  decodeRecord,
  decodeRefusal,
  encodeEntries,
  encodeFetch,
  encodeList,
  encodeRecord,
  encodeRefusal,
  entriesPerRecordMax,
  keysPerFetchMax,
} from './catch-up-records.ts'

const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const entry = fc.record({ deal: key, sequence: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) })

function bodyOf(record: Uint8Array, kind: string): Buffer {
  const decoded = decodeRecord(Buffer.from(record))
  expect(decoded.kind).toBe(kind)
  return decoded.body
}

test('entries, fetches and lists come back as they were', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), fc.array(key, { maxLength: keysPerFetchMax }), (entries, keys) => {
      const back: CatchUpEntry[] = []
      for (const record of encodeEntries(entries)) back.push(...decodeEntries(bodyOf(record, 'entries')))
      expect(back).toEqual(entries)
      expect(decodeFetch(bodyOf(encodeFetch(keys), 'fetch'))).toEqual(keys)
      expect(decodeList(bodyOf(encodeList(keys), 'list'))).toEqual(keys)
    }),
  )
})

test('a long list takes several records', () => {
  const entries = Array.from({ length: 2 * entriesPerRecordMax + 1 }, (_, i) => ({
    deal: i.toString(16).padStart(32, '0'),
    sequence: BigInt(i),
  }))
  const records = [...encodeEntries(entries)]
  expect(records.length).toBe(3)
  expect(records.flatMap((record) => decodeEntries(bodyOf(record, 'entries')))).toEqual(entries)
})

test('whatever a peer sends, it is understood or malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const decode of [decodeRecord, decodeEntries, decodeFetch, decodeList, decodeRefusal]) {
        try {
          decode(Buffer.from(bytes))
        } catch (error) {
          expect(error instanceof MalformedError || error instanceof ProtocolVersionError).toBe(true)
        }
      }
    }),
  )
})

test.each([
  ['65 topics', { v: protocolVersion, topics: Array(65).fill('t') }, 'PROTOCOL_MALFORMED'],
  ['topics that are no texts', { v: protocolVersion, topics: [1] }, 'PROTOCOL_MALFORMED'],
  ['no topics', { v: protocolVersion }, 'PROTOCOL_MALFORMED'],
  ['another version', { v: protocolVersion + 1, topics: [] }, 'PROTOCOL_VERSION_UNSUPPORTED'],
])('a list of %s is refused', (_name, json, code) => {
  expect(() => decodeList(Buffer.from(JSON.stringify(json)))).toThrow(expect.objectContaining({ code }))
})

test('a refusal is cut to what is worth reading', () => {
  const { code, message } = decodeRefusal(
    bodyOf(encodeRefusal({ code: 'C'.repeat(100), message: 'm'.repeat(1_000) }), 'refused'),
  )
  expect([code.length, message.length]).toEqual([64, 400])
})

test('too many keys are refused, and parts of keys', () => {
  const tooMany = encodeRecord('fetch', Buffer.alloc(16 * (keysPerFetchMax + 1)))
  expect(() => decodeFetch(bodyOf(tooMany, 'fetch'))).toThrow(MalformedError)
  expect(() => decodeFetch(Buffer.alloc(17))).toThrow(MalformedError)
  expect(() => decodeEntries(Buffer.alloc(25))).toThrow(MalformedError)
})
