import { describe, expect, test } from 'vitest'
import { subnetOf } from './subnet.ts'

describe('the subnet of a node', () => {
  test('is the /24 of its first IPv4 address', () => {
    expect(subnetOf(['/dns4/mill.example/tcp/1/tls', '/ip4/10.1.2.3/tcp/7001/tls'])).toBe(0x0a0102)
    expect(subnetOf(['/ip4/10.1.2.200/tcp/1'])).toBe(subnetOf(['/ip4/10.1.2.3/tcp/2']))
    expect(subnetOf(['/ip4/10.1.3.3/tcp/2'])).not.toBe(subnetOf(['/ip4/10.1.2.3/tcp/2']))
  })

  test('is the same for all of one /48, however it is written', () => {
    const one = subnetOf(['/ip6/2001:db8:7::1/tcp/1'])
    expect(subnetOf(['/ip6/2001:0DB8:0007:1234::2/tcp/1'])).toBe(one)
    expect(subnetOf(['/ip6/2001:db8:8::1/tcp/1'])).not.toBe(one)
    expect(one).toBeGreaterThan(0xffffff)
    expect(one).toBeLessThanOrEqual(0xffff_ffff)
  })

  test('is 0 where no address tells it', () => {
    expect(subnetOf([])).toBe(0)
    expect(subnetOf(['/dns4/mill.example/tcp/1', '/memory/1', '/ip4/10.1/tcp/1'])).toBe(0)
  })
})
