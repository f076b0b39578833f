import { expect, test } from 'vitest'
import { isPublicIp } from './network-address.ts'

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450::1',
  '2001:4860:4860::8888',
])('%s is on the public internet', (address) => {
  expect(isPublicIp(address)).toBe(true)
})

test.each([
  ['0.0.0.0', 'this host'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['169.254.169.254', 'metadata service'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.100.100.200', 'metadata service of another cloud'],
  ['198.18.0.1', 'benchmarks'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['192.0.0.192', 'metadata service of a third cloud'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::ffff:8.8.8.8', 'IPv4 in IPv6'],
  ['::ffff:127.0.0.1', 'loopback in IPv6'],
  ['::ffff:7f00:1', 'loopback in IPv6, in hexadecimal'],
  ['64:ff9b::7f00:1', 'NAT64'],
  ['2002:7f00:1::', '6to4'],
  ['2001:0:4136:e378::', 'Teredo'],
  ['2001:db8::1', 'documentation'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with a zone'],
  ['2606:4700::1%1', 'a zone'],
  ['fd00:ec2::254', 'metadata service'],
  ['ff02::1', 'multicast'],
  ['example.com', 'a name'],
  ['0x7f000001', 'not the canonical form'],
  ['127.1', 'a short form'],
  ['', 'nothing'],
])('%s is not: %s', (address) => {
  expect(isPublicIp(address)).toBe(false)
})
