import { createHash } from 'node:crypto'
import { type Address, bytesToHex } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { BulkGrants } from './bulk-grants.ts'

const limits = { grantsMax: 3, grantsPerPeerMax: 2, grantMsMax: 10_500, grantBytesMax: 100 }
const [alice, bob, carol, dave] = [1, 2, 3, 4].map((byte) => bytesToHex(new Uint8Array(20).fill(byte))) as [
  Address,
  Address,
  Address,
  Address,
]

function create() {
  const clock = { nowMs: 1_000_000 }
  let issued = 0
  const random = (bytes: number): Uint8Array => {
    issued++
    return createHash('sha256').update(String(issued)).digest().subarray(0, bytes)
  }
  return { clock, grants: new BulkGrants({ now: () => clock.nowMs, random }, limits) }
}
const shown = (token: string): string => `Bearer ${token}`

test('a token is good until it expires', () => {
  const { clock, grants } = create()
  const { token, expiresAt } = grants.issue(alice)
  expect(expiresAt).toBe(1_010)
  expect(grants.find(shown(token), 'here')?.peer).toBe(alice)
  clock.nowMs += 10_499
  expect(grants.find(shown(token), 'here')?.peer).toBe(alice)
  clock.nowMs += 1
  expect(grants.find(shown(token), 'here')).toBeUndefined()
})

test('a token belongs to where it was first shown', () => {
  const { grants } = create()
  const { token } = grants.issue(alice)
  expect(grants.find(shown(token), 'here')).toBeDefined()
  expect(grants.find(shown(token), 'there')).toBeUndefined()
  expect(grants.find(shown(token), 'here')).toBeDefined()
})

test('a token is good for its bytes', () => {
  const { grants } = create()
  const { token } = grants.issue(alice)
  const grant = grants.find(shown(token), 'here')
  if (grant === undefined) throw new Error('not found')
  grant.bytesLeft -= 99
  expect(grants.find(shown(token), 'here')).toBe(grant)
  grant.bytesLeft -= 1
  expect(grants.find(shown(token), 'here')).toBeUndefined()
})

test('a peer that asks for too many loses its oldest, and nobody else loses any', () => {
  const { grants } = create()
  const other = grants.issue(bob)
  const [first, second, third] = [grants.issue(alice), grants.issue(alice), grants.issue(alice)]
  const good = [other, first, second, third].map(({ token }) => grants.find(shown(token), 'here') !== undefined)
  expect(good).toEqual([true, false, true, true])
})

test('as many as allowed are valid at once; expired ones make room', () => {
  const { clock, grants } = create()
  for (const peer of [alice, bob, carol]) grants.issue(peer)
  expect(() => grants.issue(dave)).toThrow('3 tokens are valid already')
  clock.nowMs += 10_500
  expect(grants.issue(dave).expiresAt).toBe(1_021)
})

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer 00',
  `Bearer ${'0'.repeat(64)}`,
  `Basic ${'0'.repeat(64)}`,
  'x'.repeat(9_999),
])('no grant for %s', (authorization) => {
  const { grants } = create()
  grants.issue(alice)
  expect(grants.find(authorization, 'here')).toBeUndefined()
})
