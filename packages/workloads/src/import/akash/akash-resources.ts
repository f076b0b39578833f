/** Compute profiles of Akash's SDL as resources of a manifest. */
import type { FieldPath } from '../../document/document-problem.ts'
import { sizeText } from '../../manifest/quantities.ts'
import { given } from '../compose/compose-resources.ts'
import type { Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf } from '../section.ts'
import { modelReasons, resourceReasons, storageReasons } from './akash-reasons.ts'

type Draft = Readonly<Record<string, unknown>>

const sizeOfUnit: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
])
const vendors: readonly string[] = ['nvidia', 'amd', 'intel']

/** Returns the resources of a compute profile. */
export function akashResources(profile: Section, note: Note): Draft {
  const resources = profile.section('resources')
  profile.finish(resourceReasons)
  if (resources === undefined) return {}
  const cpu = resources.section('cpu')
  const memory = resources.section('memory')
  const draft = {
    ...given('cpus', cpu && cpusOf(cpu, note)),
    ...given('memory', memory && sizeOf(memory, 'size', note)),
    ...given('disk', diskOf(resources, note)),
    ...given('gpus', gpusOf(resources, note)),
    ...given('architecture', cpu && architectureOf(cpu, note)),
  }
  memory?.finish(resourceReasons)
  cpu?.finish(resourceReasons)
  resources.finish(resourceReasons)
  return draft
}

/** Returns the bytes that `512Mi`, `1G` or a number spells. */
export function akashBytes(text: string): number | undefined {
  const [, number, unit = ''] = /^([0-9]{1,15}(?:\.[0-9]{1,6})?)([kMGT]i?|Ki)?$/.exec(text) ?? []
  const size = sizeOfUnit.get(unit)
  const bytes = number === undefined || size === undefined ? undefined : Math.ceil(Number(number) * size)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

function cpusOf(cpu: Section, note: Note): number | undefined {
  const text = cpu.text('units')
  const [, number = '', milli] = /^([0-9]{1,6}(?:\.[0-9]{1,6})?)(m)?$/.exec(text ?? '') ?? []
  const cpus = Number(number) / (milli === undefined ? 1 : 1_000)
  if (cpus > 0) return cpus
  if (text !== undefined)
    note([...cpu.path, 'units'], 'unsupported', 'It is no number of processors.', 'Write resources.cpus.')
  return undefined
}

function architectureOf(cpu: Section, note: Note): string | undefined {
  const attributes = cpu.section('attributes')
  const architecture = attributes?.text('arch')
  attributes?.finish(resourceReasons)
  if (architecture === undefined || architecture === 'amd64' || architecture === 'arm64') return architecture
  note(
    [...cpu.path, 'attributes', 'arch'],
    'unsupported',
    'Providers are amd64 or arm64.',
    'Write resources.architecture.',
  )
  return undefined
}

function sizeOf(section: Section, key: string, note: Note): string | undefined {
  const text = section.text(key)
  const bytes = text === undefined ? undefined : akashBytes(text)
  if (text !== undefined && bytes === undefined)
    note([...section.path, key], 'unsupported', 'It is no size.', 'Write such as 512Mi.')
  return bytes === undefined ? undefined : sizeText(bytes)
}

/** Returns the sum of all storage, for a job has one disk. */
function diskOf(resources: Section, note: Note): string | undefined {
  const value = resources.take('storage')
  if (value === undefined || value === null) return undefined
  const path = [...resources.path, 'storage']
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  if (items.length > 1) note(path, 'changed', 'A job has one disk; the sizes are added.', 'Nothing to do.')
  const sizes = items.map((item, index) => {
    const section = sectionOf(item, Array.isArray(value) ? [...path, index] : path, note)
    const text = section?.text('size')
    section?.take('name')
    section?.finish(storageReasons)
    return text === undefined ? undefined : akashBytes(text)
  })
  const known = sizes.filter((size) => size !== undefined)
  if (known.length < sizes.length) note(path, 'unsupported', 'A size is missing or is none.', 'Write such as 512Mi.')
  const sum = known.reduce((before, size) => before + size, 0)
  return sum === 0 ? undefined : sizeText(sum)
}

function gpusOf(resources: Section, note: Note): Draft | undefined {
  const gpu = resources.section('gpu')
  if (gpu === undefined) return undefined
  const count = gpu.whole('units')
  const attributes = gpu.section('attributes')
  const vendor = attributes?.section('vendor')
  const [name, ...others] = vendor?.keys ?? []
  const kind = vendor === undefined || name === undefined ? {} : modelOf(vendor, name, note)
  for (const other of others) {
    vendor?.take(other)
    note(
      [...(vendor?.path ?? []), other],
      'unsupported',
      'GPUs of one job are of one maker.',
      'Submit one manifest for each.',
    )
  }
  attributes?.finish(resourceReasons)
  gpu.finish(resourceReasons)
  return count === undefined || count === 0 ? undefined : { count, ...kind }
}

function modelOf(vendor: Section, name: string, note: Note): Draft {
  const path = [...vendor.path, name]
  const value = vendor.take(name)
  if (!vendors.includes(name))
    note(path, 'unsupported', 'No such maker of GPUs can be asked for.', 'Write resources.gpus.vendor.')
  const models = Array.isArray(value) ? (value as readonly unknown[]) : []
  for (const [index] of models.slice(1).entries()) {
    note([...path, index + 1], 'unsupported', 'One model can be asked for.', 'Remove resources.gpus.model to take any.')
  }
  const draft = { ...(vendors.includes(name) ? { vendor: name } : {}) }
  if (models.length === 0) return draft
  return { ...draft, ...modelFields(models[0], [...path, 0], note) }
}

function modelFields(value: unknown, path: FieldPath, note: Note): Draft {
  const section = isMap(value) ? sectionOf(value, path, note) : undefined
  if (section === undefined) {
    note(path, 'unsupported', 'It is no model.', 'Write resources.gpus.model.')
    return {}
  }
  const fields = {
    ...given('model', section.text('model')?.toLowerCase()),
    ...given('memory', sizeOf(section, 'ram', note)),
  }
  section.finish(modelReasons)
  return fields
}
