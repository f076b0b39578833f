import { expect, it } from 'vitest'
import { hashesEqual, hashOfSecret, isSecretShaped } from './api-key.ts'
import { openGatewayStore } from './gateway-store.ts'

const sources = { now: () => 1_000, random: (bytes: number) => new Uint8Array(bytes).fill(7) }

it('a key is found by its hash alone, and shown without it', async () => {
  const store = openGatewayStore(':memory:')
  const { secret, key } = store.createKey({ name: 'mine', budget: 2n ** 100n, models: ['m'] }, sources)
  expect(isSecretShaped(secret)).toBe(true)
  expect(store.findKey(hashOfSecret(secret))?.key).toEqual(key)
  expect(store.findKey(hashOfSecret(`${secret}x`))).toBeUndefined()
  expect(store.listKeys()).toEqual([key])
  expect(key).toEqual({
    id: 'key_0707070707070707',
    name: 'mine',
    createdAt: 1_000,
    admin: false,
    disabled: false,
    budget: 2n ** 100n,
    models: ['m'],
    spent: 0n,
    spentInDay: 0n,
    day: 0,
  })
  expect(store.setBudget(key.id, { budget: undefined, budgetPerDay: 5n })).toBe(true)
  expect(store.readKey(key.id)).toMatchObject({ budgetPerDay: 5n })
  expect(store.readKey(key.id)).not.toHaveProperty('budget')
  expect(store.revokeKey('nobody')).toBe(false)
  await store.close()
})

it('hashes compare by every byte', () => {
  const one = hashOfSecret('one')
  expect(hashesEqual(one, hashOfSecret('one'))).toBe(true)
  for (let i = 0; i < one.length; i++) {
    const other = Buffer.from(one)
    other[i] = (other[i] ?? 0) ^ 1
    expect(hashesEqual(one, other)).toBe(false)
  }
  expect(hashesEqual(one, one.subarray(1))).toBe(false)
})
