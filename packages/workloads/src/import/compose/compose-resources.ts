/** What compose services ask of machines: limits, reservations and GPUs, in the forms of several versions of compose. */
import { describeValue } from '../../document/describe-value.ts'
import type { FieldPath } from '../../document/document-problem.ts'
import { sizeText } from '../../manifest/quantities.ts'
import type { Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf, wholeOf } from '../section.ts'
import { deviceReasons, limitReasons } from './compose-reasons.ts'

type DraftGpus = { readonly count: number; readonly vendor?: string }

export type ComposeResources = {
  readonly resources: {
    readonly cpus?: number
    readonly memory?: string
    readonly gpus?: DraftGpus
    readonly architecture?: string
  }
  readonly processes: number | undefined
}

const unitShift: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
  ['t', 2 ** 40],
])

/** Returns what a service needs; the limits count, for they are what it may use. */
export function composeResources(service: Section, deploy: Section | undefined, note: Note): ComposeResources {
  const asked = deploy?.section('resources')
  const limits = asked?.section('limits')
  const reserved = asked?.section('reservations')
  const cpus = [
    cpusOf(limits, 'cpus', note),
    cpusOf(service, 'cpus', note),
    cpusOf(service, 'cpu_count', note),
    cpusOf(reserved, 'cpus', note),
  ]
  const memory = [
    memoryOf(limits, 'memory', note),
    memoryOf(service, 'mem_limit', note),
    memoryOf(reserved, 'memory', note),
    memoryOf(service, 'mem_reservation', note),
  ]
  const processes = [limits?.whole('pids'), service.whole('pids_limit')]
  const gpus = [gpusOf(reserved, 'devices', note), gpusOf(service, 'gpus', note)]
  const architecture = platformOf(service, note)
  limits?.finish(limitReasons)
  reserved?.finish(limitReasons)
  asked?.finish(new Map())
  return {
    resources: {
      ...given('cpus', first(cpus)),
      ...given('memory', first(memory)),
      ...given('gpus', first(gpus)),
      ...given('architecture', architecture),
    },
    processes: first(processes),
  }
}

/** Returns the bytes that `512m`, `2gb` or a number spells; units are powers of two, as compose has them. */
export function composeBytes(text: string): number | undefined {
  const [, number, unit = 'b'] = /^([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([bkmgt])?(?:i?b)?$/i.exec(text.trim()) ?? []
  const size = unitShift.get(unit.toLowerCase())
  const bytes = number === undefined || size === undefined ? undefined : Math.ceil(Number(number) * size)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

function cpusOf(section: Section | undefined, key: string, note: Note): number | undefined {
  const text = section?.text(key)
  if (section === undefined || text === undefined) return undefined
  const cpus = /^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : 0
  if (cpus > 0) return cpus
  note([...section.path, key], 'unsupported', 'It is no number of processors.', 'Write resources.cpus.')
  return undefined
}

function memoryOf(section: Section | undefined, key: string, note: Note): string | undefined {
  const text = section?.text(key)
  if (section === undefined || text === undefined) return undefined
  const bytes = composeBytes(text)
  if (bytes !== undefined) return sizeText(bytes)
  note([...section.path, key], 'unsupported', 'It is no size.', 'Write resources.memory.')
  return undefined
}

function gpusOf(section: Section | undefined, key: string, note: Note): DraftGpus | undefined {
  const devices = section?.take(key)
  if (section === undefined || devices === undefined || devices === null) return undefined
  const path = [...section.path, key]
  if (devices === 'all') return allGpus(path, note)
  const items = Array.isArray(devices) ? (devices as readonly unknown[]) : []
  const found = items.map((item, index) => gpuOf(item, [...path, index], note)).filter((gpu) => gpu !== undefined)
  if (items.length === 0) note(path, 'unsupported', 'It is no list of devices.', 'Write resources.gpus.')
  for (const _ of found.slice(1)) note(path, 'unsupported', 'GPUs of one job are of one kind.', 'Write resources.gpus.')
  return found[0]
}

function gpuOf(item: unknown, path: FieldPath, note: Note): DraftGpus | undefined {
  const section = isMap(item) ? sectionOf(item, path, note) : undefined
  if (section === undefined) {
    note(path, 'unsupported', 'It is no device.', 'Write resources.gpus.')
    return undefined
  }
  const capabilities = section.list('capabilities').flat()
  const driver = section.text('driver')
  const count = section.text('count')
  section.finish(deviceReasons)
  for (const name of capabilities.filter((name) => name !== 'gpu')) {
    note(
      [...path, 'capabilities'],
      'unsupported',
      `Devices are GPUs; ${describeValue(name)} cannot be asked for.`,
      'Remove it.',
    )
  }
  const vendor = driver === 'nvidia' || driver === 'amd' || driver === 'intel' ? { vendor: driver } : {}
  if (driver !== undefined && !('vendor' in vendor)) {
    note([...path, 'driver'], 'unsupported', 'No such maker of GPUs can be asked for.', 'Write resources.gpus.vendor.')
  }
  if (capabilities.length > 0 && !capabilities.includes('gpu')) return undefined
  if (count === undefined || count === 'all') return { ...allGpus([...path, 'count'], note), ...vendor }
  const number = wholeOf(count)
  if (number !== undefined && number > 0) return { count: number, ...vendor }
  note([...path, 'count'], 'unsupported', 'It is no number of GPUs.', 'Write resources.gpus.count.')
  return undefined
}

function allGpus(path: FieldPath, note: Note): DraftGpus {
  note(
    path,
    'changed',
    'How many GPUs "all" are depends on the machine; one is asked for.',
    'Write resources.gpus.count.',
  )
  return { count: 1 }
}

function platformOf(service: Section, note: Note): string | undefined {
  const platform = service.text('platform')
  if (platform === undefined) return undefined
  const [, architecture] = /^(?:linux\/)?(amd64|arm64)(?:\/v8)?$/.exec(platform) ?? []
  if (architecture === undefined) {
    note(
      [...service.path, 'platform'],
      'unsupported',
      'Providers run Linux on amd64 or arm64.',
      'Build the image for one of them.',
    )
  }
  return architecture
}

/** Returns an object with the key, or without it where there is no value. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T }
}

function first<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined)
}
