/** What passed the cable of a host, in bytes, as its kernel counts: all of it, headers and chatter included. */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Host } from './lab-host.ts'

/** Returns the bytes that came in and went out since the host was added. */
export async function interfaceBytes(host: Host, interfaceName = 'eth0'): Promise<number> {
  const child = host.spawn('cat', ['/proc/net/dev'])
  if (child.stdout === null) throw new TypeError('output is piped')
  const [table] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const line = table.split('\n').find((each) => each.trim().startsWith(`${interfaceName}:`))
  const counts = line?.split(':')[1]?.trim().split(/\s+/).map(Number) ?? []
  const [received, sent] = [counts[0], counts[8]]
  if (received === undefined || sent === undefined) throw new RangeError(`${host.name} has no ${interfaceName}`)
  return received + sent
}
