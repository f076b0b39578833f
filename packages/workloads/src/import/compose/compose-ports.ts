/** Ports of compose services, in the short and the long form. What the host would publish does not matter on a network. */
import type { FieldPath } from '../../document/document-problem.ts'
import { portsMax } from '../../manifest/field-limits.ts'
import type { Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf, wholeOf } from '../section.ts'
import { portReasons } from './compose-reasons.ts'

export type DraftPort = { readonly port: number; readonly protocol: 'http' | 'tcp' }

/** Ports on which programs commonly speak HTTP. */
const httpPorts: readonly number[] = [80, 3000, 5000, 8000, 8080, 8888]
const shortForm =
  /^(?:(?:\[[0-9A-Fa-f:]+\]|[0-9]+(?:\.[0-9]+){3}):)?(?:([0-9]+(?:-[0-9]+)?)?:)?([0-9]{1,5})(?:-([0-9]{1,5}))?(?:\/(tcp|udp))?$/

/** Returns the ports that a service listens on, each once. */
export function composePorts(service: Section, note: Note): readonly DraftPort[] {
  const found = new Map<number, DraftPort>()
  for (const key of ['ports', 'expose']) {
    service.list(key).forEach((item, index) => {
      for (const port of portsOf(item, [...service.path, key, index], note))
        if (!found.has(port.port)) found.set(port.port, port)
    })
  }
  if (found.size > portsMax) {
    note([...service.path, 'ports'], 'unsupported', `A service has at most ${portsMax} ports.`, 'Split the service.')
  }
  return [...found.values()].slice(0, portsMax)
}

function portsOf(item: unknown, path: FieldPath, note: Note): readonly DraftPort[] {
  if (isMap(item)) return longPort(item, path, note)
  const [, published, first, last, transport] = typeof item === 'string' ? (shortForm.exec(item) ?? []) : []
  const [from, to] = [wholeOf(first), wholeOf(last ?? first)]
  if (from === undefined || to === undefined || to < from || to - from >= portsMax) {
    note(path, 'unsupported', 'It is no port, or a range of too many.', 'Write the port of the container.')
    return []
  }
  if (transport === 'udp') return withoutUdp(path, note)
  if (published !== undefined) noteAddress(path, note)
  return Array.from({ length: to - from + 1 }, (_, index) => draftPort(from + index, undefined, path, note))
}

function longPort(item: unknown, path: FieldPath, note: Note): readonly DraftPort[] {
  const section = sectionOf(item, path, note)
  if (section === undefined) return []
  const target = section.whole('target')
  const transport = section.text('protocol')
  const application = section.text('app_protocol')
  section.take('name')
  if (section.take('published') !== undefined) noteAddress([...path, 'published'], note)
  section.finish(portReasons)
  if (transport === 'udp') return withoutUdp(path, note)
  if (target !== undefined && target > 0) return [draftPort(target, application, path, note)]
  note(path, 'unsupported', 'It names no port of the container.', 'Write target.')
  return []
}

function draftPort(port: number, application: string | undefined, path: FieldPath, note: Note): DraftPort {
  if (application !== undefined)
    return { port, protocol: /^(http|https|http2|h2c|ws)$/i.test(application) ? 'http' : 'tcp' }
  const protocol = httpPorts.includes(port) ? 'http' : 'tcp'
  note(path, 'changed', `Port ${port} is taken to speak ${protocol}.`, 'Correct the protocol if it speaks another.')
  return { port, protocol }
}

function noteAddress(path: FieldPath, note: Note): void {
  note(
    path,
    'changed',
    'The port of the host does not count: the network gives the service its address.',
    'Nothing to do.',
  )
}

function withoutUdp(path: FieldPath, note: Note): readonly DraftPort[] {
  note(path, 'unsupported', 'UDP does not pass through the network.', 'Serve over TCP.')
  return []
}
