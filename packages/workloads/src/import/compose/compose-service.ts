/** One service of a compose file as the draft of a manifest. With ports it is a service, without any a task. */
import type { FieldPath } from '../../document/document-problem.ts'
import { durationText, parseMilliseconds } from '../../manifest/quantities.ts'
import { escapeParameters } from '../../manifest/substitute.ts'
import { type ImportOptions, pinnedImage, splitEnvironment } from '../finish-import.ts'
import type { Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf, wholeOf } from '../section.ts'
import { splitWords } from '../split-words.ts'
import { composePorts } from './compose-ports.ts'
import {
  deployReasons,
  healthReasons,
  restartReasons,
  secretReasons,
  serviceReasons,
  updateReasons,
} from './compose-reasons.ts'
import { composeResources, given } from './compose-resources.ts'
import { composeVolumes } from './compose-volumes.ts'

type Draft = Readonly<Record<string, unknown>>

/** Returns the draft of a service. Everything that it leaves out or changes is noted. */
export function composeService(name: string, service: Section, options: ImportOptions, note: Note): Draft {
  const deploy = service.section('deploy')
  const image = pinnedImage(service.text('image'), [...service.path, 'image'], note, options)
  const command = commandOf(service, 'entrypoint', note)
  const args = commandOf(service, 'command', note)
  const { environment, secrets } = splitEnvironment(variablesOf(service, options, note), note)
  const inputs = composeVolumes(service, note)
  const ports = composePorts(service, note)
  const { resources, processes } = composeResources(service, deploy, note)
  const openFiles = openFilesOf(service, note)
  const limits = { ...given('processes', processes), ...given('openFiles', openFiles) }
  const ofKind = ports.length > 0 ? serviceFields(service, deploy, note) : taskFields(service, deploy, note)
  const names = [...new Set([...secrets, ...secretsOf(service, note)])]
  const network = service.text('network_mode') === 'none' ? 'none' : 'outbound'
  noteNetworkMode(service, note)
  noteMode(deploy, note)
  deploy?.finish(deployReasons)
  service.finish(serviceReasons)
  return {
    version: 1,
    kind: ports.length > 0 ? 'service' : 'task',
    name,
    ...given('image', image),
    ...given('command', command),
    ...given('args', args),
    ...given('environment', environment),
    ...(names.length > 0 ? { secrets: names } : {}),
    ...(inputs.length > 0 ? { inputs } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(Object.keys(resources).length > 0 ? { resources } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    network,
    ...ofKind,
  }
}

function serviceFields(service: Section, deploy: Section | undefined, note: Note): Draft {
  return {
    ...given('instances', deploy?.whole('replicas') ?? service.whole('scale')),
    ...given('health', healthOf(service, note)),
    ...given('restart', restartOf(service, deploy, note)),
    ...given('update', updateOf(deploy, note)),
  }
}

function taskFields(service: Section, deploy: Section | undefined, note: Note): Draft {
  for (const [section, key] of [
    [service, 'scale'],
    [deploy, 'replicas'],
  ] as const) {
    const count = section?.text(key)
    if (section === undefined || count === undefined || count === '1') continue
    note(
      [...section.path, key],
      'unsupported',
      'Without ports it is a task, which runs once.',
      'Write an array for more.',
    )
  }
  for (const [section, key] of [
    [service, 'healthcheck'],
    [deploy, 'update_config'],
  ] as const) {
    if (section === undefined || section.take(key) === undefined) continue
    note(
      [...section.path, key],
      'unsupported',
      'Without ports it is a task, which has none.',
      'Add ports if it is a service.',
    )
  }
  const restart = restartOf(service, deploy, note)
  if (restart?.policy !== 'always') return given('restart', restart)
  note(
    [...service.path, 'restart'],
    'changed',
    'Without ports it is a task, which starts again only when it fails.',
    'Add ports if it is a service.',
  )
  return { restart: { ...restart, policy: 'on-failure' } }
}

/** Returns the words of a command, written as a list or as one line. Parameters of ours are escaped. */
function commandOf(service: Section, key: string, note: Note): readonly string[] | undefined {
  const value = service.take(key)
  if (value === undefined || value === null) return undefined
  const words = typeof value === 'string' ? splitWords(value) : value
  const isList = Array.isArray(words) && words.every((word): word is string => typeof word === 'string')
  if (isList && words.length > 0) return words.map(escapeParameters)
  const action = 'Write a list of words.'
  note([...service.path, key], 'unsupported', isList ? 'It clears what the image has.' : 'It is no command.', action)
  return undefined
}

function variablesOf(service: Section, { variables }: ImportOptions, note: Note) {
  const value = service.take('environment')
  if (value === undefined || value === null) return []
  const path = [...service.path, 'environment']
  const pairs: (readonly [string, unknown, FieldPath])[] = []
  if (isMap(value)) for (const [name, found] of Object.entries(value)) pairs.push([name, found, [...path, name]])
  else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      const text = typeof item === 'string' ? item : ''
      const at = text.indexOf('=')
      pairs.push(at === -1 ? [text, null, [...path, index]] : [text.slice(0, at), text.slice(at + 1), [...path, index]])
    })
  } else note(path, 'unsupported', 'It is neither a map nor a list.', 'Write NAME: "value" for each.')
  return pairs.flatMap(([name, found, at]) => {
    const text = found ?? variables?.get(name)
    if (typeof text === 'string') return [{ name, value: text, path: at }]
    note(
      at,
      'needed',
      'Its value comes from the machine that compose runs on.',
      'Pass its value, or write it into the file.',
    )
    return []
  })
}

