import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Deployment, deploymentToJson } from '@millrace/chain'
import { isMillraceError } from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  findNetwork,
  type Network,
  networkDir,
  networkNames,
  networkProvidersMax,
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
  tokens: [{ address: address('6'), symbol: 'tUSD', decimals: 6 }],
  closeDelaySeconds: 600,
  deployedAtBlock: 1,
}
const network: Network = {
  name: 'mynet',
  rpcUrl: 'https://rpc.example.org',
  deployment,
  providers: [{ host: 'node1.example.org', port: 7402, address: address('7') }],
}
const asJson = () => ({ version: 1, ...network, deployment: deploymentToJson(deployment) })

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

  const hostile: Record<string, (json: Record<string, unknown>) => unknown> = {
    'another version': (json) => ({ ...json, version: 2 }),
    'no version': ({ version: _version, ...json }) => json,
    'a field more': (json) => ({ ...json, run: 'rm -rf' }),
    'a name that is a path': (json) => ({ ...json, name: '../../etc' }),
    'a name with capitals': (json) => ({ ...json, name: 'Net' }),
    'an rpc that is no address': (json) => ({ ...json, rpcUrl: 'not a url' }),
    'an rpc of another scheme': (json) => ({ ...json, rpcUrl: 'file:///etc/passwd' }),
    'a gateway of another scheme': (json) => ({ ...json, gatewayUrl: 'javascript:alert(1)' }),
    'a port out of range': (json) => ({ ...json, providers: [{ host: 'a', port: 65_536, address: address('7') }] }),
    'a port that is text': (json) => ({ ...json, providers: [{ host: 'a', port: '1', address: address('7') }] }),
    'an empty host': (json) => ({ ...json, providers: [{ host: '', port: 1, address: address('7') }] }),
    'an address too short': (json) => ({ ...json, providers: [{ host: 'a', port: 1, address: '0x77' }] }),
    'too many providers': (json) => ({
      ...json,
      providers: Array.from({ length: networkProvidersMax + 1 }, () => ({ host: 'a', port: 1, address: address('7') })),
    }),
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
