/** Everything outside of a machine, in a network of its own: `outbound-internet.ts DEVICE`; it begins when it is told something. */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { gatewayAddress, names, publicAddress, refusedHosts, resolverAddress } from './outbound-addresses.ts'

const device = process.argv[2] ?? ''
const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: 'inherit' })

await once(process.stdin, 'data')
ip('link', 'set', 'lo', 'up')
ip('addr', 'add', `${gatewayAddress}/24`, 'dev', device)
ip('link', 'set', device, 'up')
for (const address of [publicAddress, resolverAddress, ...refusedHosts]) {
  ip('addr', 'add', `${address}/32`, 'dev', device)
}
const server = createServer((socket) => socket.on('error', () => undefined).end('internet\n')).listen(80, '0.0.0.0')
await once(server, 'listening')

const resolver = createSocket('udp4').bind(53, resolverAddress)
resolver.on('message', (query, { port, address }) => resolver.send(answerTo(query), port, address))
await once(resolver, 'listening')
process.stdout.write('READY\n')
// Ends with whoever started it.
process.stdin.on('end', () => process.exit())

/** One address for a question about it, none for others. Source: RFC 1035. */
function answerTo(query: Buffer): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const question = query.subarray(12, at + 5)
  const address = query.readUInt16BE(at + 1) === 1 ? names[labels.join('.')] : undefined
  const header = Buffer.from([
    query[0] ?? 0,
    query[1] ?? 0,
    0x81,
    0x80,
    0,
    1,
    0,
    address === undefined ? 0 : 1,
    0,
    0,
    0,
    0,
  ])
  if (address === undefined) return Buffer.concat([header, question])
  const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([header, question, answer])
}
