/** How a running task is reached from this process: connections to its ports, programs beside it. All of it ends with the task. */
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTaskPorts, type TaskPorts } from '../network/task-ports.ts'
import { checkExec } from '../task/check-task.ts'
import type { ExecSpec, RunningTask } from '../task/task.ts'
import { TaskBusyError, TaskNotRunningError, TaskRefusedError } from '../task/task-error.ts'
import { commandProcess } from './bwrap-reports.ts'
import type { HelperGroup } from './helper-processes.ts'
import type { LaunchedTask, TaskPlan } from './launch-task.ts'
import { runBeside, type StartedBeside } from './run-beside.ts'
import { spawnPlugged } from './spawn-plugged.ts'
import type { Watch } from './supervise-task.ts'
import { asShell, namespaceNames, openNamespaces, type TaskNamespaces } from './task-namespaces.ts'
import { helperUser } from './task-users.ts'

/** Programs beside one task at the same time; each has a relay on the machine. */
export const taskProgramsMax = 8
/** Milliseconds between two looks whether a task's command runs. */
const lookMs = 5
/** Milliseconds to read what programs beside a task said, after its end. */
const readMsMax = 2_000
/** MiB of objects in a carrier; it holds a few for each connection that is being opened. */
const carrierHeapMebibytesMax = 24

export type TaskAccess = Pick<RunningTask, 'connect' | 'exec'> & {
  /** Ends it all. Idempotent. */
  close(): Promise<void>
}

export type AccessPlan = {
  readonly plan: Pick<TaskPlan, 'spec' | 'host' | 'shared'>
  readonly launched: LaunchedTask
  readonly watch: Watch
  /** There where the task has ports. */
  readonly helpers: HelperGroup | undefined
}

export function openTaskAccess(access: AccessPlan): TaskAccess {
  const { plan, helpers } = access
  const { ports: allowed = [] } = plan.spec
  const { perl } = plan.host
  const programs = new Set<StartedBeside>()
  const starting = new Set<Promise<StartedBeside>>()
  let isClosed = false
  let opened: Promise<TaskNamespaces> | undefined
  const use = () => {
    opened ??= waitForNamespaces(access, () => isClosed)
    return opened
  }
  const ports: TaskPorts | undefined =
    helpers === undefined ? undefined : createTaskPorts(async () => startCarrier(plan, helpers, await use()))

  const exec: RunningTask['exec'] = async (spec, { signal }) => {
    signal.throwIfAborted()
    checkExec(spec)
    if (perl === undefined || isClosed) throw new TaskNotRunningError()
    if (programs.size + starting.size >= taskProgramsMax) throw new TaskBusyError('programs', taskProgramsMax)
    const start = startBeside(perl, spec)
    starting.add(start)
    const started = await start.finally(() => starting.delete(start))
    const end = () => started.running.end()
    signal.addEventListener('abort', end)
    if (signal.aborted || isClosed) end()
    void started.ended.then(() => signal.removeEventListener('abort', end))
    return started.running
  }

  async function startBeside(perl: string, exec: ExecSpec): Promise<StartedBeside> {
    const namespaces = await use()
    if (isClosed) throw new TaskNotRunningError()
    const { spec, host, shared } = plan
    const beside = { spec, host, perl, filter: shared.filter, launched: access.launched, namespaces }
    const started = await runBeside(beside, exec).catch((error: unknown) => {
      throw isClosed ? new TaskNotRunningError() : error
    })
    programs.add(started)
    void started.ended.then(() => programs.delete(started))
    return started
  }

  let closing: Promise<void> | undefined
  async function end(): Promise<void> {
    isClosed = true
    await Promise.allSettled(starting)
    await Promise.all([ports?.close(), ...[...programs].map(endProgram)])
    const namespaces = await opened?.catch(() => undefined)
    namespaces?.close()
  }

  return {
    ...(ports === undefined
      ? {}
      : {
          connect: async (port, { signal }) => {
            if (!allowed.includes(port)) throw new TaskRefusedError('ports', `do not name ${port}`)
            return ports.connect(port, signal)
          },
        }),
    ...(perl === undefined ? {} : { exec }),
    close() {
      closing ??= end()
      return closing
    },
  }
}

/** Who reads hears all; who does not read holds up no task. */
async function endProgram({ running, ended, discard }: StartedBeside): Promise<void> {
  running.end()
  const unread = setTimeout(discard, readMsMax)
  await ended.finally(() => clearTimeout(unread))
}

/** The namespaces are all there when the task's command is. */
async function waitForNamespaces({ launched, watch }: AccessPlan, isClosed: () => boolean): Promise<TaskNamespaces> {
  const shell = launched.child.pid
  const firstProcess = watch.reports.firstProcess()
  if (shell === undefined || firstProcess === undefined) throw new TaskNotRunningError()
  while (commandProcess(firstProcess) === undefined) {
    if (isClosed()) throw new TaskNotRunningError()
    await sleep(lookMs)
  }
  return openNamespaces({ shell, firstProcess, groupProcesses: launched.group?.joinFiles[0] }, namespaceNames)
}

function startCarrier({ host }: AccessPlan['plan'], helpers: HelperGroup, namespaces: TaskNamespaces) {
  const { nsenter, setpriv } = host.programs
  const entry = fileURLToPath(new URL('../network/port-carrier.ts', import.meta.url))
  // Root needs the first two to become somebody else, and the last to read Millrace where only its owner may.
  const kept = host.isRoot ? '-all,+setuid,+setgid,+dac_read_search' : '-all'
  const flags = [`--max-old-space-size=${carrierHeapMebibytesMax}`, '--max-semi-space-size=1', '--v8-pool-size=0']
  return spawnPlugged(
    helpers.command([
      ...[nsenter, ...asShell(host, namespaces)],
      ...[`--net=${namespaces.path('net')}`, '--'],
      ...[setpriv, '--no-new-privs', `--bounding-set=${kept}`, '--inh-caps=-all'],
      ...[process.execPath, '--permission', `--allow-fs-read=${entry}`, '--disable-sigusr1', ...flags],
      ...[entry, String(host.isRoot ? helperUser() : 0)],
    ]),
    ['ignore', 'ignore', 'pipe', 'ipc'],
  )
}
