/** Whether a specification is one: it comes from a stranger. Nothing here depends on the machine. */

import type { ExecSpec, TaskLimits, TaskSpec, TerminalSize } from './task.ts'
import { TaskRefusedError } from './task-error.ts'
import { taskSpecLimits } from './task-limits.ts'

const limitNames: readonly (keyof TaskLimits)[] = [
  'wallMsMax',
  'cpuMsMax',
  'memoryBytesMax',
  'processesMax',
  'diskBytesMax',
  'filesMax',
  'logBytesMax',
  'openFilesMax',
  'cpus',
]
/** `name@sha256:` and a digest: an image without one could be another tomorrow. */
const pinnedImage = /^[a-z0-9][a-z0-9._:/-]{0,254}@sha256:[0-9a-f]{64}$/
const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/

/** @throws {TaskRefusedError} with the field and what is wrong with it. */
export function checkTask(spec: TaskSpec): void {
  checkCommand(spec)
  checkPorts(spec)
  checkPaths(
    'inputs',
    spec.inputs.map(({ path }) => path),
    taskSpecLimits.inputsMax,
  )
  checkPaths('outputs', spec.outputs, taskSpecLimits.outputsMax)
  checkImage(spec)
  if (spec.network !== 'none' && spec.network !== 'outbound') {
    throw new TaskRefusedError('network', 'is neither none nor outbound')
  }
  if (!isCount(spec.gpus) && spec.gpus !== 0) throw new TaskRefusedError('gpus', 'is no count')
  for (const name of limitNames) {
    if (!isCount(spec.limits[name])) throw new TaskRefusedError(`limits.${name}`, 'is no positive whole number')
  }
  if (spec.limits.openFilesMax < taskSpecLimits.openFilesMin) {
    throw new TaskRefusedError('limits.openFilesMax', `is less than ${taskSpecLimits.openFilesMin}`)
  }
}

/** @throws {TaskRefusedError} with the field and what is wrong with it. */
export function checkExec({ command, environment, terminal }: ExecSpec): void {
  checkCommand({ command, environment, secrets: {} })
  if (terminal !== undefined) checkTerminalSize(terminal)
}

/** @throws {TaskRefusedError} when it is no size. */
export function checkTerminalSize({ columns, rows }: TerminalSize): void {
  if ([columns, rows].every((size) => isCount(size) && size <= taskSpecLimits.terminalSizeMax)) return
  throw new TaskRefusedError('terminal', `is not from 1 to ${taskSpecLimits.terminalSizeMax} columns and rows`)
}

/**
 * Returns whether a path leads below where it starts: relative, without empty, `.` or `..` parts, control characters and backslashes.
 */
export function isPlainPath(path: string): boolean {
  const parts = path.split('/')
  return (
    Buffer.byteLength(path) <= taskSpecLimits.pathBytesMax &&
    parts.length <= taskSpecLimits.pathDepthMax &&
    !hasControls(path) &&
    path.isWellFormed() &&
    !path.includes('\\') &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255)
  )
}

function checkPorts({ ports = [] }: TaskSpec): void {
  if (ports.length > taskSpecLimits.portsMax) {
    throw new TaskRefusedError('ports', `are more than ${taskSpecLimits.portsMax}`)
  }
  for (const [i, port] of ports.entries()) {
    if (!isCount(port) || port > 65_535) throw new TaskRefusedError(`ports[${i}]`, 'is no port from 1 to 65535')
    if (ports.indexOf(port) !== i) throw new TaskRefusedError(`ports[${i}]`, 'is there twice')
  }
}

function checkCommand({ command, environment, secrets }: Pick<TaskSpec, 'command' | 'environment' | 'secrets'>): void {
  const [program] = command
  if (program === undefined || program === '') throw new TaskRefusedError('command', 'is empty')
  if (command.length > taskSpecLimits.argumentsMax) {
    throw new TaskRefusedError('command', `has more than ${taskSpecLimits.argumentsMax} arguments`)
  }
  const variables = [...Object.entries(environment), ...Object.entries(secrets)]
  if (variables.length > taskSpecLimits.variablesMax) {
    throw new TaskRefusedError('environment', `has more than ${taskSpecLimits.variablesMax} variables with the secrets`)
  }
  for (const [name] of variables) {
    if (!variableName.test(name)) throw new TaskRefusedError('environment', 'has a name that is no name of a variable')
  }
  for (const name of Object.keys(secrets)) {
    if (Object.hasOwn(environment, name)) throw new TaskRefusedError(`secrets.${name}`, 'is in the environment, too')
  }
  // Values are not told: they may be secret.
  const texts = [...command, ...variables.flat()]
  if (texts.some((text) => text.includes('\0') || !text.isWellFormed())) {
    throw new TaskRefusedError('command', 'or environment holds a zero character or half a character')
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
  if (bytes > taskSpecLimits.commandBytesMax) {
    throw new TaskRefusedError(
      'command',
      `and environment take ${bytes} bytes, more than ${taskSpecLimits.commandBytesMax}`,
    )
  }
}

function checkPaths(field: string, paths: readonly string[], countMax: number): void {
  if (paths.length > countMax) throw new TaskRefusedError(field, `are more than ${countMax}`)
  for (const [i, path] of paths.entries()) {
    if (!isPlainPath(path)) throw new TaskRefusedError(`${field}[${i}]`, 'is no plain path below its folder')
  }
  for (const [i, path] of paths.entries()) {
    const other = paths.findIndex((above, k) => k !== i && (path === above || path.startsWith(`${above}/`)))
    if (other !== -1) throw new TaskRefusedError(`${field}[${i}]`, `lies in or is ${field}[${other}]`)
  }
}

function checkImage({ image }: TaskSpec): void {
  const isImage =
    image.kind === 'host' ||
    (image.kind === 'directory' && image.path.startsWith('/') && !hasControls(image.path)) ||
    (image.kind === 'oci' && pinnedImage.test(image.reference))
  if (!isImage)
    throw new TaskRefusedError('image', 'is neither the host, a directory nor an image pinned by its digest')
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f')
}
