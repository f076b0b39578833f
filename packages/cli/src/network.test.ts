import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Deployment, deploymentToJson } from '@millrace/chain'
import { isMillraceError } from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  findNetwork,
  type Network,
  networkBootstrapMax,
  networkDir,
  networkNames,
  networkProvidersMax,
  networkToJson,
  parseNetwork,
  readNetwork,
  writeNetwork,
} from './network.ts'

const address = (digit: string): `0x${string}` => `0x${digit.repeat(40)}`
const deployment: Deployment = {
  chainId: 31_337,
  escrow: address('1'),
  registry: address('2'),
  stakeVault: address('3'),
  receipts: address('4'),
  millToken: address('5'),
  courthouse: address('7'),
  beacon: address('8'),
  auditorRoll: address('9'),
  judges: { equivocation: address('a'), omission: address('b'), ghosting: address('c'), panel: address('d') },
  tokens: [{ address: address('6'), symbol: 'tUSD', decimals: 6 }],
  closeDelaySeconds: 600,
  receiptEpochSeconds: 3_600,
  deployedAtBlock: 1,
}
const network: Network = {
  name: 'mynet',
  rpcUrl: 'https://rpc.example.org',
  deployment,
  bootstrap: ['/dns4/boot.example.org/tcp/7403/p2p/12D3KooWEahUymDCWfWpmYdJUQDkVzNrP6J6HtTumD6LtYU3KyQ4'],
  providers: [{ address: address('7'), addresses: ['/dns/node1.example.org/tcp/7402/tls'] }],
}
const asJson = () => networkToJson(network)
const firstVersion = {
  version: 1,
  name: 'mynet',
  rpcUrl: 'https://rpc.example.org',
  deployment: deploymentToJson(deployment),
  providers: [
    { host: 'node1.example.org', port: 7402, address: address('7') },
    { host: '192.0.2.1', port: 1, address: address('8') },
    { host: '2001:db8::1', port: 2, address: address('9') },
  ],
}

const withProvider = (provider: object) => ({ ...firstVersion, providers: [provider] })

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millrace-net-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the network file', () => {
  test('reads what was written, for its user alone', async () => {
    await writeNetwork(dir, network)
    expect(await readNetwork(dir, 'mynet')).toEqual(network)
    expect((await stat(join(networkDir(dir, 'mynet'), 'network.json'))).mode & 0o777).toBe(0o600)
    expect(await networkNames(dir)).toEqual(['mynet'])
    expect(await findNetwork(dir, 'other')).toBeUndefined()
    await expect(readNetwork(dir, 'other')).rejects.toThrow('This machine knows no network "other"; it knows mynet.')
  })

  test('reads a file of the first version', () => {
    expect(parseNetwork(firstVersion)).toEqual({
      ...network,
      bootstrap: [],
      providers: [
        { address: address('7'), addresses: ['/dns/node1.example.org/tcp/7402/tls'] },
        { address: address('8'), addresses: ['/ip4/192.0.2.1/tcp/1/tls'] },
        { address: address('9'), addresses: ['/ip6/2001:db8::1/tcp/2/tls'] },
      ],
    })
  })

  test('whose contracts know no courts is refused with the way out, whatever command reads it', async () => {
    const { courthouse: _c, beacon: _b, auditorRoll: _a, judges: _j, receiptEpochSeconds: _e, ...old } = deployment
    const file = { ...firstVersion, deployment: { ...old, version: 1 } }
    expect(() => parseNetwork(file)).toThrow(expect.objectContaining({ code: 'NETWORK_TOO_OLD' }))
    await mkdir(networkDir(dir, 'local'), { recursive: true })
    await writeFile(join(networkDir(dir, 'local'), 'network.json'), JSON.stringify({ ...file, name: 'local' }))
    await expect(readNetwork(dir, 'local')).rejects.toMatchObject({
      code: 'NETWORK_TOO_OLD',
      hint: expect.stringContaining('millrace up --fresh'),
    })
  })

  const hostile: Record<string, (json: Record<string, unknown>) => unknown> = {
    'another version': (json) => ({ ...json, version: 3 }),
    'no version': ({ version: _version, ...json }) => json,
    'a field more': (json) => ({ ...json, run: 'rm -rf' }),
    'a name that is a path': (json) => ({ ...json, name: '../../etc' }),
    'a name with capitals': (json) => ({ ...json, name: 'Net' }),
    'an rpc that is no address': (json) => ({ ...json, rpcUrl: 'not a url' }),
    'an rpc of another scheme': (json) => ({ ...json, rpcUrl: 'file:///etc/passwd' }),
    'a gateway of another scheme': (json) => ({ ...json, gatewayUrl: 'javascript:alert(1)' }),
    'a provider by host and port': (json) => ({ ...json, providers: firstVersion.providers }),
    'an address that is no multiaddr': (json) => ({
      ...json,
      providers: [{ address: address('7'), addresses: ['node1.example.org:1'] }],
    }),
    'an address too short': (json) => ({ ...json, providers: [{ address: '0x77', addresses: [] }] }),
    'a bootstrap that is no multiaddr': (json) => ({ ...json, bootstrap: ['boot.example.org'] }),
    'too many bootstraps': (json) => ({
      ...json,
      bootstrap: Array.from({ length: networkBootstrapMax + 1 }, () => '/a'),
    }),
    'too many providers': (json) => ({
      ...json,
      providers: Array.from({ length: networkProvidersMax + 1 }, () => ({ address: address('7'), addresses: [] })),
    }),
    'an old file, a port out of range': () => withProvider({ host: 'a', port: 65_536, address: address('7') }),
    'an old file, a port that is text': () => withProvider({ host: 'a', port: '1', address: address('7') }),
    'an old file, an empty host': () => withProvider({ host: '', port: 1, address: address('7') }),
    'an old file, a host that is a path': () => withProvider({ host: '../x', port: 1, address: address('7') }),
    'a deployment without tokens': (json) => ({ ...json, deployment: { ...(json.deployment as object), tokens: [] } }),
    'a list instead': () => [],
    nothing: () => null,
  }
  test.each(Object.keys(hostile))('%s is refused', (name) => {
    expect(() => parseNetwork(hostile[name]?.(asJson()))).toThrow(
      expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }),
    )
  })

  test('anything at all gives a network or a typed error', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (value) => {
        try {
          parseNetwork(value)
        } catch (error) {
          expect(isMillraceError(error)).toBe(true)
        }
      }),
    )
  })
})
