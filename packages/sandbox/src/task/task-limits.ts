/** How large a task's specification may be, and what collecting its outputs may cost. */

export type TaskSpecLimits = {
  /** Program and arguments. */
  readonly argumentsMax: number
  /** Program, arguments, variables and secrets together; Linux gives them a quarter of the stack. */
  readonly commandBytesMax: number
  /** Variables and secrets together. */
  readonly variablesMax: number
  /** Files and directories a task is given; each is a mount. */
  readonly inputsMax: number
  /** Files and directories that are looked for as outputs. */
  readonly outputsMax: number
  /** Bytes of one path of an input, an output or a collected file. */
  readonly pathBytesMax: number
  /** Folders in each other on such a path. */
  readonly pathDepthMax: number
  /** Files that are collected from one task. */
  readonly filesCollectedMax: number
  /** Least open files a process needs to start. */
  readonly openFilesMin: number
  /** Ports of one task by which it is reached. */
  readonly portsMax: number
  /** Columns and rows of a terminal. */
  readonly terminalSizeMax: number
}

export const taskSpecLimits: TaskSpecLimits = {
  argumentsMax: 1_024,
  commandBytesMax: 131_072,
  variablesMax: 256,
  inputsMax: 64,
  outputsMax: 64,
  pathBytesMax: 1_024,
  pathDepthMax: 32,
  filesCollectedMax: 10_000,
  openFilesMin: 32,
  portsMax: 16,
  terminalSizeMax: 1_000,
}
