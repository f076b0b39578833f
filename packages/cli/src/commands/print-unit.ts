/** `millrace provide --print-unit`: the same command as a systemd unit on standard output, and how to install it. */
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { noticeSecondsOf } from '../offering/offering.ts'
import type { ProvideOptions } from '../offering/provide-options.ts'
import { plainName } from '../option-values.ts'
import { systemdUnit, type UnitKind } from '../systemd-unit.ts'
import { UsageError } from '../usage-error.ts'

const unitKinds: readonly UnitKind[] = ['user', 'system']
/** Of the environment, what a provider needs again. Secrets are named by files, never written into a unit. */
const variables = [
  'HOME',
  'MILLRACE_HOME',
  'MILLRACE_CACHE',
  'MILLRACE_PASSWORD_FILE',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
]

/** Prints the unit. @throws {UsageError} */
export function printUnit(
  { environment, streams, ...context }: Context,
  options: ProvideOptions,
  command: Command,
): void {
  const kind = unitKindOf(options.printUnit)
  const name = plainName(options.name, '--name')
  const given = variables.flatMap((key) => {
    const value = environment.npm.env[key]
    return value === undefined || value === '' ? [] : [[key, value] as const]
  })
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const { uid, username } = userInfo()
  const text = systemdUnit({
    ...{ kind, name, network: options.network, noticeSeconds: noticeSecondsOf(options) },
    command: [process.execPath, main, 'provide', ...givenOptions(command)],
    environment: Object.fromEntries(given),
    user: uid === 0 ? undefined : username,
  })
  const terminal = terminalOf({ environment, streams, ...context }, options)
  terminal.result({ type: 'unit', kind, file: unitFile(kind, name), text })
  if (options.json === true) return
  streams.out.write(text)
  const needsPassword = options.network !== 'local' && environment.passwordFile === undefined
  for (const line of installLines(kind, name, needsPassword)) streams.err.write(`${line}\n`)
}

function unitFile(kind: UnitKind, name: string): string {
  return `${kind === 'system' ? '/etc/systemd/system' : '~/.config/systemd/user'}/millrace-${name}.service`
}

function installLines(kind: UnitKind, name: string, needsPassword: boolean): readonly string[] {
  const control = kind === 'system' ? 'systemctl' : 'systemctl --user'
  const unbooted = !existsSync('/run/systemd/system')
  return [
    '',
    `Save it as ${unitFile(kind, name)}, then:`,
    `  ${control} daemon-reload`,
    `  ${control} enable --now millrace-${name}`,
    ...(kind === 'user' ? ['  loginctl enable-linger    # so that it runs while nobody is logged in'] : []),
    ...(needsPassword ? ['Name a file with the password of the keys in MILLRACE_PASSWORD_FILE first.'] : []),
    ...(unbooted ? ['systemd does not run on this machine.'] : []),
  ]
}

/** Returns the options as they were given, but for the one that printed them. */
function givenOptions(command: Command): readonly string[] {
  return command.options.flatMap((option) => {
    const key = option.attributeName()
    const flag = option.long
    if (flag === undefined || flag === null || key === 'printUnit' || command.getOptionValueSource(key) !== 'cli')
      return []
    const value: unknown = command.getOptionValue(key)
    if (typeof value === 'boolean') return value === option.negate ? [] : [flag]
    return (Array.isArray(value) ? value : [value]).flatMap((each) => [flag, String(each)])
  })
}

function unitKindOf(given: ProvideOptions['printUnit']): UnitKind {
  const found = unitKinds.find((kind) => kind === (given === true ? 'user' : given))
  if (found !== undefined) return found
  throw new UsageError(
    `--print-unit: expected one of ${unitKinds.join(', ')}, got "${String(given).slice(0, 40)}".`,
    'Leave the kind out for a unit of your own user.',
  )
}
