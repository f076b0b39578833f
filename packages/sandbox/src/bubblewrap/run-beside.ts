/**
 * A program beside a running task: a second bubblewrap with the arguments of the first, which joins the task's namespaces instead of
 * making new ones. So the same code takes the rights away, loads the same filter and shows the same files, from the same mounts; the
 * shell before it joins the task's groups and sets the task's limits.
 *
 * The task sees it before its filter is loaded, as a process of its own user. So it runs from a file that this user may not read, and
 * is kept from opening its memory again (`exec-relay.ts`): then the kernel refuses that to the task.
 *
 * Only its mounts and its terminals are its own; nothing can be mounted inside, so they show the same.
 *
 * Cost: some 30 ms, and while it runs a relay (`exec-relay.ts`) of 8 MB on the machine and three processes of the task's.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { HostFaultError } from '../run/host-fault.ts'
import { syscallNumber } from '../seccomp/syscall-numbers.ts'
import { checkTerminalSize } from '../task/check-task.ts'
import type { ExecOutput, ExecResult, ExecSpec, RunningExec, TaskSpec } from '../task/task.ts'
import { bwrapArguments, joinedNamespaces } from './bwrap-arguments.ts'
import { type BwrapReports, commandProcess, readReports } from './bwrap-reports.ts'
import { relayProgram } from './exec-relay.ts'
import { copiedFiles, giveArguments, type LaunchedTask } from './launch-task.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { spawnPlugged } from './spawn-plugged.ts'
import { besideCommand } from './start-script.ts'
import { killIfThere, lastWordsCharsMax, neverRan, notFoundStatus } from './supervise-task.ts'
import { asShell, type TaskNamespaces } from './task-namespaces.ts'
import { helperUser } from './task-users.ts'

/** First descriptor that is free for files: see `exec-relay.ts` and {@link joinedNamespaces}. */
const firstFileDescriptor = 10
/** Pieces of output that are held for whoever reads; the relay and its pipes hold as much again. */
const piecesMax = 4
/** Numbers of machines in filters of system calls. Source: linux/audit.h. */
const auditNumbers = { x64: 0xc000003e, arm64: 0xc00000b7 } as const
/** Milliseconds a relay has to end by itself when nobody hears it any more. */
const relayEndMsMax = 1_000
/** What programs believe of a terminal that says nothing of itself. */
const usualTerminal = 'xterm-256color'

export type BesidePlan = {
  readonly spec: TaskSpec
  readonly host: SandboxHost
  readonly perl: string
  /** The filter of system calls. */
  readonly filter: string
  readonly launched: Pick<LaunchedTask, 'user' | 'view' | 'group'>
  readonly namespaces: TaskNamespaces
}

export type StartedBeside = {
  readonly running: RunningExec
  /** Resolves when its processes have ended. */
  readonly ended: Promise<void>
  /** Gives up what it still says, so that its relay ends though nobody reads. Idempotent. */
  discard(): void
}

/** @throws {HostFaultError} when it could not be started. */
export async function runBeside(plan: BesidePlan, exec: ExecSpec): Promise<StartedBeside> {
  const child = startRelay(plan, exec)
  const { stdin, stdout, stderr } = child
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('It is started with pipes.')
  const status = child.stdio[4] as Readable
  const sizes = (child.stdio as readonly unknown[])[6] as Writable
  for (const writer of [stdin, sizes]) writer.on('error', () => undefined)
  const reports = readReports(status)
  let lastWords = ''
  const discard = () => discardRelay(child)
  const onPiece = ({ bytes }: ExecOutput) => {
    lastWords = (lastWords + Buffer.from(bytes).toString('latin1')).slice(-lastWordsCharsMax)
  }
  const output = mergeOutput({ stdout, stderr }, onPiece, discard)
  // From then on its process ids may be others'.
  let isOver = false
  const reported = finished(status, { writable: false }).finally(() => {
    isOver = true
  })
  const ended = Promise.all([once(child, 'exit'), reported]).then(() => sizes.destroy())
  await reports.started
  if (reports.firstProcess() === undefined) {
    await ended
    await finished(output.resume(), { writable: false })
    throw new HostFaultError('other', `no program could be started beside the task (${lastLine(lastWords)})`)
  }
  let isEnded = false
  const end = () => {
    isEnded = true
    if (!isOver && reports.exitCode() === undefined) killBeside(reports, exec.terminal !== undefined)
  }
  const result = ended.then((): ExecResult => {
    if (isEnded) return { signal: 'SIGKILL' }
    const exitCode = reports.exitCode() ?? (neverRan.test(lastWords) ? notFoundStatus : undefined)
    return exitCode === undefined ? { signal: 'SIGKILL' } : { exitCode }
  })
  const running: RunningExec = { stdin, output, result, end }
  const resize = (columns: number, rows: number) => {
    checkTerminalSize({ columns, rows })
    // Sizes that nobody read yet are out of date when the next one comes.
    if (!sizes.writableNeedDrain && !sizes.destroyed) sizes.write(`${columns} ${rows}\n`)
  }
  const isThere = ended.then(() => undefined)
  return { running: exec.terminal === undefined ? running : { ...running, resize }, ended: isThere, discard }
}

