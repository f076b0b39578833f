/** What the package offers. The part that a browser runs, too, is `run/program.ts`. */
export { leftoversOf } from './bubblewrap/bubblewrap-leftovers.ts'
export {
  type BubblewrapComponents,
  type BubblewrapInit,
  closesMemory,
  createBubblewrapSandbox,
} from './bubblewrap/bubblewrap-sandbox.ts'
export { taskUsersMax } from './bubblewrap/task-users.ts'
export { wasmEngineContent } from './engine-content.ts'
export { type HostileContext, hiddenText } from './hostile/hostile-case.ts'
export {
  type HostileRow,
  type HostileRun,
  hostileCases,
  hostileTable,
  runHostileCase,
} from './hostile/hostile-suite.ts'
export { type ModuleRefusal, ModuleRefusedError } from './module/module-error.ts'
export { type ModuleLimits, moduleLimits } from './module/module-limits.ts'
export type { MemoryBoundKind } from './node/memory-bound.ts'
export {
  SandboxBusyError,
  SandboxClosedError,
  SandboxCompileRefusedError,
  SandboxDeadlineError,
} from './node/sandbox-error.ts'
export { type SandboxLimits, sandboxLimits } from './node/sandbox-limits.ts'
export type { Tier } from './node/tier.ts'
export {
  createWasmSandbox,
  type WasmJob,
  type WasmJobResult,
  type WasmSandbox,
  type WasmSandboxComponents,
  type WasmSandboxInit,
} from './node/wasm-sandbox.ts'
export { type ImageLimits, imageLimits } from './oci/image-limits.ts'
export { createOciSandbox, type OciComponents, type OciInit } from './oci/oci-sandbox.ts'
export { isRegistry } from './oci/registries.ts'
export { type RewrittenModule, rewriteModule, rewriterVersion, validateModule } from './rewrite/rewrite-module.ts'
export { HostFaultError } from './run/host-fault.ts'
export { createProgram, type Program, type ProgramInput, type ProgramOutcome } from './run/program.ts'
export { type RunLimits, runLimits } from './run/run-limits.ts'
export { SlurmError } from './slurm/slurm-error.ts'
export { type SlurmLimits, slurmLimits } from './slurm/slurm-limits.ts'
export {
  createSlurmSandbox,
  type SlurmComponents,
  type SlurmInit,
  type SlurmSandbox,
} from './slurm/slurm-sandbox.ts'
export { checkExec, checkTask, checkTerminalSize } from './task/check-task.ts'
export type {
  ExecOutput,
  ExecResult,
  ExecSpec,
  LogChunk,
  OutputRefusal,
  RunningExec,
  RunningTask,
  TaskImage,
  TaskInput,
  TaskLimits,
  TaskNetwork,
  TaskOutcome,
  TaskOutput,
  TaskResult,
  TaskSandbox,
  TaskSpec,
  TaskUsage,
  TerminalSize,
} from './task/task.ts'
export { taskFolder } from './task/task.ts'
export {
  type HostileFamily,
  hostileFamilies,
  type SandboxCapabilities,
  unmetNeeds,
} from './task/task-capabilities.ts'
export {
  SandboxUnavailableError,
  SandboxUnsuitedError,
  TaskBusyError,
  TaskNotRunningError,
  TaskPortClosedError,
  TaskRefusedError,
} from './task/task-error.ts'
export { type TaskSpecLimits, taskSpecLimits } from './task/task-limits.ts'
