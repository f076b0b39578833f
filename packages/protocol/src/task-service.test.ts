import { expect, test } from 'vitest'
import { domainSeparator, parseRequest, requestHash, secretAad, secretInfo, zeroAddress, zeroHash } from './index.ts'

const limits = {
  ...{ wallMsMax: 1, cpus: 1, memoryBytesMax: 1, diskBytesMax: 1 },
  ...{ processesMax: 1, filesMax: 1, openFilesMax: 1, logBytesMax: 1 },
}
const plain = {
  ...{ kind: 'task', model: zeroHash, nonce: `0x${'00'.repeat(16)}`, image: 'host', command: ['serve'] },
  ...{ environment: { LANG: 'C' }, inputs: [], outputs: [], network: 'none', gpus: 0, limits },
}
const web = { port: 80, protocol: 'http', name: 'web' }
const sealed = Buffer.alloc(48).toString('base64')

test('ports and sealed secrets are part of a request, and of its hash', () => {
  const service = { ...plain, ports: [web], secrets: { API_KEY: sealed } }
  expect(parseRequest(service)).toEqual(service)
  expect(requestHash(parseRequest(service))).not.toBe(requestHash(parseRequest(plain)))
  const most = {
    ports: Array.from({ length: 16 }, (_, i) => ({ port: 65_535 - i, protocol: 'tcp', name: `p-${i}` })),
    secrets: Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`A${i}`, sealed])),
  }
  expect(parseRequest({ ...plain, ...most })).toMatchObject(most)
})

test.each([
  ['too many ports', { ports: Array.from({ length: 17 }, (_, i) => ({ ...web, port: i + 1, name: `p${i}` })) }],
  ['a port twice', { ports: [web, { ...web, name: 'other' }] }],
  ['a name twice', { ports: [web, { ...web, port: 81 }] }],
  ['port 0', { ports: [{ ...web, port: 0 }] }],
  ['a port beyond', { ports: [{ ...web, port: 65_536 }] }],
  ['half a port', { ports: [{ ...web, port: 80.5 }] }],
  ['another protocol', { ports: [{ ...web, protocol: 'udp' }] }],
  ['a name that is none', { ports: [{ ...web, name: 'Web!' }] }],
  ['a secret that is not sealed', { secrets: { A: Buffer.alloc(47).toString('base64') } }],
  ['a secret that is no base64', { secrets: { A: `${sealed}!!!!` } }],
  ['too long a secret', { secrets: { A: Buffer.alloc(32_768 + 49).toString('base64') } }],
  ['too many secrets', { secrets: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`A${i}`, sealed])) }],
  ['a secret by no name', { secrets: { 'A B': sealed } }],
  ['a secret of the prototype', { secrets: JSON.parse(`{"__proto__": "${sealed}"}`) }],
  ['a secret and a variable of one name', { secrets: { LANG: sealed } }],
  ['more than the stack has room for', { command: ['x'.repeat(131_000)], secrets: { A: sealed, B: sealed } }],
])('%s is refused, and no secret is repeated', (_what, changed) => {
  const parse = () => parseRequest({ ...plain, ...changed })
  expect(parse).toThrow(expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }))
  expect(parse).not.toThrow(/AAAA/)
})

test('what secrets are bound to differs by chain, escrow, node, lease and name', () => {
  const separator = domainSeparator({ chainId: 1, verifyingContract: zeroAddress })
  const other = domainSeparator({ chainId: 2, verifyingContract: zeroAddress })
  const info = (domain: Uint8Array) => Buffer.from(secretInfo(domain, zeroAddress)).toString('hex')
  expect(info(separator)).not.toBe(info(other))
  expect(Buffer.from(secretAad(zeroHash, 'API_KEY')).toString()).toBe(`${zeroHash}:API_KEY`)
})
