import { type Address, bytesToHex } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createRegistryCache, type RegistryPort } from './registry-cache.ts'

const operator = nodeOf(255)
const init = {
  entriesMax: 2,
  lookupsMax: 2,
  waitingMax: 3,
  lookupMsMax: 1_000,
  registeredMs: 1_000,
  unregisteredMs: 100,
  silentMs: 50,
  now: () => 0,
}

function nodeOf(n: number): Address {
  return bytesToHex(new Uint8Array(20).fill(n))
}

test('looks up so many at a time, lets so many wait, and does not ask the rest', async () => {
  const asked: (() => void)[] = []
  let [now, most] = [0, 0]
  const isRegistered: RegistryPort = () =>
    new Promise((resolve) => {
      most = Math.max(most, ++now)
      asked.push(() => {
        now--
        resolve(true)
      })
    })
  const cache = createRegistryCache({ ...init, isRegistered })
  const answers = [1, 2, 3, 4, 5, 6].map((n) => cache.ask(nodeOf(n), operator))
  const twice = cache.ask(nodeOf(1), operator)
  expect(twice).toBe(answers[0])
  expect(await answers[5]).toBe('unknown')
  for (const answer of answers.slice(0, 5)) {
    asked.shift()?.()
    expect(await answer).toBe('registered')
  }
  expect(most).toBe(2)
  cache.close()
})

test('remembers the latest, and strangers push no known node out', async () => {
  const cache = createRegistryCache({ ...init, isRegistered: async (node) => node === nodeOf(1) })
  for (const n of [1, 2, 3, 4]) await cache.ask(nodeOf(n), operator)
  expect([1, 2, 3, 4].map((n) => cache.remembered(nodeOf(n), operator))).toEqual([
    'registered',
    undefined,
    'unregistered',
    'unregistered',
  ])
  cache.close()
})

test('a registry that failed to answer is left alone for a while', async () => {
  let [nowMs, asked] = [0, 0]
  const isRegistered = async () => {
    if (++asked === 1) throw new Error('no chain')
    return true
  }
  const cache = createRegistryCache({ ...init, isRegistered, now: () => nowMs })
  expect(await cache.ask(nodeOf(1), operator)).toBe('unknown')
  expect(await cache.ask(nodeOf(1), operator)).toBe('unknown')
  nowMs = 50
  expect(await cache.ask(nodeOf(1), operator)).toBe('registered')
  expect(asked).toBe(2)
  cache.close()
})

test('closing answers all who wait', async () => {
  const cache = createRegistryCache({ ...init, isRegistered: () => new Promise(() => undefined) })
  const answers = [1, 2, 3, 4].map((n) => cache.ask(nodeOf(n), operator))
  cache.close()
  expect(await Promise.all(answers)).toEqual(Array(4).fill('unknown'))
  expect(await cache.ask(nodeOf(9), operator)).toBe('unknown')
})