function secretsOf(service: Section, note: Note): readonly string[] {
  return service.list('secrets').flatMap((item, index) => {
    const path = [...service.path, 'secrets', index]
    const section = isMap(item) ? sectionOf(item, path, note) : undefined
    const theirs = typeof item === 'string' ? item : (section?.text('target') ?? section?.text('source'))
    section?.take('source')
    section?.finish(secretReasons)
    const name = (theirs ?? '')
      .replace(/^.*\//, '')
      .replace(/[^A-Za-z0-9_]/g, '_')
      .toUpperCase()
    if (!/^[A-Z_][A-Z0-9_]{0,127}$/.test(name)) {
      note(path, 'unsupported', 'It names no secret.', 'Write its name into secrets.')
      return []
    }
    const reason = `The job finds it in the variable ${name}, not in a file below /run/secrets.`
    note(path, 'needed', reason, `Put its value into your keyring as ${name}, and read the variable.`)
    return [name]
  })
}

function openFilesOf(service: Section, note: Note): number | undefined {
  const limits = service.section('ulimits')
  if (limits === undefined) return undefined
  const value = limits.take('nofile')
  const inner = isMap(value) ? value.hard : value
  const count = wholeOf(inner)
  if (value !== undefined && count === undefined)
    note([...limits.path, 'nofile'], 'unsupported', 'It is no number.', 'Write limits.openFiles.')
  limits.finish(
    new Map(limits.keys.map((key) => [key, ['Only the number of open files can be chosen.', 'Remove it.']])),
  )
  return count
}

function restartOf(service: Section, deploy: Section | undefined, note: Note) {
  const own = service.text('restart')
  const section = deploy?.section('restart_policy')
  const condition = section?.text('condition') ?? (section === undefined ? undefined : 'any')
  const attempts = section?.whole('max_attempts')
  const delay = section === undefined ? undefined : durationOf(section, 'delay', note)
  section?.finish(restartReasons)
  const [, word = '', count] = /^([a-z-]+)(?::([0-9]{1,6}))?$/.exec(condition ?? own ?? '') ?? []
  const policy = restartPolicies.get(word)
  const given_ = condition ?? own
  if (policy === undefined && given_ !== undefined) {
    note(
      [...service.path, 'restart'],
      'unsupported',
      'It is no rule for restarts.',
      'Write never, on-failure or always.',
    )
  }
  if (policy === undefined) return undefined
  return { policy, ...given('retries', attempts ?? wholeOf(count)), ...given('delay', delay) }
}

const restartPolicies: ReadonlyMap<string, 'never' | 'on-failure' | 'always'> = new Map([
  ['no', 'never'],
  ['none', 'never'],
  ['on-failure', 'on-failure'],
  ['always', 'always'],
  ['unless-stopped', 'always'],
  ['any', 'always'],
])

function healthOf(service: Section, note: Note): Draft | undefined {
  const section = service.section('healthcheck')
  if (section === undefined) return undefined
  const test = section.take('test')
  const isOff = section.text('disable') === 'true' || test === 'NONE' || (Array.isArray(test) && test[0] === 'NONE')
  const fields = {
    ...given('interval', durationOf(section, 'interval', note)),
    ...given('timeout', durationOf(section, 'timeout', note)),
    ...given('failures', section.whole('retries')),
    ...given('grace', durationOf(section, 'start_period', note)),
  }
  section.finish(healthReasons)
  const command = isOff ? undefined : healthCommand(test)
  if (command !== undefined) return { command, ...fields }
  const reason = isOff ? 'It turns off the check of the image, which is not read here anyway.' : 'It names no command.'
  note([...section.path, 'test'], 'unsupported', reason, 'Write health with a port or a command.')
  return undefined
}

function healthCommand(test: unknown): readonly string[] | undefined {
  if (typeof test === 'string') return ['/bin/sh', '-c', test]
  if (!Array.isArray(test)) return undefined
  const [form, ...words] = test as readonly unknown[]
  if (!words.every((word): word is string => typeof word === 'string') || words.length === 0) return undefined
  if (form === 'CMD-SHELL' && words.length === 1) return ['/bin/sh', '-c', ...words]
  return form === 'CMD' ? words : undefined
}

function updateOf(deploy: Section | undefined, note: Note): Draft | undefined {
  const section = deploy?.section('update_config')
  if (section === undefined) return undefined
  const order = section.text('order')
  const failure = section.text('failure_action')
  const atOnce = section.whole('parallelism')
  const healthyFor = durationOf(section, 'monitor', note)
  section.finish(updateReasons)
  if (order === 'stop-first') {
    note(
      [...section.path, 'order'],
      'changed',
      'A new instance is started before the old one is stopped.',
      'Write strategy: recreate if it must not.',
    )
  }
  if (failure === 'continue') {
    note([...section.path, 'failure_action'], 'changed', 'A failed update stops.', 'Nothing to do.')
  }
  return {
    strategy: 'rolling',
    ...given('atOnce', atOnce),
    ...given('healthyFor', healthyFor),
    ...given('onFailure', failure === 'rollback' ? 'rollback' : failure === undefined ? undefined : 'stop'),
  }
}

function durationOf(section: Section, key: string, note: Note): string | undefined {
  const text = section.text(key)
  if (text === undefined) return undefined
  const ms = parseMilliseconds(text)
  if (ms !== undefined) return durationText(ms)
  note([...section.path, key], 'unsupported', 'It is no time.', 'Write a time such as 1m30s.')
  return undefined
}

function noteNetworkMode(service: Section, note: Note): void {
  const mode = service.text('network_mode')
  if (mode === undefined || mode === 'none' || mode === 'bridge') return
  const reason = 'A job shares no network with the host or with other jobs.'
  note([...service.path, 'network_mode'], 'unsupported', reason, 'Write network: none or outbound.')
}

function noteMode(deploy: Section | undefined, note: Note): void {
  const mode = deploy?.text('mode')
  if (deploy === undefined || mode === undefined || mode === 'replicated') return
  note([...deploy.path, 'mode'], 'unsupported', 'Instances are counted.', 'Write instances.')
}
