/**
 * The values of the secrets that a manifest names: from a variable of this process, or from a file. Never an argument, which every
 * process of the machine can read; and none that was not named on the command line, for a manifest may be a stranger's.
 */
import { taskSecretBytesMax } from '@millrace/protocol'
import type { Command } from 'commander'
import { collect } from '../option-values.ts'
import { readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

export type SecretOptions = { readonly secret?: readonly string[]; readonly secretFile?: readonly string[] }

/** Adds the options that say where secrets come from. */
export function withSecretOptions(command: Command): Command {
  return command
    .option('--secret <name>', 'give the job the variable of this name as a secret; repeat for more', collect, [])
    .option('--secret-file <name=path>', 'give it the text of a file; repeat for more', collect, [])
}

/**
 * Returns the values of all that the manifest names. A last line break of a file is left out.
 *
 * @param variables - of this process. @throws {UsageError} @throws {FileUnreadableError}
 */
export async function secretValues(
  names: readonly string[],
  { secret = [], secretFile = [] }: SecretOptions,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string>>> {
  const values = new Map<string, string>()
  const keep = (option: string, name: string, value: string) => {
    if (!names.includes(name)) {
      throw new UsageError(`${option}: the manifest names no secret ${name}.`, 'Add it to "secrets" of the manifest.')
    }
    if (values.has(name)) throw new UsageError(`${option}: ${name} is given twice.`, 'Give each secret once.')
    values.set(name, value)
  }
  for (const name of secret) {
    const value = variables[plainName('--secret', name)]
    if (value === undefined) {
      throw new UsageError(`--secret: there is no variable ${name} here.`, `Set it, or use --secret-file ${name}=PATH.`)
    }
    keep('--secret', name, value)
  }
  for (const given of secretFile) {
    const at = given.indexOf('=')
    const name = plainName('--secret-file', at === -1 ? given : given.slice(0, at))
    if (at === -1) throw new UsageError('--secret-file: expected NAME=PATH.', `Write --secret-file ${name}=PATH.`)
    const text = await readTextFile(given.slice(at + 1), { bytesMax: taskSecretBytesMax + 1 })
    keep('--secret-file', name, text.replace(/\r?\n$/, ''))
  }
  const missing = names.filter((name) => !values.has(name))
  if (missing.length > 0) {
    throw new UsageError(
      `The manifest names secrets without a value: ${missing.join(', ')}.`,
      `Give each with --secret NAME, which reads the variable, or --secret-file NAME=PATH.`,
    )
  }
  return Object.fromEntries(values)
}

/** What is no name may be a value, and is not repeated. @throws {UsageError} */
function plainName(option: string, name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) return name
  throw new UsageError(
    `${option}: what was given is no name of a variable.`,
    `Values never stand on a command line: set the variable NAME and write --secret NAME.`,
  )
}
