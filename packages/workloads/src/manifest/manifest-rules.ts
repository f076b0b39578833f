/** What must hold between fields of a manifest, each rule with the field to mend. JSON Schema does not say these. */
import { taskCommandBytesMax } from '@millrace/protocol'
import { arrayTasksMax } from './array-schema.ts'
import type { ManifestFields } from './manifest-schema.ts'
import { parametersOf } from './resolve-manifest.ts'
import { namedParameters } from './substitute.ts'

export type RuleBreach = {
  readonly path: readonly (string | number)[]
  readonly expected: string
  readonly got: string
  readonly hint: string
}

type Rule = (fields: ManifestFields) => readonly RuleBreach[]
type Texts = readonly { readonly path: readonly (string | number)[]; readonly text: string }[]

/** Returns everything that does not fit together. Cost: linear in the manifest. */
export function brokenRules(fields: ManifestFields): readonly RuleBreach[] {
  return rules.flatMap((rule) => rule(fields))
}

const hostHasCommand: Rule = (fields) => {
  if (!('image' in fields) || fields.image?.kind !== 'host' || fields.command !== undefined) return []
  return [
    breach(['command'], 'a command', 'nothing', 'The host has no entry point of its own: name the program to run.'),
  ]
}

const batchHasOneEngine: Rule = (fields) => {
  if (fields.kind !== 'batch') return []
  const { program, image, command, gasPerItem } = fields
  if (program === undefined && image === undefined) {
    return [breach([], 'a program or an image', 'neither', 'Name a WebAssembly program, or an image and its command.')]
  }
  const extra = program === undefined ? { gasPerItem } : { image, command }
  const reason =
    program === undefined ? 'Gas is counted in WebAssembly programs only.' : 'A WebAssembly program is the command.'
  return Object.entries(extra).flatMap(([name, value]) =>
    value === undefined ? [] : [breach([name], 'no such field here', 'one', reason)],
  )
}

const linesHaveOneKind: Rule = (fields) => {
  if (fields.kind !== 'batch' || fields.items.split === 'lines' || Array.isArray(fields.items.from)) return []
  const hint = 'Add "split: lines" when each line is an item, or write a list with one source for each item.'
  return [breach(['items', 'from'], 'a list of sources', 'one source', hint)]
}

const portsAreDistinct: Rule = (fields) => {
  if (fields.kind !== 'service') return []
  const numbers = new Set<number>()
  const names = new Set<string>()
  return fields.ports.flatMap(({ port, protocol = 'http', name = `${protocol}-${port}` }, index) => {
    const isNew = !numbers.has(port) && !names.has(name)
    numbers.add(port)
    names.add(name)
    return isNew
      ? []
      : [breach(['ports', index], 'each port and each name once', `port ${port} again`, 'Remove one of them.')]
  })
}

const healthLooksSomewhere: Rule = (fields) => {
  if (fields.kind !== 'service' || fields.health === undefined) return []
  const { port, path, command, interval, timeout } = fields.health
  const breaches: RuleBreach[] = []
  const at = (name: string, expected: string, got: string, hint: string) =>
    breaches.push(breach(['health', name], expected, got, hint))
  if ((port === undefined) === (command === undefined)) {
    at(
      'port',
      'a port or a command',
      port === undefined ? 'neither' : 'both',
      'A check asks a port, or runs a command.',
    )
  }
  if (path !== undefined && port === undefined)
    at('path', 'a port for the path', 'none', 'Name the port that answers HTTP.')
  if (port !== undefined && !fields.ports.some((served) => served.port === port)) {
    at('port', 'a port of the service', String(port), 'Add it to ports, or check one that is there.')
  }
  if (interval !== undefined && timeout !== undefined && timeout > interval) {
    at('timeout', 'a timeout within the interval', 'a longer one', 'Make the interval longer or the timeout shorter.')
  }
  return breaches
}

const secretsAreNoVariables: Rule = ({ secrets = [], environment = {} }) =>
  secrets.flatMap((name, index) =>
    Object.hasOwn(environment, name)
      ? [breach(['secrets', index], 'a name that is not in environment', 'one that is', 'Take it out of environment.')]
      : [],
  )

const operatorsAreNotBoth: Rule = ({ placement }) => {
  const wanted = new Set(placement?.operators?.map((address) => address.toLowerCase()))
  return (placement?.exceptOperators ?? []).flatMap((address, index) =>
    wanted.has(address.toLowerCase())
      ? [breach(['placement', 'exceptOperators', index], 'an operator that is not asked for', 'one that is', 'Decide.')]
      : [],
  )
}

const arrayIsBounded: Rule = (fields) => {
  const count = fields.kind === 'task' ? taskCount(fields) : 0
  if (count <= arrayTasksMax) return []
  return [breach(['array'], `at most ${arrayTasksMax} tasks`, String(count), 'Split the array over several manifests.')]
}

const parametersExist: Rule = (fields) => {
  const known = new Set(fields.kind === 'task' ? parametersOf(fields.array).map(({ name }) => name) : [])
  return textsOf(fields).flatMap(({ path, text }) => {
    const unknown = namedParameters(text).find((name) => name === undefined || !known.has(name))
    if (unknown === undefined && namedParameters(text).every((name) => name !== undefined && known.has(name))) return []
    const expected =
      known.size === 0 ? 'no parameter, because there is no array' : `a parameter: ${[...known].join(', ')}`
    const hint = `Write $\${NAME} for the text \${NAME} itself: there is no shell that would replace it.`
    return [breach(path, expected, unknown === undefined ? 'an unfinished one' : `\${${unknown.slice(0, 60)}}`, hint)]
  })
}

/** Parameters may still make it longer; a task on the wire is measured again. */
const commandFits: Rule = (fields) => {
  const encoder = new TextEncoder()
  const texts = textsOf(fields).filter(({ path }) => path[0] !== 'outputs')
  const names = Object.keys(fields.environment ?? {})
  const parts = [...texts.map(({ text }) => text), ...names]
  const bytes = parts.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0)
  if (bytes <= taskCommandBytesMax) return []
  const expected = `at most ${taskCommandBytesMax} bytes of command, arguments and environment`
  return [breach(['command'], expected, String(bytes), 'Pass long texts as inputs.')]
}

const rules: readonly Rule[] = [
  hostHasCommand,
  batchHasOneEngine,
  linesHaveOneKind,
  portsAreDistinct,
  healthLooksSomewhere,
  secretsAreNoVariables,
  operatorsAreNotBoth,
  arrayIsBounded,
  parametersExist,
  commandFits,
]

/** Texts that parameters may stand in. */
function textsOf(fields: ManifestFields): Texts {
  const listed = (name: string, texts: readonly string[] = []) =>
    texts.map((text, index) => ({ path: [name, index], text }))
  const outputs = 'outputs' in fields ? (fields.outputs ?? []) : []
  return [
    ...listed('command', fields.command),
    ...listed('args', fields.args),
    ...Object.entries(fields.environment ?? {}).map(([name, text]) => ({ path: ['environment', name], text })),
    ...outputs.map(({ path }, index) => ({ path: ['outputs', index, 'path'], text: path })),
  ]
}

function taskCount(fields: ManifestFields & { kind: 'task' }): number {
  return parametersOf(fields.array)
    .map((parameter) =>
      'values' in parameter
        ? parameter.values.length
        : Math.floor((parameter.to - parameter.from) / (parameter.step ?? 1)) + 1,
    )
    .reduce((product, length) => product * length, 1)
}

function breach(path: readonly (string | number)[], expected: string, got: string, hint: string): RuleBreach {
  return { path, expected, got, hint }
}
