import { offerTopic } from '@millrace/protocol'
import { Key } from 'interface-datastore/key'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import { expect, test } from 'vitest'
import { domain } from '../../test/keys.ts'
import { createProviderRecords, providersPerTopicMax } from './provider-records.ts'
import { topicCid, topicRecordName } from './topic-directory.ts'

const value = new Uint8Array([1])

async function keysIn(records: ReturnType<typeof createProviderRecords>, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of records.query({ prefix })) keys.push(key.toString())
  return keys
}

test('keeps who provides a topic, so many for each, and nothing else', async () => {
  const records = createProviderRecords(new Set(['topic']))
  for (let i = 0; i <= providersPerTopicMax; i++) await records.put(new Key(`/dht/provider/topic/peer${i}`), value)
  const others = ['/dht/provider/other/peer', '/dht/provider/topic', '/dht/provider/topic/a/b', '/dht/record/x', '/pk']
  for (const key of others) await records.put(new Key(key), value)
  const keys = await keysIn(records, '/dht/provider')
  expect(keys.length).toBe(providersPerTopicMax)
  expect(keys[0]).toBe('/dht/provider/topic/peer1')
  expect(await keysIn(records, '/dht/provider/topic')).toEqual(keys)
  expect(await keysIn(records, '/dht/provider/other')).toEqual([])
  expect(await records.get(new Key('/dht/provider/topic/peer1'))).toEqual(value)
  expect(await records.has(new Key('/dht/provider/topic/peer0'))).toBe(false)
  expect(() => records.get(new Key('/dht/record/x'))).toThrow(expect.objectContaining({ name: 'NotFoundError' }))
  await records.delete(new Key('/dht/provider/topic/peer1'))
  expect(await records.has(new Key('/dht/provider/topic/peer1'))).toBe(false)
})

test('the name of a topic in the records is that of its identifier', () => {
  const topic = offerTopic(domain, 'gpu', 'western-europe')
  const cid = CID.parse(topicCid(topic).toString())
  expect(topicRecordName(topic)).toBe(base32.baseEncode(cid.multihash.bytes))
})