function startRelay({ spec, host, perl, filter, launched, namespaces }: BesidePlan, exec: ExecSpec): ChildProcess {
  const { user = 0, view, group } = launched
  const { columns, rows } = exec.terminal ?? { columns: 0, rows: 0 }
  const terminal: Record<string, string> = exec.terminal === undefined ? {} : { TERM: usualTerminal }
  const ownUser = host.isRoot ? helperUser() : 0
  const enter = [
    host.programs.nsenter,
    ...asShell(host, namespaces),
    ...(['net', 'ipc', 'uts'] as const).map((name) => `--${name}=${namespaces.path(name)}`),
    ...[`--mount=${namespaces.path('shellMount')}`, '--'],
  ]
  const command = besideCommand({
    ...{
      host,
      user: launched.user,
      limits: spec.limits,
      joinFiles: group?.joinFiles ?? [],
      command: exec.command,
      bwrap: view.bwrap,
    },
  })
  const prctl = syscallNumber(host.machine, 'prctl') ?? 0
  const relay = [
    perl,
    '-e',
    relayProgram,
    ...[prctl, auditNumbers[host.machine], columns, rows, user, ownUser].map(String),
  ] as const
  const files = copiedFiles(view.image)
  const [filterFile = -1, ...copied] = [filter, ...files].map((path) => openSync(path, 'r'))
  const { descriptors } = namespaces
  try {
    const pipes = ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', filterFile, 'pipe'] as const
    // The second only keeps the place for the one above.
    const joined = [descriptors.user, descriptors.user, descriptors.pid, ...copied] as const
    const child = spawnPlugged([...relay, ...enter, ...command], [...pipes, ...joined])
    const secrets = { ...spec.secrets, ...terminal, ...exec.environment }
    giveArguments(
      child,
      bwrapArguments({
        ...{ spec: { environment: spec.environment, secrets }, ...view },
        descriptorOf: (source) => firstFileDescriptor + files.indexOf(source),
        namespaces: exec.terminal === undefined ? [...joinedNamespaces, '--new-session'] : joinedNamespaces,
      }),
    )
    return child
  } finally {
    for (const descriptor of [filterFile, ...copied]) closeSync(descriptor)
  }
}

/** The program ends with its relay. */
function discardRelay(relay: ChildProcess): void {
  if (relay.exitCode === null && relay.signalCode === null) {
    const kill = setTimeout(() => relay.kill('SIGKILL'), relayEndMsMax)
    relay.once('exit', () => clearTimeout(kill))
  }
  for (const stream of [relay.stdout, relay.stderr]) stream?.destroy()
}

/** Returns both streams as one, that reads no further than whoever reads it. */
function mergeOutput(
  streams: Readonly<Record<ExecOutput['stream'], Readable>>,
  onPiece: (piece: ExecOutput) => void,
  discard: () => void,
): Readable {
  const all = Object.entries(streams) as [ExecOutput['stream'], Readable][]
  let open = all.length
  const output = new Readable({
    ...{ objectMode: true, highWaterMark: piecesMax },
    read: () => all.forEach(([, stream]) => void stream.resume()),
    destroy(error, done) {
      discard()
      done(error)
    },
  })
  for (const [name, stream] of all) {
    stream.pause()
    stream.on('error', () => undefined)
    stream.on('data', (bytes: Buffer) => {
      onPiece({ stream: name, bytes })
      if (!output.push({ stream: name, bytes } satisfies ExecOutput)) for (const [, other] of all) other.pause()
    })
    stream.once('close', () => {
      open--
      if (open === 0) output.push(null)
    })
  }
  return output
}

/**
 * With pipes the program leads a group, in which is all that it started and that did not leave. What sits at a terminal hears that it
 * hangs up.
 */
function killBeside(reports: BwrapReports, hasTerminal: boolean): void {
  const first = reports.firstProcess()
  if (first === undefined) return
  if (hasTerminal) killIfThere(commandProcess(first) ?? first, 'SIGKILL')
  // Before it leads its group it is alone.
  else for (const pid of [-first, first]) killIfThere(pid, 'SIGKILL')
}

function lastLine(words: string): string {
  return words.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}
