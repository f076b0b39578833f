/**
 * The tasks of an array job: one for each combination of its parameters' values.
 *
 * Order and names depend on the manifest alone: the last parameter changes fastest, and a task is named by the job and its place in that
 * order. So whoever expands the same manifest means the same task by the same name.
 */
import { MillraceError } from '@millrace/protocol'
import { arrayTasksMax } from '../manifest/array-schema.ts'
import type { ArrayParameter, ManifestOutput, TaskManifest } from '../manifest/manifest.ts'
import { isPathBelow } from '../manifest/paths.ts'
import { substitute } from '../manifest/substitute.ts'

/** Texts that all tasks of one array have to themselves, in characters and one more for each; a task has a hundred. */
export const arrayCharsMax = 16 * 1024 * 1024

export type TaskInstance = {
  /** Unique within the job and the same at every expansion, such as `frames.12`. */
  readonly id: string
  /** From 0, in the order of the parameters. */
  readonly index: number
  readonly parameters: Readonly<Record<string, string>>
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
  readonly environment: Readonly<Record<string, string>>
  readonly outputs: readonly ManifestOutput[]
}

/**
 * Returns the tasks of a manifest, with values in place of parameters; one task where there is no array.
 * Cost: linear in what comes out, at most {@link arrayTasksMax} tasks and {@link arrayCharsMax} characters.
 *
 * @throws {ArrayInvalidError} when a value makes an output leave its folder, or everything together is too long.
 *
 * @example
 * expandArray(parseManifest(text)).map(({ id }) => id) // ['frames.0', 'frames.1', …]
 */
export function expandArray(manifest: TaskManifest): readonly TaskInstance[] {
  const choices = manifest.array.map(valuesOf)
  const count = choices.reduce((product, { length }) => product * length, 1)
  if (count > arrayTasksMax) throw new ArrayInvalidError(`at most ${arrayTasksMax} tasks`, String(count))
  const tasks: TaskInstance[] = []
  let chars = 0
  for (let index = 0; index < count; index++) {
    const task = taskAt(manifest, index, choices)
    chars += charsOf(task, manifest)
    if (chars > arrayCharsMax) throw new ArrayInvalidError(`at most ${arrayCharsMax} characters in all tasks`, 'more')
    tasks.push(task)
  }
  return tasks
}

/** Returns how many tasks a manifest's array has. */
export function countTasks(manifest: TaskManifest): number {
  return manifest.array.reduce((product, parameter) => product * lengthOf(parameter), 1)
}

function taskAt(manifest: TaskManifest, index: number, choices: readonly (readonly string[])[]): TaskInstance {
  let rest = index
  const chosen = choices.map(() => '')
  for (let place = choices.length - 1; place >= 0; place--) {
    const values = choices[place] ?? []
    chosen[place] = values[rest % values.length] ?? ''
    rest = Math.floor(rest / values.length)
  }
  const parameters = new Map(manifest.array.map(({ name }, place) => [name, chosen[place] ?? '']))
  const id = `${manifest.name}.${index}`
  return {
    id,
    index,
    parameters: Object.fromEntries(parameters),
    command: manifest.command && filledIn(manifest.command, parameters),
    args: manifest.args && filledIn(manifest.args, parameters),
    environment: environmentOf(manifest.environment, parameters),
    outputs: manifest.outputs.map(({ path }) => ({ path: outputOf(id, substitute(path, parameters)) })),
  }
}

/** Returns the texts with values, or the same list where none has a parameter, so that many tasks share it. */
function filledIn(texts: readonly string[], parameters: ReadonlyMap<string, string>): readonly string[] {
  return texts.some(hasBrace) ? texts.map((text) => substitute(text, parameters)) : texts
}

function environmentOf(
  environment: Readonly<Record<string, string>>,
  parameters: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment)
  if (!entries.some(([, text]) => hasBrace(text))) return environment
  return Object.fromEntries(entries.map(([name, text]) => [name, substitute(text, parameters)]))
}

function hasBrace(text: string): boolean {
  return text.includes('${')
}

function outputOf(id: string, path: string): string {
  if (!isPathBelow(path))
    throw new ArrayInvalidError(`outputs below the folder in ${id}`, JSON.stringify(path.slice(0, 80)))
  return path
}

function valuesOf(parameter: ArrayParameter): readonly string[] {
  if ('values' in parameter) return parameter.values
  const length = Math.min(lengthOf(parameter), arrayTasksMax + 1)
  return Array.from({ length }, (_, index) => numberText(parameter.from + index * parameter.step, parameter.width))
}

function lengthOf(parameter: ArrayParameter): number {
  if ('values' in parameter) return parameter.values.length
  return Math.floor((parameter.to - parameter.from) / parameter.step) + 1
}

function numberText(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0')
}

/** Returns what a task has to itself. */
function charsOf({ command, args, environment, outputs }: TaskInstance, manifest: TaskManifest): number {
  const texts = [
    ...(command === manifest.command ? [] : (command ?? [])),
    ...(args === manifest.args ? [] : (args ?? [])),
    ...(environment === manifest.environment ? [] : Object.values(environment)),
    ...outputs.map(({ path }) => path),
  ]
  return texts.reduce((sum, text) => sum + text.length + 1, 0)
}

export class ArrayInvalidError extends MillraceError {
  override readonly name = 'ArrayInvalidError'

  constructor(expected: string, got: string) {
    super({
      code: 'ARRAY_INVALID',
      message: `The array cannot be expanded: expected ${expected}, got ${got}.`,
      hint: 'Change the values of its parameters, or split it over several manifests.',
      retryable: false,
    })
  }
}
