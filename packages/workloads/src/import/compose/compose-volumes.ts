/** Volumes of compose services: files and folders beside the compose file become inputs; nothing else can. */
import type { FieldPath } from '../../document/document-problem.ts'
import { isPathBelow } from '../../manifest/paths.ts'
import type { Note } from '../import-finding.ts'
import { isMap, type Section, sectionOf } from '../section.ts'
import { volumeReasons } from './compose-reasons.ts'

export type DraftInput = { readonly path: string; readonly from: string }

type Mount = { readonly type: string; readonly source: string; readonly target: string; readonly isWritten: boolean }

const inputFolder = '/work/in/'

/** Returns the inputs that a service's volumes come to. */
export function composeVolumes(service: Section, note: Note): readonly DraftInput[] {
  const inputs: DraftInput[] = []
  service.list('volumes').forEach((item, index) => {
    const path = [...service.path, 'volumes', index]
    const mount = isMap(item) ? longMount(item, path, note) : shortMount(item)
    const input = mount === undefined ? undefined : inputOf(mount, path, note)
    if (mount === undefined) note(path, 'unsupported', 'It is no volume.', 'Write SOURCE:TARGET.')
    if (input === undefined) return
    if (!inputs.some((other) => other.path === input.path)) inputs.push(input)
    else
      note(path, 'unsupported', 'Another volume stands at that place already.', 'List it in inputs under another path.')
  })
  return inputs
}

function shortMount(item: unknown): Mount | undefined {
  if (typeof item !== 'string') return undefined
  const [source = '', target, mode = 'rw'] = item.split(':')
  if (target === undefined) return { type: 'volume', source: '', target: source, isWritten: true }
  const type = /^[./~]/.test(source) ? 'bind' : 'volume'
  return { type, source, target, isWritten: !mode.split(',').includes('ro') }
}

function longMount(item: unknown, path: FieldPath, note: Note): Mount | undefined {
  const section = sectionOf(item, path, note)
  if (section === undefined) return undefined
  const mount = {
    type: section.text('type') ?? '',
    source: section.text('source') ?? '',
    target: section.text('target') ?? '',
    isWritten: section.text('read_only') !== 'true',
  }
  section.finish(volumeReasons)
  return mount
}

function inputOf({ type, source, target, isWritten }: Mount, path: FieldPath, note: Note): DraftInput | undefined {
  if (type !== 'bind') {
    const reason = 'Nothing on a provider outlives a job, so there are no volumes to keep data in.'
    note(path, 'unsupported', reason, 'Name what the job needs in inputs and what it makes in outputs.')
    return undefined
  }
  const below = source.replace(/^\.\//, '').replace(/\/+$/, '')
  if (!isPathBelow(below) || below.startsWith('~')) {
    const reason = 'Only files in the folder of the compose file, or below it, are copied to a provider.'
    note(path, 'unsupported', reason, 'Move it there, or name it in inputs by an address.')
    return undefined
  }
  const wanted = target.startsWith(inputFolder) ? target.slice(inputFolder.length) : below
  const place = isPathBelow(wanted) ? wanted : below
  if (inputFolder + place !== target) {
    note(
      path,
      'changed',
      `It stands at ${inputFolder}${place}, not where the compose file says.`,
      'Change the command.',
    )
  }
  if (isWritten)
    note(path, 'changed', 'It is a copy that only can be read.', 'Write below /work/out, and name it in outputs.')
  return { path: place, from: `./${below}` }
}
