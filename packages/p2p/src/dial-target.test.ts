import { expect, test, vi } from 'vitest'
import { parsePeerAddress } from './address.ts'
import { dialTargets, type ResolveName, resolvedAddressesMax } from './dial-target.ts'

const { signal } = new AbortController()
const name = parsePeerAddress('/dns/node.example/tcp/7001/tls')

function resolving(...addresses: string[]): ResolveName {
  return async () => addresses.map((address) => ({ address }))
}

test('a public address is dialed as it is', async () => {
  const address = parsePeerAddress('/ip4/8.8.8.8/tcp/7001/tls')
  expect(await dialTargets(address, { allowPrivate: false, signal })).toEqual([{ ip: '8.8.8.8', text: address.text }])
})

test.each(['127.0.0.1', '10.0.0.1', '169.254.169.254'])('%s is refused unless allowed', async (ip) => {
  const address = parsePeerAddress(`/ip4/${ip}/tcp/7001/tls`)
  await expect(dialTargets(address, { allowPrivate: false, signal })).rejects.toMatchObject({
    code: 'PEER_ADDRESS_REFUSED',
    retryable: false,
  })
  expect(await dialTargets(address, { allowPrivate: true, signal })).toEqual([{ ip, text: address.text }])
})

test('a name is dialed at the addresses that were checked, and at public ones only', async () => {
  const resolve = resolving('192.168.1.1', '8.8.8.8', '2606:4700::1111')
  expect(await dialTargets(name, { allowPrivate: false, resolve, signal })).toEqual([
    { ip: '8.8.8.8', text: '/ip4/8.8.8.8/tcp/7001/tls' },
    { ip: '2606:4700::1111', text: '/ip6/2606:4700::1111/tcp/7001/tls' },
  ])
})

test('a name that leads inside is refused', async () => {
  const resolve = resolving('169.254.169.254', '::1')
  await expect(dialTargets(name, { allowPrivate: false, resolve, signal })).rejects.toMatchObject({
    code: 'PEER_ADDRESS_REFUSED',
    message: expect.stringContaining('/dns/node.example/tcp/7001/tls'),
  })
})

test('a name of many addresses is bounded', async () => {
  const resolve = resolving(...Array.from({ length: 100 }, (_, index) => `8.8.8.${index}`))
  expect((await dialTargets(name, { allowPrivate: false, resolve, signal })).length).toBe(resolvedAddressesMax)
})

test('the family that the address names is the one that is asked for', async () => {
  const resolve = vi.fn(resolving('8.8.8.8'))
  for (const family of ['dns', 'dns4', 'dns6']) {
    const address = parsePeerAddress(`/${family}/node.example/tcp/7001/tls`)
    await dialTargets(address, { allowPrivate: false, resolve, signal })
  }
  expect(resolve.mock.calls.map(([, { family }]) => family)).toEqual([0, 4, 6])
})

test('a name that does not resolve is a peer that is not reached', async () => {
  const resolve: ResolveName = async () => {
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  }
  await expect(dialTargets(name, { allowPrivate: true, resolve, signal })).rejects.toMatchObject({
    code: 'PEER_UNREACHABLE',
    message: 'No connection to /dns/node.example/tcp/7001/tls: ENOTFOUND.',
  })
})

test('an abort ends the wait for a resolver', async () => {
  const controller = new AbortController()
  const reason = new Error('changed my mind')
  const waiting = dialTargets(name, {
    allowPrivate: true,
    resolve: () => new Promise(() => undefined),
    signal: controller.signal,
  })
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})
