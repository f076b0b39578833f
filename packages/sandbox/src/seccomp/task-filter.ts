/** The seccomp filter of a task: the policy of `syscall-policy.ts`, compiled for one machine. */
import { assembleFilter, type Decision } from './decision.ts'
import { isSyscallName, type SyscallMachine, syscallNumber } from './syscall-numbers.ts'
import { type ArgumentRule, allowedCalls, argumentRules, errnos, refusedCalls } from './syscall-policy.ts'

/** What the kernel does with a call. */
export const answers = {
  allow: 0x7fff_0000,
  killProcess: 0x8000_0000,
  fail: (errno: number): number => 0x0005_0000 | errno,
} as const

/** Where things stand in `struct seccomp_data`; the lower half of an argument comes first. */
export const offsets = { number: 0, machine: 4, argument: (index: number): number => 16 + 8 * index } as const

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64. */
export const auditMachine: Readonly<Record<SyscallMachine, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 }

/** Numbers of the x32 machine, which the kernel reports as x86-64, start here. */
export const x32NumberMin = 0x4000_0000

/** Returns the filter in the bytes that the kernel loads. */
export function taskFilter(machine: SyscallMachine): Uint8Array {
  const known: Decision = argumentRules.reduceRight(
    (rest: Decision, rule) => withArgumentRule(machine, rule, rest),
    byNumber(runsOf(machine)),
  )
  const native: Decision =
    machine === 'x64'
      ? { test: 'atLeast', value: x32NumberMin, yes: { answer: answers.killProcess }, no: known }
      : known
  return assembleFilter({
    load: offsets.machine,
    next: {
      test: 'equal',
      value: auditMachine[machine],
      yes: { load: offsets.number, next: native },
      no: { answer: answers.killProcess },
    },
  })
}

function withArgumentRule(machine: SyscallMachine, rule: ArgumentRule, rest: Decision): Decision {
  const value = numberOf(machine, rule.name)
  if (value === undefined) return rest
  const [matched, other] =
    rule.kind === 'only' ? [answers.allow, answers.fail(rule.errno)] : [answers.fail(rule.errno), answers.allow]
  const test = rule.kind === 'noBits' ? 'anyBit' : 'equal'
  const tests = rule.values.reduceRight<Decision>(
    (no, expected) => ({ test, value: expected, yes: { answer: matched }, no }),
    { answer: other },
  )
  return { test: 'equal', value, yes: { load: offsets.argument(rule.index), next: tests }, no: rest }
}

/** Neighbouring numbers with the same answer: from `first` to before the next run's. */
type Run = { readonly first: number; readonly answer: number }

function runsOf(machine: SyscallMachine): readonly Run[] {
  const answerOf = new Map<number, number>()
  const put = (names: readonly string[], answer: number) => {
    for (const name of names) {
      const number = numberOf(machine, name)
      if (number !== undefined) answerOf.set(number, answer)
    }
  }
  put(allowedCalls, answers.allow)
  put(refusedCalls, answers.fail(errnos.EPERM))
  const unlisted = answers.fail(errnos.ENOSYS)
  const last = Math.max(...answerOf.keys()) + 1
  const all = Array.from({ length: last + 1 }, (_, first): Run => ({ first, answer: answerOf.get(first) ?? unlisted }))
  return all.filter(({ answer }, i) => answer !== all[i - 1]?.answer)
}

function byNumber(runs: readonly Run[]): Decision {
  const middle = runs[Math.ceil(runs.length / 2)]
  const [only] = runs
  if (only === undefined) throw new RangeError('A policy has at least one run of numbers.')
  if (runs.length === 1 || middle === undefined) return { answer: only.answer }
  const at = runs.indexOf(middle)
  return { test: 'atLeast', value: middle.first, yes: byNumber(runs.slice(at)), no: byNumber(runs.slice(0, at)) }
}

function numberOf(machine: SyscallMachine, name: string): number | undefined {
  if (!isSyscallName(name)) throw new TypeError(`There is no system call ${name}.`)
  return syscallNumber(machine, name)
}
