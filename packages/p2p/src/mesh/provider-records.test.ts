import { offerTopic } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { domain } from '../../test/keys.ts'
import { createProviderRecords, providersPerTopicMax } from './provider-records.ts'
import { topicCid, topicRecordName } from './topic-directory.ts'

type Records = ReturnType<typeof createProviderRecords>
const value = new Uint8Array([1])

function keyOf(text: string): Parameters<Records['get']>[0] {
  return { toString: () => text } as Parameters<Records['get']>[0]
}

async function keysIn(records: Records, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of records.query({ prefix })) keys.push(key.toString())
  return keys
}

test('keeps who provides a topic, so many for each, and nothing else', async () => {
  const records = createProviderRecords(new Set(['topic']))
  for (let i = 0; i <= providersPerTopicMax; i++) await records.put(keyOf(`/dht/provider/topic/peer${i}`), value)
  const others = ['/dht/provider/other/peer', '/dht/provider/topic', '/dht/provider/topic/a/b', '/dht/record/x', '/pk']
  for (const key of others) await records.put(keyOf(key), value)
  const keys = await keysIn(records, '/dht/provider')
  expect(keys.length).toBe(providersPerTopicMax)
  expect(keys[0]).toBe('/dht/provider/topic/peer1')
  expect(await keysIn(records, '/dht/provider/topic')).toEqual(keys)
  expect(await keysIn(records, '/dht/provider/other')).toEqual([])
  expect(await records.get(keyOf('/dht/provider/topic/peer1'))).toEqual(value)
  expect(await records.has(keyOf('/dht/provider/topic/peer0'))).toBe(false)
  expect(() => records.get(keyOf('/dht/record/x'))).toThrow(expect.objectContaining({ name: 'NotFoundError' }))
  await records.delete(keyOf('/dht/provider/topic/peer1'))
  expect(await records.has(keyOf('/dht/provider/topic/peer1'))).toBe(false)
})

test('the name of a topic in the records is that of its identifier', () => {
  const topic = offerTopic(domain, 'gpu', 'western-europe')
  const bits = [...topicRecordName(topic)]
    .map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(digit).toString(2).padStart(5, '0'))
    .join('')
  const { bytes } = topicCid(topic).multihash
  expect(bits.slice(0, 8 * bytes.length)).toBe([...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join(''))
  expect(bits.slice(8 * bytes.length)).toMatch(/^0{0,4}$/)
})
