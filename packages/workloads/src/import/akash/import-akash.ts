/**
 * Akash's SDL 2.0 as drafts of manifests, one for each service and placement of its deployment.
 *
 * Source: https://akash.network/docs/getting-started/stack-definition-language/. Prices there are per block in a token of that
 * chain, so they are named and never converted.
 */
import type { FieldPath } from '../../document/document-problem.ts'
import { portsMax } from '../../manifest/field-limits.ts'
import { escapeParameters } from '../../manifest/substitute.ts'
import { given } from '../compose/compose-resources.ts'
import {
  type ImportOptions,
  importedWorkload,
  pinnedImage,
  readForImport,
  refuseImport,
  splitEnvironment,
  uniqueName,
} from '../finish-import.ts'
import { createFindings, type ImportedWorkloads, importedServicesMax, type Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf } from '../section.ts'
import { exposeReasons, placementReasons, serviceReasons, targetReasons, topReasons } from './akash-reasons.ts'
import { akashResources } from './akash-resources.ts'

type Draft = Readonly<Record<string, unknown>>
type Placed = {
  readonly service: string
  readonly placement: string
  readonly count: number | undefined
  readonly profile: string | undefined
}

const format = 'Akash SDL'
const noReasons = new Map()

/**
 * Returns drafts of manifests for the services that an SDL deploys, and everything that they leave out or change.
 * Cost: linear in the text, which is bounded.
 *
 * @throws {ImportRefusedError} for a text that is no YAML of bounded size, another version, or has no services.
 */
export function importAkash(text: string, options: ImportOptions = {}): ImportedWorkloads {
  const document = readForImport(text, format)
  const { findings, note } = createFindings(document.lineOf)
  const root = isMap(document.value) ? sectionOf(document.value, [], note) : undefined
  const version = root?.text('version')
  if (root === undefined || (version !== '2.0' && version !== '2.1')) {
    return refuseImport(format, 'expected version "2.0" or "2.1"', 'Pass a file of Akash with its version.')
  }
  const services = root.section('services')
  if (services === undefined || services.keys.length === 0 || services.keys.length > importedServicesMax) {
    return refuseImport(format, `expected 1 to ${importedServicesMax} services`, 'Pass a file with a map of services.')
  }
  const drafts = new Map<string, Draft>()
  for (const key of services.keys) {
    const service = services.section(key)
    if (service !== undefined) drafts.set(key, serviceDraft(service, options, note))
  }
  const profiles = profilesOf(root, note)
  const used = new Set<string>()
  const placed = placedServices(root, note).slice(0, importedServicesMax)
  const workloads = placed.flatMap(({ service, placement, count, profile }) => {
    const draft = drafts.get(service)
    const path = ['deployment', service, placement]
    if (draft === undefined) {
      note(path, 'unsupported', 'No service has this name.', 'Correct the name.')
      return []
    }
    const resources = profile === undefined ? undefined : profiles.get(profile)
    if (resources === undefined)
      note([...path, 'profile'], 'needed', 'No compute profile has this name.', 'Write resources.')
    const name = uniqueName(service, used, path, note)
    return [importedWorkload({ ...placedDraft(draft, count, path, note), name, ...given('resources', resources) })]
  })
  for (const key of drafts.keys()) {
    if (placed.some(({ service }) => service === key)) continue
    note(['services', key], 'unsupported', 'It is not deployed.', 'Add it below deployment.')
  }
  root.finish(topReasons)
  return { workloads, findings: findings() }
}

/** Keys in the order in which people read a manifest; the name and resources come last, from the deployment. */
function serviceDraft(service: Section, options: ImportOptions, note: Note): Draft {
  const image = pinnedImage(service.text('image'), [...service.path, 'image'], note, options)
  const command = wordsOf(service, 'command', note)
  const args = wordsOf(service, 'args', note)
  const pairs = service.list('env').map((item, index) => {
    const text = typeof item === 'string' ? item : ''
    const at = text.indexOf('=')
    const path = [...service.path, 'env', index]
    return { name: at === -1 ? text : text.slice(0, at), value: at === -1 ? '' : text.slice(at + 1), path }
  })
  const { environment, secrets } = splitEnvironment(pairs, note)
  const ports = portsOf(service, note)
  service.finish(serviceReasons)
  return {
    version: 1,
    kind: ports.length > 0 ? 'service' : 'task',
    name: '',
    ...given('image', image),
    ...given('command', command),
    ...given('args', args),
    ...given('environment', environment),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    network: 'outbound',
  }
}

