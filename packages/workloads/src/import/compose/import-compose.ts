/**
 * Compose files as drafts of manifests, one for each service. A subset of the Compose Specification; whatever is outside it is named.
 *
 * Source: https://github.com/compose-spec/compose-spec (services, deploy, secrets, interpolation). Never reads a file or the
 * environment: variables and digests are passed in.
 */
import { type ImportOptions, importedWorkload, readForImport, refuseImport, uniqueName } from '../finish-import.ts'
import { createFindings, type ImportedWorkloads, importedServicesMax, type Note } from '../import-finding.ts'
import { interpolate } from '../interpolate.ts'
import { isMap, type Section, sectionOf } from '../section.ts'
import { topReasons } from './compose-reasons.ts'
import { composeService } from './compose-service.ts'

const format = 'a compose file'

/**
 * Returns drafts of manifests for the services of a compose file, and everything that they leave out or change.
 * Cost: linear in the text, which is bounded.
 *
 * @throws {ImportRefusedError} for a text that is no YAML or JSON of bounded size, or has no services.
 *
 * @example
 * const { workloads, findings } = importCompose(text, { variables: new Map([['TAG', '1.27']]) })
 */
export function importCompose(text: string, options: ImportOptions = {}): ImportedWorkloads {
  const document = readForImport(text, format)
  const { findings, note } = createFindings(document.lineOf)
  const value = interpolate(document.value, options.variables ?? new Map(), note)
  const root = isMap(value) ? sectionOf(value, [], note) : undefined
  const services = root?.section('services')
  if (root === undefined || services === undefined || services.keys.length === 0) {
    return refuseImport(format, 'expected services, got none', 'Pass a file with a map of services.')
  }
  if (services.keys.length > importedServicesMax) {
    const message = `expected at most ${importedServicesMax} services, got ${services.keys.length}`
    return refuseImport(format, message, 'Split the file.')
  }
  const used = new Set<string>()
  const workloads = services.keys.flatMap((key) => {
    const service = services.section(key)
    if (service === undefined) return []
    return [importedWorkload(composeService(uniqueName(key, used, service.path, note), service, options, note))]
  })
  noteSecrets(root, note)
  root.finish(topReasons)
  return { workloads, findings: findings() }
}

function noteSecrets(root: Section, note: Note): void {
  const secrets = root.section('secrets')
  for (const name of secrets?.keys ?? []) {
    secrets?.take(name)
    const reason = 'Where its value comes from is not read.'
    note(['secrets', name], 'needed', reason, 'Put the value into your keyring under the name that the manifest has.')
  }
}
