import { BlockList } from 'node:net'
import { expect, test } from 'vitest'
import { outboundRules, refusedNetworks, refusedRules } from './outbound-rules.ts'

const rules = { refused: ['8.8.4.4', '8.8.4.4'], resolvers: ['1.1.1.1', '10.0.0.53'], bytesPerSecondMax: 1_000 }

test('everything that is no public host of version 4 is refused', () => {
  const refused = new BlockList()
  for (const network of refusedNetworks) {
    const [address = '', bits = ''] = network.split('/')
    refused.addSubnet(address, Number(bits))
  }
  const inside = [
    '0.0.0.0',
    '10.0.2.2',
    '10.0.2.3',
    '100.100.100.200',
    '127.0.0.53',
    '169.254.169.254',
    '172.31.255.255',
  ]
  const more = ['192.0.0.192', '192.168.1.1', '198.19.255.255', '224.0.0.251', '239.255.255.250', '255.255.255.255']
  expect([...inside, ...more].filter((address) => !refused.check(address))).toEqual([])
  const outside = ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.0']
  expect([...outside, '192.167.1.1', '223.255.255.255'].filter((address) => refused.check(address))).toEqual([])
})

test('resolvers come first, then what is refused, then the rest', () => {
  const script = outboundRules(rules)
  const at = (words: string) => {
    expect(script).toContain(words)
    return script.indexOf(words)
  }
  const places = [
    'policy drop',
    'oifname "lo"',
    '!= ipv4 goto refuse',
    '{ 1.1.1.1, 10.0.0.53 }',
    '0.0.0.0/8',
    '@machine',
    'tcp, udp } accept',
  ]
  expect(places.map(at)).toEqual(places.map(at).toSorted((a, b) => a - b))
  expect(script.endsWith('add element inet millrace machine { 168.63.129.16, 8.8.4.4 }\n')).toBe(true)
  expect(outboundRules({ ...rules, resolvers: [] })).not.toContain('dport 53')
})

test('nothing but addresses gets into the rules', () => {
  for (const address of ['::1', '1.1.1.1; flush ruleset', '1.1.1.1/0', '']) {
    expect(() => refusedRules([address])).toThrow('Expected an address of version 4')
    expect(() => outboundRules({ ...rules, resolvers: [address] })).toThrow('Expected an address of version 4')
  }
  expect(refusedRules([])).toBe('')
})
