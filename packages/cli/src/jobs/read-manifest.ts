/** A manifest as the command line gets it: a file, with values set for this run. */
import { parseManifest, type WorkloadManifest } from '@millrace/workloads'
import { readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

/** Bytes of a manifest, or of a file to be imported, that are read. */
export const manifestBytesMax = 1024 * 1024

/** Returns the text of a manifest. @throws {FileUnreadableError} */
export async function readManifestText(file: string): Promise<string> {
  return readTextFile(file, { bytesMax: manifestBytesMax })
}

/**
 * Returns a manifest with values set: of a parameter of its array, which then has only that value, or of an environment variable.
 *
 * @throws {ManifestInvalidError} @throws {UsageError}
 */
export function manifestOf(text: string, settings: readonly string[]): WorkloadManifest {
  return settings.map(settingOf).reduce(withSetting, parseManifest(text))
}

/** Returns the name and value of `NAME=VALUE`. @throws {UsageError} */
export function settingOf(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]{0,127})=(.*)$/s.exec(text) ?? []
  if (name !== undefined && value !== undefined && !value.includes('${')) return [name, value]
  throw new UsageError(
    `--set: expected NAME=VALUE without "\${", got "${text.slice(0, 80)}".`,
    'Write it like --set FRAME=07.',
  )
}

function withSetting(manifest: WorkloadManifest, [name, value]: readonly [string, string]): WorkloadManifest {
  const isParameter = manifest.kind === 'task' && manifest.array.some((parameter) => parameter.name === name)
  if (!isParameter) return { ...manifest, environment: { ...manifest.environment, [name]: value } }
  const array = manifest.array.map((parameter) => (parameter.name === name ? { name, values: [value] } : parameter))
  return { ...manifest, array }
}
