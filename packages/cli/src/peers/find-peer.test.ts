import type { Address, SignedOffer } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { findPeerBy } from './find-peer.ts'

const { signal } = new AbortController()
const nodeOf = (n: number) => `0x${String(n).padStart(40, '0')}` as Address
const listed = [{ address: nodeOf(1), addresses: ['/ip4/192.0.2.1/tcp/9000'] }]

test('a node that is listed is known at once, another by its offer, and one that nobody offers not at all', async () => {
  let looks = 0
  const details = { addresses: ['/ip4/192.0.2.2/tcp/9000'] } as SignedOffer['details']
  const find = findPeerBy(listed, async () => {
    looks++
    return [{ offer: { node: nodeOf(2) } as SignedOffer['offer'], details }]
  })
  expect([await find(nodeOf(1), { signal }), looks]).toEqual([listed[0], 0])
  expect(await find(nodeOf(2), { signal })).toEqual({ address: nodeOf(2), addresses: details.addresses })
  expect(await find(nodeOf(3), { signal })).toBeUndefined()
})
