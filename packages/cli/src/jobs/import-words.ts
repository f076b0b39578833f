/** `millrace jobs import`: manifests out of files of other tools, and everything that could not be taken over. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ImportedWorkloads, importAkash, importCompose } from '@millrace/workloads'
import { type Terminal, withoutControls } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { readManifestText, settingOf } from './read-manifest.ts'

export type ImportSettings = {
  readonly set: readonly string[]
  readonly digest: readonly string[]
  readonly out?: string
}

export const importFormats = ['compose', 'akash'] as const

/** Reads the file, and shows or writes its manifests. @throws {ImportRefusedError} @throws {UsageError} */
export async function importFile(
  terminal: Terminal,
  format: string,
  file: string,
  settings: ImportSettings,
): Promise<void> {
  const read = { compose: importCompose, akash: importAkash }[format]
  if (read === undefined) {
    throw new UsageError(
      `Expected a format, got "${format.slice(0, 40)}".`,
      `There are ${importFormats.join(' and ')}.`,
    )
  }
  const imported = read(await readManifestText(file), {
    variables: new Map(settings.set.map(settingOf)),
    digests: new Map(settings.digest.map(digestOf)),
  })
  const files = settings.out === undefined ? [] : await writeManifests(imported, settings.out)
  show(terminal, imported, files)
}

function digestOf(text: string): readonly [string, string] {
  const [, image, digest] = /^(.+)=(sha256:[0-9a-f]{64})$/.exec(text) ?? []
  if (image !== undefined && digest !== undefined) return [image, digest]
  throw new UsageError(
    `--digest: expected IMAGE=sha256:…, got "${text.slice(0, 80)}".`,
    'Name the image as the file does, and its digest.',
  )
}

async function writeManifests({ workloads }: ImportedWorkloads, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const files = workloads.map(({ draft, text }) => ({ path: join(folder, `${draft.name}.yaml`), text }))
  // What somebody has completed by hand is not written over.
  for (const { path, text } of files) await writeFile(path, text, { flag: 'wx' }).catch(tellTaken(path))
  return files.map(({ path }) => path)
}

function tellTaken(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw new UsageError(`Cannot write ${path} (${cause.code}).`, 'Remove it, or name another folder with --out.')
  }
}

function show(terminal: Terminal, { workloads, findings }: ImportedWorkloads, files: readonly string[]): void {
  const { dim, red, yellow } = terminal.colours
  for (const [index, { text, problems }] of workloads.entries()) {
    if (index > 0) terminal.line('---')
    terminal.line(files[index] ?? withoutControls(text.trimEnd()))
    for (const { field, message } of problems) terminal.line(red(`# ${withoutControls(`${field}: ${message}`)}`))
  }
  if (findings.length > 0) terminal.line()
  for (const { path, line, kind, reason, action } of findings) {
    const mark = { unsupported: red, needed: yellow, changed: dim }[kind](kind)
    terminal.line(`${mark} ${withoutControls(path)}${line === undefined ? '' : ` (line ${line})`}: ${reason} ${action}`)
  }
  terminal.result({
    manifests: workloads.map(({ draft, text, problems }, index) => ({
      name: draft.name,
      text,
      problems,
      file: files[index] ?? null,
    })),
    findings,
  })
}
