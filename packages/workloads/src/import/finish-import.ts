/** The last step of every import, and the fields that all formats write alike: names, images, environment and secrets. */
import { stringify } from 'yaml'
import type { DocumentProblem, FieldPath } from '../document/document-problem.ts'
import { type ReadDocument, readDocument } from '../document/read-document.ts'
import { isPinned, isReference } from '../manifest/image.ts'
import type { ManifestDraft } from '../manifest/manifest-schema.ts'
import { checkManifest } from '../manifest/parse-manifest.ts'
import { escapeParameters } from '../manifest/substitute.ts'
import { type ImportedWorkload, ImportRefusedError, type Note } from './import-finding.ts'

/** What an import is told besides the file. */
export type ImportOptions = {
  /** Values of variables, by name. The environment of the process is never read. */
  readonly variables?: ReadonlyMap<string, string>
  /** Digests (`sha256:…`) of images, by the reference as the file writes it. */
  readonly digests?: ReadonlyMap<string, string>
}

/** Names of variables whose values hardly belong into a file that providers read. */
const secretPattern = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS)$/i

/** Returns the document of a text. @throws {ImportRefusedError} when it is no YAML or JSON of bounded size. */
export function readForImport(text: string, format: string): ReadDocument {
  const document = readDocument(text, { scalars: 'text' })
  if (!('problems' in document)) return document
  const [first, ...rest] = document.problems
  if (first === undefined) throw new TypeError('A document is refused for at least one fault.')
  throw new ImportRefusedError(format, [first, ...rest])
}

/** @throws {ImportRefusedError} saying that the file is not of the format. */
export function refuseImport(format: string, message: string, hint: string): never {
  const problem: DocumentProblem = { line: undefined, field: '', message, hint }
  throw new ImportRefusedError(format, [problem])
}

/** Returns the workload of a draft, with everything that still keeps it from being a manifest. */
export function importedWorkload(draft: Readonly<Record<string, unknown>>): ImportedWorkload {
  // Fields without a value are left out of the text, and so of the values.
  const text = stringify(draft, { lineWidth: 0, aliasDuplicateObjects: false })
  const kept = JSON.parse(JSON.stringify(draft)) as ManifestDraft
  const result = checkManifest(text)
  return 'manifest' in result
    ? { draft: kept, text, manifest: result.manifest, problems: [] }
    : { draft: kept, text, manifest: undefined, problems: result.problems }
}

/** Returns a name of ours for a name of theirs, each once. */
export function uniqueName(theirs: string, used: Set<string>, path: FieldPath, note: Note): string {
  const plain = theirs
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  const base = plain === '' ? 'workload' : plain
  let name = base
  for (let number = 2; used.has(name); number++) name = `${base}-${number}`
  used.add(name)
  if (name !== theirs) {
    note(
      path,
      'changed',
      `Names have lower-case letters, digits and hyphens, so it is called ${name}.`,
      'Rename it if you like.',
    )
  }
  return name
}

/** Returns the image with its digest where one is known; otherwise notes that one is needed. */
export function pinnedImage(
  reference: string | undefined,
  path: FieldPath,
  note: Note,
  { digests }: ImportOptions,
): string | undefined {
  if (reference === undefined) {
    note(path, 'needed', 'There is no image.', 'Build one, push it, and name it with its digest.')
    return undefined
  }
  if (isPinned(reference)) return reference
  const digest = digests?.get(reference)
  if (isReference(reference) && digest !== undefined && isPinned(`${reference}@${digest}`))
    return `${reference}@${digest}`
  const action = 'Write name@sha256:…; "docker buildx imagetools inspect NAME:TAG" prints the digest.'
  note(path, 'needed', 'The image needs a digest: a tag can come to mean other bytes.', action)
  return reference
}

/** Returns variables in two parts: those with values, and names of those that look like secrets, whose values are left out. */
export function splitEnvironment(
  entries: readonly { readonly name: string; readonly value: string; readonly path: FieldPath }[],
  note: Note,
): { readonly environment: Record<string, string> | undefined; readonly secrets: readonly string[] } {
  const environment = new Map<string, string>()
  const secrets: string[] = []
  for (const { name, value, path } of entries) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
      note(path, 'unsupported', 'Names of variables have letters, digits and underscores.', 'Rename it.')
    } else if (secretPattern.test(name) && value !== '') {
      secrets.push(name)
      const action = `Put the value of ${name} into your keyring, or move the name to environment if it is none.`
      note(
        path,
        'needed',
        'It looks like a secret, and providers can read a manifest; only its name was taken over.',
        action,
      )
    } else environment.set(name, escapeParameters(value))
  }
  const kept = environment.size === 0 ? undefined : Object.fromEntries(environment)
  return { environment: kept, secrets: [...new Set(secrets)].filter((name) => !environment.has(name)) }
}