function placedDraft(draft: Draft, count: number | undefined, path: FieldPath, note: Note): Draft {
  if (draft.kind === 'service') return { ...draft, ...given('instances', count) }
  if (count !== undefined && count > 1) {
    note(
      [...path, 'count'],
      'unsupported',
      'Without a global port it is a task, which runs once.',
      'Write an array for more.',
    )
  }
  note(path, 'changed', 'Without a global port it is a task: it ends when its program does.', 'Write limits.wallTime.')
  return draft
}

function wordsOf(service: Section, key: string, note: Note): readonly string[] | undefined {
  const value = service.take(key)
  if (value === undefined || value === null) return undefined
  const words = typeof value === 'string' ? [value] : value
  if (Array.isArray(words) && words.length > 0 && words.every((word): word is string => typeof word === 'string')) {
    return words.map(escapeParameters)
  }
  note([...service.path, key], 'unsupported', 'It is no list of words.', 'Write a list of words.')
  return undefined
}

function portsOf(service: Section, note: Note) {
  const ports = service.list('expose').flatMap((item, index) => {
    const section = sectionOf(item, [...service.path, 'expose', index], note)
    if (section === undefined) return []
    const port = section.whole('port')
    const outside = section.whole('as') ?? port
    const transport = section.text('proto')?.toLowerCase()
    const isGlobal = reachesAll(section, note)
    section.finish(exposeReasons)
    if (transport === 'udp')
      note(section.path, 'unsupported', 'UDP does not pass through the network.', 'Serve over TCP.')
    if (port === undefined) note(section.path, 'unsupported', 'It names no port.', 'Write port.')
    if (!isGlobal || transport === 'udp' || port === undefined) return []
    if (outside !== port)
      note([...section.path, 'as'], 'changed', 'The network gives the service its address.', 'Nothing to do.')
    // Akash serves port 80 through its HTTP ingress, and all others as they are.
    return [{ port, protocol: outside === 80 ? 'http' : 'tcp' }]
  })
  const unique = ports.filter(({ port }, index) => ports.findIndex((other) => other.port === port) === index)
  if (unique.length < ports.length || unique.length > portsMax) {
    note(
      [...service.path, 'expose'],
      'unsupported',
      `A service has each port once, and at most ${portsMax}.`,
      'Remove some.',
    )
  }
  return unique.slice(0, portsMax)
}

function reachesAll(expose: Section, note: Note): boolean {
  let isGlobal = false
  expose.list('to').forEach((item, index) => {
    const target = sectionOf(item, [...expose.path, 'to', index], note)
    if (target === undefined) return
    if (target.text('global') === 'true') isGlobal = true
    const other = target.text('service')
    target.finish(targetReasons)
    if (other === undefined) return
    const action = 'Make the port global and reach it by its address on the network.'
    note([...target.path, 'service'], 'unsupported', 'Workloads are not joined into a private network.', action)
  })
  return isGlobal
}

function profilesOf(root: Section, note: Note): ReadonlyMap<string, Draft> {
  const found = new Map<string, Draft>()
  const profiles = root.section('profiles')
  const compute = profiles?.section('compute')
  for (const key of compute?.keys ?? []) {
    const profile = compute?.section(key)
    if (profile !== undefined) found.set(key, akashResources(profile, note))
  }
  const placement = profiles?.section('placement')
  for (const key of placement?.keys ?? []) {
    const section = placement?.section(key)
    if (section === undefined) continue
    const pricing = section.section('pricing')
    for (const name of pricing?.keys ?? []) notePrice(pricing, name, note)
    section.finish(placementReasons)
  }
  profiles?.finish(noReasons)
  return found
}

function notePrice(pricing: Section | undefined, name: string, note: Note): void {
  const price = pricing?.section(name)
  const denomination = (price?.text('denom') ?? 'of a token').slice(0, 80)
  const amount = (price?.text('amount') ?? 'An amount').slice(0, 80)
  price?.finish(noReasons)
  const reason = `${amount} ${denomination} for each block of Akash is not converted into a price here.`
  note([...(pricing?.path ?? []), name], 'needed', reason, 'Write price.max, such as "0.05 USD/hour".')
}

function placedServices(root: Section, note: Note): readonly Placed[] {
  const deployment = root.section('deployment')
  if (deployment === undefined)
    note(['deployment'], 'needed', 'Nothing is deployed.', 'Name services and their profiles.')
  return (deployment?.keys ?? []).flatMap((service) => {
    const placements = deployment?.section(service)
    return (placements?.keys ?? []).flatMap((placement) => {
      const section = placements?.section(placement)
      if (section === undefined) return []
      const placed = { service, placement, count: section.whole('count'), profile: section.text('profile') }
      section.finish(noReasons)
      return [placed]
    })
  })
}
