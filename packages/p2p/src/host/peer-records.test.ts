import { expect, test } from 'vitest'
import { startHost } from '../../test/libp2p-hosts.ts'
import { createPeerRecords } from './peer-records.ts'

type Records = ReturnType<typeof createPeerRecords>
const value = new Uint8Array([1])

function keyOf(name: string): Parameters<Records['get']>[0] {
  return { toString: () => `/peers/${name}` } as Parameters<Records['get']>[0]
}

async function namesIn(records: Records): Promise<string[]> {
  const names: string[] = []
  for await (const { key } of records.query({ prefix: '/peers/' })) names.push(key.toString().slice('/peers/'.length))
  return names
}

test('keeps its own record and the newest of others', async () => {
  const records = createPeerRecords({ own: 'me', recordsMax: 3 })
  for (const name of ['me', 'a', 'b']) await records.put(keyOf(name), value)
  expect(await records.get(keyOf('a'))).toBe(value)
  for (const name of ['c', 'd']) await records.put(keyOf(name), value)
  expect(await namesIn(records)).toEqual(['me', 'c', 'd'])
  await records.delete(keyOf('c'))
  expect(await records.has(keyOf('c'))).toBe(false)
  expect(() => records.get(keyOf('c'))).toThrow(expect.objectContaining({ name: 'NotFoundError' }))
})

test('a host remembers a bounded number of peers, however many identities come', async () => {
  await using host = await startHost({ limits: { peerRecordsMax: 4 } })
  const known = async () => (await host.libp2p.peerStore.all()).length
  for (let i = 0; i < 8; i++) {
    await using crook = await startHost({ listen: [] })
    const identified = new Promise((resolve) => host.libp2p.addEventListener('peer:identify', resolve, { once: true }))
    await crook.libp2p.dial(host.libp2p.getMultiaddrs())
    await identified
  }
  expect(await known()).toBeLessThanOrEqual(3)
  expect(await host.libp2p.peerStore.has(host.libp2p.peerId)).toBe(true)
})
