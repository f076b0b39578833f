/**
 * What a hostile case is: a task that tries to break one promise of a sandbox, and the judgement of what came of it.
 *
 * Programs are Perl, which every Debian has: it calls the kernel by number. They print a line for each try, `HELD …` or `ESCAPED …`.
 */
import { type SyscallMachine, syscallNumber } from '../seccomp/syscall-numbers.ts'
import type { TaskImage, TaskLimits, TaskOutcome, TaskResult, TaskSpec } from '../task/task.ts'
import type { HostileFamily } from '../task/task-capabilities.ts'

/** What cases know of the machine they attack. */
export type HostileContext = {
  readonly image: TaskImage
  readonly machine: SyscallMachine
  /** Empty folder on the machine where everybody may read, for inputs. */
  readonly folder: string
  /** A file on the machine with {@link hiddenText} in it that everybody may read, outside of any input. */
  readonly hiddenFile: string
  /** A process of the machine. */
  readonly hostProcess: number
  /** Where something listens on the machine's 127.0.0.1. */
  readonly hostPort: number
  readonly limitsMax: TaskLimits
  /** Whether tasks may have a network. */
  readonly networkOutbound: boolean
  /** Memory of a sandbox's own processes that it counts with the task's; none when left out. */
  readonly ownMemoryBytes?: number
}

/** No task may ever print it. */
export const hiddenText = 'millrace-hidden-text'

export type HostileCase = {
  readonly family: HostileFamily
  /** What it does, in a few words. */
  readonly name: string
  readonly spec: (context: HostileContext) => TaskSpec
  /** A task that runs beside it. */
  readonly beside?: (context: HostileContext) => TaskSpec
  /** What the machine sees while the task runs, from when it printed `READY`; then the task is told to end. */
  readonly look?: (context: HostileContext) => Verdict
  readonly judge: (observed: Observed, context: HostileContext) => Verdict
}

export type Observed = {
  readonly result: TaskResult | undefined
  /** Why it did not start. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined
  readonly log: string
  readonly logBytes: number
  readonly spec: TaskSpec
}

export type Verdict = {
  readonly held: boolean
  /** What happened, with the limit that held, in a few words. */
  readonly happened: string
}

/** What hostile tasks get where a case says nothing else: little, so that its end comes soon. */
export const smallTask: TaskLimits = {
  wallMsMax: 60_000,
  cpuMsMax: 30_000,
  memoryBytesMax: 48 << 20,
  processesMax: 24,
  diskBytesMax: 8 << 20,
  filesMax: 100,
  logBytesMax: 65_536,
  openFilesMax: 64,
  cpus: 1,
}

export type SpecChange = Omit<Partial<TaskSpec>, 'limits'> & { readonly limits?: Partial<TaskLimits> }

/** Returns a task that runs a Perl program. */
export function perlTask({ image }: HostileContext, program: string, change: SpecChange = {}): TaskSpec {
  return {
    command: ['/usr/bin/perl', '-e', `${prelude}\n${program}`],
    environment: {},
    secrets: {},
    image,
    inputs: [],
    outputs: [],
    network: 'none',
    gpus: 0,
    ...change,
    limits: { ...smallTask, ...change.limits },
  }
}

const prelude = `
use strict; use warnings; no warnings 'portable'; $| = 1;
sub held { print "HELD @_\\n" }
sub escaped { print "ESCAPED @_\\n" }
sub must_fail { my ($what, $worked) = @_; my $why = "$!"; $worked ? escaped($what) : held("$what: $why") }
sub holds { my ($what, $is) = @_; $is ? held($what) : escaped($what) }
`

/** Returns the number of a system call, or one that no machine has. */
export function callNumber({ machine }: HostileContext, name: string): number {
  return syscallNumber(machine, name) ?? 999_999
}

/** Judges by the lines of the tries: as many as expected, none escaped, none that shows what is hidden. */
export function judgeTries(triesMin: number, outcome: TaskOutcome = 'exited') {
  return ({ result, log, refusal }: Observed): Verdict => {
    if (refusal !== undefined) return { held: false, happened: `did not start: ${refusal.message}` }
    const lines = log.split('\n')
    const held = lines.filter((line) => line.startsWith('HELD '))
    const escaped = lines.filter((line) => line.startsWith('ESCAPED ')).map((line) => line.slice(8))
    if (log.includes(hiddenText)) escaped.push('shows a file of the machine')
    if (escaped.length > 0) return { held: false, happened: `ESCAPED: ${escaped.join('; ')}` }
    const isWhole = held.length >= triesMin && result?.outcome === outcome
    const first = held[0]?.slice(5, 100) ?? ''
    const happened = held.length === 1 ? first : `${held.length} tries failed (${first})`
    return { held: isWhole, happened: isWhole ? happened : `${result?.outcome} after: ${log.slice(-300)}` }
  }
}

/** Judges by what ended the task. */
export function judgeOutcome(outcome: TaskOutcome, detail: (observed: Observed) => Verdict = () => held('')) {
  return (observed: Observed): Verdict => {
    const { result, refusal, log } = observed
    if (result?.outcome !== outcome) {
      return {
        held: false,
        happened: `${result?.outcome ?? refusal?.message ?? 'nothing'}, not ${outcome}: ${log.slice(-200)}`,
      }
    }
    const { held: isHeld, happened } = detail(observed)
    return { held: isHeld, happened: happened === '' ? outcome : `${outcome}, ${happened}` }
  }
}

/** Judges by why it did not start. */
export function judgeRefusal(...codes: readonly string[]) {
  return ({ refusal, result }: Observed): Verdict => ({
    held: refusal !== undefined && codes.includes(refusal.code),
    happened: refusal === undefined ? `ran: ${result?.outcome}` : `${refusal.code}: ${refusal.message}`.slice(0, 160),
  })
}

/** Judges a task that asked for a network: where none is held it does not start. */
export function judgeOutbound(judge: HostileCase['judge']): HostileCase['judge'] {
  return (observed, context) =>
    context.networkOutbound ? judge(observed, context) : judgeRefusal('SANDBOX_UNSUITED')(observed)
}

export function held(happened: string, isHeld = true): Verdict {
  return { held: isHeld, happened }
}
